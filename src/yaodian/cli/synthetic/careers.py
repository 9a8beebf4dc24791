"""Rows of what teachers go through: exchanges between schools and the yearly review of conduct."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from yaodian.cli.synthetic.model import YEARS
from yaodian.cli.synthetic.staff import School
from yaodian.cli.synthetic.years import begins
from yaodian.registers.code_lists import code_list

Row = dict[str, Any]
EXCELLENT = 18  # percent of a school's teachers whose year is excellent; at most a fifth may be
YEARS_THERE = 6  # at one school, after which a teacher of a compulsory school is due to go to another
GOING = (0.12, 0.19)  # how many go in a year beside those who are due, by school
BACKBONE = code_list("backbone_level").under("县级及以上")
FOURTH = 4  # of those who go every fourth is a backbone teacher, as far as there are some


def exchanges(schools: Mapping[str, School], rng: Random) -> list[Row]:
    """Teachers of public town and county schools who work in others for one or two school years; each at most once."""
    rows: list[Row] = []
    gone: set[int] = set()
    senders = [
        one for one in schools.values() if one.site.place != "village" and {"primary", "junior"} & set(one.site.stages)
    ]
    for year in YEARS:
        for sender in senders:
            for stage in [one for one in sender.site.stages if one in {"primary", "junior"}]:
                near = [
                    other.site.unit.code
                    for other in schools.values()
                    if stage in other.site.stages and other is not sender
                ]
                there = [row for row in sender.teachers[stage] if row["joined_school_on"] < begins(year)]
                due = sum(year - row["joined_school_on"].year >= YEARS_THERE for row in there)
                free = [
                    row
                    for row in there
                    if row["id"] not in gone and "duty" not in row and row["establishment_kind"] == "1"
                ]
                number = max(len(free) > 5, round(due * rng.uniform(*GOING)))
                for row in _first(free, year, len(rows))[:number] if near else []:
                    gone.add(row["id"])
                    rows.append(_spell(len(rows) + 1, row, rng.choice(near), year, rng))
    return rows


def _first(teachers: Sequence[Row], year: int, before: int) -> list[Row]:
    """In the order in which they go: those who are due before the others, every fourth of the county (so many went before) a
    backbone teacher."""
    due = sorted(teachers, key=lambda row: year - row["joined_school_on"].year < YEARS_THERE)
    best, others = ([row for row in due if (row["backbone"] in BACKBONE) is held] for held in (True, False))
    ordered: list[Row] = []
    while best or others:
        ordered.append((best or others).pop(0) if (before + len(ordered)) % FOURTH == 1 else (others or best).pop(0))
    return ordered


def _spell(nth: int, teacher: Row, to: str, year: int, rng: Random) -> Row:
    years = 1 if rng.random() < 0.7 else 2
    due = date(year + years, 8, 31)
    row: Row = {
        "id": nth,
        "school": teacher["school"],
        "teacher": teacher["id"],
        "to_school": to,
        "exchange_kind": rng.choices("145", (7, 3, 1))[0],
        "full_time": True,
        "as_backbone": teacher["backbone"] in BACKBONE,
        "begins_on": begins(year),
        "due_on": due,
        "decided_by": f"青澜教人〔{year}〕{12 + nth % 4}号",
    }
    if due < begins(YEARS[-1]):
        row["ends_on"] = due
    return row


def reviews(staff: Sequence[Row], rng: Random) -> list[Row]:
    """One review for each teacher and ended school year; `period` is the school year that the row belongs to."""
    rows: list[Row] = []
    for year in YEARS[:-1]:
        by_school: dict[str, list[Row]] = {}
        for row in staff:
            there = row["joined_school_on"] <= begins(year) and row.get("left_on", date.max) >= date(year + 1, 7, 31)
            if row["staff_kind"] == "1" and there:
                by_school.setdefault(row["school"], []).append(row)
        for mine in by_school.values():
            best = {row["id"] for row in rng.sample(mine, len(mine) * EXCELLENT // 100)}
            rows += [_review(len(rows) + nth, row, year, row["id"] in best) for nth, row in enumerate(mine, 1)]
    return rows


def _review(nth: int, teacher: Row, year: int, excellent: bool) -> Row:
    return {
        "id": nth,
        "period": f"{year}-{year + 1}",
        "school": teacher["school"],
        "teacher": teacher["id"],
        "ethics_grade": "1" if excellent else "2",
        "appraisal_grade": "1" if excellent else "2",
        "vetoed": False,
        "reviewed_on": date(year + 1, 6, 28),
        "posted_on": date(year + 1, 7, 1),
    }
