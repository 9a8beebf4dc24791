"""One row as its page shows it: values, what its checks say, what it refers to and what refers to it, its history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yaodian.apps.ledgers.access import Action, is_masked, may, scope
from yaodian.apps.ledgers.grouping import groups_of
from yaodian.apps.ledgers.lists.shown import Cell, cells_of, heading, labels_of
from yaodian.apps.ledgers.models import Batch, FailedCheck, Import
from yaodian.apps.ledgers.storage import stored_name, stored_names
from yaodian.apps.ledgers.tables import history_of
from yaodian.apps.orgs.acting import Acting
from yaodian.packs import registers
from yaodian.registers.columns import Column, Ref
from yaodian.registers.register import Check, Kind, Register

VERSIONS = 50  # of a row's history, the latest


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a row with its heading."""

    column: Column
    title: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Group:
    """Values that stand together."""

    title: str
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Referring:
    """How many rows of another register refer to the row by one of its columns."""

    register: Register
    column: Ref
    count: int


@dataclass(frozen=True, slots=True)
class Change:
    """One column that a version changed."""

    title: str
    old: Cell
    new: Cell


@dataclass(frozen=True, slots=True)
class Version:
    """One entry of a row's history. `run` is the import it came by, if any that the post may open."""

    number: int
    at: datetime
    batch: Batch | None
    gone: bool
    changes: list[Change] = field(default_factory=list)
    run: int | None = None


def label_of(register: Register, row: Any, by: Acting) -> str:
    """What a row is called."""
    return labels_of(register.key, [row.pk], by).get(row.pk) or f"#{row.pk}"


def stored(register: Register, row: Any) -> dict[str, Any]:
    """A row's values by stored attribute, as `cells_of` takes them."""
    return {stored_name(column): getattr(row, stored_name(column)) for column in register.columns}


def groups(register: Register, row: Any, by: Acting, *, unmasked: Sequence[str] = ()) -> list[Group]:
    """All values of a row, in groups; sensitive ones masked but for the `unmasked`. Retired columns where they say something."""
    shown = [
        column for column in register.columns if column.retired is None or getattr(row, stored_name(column)) is not None
    ]
    (cells,) = cells_of(shown, [stored(register, row)], by, unmasked=unmasked)
    by_key = {column.key: cell for column, cell in zip(shown, cells, strict=True)}
    return [
        Group(title, [Value(column, heading(column), by_key[column.key]) for column in group])
        for title, group in groups_of(register, shown)
    ]


def failed_checks(register: Register, row: Any) -> list[tuple[FailedCheck, Check]]:
    """What the last sweep found wrong with a row, errors first."""
    found = FailedCheck.objects.filter(register=register.key, row=row.pk).order_by("severity", "code")
    return [(each, register.checks[each.code]) for each in found if each.code in register.checks]


def referring(register: Register, row: Any, by: Acting) -> list[Referring]:
    """The rows within reach that refer to the row, by register and column; one query for each column that may."""
    found = []
    for other in registers().values():
        for column in other.columns:
            if isinstance(column, Ref) and column.register == register.key and may(by, Action.READ, other):
                if is_masked(column):
                    continue
                count = scope(other, by).filter(**{stored_name(column): row.pk}).count()
                if count:
                    found.append(Referring(other, column, count))
    return found


def history(register: Register, row: Any, by: Acting) -> list[Version]:
    """The latest versions of a row, newest first, each with what it changed; sensitive values masked."""
    rows = history_of(register.key)._default_manager.filter(row=row.pk).order_by("-version", "-pk")
    read = list(
        rows.values("version", "record_from", "batch", "gone", "changes", *stored_names(register))[: VERSIONS + 1]
    )
    batches = Batch.objects.in_bulk([each["batch"] for each in read])
    runs = (
        dict(Import.objects.filter(batch__in=batches).values_list("batch", "pk"))
        if may(by, Action.FILL, register)
        else {}
    )
    lines = cells_of(register.columns, read, by)
    found = []
    for at, each in enumerate(read[:VERSIONS]):
        older = lines[at + 1] if at + 1 < len(lines) else None
        changes = [] if older is None or each["gone"] else list(_changes(register, each["changes"], older, lines[at]))
        batch = batches.get(each["batch"])
        found.append(
            Version(each["version"], each["record_from"], batch, each["gone"], changes, runs.get(each["batch"]))
        )
    return found


def _changes(register: Register, keys: str, old: list[Cell], new: list[Cell]) -> Iterator[Change]:
    changed = set(keys.split(","))
    for at, column in enumerate(register.columns):
        if column.key in changed:
            yield Change(column.title, old[at], new[at])


def period_of(register: Register, row: Any) -> str:
    """The period that a row belongs to, "" in a register whose rows live."""
    return str(row.period) if register.kind is Kind.PERIODIC else ""
