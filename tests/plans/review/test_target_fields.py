"""A target's baseline and own deadline in the review: set, refused, taken back; the task's deadline is another."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Item, Plan, Target
from yaodian.apps.plans.services import review
from yaodian.kernel.errors import BadInput, NotAllowed


@pytest.fixture
def rate(plan: Plan) -> Target:
    """小学课后服务覆盖率达到95%."""
    return Target.objects.get(item__plan=plan, value=95, unit="%")


def test_a_baseline_and_a_deadline_of_its_own(rate: Target, clerk: Acting) -> None:
    before = rate.item.due
    changes = {"baseline": "88.5", "baseline_on": "2025-12-31", "baseline_source": " 年报 ", "due": "2026-09-30"}
    review.edit_target(target=rate, changes=changes, by=clerk)
    rate.refresh_from_db()
    assert (rate.baseline, rate.baseline_on, rate.baseline_source, rate.due) == (
        Decimal("88.5"),
        date(2025, 12, 31),
        "年报",
        date(2026, 9, 30),
    )
    assert Item.objects.get(pk=rate.item_id).due == before, "the task's is another"
    review.edit_target(target=rate, changes={"due": ""}, by=clerk)
    rate.refresh_from_db()
    assert rate.due is None
    review.undo_last(plan=rate.item.plan, by=clerk)
    rate.refresh_from_db()
    assert (rate.due, rate.baseline_on) == (date(2026, 9, 30), date(2025, 12, 31))
    review.undo_last(plan=rate.item.plan, by=clerk)
    rate.refresh_from_db()
    assert (rate.baseline, rate.baseline_on, rate.baseline_source) == (None, None, "")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"baseline": "九成"}, "baseline"),
        ({"baseline_on": "2025-12-31"}, "baseline_on"),
        ({"baseline_source": "年报"}, "baseline_source"),
        ({"baseline": "80", "baseline_on": "2026-02-11"}, "baseline_on"),
        ({"due": "9月底"}, "due"),
    ],
)
def test_what_does_not_fit(rate: Target, clerk: Acting, changes: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        review.edit_target(target=rate, changes=changes, by=clerk)
    assert list(refused.value.fields) == [field]
    assert Target.objects.get(pk=rate.pk).baseline is None


def test_without_baseline_its_day_and_source_go(rate: Target, clerk: Acting) -> None:
    review.edit_target(target=rate, changes={"baseline": "80", "baseline_source": "年报"}, by=clerk)
    review.edit_target(target=rate, changes={"baseline": ""}, by=clerk)
    rate.refresh_from_db()
    assert (rate.baseline, rate.baseline_source) == (None, "")


def test_only_an_editor(rate: Target, reader: Acting) -> None:
    with pytest.raises(NotAllowed):
        review.edit_target(target=rate, changes={"baseline": "80"}, by=reader)


def test_the_page_has_the_fields_and_says_what_is_there(rate: Target, clerk: Acting) -> None:
    client = Client()
    client.force_login(clerk.user, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("plan-review", args=[rate.item.plan_id]) + f"?item={rate.item_id}"
    save = reverse("plan-save-target", args=[rate.item.plan_id, rate.item_id, rate.pk])
    html = client.get(page).content.decode()
    assert "没有基数，按从零算" in html
    assert 'name="baseline_source"' in html
    version = Item.objects.get(pk=rate.item_id).version
    alone = client.post(save, {"version": version, "baseline_on": "2025-12-31"})
    assert (alone.status_code, list(alone.json()["fields"])) == (422, ["baseline_on"])
    done = client.post(save, {"version": version, "baseline": "88.5", "baseline_on": "2025-12-31", "due": "2026-09-30"})
    assert done.status_code == 200
    html = client.get(page).content.decode()
    assert "基数88.5%" in html
    assert 'value="2025-12-31"' in html
    assert "9月30日前" in html
