"""The pages of a revision: what they give to whom, what is kept after an error, and at what cost."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.plans.revise.conftest import BASIS, TEXT, applied, published, revised, task, with_lines
from tests.plans.revise.test_applying import ADDED, DROPPED, DUE, FIGURE, by_hand
from tests.world import World
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Plan, Revision
from yaodian.apps.plans.selectors.revision import proposal_of
from yaodian.apps.plans.services.running import comment


def signed_in(by: Acting) -> Client:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk(world: World) -> Client:
    return signed_in(world.of["plan-clerk"])


def body(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("plan-clerk", 200), ("office-head", 403), ("bureau-leader", 403)])
def test_who_sees_which_page(world: World, who: str, status: int) -> None:
    revision = revised(world, FIGURE)
    client = signed_in(world.of[who])
    for address in ("revision", "revision-drop"):
        assert client.get(reverse(address, args=[revision.pk])).status_code == status
    document = body(client.get(reverse("plan-document", args=[world.plan.pk])))
    assert ("上传修订稿" in document) == (status == 200)
    assert ("上传修订稿" in body(client.get(reverse("breakdown", args=[world.plan.pk])))) == (status == 200)


def test_from_upload_to_applied(world: World, clerk: Client) -> None:
    upload = reverse("revise", args=[world.plan.pk])
    assert "修订稿全文" in body(clerk.get(upload))
    answer = clerk.post(upload, {"text": with_lines(FIGURE, DUE, DROPPED, ADDED)})
    page = reverse("revision", args=[Revision.objects.get().pk])
    assert answer["Location"] == page
    assert clerk.get(upload)["Location"] == page
    shown = clerk.get(page)
    told = body(shown)
    assert "<del>49</del>" in told
    for words in ("修订稿改动4项", "修订稿里没有了", "修订稿新增", "目标变化", "应用修订"):
        assert words in told
    assert told.count('class="btn btn-primary"') == 1
    answer = clerk.post(page, {"seen": shown.context["proposal"].seen, "basis": BASIS})
    assert answer["Location"] == reverse("breakdown", args=[world.plan.pk])
    assert "修订已应用：改2项、新增1项、删去1项" in body(clerk.get(answer["Location"]))
    assert BASIS in body(clerk.get(page))


def test_what_was_chosen_stays_after_an_error(world: World, clerk: Client) -> None:
    item = by_hand(world, "提高课后服务水平", due="2026-09-20")
    revision = revised(world, DUE, DROPPED)
    page = reverse("revision", args=[revision.pk])
    seen = clerk.get(page).context["proposal"].seen
    dropped = task(world, "加强校车管理")
    answer = clerk.post(page, {"seen": seen, "basis": BASIS, f"row-i{dropped.pk}": "keep"})
    assert answer.status_code == 422
    told = body(answer)
    assert "还有1处两边都改过，请先选用哪一个" in told
    assert f'name="row-i{dropped.pk}" value="keep" checked' in told
    assert f'value="{BASIS}"' in told
    assert "原文原来是：2026年9月30日" in told
    assert f'name="i{item.pk}-due" value="new" required' in told
    answer = clerk.post(page, {"seen": seen, "basis": "", f"i{item.pk}-due": "mine"})
    assert "请写明修订的依据" in body(answer)
    assert f'name="i{item.pk}-due" value="mine" required checked' in body(answer)


def test_a_failed_reading_says_why_and_what_next(world: World, clerk: Client) -> None:
    clerk.post(reverse("revise", args=[world.plan.pk]), {"text": TEXT})
    revision = Revision.objects.get()
    told = body(clerk.get(reverse("revision", args=[revision.pk])))
    assert "一字不差" in told
    assert "换一个文件" in told
    assert clerk.get(reverse("revise", args=[world.plan.pk])).status_code == 200
    clerk.post(reverse("revision-drop", args=[revision.pk]))
    assert not Revision.objects.exists()


def test_a_stopped_reading_can_be_taken_up(world: World, clerk: Client) -> None:
    revision = revised(world, FIGURE)
    Revision.objects.filter(pk=revision.pk).update(state="reading", job=None)
    page = reverse("revision", args=[revision.pk])
    assert "再读一次" in body(clerk.get(page)) or "重新读取" in body(clerk.get(page))
    clerk.post(reverse("revision-read", args=[revision.pk]))
    assert "应用修订" in body(clerk.get(page))


def test_nothing_to_upload_is_told(world: World, clerk: Client) -> None:
    answer = clerk.post(reverse("revise", args=[world.plan.pk]), {"text": " "})
    assert answer.status_code == 422
    assert "请选一个文件" in body(answer)


def test_versions_of_the_text_and_of_quotes(world: World, clerk: Client) -> None:
    dropped = task(world, "加强校车管理")
    comment(item=dropped, says="抓紧", by=world.of["bureau-leader"])
    applied(world, revised(world, FIGURE, DROPPED))
    document = reverse("plan-document", args=[world.plan.pk])
    now, then = body(clerk.get(document)), body(clerk.get(document + "?version=0"))
    assert "52" in now
    assert "加强校车管理" not in now
    assert "49" in then
    assert "加强校车管理" in then
    assert BASIS in now
    assert clerk.get(document + "?version=7").status_code == 404
    assert clerk.get(document + "?version=x").status_code == 404
    page = body(clerk.get(reverse("item", args=[dropped.pk])))
    assert f"?version=0#c{dropped.start}-{dropped.end}" in page
    kept = task(world, "整治消防隐患")
    page = body(clerk.get(reverse("item", args=[kept.pk])))
    assert f"{document}#c{kept.start}-{kept.end}" in page
    assert "52" in page


@pytest.mark.parametrize(
    "address", ["breakdown", "sheets-export", "sheets-print", "task-list", "calendar", "overview", "desk"]
)
def test_other_pages_go_on_after_a_revision(world: World, clerk: Client, address: str) -> None:
    comment(item=task(world, "加强校车管理"), says="抓紧", by=world.of["bureau-leader"])
    applied(world, revised(world, FIGURE, DROPPED, ADDED))
    assert clerk.get(reverse(address)).status_code == 200


def test_the_sheet_quotes_each_task_from_its_own_text(world: World, clerk: Client) -> None:
    dropped = task(world, "加强校车管理")
    revision = revised(world, FIGURE, DROPPED)
    applied(world, revision, **{f"row_i{dropped.pk}": "keep"})
    told = body(clerk.get(reverse("sheets-print")))
    assert "8月底前52处" in told
    assert "3.加强校车管理。校车安全检查覆盖率达到100%。" in told


def longer(times: int) -> str:
    """The plan with more tasks in its last section."""
    return TEXT + "".join(f"{number}.办好第{number}件实事。建设校园{number}所。\n" for number in range(9, 9 + times))


def queries(world: World, client: Client, times: int) -> int:
    Plan.objects.all().delete()
    published(world, longer(times))
    revision = revised(world, FIGURE, DUE, DROPPED, ("建设校园", "改造校园"), text=longer(times))
    client.get(reverse("revision", args=[revision.pk]))
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert client.get(reverse("revision", args=[revision.pk])).status_code == 200
    return len(counted)


def test_the_page_costs_the_same_for_few_and_many_tasks(world: World, clerk: Client) -> None:
    few = queries(world, clerk, 2)
    assert queries(world, clerk, 25) == few
    assert few <= 30


def test_the_proposal_itself_costs_a_constant_number(
    world: World, django_assert_max_num_queries: Callable[..., object]
) -> None:
    revision = revised(world, FIGURE, DUE, DROPPED, ADDED)
    with django_assert_max_num_queries(10):
        proposal_of(revision)
