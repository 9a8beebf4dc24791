"""What the review page shows: the queue, the counts, one item with its fields."""

from dataclasses import dataclass

from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.orgs.models import Unit
from yaodian.apps.plans.binding_candidates import offers
from yaodian.apps.plans.models import Doubt, Edit, Item, Plan, Target
from yaodian.apps.plans.selectors.marks import Paragraph, Piece, paragraph_number, paragraphs_of, pieces_of, spans_of
from yaodian.apps.plans.selectors.plans import items_of
from yaodian.apps.plans.services.drafting import split_points
from yaodian.apps.plans.wordings import document_of
from yaodian.registers.catalogue import Catalogue

TARGET_KINDS = [choice for choice in Target.Kind.choices if choice[0] != Target.Kind.FACT]
TARGET_COMPARATORS = Target.Comparator.choices
NAMED = (Target.Binding.PROPOSED, Target.Binding.BOUND)


@dataclass(frozen=True, slots=True)
class Queue:
    """The items in the order of work: doubtful ones, then open ones, then those confirmed, then no tasks."""

    doubtful: list[Item]
    waiting: list[Item]
    confirmed: list[Item]
    no_task: list[Item]
    tasks: int
    targets: int

    @property
    def left(self) -> int:
        """How many still wait for a person."""
        return len(self.doubtful) + len(self.waiting)

    @property
    def in_order(self) -> list[Item]:
        """All of them, as listed."""
        return [*self.doubtful, *self.waiting, *self.confirmed, *self.no_task]


@dataclass(frozen=True, slots=True)
class Naming:
    """The indicators that a target may mean, as (value, words) of a choice, and what holds now."""

    options: list[tuple[str, str]]
    chosen: str
    title: str  # of what is proposed or bound; "" for none


@dataclass(frozen=True, slots=True)
class Sheet:
    """One item's fields with the doubts beside them and its own text."""

    item: Item
    paragraph: int
    doubts: dict[str, list[Doubt]]
    targets: list[tuple[Target, list[Doubt], Naming]]
    quote: tuple[Piece, ...]
    sentences: list[tuple[int, str]]  # beginnings where it may be split, and the sentence there
    offices: list[Unit]


def plan_text(plan_id: int) -> Plan:
    """A plan with its text and reading (the lists leave them out)."""
    return Plan.objects.select_related("unit", "source", "job").get(pk=plan_id)


def queue_of(items: list[Item]) -> Queue:
    """Sort a plan's items into the queue."""
    rows = [item for item in items if item.kind != Item.Kind.SECTION]
    waiting = [item for item in rows if item.review == Item.Review.OPEN]
    settled = [item for item in rows if item.review == Item.Review.CONFIRMED]
    return Queue(
        doubtful=[item for item in waiting if item.open_doubts],
        waiting=[item for item in waiting if not item.open_doubts],
        confirmed=[item for item in settled if item.kind == Item.Kind.TASK],
        no_task=[item for item in settled if item.kind == Item.Kind.NONE],
        tasks=sum(item.kind == Item.Kind.TASK for item in rows),
        targets=sum(len(item.targets.all()) for item in rows),
    )


def sheet_of(plan: Plan, item: Item) -> Sheet:
    """The fields of one of `items_of(plan)`."""
    by_field: dict[str, list[Doubt]] = {}
    by_target: dict[int, list[Doubt]] = {}
    for doubt in item.open_doubts:
        if doubt.target_id is None:
            by_field.setdefault(doubt.field, []).append(doubt)
        else:
            by_target.setdefault(doubt.target_id, []).append(doubt)
    document = document_of(plan, item.text_version)
    text = document.text
    points = [] if item.kind == Item.Kind.SECTION else split_points(text, item)
    ends = [*points[1:], item.end] if points else []
    held = catalogue()
    return Sheet(
        item=item,
        paragraph=paragraph_number(text, item.start),
        doubts=by_field,
        targets=[(target, by_target.get(target.pk, []), _naming(target, held)) for target in item.targets.all()],
        quote=pieces_of(text, item.start, item.end, spans_of(document, [item])),
        sentences=[(at, text[at:end].strip()) for at, end in zip(points, ends, strict=True)],
        offices=list(
            Unit.objects.filter(path__startswith=plan.unit.path, valid_to=None)
            .filter(kind__in=[Unit.Kind.OFFICE, Unit.Kind.BUREAU, Unit.Kind.TOWNSHIP])
            .order_by("kind", "sort", "code")
        ),
    )


def _naming(target: Target, held: Catalogue) -> Naming:
    """What is offered by the names, and what is chosen already though it is not among them."""
    offered = (
        [] if target.kind == Target.Kind.FACT else offers(target.indicator, target.subject, target.unit, held=held)
    )
    named = {one.indicator.code: one.indicator.title for one in offered}
    known = held.indicators.get(target.indicator_code) if target.binding in NAMED else None
    if known is not None:
        named = {known.code: known.title} | named
    options = [
        ("", "未绑定"),
        *((f"bound:{code}", f"计算：{title}") for code, title in named.items()),
        ("reported", "附凭据上报"),
    ]
    chosen = {Target.Binding.BOUND: f"bound:{target.indicator_code}", Target.Binding.REPORTED: "reported"}
    return Naming(options, chosen.get(Target.Binding(target.binding), ""), known.title if known else "")


def last_edit(plan: Plan) -> Edit | None:
    """The newest step that was not undone."""
    return Edit.objects.filter(plan=plan, undone_at=None).defer("before", "after").first()


def document_paragraphs(plan: Plan, version: int | None = None) -> list[Paragraph]:
    """A version's text with marks (without a number the current one), for the page 原文; doubts are marked while open."""
    number = plan.text_version if version is None else version
    return paragraphs_of(document_of(plan, number), list(items_of(plan).filter(text_version=number)))


def quote_of(item: Item) -> tuple[tuple[Piece, ...], int]:
    """The item's own text with marks, and its paragraph's number; for 出处 anywhere."""
    document = document_of(item.plan, item.text_version)
    pieces = pieces_of(document.text, item.start, item.end, spans_of(document))
    return pieces, paragraph_number(document.text, item.start)


def target_for(item: Item, target_id: int) -> Target | None:
    """One of the item's targets."""
    return Target.objects.select_related("item").filter(pk=target_id, item=item).first()
