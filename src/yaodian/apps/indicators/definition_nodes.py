"""The nodes that an own indicator's form stands for; what is wrong with a form, in Chinese, by its field."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from yaodian.algebra.composed import Dispersion, Mean, PerHead, Ratio, Share
from yaodian.algebra.errors import DeclarationError, UnitMismatch
from yaodian.algebra.measures import Count, Measure, Total
from yaodian.algebra.moment import AsOf, PeriodEnd, PeriodStart
from yaodian.algebra.nodes import And, Column, Compare, InSet, IsKnown, Literal, Node, Not, Or
from yaodian.algebra.related import Follow
from yaodian.algebra.types import Integer, Kind, Number, Type
from yaodian.apps.indicators.definitions import (
    KINDS,
    OPERATORS,
    ORDER,
    SCALES,
    WITH_OTHER,
    WITHOUT_VALUE,
    Condition,
    Conditions,
    Definition,
    Part,
    columns_of,
    operators_for,
)
from yaodian.kernel.errors import BadInput
from yaodian.packs import registers
from yaodian.registers import columns as c
from yaodian.registers.catalogue import LEVELS

_DAYS: Mapping[str, Callable[[], Node]] = {"@on": AsOf, "@start": PeriodStart, "@end": PeriodEnd}
_YES_NO = {"1": True, "0": False, "是": True, "否": False}


def measure_of(definition: Definition) -> Measure:
    """The nodes of a form; BadInput names every line that is wrong, in Chinese."""
    built = _Built()
    measure = built.measure(definition)
    if built.wrong or measure is None:
        raise BadInput(built.wrong or "请选择怎样算。")
    return measure


class _Built:
    """A measure being built; `wrong` collects what is wrong by the form's field."""

    def __init__(self) -> None:
        self.wrong: dict[str, str] = {}

    def measure(self, form: Definition) -> Measure | None:
        """The measure, or None with `wrong`."""
        if not form.title.strip():
            self.wrong["title"] = "请写指标的名称。"
        if form.kind not in KINDS:
            self.wrong["kind"] = "请选择怎样算。"
            return None
        if form.kind in ("total", "mean") and not form.part.column:
            self.wrong["part.column"] = "请选择合计或平均哪一栏。"
        if form.kind in WITH_OTHER and form.other is None:
            self.wrong["other.register"] = "请选择用什么去除：另一个台账的行数或合计。"
        part = self.amount("part", replace(form.part, column="") if form.kind == "count" else form.part)
        other = self.amount("other", form.other) if form.other is not None and form.kind in WITH_OTHER else None
        among = self.conditions("among", form.part.register, form.among) if form.kind == "share" else None
        if form.kind == "share" and among is None and "among" not in " ".join(self.wrong):
            self.wrong["among"] = "占比要写明占的是其中哪一部分：请至少写一个条件。"
        if self.wrong or part is None:
            return None
        try:
            return self.composed(form, part, other, among)
        except UnitMismatch:
            self.wrong["other.register"] = (
                "两个数的单位不同，不能求比；要求平均每一个多少，请选“平均每人（生、班、间）”。"
            )
        except DeclarationError:
            self.wrong["kind"] = "这两部分不能这样算。请核对所选的栏和算法。"
        return None

    def composed(
        self, form: Definition, part: Count | Total, other: Measure | None, among: Node | None
    ) -> Measure | None:
        """What is made of the parts."""
        scale = form.scale or SCALES.get(form.kind, (1,))[0]
        match form.kind:
            case "mean" if isinstance(part, Total):
                return Mean(part.register, part.value, registers()[part.register].counted_in, part.where)
            case "share" if among is not None:
                return Share(part, among)
            case "ratio" if other is not None:
                return Ratio(part, other, scale)
            case "per-head" if other is not None:
                return PerHead(part, other, scale)
            case "dispersion" if other is not None:
                if form.level not in LEVELS:
                    self.wrong["level"] = "请选择在哪一级单位之间比。"
                return Dispersion(part, other, form.level)
        return part

    def amount(self, place: str, part: Part) -> Count | Total | None:
        """A count or total of rows."""
        register = registers().get(part.register)
        if register is None:
            self.wrong[f"{place}.register"] = "请选择台账。"
            return None
        where = self.conditions(f"{place}.where", part.register, part.where)
        if not part.column:
            return Count(register.key, where, register.counted_in)
        node = _node(part.register, part.column)
        if node is None or not node.type.numeric or node.type.kind is Kind.YEAR:
            self.wrong[f"{place}.column"] = "只有数量、金额的栏可以合计。请换一栏，或改为计数。"
            return None
        return Total(register.key, node, where)

    def conditions(self, place: str, register: str, conditions: Conditions) -> Node | None:
        """All lines and groups as one condition; None where there is none."""
        nodes = [self.entry(f"{place}.{number}", register, one) for number, one in enumerate(conditions.each)]
        found = tuple(node for node in nodes if node is not None)
        if len(found) < 2:
            return found[0] if found else None
        return Or(found) if conditions.any else And(found)

    def entry(self, place: str, register: str, one: Condition | Conditions) -> Node | None:
        """A line or a group."""
        if isinstance(one, Condition):
            return self.line(place, register, one)
        if not one.each:
            self.wrong[place] = "这一组还没有条件。请选一栏，或去掉这一组。"
        return self.conditions(place, register, one)

    def line(self, place: str, register: str, line: Condition) -> Node | None:
        """One condition."""
        columns, node = columns_of(register, line.column), _node(register, line.column)
        if not columns or node is None:
            self.wrong[place] = "请选择一栏。"
            return None
        try:
            return _line(columns[-1][1], node, line)
        except DeclarationError:
            self.wrong[place] = f"“{columns[-1][1].title}”不能这样比。请换一个条件。"
        except ValueError as error:
            self.wrong[place] = str(error)
        return None


def _line(column: c.Column, node: Node, line: Condition) -> Node:
    """One condition; ValueError says in Chinese what is wrong with it."""
    allowed = operators_for(column)
    if line.operator not in allowed:
        raise ValueError(f"“{column.title}”不能用这个条件。可用：{'、'.join(OPERATORS[key] for key in allowed)}。")
    if line.operator in WITHOUT_VALUE:
        return IsKnown(node) if line.operator == "known" else Not(IsKnown(node))
    values = [_value(column, text) for text in line.values if text.strip()]
    if line.operator == "in":
        if not values:
            raise ValueError(f"请至少选一个“{column.title}”。")
        return InSet(node, tuple(value for value in values if isinstance(value, Literal)))
    if len(values) != 1:
        raise ValueError(f"请写“{column.title}”与什么相比，写一个。")
    return Compare({"is": "==", "is-not": "!="}.get(line.operator) or ORDER[line.operator], node, values[0])


def _node(register: str, path: str) -> Node | None:
    columns = columns_of(register, path)
    if not columns:
        return None
    nodes = [Column(held.key, column.key, column.type) for held, column in columns]
    return nodes[0] if len(nodes) == 1 else Follow(nodes[0], nodes[1])


def _value(column: c.Column, text: str) -> Node:
    """What a column is compared with; ValueError says in Chinese what is wrong with it."""
    text, of = text.strip(), column.type
    if isinstance(column, c.Choice):
        code = text if any(each.code == text for each in column.code_list.codes) else column.code_list.read(text)
        if code is None:
            raise ValueError(f"“{column.title}”没有“{text}”这一项，请从列表中选。")
        return Literal(code, of)
    if of.kind is Kind.YESNO:
        if text not in _YES_NO:
            raise ValueError(f"“{column.title}”请选是或否。")
        return Literal(_YES_NO[text], of)
    if of.kind is Kind.DATE:
        return _DAYS[text]() if text in _DAYS else Literal(_day(column, text), of)
    return _number(column, of, text)


def _day(column: c.Column, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{column.title}”的“{text}”不是日期，请写成2026-09-01，或选统计日。") from None


def _number(column: c.Column, of: Type, text: str) -> Literal:
    try:
        number = Decimal(text)
        digits = max(0, -int(number.as_tuple().exponent))
        scaled = int(number.scaleb(digits))
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f"“{column.title}”的“{text}”不是数，请写数字，不带单位。") from None
    if digits > of.digits:
        raise ValueError(f"“{column.title}”最多{of.digits}位小数。" if of.digits else f"“{column.title}”请写整数。")
    return Literal(scaled, Number("", digits) if digits else Integer())
