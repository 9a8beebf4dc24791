"""The acts of the review, and taking them back."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yaodian.apps.audit.selectors import events_of
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.apps.plans.models import Doubt, Edit, Item, Plan, Target
from yaodian.apps.plans.services import review
from yaodian.apps.plans.services.drafting import split_points
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow


def task(plan: Plan, number: str) -> Item:
    return plan.items.get(number=number)


def state_of(plan: Plan) -> Any:
    """Everything that a person can see of a plan's items; versions only grow."""
    return (
        list(plan.items.order_by("pk").values("pk", "parent", "order", "number", "kind", "title", "start", "end", "review",
             "confirmed_by", "confirmed_at", "lead", "lead_why", "due", "due_why", "evidence", "measures")),
        list(Target.objects.filter(item__plan=plan).order_by("pk").values()),
        list(Doubt.objects.filter(item__plan=plan).order_by("pk").values()),
        sorted(Item.support.through.objects.filter(item__plan=plan).values_list("item", "unit")),
    )  # fmt: skip


def test_edit_changes_and_settles_the_doubt(plan: Plan, clerk: Acting, basic: Unit) -> None:
    item = task(plan, "2.1")
    assert item.doubts.filter(field="due", settled_at=None).exists()
    saved = review.edit_item(
        item=item,
        version=item.version,
        changes={"due": "2026-08-31", "lead": basic.pk, "support": [basic.pk]},
        by=clerk,
    )
    assert (saved.due, saved.lead, saved.lead_why, saved.version) == (
        date(2026, 8, 31),
        basic,
        "人工指定",
        item.version + 1,
    )
    assert not item.doubts.filter(field="due", settled_at=None).exists()
    assert events_of(f"plans.item:{item.pk}")[0].by_name == "赵晓彤"


def test_a_stale_save_is_told_and_overwrites_nothing(plan: Plan, clerk: Acting, colleague: Acting) -> None:
    seen = task(plan, "1.1")
    review.edit_item(item=seen, version=seen.version, changes={"title": "严控作业总量"}, by=colleague)
    with pytest.raises(review.Stale, match="钱立"):
        review.edit_item(item=seen, version=seen.version, changes={"title": "控制作业"}, by=clerk)
    assert task(plan, "1.1").title == "严控作业总量"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"title": " "}, "title"), ({"due": "2026-02-30"}, "due"), ({"lead": 999999}, "lead"), ({"state": "x"}, "")],
)
def test_wrong_fields_are_named(plan: Plan, clerk: Acting, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        review.edit_item(item=task(plan, "1.1"), changes=changes, by=clerk)
    assert field in refused.value.fields


def test_split_then_merge_gives_the_place_back(plan: Plan, clerk: Acting) -> None:
    before = task(plan, "1.1")
    targets = list(before.targets.values_list("value", "start"))
    for point in split_points(plan.text, before):
        second = review.split_item(item=task(plan, "1.1"), at=point, by=clerk)
        first = task(plan, "1.1")
        assert (first.start, first.end, second.start, second.end) == (before.start, point, point, before.end)
        for part in (first, second):
            assert all(part.start <= target.start < part.end for target in part.targets.all())
        review.merge_item(item=second, by=clerk)
        whole = task(plan, "1.1")
        assert (whole.start, whole.end) == (before.start, before.end)
        assert sorted(whole.targets.values_list("value", "start")) == sorted(targets)


def test_split_only_between_sentences(plan: Plan, clerk: Acting) -> None:
    item = task(plan, "1.1")
    with pytest.raises(BadInput):
        review.split_item(item=item, at=item.start + 5, by=clerk)


def test_no_merge_into_a_heading(plan: Plan, clerk: Acting) -> None:
    with pytest.raises(NotNow, match="标题"):
        review.merge_item(item=task(plan, "2.1"), by=clerk)


def test_selected_text_becomes_item_and_target(plan: Plan, clerk: Acting) -> None:
    start = plan.text.index("教研是教学质量")
    item = review.add_item(plan=plan, start=start, end=plan.text.index("\n", start), by=clerk)
    assert item.parent is not None
    assert item.parent.title == "规范教学行为"
    service = plan.items.get(title="提高课后服务水平")
    at = plan.text.index("小学课后服务覆盖率达到95%")
    target = review.add_target(item=service, start=at, end=at + 14, by=clerk)
    assert (target.value, target.unit) == (95, "%")
    assert plan.text[target.start : target.end] == "小学课后服务覆盖率达到95%"
    with pytest.raises(BadInput):
        review.add_target(item=service, start=0, end=5, by=clerk)


def test_targets_are_edited_and_deleted(plan: Plan, clerk: Acting) -> None:
    target = Target.objects.get(item__plan=plan, value=60, unit="分钟")
    review.edit_target(target=target, changes={"comparator": "range", "value": "1,050", "value_max": "1,060"}, by=clerk)
    target.refresh_from_db()
    assert (target.value, target.value_max) == (1050, 1060)
    with pytest.raises(BadInput, match="前小后大"):
        review.edit_target(target=target, changes={"value_max": "3"}, by=clerk)
    with pytest.raises(BadInput, match="不是数"):
        review.edit_target(target=target, changes={"value": "约六十"}, by=clerk)
    review.delete_target(target=target, by=clerk)
    assert not Target.objects.filter(pk=target.pk).exists()
    review.undo_last(plan=plan, by=clerk)
    assert Target.objects.get(pk=target.pk).value == 1050


def test_undo_is_refused_after_somebody_else(plan: Plan, clerk: Acting, colleague: Acting) -> None:
    review.edit_item(item=task(plan, "1.1"), changes={"title": "甲"}, by=clerk)
    review.edit_item(item=task(plan, "1.1"), changes={"title": "乙"}, by=colleague)
    with pytest.raises(NotNow, match="别人"):
        review.undo_last(plan=plan, by=clerk)
    assert task(plan, "1.1").title == "乙"


def test_typing_one_field_is_one_step(plan: Plan, clerk: Acting) -> None:
    before = state_of(plan)
    for title in ("严", "严控", "严控作业"):
        review.edit_item(item=task(plan, "1.1"), changes={"title": title}, by=clerk)
    assert Edit.objects.count() == 1
    review.undo_last(plan=plan, by=clerk)
    assert state_of(plan) == before
    with pytest.raises(NotNow, match="没有可以撤销"):
        review.undo_last(plan=plan, by=clerk)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["title", "due", "confirm", "none", "task", "split", "merge", "add", "drop"]), st.integers(0, 9)
    ),
    min_size=1,
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # each example is rolled back
@given(acts=ACTS)
def test_undo_gives_back_exactly_what_was(plan: Plan, clerk: Acting, acts: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        states = [state_of(plan)]
        for act, which in acts:
            steps = Edit.objects.filter(undone_at=None).count()
            try:
                with transaction.atomic():
                    _do(plan, act, which, clerk)
            except (NotNow, BadInput):
                continue
            if Edit.objects.filter(undone_at=None).count() > steps:
                states.append(state_of(plan))
            else:
                states[-1] = state_of(plan)  # joined with the step before it
            _spans_hold(plan)
        assert states.pop() == state_of(plan)
        for expected in reversed(states):
            review.undo_last(plan=plan, by=clerk)
            assert state_of(plan) == expected
        transaction.set_rollback(True)


def _do(plan: Plan, act: str, which: int, by: Acting) -> None:
    rows = list(plan.items.exclude(kind=Item.Kind.SECTION))
    item = rows[which % len(rows)]
    match act:
        case "title":
            review.edit_item(item=item, changes={"title": f"任务{which}"}, by=by)
        case "due":
            review.edit_item(item=item, changes={"due": date(2026, 5, which + 1)}, by=by)
        case "confirm":
            review.confirm_item(item=item, by=by)
        case "none":
            review.mark_no_task(item=item, by=by)
        case "task":
            review.mark_task(item=item, by=by)
        case "split":
            points = split_points(plan.text, item)
            review.split_item(item=item, at=points[which % len(points)] if points else item.start, by=by)
        case "merge":
            review.merge_item(item=item, by=by)
        case "add":
            review.add_item(plan=plan, start=item.start, end=item.start + 6, by=by)
        case "drop":
            if target := item.targets.first():
                review.delete_target(target=target, by=by)


def _spans_hold(plan: Plan) -> None:
    for item in plan.items.prefetch_related("targets"):
        assert plan.text[item.start : item.end].strip()
        for target in item.targets.all():
            assert target.start is None or item.start <= target.start < target.end <= item.end


def test_publishing_needs_everything_looked_at(plan: Plan, clerk: Acting, reader: Acting) -> None:
    with pytest.raises(NotNow, match="还有5项没有核对"):
        review.publish_plan(plan=plan, by=clerk)
    for item in plan.items.filter(kind=Item.Kind.TASK):
        review.confirm_item(item=item, by=clerk)
    with pytest.raises(NotAllowed):
        review.publish_plan(plan=plan, by=reader)
    published = review.publish_plan(plan=plan, by=clerk)
    assert published.state == Plan.State.PUBLISHED
    with pytest.raises(NotNow):
        review.edit_item(item=task(plan, "1.1"), changes={"title": "改"}, by=clerk)
    with pytest.raises(NotNow):
        review.undo_last(plan=published, by=clerk)


def test_an_act_without_its_record_does_not_happen(plan: Plan, clerk: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("log")

    monkeypatch.setattr("yaodian.apps.plans.services.review_steps.record", broken)
    with pytest.raises(RuntimeError):
        review.confirm_item(item=task(plan, "1.1"), by=clerk)
    assert task(plan, "1.1").review == Item.Review.OPEN
