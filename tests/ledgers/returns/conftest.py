"""A return drafted from a sheet with headings, as an office would upload it."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter

from tests.world import World, small_world
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.models import Return, ReturnUnit
from yaodian.apps.ledgers.returns.asking import Details, Wanted, change_return, draft_return, send_return
from yaodian.apps.ledgers.returns.kinds import Kept


def workbook(headings: Sequence[str], *rows: Sequence[Any], title: str = "") -> bytes:
    """An .xlsx with these headings and rows, below a title line where one is given."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Sheet1")
    top = 0
    if title:
        page.merge_range(0, 0, 0, len(headings) - 1, title)
        top = 1
    for at, row in enumerate([headings, *rows], top):
        page.write_row(at, 0, list(row))
    book.close()
    return out.getvalue()


@pytest.fixture
def world(db: None) -> World:
    return small_world()


CANTEEN = (
    Kept("食堂面积", "decimal", required=True, unit="平方米"),
    Kept("就餐人数", "integer", unit="人"),
    Kept("经营方式", "choice", options=("自营", "托管")),
)
Ask = Callable[..., Return]


@pytest.fixture
def ask(world: World) -> Ask:
    """Make and send a return of 基础教育科 to the schools."""

    def asked(*columns: Kept, many: bool = False, sent: bool = True, prefill: bool = True) -> Return:
        content = workbook([column.title for column in columns or CANTEEN])
        draft = draft_return(name="食堂情况.xlsx", content=content, by=world.bai)
        details = Details("食堂情况", "按实填", due=today(), many=many, kinds=("school",))
        wanted = [Wanted(column, prefill) for column in columns or CANTEEN]
        draft = change_return(asked=draft, details=details, columns=wanted, by=world.bai)
        return send_return(asked=draft, by=world.bai) if sent else draft

    return asked


def part_of(asked: Return, unit: Any) -> ReturnUnit:
    """One unit's part."""
    return ReturnUnit.objects.select_related("asked__office", "unit").get(asked=asked, unit=unit)
