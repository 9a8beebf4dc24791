"""The pages: uploading, saying headings, seeing what was found, confirming, undoing; who is let in."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client

from tests.ledgers.imports.conftest import HEADINGS, line, workbook
from tests.world import World
from yaodian.apps.ledgers.models import Import
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.orgs.acting import Acting

State = Import.State


@pytest.fixture(autouse=True)
def _static(settings: Any) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def signed_in(by: Acting) -> Client:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def client(world: World) -> Client:
    """安老师 of 一小."""
    return signed_in(world.an)


def send(client: Client, content: bytes, **fields: Any) -> HttpResponseBase:
    sheet = SimpleUploadedFile("校舍.xlsx", content)
    return client.post("/registers/buildings/import/", {"file": sheet, "blanks": "keep", **fields}, follow=True)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_from_upload_to_undo(client: Client, world: World) -> None:
    assert "导入《校舍》" in text_of(client.get("/registers/buildings/import/"))
    shown = text_of(send(client, workbook([line("A1"), line("A2")])))
    assert "将要写入的" in shown
    assert "全部写入" in shown
    run = Import.objects.get()
    assert "A1" not in shown or run.counts["new"] == 2
    assert "教学楼" in text_of(client.get(f"/imports/{run.pk}/rows/?act=new"))
    shown = text_of(client.post(f"/imports/{run.pk}/confirm/", follow=True))
    assert "已写入：新增2行，修改0行，删除0行。" in shown
    assert "表.xlsx" not in text_of(client.get("/imports/"))
    assert "校舍.xlsx" in text_of(client.get("/imports/"))
    assert "恢复到导入以前的样子" in text_of(client.get(f"/imports/{run.pk}/undo/"))
    shown = text_of(client.post(f"/imports/{run.pk}/undo/", follow=True))
    assert "去掉新增的2行" in shown
    assert not rows_of("buildings")._default_manager.exists()


def test_wrong_cells_are_listed_and_the_rows_to_mend_can_be_fetched(client: Client, world: World) -> None:
    shown = text_of(send(client, workbook([line("A1"), line("A2", 层数="四层楼")])))
    assert "有1处错误，什么也没有写入" in shown
    assert "第3行“层数”" in shown
    assert "全部写入" not in shown
    run = Import.objects.get()
    response = client.get(f"/imports/{run.pk}/report/")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[3] for row in rows] == ["校舍编号", "A2"]
    assert "层数" in str(rows[1][0])
    assert text_of(send(client, content)).count("第2行“层数”") == 1  # uploaded as it is: the same cell is still wrong
    assert signed_in(world.bai).get(f"/imports/{run.pk}/report/").status_code == 404


def test_headings_are_asked_for_and_said(client: Client, world: World) -> None:
    content = workbook([[*line("A1")[:-1], 12]], [*HEADINGS[:-1], "铺位几张"])
    shown = text_of(send(client, content))
    assert "铺位几张" in shown
    assert "如：12" in shown
    run = Import.objects.get()
    keys = {heading["text"]: f"heading{number}" for number, heading in enumerate(run.headings)}
    said = {keys[heading]: key for heading, key in run.mapping.items()}
    refused = client.post(f"/imports/{run.pk}/mapping/", {**said, keys["铺位几张"]: "floors"})
    assert refused.status_code == 422
    assert "同一列不能对应两次" in text_of(refused)
    shown = text_of(client.post(f"/imports/{run.pk}/mapping/", {**said, keys["铺位几张"]: "beds"}, follow=True))
    assert "全部写入" in shown


def test_differing_cells_are_chosen_on_the_page(client: Client, world: World) -> None:
    send(client, workbook([line("A1", 宿舍床位=1)]))
    client.post(f"/imports/{Import.objects.get().pk}/confirm/")
    shown = text_of(send(client, workbook([line("A1", 宿舍床位=2)])))
    run = Import.objects.latest("pk")
    assert "宿舍床位：1行" in shown
    row = rows_of("buildings")._default_manager.get()
    choice = {"row": row.pk, "column": "beds", "choice": "ours", "next": f"/imports/{run.pk}/rows/?act=changed"}
    assert "保留系统里的" in text_of(client.post(f"/imports/{run.pk}/decide/", choice, follow=True))
    client.post(f"/imports/{run.pk}/decide/", {**choice, "choice": "rule"})
    client.post(f"/imports/{run.pk}/rules/", {"ours": ["beds"]})
    client.post(f"/imports/{run.pk}/confirm/")
    row.refresh_from_db()
    assert (row.beds, row.version) == (1, 1)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\n", "文件是空的"),
        (b"%PDF-1.4 not a sheet at all", "PDF"),
        ("一行,没有列名\n".encode(), "没有数据行"),
    ],
    ids=["empty", "pdf", "no table"],
)
def test_a_file_that_is_no_sheet_is_told(client: Client, world: World, content: bytes, says: str) -> None:
    assert says in text_of(send(client, content))
    assert not Import.objects.filter(state=State.CHECKED).exists()


def test_the_template_can_be_fetched_and_is_read_back(client: Client, world: World) -> None:
    response = client.get("/registers/buildings/import/template/")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    values = dict(zip(HEADINGS, line("A1"), strict=True))
    sheet.append([values.get(str(title).rstrip("*＊ ")) for title in titles])
    filled = io.BytesIO()
    book.save(filled)
    send(client, filled.getvalue())
    run = Import.objects.get()
    assert (run.state, run.counts["new"], run.counts["errors"]) == (State.CHECKED, 1, 0)


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        ("school-clerk", "/registers/buildings/import/", 200),
        ("principal", "/registers/buildings/import/", 200),
        ("inspector", "/registers/buildings/import/", 403),
        ("office-head", "/registers/buildings/import/", 403),  # 基础教育科 is not the office of buildings
        ("office-head", "/registers/pupils/import/", 200),
        ("administrator", "/registers/pupils/import/", 403),
        ("school-clerk", "/registers/none/import/", 404),
    ],
)
def test_who_may_import(world: World, who: str, page: str, status: int) -> None:
    assert signed_in(world.of[who]).get(page).status_code == status


@pytest.mark.parametrize("part", ["", "rows/", "report/", "mapping/", "undo/"])
def test_an_import_of_another_school_is_not_found(client: Client, world: World, part: str) -> None:
    send(client, workbook([line("A1", 层数="四层楼")]))
    run = Import.objects.get()
    assert signed_in(world.chang).get(f"/imports/{run.pk}/{part}").status_code == 404


@pytest.mark.parametrize("part", ["confirm/", "cancel/", "again/", "rules/", "decide/", "mapping/", "undo/"])
def test_nobody_goes_on_with_an_import_of_another_school(client: Client, world: World, part: str) -> None:
    send(client, workbook([line("A1")]))
    run = Import.objects.get()
    assert signed_in(world.chang).post(f"/imports/{run.pk}/{part}").status_code == 404
    run.refresh_from_db()
    assert run.state == State.CHECKED
