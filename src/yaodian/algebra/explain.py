"""The definition (口径) of an expression as a Chinese sentence: `返校日期早于失学日期`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import singledispatch

from yaodian.algebra import nodes
from yaodian.algebra.moment import AsOf, PeriodEnd, PeriodStart
from yaodian.algebra.nodes import Node, children
from yaodian.algebra.related import Follow, How, Related
from yaodian.algebra.types import Kind, Type

FEW = 2  # so many codes are named each, though they are a group
MOST = 6  # codes that are named, where they are no group


@dataclass(frozen=True)
class Words:
    """Chinese titles: of columns by (register, column), of registers by (register, ""), of codes by (list, code), of
    parameters by key, of groups of a list by (list, all codes of the group). What has none is named by its key."""

    names: Mapping[tuple[str, str], str]
    codes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[tuple[str, frozenset[str]], str] = field(default_factory=dict)


def explain(
    node: Node,
    names: Mapping[tuple[str, str], str],
    codes: Mapping[tuple[str, str], str] | None = None,
    parameters: Mapping[str, str] | None = None,
) -> str:
    """The expression in Chinese, with the titles that are given (see `Words`)."""
    return said(node, Words(names, codes or {}, parameters or {}))


def said(node: Node, words: Words) -> str:
    """One node in Chinese."""
    if plain := PLAIN.get(type(node)):
        return plain(node, *(_inside(child, words) for child in children(node)))
    return special(node, words)


# Plain nodes: a phrase around the parts -------------------------------------------------------------------------------------

_ORDER = {"<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于"}
_DAYS = {"<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}
_CALCULATE = {"+": "加", "−": "减", "×": "乘以"}
_PARTS = {"year": "年份", "month": "月份", "day": "日"}

PLAIN: Mapping[type[Node], Callable[..., str]] = {
    nodes.Today: lambda _node: "今天",
    AsOf: lambda _node: "统计日",
    PeriodStart: lambda _node: "统计期首日",
    PeriodEnd: lambda _node: "统计期末日",
    nodes.And: lambda _node, *parts: "，且".join(parts),
    nodes.Or: lambda _node, *parts: "，或".join(parts),
    nodes.IsKnown: lambda _node, part: f"已填{part}",
    nodes.Calculate: lambda node, left, right: f"{left}{_CALCULATE[node.operator]}{right}",
    nodes.Smallest: lambda node, *parts: f"{'、'.join(parts)}中最{_extreme(node.type, '早', '小')}的",
    nodes.Largest: lambda node, *parts: f"{'、'.join(parts)}中最{_extreme(node.type, '晚', '大')}的",
    nodes.Coalesce: lambda _node, *parts: "，未填时取".join(parts),
    nodes.IfElse: lambda _node, condition, then, otherwise: f"{condition}时取{then}，否则取{otherwise}",
    nodes.Mapped: lambda _node, part: f"{part}对应的值",
    nodes.YearsBetween: lambda _node, start, end: f"{start}至{end}的周年数",
    nodes.MonthsBetween: lambda _node, start, end: f"{start}至{end}的整月数",
    nodes.DaysBetween: lambda _node, start, end: f"{start}至{end}的天数",
    nodes.DatePart: lambda node, day: f"{day}的{_PARTS[node.part]}",
    nodes.MakeDate: lambda node, year: f"{year}的{node.month}月{node.day}日",
    nodes.Length: lambda _node, text: f"{text}的字数",
    nodes.StartsWith: lambda _node, text, beginning: f"{text}以{beginning}开头",
    nodes.Slice: lambda node, text: f"{text}的第{_places(node)}位",
    nodes.BirthdayOfId: lambda _node, number: f"{number}中的出生日期",
    nodes.SexOfId: lambda _node, number: f"{number}中的性别",
}


def _places(node: nodes.Slice) -> str:
    first, last = node.start + 1, node.start + node.length
    return str(first) if first == last else f"{first}至{last}"


def _extreme(of: Type, day: str, number: str) -> str:
    return day if of.kind is Kind.DATE else number


# The others -----------------------------------------------------------------------------------------------------------------


@singledispatch
def special(node: Node, _words: Words) -> str:
    """One node that is not in the table above."""
    raise TypeError(f"no words for {type(node).__name__}")


@special.register
def _(node: nodes.Column, words: Words) -> str:
    return "本行" if node.name == "id" else _title(node, words)


@special.register
def _(node: nodes.Theirs, words: Words) -> str:
    return "该行" if node.name == "id" else f"其{_title(node, words)}"


def _title(node: nodes.Column | nodes.Theirs, words: Words) -> str:
    return words.names.get((node.register, node.name), node.name)


@special.register
def _(node: nodes.Literal, words: Words) -> str:
    return _written(node, node.of, words)


def _written(node: nodes.Literal, beside: Type, words: Words) -> str:
    """A written value as the type that it stands beside reads it."""
    match node.value:
        case None:
            return "未填"
        case bool():
            return "是" if node.value else "否"
        case date():
            return f"{node.value.year}年{node.value.month}月{node.value.day}日"
        case str():
            return f"“{words.codes.get((beside.code_list, node.value), node.value)}”"
    return f"{_decimal(node.value, node.of.digits)}{node.of.unit or beside.unit}"


def _decimal(value: int, digits: int) -> str:
    """150 with two digits as 1.5."""
    whole, part = divmod(abs(value), 10**digits)
    shown = f"{whole}.{part:0{digits}d}".rstrip("0").rstrip(".") if digits else str(whole)
    return f"-{shown}" if value < 0 else shown


@special.register
def _(node: nodes.ParameterValue, words: Words) -> str:
    title = f"“{words.parameters.get(node.key, node.key)}”规定的数"
    return title if isinstance(node.on, nodes.Today) else f"{said(node.on, words)}时{title}"


@special.register
def _(node: nodes.Compare, words: Words) -> str:
    pair = (node.left, node.right)
    left, right = (
        _written(side, other.type, words) if isinstance(side, nodes.Literal) else _inside(side, words)
        for side, other in zip(pair, reversed(pair), strict=True)
    )
    return f"{left}{_comparison(node)}{right}"


def _comparison(node: nodes.Compare) -> str:
    if node.operator in ("==", "!="):
        written = isinstance(node.right, nodes.Literal) and isinstance(node.right.value, str | bool)
        return (
            ("是" if node.operator == "==" else "不是") if written else ("等于" if node.operator == "==" else "不等于")
        )
    days = Kind.DATE in (node.left.type.kind, node.right.type.kind)
    return (_DAYS if days else _ORDER)[node.operator]


@special.register
def _(node: nodes.Not, words: Words) -> str:
    if isinstance(node.part, nodes.IsKnown):
        return f"未填{_inside(node.part.part, words)}"
    return f"并非{_inside(node.part, words)}"


@special.register
def _(node: nodes.InSet, words: Words) -> str:
    options, of = node.options, node.part.type
    if len(options) > FEW and (group := words.groups.get((of.code_list, frozenset(str(one.value) for one in options)))):
        return f"{_inside(node.part, words)}属于“{group}”"
    told = "、".join(_written(option, of, words) for option in options[:MOST])
    ending = f"等{len(options)}种之一" if len(options) > MOST else "之一" if len(options) > 1 else ""
    return f"{_inside(node.part, words)}是{told}{ending}"


@special.register
def _(node: Follow, words: Words) -> str:
    return f"{_inside(node.reference, words)}的{_inside(node.then, words)}"


_SUMMARY = {
    How.TOTAL: "{}之和",
    How.DISTINCT: "不同的{}数",
    How.SMALLEST: "最小的{}",
    How.LARGEST: "最大的{}",
    How.ONLY: "{}（须一致）",
}


@special.register
def _(node: Related, words: Words) -> str:
    pairs = "、".join(_pair(theirs, ours, words) for theirs, ours in node.on)
    where = f"且（{said(node.where, words)}）" if node.where else ""
    asked = "行数" if node.value is None else _SUMMARY[node.how].format(_inside(node.value, words).removeprefix("其"))
    title = words.names.get((node.register, ""), node.register)
    return f"《{title}》中{pairs}{where}的{asked}"


def _pair(theirs: Node, ours: Node, words: Words) -> str:
    """同一身份证号 where both are the same column, otherwise 其学生等于本行."""
    their_words, our_words = said(theirs, words), said(ours, words)
    if their_words == f"其{our_words}":
        return f"同一{our_words}"
    return f"{their_words}等于{'' if our_words == '本行' else '本行的'}{our_words}"


def _inside(node: Node, words: Words) -> str:
    """A part of a sentence, in brackets where it has parts of its own."""
    bracketed = isinstance(node, nodes.And | nodes.Or | nodes.IfElse | nodes.Calculate | nodes.Coalesce)
    return f"（{said(node, words)}）" if bracketed else said(node, words)
