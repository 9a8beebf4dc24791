"""Lines and outline: numbering in all its forms, and what damage it survives."""

import pytest
import yaml

from tests.text.conftest import TEXT_TESTS
from yaodian.text import read_plan

CASES = yaml.safe_load((TEXT_TESTS / "outlines.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_outline_is_read_as_its_example_says(case: dict[str, str]) -> None:
    reading = read_plan(case["text"])
    shown = [f"{'  ' * (node.level - 1)}{node.marker}|{node.heading}" for node in reading.outline]
    assert shown == case["outline"].rstrip("\n").split("\n")
    noise = [case["text"][line.start : line.end] for line in reading.noise]
    assert noise == case.get("noise", "").split("\n")[: len(noise)]
    assert len(noise) == len([line for line in case.get("noise", "").split("\n") if line])


def test_every_node_has_its_parent_and_leaves_are_known() -> None:
    reading = read_plan("一、甲\n（一）乙\n1.丙\n2.丁\n二、戊\n")
    assert [(node.id, node.parent, node.is_leaf) for node in reading.outline] == [
        ("1", None, False),
        ("1.1", "1", False),
        ("1.1.1", "1.1", True),
        ("1.1.2", "1.1", True),
        ("2", None, True),
    ]


def test_body_paragraphs_belong_to_the_node_above() -> None:
    text = "一、加强管理\n年内新建学校2所。\n二、提高质量\n"
    node = read_plan(text).outline[0]
    assert text[node.start : node.end] == "一、加强管理\n年内新建学校2所。"


@pytest.mark.parametrize(
    ("text", "title", "year", "school_year"),
    [
        ("某县教育局2024年工作要点\n\n一、加强管理\n", "某县教育局2024年工作要点", 2024, False),
        ("2024—2025学年度工作计划\n一、加强管理\n", "2024—2025学年度工作计划", 2024, True),
        ("2023年全县教育工作的总体要求是：加强管理。\n一、加强管理\n", None, 2023, False),
        ("一、加强管理\n2022年完成验收。2022年底建成。\n", None, 2022, False),
        ("一、20*年底前完成\n总结2019年工作。\n", None, None, False),
    ],
)
def test_title_and_year(text: str, title: str | None, year: int | None, school_year: bool) -> None:
    reading = read_plan(text)
    assert (reading.title.text if reading.title else None, reading.year, reading.school_year) == (
        title,
        year,
        school_year,
    )


def test_a_given_year_serves_where_the_text_says_none() -> None:
    assert read_plan("一、加强管理\n", year=2026).year == 2026
    assert read_plan("2024年工作要点\n一、加强管理\n", year=2026).year == 2024
