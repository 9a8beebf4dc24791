"""Made-up numbers for the synthetic county and for examples: valid by every rule, yet nobody's.

Their area begins with 99, which GB/T 2260 gives to no place; so none of them can be the number of a person or a body.
"""

from datetime import date

from yaodian.registers.ids.areas import FICTIONAL
from yaodian.registers.ids.credit import credit_check, organisation_check
from yaodian.registers.ids.resident import check_digit


def made_up_resident(area: str, born: date, sequence: int) -> str:
    """A 公民身份号码 of a fictional area (990101); `sequence` 0–999, odd for a man. ValueError for a real area."""
    body = f"{_fictional(area)}{born:%Y%m%d}{_within(sequence, 3)}"
    return body + check_digit(body)


def made_up_pupil(area: str, born: date, sequence: int, letter: str = "G") -> str:
    """A 学籍号: G and J as `made_up_resident`, L (temporary) with a sequence of 0–9999. ValueError for a real area."""
    if letter in ("G", "J"):
        return letter + made_up_resident(area, born, sequence)
    if letter != "L":
        raise ValueError(f"letter must be G, J or L, not {letter!r}")
    return f"L{_fictional(area)}{born:%Y%m%d}{_within(sequence, 4)}"


def made_up_school_code(institution_type: str, serial: int) -> str:
    """A 学校标识码 of a code of `institution_type` in the fictional province; `serial` 0–999999."""
    return f"{institution_type}{FICTIONAL}{_within(serial, 6)}"


def made_up_credit(area: str, serial: int, prefix: str = "12") -> str:
    """A 统一社会信用代码: `prefix` 12 public bodies, 52 private schools; `serial` 0–99999999. ValueError for a real area."""
    organisation = _within(serial, 8)
    body = f"{prefix}{_fictional(area)}{organisation}{organisation_check(organisation)}"
    return body + credit_check(body)


def _fictional(area: str) -> str:
    if not (len(area) == 6 and area.isdecimal() and area.startswith(FICTIONAL)):
        raise ValueError(f"a made-up number needs an area of six digits beginning with {FICTIONAL}, not {area!r}")
    return area


def _within(number: int, digits: int) -> str:
    if not 0 <= number < 10**digits:
        raise ValueError(f"{number} has no place in {digits} digits")
    return f"{number:0{digits}d}"
