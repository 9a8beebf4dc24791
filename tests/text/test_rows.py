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


def test_blanks_may_part_the_cells() -> None:
    reading = read_plan(
        "一、学前教育\n" + "\n".join("    ".join(filter(None, row)) for row in ROWS[:2]) + "\n", year=2024
    )
    assert [(a.text, a.role) for a in reading.actors][:2] == [("李明", "lead"), ("学前科", "lead")]
    assert [d.norm for d in reading.deadlines] == ["--08-31"]


def test_a_heading_between_rows_keeps_the_columns() -> None:
    lines = ["|".join(row) for row in ROWS]
    text = f"任务分解表\n{lines[0]}\n1. 学前教育\n{lines[1]}\n2. 普惠\n{lines[2]}\n"
    reading = read_plan(text, year=2024)
    assert [(a.text, a.node) for a in reading.actors if a.role == "lead"] == [
        ("李明", "1"),
        ("学前科", "1"),
        ("李明", "2"),
        ("学前科", "2"),
    ]
    assert [c.due for c in reading.commitments] == ["--08-31", ""]


def test_cells_may_stand_on_lines_of_their_own() -> None:
    header = ["序号", "重点任务", "主要责任单位", "协同配合单位", "完成时限"]
    rows = [
        ["1", "新建幼儿园3所，新增学位800个。", "学前科", "计财科、基建办", "8月底前"],
        ["2", "普惠率达到92%", "民办科", "各幼儿园", "年底"],
    ]
    cells = [*header, "一、扩大资源", *rows[0], "二、规范", *rows[1]]
    reading = read_plan("任务分解表\n\n" + "\n\n".join(cells) + "\n", year=2024)
    assert [(node.marker, node.heading) for node in reading.outline] == [("一、", "扩大资源"), ("二、", "规范")]
    assert [(c.value, c.due) for c in reading.commitments] == [(3, "--08-31"), (800, "--08-31"), (92, "--12-31")]
    assert [(a.text, a.role, a.node) for a in reading.actors] == [
        ("学前科", "lead", "1"),
        ("计财科", "support", "1"),
        ("基建办", "support", "1"),
        ("民办科", "lead", "2"),
        ("各幼儿园", "support", "2"),
    ]


def test_numbers_on_lines_of_their_own_are_page_numbers_elsewhere() -> None:
    reading = read_plan("一、甲\n1、新建学校2所。\n3\n2、改建学校1所。\n")
    assert len(reading.noise) == 1
