"""The true figures of training, graduates, the school-age population, and who stays from the first grade to the ninth."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yaodian.cli.synthetic.courses import FIRST_YEAR
from yaodian.cli.synthetic.model import LENGTH, YEARS

Row = dict[str, Any]
RESIDENT = "1"  # code of population_basis
AWAY = {"22", "23", "50"}  # codes of leave_manner: to another county or province, died


def people(rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """The figures of the three registers and of nine years, by name."""
    return {
        "nine_years": {str(year): _nine_years(rows, year) for year in YEARS},
        "training": _training(rows["training"], rows["staff"]),
        "graduates": _graduates(rows["graduates"]),
        "population": _population(rows["population"]),
    }


def _training(courses: Sequence[Row], staff: Sequence[Row]) -> dict[str, Any]:
    """Hours of passed courses by the school year in which they began; how many of those who taught throughout have 360."""
    hours, by_year = Counter[int](), Counter[int]()
    for row in courses:
        if row.get("passed"):
            hours[row["teacher"]] += row["hours"]
            by_year[row["begins_on"].year - (row["begins_on"].month < 9)] += row["hours"]
    throughout = [
        row["id"]
        for row in staff
        if row["staff_kind"] == "1" and "left_on" not in row and row["joined_teaching_on"].year <= FIRST_YEAR
    ]
    return {
        "rows": len(courses),
        "hours_by_year": {str(year): total for year, total in sorted(by_year.items())},
        "taught_throughout": len(throughout),
        "of_them_360_hours": sum(hours[teacher] >= 360 for teacher in throughout),
    }


def _graduates(graduates: Sequence[Row]) -> dict[str, Any]:
    """Graduations by year, stage and destination."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in graduates:
        found[str(row["graduated_on"].year)][row["stage"]][row["destination"]] += 1
    return {
        year: {stage: dict(sorted(count.items())) for stage, count in sorted(stages.items())}
        for year, stages in sorted(found.items())
    }


def _population(population: Sequence[Row]) -> dict[str, Any]:
    """Residents by year and age."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for row in population:
        if row["basis"] == RESIDENT:
            found[str(row["counted_on"].year)][row["age"]] += row["number"]
    return {year: {str(age): count for age, count in sorted(by.items())} for year, by in sorted(found.items())}


def _nine_years(rows: Mapping[str, Sequence[Row]], year: int) -> dict[str, int]:
    """Of those who begin the ninth grade in a year: how many began the first with them (`began`), are in the ninth grade
    (`leaving`), whom of the first ones nobody saw leave the county (`stayed`), and who of these came to junior school."""
    classes = {row["id"]: (row["stage"], row["entered"]) for row in rows["classes"]}
    first, ninth = year - LENGTH["primary"] - LENGTH["junior"] + 1, year - LENGTH["junior"] + 1
    began, leaving, junior, away = set[int](), set[int](), set[int](), set[int]()
    for row in rows["enrolments"]:
        stage, entered = classes[row["class_room"]]
        if (stage, entered) == ("primary", first) and _holds(row, date(first, 9, 1)):
            began.add(row["pupil"])
        if (stage, entered) == ("junior", ninth) and _holds(row, date(year, 9, 1)):
            leaving.add(row["pupil"])
        if stage == "junior":
            junior.add(row["pupil"])
        if row.get("left_how") in AWAY:
            away.add(row["pupil"])
    stayed = began - away
    return {
        "began": len(began),
        "leaving": len(leaving),
        "stayed": len(stayed),
        "of_them_in_junior": len(stayed & junior),
    }


def _holds(row: Row, day: date) -> bool:
    return bool(row["entered_on"] <= day < row.get("left_on", date.max))
