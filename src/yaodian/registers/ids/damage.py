"""Numbers that a spreadsheet has ruined: it keeps 15 digits, so an 18-digit number comes back with its end lost."""

import re

from yaodian.registers.ids.credit import problem_of_credit
from yaodian.registers.ids.resident import problem_of_resident

DIGITS_KEPT = 15  # of a number in Excel, WPS and LibreOffice alike
DAMAGED = "长号码被表格软件当作数值，末几位已经丢失；该列请设为文本后重新填写"
_FIRST_INEXACT = float(f"1e{DIGITS_KEPT}")
_SCIENTIFIC = re.compile(r"[+-]?\d(\.\d*)?[eE]\+?\d{1,3}")
_LONG = re.compile(r"(\d{18,})|\d{16,}\.0*")


def damaged_number(raw: object) -> bool:
    """Whether a cell's raw value is a long number whose last digits are lost.

    True for numbers beyond 15 digits (floats always; integers if they end in as many zeros as would be lost), and for
    texts like 9.90101E+17, 990101201009013000 or 9.90101201009013e17. A text of 18 digits that ends in 000 and is a valid
    identity number or credit code passes: one in eleven ruined ones does so too, which their neighbours in the column
    give away. To be asked of columns that hold identifiers.
    """
    if isinstance(raw, str):
        return _damaged_text(raw.strip())
    if isinstance(raw, float):
        return abs(raw) >= _FIRST_INEXACT
    return isinstance(raw, int) and _ends_in_lost(str(abs(raw)))


def _damaged_text(text: str) -> bool:
    if _SCIENTIFIC.fullmatch(text):
        return True
    long = _LONG.fullmatch(text)
    if long is None:
        return False
    if long[1] is None:
        return True
    return _ends_in_lost(long[1]) and None not in (problem_of_resident(long[1]), problem_of_credit(long[1]))


def _ends_in_lost(digits: str) -> bool:
    lost = len(digits) - DIGITS_KEPT
    return lost > 0 and digits.endswith("0" * lost)
