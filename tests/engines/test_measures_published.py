"""Published worked examples, from the sheets beside the repository: as rows, through every engine, to the stated tolerance.

Rows that a sheet marks as disagreeing with its own numbers are strict expected failures: they are never fitted.
"""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from yaodian.algebra.composed import Average, Dispersion
from yaodian.algebra.figures import figure, shown
from yaodian.algebra.language import Rows
from yaodian.algebra.measure_language import average, dispersion, per_head, period_start, ratio
from yaodian.algebra.measure_reference import Beneath, measured
from yaodian.algebra.measures import Measure
from yaodian.algebra.moment import Moment
from yaodian.algebra.types import DATE, UNIT, Code, Integer, Number, Type
from yaodian.algebra.units import Units
from yaodian.algebra.world import World
from yaodian.engines.arrow import schema
from yaodian.engines.measures import Held, compute

Table = tuple[Mapping[str, Type], list[dict[str, Any]]]
COUNTY = 0
MOMENT = Moment(date(2025, 9, 1), date(2025, 9, 1), date(2026, 8, 31))
EXAMPLES = Path(__file__).parents[2].parent / "shared" / "standards" / "examples"


def sheet(name: str) -> list[dict[str, str]]:
    """The rows of a sheet; none where it is not there (the tests of it are skipped then)."""
    path = EXAMPLES / name
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())) if path.is_file() else []


def on_both(measure: Measure, tables: Mapping[str, Table], schools: Iterable[int]) -> Fraction | None:
    """The county's figure, which both engines agree on."""
    units = Units({COUNTY: None, **dict.fromkeys(schools, COUNTY)}, dict.fromkeys(schools, "school"))
    owners = {key: Rows(key, types).school.node for key, (types, _held) in tables.items()}
    numbered = {key: [{"id": n, **row} for n, row in enumerate(held, 1)] for key, (_types, held) in tables.items()}
    arrow = {key: pa.Table.from_pylist(numbered[key], schema=schema(types)) for key, (types, _held) in tables.items()}
    world = World(numbered, MOMENT.on, moment=MOMENT)
    given = measured(measure, Beneath(world, units, owners, COUNTY))
    assert figure(measure, compute([measure], Held(arrow, owners, MOMENT), units), COUNTY) == given
    return given


# 差异系数: five schools' books ------------------------------------------------------------------------------------------------


@pytest.fixture
def five(shared: Path) -> list[dict[str, str]]:
    """The five schools, without the line of sums."""
    found = sheet("cv_5schools.csv")
    if not found:
        pytest.skip(f"没有 {shared / 'standards/examples/cv_5schools.csv'}")
    return [row for row in found if row["school"] != "总计"]


def test_five_schools_dispersion_of_books(five: list[dict[str, str]]) -> None:
    """The worked example: 0.515257, not 0.488771 (unweighted) nor 0.546462 (unweighted, of a sample)."""
    pupil = {"school": UNIT, "grade": Code("grade")}
    books = {"school": UNIT, "copies": Integer("册")}
    tables = {
        "pupils": (pupil, [{"school": n} for n, row in enumerate(five, 1) for _pupil in range(int(row["pupils"]))]),
        "books": (books, [{"school": n, "copies": int(row["books"])} for n, row in enumerate(five, 1)]),
    }
    pupils, copies = Rows("pupils", pupil, counted_in="人").count(), Rows("books", books).total("copies")
    schools = range(1, len(five) + 1)
    assert shown(on_both(dispersion(copies, pupils), tables, schools), 6) == Decimal("0.515257")
    assert shown(on_both(per_head(copies, pupils), tables, schools), 6) == Decimal("6.334437")


# 综合差异系数: districts' eight single coefficients ----------------------------------------------------------------------------

DISTRICTS = [row for row in sheet("cv_basic_districts.csv") if row["row"] == "cv"]
SINGLE = slice(4, 12)  # the columns of the eight single coefficients


@pytest.mark.parametrize("row", DISTRICTS or [None], ids=lambda row: row and f"{row['district']}{row['stage']}")
def test_composite_is_the_mean_of_eight(row: dict[str, str] | None) -> None:
    """To 0.001, as the printed singles are rounded. Two schools of as many pupils with 1 ± c each have the coefficient c."""
    if row is None:
        pytest.skip("没有 ../shared/standards/examples/cv_basic_districts.csv")
    singles = [Decimal(value) for value in list(row.values())[SINGLE]]
    types: dict[str, Type] = {"school": UNIT, **{f"c{n}": Number("册", 3) for n in range(len(singles))}}
    held = [
        {"school": school, **{f"c{n}": 1000 + sign * int(single * 1000) for n, single in enumerate(singles)}}
        for school, sign in ((1, 1), (2, -1))
    ]
    rows = Rows("schools", types, counted_in="所")
    parts = [dispersion(rows.total(f"c{n}"), rows.count()) for n in range(len(singles))]
    composite: Average = average(*parts)
    assert all(isinstance(part, Dispersion) for part in parts)
    found = on_both(composite, {"schools": (types, held)}, (1, 2))
    assert found is not None
    assert abs(found - Fraction(row["综合_printed"])) <= Fraction("0.001")


# 巩固率: graduates of entrants with normal movement ---------------------------------------------------------------------------


@pytest.mark.parametrize("row", sheet("retention_schools.csv") or [None], ids=lambda row: row and row["school"])
def test_completion_with_movement(row: dict[str, str] | None) -> None:
    """Graduates ÷ (entrants + joined − parted) is 100 % in all six schools, though graduates ÷ entrants is not."""
    if row is None:
        pytest.skip("没有 ../shared/standards/examples/retention_schools.csv")
    types = {"school": UNIT, "entered_on": DATE, "entered_how": Code("in"), "left_on": DATE, "left_how": Code("out")}
    first, joined, parted, done = date(2019, 9, 1), date(2022, 2, 20), date(2023, 2, 20), date(2025, 7, 1)
    entrants, graduates, more, fewer = (int(row[key]) for key in ("entrants", "graduates", "increase", "decrease"))
    came = [("new", first)] * entrants + [("moved", joined)] * more
    spells = [
        {"school": 1, "entered_on": day, "entered_how": how, "left_on": parted if n < fewer else done}
        | {"left_how": "moved" if n < fewer else "graduated"}
        for n, (how, day) in enumerate(came)
    ]
    held = Rows("spells", types, counted_in="人")
    rate = held.flow(
        "completion",
        entered="entered_on",
        left="left_on",
        since=(period_start().year - 6).on(9, 1),
        until=period_start(),
        joined=held.entered_how == "moved",
        parted=held.left_how == "moved",
        done=held.left_how == "graduated",
    )
    assert len(spells) - fewer == graduates
    found = on_both(rate, {"spells": (types, spells)}, (1,))
    assert f"{shown(found, 0)}%" == row["printed_rate"]
    plain = ratio(held.count(where=held.left_how == "graduated"), held.count(where=held.entered_how == "new"))
    raw = shown(on_both(plain, {"spells": (types, spells)}, (1,)), 1)
    assert f"{raw}%" == row["raw_graduates_over_entrants"]


# 净入学率 and other ratios ------------------------------------------------------------------------------------------------------


def of_two(row: Mapping[str, str], part: str, whole: str) -> Mapping[str, Table]:
    """One row with two totals in ten thousand people, to two decimals."""
    types = {"school": UNIT, "part": Number("万人", 2), "whole": Number("万人", 2)}
    return {"totals": (types, [{"school": 1, "part": _hundredths(row[part]), "whole": _hundredths(row[whole])}])}


def _hundredths(text: str) -> int:
    return int(Decimal(text) * 100)


YEARS = [
    pytest.param(row, marks=[] if row["agrees"] == "yes" else [pytest.mark.xfail(strict=True)], id=row["year"])
    for row in sheet("net_enrolment_national.csv")
]


@pytest.mark.parametrize("row", YEARS or [None])
def test_net_enrolment_of_the_nation(row: dict[str, str] | None) -> None:
    """To the one decimal that is printed; in 1980, 1985 and 2001 the source contradicts itself."""
    if row is None:
        pytest.skip("没有 ../shared/standards/examples/net_enrolment_national.csv")
    tables = of_two(row, "enrolled_wan", "school_age_wan")
    totals = Rows("totals", tables["totals"][0])
    found = on_both(ratio(totals.total("part"), totals.total("whole")), tables, (1,))
    assert str(shown(found, 1)) == row["rate_printed"]


@pytest.mark.parametrize("row", sheet("ratios_published.csv") or [None], ids=lambda row: row and row["scope"])
def test_published_ratios(row: dict[str, str] | None) -> None:
    """To 0.02, as the printed numerators and denominators are rounded."""
    if row is None:
        pytest.skip("没有 ../shared/standards/examples/ratios_published.csv")
    tables = of_two(row, "numerator", "denominator")
    totals = Rows("totals", tables["totals"][0])
    scale = 1 if row["indicator"].endswith("比") and not row["indicator"].endswith("占比") else 100
    found = on_both(ratio(totals.total("part"), totals.total("whole"), scale=scale), tables, (1,))
    assert found is not None
    assert abs(found - Fraction(row["printed"])) <= Fraction("0.02")
