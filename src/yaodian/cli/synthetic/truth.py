"""The true figures of the county, counted from its rows before anything was planted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from yaodian.cli.synthetic.model import TODAY, YEARS
from yaodian.cli.synthetic.people_truth import people
from yaodian.cli.synthetic.premises_truth import premises_figures

Row = dict[str, Any]
COUNT_DAYS = tuple(date(year, 9, 16) for year in YEARS)
BANDS = ((45, "45及以下"), (50, "46-50"), (55, "51-55"), (65, "56-65"), (999, "66及以上"))
FLOWS = {  # what enrolment spells say of a school year: the column, its codes
    "new": ("entered", ("10", "11")),
    "moved": ("entered", ("21",)),
    "came": ("entered", ("22", "23")),
    "resumed": ("entered", ("30",)),
    "graduated": ("left", ("10",)),
    "went": ("left", ("22", "23")),
    "suspended": ("left", ("30",)),
    "died": ("left", ("50",)),
}


def figures(rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """All true figures; stages and kinds by their codes, school years by the year they begin in."""
    stage_of = {row["id"]: row["stage"] for row in rows["classes"]}
    return {
        "day": TODAY.isoformat(),
        "pupils": _pupils(rows["pupils"]),
        "heads": _heads(rows["enrolments"], stage_of),
        "flows": _flows(rows["enrolments"], stage_of),
        "balance": _balance(rows["enrolments"], stage_of),
        "dropouts": _dropouts(rows),
        "classes": _classes(rows),
        "staff": _staff(rows["staff"]),
        "buildings": _buildings(rows["buildings"]),
        "premises": premises_figures(rows),
        **people(rows),
    }


def _tally(words: Iterable[Any]) -> dict[str, int]:
    return {str(word): count for word, count in sorted(Counter(words).items(), key=lambda pair: str(pair[0]))}


def _pupils(pupils: Sequence[Row]) -> dict[str, Any]:
    """Pupils in school today, by what they are."""
    here = [row for row in pupils if row["status"] == "10"]
    return {
        "rows": len(pupils),
        "by_status": _tally(row["status"] for row in pupils),
        "by_grade": _tally(row["grade"] for row in here),
        "by_sex": _tally(row["sex"] for row in here),
        "boarding": sum(row["attendance"] == "2" for row in here),
        "left_behind": sum(row["left_behind"] != "0" for row in here),
        "migrant": sum(row["migrant"] for row in here),
        "disabled": _tally(row["disability"] for row in here if row["disability"] != "0"),
        "poor": _tally(row["poverty"] for row in here if row["poverty"] != "00"),
        "aided": sum(row["aided"] for row in here),
    }


def holds(spell: Row, day: date) -> bool:
    """Whether a spell holds a day."""
    return bool(spell["entered_on"] <= day and (spell.get("left_on") is None or day < spell["left_on"]))


def _heads(spells: Sequence[Row], stage_of: Mapping[int, str]) -> dict[str, Any]:
    """Pupils on the roll (those who dropped out too, the suspended not) by day, school and stage."""
    found: dict[str, Any] = {}
    for day in COUNT_DAYS:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for spell in spells:
            if holds(spell, day):
                counts[spell["school"]][stage_of[spell["class_room"]]] += 1
        found[day.isoformat()] = {
            "all": sum(count.total() for count in counts.values()),
            "by_stage": _sum(counts.values()),
            "by_school": {code: dict(sorted(count.items())) for code, count in sorted(counts.items())},
        }
    return found


def _sum(counts: Iterable[Counter[str]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(sorted(total.items()))


def _flows(spells: Sequence[Row], stage_of: Mapping[int, str]) -> dict[str, Any]:
    """How many entered and left how, by school year and stage; the first days of September belong to the new year."""
    found: dict[int, dict[str, Counter[str]]] = {year: defaultdict(Counter) for year in YEARS}
    for spell in spells:
        for name, (side, codes) in FLOWS.items():
            day = spell.get(f"{side}_on")
            if day is None or spell.get(f"{side}_how") not in codes:
                continue
            year = day.year if day.month >= 9 else day.year - 1
            if year in found:
                found[year][name][stage_of[spell["class_room"]]] += 1
    return {
        str(year): {name: dict(sorted(count.items())) for name, count in sorted(by.items())}
        for year, by in found.items()
    }


def _balance(spells: Sequence[Row], stage_of: Mapping[int, str]) -> dict[str, Any]:
    """Of each full school year and stage: roll at the start, those of them still on it at the end or graduated (巩固)."""
    found: dict[str, Any] = {}
    for year in YEARS[:-1]:
        start, end = date(year, 9, 1), date(year + 1, 7, 4)
        there = {spell["pupil"] for spell in spells if holds(spell, end)}
        by_stage: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for spell in spells:
            if holds(spell, start):
                pair = by_stage[stage_of[spell["class_room"]]]
                pair[0] += 1
                pair[1] += spell["pupil"] in there
        found[str(year)] = {stage: {"start": pair[0], "kept": pair[1]} for stage, pair in sorted(by_stage.items())}
    return found


def _dropouts(rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    spells = rows["dropouts"]
    by_year = Counter(_year(spell["left_on"]) for spell in spells)
    back = Counter(_year(spell["returned_on"]) for spell in spells if "returned_on" in spell)
    return {
        "spells": len(spells),
        "by_year": {str(year): by_year[year] for year in YEARS},
        "returned_by_year": {str(year): back[year] for year in YEARS},
        "still_out": sum("returned_on" not in spell for spell in spells),
        "by_reason": _tally(spell["reason"] for spell in spells),
        "visits": len(rows["visits"]),
    }


def _year(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1


def _classes(rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """Classes taught today by stage and size (pupils in school)."""
    sizes = Counter(row["class_room"] for row in rows["pupils"] if row["status"] == "10")
    bands: dict[str, Counter[str]] = defaultdict(Counter)
    large = []
    for row in rows["classes"]:
        if "closed_on" in row:
            continue
        size = sizes[row["id"]]
        bands[row["stage"]][next(name for most, name in BANDS if size <= most)] += 1
        if size > 55:
            large.append({"id": row["id"], "school": row["school"], "name": row["name"], "pupils": size})
    return {
        "taught": sum(count.total() for count in bands.values()),
        "sizes": {key: dict(count) for key, count in sorted(bands.items())},
        "above_55": large,
    }


def _staff(staff: Sequence[Row]) -> dict[str, Any]:
    here = [row for row in staff if "left_on" not in row]
    teachers = [row for row in here if row["staff_kind"] == "1"]
    return {
        "here": len(here),
        "left": len(staff) - len(here),
        "by_kind": _tally(row["staff_kind"] for row in here),
        "by_establishment": _tally(row["establishment_kind"] for row in here),
        "teachers_by_stage": _tally(row["stage"] for row in teachers),
        "teachers_by_education": _tally(row["highest_education"] for row in teachers),
        "teachers_by_title": _tally(row["title"] for row in teachers),
        "backbone": sum(row["backbone"] in {"1", "2", "3", "4"} for row in teachers),
    }


def _buildings(buildings: Sequence[Row]) -> dict[str, Any]:
    """Standing buildings: square metres with two decimals by danger level, and whether in use."""
    area: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for row in buildings:
        if "demolished_on" not in row:
            area[row["danger_level"]] += row["area"]
            used["in_use" if row["in_use"] else "shut"] += row["area"]
    return {
        "count": len(buildings),
        "area_by_level": {level: f"{total / 100:.2f}" for level, total in sorted(area.items())},
        "area_by_use": {key: f"{total / 100:.2f}" for key, total in sorted(used.items())},
    }
