"""What happened to a task (经过), newest first: reports, requests and decisions, words, adjustments, and the log."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime

from yaodian.apps.audit.clock import today
from yaodian.apps.audit.selectors import events_of
from yaodian.apps.files.models import StoredFile
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Adjustment, Comment, Item, Report, Request
from yaodian.kernel.figures import plain

OWN_ROWS = (  # events whose act has a row of its own here, beginnings of their kinds
    *("task.reported", "task.commented", "task.instructed", "task.extend_", "task.pause_", "task.finish_"),
    *("breakdown.item_adjusted", "revision.item_changed"),
)
TOLD_BY_EVENTS = (
    *("target_due", "target_baseline", "target_path", "target_tolerance", "target_owner", "target_binding"),
    *("state", "added"),
)
FIELDS = {
    "title": "任务",
    "lead": "牵头",
    "support": "配合",
    "owner": "责任人",
    "leader": "分管领导",
    "starts_on": "开始日期",
    "due": "时限",
    "target_due": "目标的时限",
    "target": "目标",
    "evidence": "办结条件",
    "measures": "主要措施",
    "remark": "备注",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: when, in one sentence, by whom; `tone` is a light's code for the sign beside it."""

    at: datetime
    says: str
    who: str
    tone: str = "done"
    more: tuple[str, ...] = ()
    files: tuple[tuple[StoredFile, bool], ...] = ()  # and whether the reader may open it


def reports_on(item: Item) -> list[Report]:
    """The reports on the task itself, newest first, with figures and files. Three queries."""
    found = item.reports.filter(subtask=None).prefetch_related("figures__target", "files__unit")
    return list(found.order_by("-on", "-at", "-pk"))


def history_of(
    item: Item, *, reports: Iterable[Report], requests: Iterable[Request], comments: Iterable[Comment], by: Acting
) -> list[Entry]:
    """All of it, newest first. Two queries more than what is given."""
    entries = [
        *_of_reports(reports, by),
        *_of_requests(requests),
        *_of_comments(comments),
        *_of_adjustments(item.adjustments.all()),
        *_of_events(item),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _of_reports(reports: Iterable[Report], by: Acting) -> Iterator[Entry]:
    before: dict[int, str] = {}
    for report in sorted(reports, key=lambda report: (report.on, report.at, report.pk)):
        figures = []
        for figure in report.figures.all():
            told, old = plain(figure.value), before.get(figure.target_id)
            unit = figure.target.unit
            moved = f"{figure.target}{told}{unit}" if old in (None, told) else f"{figure.target}{old}→{told}{unit}"
            figures.append(moved)
            before[figure.target_id] = told
        more = (
            *(["，".join(figures)] if figures else []),
            *([f"卡点：{report.obstacle}"] if report.obstacle else []),
            *([f"请领导定：{report.asks}"] if report.asks else []),
        )
        then = "" if report.on == localtime(report.at).date() else f"（{said(report.on)}的情况）"
        says = f"报进展{then}：{report.says}" if report.says else f"报进展{then}"
        files = tuple((stored, by.reaches(stored.unit.path)) for stored in report.files.all())
        yield Entry(
            report.at, says, f"{report.by_post} {report.by_name}", "red" if report.obstacle else "done", more, files
        )


def _of_requests(requests: Iterable[Request]) -> Iterator[Entry]:
    for request in requests:
        what = what_of(request)
        yield Entry(request.at, f"申请{what}：{request.reason}", f"{request.by_post} {request.by_name}", "idle")
        if request.decided_at is not None:
            granted = request.state == Request.State.GRANTED
            told = f"{request.get_state_display()}{what}" + (f"：{request.decision}" if request.decision else "")
            yield Entry(request.decided_at, told, request.decided_by, "done" if granted else "yellow")


def said(day: date) -> str:
    """A date as people say it: with the year only if it is not this one."""
    return f"{day.month}月{day.day}日" if day.year == today().year else f"{day.year}年{day.month}月{day.day}日"


def what_of(request: Request) -> str:
    """What is asked, with its days: 延期到9月30日."""
    if request.kind == Request.Kind.EXTEND and request.until:
        return f"延期到{said(request.until)}"
    if request.kind == Request.Kind.PAUSE and request.since and request.until:
        return f"停钟（{said(request.since)}至{said(request.until)}）"
    return str(request.get_kind_display())


def _of_comments(comments: Iterable[Comment]) -> Iterator[Entry]:
    for comment in comments:
        word = "批示" if comment.is_instruction else "留言"
        yield Entry(comment.at, f"{word}：{comment.says}", f"{comment.by_post} {comment.by_name}")


def _of_adjustments(adjustments: Iterable[Adjustment]) -> Iterator[Entry]:
    for change in adjustments:
        if change.basis.startswith(("延期申请：", "停钟申请：")) or change.field in TOLD_BY_EVENTS:
            continue  # told by the decision on the request, or by the event
        name = FIELDS.get(change.field, change.field)
        says = f"调整{name}：{change.old or '未定'}改为{change.new or '未定'}"
        yield Entry(change.at, says, f"{change.by_post} {change.by_name}", more=(f"依据：{change.basis}",))


def _of_events(item: Item) -> Iterator[Entry]:
    for event in events_of(f"plans.item:{item.pk}"):
        if not event.kind.startswith(OWN_ROWS):
            who = f"{event.by_post} {event.by_name}" if event.by_post != event.by_name else event.by_name
            yield Entry(event.at, event.says, f"{who}（代{event.on_behalf_of}）" if event.on_behalf_of else who)
