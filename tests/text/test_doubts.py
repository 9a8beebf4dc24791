"""Doubt is part of the answer: which field, how certain, and why."""

import pytest

from yaodian.text import read_plan


@pytest.mark.parametrize(
    ("text", "of", "field", "why"),
    [
        ("网络实现10万兆传输。", "commitments", "value", "10万兆"),
        ("年内新建学校3所。", "commitments", "comparator", "没有界限词"),
        ("力争上线人数增加，万人上线率不低于60%。", "commitments", "kind", "力争"),
        ("新建学校3所。（责任单位：基建科；完成时限：9月底）", "commitments", "due", "责任分工"),
        ("用三年时间完成改造。", "deadlines", "norm", "期限长短"),
        ("20*年底前完成改造。", "deadlines", "norm", "遮盖"),
        ("暑假前完成改造。", "deadlines", "norm", "季节或假期"),
        ("教研室深入学校视导。", "actors", "role", "主语"),
        ("主要目标：\n1、提高质量。", "outline", "level", "没有序号"),
        ("一、甲\n一加强管理\n二提高质量\n", "outline", "marker", "序号缺少"),
        ("加强管理。", "reading", "year", "没有写明年份"),
    ],
)
def test_a_doubtful_field_says_why(text: str, of: str, field: str, why: str) -> None:
    reading = read_plan(text)
    found = [doubt for doubt in reading.doubts if doubt.of == of and doubt.field == field]
    assert found, reading.doubts
    assert why in found[0].why
    assert 0 < reading.certainty(of, found[0].index, field) < 1


def test_what_has_no_doubt_is_certain() -> None:
    reading = read_plan("2024年工作要点\n一、由教研室负责，6月30日前毛入学率不低于95%。\n")
    assert [reading.certainty("commitments", 0, field) for field in ("value", "comparator", "kind", "due")] == [
        1,
        1,
        1,
        1,
    ]
    assert reading.doubts_of("actors", 0) == ()
