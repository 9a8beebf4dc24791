"""Random expressions and rows for Hypothesis: of every node class, typed, over the registers of `vocabulary`."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.engines.vocabulary import MOMENT, PARAMETERS, TODAY, TYPES
from yaodian.algebra import nodes, types
from yaodian.algebra.moment import AsOf, PeriodEnd, PeriodStart
from yaodian.algebra.nodes import Column, Literal, Node, Theirs
from yaodian.algebra.related import Follow, How, Related
from yaodian.algebra.types import Integer, Kind, Number, Reference, Type
from yaodian.algebra.world import World

Draw = Callable[[st.SearchStrategy[Any]], Any]
Makers = dict[str, Callable[[], Node]]

UNITS = {"pupils": ("人", "元", "厘米", "年", "月", "天", "字"), "classes": ("人", "平方米"), "aid": ("元", "月", "年")}
IDS = ("360902201602291214", "36090220160229122X", "36090220150229123x", "360902", "360902201602291214")
HOWS = {
    Kind.YESNO: [How.ONLY],
    Kind.DATE: [How.SMALLEST, How.LARGEST, How.ONLY],
    Kind.TEXT: [How.SMALLEST, How.LARGEST, How.ONLY],
}  # numbers: all
DAYS = st.dates(date(1999, 12, 1), date(2028, 3, 2))
CELLS: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: st.text("甲乙𠮷a1", min_size=1, max_size=3),
    Kind.ID: st.sampled_from(IDS),
    Kind.CODE: st.sampled_from(["1", "2", "9", "11"]),
    Kind.DATE: DAYS | st.sampled_from([date(2016, 2, 29), TODAY]),
    Kind.YEAR: st.integers(2015, 2030) | st.sampled_from([0, 1, 9999, 10000]),
    Kind.YESNO: st.booleans(),
}


def worlds() -> st.SearchStrategy[World]:
    """A few rows of each register; every cell may be unknown, references may lead nowhere."""
    tables = {}
    for register, columns in TYPES.items():
        cells = {name: st.none() | CELLS.get(of.kind, st.integers(0, 6)) for name, of in columns.items()}
        tables[register] = st.lists(st.fixed_dictionaries(cells), max_size=6).map(_numbered)
    return st.fixed_dictionaries(tables).map(lambda held: World(held, TODAY, PARAMETERS.__getitem__, MOMENT))


def _numbered(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": number, **row} for number, row in enumerate(held, 1)]


def columns_of(register: str, kind: type[Column] | type[Theirs] = Column) -> list[Node]:
    """All columns of a register's row, or of the other row."""
    return [kind(register, name, of) for name, of in {"id": Reference(register), **TYPES[register]}.items()]


class Drawer:
    """Draws expressions from the columns that are in reach; `depth` bounds how deep they nest.

    Makers are named by the class that they make at the top ("Compare days"), so that one can be asked for.
    """

    def __init__(self, draw: Draw, register: str, columns: Sequence[Node] = (), relates: bool = True) -> None:
        self.draw, self.register, self.relates = draw, register, relates
        self.columns = list(columns) or columns_of(register)

    def rooted(self, name: str, depth: int) -> Node:
        """An expression with a node of this class at its top (inside a Related for Theirs)."""
        found = [maker for makers in self._all(depth) for title, maker in makers.items() if title.split()[0] == name]
        return self._from(found)()

    def any(self, depth: int) -> Node:
        """An expression of any type."""
        return self._from([self.condition, lambda less: self.number(self._unit(), less), self.day, self.text])(depth)

    def condition(self, depth: int) -> Node:
        """A condition."""
        leaves = {"IsKnown": lambda: nodes.IsKnown(self._from(self.columns)), **self._leaves(types.YESNO)}
        return self._one(leaves if depth <= 0 else self._conditions(depth - 1))

    def number(self, unit: str, depth: int) -> Node:
        """A number of a unit."""
        held = [column for column in self.columns if column.type.numeric and column.type.unit == unit]
        leaves = {"Literal": self._number, **({"Column": lambda: self._from(held)} if held else {})}
        return self._one(leaves if depth <= 0 else self._numbers(unit, depth - 1))

    def day(self, depth: int) -> Node:
        """A day."""
        named: Makers = {"Today": nodes.Today, "AsOf": AsOf, "PeriodStart": PeriodStart, "PeriodEnd": PeriodEnd}
        written: Makers = {**named, "Literal": lambda: Literal(self.draw(DAYS), types.DATE)}
        return self._one({**written, **self._leaves(types.DATE)} if depth <= 0 else self._days(depth - 1))

    def text(self, depth: int) -> Node:
        """A text."""
        written = {"Literal": lambda: Literal(self.draw(CELLS[Kind.TEXT]), types.TEXT)}
        return self._one({**written, **self._leaves(types.TEXT)} if depth <= 0 else self._texts(depth - 1))

    def code(self) -> Node:
        """A sex code, or a text that may be one."""
        return self._one(
            {"Literal": lambda: Literal("1", types.TEXT), **self._leaves(types.Code("sex")), **self._sexes()}
        )

    def reference(self) -> Node:
        """A reference to a row, plain or by another row."""
        found: Node = self._from([column for column in self.columns if column.type.kind is Kind.REFERENCE])
        if self.draw(st.booleans()):
            further = [column for column in columns_of(found.type.register) if column.type.kind is Kind.REFERENCE]
            found = Follow(found, self._from(further))
        return found

    # the makers by type

    def _all(self, less: int) -> list[Makers]:
        numbers = [self._numbers(unit, less) for unit in UNITS[self.register]]
        leaves: Makers = {"Column": lambda: self._from(self.columns), "Literal": self._number, "Today": nodes.Today}
        moments: Makers = {"AsOf": AsOf, "PeriodStart": PeriodStart, "PeriodEnd": PeriodEnd}
        related: Makers = {"Theirs": lambda: self._related(types.DATE, less)}
        return [
            self._conditions(less),
            *numbers,
            self._days(less),
            self._texts(less),
            self._sexes(),
            leaves,
            moments,
            related,
        ]

    def _conditions(self, less: int) -> Makers:
        unit = self._unit()
        codes = (Literal("1", types.TEXT), Literal("11", types.TEXT))
        return {
            "And": lambda: nodes.And((self.condition(less), self.condition(less))),
            "Or": lambda: nodes.Or((self.condition(less), self.condition(less))),
            "Not": lambda: nodes.Not(self.condition(less)),
            "IsKnown": lambda: nodes.IsKnown(self.any(less)),
            "Compare numbers": lambda: nodes.Compare(
                self._comparison(), self.number(unit, less), self.number(unit, less)
            ),
            "Compare days": lambda: nodes.Compare(self._comparison(), self.day(less), self.day(less)),
            "Compare texts": lambda: nodes.Compare(self._comparison(), self.text(less), self.text(less)),
            "Compare codes": lambda: nodes.Compare(self._from(["==", "!="]), self.code(), self.code()),
            "InSet numbers": lambda: nodes.InSet(self.number(unit, less), (self._number(), self._number())),
            "InSet codes": lambda: nodes.InSet(self.code(), codes),
            "StartsWith": lambda: nodes.StartsWith(self.text(less), self.text(0)),
            **self._elsewhere(types.YESNO, less),
        }

    def _numbers(self, unit: str, less: int) -> Makers:
        def pair() -> tuple[Node, Node]:
            return self.number(unit, less), self.number(unit, less)

        def span(kind: Callable[[Node, Node], Node]) -> Callable[[], Node]:
            return lambda: kind(self.day(less), self.day(less))

        of_time: dict[str, Makers] = {
            "年": {
                "YearsBetween": span(nodes.YearsBetween),
                "DatePart": lambda: nodes.DatePart("year", self.day(less)),
            },
            "月": {
                "MonthsBetween": span(nodes.MonthsBetween),
                "DatePart": lambda: nodes.DatePart("month", self.day(less)),
            },
            "天": {"DaysBetween": span(nodes.DaysBetween), "DatePart": lambda: nodes.DatePart("day", self.day(less))},
            "字": {"Length": lambda: nodes.Length(self.text(less))},
        }
        return {
            "Calculate sums": lambda: nodes.Calculate(self._from("+−"), *pair()),
            "Calculate products": lambda: nodes.Calculate("×", self.number(unit, less), self._number()),
            "Smallest": lambda: nodes.Smallest(pair()),
            "Largest": lambda: nodes.Largest(pair()),
            "Coalesce": lambda: nodes.Coalesce(pair()),
            "IfElse": lambda: nodes.IfElse(self.condition(less), *pair()),
            "Mapped": lambda: nodes.Mapped(self.code(), (("1", 3), ("2", -4)), Integer(unit)),
            "ParameterValue": lambda: nodes.ParameterValue("class.large", self.day(less), unit),
            **of_time.get(unit, {}),
            **self._elsewhere(Integer(unit), less),
        }

    def _days(self, less: int) -> Makers:
        years, numbers = self._columns(types.YEAR), self._columns(types.ID)
        found: Makers = {
            "MakeDate": lambda: nodes.MakeDate(
                self._from(years) if years else nodes.DatePart("year", self.day(less)), 8, 31
            ),
            "Smallest days": lambda: nodes.Smallest((self.day(less), self.day(less))),
            "Coalesce days": lambda: nodes.Coalesce((self.day(less), self.day(less))),
            **self._elsewhere(types.DATE, less),
        }
        return found | ({"BirthdayOfId": lambda: nodes.BirthdayOfId(self._from(numbers))} if numbers else {})

    def _texts(self, less: int) -> Makers:
        return {
            "Slice": lambda: nodes.Slice(self.text(less), self.draw(st.integers(0, 2)), self.draw(st.integers(1, 2))),
            "IfElse": lambda: nodes.IfElse(self.condition(less), self.text(less), Literal(None, types.TEXT)),
            **self._elsewhere(types.TEXT, less),
        }

    def _sexes(self) -> Makers:
        numbers = self._columns(types.ID)
        return {"SexOfId": lambda: nodes.SexOfId(self._from(numbers))} if numbers else {}

    # to other rows

    def _elsewhere(self, of: Type, less: int) -> Makers:
        related: Makers = {"Related": lambda: self._related(of, less)} if self.relates else {}
        return {"Follow": lambda: self._followed(of, less), **related}

    def _followed(self, of: Type, depth: int) -> Node:
        """An expression of a type over the row that a reference names."""
        reference = self.reference()
        return Follow(reference, Drawer(self.draw, reference.type.register, relates=False)._of(of, min(depth, 1)))

    def _related(self, of: Type, depth: int) -> Node:
        """What is asked of the rows that belong to this one."""
        register = self._from([self.register, *TYPES])
        theirs = columns_of(register, Theirs)
        pairs = [(their, our) for their in theirs for our in self.columns if their.type == our.type]
        on = tuple(self.draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=2)))
        both = Drawer(self.draw, register, theirs + (self.columns if self.draw(st.booleans()) else []), relates=False)
        where = both.condition(min(depth, 2)) if self.draw(st.booleans()) else None
        how = self._from(HOWS.get(of.kind, list(How)))
        if how is How.COUNT:
            return Related(register, on, where, how)
        over_theirs = Drawer(self.draw, register, theirs, relates=False)
        value = over_theirs.any(1) if how is How.DISTINCT else over_theirs._of(of, 1)
        return Related(
            register, on, where, How.LARGEST if value.type == types.YEAR and how is How.TOTAL else how, value
        )

    def _of(self, of: Type, depth: int) -> Node:
        if of.numeric:
            return self.number(of.unit, depth)
        return {types.YESNO: self.condition, types.DATE: self.day, types.TEXT: self.text}[of](depth)

    # small things

    def _number(self) -> Literal:
        digits = self.draw(st.sampled_from([0, 0, 1, 2]))
        return Literal(self.draw(st.integers(-30, 300)), Number("", digits))

    def _comparison(self) -> str:
        return self._from(["==", "!=", "<", "<=", ">", ">="])

    def _unit(self) -> str:
        return self._from(UNITS[self.register])

    def _columns(self, of: Type) -> list[Node]:
        return [column for column in self.columns if column.type == of]

    def _leaves(self, of: Type) -> Makers:
        held = self._columns(of)
        return {"Column": lambda: self._from(held)} if held else {}

    def _one(self, makers: Makers) -> Node:
        return self._from(list(makers.values()))()

    def _from(self, held: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(list(held)))


@st.composite
def expressions(draw: Draw, name: str, register: str = "pupils") -> Node:
    """A random expression over a register's rows with a node of the class with this name."""
    return Drawer(draw, register).rooted(name, draw(st.integers(0, 2)))
