"""Two plans held side by side, and ours against a document of the superior's, as they stand in the documents' texts.

Texts never change once read, so what was compared once is kept in memory; the first look costs the reading of both.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from yaodian.apps.audit.selectors import events_of
from yaodian.apps.files.models import StoredFile
from yaodian.apps.files.selectors import file_for
from yaodian.apps.files.services import read_file
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Item, Plan
from yaodian.apps.plans.selectors.plans import plans_for
from yaodian.apps.plans.wordings import document_of
from yaodian.text import Reading, read_plan
from yaodian.text.compare import Comparison, Coverage, compare, cover
from yaodian.text.document import open_document
from yaodian.text.kept import reading_kept

KEPT = 12  # comparisons held in memory: about 200 KB each
LISTED = 8


@dataclass(frozen=True, slots=True)
class Superior:
    """A document of the superior's that was uploaded: its file, who did it and when."""

    file: StoredFile
    by_name: str
    at: datetime


def comparable_plans(by: Acting) -> list[Plan]:
    """The plans that can be held side by side: those already read, which this post may see, newest first."""
    return list(plans_for(by).filter(state__in=(Plan.State.REVIEW, Plan.State.PUBLISHED, Plan.State.CLOSED)))


def compared(old: Plan, new: Plan) -> Comparison:
    """What happened from one plan to the other; both as they read now."""
    return _compared(_source(old), _source(new))


def covered(superior: StoredFile, own: Plan) -> Coverage:
    """Our plan against the superior's document. Raises FileNotFoundError where the file is gone, DocumentError else."""
    return _covered(_opened(superior), _source(own))


def title_of(superior: StoredFile) -> str:
    """The document's own title, else the file's name."""
    title = _reading(_opened(superior)).title
    return title.text.strip() if title else superior.name


def superiors_seen(by: Acting) -> list[Superior]:
    """The superior's documents uploaded last, of those within reach."""
    events = list(events_of(subject_of(by))[: 3 * LISTED])
    wanted = {event.changes["file"][1]: event for event in events}
    files = StoredFile.objects.filter(by.within("unit__path"), pk__in=wanted).order_by("-pk")[:LISTED]
    return [Superior(file, wanted[file.pk].by_name, wanted[file.pk].at) for file in files]


def superior_or_none(by: Acting, file_id: int) -> StoredFile | None:
    """A superior's document within reach, or None; another file's number leads nowhere."""
    known = {event.changes["file"][1] for event in events_of(subject_of(by)).filter(changes__file__1=file_id)[:1]}
    return file_for(by, file_id) if file_id in known else None


def subject_of(by: Acting) -> str:
    """Under what the uploads of a bureau are logged."""
    return f"plans.superior:{by.post.unit.path[:7].strip('/')}"


def tasks_at(plan: Plan) -> dict[int, int]:
    """Where a task of the plan's current text begins → the task's number, so that a part can lead to it."""
    rows = Item.objects.filter(plan=plan, text_version=plan.text_version, kind=Item.Kind.TASK)
    return dict(rows.values_list("start", "pk"))


@dataclass(frozen=True, slots=True)
class _Source:
    """A text to be read; `kept` is what was read out of it when it came, and spares reading it again."""

    text: str
    year: int | None = None
    kept: dict[str, Any] = field(default_factory=dict, compare=False)


def _source(plan: Plan) -> _Source:
    document = document_of(plan)
    return _Source(document.text, plan.year, document.reading)


def _opened(superior: StoredFile) -> _Source:
    return _Source(_text_of(read_file(superior), superior.name))


@lru_cache(maxsize=KEPT)
def _text_of(data: bytes, name: str) -> str:
    return open_document(data, name).text


@lru_cache(maxsize=KEPT)
def _reading(source: _Source) -> Reading:
    return read_plan(source.text, year=source.year) if not source.kept else reading_kept(source.text, source.kept)


@lru_cache(maxsize=KEPT)
def _compared(old: _Source, new: _Source) -> Comparison:
    return compare(_reading(old), _reading(new))


@lru_cache(maxsize=KEPT)
def _covered(superior: _Source, own: _Source) -> Coverage:
    return cover(_reading(superior), _reading(own))
