"""A withdrawn task is restored: as it stood, with a reason, and the days between stay withdrawn."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World
from yaodian.apps.audit.clock import at
from yaodian.apps.audit.models import Event
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Adjustment, Item, Plan, Subtask
from yaodian.apps.plans.selectors.standing import rows_of
from yaodian.apps.plans.services import breakdown, restoring, subtasks
from yaodian.apps.plans.services.restoring import restore_item
from yaodian.apps.plans.services.running import report_progress
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

APRIL, JUNE = date(2026, 4, 1), date(2026, 6, 1)


def again(item: Item) -> Item:
    return Item.objects.select_related("plan__unit").get(pk=item.pk)


def signed_in(by: Acting) -> Client:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def gone(issued: World) -> World:
    """The second task, under way, was withdrawn on 1 April with one of its two sub-tasks; the other had gone before."""
    item, clerk = issued.items[1], issued.of["plan-clerk"]
    report_progress(item=item, state="underway", says="已部署", by=issued.bai)
    first = subtasks.add_subtask(item=item, title="演练", unit=issued.first, due=JUNE, by=clerk)
    second = subtasks.add_subtask(item=item, title="演练", unit=issued.second, due=JUNE, by=clerk)
    report_progress(item=item, subtask=first, state="underway", says="已排练", by=issued.an)
    subtasks.withdraw_subtask(subtask=second, reason="并入一小", by=clerk)
    with at(APRIL):
        breakdown.withdraw_item(item=item, basis="县里统一安排", by=clerk)
    return issued


def test_it_is_owed_again_as_it_stood(gone: World) -> None:
    item, clerk = gone.items[1], gone.of["plan-clerk"]
    Notice.objects.all().delete()
    with at(JUNE), pytest.raises(BadInput, match="恢复的原因"):
        restore_item(item=item, basis=" ", by=clerk)
    with at(JUNE):
        restore_item(item=item, basis="县里改由各局办理", by=clerk)
    held = again(item)
    assert (held.state, held.withdrawn_basis, held.withdrawn_on) == (Item.State.UNDERWAY, "", None)
    states = dict(Subtask.objects.values_list("unit__name", "state"))
    assert states == {"石桥镇第一小学": "underway", "石桥镇第二小学": "withdrawn"}, "what went before stays away"
    kept = Adjustment.objects.filter(item=item, field="state").first()
    assert kept is not None
    assert (kept.old, kept.new, kept.basis) == ("已撤销", "推进中", "县里改由各局办理")
    assert Event.objects.get(kind="breakdown.item_restored").says.endswith("（连同1个子任务），原因：县里改由各局办理")
    told = set(Notice.objects.filter(kind="breakdown.restored").values_list("post__holder__username", flat=True))
    assert {"bai", "chen", "an"} <= told
    assert "chang" not in told


def test_the_days_between_stay_withdrawn(gone: World) -> None:
    item, clerk = gone.items[1], gone.of["plan-clerk"]

    def owed(day: date) -> bool:
        return item.pk in {row.item.pk for row in rows_of(gone.plan, on=day)}

    days = [date(2026, 3, 31), APRIL, date(2026, 5, 1), date(2026, 5, 31), JUNE]
    with at(JUNE):
        before = [owed(day) for day in days]
        restore_item(item=item, basis="恢复", by=clerk)
        assert before == [True, False, False, False, False]
        assert [owed(day) for day in days] == [True, False, False, False, True]
    with at(date(2026, 7, 1)):
        breakdown.withdraw_item(item=again(item), basis="又撤", by=clerk)
    with at(date(2026, 8, 1)):
        restore_item(item=item, basis="又恢复", by=clerk)
        assert [owed(day) for day in (*days, date(2026, 7, 15), date(2026, 8, 1))] == [
            *(True, False, False, False, True),
            *(False, True),
        ]


def test_restored_on_the_day_it_went_leaves_no_gap(issued: World) -> None:
    item, clerk = issued.items[1], issued.of["plan-clerk"]
    breakdown.withdraw_item(item=item, basis="误点", by=clerk)
    restore_item(item=item, basis="误点", by=clerk)
    assert (again(item).gaps, again(item).state) == ([], Item.State.IDLE)


REFUSED: dict[str, tuple[Callable[[], object], type[Exception], str]] = {
    "not withdrawn": (lambda: Item.objects.update(state="idle"), NotNow, "没有撤销"),
    "approved": (lambda: Plan.objects.update(breakdown="approved"), NotNow, "已经审定"),
    "closed": (lambda: Plan.objects.update(state="closed"), NotNow, "已经结束"),
    "changed since": (lambda: Item.objects.update(version=99), NotNow, "改过"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_when_it_cannot_be_restored(gone: World, case: str) -> None:
    change, error, says = REFUSED[case]
    version = again(gone.items[1]).version
    change()
    with pytest.raises(error, match=says):
        restore_item(item=again(gone.items[1]), basis="恢复", version=version, by=gone.of["plan-clerk"])


@pytest.mark.parametrize("role", ["bureau-leader", "office-head", "principal", "auditor", "inspector"])
def test_only_who_edits_the_plan_may(gone: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        restore_item(item=gone.items[1], basis="恢复", by=gone.of[role])
    html = signed_in(gone.of[role]).get(reverse("item", args=[gone.items[1].pk])).content.decode()
    assert "恢复这项任务" not in html


def test_where_the_record_fails_nothing_is_changed(gone: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no record")

    before = list(Item.objects.values()), list(Subtask.objects.values()), Notice.objects.count()
    monkeypatch.setattr(restoring, "record", broken)
    with pytest.raises(RuntimeError):
        restore_item(item=gone.items[1], basis="恢复", by=gone.of["plan-clerk"])
    assert (list(Item.objects.values()), list(Subtask.objects.values()), Notice.objects.count()) == before


def test_the_clerk_restores_it_on_its_page(gone: World) -> None:
    item, client = gone.items[1], signed_in(gone.of["plan-clerk"])
    page, act = reverse("breakdown-item", args=[item.pk]), reverse("breakdown-part", args=[item.pk, "restore"])
    assert f"{page}#restore" in client.get(reverse("item", args=[item.pk])).content.decode()
    assert act in client.get(page).content.decode()
    wrong = client.post(act, {"reason": ""})
    assert wrong.status_code == 422
    version = again(item).version
    stale = client.post(act, {"reason": "恢复", "version": version - 1})
    assert stale.status_code == 422
    assert "改过" in stale.content.decode()
    done = client.post(act, {"reason": "恢复", "version": version})
    assert (done.status_code, again(item).state) == (302, Item.State.UNDERWAY)
    html = client.get(page).content.decode()
    assert act not in html
    assert "已撤销 → 推进中" in html
