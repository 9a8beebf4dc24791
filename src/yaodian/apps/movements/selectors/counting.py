"""Head counts (在校人数) on any day, from the spells that hold it: entered_on <= day < left_on."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import ExtractMonth, ExtractYear

from yaodian.apps.ledgers.access import scope
from yaodian.apps.ledgers.lists.shown import labels_of
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.period import Cycle, Period

FIRST_MONTH = 8  # who is entered in August is entered for the coming school year
LADDERS = (
    ("04", "01", "02", "03"),
    ("11", "12", "13", "14", "15", "16"),
    ("21", "22", "23"),
    ("31", "32", "33"),
)


@dataclass
class Line:
    """One line of the count: what is counted, how many, and the lines below it. `key` is a unit's number or a grade."""

    label: str
    key: int | str | None
    count: int = 0
    below: list["Line"] = field(default_factory=list)


def grade_on(grade: str | None, begun: int, year: int) -> str | None:
    """The grade on a day of the school year `year` of who entered a class in `grade` in the school year `begun`.

    >>> grade_on("13", 2024, 2026), grade_on("16", 2024, 2026), grade_on("04", 2024, 2025)
    ('15', '16', '01')
    """
    for ladder in LADDERS:
        if grade in ladder:
            return ladder[min(ladder.index(grade) + max(year - begun, 0), len(ladder) - 1)]
    return grade


def grouped(by: Acting, day: date, school: Unit | None) -> list[tuple[int, int | None, str | None, int]]:
    """(school, class, grade on the day, children) within reach."""
    held = Q(entered_on__lte=day) & (Q(left_on=None) | Q(left_on__gt=day))
    spells = scope(register_named("enrolments"), by).filter(held)
    if school is not None:
        spells = spells.filter(school=school)
    parted = spells.order_by().annotate(year=ExtractYear("entered_on"), month=ExtractMonth("entered_on"))
    rows = parted.values_list("school", "class_room", "grade", "year", "month").annotate(n=Count("pk"))
    year = Period.of(Cycle.SCHOOL_YEAR, day).year
    found: dict[tuple[int, int | None, str | None], int] = defaultdict(int)
    for unit, room, grade, came, month, count in rows:
        begun = came if month >= FIRST_MONTH else came - 1
        found[unit, room, grade_on(grade, begun, year)] += count
    return [(*key, count) for key, count in found.items()]


def by_school(by: Acting, day: date) -> list[Line]:
    """A line for each school within reach with the grades below it, in the order of the tree."""
    rows = grouped(by, day, None)
    units = Unit.objects.in_bulk({row[0] for row in rows})
    lines: dict[int, Line] = {}
    grades: dict[tuple[int, str], int] = defaultdict(int)
    for unit, _room, grade, count in rows:
        line = lines.setdefault(unit, Line(units[unit].short_name, unit))
        line.count += count
        grades[unit, grade or ""] += count
    for (unit, grade), count in sorted(grades.items()):
        lines[unit].below.append(Line(grade_name(grade), grade, count))
    return [lines[unit] for unit in sorted(lines, key=lambda unit: units[unit].path)]


def of_school(by: Acting, day: date, school: Unit) -> list[Line]:
    """A line for each grade of one school with its classes below it."""
    rows = grouped(by, day, school)
    names = labels_of("classes", [row[1] for row in rows if row[1] is not None], by)
    lines: dict[str, Line] = {}
    for _unit, room, grade, count in sorted(rows, key=lambda row: (row[2] or "", row[1] or 0)):
        line = lines.setdefault(grade or "", Line(grade_name(grade), grade))
        line.count += count
        line.below.append(Line(names.get(room or 0, "") or "未编班", room, count))
    return list(lines.values())


def grade_name(grade: str | None) -> str:
    """A grade's name."""
    codes = register_named("pupils").by_key["grade"].code_list  # type: ignore[attr-defined]
    return codes.name_of(grade) or "未填年级" if grade else "未填年级"
