"""The definition (口径) of a measure as a Chinese sentence: `《班级》中人数不小于56人的班数占《班级》的班数的百分比`."""

from collections.abc import Mapping, Sequence
from functools import singledispatch

from yaodian.algebra.composed import Average, Combined, Dispersion, Mean, PerHead, Ratio, Share
from yaodian.algebra.explain import Words, said
from yaodian.algebra.flow import Flow
from yaodian.algebra.measures import PERCENT, Count, Distinct, Latest, Measure, Total
from yaodian.algebra.nodes import Column, Node, Or


def explain_measure(
    measure: Measure,
    names: Mapping[tuple[str, str], str],
    codes: Mapping[tuple[str, str], str] | None = None,
    parameters: Mapping[str, str] | None = None,
) -> str:
    """The measure in Chinese, with the titles that are given (see `Words`; those of levels of units by ("", level))."""
    return sentence(measure, Words(names, codes or {}, parameters or {}))


@singledispatch
def sentence(measure: Measure, _words: Words) -> str:
    """One measure in Chinese."""
    raise TypeError(f"no words for {type(measure).__name__}")


@sentence.register
def _(measure: Count, words: Words) -> str:
    return f"{_rows(measure.register, measure.where, words)}{_counted(measure.unit)}"


@sentence.register
def _(measure: Total, words: Words) -> str:
    return f"{_rows(measure.register, measure.where, words)}{_value(measure.value, words)}之和"


@sentence.register
def _(measure: Latest, words: Words) -> str:
    each = "、".join(["单位", *(said(node, words) for node in measure.each)])
    latest = f"每一{each}最近一次（按{said(measure.at, words)}）的{_value(measure.value, words)}之和"
    return f"{_rows(measure.register, measure.where, words)}{latest}"


@sentence.register
def _(measure: Distinct, words: Words) -> str:
    within = f"（在每一{_level(measure.within, words)}内去重）" if measure.within else "（去重）"
    rows = _rows(measure.register, measure.where, words)
    return f"{rows if measure.where else rows.removesuffix('的') + '中'}不同的{_value(measure.value, words)}数{within}"


@sentence.register
def _(measure: Ratio, words: Words) -> str:
    part, whole = sentence(measure.part, words), sentence(measure.whole, words)
    if measure.scale == 1:
        return f"{_inside(measure.part, part)}与{_inside(measure.whole, whole)}之比"
    kind = "百分比" if measure.type.unit == PERCENT else "千分比"
    return f"{_inside(measure.part, part)}占{_inside(measure.whole, whole)}的{kind}"


@sentence.register
def _(measure: PerHead, words: Words) -> str:
    heads = _inside(measure.heads, sentence(measure.heads, words))
    amount = _inside(measure.amount, sentence(measure.amount, words))
    times = f"乘以{measure.scale}" if measure.scale != 1 else ""
    return f"{amount}除以{heads}{times}（{measure.type}）"


@sentence.register
def _(measure: Share, words: Words) -> str:
    return f"{sentence(measure.of, words)}中，{said(measure.where, words)}的所占的百分比"


@sentence.register
def _(measure: Mean, words: Words) -> str:
    return f"{_rows(measure.register, measure.where, words)}{_value(measure.value, words)}的平均数（每{measure.per}）"


@sentence.register
def _(measure: Combined, words: Words) -> str:
    left, right = (_inside(part, sentence(part, words)) for part in (measure.left, measure.right))
    return f"{left}{'加' if measure.operator == '+' else '减'}{right}"


@sentence.register
def _(measure: Average, words: Words) -> str:
    parts = [part for part in measure.measures if isinstance(part, Dispersion)]
    if len(parts) == len(measure.measures) and len({(part.level, part.heads) for part in parts}) == 1:
        return f"{_spread(parts, words)}；取各项的平均数"
    return f"{'、'.join(f'（{sentence(part, words)}）' for part in measure.measures)}的平均数"


@sentence.register
def _(measure: Dispersion, words: Words) -> str:
    return _spread([measure], words)


@sentence.register
def _(measure: Flow, words: Words) -> str:
    title = words.names.get((measure.register, ""), measure.register)
    cohort = f"（{said(measure.cohort, words)}）" if measure.cohort else ""
    since, until, counted = said(measure.since, words), said(measure.until, words), f"{measure.unit}数"
    stayed = f"{until}仍在" if measure.kind == "retention" else ""
    finished = f"{since}后至{until}离开且{said(measure.done, words)}" if measure.done else ""
    done = "或".join(word for word in (stayed, finished) if word) + "的"
    joined = f"，加其间进入且{said(measure.joined, words)}的" if measure.joined else ""
    parted = f"，减其间离开且{said(measure.parted, words)}的" if measure.parted else ""
    whole = f"{since}在的{counted}{joined}{parted}"
    capped = "，不超过100%" if measure.capped else ""
    return f"《{title}》{cohort}中，{done}{counted}占{f'（{whole}）' if joined or parted else whole}的百分比{capped}"


def _spread(measures: Sequence[Dispersion], words: Words) -> str:
    """各学校的（…）、（…）分别除以（…）的差异系数; all of one level and by the same heads."""
    level, heads = _level(measures[0].level, words), sentence(measures[0].heads, words)
    amounts = "、".join(f"（{sentence(one.amount, words)}）" for one in measures)
    each = "分别" if len(measures) > 1 else ""
    return f"各{level}的{amounts}{each}除以（{heads}）的差异系数：以后者加权的标准差除以加权平均数"


def _rows(register: str, where: Node | None, words: Words) -> str:
    """《班级》中人数不小于56人的"""
    title = words.names.get((register, ""), register)
    if where is None:
        return f"《{title}》的"
    condition = said(where, words)
    return f"《{title}》中（{condition}）的" if isinstance(where, Or) else f"《{title}》中{condition}的"


def _counted(unit: str) -> str:
    return f"{unit}数" if unit else "行数"


def _value(node: Node, words: Words) -> str:
    return said(node, words) if isinstance(node, Column) else f"（{said(node, words)}）"


def _level(level: str, words: Words) -> str:
    return words.names.get(("", level), level)


def _inside(measure: Measure, words: str) -> str:
    """A part of a sentence, in brackets where it is made of several."""
    return f"（{words}）" if measure.made_of() else words
