"""The review page and its acts. Acts are plain form posts; review.js sends the same forms without leaving the page."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from yaodian.apps.audit.clock import now
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.selectors.marks import paragraphs_of
from yaodian.apps.plans.selectors.plans import items_of
from yaodian.apps.plans.selectors.review import (
    TARGET_COMPARATORS,
    TARGET_KINDS,
    Queue,
    last_edit,
    queue_of,
    sheet_of,
    target_for,
)
from yaodian.apps.plans.services import review
from yaodian.web.pages import PageRequest, page
from yaodian.web.screens.plans.fetching import answers_json, item_at, text_at

FIELDS = ("title", "lead", "due", "evidence", "measures")
TARGET_FIELDS = ("subject", "indicator", "kind", "comparator", "value", "value_max", "unit", "due")
BASELINE_FIELDS = ("baseline", "baseline_on", "baseline_source")
FIELDS_OF_TARGET = (*TARGET_FIELDS, *BASELINE_FIELDS, "binding")


@page(Permission.PLAN_EDIT)
def page_of(request: PageRequest, plan_id: int) -> HttpResponse:
    """The three panes; while the document is being read, how far it is."""
    plan = text_at(request, plan_id)
    if plan.state in ("reading", "failed"):
        waiting = plan.state == "reading" and plan.job is not None and plan.job.state in ("waiting", "running")
        response = render(request, "plans/reading.html", {"plan": plan, "job": plan.job, "waiting": waiting})
        if waiting:
            response["Refresh"] = "2"  # works without script too
        return response
    if plan.state != "review":
        return redirect("plan-document", plan_id)
    items = list(items_of(plan))
    queue = queue_of(items)
    chosen = request.GET.get("item", "")
    item = next((item for item in items if str(item.pk) == chosen), None) or next(iter(queue.in_order), None)
    context = {
        "plan": plan,
        "queue": queue,
        "sheet": sheet_of(plan, item) if item else None,
        "paragraphs": paragraphs_of(plan, items),
        "last": last_edit(plan),
        "kinds": TARGET_KINDS,
        "comparators": TARGET_COMPARATORS,
    }
    return render(request, "plans/review.html", context)


def _version(posted: QueryDict) -> int | None:
    version = posted.get("version", "")
    return int(version) if version.isdecimal() else None


def _back(plan_id: int, item_id: int | None) -> HttpResponse:
    return redirect(reverse("plan-review", args=[plan_id]) + (f"?item={item_id}" if item_id else ""))


def _after(queue: Queue, item_id: int) -> int | None:
    """The next item that waits, in the order of the list; else the same."""
    rows = [item.pk for item in queue.in_order]
    waiting = [item.pk for item in (*queue.doubtful, *queue.waiting)]
    later = rows[rows.index(item_id) + 1 :] if item_id in rows else []
    return next((pk for pk in later if pk in waiting), next((pk for pk in waiting if pk != item_id), item_id))


@page(Permission.PLAN_EDIT, methods="POST")
@answers_json
def save(request: PageRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Save the fields that were sent; answers the new version and the time."""
    changes: dict[str, object] = {name: request.POST[name] for name in FIELDS if name in request.POST}
    if "support_sent" in request.POST:
        changes["support"] = request.POST.getlist("support")
    item = item_at(request, plan_id, item_id)
    saved = review.edit_item(item=item, version=_version(request.POST), changes=changes, by=request.by)
    return JsonResponse({"version": saved.version, "at": f"{localtime(now()):%H:%M}"})


@page(Permission.PLAN_EDIT, methods="POST")
@answers_json
def save_target(request: PageRequest, plan_id: int, item_id: int, target_id: int) -> HttpResponse:
    """Save a target's fields, or delete it (`delete` sent)."""
    item = item_at(request, plan_id, item_id)
    if (target := target_for(item, target_id)) is None:
        raise Http404("这个目标已被删去。")
    version = _version(request.POST)
    if "delete" in request.POST:
        review.delete_target(target=target, version=version, by=request.by)
    else:
        changes = {name: request.POST[name] for name in FIELDS_OF_TARGET if name in request.POST}
        review.edit_target(target=target, version=version, changes=changes, by=request.by)
    return JsonResponse({"version": item.version + 1, "at": f"{localtime(now()):%H:%M}"})


@page(Permission.PLAN_EDIT, methods="POST")
@answers_json
def new_target(request: PageRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Add a target: from selected text (`start`, `end`), or by hand."""
    item = item_at(request, plan_id, item_id)
    start, end = request.POST.get("start", ""), request.POST.get("end", "")
    picked = {"start": int(start), "end": int(end)} if start.isdecimal() and end.isdecimal() else {}
    target = review.add_target(
        item=item,
        version=_version(request.POST),
        changes=None if picked else {"indicator": _("New target")},
        by=request.by,
        **picked,
    )
    return JsonResponse({"target": target.pk, "item": item_id})


@page(Permission.PLAN_EDIT, methods="POST")
@answers_json
def add(request: PageRequest, plan_id: int) -> HttpResponse:
    """Add a task from selected text."""
    start, end = request.POST.get("start", ""), request.POST.get("end", "")
    place = (int(start), int(end)) if start.isdecimal() and end.isdecimal() else (0, 0)
    item = review.add_item(plan=text_at(request, plan_id), start=place[0], end=place[1], by=request.by)
    return JsonResponse({"item": item.pk})


@page(Permission.PLAN_EDIT, methods="POST")
def act_on(request: PageRequest, plan_id: int, item_id: int, act: str) -> HttpResponse:
    """Confirm, split, merge, mark as no task or task; goes on with the next item."""
    item = item_at(request, plan_id, item_id)
    version = _version(request.POST)
    after: int | None = item_id
    match act:
        case "confirm" | "no-task":
            after = _after(queue_of(list(items_of(item.plan))), item_id)
            (review.confirm_item if act == "confirm" else review.mark_no_task)(
                item=item, version=version, by=request.by
            )
        case "task":
            review.mark_task(item=item, version=version, by=request.by)
        case "merge":
            after = review.merge_item(item=item, version=version, by=request.by).pk
        case "split":
            at = request.POST.get("at", "")
            review.split_item(item=item, at=int(at) if at.isdecimal() else 0, version=version, by=request.by)
        case _:
            raise Http404
    return _back(plan_id, after)


@page(Permission.PLAN_EDIT, methods="POST")
def undo(request: PageRequest, plan_id: int) -> HttpResponse:
    """Take back the last step and show the item that it was about."""
    edit = review.undo_last(plan=text_at(request, plan_id), by=request.by)
    about = [row["pk"] for row in edit.before["items"]]
    messages.info(request, _("Undone: %(says)s") % {"says": edit.says})
    return _back(plan_id, about[0] if about else None)


@page(Permission.PLAN_EDIT, methods="POST")
def publish(request: PageRequest, plan_id: int) -> HttpResponse:
    """Publish; what is missing is told."""
    plan = review.publish_plan(plan=text_at(request, plan_id), by=request.by)
    messages.success(request, _("Published “%(title)s”.") % {"title": plan.title})
    return redirect("plan-document", plan_id)
