"""The pages of comparing: what they give to whom, and at what cost."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from tests.world import World, small_world
from yaodian.apps.audit.clock import now
from yaodian.apps.audit.models import Event
from yaodian.apps.files.models import StoredFile
from yaodian.apps.jobs.models import Job
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Plan
from yaodian.apps.plans.services import superior
from yaodian.kernel.errors import NotAllowed
from yaodian.text import read_plan

OLD = """青澜县教育局2025年工作要点
一、守牢安全底线
1.消防安全。8月底前30处消防安全隐患全部整改。
2.应急演练。每校每学期开展疏散演练不少于1次。
二、提升教学质量
3.读书行动。评出书香班级。
"""
SUPERIOR = """宁川市教育局2026年工作要点
一、主要任务
1.课后服务。小学课后服务覆盖率达到100%。
2.应急演练。每校每学期开展疏散演练不少于2次。
3.人工智能。建设人工智能教育实验校20所。
"""


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return small_world()


@pytest.fixture
def last_year(world: World) -> Plan:
    return plan_of(world, 2025, OLD)


def plan_of(world: World, year: int, text: str, state: str = "closed") -> Plan:
    return Plan.objects.create(
        unit=world.bureau,
        title=f"青澜县教育局{year}年工作要点",
        year=year,
        state=state,
        source_name=f"{year}.txt",
        text=text,
        created_at=now(),
        published_at=now(),
    )


def signed_in(by: Acting) -> Client:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(client: Client, plan: Plan, text: str = SUPERIOR, name: str = "市局要点.txt") -> HttpResponse:
    sent = SimpleUploadedFile(name, text.encode())
    response: HttpResponse = client.post(reverse("plan-cover-upload"), {"file": sent, "plan": plan.pk})
    return response


def kinds(response: HttpResponse) -> list[str]:
    return [row["pair"].kind for row in response.context["rows"]]


def test_the_newest_two_are_held_side_by_side(world: World, last_year: Plan) -> None:
    response = signed_in(world.bai).get(reverse("plan-compare"))
    assert (response.context["old"], response.context["new"]) == (last_year, world.plan)
    assert kinds(response) == ["target", "dropped", "new"]
    html = response.content.decode()
    assert "30处 → 49处" in html
    assert "有变化的任务3项" in html
    assert f'href="{reverse("item", args=[world.items[0].pk])}"' in html
    assert "<del>30</del>" in html
    assert "<ins>49</ins>" in html


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("target", ["target"]),
        ("unchanged", ["unchanged"]),
        ("all", ["target", "unchanged", "dropped", "new"]),
        ("nonsense", ["target", "dropped", "new"]),
        ("moved", []),
    ],
)
def test_the_filter_shows_one_kind(kind: str, shown: list[str], world: World, last_year: Plan) -> None:
    assert kinds(signed_in(world.bai).get(reverse("plan-compare"), {"kind": kind})) == shown


def test_the_other_way_round_is_asked_by_address(world: World, last_year: Plan) -> None:
    response = signed_in(world.bai).get(reverse("plan-compare"), {"old": world.plan.pk, "new": last_year.pk})
    assert "49处 → 30处" in response.content.decode()


def test_the_same_plan_twice_is_told(world: World, last_year: Plan) -> None:
    response = signed_in(world.bai).get(reverse("plan-compare"), {"old": last_year.pk, "new": last_year.pk})
    assert "同一份要点" in response.content.decode()


def test_one_plan_alone_cannot_be_compared(world: World) -> None:
    assert "要有两份要点才能对照" in signed_in(world.bai).get(reverse("plan-compare")).content.decode()


def test_a_plan_not_yet_published_is_only_for_who_may_edit(world: World) -> None:
    draft = plan_of(world, 2027, OLD, state="review")
    plan_of(world, 2025, OLD)
    response = signed_in(world.of["plan-clerk"]).get(reverse("plan-compare"))
    assert (response.context["old"].year, response.context["new"].year) == (2025, 2026)
    address = reverse("plan-compare"), {"old": world.plan.pk, "new": draft.pk}
    assert signed_in(world.of["plan-clerk"]).get(*address).status_code == 200
    assert signed_in(world.bai).get(*address).status_code == 404


@pytest.mark.parametrize("word", ["9999", "x", "-1", "1" * 30])
def test_a_plan_that_is_not_there_is_not_found(word: str, world: World, last_year: Plan) -> None:
    assert signed_in(world.bai).get(reverse("plan-compare"), {"old": word}).status_code == 404


def test_the_comparison_is_downloaded(world: World, last_year: Plan) -> None:
    client = signed_in(world.bai)
    sheet = client.get(reverse("plan-compare-xlsx"))
    page = load_workbook(io.BytesIO(sheet.content)).active
    assert [row[0].value for row in page.iter_rows(min_row=4)] == ["目标变化", "未变", "删去", "新增"]
    assert ".xlsx" in sheet["Content-Disposition"]
    paper = client.get(reverse("plan-compare-docx"))
    assert len(Document(io.BytesIO(paper.content)).tables[0].rows) == 5


def test_the_superiors_document_is_read_and_compared(world: World) -> None:
    client = signed_in(world.of["plan-clerk"])
    response = upload(client, world.plan)
    stored = StoredFile.objects.get(name="市局要点.txt")
    assert response["Location"] == f"{reverse('plan-cover', args=[stored.pk])}?plan={world.plan.pk}"
    assert Event.objects.get(kind="plan.superior").by_name == "赵晓彤"
    assert Plan.objects.count() == 1
    page = client.get(response["Location"])
    assert [row["row"].answer for row in page.context["rows"]] == ["answered", "weaker", "unanswered"]
    html = page.content.decode()
    assert "1项未落实，1项低于要求，1项已落实；另有1项任务是我局自有的。" in html
    assert "低1次" in html
    assert reverse("item", args=[world.items[1].pk]) in html
    assert [row["row"].answer for row in client.get(f"{response['Location']}&kind=own").context["rows"]] == ["own"]


def test_it_is_listed_and_seen_by_readers_within_reach_only(world: World, last_year: Plan) -> None:
    clerk = signed_in(world.of["plan-clerk"])
    address = upload(clerk, world.plan)["Location"]
    assert "市局要点.txt" in clerk.get(reverse("plan-compare")).content.decode()
    leader = signed_in(world.of["bureau-leader"])
    assert leader.get(address).status_code == 200
    assert "市局要点.txt" in leader.get(reverse("plan-compare")).content.decode()
    school = signed_in(world.an)
    assert school.get(address).status_code in (403, 404)


def test_who_may_not_edit_may_not_upload(world: World) -> None:
    assert upload(signed_in(world.bai), world.plan).status_code == 403
    with pytest.raises(NotAllowed):
        superior.take_superior(file=StoredFile(name="a.txt", size=1), own=world.plan, by=world.bai)


def test_another_file_is_not_a_superiors_document(world: World) -> None:
    stored = StoredFile.objects.create(
        sha256="0" * 64, name="照片.jpg", size=1, unit=world.first, uploaded_by=world.an.user, uploaded_at=now()
    )
    assert signed_in(world.of["plan-clerk"]).get(reverse("plan-cover", args=[stored.pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [("空.txt", " ", "空"), ("图.docx", "不是", "不符"), ("一行.txt", "\n\n", "空")],
)
def test_what_cannot_be_read_is_told_beside_the_form(name: str, text: str, says: str, world: World) -> None:
    response = upload(signed_in(world.of["plan-clerk"]), world.plan, text, name)
    assert response.status_code == 422
    assert says in response.content.decode()


def test_a_file_and_a_plan_are_needed(world: World) -> None:
    client = signed_in(world.of["plan-clerk"])
    response = client.post(reverse("plan-cover-upload"), {"plan": world.plan.pk})
    assert (response.status_code, "请选上级的文件" in response.content.decode()) == (422, True)
    sent = SimpleUploadedFile("a.txt", SUPERIOR.encode())
    response = client.post(reverse("plan-cover-upload"), {"file": sent})
    assert (response.status_code, "请选一份本局的要点" in response.content.decode()) == (422, True)


def test_a_slow_document_is_read_in_the_background(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(superior, "QUICK_BYTES", 10)
    client = signed_in(world.of["plan-clerk"])
    response = upload(client, world.plan)
    job = Job.objects.get(kind="plan.superior.read")
    assert response["Location"] == reverse("job", args=[job.pk])
    assert job.state == Job.State.DONE
    page = client.get(job.result["link"])
    assert [row["row"].answer for row in page.context["rows"]] == ["answered", "weaker", "unanswered"]
    assert client.get(response["Location"])["Location"] == job.result["link"]


def test_a_slow_document_without_tasks_ends_with_its_reason(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(superior, "QUICK_BYTES", 0)
    upload(signed_in(world.of["plan-clerk"]), world.plan, "青澜县教育局2026年工作要点")
    job = Job.objects.get(kind="plan.superior.read")
    assert job.state == Job.State.FAILED
    assert "没有读出任何一项工作" in job.message


def test_a_book_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(superior, "MOST_PARTS", 2)
    response = upload(signed_in(world.of["plan-clerk"]), world.plan)
    assert response.status_code == 422
    assert "这份文件有3项" in response.content.decode()


def test_the_coverage_is_downloaded(world: World) -> None:
    client = signed_in(world.of["plan-clerk"])
    upload(client, world.plan)
    stored = StoredFile.objects.get(name="市局要点.txt")
    sheet = client.get(reverse("plan-cover-xlsx", args=[stored.pk]))
    page = load_workbook(io.BytesIO(sheet.content)).active
    assert [row[5].value for row in page.iter_rows(min_row=4)] == ["已落实", "低于要求", "未落实", "我局自有"]
    paper = client.get(reverse("plan-cover-docx", args=[stored.pk]))
    assert Document(io.BytesIO(paper.content)).tables[0].rows[2].cells[5].text == "低于要求"


def test_a_file_that_is_gone_is_told(world: World) -> None:
    client = signed_in(world.of["plan-clerk"])
    upload(client, world.plan)
    StoredFile.objects.update(sha256="f" * 64)
    response = client.get(reverse("plan-cover", args=[StoredFile.objects.get().pk]))
    assert response.status_code == 404


@pytest.mark.parametrize("page", ["plan-compare", "plan-cover"])
def test_a_page_costs_the_same_for_any_plan(page: str, world: World, last_year: Plan) -> None:
    client = signed_in(world.of["plan-clerk"])
    upload(client, world.plan)
    stored = StoredFile.objects.get(name="市局要点.txt")
    address = reverse(page, args=[stored.pk] if page == "plan-cover" else [])
    client.get(address)
    few = queries(client, address)
    many = "\n".join(f"{number}.第{number}件工作。新建学校{number}所。" for number in range(1, 80))
    for year in (2020, 2021, 2022, 2023):
        plan_of(world, year, f"要点\n一、工作\n{many}")
    larger = plan_of(world, 2024, f"要点\n一、工作\n{many}")
    for number in range(5):
        upload(client, world.plan, SUPERIOR, f"另{number}.txt")
    words = {"old": larger.pk, "new": world.plan.pk, "plan": larger.pk, "kind": "all"}
    address = f"{address}?{'&'.join(f'{key}={value}' for key, value in words.items())}"
    assert queries(client, address) == few


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_list_of_years_leads_here(world: World) -> None:
    html = signed_in(world.bai).get(reverse("plan-list")).content.decode()
    assert f'href="{reverse("plan-compare")}"' in html


def test_what_was_kept_of_the_reading_gives_the_same(world: World) -> None:
    kept = plan_of(world, 2025, OLD)
    kept.reading = read_plan(OLD, year=2025).as_json()
    kept.save()
    assert kinds(signed_in(world.bai).get(reverse("plan-compare"))) == ["target", "dropped", "new"]
