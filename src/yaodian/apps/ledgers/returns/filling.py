"""The unit's side of a return: read what was typed or uploaded, keep it, hand it in, take it back."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.models import Return, ReturnUnit
from yaodian.apps.ledgers.returns.access import require_filling
from yaodian.apps.ledgers.returns.kinds import Kept, Stored, kept_columns
from yaodian.apps.ledgers.returns.prefilling import MOST_ROWS, offered_cells, offered_rows
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput, NotNow
from yaodian.registers.sheets.headings import normal_heading
from yaodian.registers.sheets.reading import read_workbook
from yaodian.registers.sheets.table import Cell, Table
from yaodian.registers.sheets.template import write_template
from yaodian.registers.sheets.unreadable import Unreadable
from yaodian.registers.sheets.writing import write_rows

Values = list[list[Stored]]


@dataclass(frozen=True, slots=True)
class Entry:
    """Rows as read: values, and the message for each wrong cell by (row from 0, column from 0)."""

    rows: Values = field(default_factory=list)
    wrong: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A wrong cell of an uploaded sheet: where it is, what it says, what to write instead."""

    row: int
    title: str
    value: str
    says: str


class WrongSheet(BadInput):
    """An uploaded sheet has wrong cells; nothing of it was kept."""

    def __init__(self, wrong: list[WrongCell]) -> None:
        self.wrong = wrong
        super().__init__({"file": f"表里有{len(wrong)}格要改。改好后重新上传整个文件；现在一格也没有写入。"})


def begin_with(asked: ReturnUnit) -> Values:
    """The rows that the form shows: what the unit kept, else what Yaodian offers."""
    return asked.rows if asked.saved_at else offered_rows(asked.asked, asked.unit)


def read_typed(columns: Sequence[Kept], rows: Sequence[Sequence[str]]) -> Entry:
    """Read the fields of a form; rows in which nothing is typed are left out, and counted no more."""
    found = Entry()
    for typed in rows:
        if not any(text.strip() for text in typed):
            continue
        at = len(found.rows)
        found.rows.append([])
        for place, (column, text) in enumerate(zip(columns, typed, strict=True)):
            try:
                found.rows[at].append(column.read(text.strip() or None))
            except Unreadable as error:
                found.rows[at].append(None)
                found.wrong[at, place] = error.says
    return found


def missing(columns: Sequence[Kept], rows: Values) -> dict[tuple[int, int], str]:
    """The required cells that are empty."""
    return {
        (at, place): f"请填写“{column.title}”"
        for at, row in enumerate(rows)
        for place, column in enumerate(columns)
        if column.required and row[place] is None
    }


def save_rows(*, asked: ReturnUnit, rows: Values, by: Acting) -> ReturnUnit:
    """Keep what is filled in so far; it may lack required cells until it is handed in."""
    require_filling(by, asked)
    with transaction.atomic():
        asked = _held(asked, (ReturnUnit.State.WAITING, ReturnUnit.State.RETURNED))
        _check(asked.asked, rows)
        asked.rows, asked.saved_at = rows, now()
        asked.save(update_fields=["rows", "saved_at"])
    return asked


def hand_in(*, asked: ReturnUnit, rows: Values, says: str = "", none: bool = False, by: Acting) -> ReturnUnit:
    """Hand in. BadInput while required cells are empty, or there is no row and `none` does not say that this is meant."""
    require_filling(by, asked)
    columns = kept_columns(list(asked.asked.columns.all()))
    if wrong := missing(columns, rows):
        (at, place), first = next(iter(wrong.items()))
        where = f"第{at + 1}行：" if asked.asked.many else ""
        more = f"（共{len(wrong)}处）" if len(wrong) > 1 else ""
        raise BadInput({f"r{at}-c{place}": f"{where}{first}{more}。"})
    if not rows and not (none and asked.asked.many):
        raise BadInput({"none": "一行也没有填。确实没有，请勾选“没有要报的”。" if asked.asked.many else "还没有填。"})
    if len(says.strip()) > 300:
        raise BadInput({"says": f"最多写300个字，现有{len(says.strip())}个。"})
    offered = offered_cells(asked.asked, asked.unit)
    with transaction.atomic():
        asked = _held(asked, (ReturnUnit.State.WAITING, ReturnUnit.State.RETURNED))
        _check(asked.asked, rows)
        moment = now()
        asked.rows, asked.saved_at, asked.count, asked.offered = rows, moment, len(rows), offered
        asked.state, asked.submitted_at, asked.submitted_by = ReturnUnit.State.SUBMITTED, moment, by.name
        asked.says = says.strip()
        asked.save()
        record(
            "return.submitted",
            f"ledgers.return:{asked.asked_id}",
            f"{asked.unit.short_name}报出《{asked.asked.title}》，{len(rows)}行",
            by=by,
        )
    return asked


def take_back(*, asked: ReturnUnit, by: Acting) -> ReturnUnit:
    """Take back what was handed in, while the return is open; what was filled in stays."""
    require_filling(by, asked)
    with transaction.atomic():
        asked = _held(asked, (ReturnUnit.State.SUBMITTED,))
        asked.state, asked.submitted_at, asked.submitted_by = ReturnUnit.State.WAITING, None, ""
        asked.count = asked.offered = 0
        asked.save()
        subject = f"ledgers.return:{asked.asked_id}"
        record("return.withdrawn", subject, f"{asked.unit.short_name}撤回《{asked.asked.title}》", by=by)
    return asked


def read_sheet(asked: Return, name: str, content: bytes) -> Values:
    """The rows of an uploaded sheet. DocumentError, BadInput for missing columns, WrongSheet with every wrong cell."""
    columns = kept_columns(list(asked.columns.all()))
    table = read_workbook(name, content, known=[column.title for column in columns]).tables[0]
    places = _places(table, columns)
    rows: Values = []
    wrong: list[WrongCell] = []
    for number, cells in zip(table.numbers, table.rows, strict=True):
        read = [_read(column, cells[place], number, wrong) for column, place in zip(columns, places, strict=True)]
        if any(cells[place] is not None for place in places):
            rows.append(read)
            wrong += [
                WrongCell(number, column.title, "", "请填写")
                for column, place in zip(columns, places, strict=True)
                if column.required and cells[place] is None
            ]
    if wrong:
        raise WrongSheet(wrong)
    if len(rows) > (MOST_ROWS if asked.many else 1):
        says = f"一次最多{MOST_ROWS}行" if asked.many else "这份填报每个单位只填一行"
        raise BadInput({"file": f"表里有{len(rows)}行，{says}。请改好再传。"})
    return rows


def _places(table: Table, columns: Sequence[Kept]) -> list[int]:
    """Where each column stands in the sheet."""
    found: Mapping[str, int] = {normal_heading(heading.text): at for at, heading in enumerate(table.headings)}
    lacking = [column.title for column in columns if normal_heading(column.title) not in found]
    if lacking:
        raise BadInput({"file": f"表里没有“{'”“'.join(lacking)}”这几列。请用下载的模板填写，不要改列名。"})
    return [found[normal_heading(column.title)] for column in columns]


def _read(column: Kept, cell: Cell, row: int, wrong: list[WrongCell]) -> Stored:
    try:
        return column.read(cell)
    except Unreadable as error:
        wrong.append(WrongCell(row, column.title, str(cell)[:40], error.says))
        return None


def sheet_to_fill(asked: ReturnUnit) -> bytes:
    """The form as .xlsx: with what is kept or offered where there is something, else empty with drop-downs."""
    columns = kept_columns(list(asked.asked.columns.all()))
    rows = begin_with(asked)
    if not rows:
        notes = [line for line in asked.asked.says.splitlines() if line.strip()]
        return write_template([column.sheet for column in columns], title=asked.asked.title, notes=notes)
    out = io.BytesIO()
    lines = ([column.written(value) for column, value in zip(columns, row, strict=True)] for row in rows)
    write_rows([column.sheet for column in columns], lines, title=asked.asked.title, to=out)
    return out.getvalue()


def _check(asked: Return, rows: Values) -> None:
    width = asked.columns.count()
    if any(len(row) != width for row in rows):
        raise NotNow("表格的列变了，请刷新后再填。")
    if len(rows) > (MOST_ROWS if asked.many else 1):
        raise BadInput(f"最多{MOST_ROWS if asked.many else 1}行。")


def _held(asked: ReturnUnit, states: Sequence[str]) -> ReturnUnit:
    """The unit's part, locked for writing; NotNow when the return is closed or the part in another state."""
    found = ReturnUnit.objects.select_for_update(of=("self",)).select_related("unit", "asked__office").get(pk=asked.pk)
    if found.asked.state != Return.State.OPEN:
        raise NotNow(
            f"《{found.asked.title}》已经结束，不能再填。需要补填时请找{found.asked.office.short_name}重新打开。"
        )
    if found.state not in states:
        raise NotNow(f"《{found.asked.title}》现在是“{found.get_state_display()}”，不能办这一步。请刷新后再看。")
    return found
