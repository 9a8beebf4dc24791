"""Measures that reach every way from a row to others, over registers of the packs; and all figures of them, kept or anew."""

from datetime import date
from fractions import Fraction
from itertools import count
from typing import Any

import pyarrow as pa

from yaodian.algebra.language import Value
from yaodian.algebra.measure_language import as_of, average, dispersion, per_head, period_end, share
from yaodian.algebra.measures import Measure
from yaodian.apps.indicators.figures import Exact, exact
from yaodian.apps.ledgers.checking.relation import live_tables
from yaodian.kernel.period import Cycle, Period
from yaodian.packs import catalogue, registers
from yaodian.registers.indicator import Indicator, Taken

TODAY = date(2026, 9, 16)
PERIODS = [Period.read("2025-2026"), Period.read("2026-2027")]
spells, classes, pupils = (registers()[key].rows for key in ("enrolments", "classes", "pupils"))
_stamps = count()


def there(day: Value) -> Value:
    """The spell holds on a day."""
    return (spells.entered_on <= day) & (spells.left_on.is_unknown() | (spells.left_on > day))


heads = spells.count(where=there(as_of()))
girls = share(heads, spells.pupil["sex"] == "2")  # by a reference
MEASURES: dict[str, Measure] = {
    "heads": heads,
    "girls": girls,
    "now": spells.count(where=there(period_end())),
    "third_grade": spells.count(where=there(as_of()) & (spells.class_room["grade"] == "13")),
    "at_the_class_school": spells.count(where=spells.class_room["school"] == spells.school),
    "of_girls_classes": spells.count(where=spells.pupil["class_room"]["grade"] == "13"),  # by two references
    "full_classes": classes.count(  # by rows that belong to a row
        where=classes.others(
            "enrolments", on={"class_room": classes.id}, where=lambda them: them.left_on.is_unknown()
        ).count()
        >= 2
    ),
    "girls_rooms": classes.count(
        where=classes.others(
            "enrolments", on={"class_room": classes.id}, where=lambda them: them.pupil["sex"] == "2"
        ).exists()
    ),
    "came_back": spells.count(where=spells.same("pupil").count() > 1),  # by other rows of the register
    "sexes": pupils.distinct("sex", unit="种"),
    "grades": pupils.distinct("grade", within="school", unit="个"),
    "last_number": classes.latest("number", at="opened_on", each=("grade",)),
    "per_class": per_head(heads, classes.count()),
    "spread": dispersion(classes.total("number"), heads),
}
MEASURES["mean_spread"] = average(
    dispersion(classes.total("number"), heads), dispersion(classes.total("number"), heads)
)


def indicators() -> list[Indicator]:
    """An indicator for each, on the first and on the last day of its period."""
    held = catalogue()
    return [
        Indicator(
            f"tried.{key}_{taken}", key, held.finished(measure), "试", "basic-education", "测试", taken=taken,
            cycle=Cycle.SCHOOL_YEAR,
        )
        for taken in Taken
        for key, measure in MEASURES.items()
    ]  # fmt: skip


class Anew:
    """Live rows, read anew, of which nothing is kept."""

    def __init__(self) -> None:
        self.stamp = f"anew {next(_stamps)}"

    def tables(self, needed: Any) -> dict[str, pa.Table]:
        """The rows of each register."""
        return live_tables(needed)


def figures(found: Exact) -> dict[tuple[str, str], dict[int, Fraction | None]]:
    """All figures, of all units."""
    return {(code, period.key): found.values(code, period) for code, period in found.held}


def kept() -> dict[tuple[str, str], dict[int, Fraction | None]]:
    """From the mirror and the parts that are kept."""
    return figures(exact(indicators(), periods=PERIODS, today=TODAY))


def anew() -> dict[tuple[str, str], dict[int, Fraction | None]]:
    """From rows read and scanned anew."""
    return figures(exact(indicators(), periods=PERIODS, today=TODAY, source=Anew()))
