"""Where a figure comes from (从哪来): rows, filings, writes and files; and the rows behind it, as far as the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from yaodian.apps.indicators.birth import Approved, Behind, Birth, CameBy, birth
from yaodian.apps.indicators.pages.asking import Asked, name_in
from yaodian.apps.indicators.reading import may_list, sensitive_in
from yaodian.apps.ledgers.access import Action, is_masked, may, scope
from yaodian.apps.ledgers.lists.shown import Cell, cells_of, heading
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.unmasking import log_list
from yaodian.apps.orgs.acting import Acting
from yaodian.packs import registers
from yaodian.registers.columns import Column
from yaodian.registers.register import Register

COLUMNS = 5  # of a register, beside each row
FIRST = 8  # rows on the figure's page
FILES = 6


@dataclass(frozen=True, slots=True)
class RowsOf:
    """The rows of one register that a figure reads."""

    key: str
    title: str
    rows: int
    open: bool


@dataclass(frozen=True)
class Origin:
    """What leads from a figure back to files."""

    birth: Birth
    rows: list[RowsOf]
    imports: int
    rows_by_import: int
    rows_otherwise: int
    last: CameBy | None  # the last write
    files: list[tuple[int, str]]
    more_files: int
    approved: list[tuple[str, Approved]]  # with the register's title


@dataclass(frozen=True)
class Table:
    """Some of the rows behind one part."""

    register: Register
    columns: list[Column]
    heads: list[str]
    lines: list[tuple[int, list[Cell]]]


def origin(asked: Asked, *, for_purpose: bool = False) -> Origin:
    """The way back; without the right to the rows it is short, and where their list is sensitive without a purpose that was
    told (`tell_purpose`)."""
    found = birth(
        asked.indicator, unit=asked.unit, period=asked.period, by=asked.by, kind=asked.kind, basis=asked.basis,
        for_purpose=for_purpose,
    )  # fmt: skip
    counts: dict[str, set[int]] = {}
    beyond: dict[str, int] = {}
    for part in found.behind:
        counts.setdefault(part.register, set()).update(part.rows)
        beyond[part.register] = max(beyond.get(part.register, 0), part.beyond)
    rows = [
        RowsOf(key, registers()[key].title, len(held) + beyond[key], may(asked.by, Action.READ, registers()[key]))
        for key, held in counts.items()
    ]
    runs = [each for each in found.came_by if each.run is not None]
    others = [each for each in found.came_by if each.run is None]
    files = [(each.run, each.file) for each in runs if each.run is not None and each.file]
    return Origin(
        birth=found,
        rows=rows,
        imports=len(runs),
        rows_by_import=sum(each.rows for each in runs),
        rows_otherwise=sum(each.rows for each in others),
        last=max(found.came_by, key=lambda each: each.batch.at, default=None),
        files=files[:FILES],
        more_files=max(0, len(files) - FILES),
        approved=[(registers()[each.register].title, each) for each in found.approved],
    )


def wants_purpose(asked: Asked) -> bool:
    """Whether the reader may see the rows once he has said what for."""
    measure = asked.indicator.measure
    return bool(sensitive_in(measure)) and asked.unit in asked.reader.known and may_list(asked.by, measure)


def tell_purpose(asked: Asked, purpose: str) -> None:
    """Log that the list of rows behind a figure is shown, and what for."""
    of = f"指标“{asked.indicator.title}”（{name_in(asked.tree, asked.unit)}，{asked.period.name}）背后的名单"
    units = asked.tree.units.beneath[asked.unit]
    for key, columns in sensitive_in(asked.indicator.measure).items():
        log_list(registers()[key], columns, of=of, units=list(units), purpose=purpose, by=asked.by)


def rows_behind(behind: Behind, by: Acting, ids: Sequence[int]) -> Table:
    """Some rows with the columns that a list of the register shows, masked as there."""
    register = registers()[behind.register]
    shown = [column for column in register.columns if column.listed and not is_masked(column)]
    label = [register.by_key[key] for key in register.label]
    columns = list(dict.fromkeys([*label, *shown]))[:COLUMNS]
    rows = list(scope(register, by).filter(pk__in=list(ids)).order_by("pk").values("id", *map(stored_name, columns)))
    cells = cells_of(columns, rows, by)
    return Table(
        register, columns, [heading(column) for column in columns],
        [(row["id"], line) for row, line in zip(rows, cells, strict=True)],
    )  # fmt: skip
