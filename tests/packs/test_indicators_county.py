"""On a whole small county: figures agree with what was counted from its rows by other means, and are plausible."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

from yaodian.algebra.figures import figure
from yaodian.algebra.measures import PERCENT
from yaodian.algebra.moment import Moment
from yaodian.algebra.units import Units
from yaodian.algebra.world import steps_of
from yaodian.cli.synthetic import TODAY, County, make_county
from yaodian.cli.synthetic.truth import holds
from yaodian.engines.arrow import schema
from yaodian.engines.measures import Held, Rolled, compute
from yaodian.kernel.period import Period
from yaodian.packs import catalogue, registers
from yaodian.registers.columns import Organisation
from yaodian.registers.indicator import Indicator
from yaodian.rules import Parameters

LEVELS = {"bureau": "county", "township": "township"}
SCHOOL_YEAR = Period.read("2025-2026")
THIS_YEAR = Period.read("2026-2027")
MAY_EXCEED = {"gross_enrolment_rate", "ethics_reviewed_share", "nine_year_retention_rate"}


class Built:
    """A county's tables and tree."""

    def __init__(self, county: County) -> None:
        self.truth, self.rows = county.truth, county.rows
        self.ids = {unit.code: number for number, unit in enumerate(county.units, 1)}
        self.root = self.ids[county.units[0].code]
        self.units = Units(
            {self.ids[unit.code]: self.ids.get(unit.parent) for unit in county.units},
            {self.ids[unit.code]: LEVELS.get(unit.kind, "school") for unit in county.units},
        )
        self.tables = {key: self._table(key, county.rows.get(key, [])) for key in registers()}

    def _table(self, key: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
        register = registers()[key]
        units = {column.key for column in register.columns if isinstance(column, Organisation)}
        held = [{name: self.ids.get(value) if name in units else value for name, value in row.items()} for row in rows]
        return pa.Table.from_pylist(held, schema=schema(register.types))

    def computed(self, indicators: Iterable[Indicator], moment: Moment) -> Rolled:
        """What the figures of indicators need, at a moment."""
        held = Held(self.tables, catalogue().owners, moment, steps_of(Parameters()))
        return compute([one.measure for one in indicators], held, self.units)

    def figures(self, codes: Iterable[str], moment: Moment, unit: str = "") -> dict[str, Fraction | None]:
        """Their figures for a unit, or the county."""
        indicators = [catalogue().indicators[code] for code in codes]
        rolled = self.computed(indicators, moment)
        at = self.ids[unit] if unit else self.root
        return {one.code: figure(one.measure, rolled, at) for one in indicators}


@pytest.fixture(scope="module")
def county() -> Built:
    """A clean county of 1,500 pupils."""
    return Built(make_county(7, 1_500, plant=False))


def at(day: date, period: Period = THIS_YEAR) -> Moment:
    return Moment(day, period.first, period.last)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_pupils_of_a_day_are_those_counted_from_the_spells(county: Built, year: int) -> None:
    day = date(year, 9, 16)
    heads = county.truth["heads"][day.isoformat()]
    stages = ("primary", "junior", "senior", "vocational", "special")
    found = county.figures([f"{stage}.pupils" for stage in stages] + ["preschool.children"], at(day))
    assert found == {f"{stage}.pupils": heads["by_stage"].get(stage, 0) for stage in stages} | {
        "preschool.children": heads["by_stage"]["kindergarten"]
    }


def test_pupils_of_schools_are_those_counted_from_the_spells(county: Built) -> None:
    day = TODAY.isoformat()
    for school, stages in county.truth["heads"][day]["by_school"].items():
        found = county.figures(["primary.pupils", "junior.pupils"], at(TODAY), school)
        assert found == {f"{stage}.pupils": stages.get(stage, 0) for stage in ("primary", "junior")}


@pytest.mark.parametrize("year", [2025, 2026])
def test_grades_are_those_of_the_day(county: Built, year: int) -> None:
    """By the class's first year: those of each grade go on to the next, so that they can be counted for past days too."""
    entered = {row["id"]: (row["stage"], row["entered"]) for row in county.rows["classes"]}
    day = date(year, 9, 16)
    spells = [row for row in county.rows["enrolments"] if holds(row, day)]
    wanted = Counter(
        (f"1{year - first + 1}",)
        for stage, first in (entered[row["class_room"]] for row in spells)
        if stage == "primary"
    )
    measure, by = catalogue().indicators["primary.pupils"].measure, [catalogue().dimensions["grade"]]
    held = Held(county.tables, catalogue().owners, at(day), steps_of(Parameters()))
    found = compute([measure], held, county.units, by)
    assert {cell: figure(measure, found, county.root, cell) for cell in wanted} == wanted
    assert sum(wanted.values()) == county.figures(["primary.pupils"], at(day))["primary.pupils"]


@pytest.mark.parametrize("year", ["2024", "2025"])
def test_entrants_and_movements_are_those_of_the_school_year(county: Built, year: str) -> None:
    flows = county.truth["flows"][year]
    period = Period.read(f"{year}-{int(year) + 1}")
    entrants = {f"{stage}.entrants": flows["new"].get(stage, 0) for stage in ("primary", "junior", "senior")}
    moves = {
        "pupils.came_from_outside": sum(flows["came"].values()),
        "pupils.went_outside": sum(flows["went"].values()),
        "pupils.suspended": sum(flows["suspended"].values()),
        "compulsory.dropouts": county.truth["dropouts"]["by_year"][year],
    }
    assert county.figures({**entrants, **moves}, at(period.last, period)) == entrants | moves


@pytest.mark.parametrize("year", ["2024", "2025", "2026"])
def test_who_stayed_for_nine_years_is_counted_from_the_spells(county: Built, year: str) -> None:
    told, period = county.truth["nine_years"][year], Period.read(f"{year}-{int(year) + 1}")
    wanted = Fraction(100 * told["leaving"], told["began"])
    found = county.figures(["compulsory.nine_year_retention_rate"], at(period.first, period))
    assert found == {"compulsory.nine_year_retention_rate": wanted}
    assert 85 < wanted < 110


def test_who_is_traced_for_nine_years_is_counted_from_the_spells(county: Built) -> None:
    told = county.truth["nine_years"]["2026"]
    wanted = Fraction(100 * told["of_them_in_junior"], told["stayed"])
    found = county.figures(["compulsory.nine_year_retention_traced"], at(TODAY))
    assert found == {"compulsory.nine_year_retention_traced": wanted}
    assert 95 < wanted < 100


def test_graduates_are_those_of_the_ledger(county: Built) -> None:
    told = county.truth["graduates"]["2026"]
    wanted = {f"{stage}.graduates": sum(told[stage].values()) for stage in ("primary", "junior", "senior")}
    assert county.figures(wanted, at(SCHOOL_YEAR.last, SCHOOL_YEAR)) == wanted


def test_teachers_and_large_classes_are_those_counted(county: Built) -> None:
    staff = county.truth["staff"]
    wanted = {
        **{f"{stage}.teachers": staff["teachers_by_stage"][stage] for stage in ("primary", "junior", "senior")},
        "teachers.count": staff["by_kind"]["1"],
        "teachers.backbone": staff["backbone"],
        "staff.count": sum(staff["by_kind"][kind] for kind in "12345" if kind in staff["by_kind"]),
        "compulsory.still_out": county.truth["dropouts"]["still_out"],
    }
    assert county.figures(wanted, at(TODAY)) == wanted


def test_no_share_is_beyond_a_hundred_and_hardly_any_figure_unknown(county: Built) -> None:
    """Of the last full school year. So small a county has no spread among schools of everything."""
    moments: dict[Moment, list[Indicator]] = {}
    for one in catalogue().indicators.values():
        moments.setdefault(one.moment(Period.of(one.cycle, date(2025, 9, 1)), TODAY), []).append(one)
    found = {
        one.code: figure(one.measure, rolled, county.root)
        for moment, indicators in moments.items()
        for rolled in [county.computed(indicators, moment)]
        for one in indicators
    }
    beyond = {
        code: value
        for code, value in found.items()
        if value is not None
        and catalogue().indicators[code].unit == PERCENT
        and not 0 <= value <= Decimal(100)
        and code.partition(".")[2] not in MAY_EXCEED
    }
    assert beyond == {}
    assert {code for code, value in found.items() if value is None and not code.endswith("_cv")} == set()


def test_what_is_split_up_adds_up(county: Built) -> None:
    """A count of each register, by all breakdowns that it has at once, gives the whole."""
    held = Held(county.tables, catalogue().owners, at(TODAY), steps_of(Parameters()))
    counts = {one.registers: one for one in catalogue().indicators.values() if one.measure.additive}
    for one in counts.values():
        by = [split for split in catalogue().dimensions.values() if one.registers <= dict(split.by).keys()]
        split, whole = compute([one.measure], held, county.units, by), compute([one.measure], held, county.units)
        cells = [figure(one.measure, split, county.root, cell) for cell in split.cells(one.measure, county.root)]
        assert (one.code, sum(cells)) == (one.code, figure(one.measure, whole, county.root))
