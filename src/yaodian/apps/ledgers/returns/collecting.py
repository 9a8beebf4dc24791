"""Collecting a return: who has handed in, sending one back, and all rows in one sheet."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.services import record
from yaodian.apps.ledgers.filings.opening import fillers
from yaodian.apps.ledgers.models import Return, ReturnUnit
from yaodian.apps.ledgers.returns.access import reads_rows, require_managing, units_for
from yaodian.apps.ledgers.returns.chasing import LINK
from yaodian.apps.ledgers.returns.kinds import SUMMED, Kept, kept_columns
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow
from yaodian.registers.sheets.writing import SheetColumn, write_rows

STANDS = ("late", "waiting", "returned", "submitted")
LIGHTS = {"late": "overdue", "waiting": "idle", "returned": "red", "submitted": "done"}
WORDS = {"late": "逾期未报", "waiting": "未报", "returned": "已退回", "submitted": "已报"}
SUM_LABEL = "合计"


@dataclass(frozen=True, slots=True)
class Line:
    """How one unit stands."""

    asked: ReturnUnit
    due: date | None
    day: date

    @property
    def late(self) -> int:
        """Days that it is overdue."""
        if self.due is None or self.asked.state == ReturnUnit.State.SUBMITTED:
            return 0
        return max((self.day - self.due).days, 0)

    @property
    def stands(self) -> str:
        """A key of STANDS."""
        return "late" if self.late else str(self.asked.state)

    @property
    def light(self) -> str:
        """The light's code."""
        return LIGHTS[self.stands]

    @property
    def word(self) -> str:
        """The state in words."""
        return f"逾期{self.late}天" if self.late else WORDS[self.stands]


def line_of(asked: ReturnUnit) -> Line:
    """One unit's line."""
    return Line(asked, asked.asked.due, today())


def lines_of(asked: Return, by: Acting) -> list[Line]:
    """The units within reach, in the order of the tree."""
    return [line_of(each) for each in units_for(by, asked).order_by("unit__path")]


def counts_of(lines: Iterable[Line]) -> dict[str, int]:
    """How many stand where."""
    counts = dict.fromkeys(STANDS, 0)
    for line in lines:
        counts[line.stands] += 1
    return counts


def send_back(*, asked: ReturnUnit, reason: str, by: Acting) -> ReturnUnit:
    """Return (退回) what a unit handed in, with a reason; it mends and hands in again."""
    require_managing(by, asked.asked)
    if not reason.strip():
        raise BadInput({"reason": "请写明哪里要改，学校才知道怎么办。"})
    if len(reason.strip()) > 300:
        raise BadInput({"reason": f"最多写300个字，现有{len(reason.strip())}个。"})
    with transaction.atomic():
        found = ReturnUnit.objects.select_for_update(of=("self",)).select_related("unit", "asked").get(pk=asked.pk)
        if found.state != ReturnUnit.State.SUBMITTED or found.asked.state != Return.State.OPEN:
            raise NotNow("这个单位现在没有报出的表可退，或填报已经结束。请刷新后再看。")
        found.state, found.says = ReturnUnit.State.RETURNED, reason.strip()
        found.submitted_at, found.submitted_by, found.count, found.offered = None, "", 0, 0
        found.save()
        says = f"退回{found.unit.short_name}的《{found.asked.title}》：{reason.strip()}"
        record("return.returned", f"ledgers.return:{found.asked_id}", says, by=by)
        told = f"《{found.asked.title}》已退回：{reason.strip()}"
        notify(fillers(found.unit), kind="return.returned", says=told, link=LINK.format(found.asked_id, found.unit_id))
    return found


def merged_sheet(*, asked: Return, sums: bool, by: Acting) -> bytes:
    """All rows that were handed in, as .xlsx: the unit first, then the columns, then the sums if wanted. Logged."""
    if not reads_rows(by, asked, asked.office):
        raise NotAllowed(f"汇总表由发表的{asked.office.short_name}下载。")
    columns = kept_columns(list(asked.columns.all()))
    handed = asked.units.filter(state=ReturnUnit.State.SUBMITTED).select_related("unit").order_by("unit__path")
    sheet = [SheetColumn("单位", width=28), *(column.sheet for column in columns)]
    out = io.BytesIO()
    written = write_rows(sheet, _lines(list(handed), columns, sums=sums), title=asked.title, to=out)
    record("return.merged", f"ledgers.return:{asked.pk}", f"下载《{asked.title}》汇总表，{written}行", by=by)
    return out.getvalue()


def _lines(handed: Sequence[ReturnUnit], columns: Sequence[Kept], *, sums: bool) -> Iterator[list[Any]]:
    totals = [0 if column.kind in SUMMED else None for column in columns]
    for each in handed:
        for row in each.rows:
            for at, value in enumerate(row):
                if totals[at] is not None and value is not None:
                    totals[at] += value
            yield [each.unit.name, *(column.written(value) for column, value in zip(columns, row, strict=True))]
    if sums and any(total is not None for total in totals):
        yield [SUM_LABEL, *totals]
