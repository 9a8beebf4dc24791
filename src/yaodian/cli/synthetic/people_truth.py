"""The true figures of training, graduates and the school-age population."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from yaodian.cli.synthetic.courses import FIRST_YEAR

Row = dict[str, Any]
RESIDENT = "1"  # code of population_basis


def people(rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """The figures of the three registers, by name."""
    return {
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
