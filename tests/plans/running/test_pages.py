"""The pages of one task: what they show to whom, at what cost, and what happens to what was typed."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.plans.running.conftest import TODAY, signed_in
from tests.world import World, add_unit
from yaodian.apps.files.models import StoredFile
from yaodian.apps.plans.models import Figure, Item, Report, Subtask
from yaodian.apps.plans.services import running


def shown(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.content.decode()[:2000]
    return str(response.content.decode())


@pytest.fixture
def busy(world: World, item: Item, subtask: Subtask, a_file: Callable[..., StoredFile]) -> Item:
    """A task with reports, evidence, an open request, words and a school's report."""
    target = item.targets.get()
    for month, value in ((3, 5), (5, 12), (6, 20)):
        running.report_progress(
            item=item,
            state="underway",
            says=f"已整改{value}处",
            obstacle="缺施工队" if month == 6 else "",
            on=date(2026, month, 15),
            figures={target.pk: value},
            files=[a_file(world.bai, f"整改验收单{month}月.pdf")],
            by=world.bai,
        )
    running.report_progress(
        item=item, subtask=subtask, state="underway", says="已排查", files=[a_file(world.an, "照片.jpg")], by=world.an
    )
    running.ask(item=item, kind="extend", reason="雨季停工", until=date(2026, 9, 30), by=world.bai)
    running.comment(item=item, says="抓紧", by=world.of["bureau-leader"])
    return item


def test_the_page_says_how_it_stands_and_why(world: World, busy: Item) -> None:
    html = shown(signed_in(world.bai), "item", busy.pk)
    for told in (
        "消防安全",
        "按计划路径今天应到",
        "看整项",
        "缺施工队",
        "整改验收单6月.pdf",
        "批示：抓紧",
        "申请延期到9月30日",
    ):
        assert (told in html) == (told != "看整项"), told
    assert "2项，1项已交凭据" in html
    assert "49处" in html
    assert 'id="item-path"' in html, "the chart's points"


def test_each_sees_the_acts_that_are_his(world: World, busy: Item) -> None:
    acts = {
        "bai": (world.bai, {"报进展": True, "申请停钟": True, "申请办结": True, "同意": False}),
        "leader": (world.of["bureau-leader"], {"报进展": False, "申请办结": False, "同意": True}),
        "clerk": (world.of["plan-clerk"], {"报进展": True, "申请办结": False, "同意": False}),
        "school": (world.an, {"报进展": False, "申请办结": False, "同意": False}),
        "auditor": (world.of["auditor"], {"报进展": False, "申请办结": False, "同意": False}),
    }
    for who, (by, wanted) in acts.items():
        html = shown(signed_in(by), "item", busy.pk)
        buttons = re.findall(r"<(?:a|button) class=\"btn[^>]*>(?:<svg.*?</svg>)?([^<]+)</", html)
        assert {name: name in buttons for name in wanted} == wanted, who
    assert "申请延期" not in re.findall(r"btn[^>]*>([^<]+)<", shown(signed_in(world.bai), "item", busy.pk)), (
        "one is open"
    )


def test_a_school_sees_its_own_share_and_opens_only_its_own_files(world: World, busy: Item) -> None:
    Subtask.objects.create(item=busy, title="整改", unit=world.second, due=date(2026, 8, 20))
    mine = shown(signed_in(world.an), "item", busy.pk)
    assert "1个子任务" in mine
    assert "石桥镇第二小学" not in mine
    assert "2个子任务" in shown(signed_in(world.bai), "item", busy.pk)
    assert "照片.jpg" in mine
    assert reverse("file", args=[StoredFile.objects.get(name="照片.jpg").pk]) in mine
    for inside in ("整改验收单6月.pdf", "缺施工队", "批示", "雨季停工", "经过"):
        assert inside not in mine, "how the offices work on it is theirs"
        assert inside in shown(signed_in(world.bai), "item", busy.pk)
    assert "照片.jpg" not in shown(signed_in(world.chang), "item", busy.pk)


def test_offices_open_the_evidence_of_schools(world: World, busy: Item) -> None:
    photo = StoredFile.objects.get(name="照片.jpg")
    for by in (world.bai, world.of["plan-clerk"], world.of["bureau-leader"], world.of["township"], world.an):
        opened = signed_in(by).get(reverse("file", args=[photo.pk]))
        assert opened.status_code == 200
        assert b"".join(opened.streaming_content)  # type: ignore[attr-defined]  # of a streaming answer
    assert signed_in(world.chang).get(reverse("file", args=[photo.pk])).status_code == 404


def test_the_page_costs_the_same_however_much_there_is(
    world: World, busy: Item, a_file: Callable[..., StoredFile], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(world.bai)
    address = reverse("item", args=[busy.pk])
    client.get(address)
    with django_assert_num_queries(ITEM_QUERIES):
        client.get(address)
    for number in range(45):
        school = add_unit(f"X{number}", f"第{number}小学", "school", world.township)
        Subtask.objects.create(item=busy, title="整改", unit=school, due=date(2026, 8, 20))
    for number in range(12):
        running.report_progress(
            item=busy, state="underway", says=f"第{number}次", files=[a_file(world.bai, f"{number}.jpg")], by=world.bai
        )
        running.comment(item=busy, says="好", by=world.bai)
    with django_assert_num_queries(ITEM_QUERIES):
        html = client.get(address).content.decode()
    assert html.count("subtask/") == 40, "paged"
    assert "全部" in html


ITEM_QUERIES = (
    29  # request 3; task, plan, rows 10; reports 5; requests, words 2; sub-tasks 3; evidence 1; history 2; frame 3
)


def test_reporting_keeps_figure_words_and_named_files(world: World, item: Item) -> None:
    client = signed_in(world.bai)
    html = shown(client, "item-report", item.pk)
    assert "今天应到37处，目标49处" in html
    assert "涉密文件不得上传" in html
    target = item.targets.get()
    sent = {
        "state": "underway",
        "on": "2026-06-30",
        f"figure-{target.pk}": "３０处",
        "says": "已整改30处",
        "proof-0": [SimpleUploadedFile("IMG_1.jpg", b"1"), SimpleUploadedFile("IMG_2.jpg", b"2")],
        "files": SimpleUploadedFile("说明.docx", b"3"),
    }
    response = client.post(reverse("item-report", args=[item.pk]), sent)
    assert response.status_code == 302, response.content.decode()
    report = Report.objects.get()
    assert report.on == date(2026, 6, 30)
    assert sorted(report.files.values_list("name", flat=True)) == [
        "整改验收单 IMG_1.jpg",
        "整改验收单 IMG_2.jpg",
        "说明.docx",
    ]
    assert Figure.objects.get().value == 30
    assert 'value="30"' in shown(client, "item-report", item.pk), "prefilled with the last figure"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"figure": "三十"}, "不是数"),
        ({"figure": "80"}, "150%"),
        ({"on": "2026-02-30"}, "不是日期"),
        ({"on": "2026-12-30"}, "还没有到"),
        ({"files": SimpleUploadedFile("病毒.exe", b"MZ")}, "这种文件不收"),
        ({"files": SimpleUploadedFile("空.pdf", b"")}, "空文件"),
        ({"state": ""}, "errorlist"),
    ],
)
def test_a_refused_report_keeps_what_was_typed(world: World, item: Item, wrong: dict[str, Any], told: str) -> None:
    client = signed_in(world.bai)
    sent: dict[str, Any] = {"state": "underway", "says": "打了很多字", "proof-0": SimpleUploadedFile("验收.pdf", b"x")}
    sent |= {f"figure-{item.targets.get().pk}" if name == "figure" else name: value for name, value in wrong.items()}
    response = client.post(reverse("item-report", args=[item.pk]), sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert told in html
    assert "打了很多字" in html
    assert "请重新选：" in html
    assert not Report.objects.exists()
    assert not StoredFile.objects.exists()
    if "150%" in told:
        del sent["proof-0"]
        assert client.post(reverse("item-report", args=[item.pk]), {**sent, "confirm": "on"}).status_code == 302


def test_twenty_megabytes_are_the_limit(world: World, item: Item) -> None:
    big = SimpleUploadedFile("大.pdf", b"0" * (20 * 1024 * 1024 + 1))
    response = signed_in(world.bai).post(reverse("item-report", args=[item.pk]), {"state": "underway", "files": big})
    assert "最多20兆" in response.content.decode()


def test_who_has_no_part_is_told_who_has(world: World, item: Item) -> None:
    response = signed_in(world.an).get(reverse("item-report", args=[item.pk]))
    assert response.status_code == 403
    assert "由基础教育科办理" in response.content.decode()
    clerk = shown(signed_in(world.of["plan-clerk"]), "item-report", item.pk)
    assert 'name="state"' not in clerk, "a supporting office leaves the state alone"


def test_asking_and_deciding(world: World, item: Item) -> None:
    owner, clerk = signed_in(world.bai), signed_in(world.of["plan-clerk"])
    wrong = owner.post(reverse("item-ask", args=[item.pk, "pause"]), {"reason": "等"})
    assert (wrong.status_code, "请写从哪天起" in wrong.content.decode()) == (422, True)
    assert owner.get(reverse("item-ask", args=[item.pk, "nonsense"])).status_code == 404
    assert "办结条件" in shown(owner, "item-ask", item.pk, "finish")
    assert owner.post(reverse("item-ask", args=[item.pk, "finish"]), {"reason": "都好了"}).status_code == 302
    asked = item.requests.get()
    assert "都好了" in shown(clerk, "item-decide", asked.pk)
    assert "同意办结" not in shown(owner, "item-decide", asked.pk)
    bare = clerk.post(reverse("item-decide", args=[asked.pk]), {"grant": "no"})
    assert (bare.status_code, "退回要写明" in bare.content.decode()) == (422, True)
    assert owner.post(reverse("item-decide", args=[asked.pk]), {"grant": "yes"}).status_code == 403
    assert clerk.post(reverse("item-decide", args=[asked.pk]), {"grant": "yes"}).status_code == 302
    html = shown(owner, "item", item.pk)
    assert "完成" in html
    assert reverse("item-report", args=[item.pk]) not in html
    assert "重新打开" in shown(clerk, "item", item.pk)
    assert clerk.post(reverse("item-reopen", args=[item.pk]), {"reason": ""}).status_code == 422
    assert clerk.post(reverse("item-reopen", args=[item.pk]), {"reason": "抽查没有改完"}).status_code == 302
    assert "重新打开：抽查没有改完" in shown(owner, "item", item.pk)


def test_words_are_kept_when_refused(world: World, item: Item) -> None:
    client = signed_in(world.bai)
    response = client.post(reverse("item-comment", args=[item.pk]), {"says": "字" * 2001})
    assert response.status_code == 422
    assert "字" * 2001 in response.content.decode()
    assert client.post(reverse("item-comment", args=[item.pk]), {"says": "收到"}).status_code == 302


def test_a_school_reports_on_a_simple_page(world: World, item: Item, subtask: Subtask) -> None:
    client = signed_in(world.an)
    assert "涉密文件不得上传" in shown(client, "subtask-report", subtask.pk)
    sent = {"state": "finished", "says": "已改完", "proof-1": SimpleUploadedFile("IMG_9.jpg", b"9")}
    assert client.post(reverse("subtask-report", args=[subtask.pk]), sent).status_code == 302
    subtask.refresh_from_db()
    assert subtask.state == "finished"
    html = shown(client, "subtask-report", subtask.pk)
    assert "整改前后照片 IMG_9.jpg" in html
    assert "完成" in html
    assert signed_in(world.chang).get(reverse("subtask-report", args=[subtask.pk])).status_code == 404
    assert '<form class="it-form"' not in shown(signed_in(world.bai), "subtask-report", subtask.pk)


def test_unpublished_and_unknown_tasks_are_not_there(world: World, item: Item) -> None:
    heading = Item.objects.filter(kind="section").first()
    client = signed_in(world.bai)
    assert heading is not None
    for pk in (heading.pk, 10**6):
        assert client.get(reverse("item", args=[pk])).status_code == 404
    item.plan.state = "review"
    item.plan.save(update_fields=["state"])
    assert client.get(reverse("item", args=[item.pk])).status_code == 404
    assert "还没有发布" not in shown(signed_in(world.of["plan-clerk"]), "item", item.pk)


def test_the_rule_is_told_with_its_numbers_and_examples(world: World) -> None:
    html = shown(signed_in(world.an), "light-rule")
    for code in ("done", "green", "yellow", "red", "overdue", "idle", "paused"):
        assert f'id="{code}"' in html, code
    assert "30个百分点" in html
    assert "系统的默认值" in html


def test_past_deadline_without_figures(world: World, item: Item) -> None:
    item.due = TODAY - timedelta(days=16)
    item.save()
    html = shown(signed_in(world.bai), "item", item.pk)
    assert "逾期16天" in html
