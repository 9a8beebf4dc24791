"""What one filing says otherwise than the one before it: rows that came, went and changed."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yaodian.apps.ledgers.filings.handing_in import OPEN, filed_rows, rows_filed
from yaodian.apps.ledgers.lists.shown import Cell, cells_of
from yaodian.apps.ledgers.models import Filing
from yaodian.apps.ledgers.storage import stored_name, stored_names
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting
from yaodian.registers.columns import Column
from yaodian.registers.register import Kind, Register

SHOWN = 100  # rows of each sort


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that both filings have, with the columns in which it differs: (title, before, now)."""

    label: list[Cell]
    cells: list[tuple[str, Cell, Cell]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A filing beside the one before. Counts are whole; the lists hold the first rows only."""

    before: Filing
    added: int
    removed: int
    changed: int
    same: int
    columns: list[Column] = field(default_factory=list)
    added_rows: list[list[Cell]] = field(default_factory=list)
    removed_rows: list[list[Cell]] = field(default_factory=list)
    changed_rows: list[Changed] = field(default_factory=list)


def before(filing: Filing) -> Filing | None:
    """The filing of the unit that went before: the approved one that this amends, else that of the period before."""
    own = Filing.objects.filter(register=filing.register, unit=filing.unit).exclude(state__in=OPEN)
    same = own.filter(period=filing.period, number__lt=filing.number).order_by("-number").first()
    return same or own.filter(due__lt=filing.due).exclude(period=filing.period).order_by("-due", "-number").first()


def rows_now(filing: Filing) -> list[Mapping[str, Any]]:
    """The rows of a filing: as pinned, or, while it is not handed in, as they are."""
    register = register_named(filing.register)
    if filing.state in OPEN:
        live = rows_filed(register, filing).order_by("pk").values("pk", "version", *stored_names(register))
        return [{"row": row["pk"], **row} for row in live]
    return list(filed_rows(filing).values("row", "version", *stored_names(register)))


def compare(filing: Filing, by: Acting) -> Comparison | None:
    """Compare with the filing before; None where there is none.

    Rows that live on from period to period are the same by their number; those of a periodic register by their identity.
    """
    earlier = before(filing)
    if earlier is None:
        return None
    register = register_named(filing.register)
    by_number = register.kind is Kind.LIVING or earlier.period == filing.period
    new, old = (
        {_known_by(register, row, by_number=by_number): row for row in rows}
        for rows in (rows_now(filing), rows_now(earlier))
    )
    added = [row for key, row in new.items() if key not in old]
    removed = [row for key, row in old.items() if key not in new]
    pairs = [(old[key], row) for key, row in new.items() if key in old]
    changed = [(was, row) for was, row in pairs if any(was[name] != row[name] for name in stored_names(register))]
    listed = [column for column in register.columns if column.listed and column.key != register.owner]
    return Comparison(
        before=earlier,
        added=len(added),
        removed=len(removed),
        changed=len(changed),
        same=len(pairs) - len(changed),
        columns=listed,
        added_rows=cells_of(listed, added[:SHOWN], by),
        removed_rows=cells_of(listed, removed[:SHOWN], by),
        changed_rows=_changed(register, changed[:SHOWN], by),
    )


def _known_by(register: Register, row: Mapping[str, Any], *, by_number: bool) -> Hashable:
    if by_number:
        return row["row"]
    return tuple(row[stored_name(register.by_key[key])] for key in register.identity)


def _changed(register: Register, pairs: list[tuple[Mapping[str, Any], Mapping[str, Any]]], by: Acting) -> list[Changed]:
    labels = cells_of([register.by_key[key] for key in register.label], [row for _was, row in pairs], by)
    columns = list(register.columns)
    lines = zip(
        labels, pairs, cells_of(columns, [was for was, _ in pairs], by), cells_of(columns, [row for _, row in pairs], by),
        strict=True,
    )  # fmt: skip
    found = []
    for label, (was, row), old, new in lines:
        differing = [
            (column.title, old[at], new[at])
            for at, column in enumerate(columns)
            if was[stored_name(column)] != row[stored_name(column)]
        ]
        found.append(Changed(label, differing))
    return found
