"""The one mirror of this process with the parts that are kept of it; within a transaction, one that ends with it.

What a transaction sees of its own writes may still be taken back, so it goes its own way from what all have seen.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import pyarrow as pa
from django.db import connection

from yaodian.algebra.measures import expressions, leaves
from yaodian.algebra.needs import columns_needed
from yaodian.apps.indicators.mirror import Changes, Mirror
from yaodian.apps.indicators.parts import Keeper
from yaodian.packs import catalogue

MOST_OTHERS = 12  # filed rows of several days, snapshots


@dataclass(eq=False)
class Living:
    """Live rows, and the parts taken from them and from others."""

    mirror: Mirror = field(default_factory=Mirror)
    keeper: Keeper = field(default_factory=Keeper)
    others: OrderedDict[Hashable, Keeper] = field(default_factory=OrderedDict)  # of other rows, by their stamp

    def fork(self) -> "Living":
        """The same, to go another way."""
        return Living(self.mirror.fork(), self.keeper.fork(), OrderedDict(self.others))

    def catch_up(self) -> None:
        """Take in what was written since."""
        self._mark(self.mirror.catch_up())

    def tables(self, needed: Mapping[str, Iterable[str]]) -> Mapping[str, pa.Table]:
        """The rows of each register with at least these columns; read with all that the catalogue names, so as to be read
        once."""
        named = columns_named()
        self._mark(self.mirror.require({key: {*columns, *named.get(key, ())} for key, columns in needed.items()}))
        return self.mirror.tables

    def _mark(self, changes: Changes) -> None:
        if changes:
            self.keeper.mark(changes, self.mirror.tables)


@cache
def columns_named() -> Mapping[str, frozenset[str]]:
    """The columns of each register that the packs' catalogue names."""
    held = catalogue()
    found: dict[str, frozenset[str]] = {}
    by_register = [(register, [held.owners[register]]) for register in held.registers]
    by_register += [
        (leaf.register, list(expressions(leaf))) for one in held.indicators.values() for leaf in leaves(one.measure)
    ]
    by_register += [(register, [node]) for dimension in held.dimensions.values() for register, node in dimension.by]
    for register, nodes in by_register:
        for key, names in columns_needed(nodes, register).items():
            found[key] = found.get(key, frozenset()) | names
    return found


_lock = threading.RLock()
_shared: dict[str, Living] = {}  # by database
_own = threading.local()  # of an open transaction, with its list of hooks: Django makes another at every roll-back


@contextmanager
def living() -> Iterator[Living]:
    """The live rows as they are now, for one thread at a time."""
    with _lock:
        held = _here()
        held.catch_up()
        yield held


@contextmanager
def keeper_of(stamp: Hashable) -> Iterator[Keeper]:
    """The parts of other rows than live ones, for one thread at a time."""
    with _lock:
        others = _here().others
        yield others.setdefault(stamp, Keeper())
        others.move_to_end(stamp)
        while len(others) > MOST_OTHERS:
            others.popitem(last=False)


def _here() -> Living:
    return _of_transaction() if connection.in_atomic_block else _of_process()


def _of_process() -> Living:
    """That of all; what a transaction before may have left is let go."""
    _own.held = None
    return _shared.setdefault(str(connection.settings_dict["NAME"]), Living())


def _of_transaction() -> Living:
    hooks, held = getattr(_own, "held", None) or (None, None)
    if held is None or hooks is not connection.run_on_commit:
        held = _of_process().fork()
        _own.held = (connection.run_on_commit, held)
    return held
