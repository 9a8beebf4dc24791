"""A small world with buildings, and sheets of them as people send them."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter

from tests.world import World, small_world
from yaodian.apps.ledgers.imports.services import Options, confirm_import, upload_import
from yaodian.apps.ledgers.models import Import
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting

HEADINGS = ("学校", "校舍编号", "校舍名称", "主要用途", "建成年份", "结构类型", "层数", "建筑面积", "在用", "宿舍床位")
Upload = Callable[..., Import]


@pytest.fixture
def world(db: None) -> World:
    return small_world()


def line(number: str, **values: Any) -> list[Any]:
    """A sound row of a sheet of buildings."""
    row = {
        "学校": "石桥镇第一小学",
        "校舍编号": number,
        "校舍名称": "教学楼",
        "主要用途": "教室",
        "建成年份": 2010,
        "结构类型": "框架结构",
        "层数": 4,
        "建筑面积": 3200.5,
        "在用": "是",
        "宿舍床位": None,
    }
    row |= values
    return [row[heading] for heading in HEADINGS]


def workbook(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS, **more: Any) -> bytes:
    """An .xlsx; `more` are further sheets: name → (headings, rows)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, (heads, lines) in {"校舍": (headings, rows), **more}.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate([heads, *lines]):
                sheet.write_row(number, 0, cells)
    return out.getvalue()


@pytest.fixture
def upload(world: World) -> Upload:
    """Upload a workbook (jobs run at once); the import as it then stands."""

    def send(content: bytes, *, by: Acting | None = None, register: str = "buildings", **options: Any) -> Import:
        run = upload_import(
            register=register_named(register),
            name="表.xlsx",
            chunks=[content],
            by=by or world.an,
            options=Options(**options),
        )
        run.refresh_from_db()
        return run

    return send


def confirmed(run: Import, by: Acting, **options: Any) -> Import:
    """The import after it was confirmed and written."""
    confirm_import(run=run, by=by, **options)
    run.refresh_from_db()
    return run
