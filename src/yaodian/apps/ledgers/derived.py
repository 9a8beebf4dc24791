"""Derived columns: computed from their row whenever it is written, by the reference evaluator."""

from collections.abc import Mapping
from typing import Any

from yaodian.algebra.reference import evaluate_row
from yaodian.algebra.world import World
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.numbers import numbers
from yaodian.registers.register import Register


def with_derived(register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of all columns (None where unknown) with the derived ones computed anew."""
    row = {key: None if values.get(key) == "" else values.get(key) for key in register.by_key}
    if register.derivations:
        world = World(tables={}, today=today(), parameters=numbers())
        for key, node in register.derivations.items():
            row[key] = evaluate_row(node, row, world)
    return row
