"""Rows of the school-age population: by township, age and sex on 31 August of each year, from the children who live there.

Residents are the children on the roll and a share that is in no school: of the small ones, and of those over fifteen; who
studies elsewhere after junior school lives elsewhere, and is counted only among the registered. The county's numbers are
dealt out to the townships by where families live, so that they hold together from year to year.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from random import Random
from typing import Any

from yaodian.cli.synthetic.model import YEARS, Child
from yaodian.cli.synthetic.sizes import births
from yaodian.cli.synthetic.tree import SEAT, Unit
from yaodian.cli.synthetic.years import begins

Row = dict[str, Any]
Key = tuple[int, int, str]  # year, age, sex
AGES = range(20)
COMPULSORY_AGES = range(6, 15)
RESIDENT, REGISTERED = "1", "2"  # codes of population_basis
SOURCES = {RESIDENT: ("3", "青澜县统计局{}年常住人口分年龄表"), REGISTERED: ("1", "青澜县公安局{}年户籍人口分年龄表")}
OUT_OF_KINDERGARTEN = {2024: 0.10, 2025: 0.085, 2026: 0.07}
OUT_OF_SCHOOL, OUT_AFTER_JUNIOR = 0.002, 0.10
AWAY, AWAY_AFTER_JUNIOR = 1.05, 1.25  # registered here beside residents from here: some live or study elsewhere
STAYED = 0.6  # of those of seventeen who are still here a year later
UNSCHOOLED = 0.03  # disabled children in no school beside those in school


def population(children: Sequence[Child], units: Sequence[Unit], seed: int) -> list[Row]:
    """The rows of all townships; a tree without townships has one of the bureau's name."""
    here, came, disabled = _heads(children)
    rng = Random(seed * 1000 + 20)  # noqa: S311  # invented people, no secrets
    shares = _shares(children, units)
    rows: list[Row] = []
    for year in YEARS:
        for basis in SOURCES:
            for sex in "12":
                counts = {RESIDENT: _residents, REGISTERED: _registered}[basis](here, came, year, sex)
                for age in AGES:
                    ill = disabled[year, age, sex]
                    ill += rng.random() < ill * UNSCHOOLED
                    parts = zip(shares, _dealt(counts[age], shares), _dealt(ill, shares), strict=True)
                    for unit, number, of_them in parts:
                        rows.append(_row(len(rows) + 1, unit, (year, age, sex), basis, (number, of_them)))
    return rows


def _row(nth: int, unit: Unit, key: Key, basis: str, numbers: tuple[int, int]) -> Row:
    year, age, sex = key
    source, document = SOURCES[basis]
    row: Row = {
        "id": nth,
        "central_school": unit.code,
        "township": unit.name.removesuffix("中心学校"),
        "counted_on": date(year, 8, 31),
        "age": age,
        "sex": sex,
        "basis": basis,
        "number": numbers[0],
        "source": source,
        "source_document": document.format(year),
    }
    if age in COMPULSORY_AGES:
        row["disabled"] = min(numbers)
    return row


def _heads(children: Iterable[Child]) -> tuple[Counter[Key], Counter[Key], Counter[Key]]:
    """Children who live here as each school year begins: all, those from another county, the disabled."""
    here, came, disabled = Counter[Key](), Counter[Key](), Counter[Key]()
    for child in children:
        for year in YEARS:
            if _lives(child, begins(year)):
                key = (year, year - child.born.year - (child.born.month > 8), child.sex)
                here[key] += 1
                came[key] += child.family.came
                disabled[key] += child.disability != "0"
    return here, came, disabled


def _lives(child: Child, day: date) -> bool:
    """In a class on a day, or at home ill for a year."""
    return any(stay.since <= day and (stay.until is None or day < stay.until) for stay in child.stays) or any(
        since <= day and (until is None or day < until) for since, until in child.suspended
    )


def _residents(here: Counter[Key], _came: Counter[Key], year: int, sex: str) -> dict[int, int]:
    """The residents of a sex by age."""

    def at(then: int, age: int) -> int:
        out = OUT_OF_KINDERGARTEN[then] if age < 6 else OUT_OF_SCHOOL if age < 15 else OUT_AFTER_JUNIOR
        return ceil(here[then, age, sex] / (1 - out))

    return _all_ages(at, year, STAYED)


def _registered(here: Counter[Key], came: Counter[Key], year: int, sex: str) -> dict[int, int]:
    """Those of a sex who are registered here, by age."""

    def at(then: int, age: int) -> int:
        residents = _residents(here, came, then, sex)[age]
        return round((residents - came[then, age, sex]) * (AWAY if age < 15 else AWAY_AFTER_JUNIOR))

    return _all_ages(at, year, 1.0)


def _all_ages(at: Callable[[int, int], int], year: int, stayed: float) -> dict[int, int]:
    """From the ages at school: the small are those who will be three, as far as that is known, else by births; of the
    older some stay."""
    known = {age: at(year, age) for age in range(3, 18)}
    small = {}
    for age in range(3):
        three = min(year - age + 3, YEARS[-1])
        small[age] = round(at(three, 3) * births(year - age) / births(three - 3))
    return small | known | {age: round(known[17] * stayed) for age in (18, 19)}


def _shares(children: Iterable[Child], units: Sequence[Unit]) -> Mapping[Unit, int]:
    """How many families with children live in each township; the bureau's own schools are in the county seat."""
    townships = [unit for unit in units if unit.kind == "township"] or [unit for unit in units if unit.kind == "bureau"]
    seat = next((unit for unit in townships if unit.name.startswith(SEAT)), townships[0])
    count = Counter(child.family.township for child in children if child.stays[0].cohort.stage != "senior")
    known = {unit.code for unit in townships}
    return {
        unit: count[unit.code] + (unit is seat) * sum(many for code, many in count.items() if code not in known)
        for unit in townships
    }


def _dealt(total: int, shares: Mapping[Unit, int]) -> list[int]:
    """A number dealt out by shares, whole, the sum kept: the largest remainders are rounded up."""
    whole = sum(shares.values()) or 1
    parts, rests = zip(*(divmod(total * share, whole) for share in shares.values()), strict=True)
    up = set(sorted(range(len(rests)), key=lambda nth: -rests[nth])[: total - sum(parts)])
    return [part + (nth in up) for nth, part in enumerate(parts)]
