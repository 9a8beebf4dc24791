"""A revision as it would be applied now: each task's old and new words, what changes on it, and what a person has to choose."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.apps.plans.models import (
    Adjustment,
    Comment,
    Item,
    Opinion,
    Plan,
    Report,
    Request,
    Revision,
    Subtask,
    Target,
)
from yaodian.apps.plans.selectors.plans import items_of, plans_for
from yaodian.apps.plans.selectors.revision_homes import Homes, homes_of
from yaodian.apps.plans.selectors.sheet import said_target
from yaodian.apps.plans.services.breakdown_steps import said_day
from yaodian.apps.plans.services.proposing import is_by_person
from yaodian.apps.plans.services.three_way import TargetFate, coming, fates_of, is_conflict
from yaodian.apps.plans.wordings import document_of

KINDS = ("conflict", "dropped", "target", "new", "reworded", "moved", "kept", "unchanged")  # as shown
LABELS = {"title": "任务", "lead": "牵头科室", "support": "配合科室", "due": "时限"}
ENDED = (Item.State.FINISHED, Item.State.WITHDRAWN)
WITHDRAW, DELETE, KEEP, ADD, SKIP = "withdraw", "delete", "keep", "add", "skip"
Said = dict[str, Any]


@dataclass(slots=True)
class Change:
    """One thing that the revised text changes on a task; `value` is what is taken, `mine` what is set where it is not."""

    key: str
    label: str
    old: str
    new: str
    conflict: bool
    value: Any
    base: str = ""  # what the text said before, where it was changed on both sides
    mine: Said = field(default_factory=dict)
    fate: TargetFate | None = None
    kept: str = ""  # how it reads where it is not taken, if not as `old`
    name: str = ""  # of the field in which a person chooses


@dataclass(slots=True)
class Line:
    """One task (or heading) of the old text, the new one, or both."""

    key: str
    kind: str
    item: Item | None
    new_at: int | None  # the new text's place, by index
    span: tuple[int, int] | None
    old_text: str
    new_text: str
    title: str
    why: str = ""
    changes: list[Change] = field(default_factory=list)
    places: list[tuple[Target, Said]] = field(default_factory=list)  # where its targets stand in the new text
    fate: str = ""  # of a dropped one, where it is taken
    moved: bool = False

    @property
    def choice(self) -> str:
        """The field in which a person chooses what becomes of a dropped or new one."""
        return f"row-{self.key}"

    @property
    def conflicts(self) -> int:
        """How many of its changes a person has to choose."""
        return sum(change.conflict for change in self.changes)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that applying the revision would do."""

    revision: Revision
    lines: list[Line]
    places: list[Said]  # the new text's, in order
    sections: dict[int, Item]  # the new text's sections and other places that are there already
    gone: list[Item]  # sections and no-tasks that only the old text has
    seen: str  # a fingerprint of what is shown, so that nothing else is done

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines of each kind, in the order of work."""
        found = [(kind, [line for line in self.lines if line.kind == kind]) for kind in KINDS]
        return [(kind, lines) for kind, lines in found if lines]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {kind: sum(line.kind == kind for line in self.lines) for kind in KINDS}

    @property
    def conflicts(self) -> list[Change]:
        """What a person has to choose before it can be applied."""
        return [change for line in self.lines for change in line.changes if change.conflict]


def revision_or_none(by: Acting, revision_id: int) -> Revision | None:
    """A revision of a plan that the post may see, with its plan; or None."""
    found = (
        Revision.objects.select_related("plan__unit", "job", "source")
        .defer("plan__text", "plan__places", "plan__reading", "places", "reading")
        .filter(pk=revision_id)
        .first()
    )
    return found if found is not None and plans_for(by).filter(pk=found.plan_id).exists() else None


def revisions_of(plan: Plan) -> QuerySet[Revision]:
    """The plan's revisions without their long texts."""
    return Revision.objects.filter(plan=plan).defer("text", "places", "reading", "comparison").order_by("number")


def waiting_of(plan: Plan) -> Revision | None:
    """The revision that is not applied yet, if there is one."""
    return revisions_of(plan).exclude(state=Revision.State.APPLIED).first()


def proposal_of(revision: Revision) -> Proposal:
    """What applying would do to the tasks as they are now. A constant number of queries."""
    plan, found = revision.plan, revision.comparison
    items = list(items_of(plan).filter(text_version=plan.text_version))
    homes = homes_of(items, found["old"], found["pairs"])
    names = {unit.pk: unit.short_name for unit in Unit.objects.filter(path__startswith=plan.unit.path)}
    builder = _Builder(revision, homes, names, document_of(plan).text, _busy(plan))
    lines: list[Line] = []
    sections: dict[int, Item] = {}
    gone: list[Item] = []
    for index, pair in enumerate(found["pairs"]):
        held = homes.at_pair.get(index, [])
        new = None if pair["new"] is None else found["new"][pair["new"]]
        for item in held:
            if item.kind == Item.Kind.TASK:
                lines.append(builder.of_item(item, pair, held))
            elif new is None:
                gone.append(item)
            else:
                sections.setdefault(pair["new"], item)
                if item.kind == Item.Kind.SECTION and (line := builder.of_section(item, pair)).changes:
                    lines.append(line)
        if not held and new is not None and new["kind"] == Item.Kind.TASK and builder.is_new(index, pair):
            lines.append(builder.of_new(pair))
    return Proposal(revision, lines, found["new"], sections, gone, _fingerprint(lines))


def _busy(plan: Plan) -> set[int]:
    """The items that anybody has worked on, or that others stand below: they are never deleted."""
    used = [
        Exists(model.objects.filter(item=OuterRef("pk")))
        for model in (Report, Request, Comment, Subtask, Opinion, Adjustment)
    ]
    condition = Q(Exists(Item.objects.filter(parent=OuterRef("pk"))))
    for one in used:
        condition |= Q(one)
    return set(Item.objects.filter(condition, plan=plan).values_list("pk", flat=True))


def _fingerprint(lines: Iterable[Line]) -> str:
    told = []
    for line in lines:
        told += [f"{line.key}\x1e{line.kind}\x1e{line.fate}"]
        told += [f"{change.name}\x1e{change.old}\x1e{change.new}\x1e{change.conflict}" for change in line.changes]
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the lines of one revision."""

    revision: Revision
    homes: Homes
    names: dict[int, str]
    text: str  # the old one
    busy: set[int]

    def is_new(self, index: int, pair: Said) -> bool:
        """Whether a new place without a task becomes one: not joined to another, not left out before and still the same."""
        if index in self.homes.joined:
            return False
        return pair["old"] is None or pair["kind"] not in ("unchanged", "moved")

    def of_new(self, pair: Said) -> Line:
        """A task that only the new text has."""
        place = self._new(pair)
        changes = [
            Change(f"t{at}", "目标", "", said_promise(Target(**coming(said))), conflict=False, value=coming(said))
            for at, said in enumerate(place["targets"])
            if said is not None
        ]
        line = Line(
            key=f"n{pair['new']}",
            kind="new",
            item=None,
            new_at=pair["new"],
            span=(place["start"], place["end"]),
            old_text="",
            new_text=self._words(place),
            title=place["title"],
            why=pair["why"],
        )
        line.changes = self._named(line, changes)
        return line

    def of_section(self, item: Item, pair: Said) -> Line:
        """A heading that both have: only its title can change."""
        line = self._line(item, pair, (0, 0))
        old, new = self._old(pair), self._new(pair)
        line.old_text, line.new_text, line.span = old["title"], new["title"], None
        line.changes = self._named(line, _field("title", old["title"], item.title, new["title"]))
        return _with_kind(line, pair)

    def of_item(self, item: Item, pair: Said, held: list[Item]) -> Line:
        """A task that the old text has."""
        if pair["new"] is None:
            return self._dropped(item, pair)
        line = self._line(item, pair, self._span(item, pair, held))
        if item.state in ENDED:
            line.kind = "kept" if pair["kind"] in ("target", "reworded") else "unchanged"
            line.why = f"{item.get_state_display()}，内容不再改" if line.kind == "kept" else ""
            return line
        old, new = self._old(pair), self._new(pair)
        olds, news, links = self.homes.targets_of(item, self.revision.comparison)
        fates, line.places = fates_of(item.targets.all(), self._mine(olds, item, held), news, links)
        own = [fate for fate in fates if fate.target is not None or held[0] is item]
        line.changes = self._named(line, [*self._fields(item, old, new), *map(_target_change, own)])
        return _with_kind(line, pair)

    def _mine(self, targets: list[Said | None], item: Item, held: list[Item]) -> list[Said | None]:
        """The old text's targets that this item stands for, where a person split the place into several."""
        if len(held) == 1:
            return targets
        others = [one for one in held if one is not item]
        return [
            None if said and any(one.start <= said["start"] < one.end for one in others) else said for said in targets
        ]

    def _dropped(self, item: Item, pair: Said) -> Line:
        line = self._line(item, pair, None)
        line.kind, line.why = "dropped", pair["why"]
        if item.state in ENDED:
            line.kind, line.why, line.fate = "kept", f"{item.get_state_display()}，留在原处", KEEP
            return line
        issued = self.revision.plan.breakdown == Plan.Breakdown.ISSUED
        line.fate = WITHDRAW if issued or item.pk in self.busy else DELETE
        return line

    def _line(self, item: Item, pair: Said, span: tuple[int, int] | None) -> Line:
        return Line(
            key=f"i{item.pk}",
            kind="unchanged",
            item=item,
            new_at=pair["new"],
            span=span,
            old_text=self.text[item.start : item.end].strip(),
            new_text=self.revision.text[slice(*span)].strip() if span else "",
            title=item.title,
            why=pair["why"],
            moved=bool(pair.get("moved")),
        )

    def _span(self, item: Item, pair: Said, held: list[Item]) -> tuple[int, int]:
        """The place in the new text; of several items in one place, each where its own words stand, if they still do."""
        place = self._new(pair)
        start, end = place["start"], place["end"]
        if len(held) > 1:
            words = self.text[item.start : item.end].strip()
            at = self.revision.text.find(words, start, end) if words else -1
            return (at, at + len(words)) if at >= 0 else (start, end)
        return self.homes.widened(item, (start, end), self.revision.comparison)

    def _fields(self, item: Item, old: Said, new: Said) -> list[Change]:
        found = _field("title", old["title"], item.title, new["title"])
        if old["kind"] != new["kind"] or "due" not in old or "due" not in new:
            return found
        if new["lead"] is not None:
            base = old["lead"] or (None if is_by_person(item.lead_why) else item.lead_id)
            values = (base, item.lead_id, new["lead"])
            found += _field("lead", *values, [self.names.get(pk or 0, "") for pk in values])
        if new["support"]:
            mine = sorted(unit.pk for unit in item.support.all())
            values = (old["support"], mine, new["support"])
            found += _field("support", *values, ["、".join(self.names.get(pk, "") for pk in one) for one in values])
        if new["due"]:
            mine_due = item.due.isoformat() if item.due else None
            values = (old["due"] or (None if _is_set(item) else mine_due), mine_due, new["due"])
            found += _field("due", *values, [_said_day(one) for one in values])
        return found

    def _named(self, line: Line, changes: list[Change]) -> list[Change]:
        for change in changes:
            change.name = f"{line.key}-{change.key}"
        return changes

    def _words(self, place: Said) -> str:
        return self.revision.text[place["start"] : place["end"]].strip()

    def _old(self, pair: Said) -> Said:
        found: Said = self.revision.comparison["old"][pair["old"]]
        return found

    def _new(self, pair: Said) -> Said:
        found: Said = self.revision.comparison["new"][pair["new"]]
        return found


def _with_kind(line: Line, pair: Said) -> Line:
    if line.conflicts:
        line.kind = "conflict"
    elif any(change.fate for change in line.changes):
        line.kind = "target"
    elif line.changes or pair["kind"] in ("reworded", "target"):
        line.kind = "reworded"
    else:
        line.kind = "moved" if line.moved else "unchanged"
    return line


def _is_set(item: Item) -> bool:
    """Whether a person or a granted request set the due date."""
    return is_by_person(item.due_why) or item.due_why.startswith(("延期", "停钟"))


def _field(key: str, base: Any, mine: Any, new: Any, shown: list[str] | None = None) -> list[Change]:
    verdict = is_conflict(base, mine, new)
    if verdict is None:
        return []
    told = shown or [base, mine, new]
    return [Change(key, LABELS[key], told[1], told[2], conflict=verdict, value=new, base=told[0] if verdict else "")]


def _target_change(fate: TargetFate) -> Change:
    target = fate.target
    old = said_promise(target) if target is not None else ""
    if fate.act == "ended":
        return Change(f"t{target.pk if target else 0}", "目标", old, "", fate.conflict, {}, fate=fate)
    if target is None:
        told = said_promise(Target(**fate.new))
        return Change(f"a{fate.new['start']}", "目标", "", told, fate.conflict, fate.new, fate=fate)
    new = said_promise(changed(target, fate.new))
    kept = said_promise(changed(target, fate.mine)) if fate.mine else ""
    return Change(f"t{target.pk}", "目标", old, new, fate.conflict, fate.new, mine=fate.mine, fate=fate, kept=kept)


def changed(target: Target, values: Said) -> Target:
    """The target with other values, not to be saved."""
    then = Target(**{one.attname: getattr(target, one.attname) for one in Target._meta.concrete_fields})
    for name, value in values.items():
        setattr(then, name, value)
    return then


def said_promise(target: Target) -> str:
    """A target in one line with its time: 消防隐患整改49处（8月底前）."""
    due = target.due_text or _said_day(target.due.isoformat() if target.due else None)
    return f"{said_target(target)}（{due}）" if due else said_target(target)


def _said_day(iso: str | None) -> str:
    return said_day(date.fromisoformat(iso)) if iso else ""
