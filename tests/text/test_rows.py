"""Breakdown tables in plain text, their cells parted by tabs or bars."""

import pytest

from yaodian.text import read_plan

ROWS = [
    ["序号", "工作任务", "分管领导", "责任科室", "配合科室", "完成时限"],
    ["1", "新建幼儿园3所", "李明", "学前科", "计财科、基建办", "8月底前"],
    ["2", "普惠率达到92%以上", "李明", "学前科", "各幼儿园", ""],
]


@pytest.mark.parametrize(("left", "between", "right"), [("", "\t", ""), ("| ", " | ", " |"), ("", "｜", "")])
def test_cells_tell_who_and_by_when(left: str, between: str, right: str) -> None:
    lines = [left + between.join(row) + right for row in ROWS]
    reading = read_plan("一、学前教育\n" + "\n".join(lines) + "\n", year=2024)
    assert [(c.indicator, c.value, c.due) for c in reading.commitments] == [
        ("新建幼儿园数", 3, "--08-31"),
        ("普惠率", 92, ""),
    ]
    assert [(a.text, a.role) for a in reading.actors] == [
        ("李明", "lead"),
        ("学前科", "lead"),
        ("计财科", "support"),
        ("基建办", "support"),
        ("各幼儿园", "support"),
    ]
    assert [d.norm for d in reading.deadlines] == ["--08-31"]


def test_the_rule_of_a_drawn_table_is_noise() -> None:
    text = "一、学前教育\n| 序号 | 任务 | 责任单位 |\n|---|---|---|\n| 1 | 新建幼儿园3所 | 学前科 |\n"
    reading = read_plan(text)
    assert [text[line.start : line.end] for line in reading.noise] == ["|---|---|---|"]
