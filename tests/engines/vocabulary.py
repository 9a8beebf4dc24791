"""A small world for examples: three registers, tables written as text, and each engine as one function."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from yaodian.algebra import reference, types
from yaodian.algebra.language import Rows, Value
from yaodian.algebra.moment import Moment
from yaodian.algebra.nodes import Node
from yaodian.algebra.types import Code, Integer, Kind, Number, Reference, Type
from yaodian.algebra.world import World
from yaodian.engines import arrow, duck

TYPES: Mapping[str, Mapping[str, Type]] = {
    "pupils": {
        "name": types.TEXT,
        "id_number": types.ID,
        "sex": Code("sex"),
        "born": types.DATE,
        "began_on": types.DATE,
        "left_on": types.DATE,
        "entry_year": types.YEAR,
        "boarding": types.YESNO,
        "fee": types.MONEY,
        "height": Number("厘米", 1),
        "siblings": Integer("人"),
        "school": types.UNIT,
        "class_": Reference("classes"),
        "friend": Reference("pupils"),
    },
    "classes": {
        "grade": Code("grade"),
        "size": Integer("人"),
        "room": Number("平方米", 2),
        "school": types.UNIT,
        "head": Reference("pupils"),
    },
    "aid": {"pupil": Reference("pupils"), "amount": types.MONEY, "paid_on": types.DATE, "school": types.UNIT},
}
CODES = {"sex": frozenset("129"), "grade": frozenset({"11", "12", "21"})}
TODAY = date(2026, 3, 1)
MOMENT = Moment(on=TODAY, first=date(2025, 9, 1), last=date(2026, 8, 31))
PARAMETERS: Mapping[str, Sequence[tuple[date, Decimal | None]]] = {
    "class.large": [(date(2016, 7, 2), Decimal(56)), (date(2025, 1, 1), Decimal(51))],
    "fee.most": [(date(2020, 1, 1), Decimal("80.5")), (date(2024, 1, 1), None)],
}

Engine = Callable[[Mapping[str, Node], str, World], dict[str, list[Any]]]


def rows(register: str = "pupils") -> Rows:
    """The rows of one of the three registers; all are known to each other."""
    return Rows(register, TYPES[register], columns_of=TYPES.get, known_codes=CODES)


def by_reference(expressions: Mapping[str, Node], register: str, world: World) -> dict[str, list[Any]]:
    """What the naive evaluator gives, in the order of ids."""
    in_order = World(
        {**world.tables, register: sorted(world.tables[register], key=lambda row: row["id"])},
        world.today,
        world.parameters,
        world.moment,
    )
    return {name: reference.evaluate(node, register, in_order) for name, node in expressions.items()}


def by_duckdb(expressions: Mapping[str, Node], register: str, world: World) -> dict[str, list[Any]]:
    """What DuckDB gives, in the order of ids."""
    tables = {
        key: pa.Table.from_pylist(list(held), schema=arrow.schema(TYPES[key])) for key, held in world.tables.items()
    }
    found = duck.values(
        expressions,
        register=register,
        tables=tables,
        today=world.today,
        parameters=world.parameters,
        moment=world.moment,
    )
    return {name: found[name].to_pylist() for name in expressions}


ENGINES: Mapping[str, Engine] = {"reference": by_reference, "duckdb": by_duckdb}


@dataclass(frozen=True)
class Example:
    """An expression over rows that are written as a table, whose column `gives` is the answer; empty is unknown.

    Rows get the ids 1, 2, 3 …; numbers are written as people do (1.5) and stored scaled.
    """

    says: str
    expression: Callable[[Rows], Value]
    table: str
    register: str = "pupils"
    others: Mapping[str, str] | None = None

    @property
    def node(self) -> Node:
        """The expression built."""
        return self.expression(rows(self.register)).node

    def world(self) -> World:
        """Its tables as rows."""
        written = {self.register: self.table, **(self.others or {})}
        tables = {key: read_table(written.get(key, ""), TYPES[key]) for key in TYPES}
        return World(tables, TODAY, PARAMETERS.__getitem__, MOMENT)

    def gives(self) -> list[Any]:
        """The column of answers."""
        return [row["gives"] for row in read_table(self.table, {"gives": self.node.type})]


def read_table(text: str, columns: Mapping[str, Type]) -> list[dict[str, Any]]:
    """Rows of a table written with | between cells; columns without a type are left out."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    header = lines[0] if lines else []
    found = []
    for number, cells in enumerate(lines[1:], 1):
        typed = {name: _cell(cell, columns[name]) for name, cell in zip(header, cells, strict=True) if name in columns}
        found.append({"id": number, **typed})
    return found


def _cell(text: str, of: Type) -> Any:
    if not text:
        return None
    match of.kind:
        case Kind.DATE:
            return date.fromisoformat(text)
        case Kind.YESNO:
            return {"yes": True, "no": False}[text]
        case kind if of.textual and kind is not Kind.DATE:
            return text
    return int(Decimal(text).scaleb(of.digits))
