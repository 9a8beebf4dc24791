"""Running the plan: reports of progress with figures and evidence, and words on a task.

Requests to extend, pause or finish are next door (asking.py) and can be called from here as well.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.files.models import StoredFile
from yaodian.apps.notices.services import notify
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Comment, Figure, Item, Report, ReportFile, Subtask
from yaodian.apps.plans.selectors.evidence import conditions_of
from yaodian.apps.plans.services.asking import ask, decide, held_item, link_to, reopen
from yaodian.apps.plans.services.running_figures import checked, doubtful, newest_figures
from yaodian.apps.plans.services.running_rights import (
    Part,
    leaders_of,
    may_comment,
    others,
    owners_of,
    require_part,
    require_running,
)
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow
from yaodian.kernel.figures import plain

__all__ = ["ask", "comment", "decide", "reopen", "report_progress"]


@transaction.atomic
def report_progress(
    *,
    item: Item,
    subtask: Subtask | None = None,
    state: str,
    says: str,
    obstacle: str = "",
    asks: str = "",
    on: date | None = None,
    figures: Mapping[int, Decimal] | None = None,
    files: Iterable[StoredFile] = (),
    proves: Mapping[int, str] | None = None,
    confirmed: bool = True,
    by: Acting | System,
) -> Report:
    """Add a report (报进展) of an item, or of one unit's sub-task; reports are never changed, a wrong one is followed by a right one.

    `state`: idle or underway (a sub-task's also finished); `figures` by target pk; `proves`: by file pk the condition
    (办结条件) that the file is bound to, one of the task's; a file that is not in it is told by the words of its name.
    Where a figure looks like a slip, words in `says` are asked for; a page passes `confirmed=False` until the person has
    seen what looks wrong.
    """
    require(by, Permission.TASK_REPORT)
    item = held_item(item)
    require_running(item)
    if subtask is not None:
        subtask = (
            Subtask.objects.select_for_update(of=("self",))
            .select_related("unit", "owner")
            .get(pk=subtask.pk, item=item)
        )
    part = require_part(by, item, subtask, parts=(Part.LEAD, Part.SUPPORT, Part.UNIT))
    day = _day(on, item)
    exact = checked(item, figures or {})
    evidence = _own_files(files, by)
    bound = _bound(proves or {}, item, evidence)
    words = {"says": says.strip(), "obstacle": obstacle.strip(), "asks": asks.strip()}
    _check_state(item, subtask, state, part)
    if subtask is not None and exact:
        raise BadInput("数由牵头科室汇总填报。请把数写在进展里。")
    if not (any(words.values()) or exact or evidence):
        raise BadInput({"says": "请写一句进展，或填一个数，或附一份凭据。"})
    before = newest_figures(item, day)
    if (strange := doubtful(exact, before)) and not (confirmed and words["says"]):
        raise BadInput({"confirm": f"{'；'.join(strange)}。数对的话，请在进展里写明原因，再报一次；不对请改数。"})
    report = Report.objects.create(
        item=item,
        subtask=subtask,
        state=state,
        on=day,
        at=now(),
        by_name=by.name,
        by_post=by.post_name,
        is_support=part == Part.SUPPORT,
        **words,
    )
    Figure.objects.bulk_create(
        Figure(target=target, report=report, value=value, on=day) for target, value in exact.items()
    )
    ReportFile.objects.bulk_create(
        ReportFile(report=report, storedfile=stored, condition=bound.get(stored.pk, "")) for stored in evidence
    )
    changes = {str(target): [_told(before.get(target.pk)), plain(value)] for target, value in exact.items()}
    changes |= _take_state(item, subtask, report)
    _record(report, changes, evidence, part, by)
    _tell(report, part, by)
    return report


def _day(on: date | None, item: Item) -> date:
    day = on or today()
    first = date(item.plan.year, 1, 1)
    if item.starts_on is not None:
        first = min(first, item.starts_on)
    if day > today():
        raise BadInput({"on": "日期还没有到。写今天或以前的日期。"})
    if day < first:
        raise BadInput({"on": f"日期早于任务开始（{first.year}年{first.month}月{first.day}日）。请看年份对不对。"})
    return day


def _own_files(files: Iterable[StoredFile], by: Acting | System) -> list[StoredFile]:
    """Evidence must be uploaded by who reports or by his unit, or a report could open somebody else's file."""
    found = list(dict.fromkeys(files))
    if not isinstance(by, System):
        for stored in found:
            if stored.uploaded_by_id != by.user_id and stored.unit_id != by.post.unit_id:
                raise NotAllowed(f"“{stored.name}”是别的单位的文件，不能当作凭据。请重新上传。")
    return found


def _bound(proves: Mapping[int, str], item: Item, evidence: list[StoredFile]) -> dict[int, str]:
    """Which file proves which condition; BadInput for a condition that is not the task's."""
    known, handed = conditions_of(item), {stored.pk for stored in evidence}
    for pk, condition in proves.items():
        if condition not in known:
            raise BadInput({"files": f"“{condition[:60]}”不是这项任务的办结条件，或刚被改过。请刷新这一页再报。"})
        if pk not in handed:
            raise BadInput({"files": "有一个文件没有附在这次进展里，不能当作凭据。请重新上传。"})
    return dict(proves)


def _check_state(item: Item, subtask: Subtask | None, state: str, part: Part) -> None:
    if subtask is None:
        if state == Item.State.FINISHED:
            raise BadInput({"state": "办结要另外申请，由督查核实后办结。这里请选“推进中”。"})
        if state not in (Item.State.IDLE, Item.State.UNDERWAY):
            raise BadInput({"state": "请选“未开始”或“推进中”。"})
        if part == Part.SUPPORT and state != item.state:
            raise BadInput({"state": "任务的状态由牵头科室报。配合科室只报进展、数和凭据。"})
        return
    if subtask.state == Subtask.State.WITHDRAWN:
        raise NotNow("这项子任务已撤销，不用再报。")
    if state not in (Subtask.State.IDLE, Subtask.State.UNDERWAY, Subtask.State.FINISHED):
        raise BadInput({"state": "请选“未开始”“推进中”或“已完成”。"})


def _take_state(item: Item, subtask: Subtask | None, report: Report) -> dict[str, list[str]]:
    """Carry the state over to the item or sub-task, unless a report of a later day is there already."""
    held: Item | Subtask = subtask or item
    newer = Report.objects.filter(item=item, subtask=subtask, is_support=False, on__gt=report.on).exists()
    if newer or held.state == report.state:
        return {}
    names = dict(Subtask.State.choices if subtask else Item.State.choices)
    changes = {"状态": [str(names[held.state]), str(names[report.state])]}
    held.state = report.state
    if isinstance(held, Subtask):
        held.finished_on = report.on if report.state == Subtask.State.FINISHED else None
        held.save(update_fields=["state", "finished_on"])
    else:
        held.save(update_fields=["state"])
    return changes


def _told(figure: Figure | None) -> str:
    return plain(figure.value) if figure else ""


def _record(
    report: Report, changes: dict[str, list[str]], evidence: list[StoredFile], part: Part, by: Acting | System
) -> None:
    who = {Part.SUPPORT: "（配合）", Part.UNIT: f"（{report.subtask.unit.short_name}）" if report.subtask else ""}.get(
        part, ""
    )
    says = (
        report.says
        or report.obstacle
        or report.asks
        or "、".join(f"{name}{new}" for name, (_old, new) in changes.items())
    )
    more = f"，附凭据{len(evidence)}份" if evidence else ""
    record(
        "subtask.reported" if report.subtask_id else "task.reported",
        f"plans.subtask:{report.subtask_id}" if report.subtask_id else f"plans.item:{report.item_id}",
        f"报进展{who}：{says[:200]}{more}",
        changes=changes,
        by=by,
    )


def _tell(report: Report, part: Part, by: Acting | System) -> None:
    """A leader hears what he is asked to settle; the owner hears of obstacles below him, and when the last school is done."""
    item, subtask = report.item, report.subtask
    name = f"{item.number}“{item.title[:40]}”"
    if report.asks:
        says = f"{by.name}在{name}上请您定：{report.asks[:160]}"
        notify(others(leaders_of(item), by), kind="task.asks", says=says, link=link_to(item))
    if subtask is not None:
        waiting = item.subtasks.filter(state__in=[Subtask.State.IDLE, Subtask.State.UNDERWAY])
        if report.obstacle:
            says = f"{subtask.unit.short_name}在{name}上报了卡点：{report.obstacle[:160]}"
            notify(others(owners_of(item), by), kind="subtask.obstacle", says=says, link=link_to(item))
        elif report.state == Subtask.State.FINISHED and not waiting.exists():
            says = f"{name}的子任务都已完成"
            notify(others(owners_of(item), by), kind="subtask.all_done", says=says, link=link_to(item))
    elif part == Part.SUPPORT:
        says = f"配合的{by.post_name}在{name}上报了进展：{report.says[:160]}"
        notify(others(owners_of(item), by), kind="task.supported", says=says, link=link_to(item))


@transaction.atomic
def comment(*, item: Item, says: str, by: Acting | System) -> Comment:
    """Add words to a task; a leader's are an instruction (批示), of which the whole lead office hears."""
    require(by, Permission.PLAN_READ)
    if not may_comment(by, item):
        raise NotAllowed(f"“{by.post_name}”不能在这项任务上留言。有话请找牵头科室，或在本校的子任务里报。")
    words = says.strip()
    if not words:
        raise BadInput({"says": "还没有写字。"})
    if len(words) > 2000:
        raise BadInput({"says": f"写了{len(words)}字，最多2000字。长的请写成文件附在进展里。"})
    if item.kind != Item.Kind.TASK:
        raise NotNow("这是标题，不是任务。")
    instructs = by.may(Permission.PLAN_APPROVE)
    made = Comment.objects.create(
        item=item, says=words, is_instruction=instructs, by_name=by.name, by_post=by.post_name, at=now()
    )
    word = "批示" if instructs else "留言"
    record(
        "task.instructed" if instructs else "task.commented", f"plans.item:{item.pk}", f"{word}：{words[:300]}", by=by
    )
    told = owners_of(item)
    if not instructs and any(post in told for post in ([] if isinstance(by, System) else [by.post])):
        told = leaders_of(item)  # the owner answers: his leader hears it
    says_ = f"{by.name}在{item.number}“{item.title[:40]}”上{word}：{words[:160]}"
    notify(others(told, by), kind="task.instructed" if instructs else "task.commented", says=says_, link=link_to(item))
    return made
