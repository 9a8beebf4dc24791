"""The pages of the sheets: what they give to whom, and at what cost."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.world import World
from yaodian.apps.files.models import StoredFile
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Adjustment, Item, Plan
from yaodian.apps.plans.services.breakdown import assign_item

from .conftest import exported, with_cells


def signed_in(by: Acting) -> Client:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk(world: World) -> Client:
    return signed_in(world.of["plan-clerk"])


def headings(response: HttpResponse) -> list[str]:
    page = load_workbook(io.BytesIO(response.content)).worksheets[0]
    return [cell.value for cell in page[3] if cell.value != "识别码"]


def upload(client: Client, plan: Plan, data: bytes, name: str = "改好的表.xlsx") -> HttpResponse:
    response: HttpResponse = client.post(
        f"{reverse('sheets-import')}?plan={plan.pk}", {"file": SimpleUploadedFile(name, data)}
    )
    return response


def confirm(client: Client, address: str, **more: str) -> HttpResponse:
    seen = client.get(address).context["preview"].seen
    response: HttpResponse = client.post(address, {"seen": seen, **more})
    return response


def test_columns_and_paper_are_remembered(world: World) -> None:
    client = signed_in(world.bai)
    first = client.get(reverse("sheets-download"), {"column": ["task", "due"], "paper": "a3", "tasks": "mine"})
    assert headings(first) == ["重点任务（原文）", "完成时限"]
    assert "filename*=UTF-8''%E9%9D%92" in first["Content-Disposition"]
    assert headings(client.get(reverse("sheets-download"))) == ["重点任务（原文）", "完成时限"]
    html = client.get(reverse("sheets-export")).content.decode()
    assert html.count("checked") == 2
    assert '<option value="a3" selected>' in html
    assert "导入改好的表" not in html, "a head does not import"
    printed = client.get(reverse("sheets-print"), {"light": "overdue"}).content.decode()
    assert "sheets-a3.css" in printed
    assert "消防安全" in printed
    assert "应急演练" not in printed


@pytest.mark.parametrize("name", ["sheets-export", "sheets-download", "sheets-print", "sheets-import"])
def test_plans_out_of_sight_are_not_there(world: World, clerk: Client, name: str) -> None:
    for asked in ("999999", "x", "9" * 40):
        assert clerk.get(reverse(name), {"plan": asked}).status_code == 404
    Plan.objects.update(state="review")
    assert signed_in(world.bai).get(reverse(name), {"plan": world.plan.pk}).status_code in (403, 404)
    assert clerk.get(reverse(name)).status_code in (200, 404)


def test_nonsense_in_the_address_is_passed_over(clerk: Client) -> None:
    for query in ("column=x&paper=a0&light=pink&lead=x&tasks=y", f"lead={'9' * 30}", "column="):
        assert clerk.get(f"{reverse('sheets-print')}?{query}").status_code == 200


def test_an_edited_sheet_goes_all_the_way(world: World, clerk: Client) -> None:
    data = with_cells(exported(world), {("2", "备注"): "<b>改</b>", ("2", "牵头科室"): "办公室"})
    sent = upload(clerk, world.plan, data)
    assert sent.status_code == 302
    html = clerk.get(sent["Location"]).content.decode()
    assert "&lt;b&gt;改&lt;/b&gt;" in html
    assert "随牵头科室改" in html
    done = confirm(clerk, sent["Location"])
    assert done["Location"] == reverse("breakdown", args=[world.plan.pk])
    assert Item.objects.get(pk=world.items[1].pk).lead == world.office
    again = clerk.get(sent["Location"]).content.decode()
    assert "与系统里一致" in again


def test_wrong_cells_are_listed_and_cannot_be_confirmed(world: World, clerk: Client) -> None:
    data = with_cells(
        exported(world), {("1", "牵头科室"): "基础教肓科", ("3", "完成时限"): "2月30日", ("2", "备注"): "改"}
    )
    address = upload(clerk, world.plan, data)["Location"]
    html = clerk.get(address).content.decode()
    for told in ("第5行 F列", "基础教肓科", "是不是“基础教育科”？", "2026年2月没有30日", "2格要改，尚未写入"):
        assert told in html
    assert 'name="seen"' not in html
    refused = clerk.post(address, {"seen": "x"})
    assert refused.status_code == 422
    assert not Item.objects.filter(remark="改").exists()


def test_an_issued_breakdown_asks_for_a_basis(world: World, clerk: Client) -> None:
    Plan.objects.update(breakdown="issued", number="青教发〔2026〕3号", issued_on=date(2026, 3, 1))
    address = upload(clerk, world.plan, with_cells(exported(world), {("2", "备注"): "改"}))["Location"]
    refused = confirm(clerk, address)
    assert refused.status_code == 422
    assert "请写明调整的依据" in refused.content.decode()
    assert confirm(clerk, address, basis="纪要5号").status_code == 302
    assert Adjustment.objects.get().basis == "纪要5号"


def test_cells_changed_on_both_sides_are_chosen(world: World, clerk: Client) -> None:
    data = with_cells(exported(world), {("2", "备注"): "表里"})
    assign_item(item=world.items[1], changes={"remark": "系统里"}, by=world.of["plan-clerk"])
    address = upload(clerk, world.plan, data)["Location"]
    name = f"keep-{world.items[1].pk}-remark"
    assert f'name="{name}"' in clerk.get(address).content.decode()
    assert confirm(clerk, address).status_code == 422
    assert confirm(clerk, address, **{name: "sheet"}).status_code == 302
    assert Item.objects.get(pk=world.items[1].pk).remark == "表里"


@pytest.mark.parametrize(("data", "says"), [(b"MZ\x90", "不是 .xlsx 表格"), (b"", "文件是空的")])
def test_no_sheet_is_told_and_not_kept(world: World, clerk: Client, data: bytes, says: str) -> None:
    refused = upload(clerk, world.plan, data)
    assert refused.status_code == 422
    assert says in refused.content.decode() or "请选一个" in refused.content.decode()
    assert not StoredFile.objects.exists()


def test_somebody_elses_upload_is_not_shown(world: World, clerk: Client) -> None:
    address = upload(clerk, world.plan, exported(world))["Location"]
    StoredFile.objects.update(uploaded_by=world.bai.user)
    assert clerk.get(address).status_code == 404


@pytest.mark.parametrize("name", ["sheets-export", "sheets-download", "sheets-print"])
def test_pages_cost_the_same_for_any_plan(world: World, clerk: Client, name: str) -> None:
    clerk.get(reverse(name))
    counts = []
    for more in (0, 60):
        _more(world, more)
        with CaptureQueriesContext(connection) as queries:
            assert clerk.get(reverse(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def _more(world: World, count: int) -> None:
    first = world.items[0]
    made = [
        Item(
            plan=world.plan,
            parent=first.parent,
            order=100 + number,
            number=f"9.{number}",
            kind="task",
            title=f"任务{number}",
            start=first.start,
            end=first.end,
            lead=world.basic,
            owner=first.owner,
            leader=first.leader,
            due=first.due,
        )
        for number in range(count)
    ]
    for item in Item.objects.bulk_create(made):
        item.support.add(world.office, world.township)


def test_the_notice_is_there_once_the_breakdown_is_issued(world: World, clerk: Client) -> None:
    assert clerk.get(reverse("sheets-notice")).status_code in (409, 422)
    assert "印发通知" not in clerk.get(reverse("sheets-export")).content.decode()
    Plan.objects.update(breakdown="issued", number="青教发〔2026〕3号", issued_on=date(2026, 3, 1))
    assert "印发通知" in clerk.get(reverse("sheets-export")).content.decode()
    assert clerk.get(reverse("sheets-notice")).content.startswith(b"PK")


def test_an_address_with_the_plans_number_is_the_same_page(world: World, clerk: Client) -> None:
    for name in ("sheets-export", "sheets-import"):
        assert clerk.get(reverse(name, args=[world.plan.pk])).status_code == 200
        assert clerk.get(reverse(name, args=[999999])).status_code == 404
