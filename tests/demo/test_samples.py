"""The sample plans read alike as .txt and .docx, and the county's story fits them."""

import doctest
import importlib
import importlib.util
import re
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from yaodian.cli.county.story import day, samples_folder, story, year_by_item
from yaodian.text import Reading, read_plan
from yaodian.text.document import open_document

SAMPLES = samples_folder()
STEMS = sorted(path.stem for path in SAMPLES.glob("*.txt"))
YEARS = {"青澜县教育局2025年工作要点": 2025}


def read(stem: str, kind: str, folder: Path = SAMPLES) -> tuple[str, Reading]:
    path = folder / f"{stem}.{kind}"
    text = open_document(path.read_bytes(), path.name).text
    return text, read_plan(text, year=YEARS.get(stem, 2026))


def told(reading: Reading) -> tuple[list[Any], ...]:
    return (
        [(node.id, node.marker, node.heading) for node in reading.outline],
        [(c.node, c.subject, c.indicator, c.comparator, c.value, c.unit, c.due, c.kind) for c in reading.commitments],
        [(deadline.node, deadline.norm) for deadline in reading.deadlines],
        [(actor.node, actor.text, actor.role) for actor in reading.actors],
    )


def test_there_are_three_samples_of_different_style() -> None:
    assert STEMS == ["石桥镇中心学校2026年下半年工作计划", "青澜县教育局2025年工作要点", "青澜县教育局2026年工作要点"]


@pytest.mark.parametrize("stem", STEMS)
def test_docx_and_txt_say_the_same(stem: str) -> None:
    assert told(read(stem, "docx")[1]) == told(read(stem, "txt")[1])


def test_the_bureaus_docx_has_automatic_numbering() -> None:
    from docx import Document

    paper = Document(str(SAMPLES / "青澜县教育局2026年工作要点.docx"))
    assert not any(re.match(r"[一二三四五六]、|\d+\.", paragraph.text) for paragraph in paper.paragraphs)
    assert "\n二、提升教学质量" in read("青澜县教育局2026年工作要点", "docx")[0]


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_samples", SAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_docx_are_what_make_makes_of_the_txt(tmp_path: Path) -> None:
    maker().make(tmp_path)
    for stem in STEMS:
        assert read(stem, "docx", tmp_path)[0] == read(stem, "docx")[0], f"run samples/make.py ({stem})"


# ---- the story ------------------------------------------------------------------------------------------------------


def leaves(reading: Reading) -> dict[str, str]:
    """The text of each task by its number as the pages show it: section.rank within the section."""
    found: dict[str, str] = {}
    for node in reading.outline:
        if node.is_leaf:
            section = node.id.split(".", 1)[0]
            rank = sum(number.startswith(f"{section}.") for number in found) + 1
            found[f"{section}.{rank}"] = reading.text[node.start : node.end]
    return found


@pytest.mark.parametrize(
    ("stem", "rows"),
    [
        ("青澜县教育局2026年工作要点", year_by_item()),
        ("青澜县教育局2025年工作要点", story("plan_2025")["items"]),
    ],
    ids=["2026", "2025"],
)
def test_every_task_has_its_story_and_every_figure_a_number_in_the_text(stem: str, rows: dict[str, Any]) -> None:
    texts = leaves(read(stem, "txt")[1])
    assert texts.keys() == rows.keys()
    for number, row in rows.items():
        assert row["task"] in texts[number], number
        for report in [row, *row.get("reports", [])]:
            for key in report.get("figures", {}):
                assert key in texts[number].replace(",", ""), (number, key)


def days_in(row: Any) -> list[date]:
    """All days on which somebody acts."""
    if isinstance(row, list):
        return [on for part in row for on in days_in(part)]
    if not isinstance(row, dict):
        return []
    own = [day(row[name]) for name in ("day", "finished", "asked", "granted", "refused") if name in row]
    return own + [on for part in row.values() for on in days_in(part)]


def test_people_work_from_monday_to_friday() -> None:
    free = [on for name in ("plan_2025", "plan_2026") for on in days_in(story(name)) if on.weekday() > 4]
    free += [on for on in days_in(year_by_item()) if on.weekday() > 4]
    assert free == []


@pytest.mark.parametrize("name", ["chronicle", "story"])
def test_the_examples_in_docstrings(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"yaodian.cli.county.{name}")).failed == 0


def test_every_unit_has_people_and_no_two_people_share_a_login() -> None:
    units, people = story("units"), story("people")
    schools = [s["name"] for t in units["townships"] for s in t["schools"]] + [
        s["name"] for s in units["county_schools"]
    ]
    assert people["schools"].keys() == set(schools)
    assert people["offices"].keys() == {office["name"] for office in units["offices"].values()}
    assert people["townships"].keys() == {township["name"] for township in units["townships"]}
    rows = [
        row
        for group in (people["offices"], people["townships"], people["schools"])
        for posts in group.values()
        for row in posts
    ]
    logins = [row["login"] for row in [*rows, *people["leaders"]] if "login" in row]
    assert len(logins) == len(set(logins))
