"""Undo (撤销): each step of the review keeps the touched items whole, before and after, and can be taken back in turn."""

from collections.abc import Iterable
from typing import Any

from django.core.serializers.python import Deserializer, Serializer
from django.db import transaction

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, require
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Doubt, Edit, Item, Plan, Target
from yaodian.apps.plans.services.order import renumber
from yaodian.kernel.errors import NotNow

JOINED_WITHIN_SECONDS = 60  # the saves of one field while somebody types are one step
DERIVED = ("order", "number", "version")  # not the person's work: recomputed, or only ever growing

Snapshot = dict[str, list[dict[str, Any]]]


def snapshot(item_ids: Iterable[int]) -> Snapshot:
    """The items as they are, with their targets and doubts, as JSON values."""
    ids = list(item_ids)
    found: Snapshot = {}
    for name, rows in (
        ("items", Item.objects.filter(pk__in=ids).prefetch_related("support")),
        ("targets", Target.objects.filter(item__in=ids)),
        ("doubts", Doubt.objects.filter(item__in=ids)),
    ):
        told = _plain(Serializer().serialize(rows.order_by("pk")))
        for row in told:
            for derived in DERIVED if name == "items" else ():
                row["fields"].pop(derived)
            if "support" in row["fields"]:
                row["fields"]["support"] = sorted(row["fields"]["support"])
        found[name] = told
    return found


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    def value(of: Any) -> Any:
        return of if of is None or isinstance(of, bool | int | float | str | list) else str(of)

    return [{**row, "fields": {key: value(of) for key, of in row["fields"].items()}} for row in rows]


def keep_edit(*, plan: Plan, act: str, says: str, before: Snapshot, touched: Iterable[int], by: Acting) -> None:
    """Keep one step; saves of the same field of the same item shortly after each other are joined."""
    after = snapshot(touched)
    if before == after:
        return
    last = Edit.objects.filter(plan=plan, undone_at=None).first()
    moment = now()
    if (
        last is not None
        and act.startswith("edit:")
        and (last.act, last.by_user) == (act, by.user_id)
        and abs((moment - last.at).total_seconds()) < JOINED_WITHIN_SECONDS
        and last.after == before
    ):
        last.after, last.at = after, moment
        last.save(update_fields=["after", "at"])
        return
    Edit.objects.create(
        plan=plan,
        act=act,
        says=says[:300],
        before=before,
        after=after,
        by_user=by.user_id,
        by_name=by.name,
        by_post=by.post_name,
        at=moment,
    )


@transaction.atomic
def undo_last(*, plan: Plan, by: Acting) -> Edit:
    """Take back this person's last step; refused where somebody changed the same items since."""
    require(by, Permission.PLAN_EDIT, unit_path=plan.unit.path)
    if plan.state != Plan.State.REVIEW:
        raise NotNow("这份要点已经发布，核对时的修改不能再撤销。")
    Plan.objects.select_for_update().filter(pk=plan.pk).first()
    edit = Edit.objects.filter(plan=plan, undone_at=None, by_user=by.user_id).first()
    if edit is None:
        raise NotNow("没有可以撤销的修改。")
    ids = {row["pk"] for row in edit.after["items"]}
    if snapshot(ids) != edit.after:
        raise NotNow(f"“{edit.says}”之后，这一项又有别人的修改，不能撤销。请直接改。")
    _put_back(edit.before, ids)
    edit.undone_at = now()
    edit.save(update_fields=["undone_at"])
    renumber(plan)
    record("plan.edit_undone", f"plans.plan:{plan.pk}", f"撤销：{edit.says}", by=by)
    return edit


def _put_back(before: Snapshot, present: set[int]) -> None:
    versions = dict(Item.objects.filter(pk__in=present).values_list("pk", "version"))
    places = {
        pk: (order, number)
        for pk, order, number in Item.objects.filter(pk__in=present).values_list("pk", "order", "number")
    }
    Doubt.objects.filter(item__in=present).delete()
    keep_targets = {row["pk"] for row in before["targets"]}
    Target.objects.filter(item__in=present).exclude(pk__in=keep_targets).delete()
    for restored in Deserializer(_complete(before["items"], versions, places)):
        restored.save()
    for restored in Deserializer([*before["targets"], *before["doubts"]]):
        restored.save()
    Item.objects.filter(pk__in=present - {row["pk"] for row in before["items"]}).delete()


def _complete(
    rows: list[dict[str, Any]], versions: dict[int, int], places: dict[int, tuple[int, str]]
) -> list[dict[str, Any]]:
    """Rows with the derived fields: the version goes on growing, so that pages open elsewhere are told."""
    complete = []
    for row in rows:
        order, number = places.get(row["pk"], (0, ""))
        version = versions.get(row["pk"], max(versions.values(), default=0)) + 1
        complete.append({**row, "fields": {**row["fields"], "order": order, "number": number, "version": version}})
    return complete
