"""Damaged plans: the outline and the figures of our annotated texts survive what copying and converting does to them."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings, strategies

from tests.text.conftest import ROOT
from tests.text.test_mangled import spans_hold
from yaodian.text import Reading, read_plan
from yaodian.text.characters import fold

PLANS = {file.stem: file.read_text(encoding="utf-8") for file in sorted((ROOT / "tests" / "gold").glob("own-*.txt"))}
FULL = str.maketrans("0123456789%(),:;.", "０１２３４５６７８９％（），：；．")
HALF = str.maketrans("（），：；％", "(),:;%")
TRADITIONAL = str.maketrans(
    "达学园务区县实发进设备总责单开关时间个项万点级财", "達學園務區縣實發進設備總責單開關時間個項萬點級財"
)
PAGER = ["\n- 3 -\n", "\n第 2 页 共 9 页\n", "\n文章分页:(1)\n", "\n【返回 栏目列表】\n"]


def wrapped(text: str, width: int) -> str:
    """Every line without cells cut at `width` characters, as a converter from PDF leaves it."""
    cut = (
        line if re.search("[\t|]", line) else re.sub(f"(.{{{width}}})(?=.)", r"\1\n", line) for line in text.split("\n")
    )
    return "\n".join(cut)


def with_pagers(text: str) -> str:
    """A pager's debris behind every sixth line."""
    lines = text.split("\n")
    return "\n".join(line + (PAGER[i // 6 % 4].rstrip("\n") if i % 6 == 5 else "") for i, line in enumerate(lines))


DAMAGES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "full width": lambda text: text.translate(FULL),
        "half width": lambda text: text.translate(HALF),
        "traditional": lambda text: text.translate(TRADITIONAL),
        "blanks inside numbers": lambda text: re.sub(r"(\d)(?=\d)", r"\1 ", text),
        "indented": lambda text: re.sub("(?m)^(?=.)", "　　", text),
        "blank lines": lambda text: text.replace("\n", "\n\n"),
        "windows line ends": lambda text: text.replace("\n", "\r\n"),
        "masked year": lambda text: re.sub(r"20\d\d年", "20*年", text),
        "wrapped at 38": lambda text: wrapped(text, 38),
        "wrapped at 45": lambda text: wrapped(text, 45),
        "pager debris": with_pagers,
        "brackets lost": lambda text: re.sub(r"(?m)^（([一二三四五六七八九十]+)）", r"\1", text),
        "starts in mid-numbering": lambda text: text[len(text) // 3 :],
    }
)
# Wrapping cuts words and joins rows that were short; what is lost to it must stay a small part.
LEAST = {
    "blank lines": 0.9,
    "wrapped at 38": 0.9,
    "wrapped at 45": 0.9,
    "pager debris": 0.95,
    "starts in mid-numbering": 0.5,
}


def kept(before: Reading, after: Reading) -> tuple[float, float]:
    """The shares of headings and of figures that a damaged plan still gives."""
    heads = {_bare(node.heading)[:6] for node in before.outline}
    values = sorted((c.value, _bare(c.unit)) for c in before.commitments)
    found, left = (
        {_bare(node.heading)[:6] for node in after.outline},
        [(c.value, _bare(c.unit)) for c in after.commitments],
    )
    hits = sum(1 for value in values if value in left and left.remove(value) is None)
    return len(heads & found) / max(1, len(heads)), hits / max(1, len(values))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", PLANS)
def test_outline_and_figures_survive(name: str, damage: str) -> None:
    plan = PLANS[name]
    broken = DAMAGES[damage](plan)
    spans_hold(broken)
    heads, values = kept(read_plan(plan), read_plan(broken))
    least = LEAST.get(damage, 0.97)
    assert heads >= least, f"headings {heads:.2f}"
    assert values >= least, f"figures {values:.2f}"


@settings(max_examples=40)
@given(strategies.sampled_from(sorted(PLANS)), strategies.lists(strategies.sampled_from(sorted(DAMAGES)), max_size=3))
def test_damages_add_up_without_a_slip(name: str, damages: list[str]) -> None:
    text = PLANS[name]
    for damage in damages:
        text = DAMAGES[damage](text)
    spans_hold(text)


@settings(max_examples=60)
@given(strategies.sampled_from(sorted(PLANS)), strategies.data())
def test_a_plan_cut_and_strewn_anywhere_is_read_without_a_slip(name: str, data: strategies.DataObject) -> None:
    text = PLANS[name]
    for _ in range(data.draw(strategies.integers(1, 6))):
        at = data.draw(strategies.integers(0, len(text)))
        scrap = data.draw(
            strategies.sampled_from(["\n", " ", "（", "）", "。", "1", "一、", "\t", "|", "责任科室：", "年", "\x00"])
        )
        drop = data.draw(strategies.integers(0, 8))
        text = text[:at] + scrap + text[at + drop :]
    spans_hold(text)


def test_the_texts_are_there() -> None:
    assert len(PLANS) == 16
    assert Path(ROOT / "tests" / "gold" / "held-out.txt").is_file()
