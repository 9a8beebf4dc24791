"""The few stored rows that the checks of one row look at, fetched for the reference evaluator."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from yaodian.algebra.nodes import Column, Node, Theirs, children
from yaodian.algebra.reference import At, value_of
from yaodian.algebra.related import Follow, Related
from yaodian.algebra.world import Row, World
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.numbers import numbers
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.registers.register import Register


def stored_row(register: Register, row: Any) -> dict[str, Any]:
    """A stored row as evaluators see it."""
    return {"id": row.pk, **{column.key: getattr(row, stored_name(column)) for column in register.columns}}


class Surroundings:
    """Collects, for one row of a register that may not be stored yet, the rows that expressions over it reach."""

    def __init__(self, register: Register, row: Row) -> None:
        self.register, self.row = register, row
        self.tables: dict[str, dict[Any, Row]] = {register.key: {row["id"]: row}}

    def world_for(self, nodes: Iterable[Node]) -> World:
        """The world in which these expressions give for the row what they would give with all rows there."""
        for node in nodes:
            self._collect(node, self.row, None)
        return self._world()

    def _world(self) -> World:
        tables = {key: list(rows.values()) for key, rows in self.tables.items()}
        return World(tables=tables, today=today(), parameters=numbers())

    def _value(self, node: Node, row: Row, theirs: Row | None) -> Any:
        return value_of(node, At(self._world(), row, theirs))

    def _collect(self, node: Node, row: Row, theirs: Row | None) -> None:
        match node:
            case Follow():
                self._collect(node.reference, row, theirs)
                target = node.reference.type.register
                found = self._fetch(target, Q(pk=self._value(node.reference, row, theirs)))
                for other in found:
                    self._collect(node.then, other, None)
            case Related():
                for _other, ours in node.on:
                    self._collect(ours, row, theirs)
                for other in self._fetch(node.register, self._belonging(node, row)):
                    for part in (*(pair[0] for pair in node.on), *filter(None, (node.where, node.value))):
                        self._collect(part, row, other)
            case _:
                for child in children(node):
                    self._collect(child, row, theirs)

    def _belonging(self, node: Related, row: Row) -> Q:
        """A condition that holds for all rows that belong to the row, as narrow as plain columns make it."""
        condition = Q()
        for other, ours in node.on:
            if isinstance(other, Theirs | Column) and other.name != "id":
                value = self._value(ours, row, None)
                if value is None:
                    return Q(pk__in=[])
                condition &= Q(**{_attribute(node.register, other.name): value})
            elif isinstance(other, Theirs | Column):
                condition &= Q(pk=self._value(ours, row, None))
        return condition

    def _fetch(self, key: str, condition: Q) -> list[Row]:
        register = register_named(key)
        held = self.tables.setdefault(key, {})
        found = rows_of(key)._default_manager.filter(condition)
        if key == self.register.key:
            found = found.exclude(pk=self.row["id"])
        for row in found:
            held.setdefault(row.pk, stored_row(register, row))
        own: list[Row] = [self.row] if key == self.register.key else []
        return [*(held[row.pk] for row in found), *own]


def _attribute(key: str, column: str) -> str:
    return stored_name(register_named(key).by_key[column])


def breaching(
    register: Register, values: Mapping[str, Any], row_id: int | None, nodes: Mapping[str, Node]
) -> list[str]:
    """The codes of the conditions that are true for a row with these values (`row_id` None: not stored yet)."""
    row: Row = {"id": row_id if row_id is not None else 0, **values}
    world = Surroundings(register, row).world_for(nodes.values())
    return [code for code, node in nodes.items() if value_of(node, At(world, row)) is True]
