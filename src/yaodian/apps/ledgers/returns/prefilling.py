"""What a unit finds in its form before it types anything: its own rows and counts, as the registers have them now."""

from typing import Any

from yaodian.apps.ledgers.lists.shown import cells_of
from yaodian.apps.ledgers.models import Return, ReturnColumn
from yaodian.apps.ledgers.returns.held import Held, held_named
from yaodian.apps.ledgers.returns.kinds import Stored, kept
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import System
from yaodian.apps.orgs.models import Unit
from yaodian.registers.columns import Column
from yaodian.registers.register import Register
from yaodian.registers.sheets.unreadable import Unreadable

MOST_ROWS = 5000
ENDED = ("left_on", "closed_on", "returned_on")  # a row with such a day is over


def offered_rows(asked: Return, unit: Unit) -> list[list[Stored]]:
    """The rows to begin with; none where nothing can be offered."""
    columns = list(asked.columns.all())
    held = [held_named(column.held) if column.prefill and column.held else None for column in columns]
    if not any(held):
        return []
    if asked.many:
        return _whole_rows(register_named(asked.rows_from), unit, columns, held) if asked.rows_from else []
    row = [_single(unit, column, each) for column, each in zip(columns, held, strict=True)]
    return [row] if any(value is not None for value in row) else []


def offered_cells(asked: Return, unit: Unit) -> int:
    """How many cells are offered."""
    return sum(value is not None for row in offered_rows(asked, unit) for value in row)


def _single(unit: Unit, column: ReturnColumn, held: Held | None) -> Stored:
    if held is None:
        return None
    rows = rows_of(held.register.key)._default_manager.filter(**{f"{held.register.owner}_id": unit.pk})
    if held.total is not None:
        return _converted(column, str(rows.filter(**held.total.where).count()))
    if held.column is None or held.column.sensitive:
        return None
    found: Any = rows.values(stored_name(held.column))[:1]
    (cells,) = cells_of([held.column], found, System()) if found else ([None],)
    return _converted(column, cells[0].text) if cells[0] else None


def _whole_rows(
    register: Register, unit: Unit, columns: list[ReturnColumn], held: list[Held | None]
) -> list[list[Stored]]:
    sources: list[Column | None] = [
        each.column if each and each.register is register and each.column and not each.column.sensitive else None
        for each in held
    ]
    wanted = [source for source in sources if source is not None]
    rows = rows_of(register.key)._default_manager.filter(**{f"{register.owner}_id": unit.pk})
    rows = rows.filter(**{name: None for name in ENDED if name in register.by_key}).order_by("pk")
    lines = cells_of(wanted, list(rows.values(*map(stored_name, wanted))[:MOST_ROWS]), System())
    found = []
    for line in lines:
        texts = dict(zip((source.key for source in wanted), (cell.text for cell in line), strict=True))
        found.append(
            [
                _converted(column, texts[source.key]) if source is not None else None
                for column, source in zip(columns, sources, strict=True)
            ]
        )
    return found


def _converted(column: ReturnColumn, text: str) -> Stored:
    """A register's value as the form's column holds it; nothing where the column is of another kind."""
    try:
        return kept(column).read(text or None)
    except Unreadable:
        return None
