"""A revised document for a published plan (修订稿): uploaded, read in the background, proposed, applied as a whole or dropped."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.files.models import StoredFile
from yaodian.apps.files.services import read_file
from yaodian.apps.jobs.services import Progress, cancel_job, start_job, work
from yaodian.apps.orgs.acting import Acting, require
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Plan, Revision
from yaodian.apps.plans.services.breakdown_steps import hold_plan
from yaodian.apps.plans.services.proposals import offices_of
from yaodian.apps.plans.services.revision_comparing import compared
from yaodian.apps.plans.wordings import document_of
from yaodian.kernel.errors import BadInput, DocumentError, NotNow
from yaodian.text import read_plan
from yaodian.text.document import open_document, paste_document

STEPS = 3  # opened, read, compared


@transaction.atomic
def start_revision(*, plan: Plan, file: StoredFile | None = None, text: str | None = None, by: Acting) -> Revision:
    """Take in the revised document of a published plan and queue its reading; nothing changes until it is applied."""
    held = hold_plan(plan)
    require(by, Permission.PLAN_EDIT, unit_path=held.unit.path)
    if (file is None) == (not (text or "").strip()):
        raise BadInput({"file": "请选一个文件，或把修订稿的全文粘贴进来（只用一种）。"})
    waiting = Revision.objects.filter(plan=held).exclude(state=Revision.State.APPLIED).first()
    if waiting is not None and waiting.state != Revision.State.FAILED:
        raise NotNow(f"“{waiting.source_name}”还没有应用。请先应用或放弃它，再上传另一份修订稿。")
    if waiting is not None:
        waiting.delete()
    document = paste_document(text or "") if file is None else None
    revision = Revision.objects.create(
        plan=held,
        number=(Revision.objects.filter(plan=held).order_by("-number").values_list("number", flat=True).first() or 0)
        + 1,
        source=file,
        source_name=file.name if file else "粘贴的文字",
        text=document.text if document else "",
        places=[place.as_json() for place in document.places] if document else [],
        uploaded_by=by.name,
        created_at=now(),
    )
    says = f"上传《{held.title}》的修订稿“{revision.source_name}”"
    record("revision.uploaded", f"plans.plan:{held.pk}", says, by=by)
    return _queued(revision, by)


@transaction.atomic
def read_revision_again(*, revision: Revision, by: Acting) -> Revision:
    """Queue the reading once more, after it was cancelled or broken off."""
    held = hold_revision(revision, by)
    if held.state not in (Revision.State.READING, Revision.State.FAILED):
        raise NotNow("这份修订稿已经读出来了，不用再读。")
    held.state, held.failure = Revision.State.READING, ""
    held.save(update_fields=["state", "failure"])
    return _queued(held, by)


@transaction.atomic
def drop_revision(*, revision: Revision, by: Acting) -> None:
    """Drop a revision that was not applied (放弃); the plan stays as it is."""
    held = hold_revision(revision, by)
    if held.job is not None:
        cancel_job(held.job)
    says = f"放弃修订稿“{held.source_name}”，要点没有改动"
    record("revision.dropped", f"plans.plan:{held.plan_id}", says, by=by)
    held.delete()


def hold_revision(revision: Revision, by: Acting) -> Revision:
    """The revision with its plan, locked and checked: the right, and that it is not applied yet."""
    plan = hold_plan(revision.plan)
    require(by, Permission.PLAN_EDIT, unit_path=plan.unit.path)
    held = Revision.objects.select_for_update(of=("self",)).select_related("job").filter(pk=revision.pk).first()
    if held is None:
        raise NotNow("这份修订稿已被放弃。")
    if held.state == Revision.State.APPLIED:
        raise NotNow(f"这份修订稿已由{held.applied_by}应用。")
    held.plan = plan
    return held


def _queued(revision: Revision, by: Acting) -> Revision:
    job = start_job(
        kind="plan.revise.read",
        key=f"plan.revise.read:{revision.pk}",
        title=f"读取修订稿“{revision.source_name}”",
        arguments={"revision_id": revision.pk},
        by=by,
    )
    Revision.objects.filter(pk=revision.pk).update(job=job)
    revision.refresh_from_db()
    return revision


@work("plan.revise.read")
def read_revision(progress: Progress, revision_id: int) -> dict[str, Any]:
    """The work of reading and comparing; run again it starts over, and does nothing once it is proposed."""
    revision = Revision.objects.select_related("plan__unit", "source").filter(pk=revision_id).first()
    if revision is None or revision.state != Revision.State.READING:
        return {"says": "这份修订稿已经读过，或已被放弃。"}
    progress.step(0, STEPS)
    try:
        if not revision.text:
            if revision.source is None:
                raise DocumentError("没有文字。请把修订稿的全文粘贴进来。")
            document = open_document(read_file(revision.source), revision.source_name)
            revision.text, revision.places = document.text, [place.as_json() for place in document.places]
        progress.step(1, STEPS)
        _compare(revision)
    except DocumentError as error:
        Revision.objects.filter(pk=revision.pk).update(state=Revision.State.FAILED, failure=str(error))
        raise
    progress.step(2, STEPS)
    revision.state = Revision.State.PROPOSED
    revision.save(update_fields=["text", "places", "reading", "comparison", "state"])
    progress.step(STEPS, STEPS)
    return {"link": reverse("revision", args=[revision.pk])}


def _compare(revision: Revision) -> None:
    plan = revision.plan
    base = document_of(plan).text
    if revision.text.split() == base.split():
        raise DocumentError("修订稿与现在的原文一字不差。请看是否选错了文件。")
    reading = read_plan(revision.text, year=plan.year)
    revision.reading = reading.as_json()
    revision.comparison = compared(
        read_plan(base, year=plan.year), reading, year=plan.year, offices=offices_of(plan.unit)
    )
    if all(None in (pair["old"], pair["new"]) for pair in revision.comparison["pairs"]):
        raise DocumentError("修订稿与现在的原文没有一项相同。请看是否选错了文件；新的一份要点请到“历年”上传。")
