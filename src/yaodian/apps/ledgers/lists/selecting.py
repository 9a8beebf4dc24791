"""The rows that a list is about: the reader's scope, the filters and the words as conditions of one query.

Databases choose badly between two good ways to read a page, so it is said to them (`planned`): few rows are gathered by
the indexes of the conditions and sorted; many are met quickly by walking along the index of the order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.fields import BooleanField, CharField

from yaodian.apps.ledgers.access import Action, in_scope, may, units_in_reach
from yaodian.apps.ledgers.lists.filters import condition
from yaodian.apps.ledgers.lists.wanted import Wanted
from yaodian.apps.ledgers.search.index import searched, searched_through
from yaodian.apps.ledgers.search.match import MOST_UNITS, found, match_of
from yaodian.apps.ledgers.search.query import Match
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.orgs.acting import Acting, System
from yaodian.registers.register import Register


@dataclass(frozen=True, slots=True)
class Selected:
    """The rows that are wanted and in scope. `within` is the condition without the words; `match` are the words where the
    register's own index answers them alone, else they are part of `within`."""

    register: Register
    within: Q
    match: Match | None
    match_alone: bool = False  # whether the match says all: it holds the scope, and there are no filters

    @property
    def table(self) -> QuerySet[Any]:
        """All rows of the register: conditions go on top."""
        found: QuerySet[Any] = rows_of(self.register.key)._default_manager.all()
        return found

    @property
    def of_units(self) -> bool:
        """Whether only some units' rows are wanted."""
        owner = f"{self.register.owner}_id"
        return any(key.split("__")[0] == owner for key, _value in leaves(self.within))


def select(register: Register, wanted: Wanted, by: Acting | System) -> Selected:
    """The rows wanted, whatever the order and the page. Asks the database for units only."""
    within = in_scope(register, by) & condition(register, wanted.filters)
    if not wanted.words:
        return Selected(register, within, None)
    if searched_through(register) or not searched(register):
        return Selected(register, within & found(register, wanted.words, by), None)
    reach = units_in_reach(by)
    alone = not wanted.filters and may(by, Action.READ, register) and (reach is None or 0 < len(reach) <= MOST_UNITS)
    return Selected(register, within, match_of(wanted.words, by), alone)


def wanted_rows(register: Register, wanted: Wanted, by: Acting | System) -> Q:
    """The rows wanted and in scope as one condition, whatever the order and the page: for exports, counts and charts."""
    return in_scope(register, by) & condition(register, wanted.filters) & found(register, wanted.words, by)


def selected_rows(register: Register, wanted: Wanted, by: Acting | System) -> QuerySet[Any]:
    """The same as a queryset without an order."""
    rows: QuerySet[Any] = rows_of(register.key)._default_manager.filter(wanted_rows(register, wanted, by))
    return rows


class Unindexed(Func):
    """The same value, which no index is used for."""

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite's own word for it is the unary +."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """An expression that changes nothing, by type; it keeps NULL."""
        match self.source_expressions[0].output_field:
            case BooleanField():
                template = "(%(expressions)s)::int"
            case CharField():
                template = "(%(expressions)s || '')"
            case _:
                template = "(%(expressions)s + 0)"
        return self.as_sql(compiler, connection, template=template, **context)


def unindexed(rows: QuerySet[Any], within: Q) -> QuerySet[Any]:
    """The rows under a condition whose columns no index is used for, so that the order's index is walked along.

    Subqueries and the row's own number stay as they are.
    """
    names = {key.split("__")[0] for key, _value in leaves(within)} - {"pk", "id"}
    plain = {f"plain_{name}": Unindexed(F(name)) for name in names}
    return rows.alias(**plain).filter(_renamed(within, names))


def leaves(condition_: Q) -> Iterator[tuple[str, Any]]:
    """The comparisons that a condition is made of; subqueries are none."""
    for child in condition_.children:
        if isinstance(child, Q):
            yield from leaves(child)
        elif isinstance(child, tuple):
            yield child


def _renamed(condition_: Q, names: set[str]) -> Q:
    children = [
        _renamed(child, names)
        if isinstance(child, Q)
        else (f"plain_{child[0]}", child[1])
        if isinstance(child, tuple) and child[0].split("__")[0] in names
        else child
        for child in condition_.children
    ]
    return Q(*children, _connector=condition_.connector, _negated=condition_.negated)


def ordering(name: str, *, walk: bool) -> Combinable:
    """What a list is ordered by: the column, or the same value without its index."""
    return F(name) if walk else Unindexed(F(name))
