"""A target's baseline and own deadline after publication: who may, what is recorded, what the light and the pages make of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World
from yaodian.apps.audit.clock import at
from yaodian.apps.audit.models import Event
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Adjustment, Item, Target, TargetVersion
from yaodian.apps.plans.selectors.standing import row_of
from yaodian.apps.plans.services import breakdown, target_adjusting
from yaodian.apps.plans.services.running import report_progress
from yaodian.apps.plans.services.target_adjusting import adjust_target
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

MAY = date(2026, 5, 16)
GIVEN = {"baseline": "94.5", "baseline_on": "2025-12-31", "baseline_source": "2025年统计年报"}


@pytest.fixture
def rate(world: World) -> Target:
    """巩固率 ≥96%, of the third task."""
    return Target.objects.create(
        item=world.items[2], order=1, indicator="巩固率", kind="commit", comparator=">=", value=96, unit="%"
    )


@pytest.fixture
def later(issued: World) -> Iterator[World]:
    with at(MAY):
        yield issued


def adjust(world: World, target: Target, by: Acting | None = None, **changes: Any) -> Target:
    basis = changes.pop("basis", "局长办公会第5次纪要")
    return adjust_target(target=target, changes=changes, basis=basis, by=by or world.of["plan-clerk"])


def signed_in(by: Acting) -> Client:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_before_issue_it_is_set_and_logged(world: World, rate: Target) -> None:
    adjust(world, rate, basis="", **GIVEN)
    held = Target.objects.get(pk=rate.pk)
    assert (held.baseline, held.baseline_on, held.baseline_source) == (
        Decimal("94.5"),
        date(2025, 12, 31),
        "2025年统计年报",
    )
    assert Event.objects.get(kind="breakdown.target_adjusted").says == (
        "修改3的目标“巩固率”：基数没有改为94.5%（2025年12月31日，2025年统计年报）"
    )
    assert not Adjustment.objects.exists()
    assert not Notice.objects.exists(), "a draft is nobody's task yet"
    adjust(world, rate, basis="", baseline="")
    held.refresh_from_db()
    assert (held.baseline, held.baseline_on, held.baseline_source) == (None, None, "")


def test_once_issued_it_is_an_adjustment_with_a_reason(later: World, rate: Target) -> None:
    with pytest.raises(BadInput, match="调整的依据"):
        adjust(later, rate, basis=" ", **GIVEN)
    Notice.objects.all().delete()
    adjust(later, rate, due="2026-11-30", **GIVEN)
    kept = {row.field: (row.old, row.new, row.basis) for row in Adjustment.objects.filter(item=rate.item)}
    assert kept == {
        "target_baseline": ("", "巩固率94.5%（2025年12月31日，2025年统计年报）", "局长办公会第5次纪要"),
        "target_due": ("", "巩固率2026年11月30日", "局长办公会第5次纪要"),
    }
    told = set(Notice.objects.filter(kind="breakdown.adjusted").values_list("post__holder__username", flat=True))
    assert {"bai", "sun", "chen"} <= told
    before = Event.objects.count()
    adjust(later, rate, due="2026-11-30", **GIVEN)
    assert Event.objects.count() == before, "the same again is no change"


def test_the_path_and_the_light_go_by_it_from_today_not_in_the_past(later: World, rate: Target) -> None:
    """94.8% looks nearly done from zero; from 94.5% towards 96% it has hardly moved."""
    report_progress(item=rate.item, state="underway", says="已核", figures={rate.pk: Decimal("94.8")}, by=later.bai)
    assert row_of(rate.item).targets[0].light.code == "green"
    with at(date(2026, 7, 1)):
        adjust(later, rate, **GIVEN)
        now = row_of(rate.item).targets[0]
        assert (now.light.code, now.standing.share) == ("red", Decimal("0.2"))
        assert now.light.why.startswith("从基数94.5%起")
        assert row_of(rate.item, on=date(2026, 6, 30)).targets[0].light.code == "green", "as it was seen that day"
    assert TargetVersion.objects.get(target=rate).baseline is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"baseline": "甲"}, "baseline"),
        ({"baseline": "1e30"}, "baseline"),
        ({"baseline": "", "baseline_on": "2025-12-31"}, "baseline_on"),
        ({"baseline": "", "baseline_source": "年报"}, "baseline_source"),
        ({"baseline": "94", "baseline_on": "2026-05-17"}, "baseline_on"),
        ({"baseline": "94", "baseline_on": "年底"}, "baseline_on"),
        ({"due": "2026-13-01"}, "due"),
        ({"due": "2026-02-28"}, "due"),
        ({"value": "1"}, ""),
    ],
)
def test_what_does_not_fit_is_refused_whole(later: World, rate: Target, changes: dict[str, str], field: str) -> None:
    Item.objects.filter(pk=rate.item_id).update(starts_on=date(2026, 3, 1))
    before = list(Target.objects.values()), list(Item.objects.values()), Event.objects.count()
    with pytest.raises(BadInput) as refused:
        adjust(later, rate, **changes)
    assert list(refused.value.fields) == [field]
    assert (list(Target.objects.values()), list(Item.objects.values()), Event.objects.count()) == before


@pytest.mark.parametrize("role", ["bureau-leader", "office-head", "principal", "auditor", "township", "administrator"])
def test_only_who_edits_the_plan_may(later: World, rate: Target, role: str) -> None:
    with pytest.raises(NotAllowed):
        adjust(later, rate, by=later.of[role], **GIVEN)
    address = reverse("target-adjust", args=[rate.item_id, rate.pk])
    assert signed_in(later.of[role]).get(address).status_code == 403
    assert Target.objects.get(pk=rate.pk).baseline is None


def test_not_while_approved_nor_finished_nor_as_somebody_else_left_it(consulting: World, rate: Target) -> None:
    clerk = consulting.of["plan-clerk"]
    breakdown.assign_item(item=rate.item, changes={"remark": "甲"}, by=clerk)
    with pytest.raises(NotNow, match="已由赵晓彤于"):
        adjust_target(target=rate, changes=GIVEN, version=1, by=clerk)
    breakdown.approve_breakdown(plan=consulting.plan, by=consulting.of["bureau-leader"])
    with pytest.raises(NotNow, match="已经审定"):
        adjust(consulting, rate, **GIVEN)
    Item.objects.filter(pk=rate.item_id).update(state="finished", finished_on=MAY)
    with pytest.raises(NotNow, match="已办结"):
        adjust(consulting, rate, **GIVEN)
    Target.objects.filter(pk=rate.pk).update(until=MAY)
    Item.objects.filter(pk=rate.item_id).update(state="idle", finished_on=None)
    with pytest.raises(NotNow):
        adjust(consulting, rate, **GIVEN)


def test_where_the_record_fails_nothing_is_changed(later: World, rate: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no record")

    monkeypatch.setattr(target_adjusting, "record", broken)
    with pytest.raises(RuntimeError):
        adjust(later, rate, **GIVEN)
    assert Target.objects.get(pk=rate.pk).baseline is None
    assert not TargetVersion.objects.exists()
    assert not Adjustment.objects.exists()


# ---- pages ----------------------------------------------------------------------------------------------------------


def test_a_rate_without_baseline_says_so_with_a_link_for_who_may(later: World, rate: Target) -> None:
    page, address = reverse("item", args=[rate.item_id]), reverse("target-adjust", args=[rate.item_id, rate.pk])
    clerk, reader = (signed_in(by).get(page).content.decode() for by in (later.of["plan-clerk"], later.bai))
    assert "没有基数，按从零算" in clerk
    assert "没有基数，按从零算" in reader
    assert (address in clerk, address in reader) == (True, False)
    adjust(later, rate, **GIVEN)
    clerk, reader = (signed_in(by).get(page).content.decode() for by in (later.of["plan-clerk"], later.bai))
    for html in (clerk, reader):
        assert "基数94.5%，目标96%" in html
        assert "2025年12月31日，2025年统计年报" in html
        assert "没有基数" not in html
    assert "调整3的目标“巩固率”" in reader, "in its history"
    assert address in clerk, "to change it"
    report = signed_in(later.bai).get(reverse("item-report", args=[rate.item_id])).content.decode()
    assert "基数94.5%，目标96%" in report


def test_the_clerk_sets_it_on_its_page(later: World, rate: Target) -> None:
    client = signed_in(later.of["plan-clerk"])
    address = reverse("target-adjust", args=[rate.item_id, rate.pk])
    assert "目标96%" in client.get(address).content.decode()
    typed = {**GIVEN, "baseline": "９４.５％", "due": "", "version": Item.objects.get(pk=rate.item_id).version}
    wrong = client.post(address, typed)
    assert wrong.status_code == 422
    assert "2025年统计年报" in wrong.content.decode(), "what was typed stays"
    done = client.post(address, {**typed, "basis": "统计年报已出"})
    assert (done.status_code, done["Location"]) == (302, reverse("item", args=[rate.item_id]))
    assert Target.objects.get(pk=rate.pk).baseline == Decimal("94.5")
    stale = client.post(address, {**typed, "basis": "再改", "baseline": "90"})
    assert stale.status_code == 422
    assert "已由赵晓彤于" in stale.content.decode()
    assert client.get(reverse("target-adjust", args=[later.items[0].pk, rate.pk])).status_code == 404
    told = client.get(reverse("breakdown-item", args=[rate.item_id])).content.decode()
    assert "基数94.5%" in told
    assert "统计年报已出" in told
