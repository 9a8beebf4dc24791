"""Taking a document in: upload or pasted text → read in the background → items, targets and doubts to be reviewed."""

from typing import Any

from django.db import transaction

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.files.models import StoredFile
from yaodian.apps.files.services import read_file
from yaodian.apps.jobs.models import Job
from yaodian.apps.jobs.services import Progress, cancel_job, start_job, work
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Doubt, Item, Plan, Target
from yaodian.apps.plans.services.doubting import doubts_by_item
from yaodian.apps.plans.services.drafting import ItemDraft, draft_items, target_of, with_doubts
from yaodian.apps.plans.services.order import renumber
from yaodian.kernel.errors import BadInput, DocumentError, NotNow
from yaodian.text import Reading, read_plan
from yaodian.text.document import open_document, paste_document

STEPS = 4  # opened, read, written down, proposed


@transaction.atomic
def start_plan(
    *, title: str = "", year: int | None = None, file: StoredFile | None = None, text: str | None = None, by: Acting
) -> Plan:
    """Take in a file or pasted text and queue its reading; title and year are read from the text where not given."""
    require(by, Permission.PLAN_EDIT, unit_path=by.post.unit.path[:7])
    if (file is None) == (not (text or "").strip()):
        raise BadInput({"file": "请选一个文件，或把全文粘贴进来（只用一种）。"})
    document = paste_document(text or "") if file is None else None
    plan = Plan.objects.create(
        unit=Unit.objects.get(path=by.post.unit.path[:7]),
        title=title.strip()[:200],
        year=year or today().year,
        source=file,
        source_name=file.name if file else "粘贴的文字",
        text=document.text if document else "",
        places=[place.as_json() for place in document.places] if document else [],
        created_at=now(),
    )
    record("plan.uploaded", f"plans.plan:{plan.pk}", f"上传要点《{title or plan.source_name}》", by=by)
    _queue(plan, year, by)
    plan.refresh_from_db()
    return plan


@transaction.atomic
def read_again(*, plan: Plan, by: Acting) -> Plan:
    """Queue the reading once more, after it was cancelled or broken off."""
    require(by, Permission.PLAN_EDIT, unit_path=plan.unit.path)
    if plan.state not in (Plan.State.READING, Plan.State.FAILED):
        raise NotNow("这份要点已经读出来了，不用再读。")
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.READING, failure="")
    _queue(plan, plan.year, by)
    plan.refresh_from_db()
    return plan


@transaction.atomic
def cancel_reading(*, plan: Plan, by: Acting) -> None:
    """Ask the reading to stop; the document stays and can be read again or deleted."""
    require(by, Permission.PLAN_EDIT, unit_path=plan.unit.path)
    if plan.job is not None:
        cancel_job(plan.job)


@transaction.atomic
def delete_plan(*, plan: Plan, by: Acting) -> None:
    """Delete a plan that was never published, with everything read out of it."""
    require(by, Permission.PLAN_EDIT, unit_path=plan.unit.path)
    if plan.state in (Plan.State.PUBLISHED, Plan.State.CLOSED):
        raise NotNow("这份要点已经发布，不能删除。")
    if plan.job is not None:
        cancel_job(plan.job)
    record("plan.deleted", f"plans.plan:{plan.pk}", f"删除未发布的要点《{plan.title or plan.source_name}》", by=by)
    plan.delete()


def _queue(plan: Plan, year: int | None, by: Acting) -> None:
    job = start_job(
        kind="plan.read",
        key=f"plan.read:{plan.pk}",
        title=f"读取《{plan.title or plan.source_name}》",
        arguments={"plan_id": plan.pk, "year": year},
        by=by,
    )
    Plan.objects.filter(pk=plan.pk).update(job=job)


@work("plan.read")
def read_uploaded(progress: Progress, plan_id: int, year: int | None = None) -> dict[str, Any]:
    """The work of reading; run again it starts over, and does nothing once the plan is under review."""
    plan = Plan.objects.select_related("unit", "source").filter(pk=plan_id).first()
    if plan is None or plan.state != Plan.State.READING:
        return {"plan": plan_id}
    progress.step(0, STEPS)
    try:
        if not plan.text:
            document = open_document(read_file(_source(plan)), plan.source_name)
            plan.text, plan.places = document.text, [place.as_json() for place in document.places]
        progress.step(1, STEPS)
        reading = read_plan(plan.text, year=year or plan.created_at.year)
        if not (drafts := draft_items(reading)):
            raise DocumentError("没有读出任何一项工作。请检查是否选错了文件，或粘贴要点的正文。")
    except DocumentError as error:
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.FAILED, failure=str(error))
        raise
    progress.step(2, STEPS)
    counts = _keep(plan, reading, drafts, year, progress)
    return {"plan": plan_id, **counts}


def _source(plan: Plan) -> StoredFile:
    if plan.source is None:
        raise DocumentError("没有文字。请把要点的全文粘贴进来。")
    return plan.source


@transaction.atomic
def _keep(
    plan: Plan, reading: Reading, drafts: list[ItemDraft], year: int | None, progress: Progress
) -> dict[str, int]:
    """Write everything down at once: all of it or nothing."""
    from yaodian.apps.plans.services.target_binding import propose_for  # noqa: PLC0415

    plan.reading = reading.as_json()
    plan.year = year or reading.year or plan.year
    plan.title = plan.title or (reading.title.text.strip() if reading.title else "")[:200] or _stem(plan.source_name)
    plan.state = Plan.State.REVIEW
    plan.items.all().delete()
    items: list[Item] = []
    doubts: list[Doubt] = []
    targets: list[Target] = []
    for order, draft in enumerate(with_doubts(drafts, doubts_by_item(drafts, reading)), start=1):
        parent = None if draft.parent is None else items[draft.parent]
        item = Item.objects.create(
            plan=plan,
            parent=parent,
            order=order,
            number="",
            kind=draft.kind,
            title=draft.title[:300],
            start=draft.start,
            end=draft.end,
        )
        items.append(item)
        made: dict[int, Target] = {}
        for position, commitment in enumerate(draft.targets):
            target = target_of(commitment, position + 1, year=plan.year, school_year=reading.school_year)
            if target is not None:
                target.item = item
                made[position] = target
        targets += made.values()
        for doubt in draft.doubts:
            about = None if doubt.target is None else made.get(doubt.target)
            doubts.append(
                Doubt(
                    item=item,
                    target=about,
                    field=doubt.field,
                    certainty=doubt.certainty,
                    why=doubt.why,
                    start=doubt.start,
                    end=doubt.end,
                )
            )
    propose_for(targets, plan)
    Target.objects.bulk_create(targets)
    for kept in doubts:
        kept.target = kept.target  # takes the key that the target has now
    Doubt.objects.bulk_create(doubts)
    renumber(plan)
    plan.save()
    progress.step(3, STEPS)
    from yaodian.apps.plans.services.proposals import propose_for_plan  # noqa: PLC0415

    propose_for_plan(plan)
    tasks = sum(item.kind == Item.Kind.TASK for item in items)
    by = System() if progress.job.asked_by is None else _asker(progress.job)
    record("plan.read", f"plans.plan:{plan.pk}", f"读出{tasks}项任务、{len(targets)}个目标", by=by)
    progress.step(STEPS, STEPS)
    return {"tasks": tasks, "targets": len(targets), "doubts": len(doubts)}


def _asker(job: Job) -> Acting | System:
    return Acting(job.asked_by, job.asked_in) if job.asked_by and job.asked_in else System()


def _stem(name: str) -> str:
    return (name.rsplit(".", 1)[0] if "." in name else name)[:200]
