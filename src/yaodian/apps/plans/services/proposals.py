"""Proposing who does what by when (推荐) for a whole plan, and the posts that answer for an office. A person's choice stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.selectors import HEADS, open_posts, posts_with
from yaodian.apps.plans.models import Doubt, Item, OfficeDuty, Plan
from yaodian.apps.plans.services.matching import Duties, Office, usual_duties_among
from yaodian.apps.plans.services.proposing import Proposal, Task, is_by_person, propose
from yaodian.apps.plans.wordings import documents_of

FIELDS = ("lead", "lead_why", "owner", "leader", "due", "due_text", "due_why", "evidence")
BATCH = 100


@dataclass(frozen=True)
class People:
    """Who answers for each office, and which leader is in charge of it (分管)."""

    heads: dict[int, Post]
    leaders: dict[int, Post]

    def owner(self, unit_id: int | None) -> Post | None:
        """The post that owes what this office leads."""
        return self.heads.get(unit_id or 0)

    def leader(self, unit_id: int | None) -> Post | None:
        """The leader in charge of this office."""
        return self.leaders.get(unit_id or 0)


def answering_in(bureau: Unit) -> People:
    """Heads and leaders in charge of all offices of a bureau, in two queries."""
    posts = posts_with(Permission.TASK_REPORT, unit_path=bureau.path)
    heads: dict[int, Post] = {}
    for post in sorted(posts, key=lambda one: (one.role not in HEADS, one.holder is None, one.sort, one.pk)):
        heads.setdefault(post.unit_id, post)
    leaders: dict[int, Post] = {}
    charged = Post.in_charge_of.through.objects.filter(post__in=open_posts(), unit__path__startswith=bureau.path)
    for row in charged.select_related("post").order_by("post__sort", "post_id"):
        leaders.setdefault(row.unit_id, row.post)
    return People(heads, leaders)


def offices_of(bureau: Unit) -> list[Office]:
    """The bureau's offices and central schools with their duties; while 职责表 is empty, with the usual ones."""
    units = list(
        Unit.objects.filter(path__startswith=bureau.path, valid_to=None)
        .filter(kind__in=[Unit.Kind.OFFICE, Unit.Kind.TOWNSHIP])
        .order_by("sort", "code")
    )
    held: dict[int, list[tuple[str, int]]] = {}
    for duty in OfficeDuty.objects.filter(unit__path__startswith=bureau.path):
        held.setdefault(duty.unit_id, []).append((duty.phrase, duty.weight))
    usual = {} if held else usual_duties_among(unit.name for unit in units if unit.kind == Unit.Kind.OFFICE)
    return [
        Office(
            unit.pk,
            unit.name,
            unit.short_name,
            tuple(held.get(unit.pk, ())) or tuple((phrase, 1) for phrase in usual.get(unit.name, ())),
        )
        for unit in units
    ]


@transaction.atomic
def propose_for_plan(plan: Plan, *, only: Iterable[int] | None = None) -> None:
    """Fill lead, support, owner, leader, due and evidence of every task; where a person confirmed or chose, only what is empty.

    `only` limits it to these tasks (their numbers).
    """
    items = list(Item.objects.filter(plan=plan).prefetch_related("targets", "support", "doubts").order_by("order"))
    offices, people = offices_of(plan.unit), answering_in(plan.unit)
    duties = Duties.of(offices)
    documents = documents_of(plan, items)
    by_pk = {item.pk: item for item in items}
    support: list[tuple[int, int]] = []
    doubts: list[Doubt] = []
    tasks = [item for item in items if item.kind == Item.Kind.TASK and item.state != Item.State.WITHDRAWN]
    if only is not None:
        wanted = set(only)
        tasks = [item for item in tasks if item.pk in wanted]
    for item in tasks:
        document = documents[item.text_version]
        reading = document.reading or {}
        above = [one for one in _above(item, by_pk) if one.text_version == item.text_version]
        made = propose(
            _task(item, above, document.text, reading),
            text=document.text,
            offices=offices,
            duties=duties,
            year=plan.year,
            school_year=bool(reading.get("school_year")),
        )
        support += [(item.pk, unit_id) for unit_id in _fill(item, made, people)]
        doubts += _new_doubts(item, made)
    Item.objects.bulk_update(tasks, FIELDS, batch_size=BATCH)
    through = Item.support.through
    through.objects.bulk_create([through(item_id=item, unit_id=unit) for item, unit in support], ignore_conflicts=True)
    Doubt.objects.bulk_create(doubts)


@transaction.atomic
def fill_people(plan: Plan) -> None:
    """Give owner and leader to tasks that have a lead but nobody to answer or to watch, e.g. after the lead was corrected."""
    wanting = list(
        Item.objects.filter(plan=plan, kind=Item.Kind.TASK, lead__isnull=False)
        .exclude(state=Item.State.WITHDRAWN)
        .filter(Q(owner=None) | Q(leader=None))
    )
    people = answering_in(plan.unit)
    for item in wanting:
        item.owner = item.owner or people.owner(item.lead_id)
        item.leader = item.leader or people.leader(item.lead_id)
    Item.objects.bulk_update(wanting, ["owner", "leader"], batch_size=BATCH)


def _above(item: Item, by_pk: dict[int, Item]) -> list[Item]:
    found = []
    while item.parent_id in by_pk:
        item = by_pk[item.parent_id]
        found.append(item)
    return found


def _within(rows: Iterable[dict[str, Any]], item: Item) -> tuple[dict[str, Any], ...]:
    return tuple(row for row in rows if item.start <= row["start"] and row["end"] <= item.end)


def _task(item: Item, above: list[Item], text: str, reading: dict[str, Any]) -> Task:
    actors = reading.get("actors", ())
    headings = []
    for section in above:
        head_end = text.find("\n", section.start, section.end)
        stop = head_end if head_end > 0 else section.end
        headings += [row for row in _within(actors, section) if row["end"] <= stop]
    return Task(
        title=item.title,
        body=text[item.start : item.end],
        sections=tuple(section.title for section in above),
        actors=_within(actors, item),
        actors_above=tuple(headings),
        deadlines=_within(reading.get("deadlines", ()), item),
        targets=tuple((target.indicator, target.due, target.due_text) for target in item.targets.all()),
    )


def _fill(item: Item, made: Proposal, people: People) -> list[int]:
    """Write a proposal into the item, not saved; the offices to be added as support."""
    settled = item.review == Item.Review.CONFIRMED
    chosen = is_by_person(item.lead_why)
    before = item.lead_id
    if not chosen and not (settled and before):
        item.lead_id = made.lead.pk if made.lead else None
        item.lead_why = made.lead_why
    if not is_by_person(item.due_why) and not (settled and item.due):
        item.due, item.due_text, item.due_why = made.due, made.due_text, made.due_why
    item.evidence = item.evidence or made.evidence
    moved = before != item.lead_id
    if item.owner_id is None or moved:
        item.owner = people.owner(item.lead_id)
    if item.leader_id is None or moved:
        item.leader = people.leader(item.lead_id)
    if chosen or settled or item.support.all():
        return []
    return [office.pk for office in made.support if office.pk != item.lead_id]


def _new_doubts(item: Item, made: Proposal) -> list[Doubt]:
    """Doubts that were not told before; none on what a person has confirmed or chosen."""
    if item.review == Item.Review.CONFIRMED or is_by_person(item.lead_why):
        return []
    told = {(doubt.field, doubt.why) for doubt in item.doubts.all()}
    return [
        Doubt(item=item, field=name, certainty=certainty, why=why, start=start, end=end)
        for name, certainty, why, start, end in made.doubts
        if (name, why) not in told
    ]
