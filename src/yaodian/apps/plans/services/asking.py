"""Requests (申请): a later date (延期), a stopped clock (停钟), to be finished (办结); and what is decided on them."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.models import Post
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.lights import moved_by_pause
from yaodian.apps.plans.models import Adjustment, Item, Plan, Request, Subtask, Target
from yaodian.apps.plans.selectors.standing import clock_of
from yaodian.apps.plans.services.breakdown_steps import said_day
from yaodian.apps.plans.services.running_rights import (
    Part,
    leaders_of,
    may_decide,
    others,
    overseers_of,
    owners_of,
    require_part,
    require_running,
)
from yaodian.apps.plans.services.target_versions import keep_version
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

LONGEST_PAUSE = 366  # days


def link_to(item: Item) -> str:
    """The task's page."""
    return reverse("item", args=[item.pk])


def due_of(item: Item) -> date:
    """The task's due date, as the lights take it."""
    return clock_of(item.plan, item).due


def _name(item: Item) -> str:
    return f"{item.number}“{item.title[:40]}”"


@transaction.atomic
def ask(
    *, item: Item, kind: str, reason: str, since: date | None = None, until: date | None = None, by: Acting
) -> Request:
    """Ask for what the owner may not do alone. extend: `until` is the new date; pause: `since` to `until`; finish: neither."""
    item = held_item(item)
    require_running(item)
    require_part(by, item, parts=(Part.LEAD,))
    words = reason.strip()
    if kind not in Request.Kind.values:
        raise BadInput({"kind": "请选延期、停钟或办结。"})
    if not words:
        what = "怎样办成的、凭据在哪里" if kind == Request.Kind.FINISH else "为什么、打算怎样赶上"
        raise BadInput({"reason": f"请写明{what}。"})
    if item.requests.filter(kind=kind, state=Request.State.OPEN).exists():
        raise NotNow("这项任务已有一份同样的申请在等待办理。")
    first, last = _days(item, kind, since, until)
    request = Request.objects.create(
        item=item,
        kind=kind,
        reason=words,
        since=first,
        until=last,
        by_user=by.user.pk,
        by_name=by.name,
        by_post=by.post_name,
        at=now(),
    )
    what = _what(request)
    record(f"task.{kind}_asked", f"plans.item:{item.pk}", f"申请{what}：{words[:300]}", by=by)
    finish = kind == Request.Kind.FINISH
    told = overseers_of(item) if finish else leaders_of(item)
    says = f"{by.name}申请{_name(item)}{what}"
    notify(others(told, by), kind=f"task.{kind}_asked", says=says, link=link_to(item))
    return request


def held_item(item: Item) -> Item:
    """The task as it is now, locked, with its plan (without the long texts), units and posts."""
    held: Item = (
        Item.objects.select_for_update(of=("self",))
        .select_related("plan__unit", "lead", "owner__unit", "leader__unit")
        .defer("plan__text", "plan__places", "plan__reading")
        .get(pk=item.pk)
    )
    return held


def _what(request: Request) -> str:
    if request.kind == Request.Kind.EXTEND:
        return f"延期到{said_day(request.until)}"
    if request.kind == Request.Kind.PAUSE:
        return f"停钟（{said_day(request.since)}至{said_day(request.until)}）"
    return "办结"


def _days(item: Item, kind: str, since: date | None, until: date | None) -> tuple[date | None, date | None]:
    """The days that this kind of request needs, checked."""
    if kind == Request.Kind.EXTEND:
        return None, _new_due(item, until)
    if kind == Request.Kind.PAUSE:
        return _pause(item, since, until)
    return None, None


def _new_due(item: Item, until: date | None) -> date:
    due = due_of(item)
    if until is None:
        raise BadInput({"until": "请写新的时限。"})
    if until <= due:
        raise BadInput({"until": f"新的时限要晚于现在的时限{said_day(due)}。"})
    if until < today():
        raise BadInput({"until": "新的时限已经过去了。请写今天以后的日期。"})
    if until.year > item.plan.year + 2:
        raise BadInput({"until": f"时限写到了{until.year}年。请看年份对不对。"})
    return until


def _pause(item: Item, since: date | None, until: date | None) -> tuple[date, date]:
    if since is None or until is None:
        missing = {"since": "请写从哪天起停钟。"} if since is None else {}
        raise BadInput(missing | ({"until": "请写停到哪天。"} if until is None else {}))
    if until < since:
        raise BadInput({"until": "结束的日期早于开始的日期。"})
    if since > due_of(item):
        raise BadInput({"since": f"时限{said_day(due_of(item))}已过，停钟没有用处。请申请延期。"})
    if since < (item.starts_on or date(item.plan.year, 1, 1)):
        raise BadInput({"since": "早于任务开始的日期。请看年份对不对。"})
    if (until - since).days + 1 > LONGEST_PAUSE:
        raise BadInput({"until": "一次最多停一年。"})
    _no_overlap(item, since, until)
    return since, until


def _no_overlap(item: Item, since: date, until: date) -> None:
    for first, last in _pauses(item):
        if first <= until and since <= last:
            raise BadInput({"since": f"与已同意的停钟（{said_day(first)}至{said_day(last)}）重叠。"})


def _pauses(item: Item) -> Iterator[tuple[date, date]]:
    granted = item.requests.filter(kind=Request.Kind.PAUSE, state=Request.State.GRANTED)
    return ((first, last) for first, last in granted.values_list("since", "until") if first and last)


@transaction.atomic
def decide(*, request: Request, grant: bool, decision: str = "", by: Acting | System) -> Request:
    """Grant or refuse (退回, with words). Granting moves the due date with a recorded adjustment, or finishes the task."""
    item = held_item(request.item)
    held = Request.objects.select_for_update().get(pk=request.pk)
    held.item = item
    if held.state != Request.State.OPEN:
        raise NotNow(f"这份申请已由{held.decided_by}办理：{held.get_state_display()}。")
    if held.by_user == by.user_id:
        raise NotAllowed("申请人不能批自己的申请。请由分管领导或督查的同事办理。")
    if not may_decide(by, held):
        who = "要点管理员（督查）" if held.kind == Request.Kind.FINISH else "分管领导"
        raise NotAllowed(f"“{by.post_name}”不能批这份申请，它由{who}办理。")
    require_running(item)
    words = decision.strip()
    if not grant and not words:
        raise BadInput({"decision": "退回要写明还缺什么、怎样才能同意。"})
    held.state = Request.State.GRANTED if grant else Request.State.REFUSED
    held.decision, held.decided_by, held.decided_by_user, held.decided_at = words, by.name, by.user_id, now()
    held.save()
    changes = _carry_out(held, by) if grant else {}
    answer = held.get_state_display()
    told = f"{answer}{_what(held)}" + (f"：{words[:300]}" if words else "")
    record(f"task.{held.kind}_{held.state}", f"plans.item:{item.pk}", told, changes=changes, by=by)
    _tell(held, f"{_name(item)}{_what(held)}的申请：{answer}" + (f"。{words[:160]}" if words else ""), by)
    return held


@transaction.atomic
def reopen(*, item: Item, reason: str, by: Acting | System) -> Item:
    """Take back that a task is finished (重新打开), with words; for what turned out not to be done."""
    held = held_item(item)
    require(by, Permission.TASK_OVERSEE, unit_path=held.plan.unit.path)
    words = reason.strip()
    if held.state != Item.State.FINISHED:
        raise NotNow("这项任务没有办结，不用重新打开。")
    if held.plan.state != Plan.State.PUBLISHED:
        raise NotNow("这一年的要点已经结束，不能重新打开。")
    if not words:
        raise BadInput({"reason": "请写明哪里没有办成。"})
    changes = {"办结日期": [said_day(held.finished_on), ""]}
    held.state, held.finished_on, held.version = Item.State.UNDERWAY, None, held.version + 1
    held.save(update_fields=["state", "finished_on", "version"])
    record("task.reopened", f"plans.item:{held.pk}", f"重新打开：{words[:300]}", changes=changes, by=by)
    told = [*owners_of(held), *(leaders_of(held) if held.leader else [])]
    says = f"{by.name}重新打开了{_name(held)}：{words[:160]}"
    notify(others(told, by), kind="task.reopened", says=says, link=link_to(held))
    return held


def _carry_out(request: Request, by: Acting | System) -> dict[str, list[str]]:
    item = request.item
    if request.kind == Request.Kind.FINISH:
        item.state, item.finished_on, item.version = Item.State.FINISHED, today(), item.version + 1
        item.save(update_fields=["state", "finished_on", "version"])
        item.requests.filter(state=Request.State.OPEN).update(  # what else was asked has no object any more
            state=Request.State.REFUSED, decision="任务已办结，不必再办。", decided_by="系统", decided_at=now()
        )
        return {"状态": ["", "已办结"]}
    old = due_of(item)
    if request.kind == Request.Kind.EXTEND and request.until is not None:
        if request.until <= old:
            raise NotNow(f"时限现在已是{said_day(old)}，不早于申请的日期。请退回，或请申请人重新申请。")
        return _move(request, old, request.until, by)
    if request.since is None or request.until is None:
        raise NotNow("这份停钟申请没有写日期。请退回重报。")
    return _move(request, old, moved_by_pause(old, since=request.since, until=request.until), by)


def _move(request: Request, old: date, new: date, by: Acting | System) -> dict[str, list[str]]:
    """Move the due date, and with it what hangs on it: targets of the same date; under a pause also open sub-tasks."""
    item = request.item
    basis = f"{request.get_kind_display()}申请：{request.reason}"[:240] + f"（{by.name}{said_day(today())}同意）"
    item.due, item.version = new, item.version + 1
    item.due_why = f"{request.get_kind_display()}，{by.name}{said_day(today())}同意"[:200]
    item.save(update_fields=["due", "due_why", "version"])
    kept = [_adjustment(item, "due", old=old, new=new, basis=basis, by=by)]
    for target in item.targets.exclude(due=None):
        moved = _target_due(request, target, old, new)
        if moved != target.due:
            kept.append(_adjustment(item, "target_due", old=target.due, new=moved, basis=f"{target}：{basis}", by=by))
            keep_version(target, basis=basis)
            target.due = moved
            target.save(update_fields=["due"])
    Adjustment.objects.bulk_create(kept)
    if request.kind == Request.Kind.PAUSE and request.since and request.until:
        waiting = item.subtasks.filter(state__in=[Subtask.State.IDLE, Subtask.State.UNDERWAY], due__gte=request.since)
        for subtask in waiting:
            subtask.due += timedelta(days=(request.until - request.since).days + 1)
            subtask.save(update_fields=["due"])
    return {"时限": [said_day(old), said_day(new)]}


def _target_due(request: Request, target: Target, old: date, new: date) -> date | None:
    if request.kind == Request.Kind.EXTEND or request.since is None or request.until is None:
        return new if target.due == old else target.due
    if target.due is None or target.due < request.since:
        return target.due
    return moved_by_pause(target.due, since=request.since, until=request.until)


def _adjustment(
    item: Item, field: str, *, old: date | None, new: date | None, basis: str, by: Acting | System
) -> Adjustment:
    return Adjustment(
        item=item,
        field=field,
        old=said_day(old),
        new=said_day(new),
        basis=basis[:300],
        by_name=by.name,
        by_post=by.post_name,
        at=now(),
    )


def _tell(request: Request, says: str, by: Acting | System) -> None:
    """Who asked and who owes hear the decision; of a finished task or a moved date also the leader and supporting offices."""
    item = request.item
    asker = Post.objects.filter(holder=request.by_user, unit=item.lead_id, closed_on=None)
    told = [*owners_of(item), *asker]
    if request.state == Request.State.GRANTED:
        told += leaders_of(item) if item.leader else []
        told += Post.objects.filter(unit__in=item.support.all(), role="office-head", closed_on=None)
    notify(others(told, by), kind=f"task.{request.kind}_{request.state}", says=says, link=link_to(item))
