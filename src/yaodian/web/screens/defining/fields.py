"""The fields of the form as a page draws them: what can be chosen, what was, what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from yaodian.algebra.types import Kind
from yaodian.apps.indicators.definitions import (
    DAYS,
    KINDS,
    OPERATORS,
    SCALES,
    WITH_OTHER,
    WITHOUT_VALUE,
    Condition,
    Conditions,
    Definition,
    Part,
    columns_of,
    offered,
    operators_for,
)
from yaodian.apps.ledgers.access import Action, may, readable
from yaodian.apps.orgs.acting import Acting
from yaodian.packs import registers
from yaodian.registers import columns as c
from yaodian.registers.catalogue import LEVELS
from yaodian.web.screens.defining.reading import MOST

Options = list[tuple[str, str]]
YES_NO: Options = [("1", "是"), ("0", "否")]
DIRECTIONS: Options = [("up", "越高越好"), ("down", "越低越好"), ("neither", "中性")]
CYCLES: Options = [("school-year", "学年"), ("year", "年度"), ("term", "学期"), ("month", "月")]
TAKEN: Options = [("first", "期初首日"), ("last", "期末（本期取今天）")]
PER = {1: "每1", 100: "每100", 1000: "每1,000", 10000: "每10,000"}
TIMES = {1: "倍", 100: "百分比（×100）", 1000: "千分比（×1,000）"}


@dataclass(frozen=True)
class Line:
    """One condition. `input`: codes, many, yesno, day, number; "" where it takes no value. An empty line has no column."""

    is_group: ClassVar[bool] = False
    place: str
    register: str
    columns: Sequence[tuple[str, Options]]
    says: Condition | None = None
    wrong: str = ""
    begins_group: bool = False  # whether an empty line may become a group instead

    @property
    def id(self) -> str:
        """Its place as ids of the page write it."""
        return self.place.replace(".", "-")

    @property
    def number(self) -> str:
        """Its number as people count: 2; in the third group 3.2."""
        return _number(self.place)

    @cached_property
    def column(self) -> c.Column | None:
        """The column that it is about."""
        found = columns_of(self.register, self.says.column) if self.says else []
        return found[-1][1] if found else None

    @property
    def operators(self) -> Options:
        """What can be asked of the column; of days 早于 rather than 小于."""
        if self.column is None:
            return []
        days = self.column.type.kind is Kind.DATE
        return [(key, _said(OPERATORS[key], days=days)) for key in operators_for(self.column)]

    @property
    def input(self) -> str:
        """How its value is given."""
        if self.column is None or self.says is None or self.says.operator in WITHOUT_VALUE:
            return ""
        if isinstance(self.column, c.Choice):
            return "many" if self.says.operator == "in" else "codes"
        return {Kind.YESNO: "yesno", Kind.DATE: "day"}.get(self.column.type.kind, "number")

    @property
    def options(self) -> Options:
        """The values to choose from."""
        if isinstance(self.column, c.Choice):
            within = self.column.within
            codes = [one for one in self.column.code_list.codes if not within or one.code.startswith(within)]
            return [(one.code, one.name) for one in codes]
        return YES_NO if self.input == "yesno" else list(DAYS.items())

    @property
    def value(self) -> str:
        """The value that was given; of a choice its code, of a yes 1."""
        text = self.says.values[0] if self.says and self.says.values else ""
        if isinstance(self.column, c.Choice) and text:
            return self.column.code_list.read(text) or text
        return {"是": "1", "否": "0"}.get(text, text) if self.input == "yesno" else text

    @property
    def values(self) -> tuple[str, ...]:
        """All of several."""
        return self.says.values if self.says else ()

    @property
    def day(self) -> str:
        """The day that was typed."""
        return "" if self.value in DAYS else self.value

    @property
    def unit(self) -> str:
        """The unit of a number."""
        return self.column.type.unit if self.column is not None else ""


@dataclass(frozen=True)
class Lines:
    """The conditions of a part or of a group among them, with an empty one to go on."""

    place: str
    lines: list["Line | Lines"]
    any: bool
    wrong: str = ""
    is_group: bool = False

    @property
    def id(self) -> str:
        """Its place as ids of the page write it."""
        return self.place.replace(".", "-")

    @property
    def number(self) -> str:
        """The number of a group as people count."""
        return _number(self.place)


@dataclass(frozen=True)
class PartFields:
    """A register, the column that is added up, conditions."""

    place: str
    part: Part
    registers: Options
    amounts: Options
    where: Lines
    with_column: bool
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def slot_register(self) -> str:
        """Where on the page it says what is wrong with the register."""
        return f"{self.place}-register"

    @property
    def slot_column(self) -> str:
        """Where on the page it says what is wrong with the column."""
        return f"{self.place}-column"

    @property
    def register_wrong(self) -> str:
        """What is wrong with the register."""
        return self.wrong.get(f"{self.place}.register", "")

    @property
    def column_wrong(self) -> str:
        """What is wrong with the column."""
        return self.wrong.get(f"{self.place}.column", "")


class Fields:
    """The form of one definition for a post: only registers and columns that it may see are offered."""

    def __init__(self, definition: Definition, by: Acting, wrong: Mapping[str, str] | None = None) -> None:
        self.definition, self.by, self.wrong = definition, by, dict(wrong or {})
        self.kinds = list(KINDS.items())
        self.directions, self.cycles, self.taken = DIRECTIONS, CYCLES, TAKEN
        self.levels = [(key, title) for key, title in LEVELS.items() if key != "county"]

    @cached_property
    def part(self) -> PartFields:
        """What is counted."""
        return self._part("part", self.definition.part, with_column=self.definition.kind != "count")

    @cached_property
    def other(self) -> PartFields | None:
        """What it is divided by."""
        if self.definition.kind not in WITH_OTHER:
            return None
        return self._part("other", self.definition.other or Part(""), with_column=True)

    @cached_property
    def among(self) -> Lines | None:
        """Which of them a share is of."""
        if self.definition.kind != "share":
            return None
        return self._lines("among", self.definition.part.register, self.definition.among)

    @property
    def must_add_up(self) -> bool:
        """Whether a column must be chosen."""
        return self.definition.kind in ("total", "mean")

    @property
    def scales(self) -> list[tuple[int, str]]:
        """Of how many, or in what, a quotient is told."""
        words = TIMES if self.definition.kind == "ratio" else PER
        return [(scale, words[scale]) for scale in SCALES.get(self.definition.kind, ())]

    @property
    def slots(self) -> Iterator[tuple[str, str]]:
        """Every place of the page where it says what is wrong, with what is."""
        for name in ("title", "kind", "digits", "direction", "cycle", "taken"):
            yield name, self.wrong.get(name, "")
        if self.definition.kind == "dispersion":
            yield "level", self.wrong.get("level", "")
        for part in (self.part, self.other):
            if part is not None:
                yield part.slot_register, part.register_wrong
                if part.with_column:
                    yield part.slot_column, part.column_wrong
                yield from _slots(part.where)
        if self.among is not None:
            yield "among", self.among.wrong
            yield from _slots(self.among)

    @cached_property
    def _registers(self) -> Options:
        return [(one.key, one.title) for one in readable(self.by)]

    def _part(self, place: str, part: Part, *, with_column: bool) -> PartFields:
        amounts = [(path, title) for _group, some in self._columns(part.register) for path, title in some]
        numeric = [(path, title) for path, title in amounts if _adds_up(part.register, path)]
        where = self._lines(f"{place}.where", part.register, part.where)
        return PartFields(place, part, self._registers, numeric, where, with_column, self.wrong)

    def _lines(self, place: str, register: str, conditions: Conditions, *, is_group: bool = False) -> Lines:
        columns = self._columns(register)
        lines: list[Line | Lines] = []
        for number, one in enumerate(conditions.each):
            here = f"{place}.{number}"
            if isinstance(one, Conditions):
                lines.append(self._lines(here, register, one, is_group=True))
            else:
                lines.append(Line(here, register, columns, one, self.wrong.get(here, "")))
        if columns and len(lines) < MOST:
            lines.append(Line(f"{place}.{len(lines)}", register, columns, begins_group=not is_group))
        return Lines(place, lines, conditions.any, self.wrong.get(place, ""), is_group)

    def _columns(self, register: str) -> list[tuple[str, Options]]:
        """The columns that may be asked for, those of the register itself first, then by the rows that it refers to."""
        held = registers().get(register)
        if held is None or not may(self.by, Action.READ, held):
            return []
        groups: dict[str, Options] = {held.title: []}
        for path, title in offered(held):
            if self._open(register, path):
                group = title.partition("·")[0] if "." in path else held.title
                groups.setdefault(group, []).append((path, title))
        return [(title, some) for title, some in groups.items() if some]

    def _open(self, register: str, path: str) -> bool:
        return all(
            may(self.by, Action.READ, held) and (not column.sensitive or may(self.by, Action.UNMASK, held))
            for held, column in columns_of(register, path)
        )


def _adds_up(register: str, path: str) -> bool:
    of = columns_of(register, path)[-1][1].type
    return of.numeric and of.kind is not Kind.YEAR


def _slots(lines: Lines) -> Iterator[tuple[str, str]]:
    for line in lines.lines:
        if isinstance(line, Lines):
            yield line.id, line.wrong
            yield from _slots(line)
        elif line.says:
            yield line.id, line.wrong


def _number(place: str) -> str:
    return ".".join(str(int(step) + 1) for step in place.split(".") if step.isdecimal())


def _said(operator: str, *, days: bool) -> str:
    """小于（早于） as it is said of numbers, or of days."""
    numbers, _bracket, of_days = operator.rstrip("）").partition("（")
    return of_days if days and of_days else numbers
