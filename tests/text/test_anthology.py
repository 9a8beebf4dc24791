"""Several plans in one file."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from yaodian.text import split_plans

BODY = "一、加强管理\n1、年内新建学校2所，改扩建3所。" + "全面贯彻教育方针，提高教育教学质量。" * 8 + "\n二、提高质量\n"


def test_a_single_plan_is_one_part() -> None:
    text = f"某县2024年工作要点\n{BODY}"
    assert [(part.title, part.start, part.end) for part in split_plans(text)] == [("某县2024年工作要点", 0, len(text))]


@pytest.mark.parametrize("separator", ["工作要点范文第{}篇", "第{}篇", "篇{}：某区工作要点", "【篇{}】"])
def test_separator_lines_part_the_plans_and_site_debris_is_left_out(separator: str) -> None:
    text = "某网 精品范文 大全\n" + "".join(f"{separator.format(n)}\n{BODY}『 {n}\n" for n in (1, 2, 3))
    assert [part.of(text).strip() for part in split_plans(text)] == [BODY.strip()] * 3


def test_titles_with_a_numbering_that_starts_anew_part_the_plans() -> None:
    text = "".join(f"{name}教育局2024年工作要点\n{BODY}" for name in ("甲县", "乙县"))
    assert [part.title for part in split_plans(text)] == ["甲县教育局2024年工作要点", "乙县教育局2024年工作要点"]


def test_the_anthology_holds_the_fifteen_plans(shared: Path, real_plans: Mapping[str, str]) -> None:
    text = (shared / "seeds" / "anthology.txt").read_text(encoding="utf-8")
    parts = split_plans(text)
    assert len(parts) == len(real_plans)
    for part, plan in zip(parts, real_plans.values(), strict=True):
        assert plan.strip().startswith(part.of(text))
        assert part.title
