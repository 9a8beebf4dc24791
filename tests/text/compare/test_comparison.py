"""Whole plans: the laws of a comparison, a revision of the sample plan, the real plans."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.compare.plans import SAMPLE, SEEDS, revised_sample
from yaodian.text import Reading, read_plan
from yaodian.text.compare import Comparison, Part, compare, cover, parts_of

SENTENCES = (
    "新建学校2所。",
    "初中巩固率达到98%以上。",
    "初中巩固率达到97%以上。",
    "开展读书行动，评出书香班级。",
    "加强学校安全工作，排查燃气隐患。",
    "加强学校食品安全工作。（牵头科室：安全科）",
    "招聘教师150人，6月底前到岗。",
    "招聘教师180人，8月底前到岗。",
    "加强师德建设。",
    "加强师德师风建设，查实的失范问题一票否决。",
)
HEADINGS = ("一、加强管理\n", "二、提高质量\n", "（一）规范办学\n", "")
plans = st.lists(st.tuples(st.sampled_from(HEADINGS), st.sampled_from(SENTENCES)), max_size=12).map(
    lambda lines: read_plan(
        "\n".join(f"{heading}{number}.{sentence}" for number, (heading, sentence) in enumerate(lines, start=1))
    )
)
needs_seeds = pytest.mark.skipif(not SEEDS.exists(), reason="the real plans are not part of the checkout")


def spans(parts: list[Part | None]) -> list[tuple[int, int]]:
    return sorted((part.start, part.end) for part in parts if part)


@given(plan=plans)
@settings(deadline=None, max_examples=60)
def test_a_plan_against_itself_is_unchanged(plan: Reading) -> None:
    told = compare(plan, plan)
    assert all(pair.kind == "unchanged" and pair.old == pair.new for pair in told.pairs)
    assert len(told.pairs) == len(parts_of(plan))


@given(old=plans, new=plans)
@settings(deadline=None, max_examples=60)
def test_every_part_occurs_once_and_the_new_order_holds(old: Reading, new: Reading) -> None:
    pairs = compare(old, new).pairs
    assert spans([pair.old for pair in pairs]) == spans([*parts_of(old)])
    assert [pair.new for pair in pairs if pair.new] == [*parts_of(new)]
    assert all((pair.kind == "new") == (pair.old is None) for pair in pairs)
    assert all((pair.kind == "dropped") == (pair.new is None) for pair in pairs)
    assert all(0 <= pair.likeness <= 1 and pair.why for pair in pairs)


@given(old=plans, new=plans)
@settings(deadline=None, max_examples=60)
def test_the_other_way_round_new_and_dropped_change_places(old: Reading, new: Reading) -> None:
    there, back = compare(old, new), compare(new, old)

    def matched(told: Comparison) -> set[tuple[int, int]]:
        return {(pair.old.start, pair.new.start) for pair in told.pairs if pair.old and pair.new}

    assert matched(there) == {(b, a) for a, b in matched(back)}
    assert (there.counts["new"], there.counts["dropped"]) == (back.counts["dropped"], back.counts["new"])
    assert there.counts["target"] == back.counts["target"]


@given(asked=plans, own=plans)
@settings(deadline=None, max_examples=60)
def test_coverage_tells_every_part_of_both(asked: Reading, own: Reading) -> None:
    rows = cover(asked, own).rows
    assert [row.asked for row in rows if row.asked] == [*parts_of(asked)]
    told = {part.start for row in rows for part in row.ours}
    assert told == {part.start for part in parts_of(own)}
    assert all((row.answer == "own") == (row.asked is None) for row in rows)
    assert all((row.answer == "weaker") == bool(row.gaps) for row in rows)


def test_a_revised_plan_is_told_exactly() -> None:
    told = compare(read_plan(SAMPLE.read_text(encoding="utf-8")), read_plan(revised_sample()))
    changed = [(pair.kind, _number(pair.old), _number(pair.new)) for pair in told.pairs if pair.kind != "unchanged"]
    assert changed == [
        ("reworded", "1.6", "1.6"),
        ("target", "1.8", "1.8"),
        ("dropped", "2.8", ""),
        ("target", "3.2", "3.2"),
        ("reworded", "3.3", "3.3"),
        ("target", "5.1", "5.1"),
        ("new", "", "5.8"),
        ("moved", "5.8", "6.2"),
    ]
    says = [pair.why for pair in told.pairs if pair.kind != "unchanged"]
    assert says[1] == "仪器配备达标率 95%以上 → 98%以上"
    assert says[3] == "公开招聘教师人数 150人 → 180人"
    assert says[7] == "从“促进教育公平，办好家门口的学校”移到“加强党的建设，推进依法治教”"
    assert len(told.pairs) == 55


def _number(part: Part | None) -> str:
    return part.number if part else ""


def test_a_split_task_is_told() -> None:
    old = read_plan(
        "一、加强管理\n1.规范招生入学，坚持免试就近入学；保障随迁子女就读，材料网上核验。\n2.办好特殊教育。"
    )
    new = read_plan(
        "一、加强管理\n1.规范招生入学，坚持免试就近入学。\n2.保障随迁子女就读，材料网上核验。\n3.办好特殊教育。"
    )
    there, back = compare(old, new), compare(new, old)
    assert [pair.kind for pair in there.pairs] == ["reworded", "new", "unchanged"]
    assert there.pairs[1].why == "从原1.1“规范招生入学，坚持免试就近入学”拆出"
    assert back.pairs[1].why.startswith("并入1.1")
    assert back.pairs[1].kin == parts_of(old)[0]


def test_one_moved_into_another_order_does_not_move_the_others() -> None:
    lines = ["办好读书节。", "排查燃气隐患。", "招聘教师10人。", "修订课程方案。"]
    old = read_plan("一、工作\n" + "\n".join(f"{n}.{line}" for n, line in enumerate(lines, start=1)))
    new = read_plan("一、工作\n" + "\n".join(f"{n}.{line}" for n, line in enumerate([*lines[1:], lines[0]], start=1)))
    assert [pair.kind for pair in compare(old, new).pairs] == ["unchanged", "unchanged", "unchanged", "moved"]


def test_a_renamed_heading_moves_nothing() -> None:
    old = read_plan("一、加强管理\n1.办好读书节。\n2.排查燃气隐患。")
    new = read_plan("一、强化学校管理\n1.办好读书节。\n2.排查燃气隐患。")
    assert compare(old, new).counts["unchanged"] == 2


@needs_seeds
@pytest.mark.parametrize("name", sorted(file.name for file in SEEDS.glob("seed-*.txt")))
def test_real_plans_are_compared_pairwise(name: str) -> None:
    own = _seed(name)
    assert all(pair.kind == "unchanged" for pair in compare(own, own).pairs)
    for file in SEEDS.glob("seed-*.txt"):
        other = _seed(file.name)
        pairs = compare(own, other).pairs
        assert all((pair.old is None) == (pair.kind == "new") for pair in pairs), file.name
        assert all((pair.new is None) == (pair.kind == "dropped") for pair in pairs), file.name
        cover(own, other)


@cache
def _seed(name: str) -> Reading:
    return read_plan((SEEDS / name).read_text(encoding="utf-8"))


@given(
    text=st.text(alphabet="一二（）1.、2年3月底前达到98%以上新建学校所\n 　（责任科室：甲；\x00\ud800", max_size=200)
)
@settings(deadline=None, max_examples=80)
def test_any_text_is_compared(text: str) -> None:
    other, own = read_plan(text), read_plan("一、工作\n1.新建学校2所。")
    assert all(pair.kind == "unchanged" for pair in compare(other, other).pairs)
    assert spans([pair.old for pair in compare(other, own).pairs]) == spans([*parts_of(other)])
    assert [row.asked for row in cover(own, other).rows if row.asked] == [*parts_of(own)]
