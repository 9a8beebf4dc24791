"""Applying a revision: everything that was proposed and chosen, in one transaction, with its basis; those concerned are told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction

from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Post
from yaodian.apps.plans.models import Adjustment, Doubt, Figure, Item, Plan, Request, Revision, Target
from yaodian.apps.plans.selectors.revision import DELETE, KEEP, SKIP, Change, Line, Proposal, proposal_of
from yaodian.apps.plans.services.assigning import set_fields
from yaodian.apps.plans.services.breakdown import withdraw_held
from yaodian.apps.plans.services.breakdown_steps import concerned, page_of_breakdown, reason_from, tell
from yaodian.apps.plans.services.order import renumber
from yaodian.apps.plans.services.proposals import propose_for_plan
from yaodian.apps.plans.services.revising import hold_revision
from yaodian.apps.plans.services.target_binding import propose_for
from yaodian.apps.plans.services.target_versions import keep_version
from yaodian.apps.plans.services.three_way import MINE, NEW
from yaodian.kernel.errors import BadInput, NotNow

LONGEST_BASIS = 200
WORDS = {"lead": "lead_why", "due": "due_why"}


@dataclass(slots=True)
class Applied:
    """What was done: how many of each, and what each post concerned is to be told."""

    changed: list[Item] = field(default_factory=list)
    added: list[Item] = field(default_factory=list)
    withdrawn: list[Item] = field(default_factory=list)
    deleted: int = 0
    told: dict[int, tuple[Post, list[str]]] = field(default_factory=dict)

    def tell(self, posts: Iterable[Post], says: str) -> None:
        """Remember what a post is to be told."""
        for post in posts:
            lines = self.told.setdefault(post.pk, (post, []))[1]
            if says not in lines:
                lines.append(says)

    @property
    def says(self) -> str:
        """改2项、新增1项、撤销1项."""
        counts = [
            ("改", len(self.changed)),
            ("新增", len(self.added)),
            ("撤销", len(self.withdrawn)),
            ("删去", self.deleted),
        ]
        return "、".join(f"{word}{count}项" for word, count in counts if count) or "任务没有变化"


@transaction.atomic
def apply_revision(*, revision: Revision, basis: str, choices: Mapping[str, str], seen: str, by: Acting) -> Applied:
    """Apply it, all or nothing. `choices`: for each change `new` or `mine`; dropped ones `withdraw` or `keep`; new ones `add`, `skip`.

    What is not chosen goes as proposed, but every change on both sides must be chosen. `seen` is what the person was shown.
    """
    held = hold_revision(revision, by)
    if held.state != Revision.State.PROPOSED:
        raise NotNow("修订稿还没有读完，不能应用。")
    if held.plan.breakdown == Plan.Breakdown.APPROVED:
        raise NotNow("分解表已经审定，还没有印发。要应用修订稿，请局领导先退回，应用后重新审定。")
    basis = reason_from(basis, "basis", "修订的依据（文号或会议纪要）", longest=LONGEST_BASIS)
    proposal = proposal_of(held)
    if proposal.seen != seen:
        raise NotNow("打开这一页以后，任务又有改动，修订没有应用。请按现在的内容再看一遍。")
    _check(proposal, choices)
    done = _Applying(held, basis, choices, by).run(proposal)
    _close(held, basis, done, by)
    return done


def _check(proposal: Proposal, choices: Mapping[str, str]) -> None:
    missing = [change for change in proposal.conflicts if choices.get(change.name) not in (NEW, MINE)]
    if missing:
        raise BadInput(
            {
                "choices": f"还有{len(missing)}处两边都改过，请先选用哪一个。",
                **{one.name: "请选一个。" for one in missing},
            }
        )


def _close(revision: Revision, basis: str, done: Applied, by: Acting) -> None:
    """The revision is applied; the log and the messages."""
    revision.state, revision.basis = Revision.State.APPLIED, basis
    revision.applied_at, revision.applied_on = now(), today()
    revision.applied_by, revision.applied_post = by.name, by.post_name
    revision.save(update_fields=["state", "basis", "applied_at", "applied_on", "applied_by", "applied_post"])
    plan = revision.plan
    says = f"应用修订稿“{revision.source_name}”：{done.says}，依据：{basis}"
    record("revision.applied", f"plans.plan:{plan.pk}", says, by=by)
    same: dict[str, list[Post]] = defaultdict(list)
    for post, lines in done.told.values():
        told = "；".join(lines[:3]) + (f"等{len(lines)}项" if len(lines) > 3 else "")
        same[told].append(post)
    for told, posts in same.items():
        opening = f"《{plan.title}》已修订（{basis}）"
        tell(posts, kind="revision.applied", says=f"{opening}：{told}"[:300], link=page_of_breakdown(plan), by=by)


@dataclass(frozen=True, slots=True)
class _Applying:
    """One application; `item_at` maps a place of the new text to its item."""

    revision: Revision
    basis: str
    choices: Mapping[str, str]
    by: Acting
    done: Applied = field(default_factory=Applied)
    item_at: dict[int, Item] = field(default_factory=dict)

    def run(self, proposal: Proposal) -> Applied:
        """Places first, then what changes, then what goes."""
        plan = self.revision.plan
        plan.text_version = self.revision.number
        plan.save(update_fields=["text_version"])
        self._place(proposal)
        going = [line for line in proposal.lines if line.kind == "dropped" and self._goes(line)]
        for line in going:
            if line.fate == DELETE:
                self._delete(line)
        self._clear(proposal)
        renumber(plan)
        self._take_numbers(proposal.lines)
        for line in proposal.lines:
            if line.item is not None and line.kind != "dropped" and line.changes:
                self._change(line, line.item)
            self._follow(line)
        for line in going:
            if line.fate != DELETE:
                self._withdraw(line)
        self._propose()
        return self.done

    def _place(self, proposal: Proposal) -> None:
        """Every place of the new text gets its item, in order, so that what stands above is there first."""
        lines = {line.new_at: line for line in proposal.lines if line.kind == "new" and line.new_at is not None}
        matched: dict[int, list[Line]] = defaultdict(list)
        for line in proposal.lines:
            if line.kind != "new" and line.new_at is not None and line.span is not None:
                matched[line.new_at].append(line)
        for at, place in enumerate(proposal.places):
            above = self._above(proposal.places, at)
            if at in proposal.sections:
                self._move(proposal.sections[at], (place["start"], place["end"]), above, at)
            elif at in matched:
                for line in matched[at]:
                    self._move(line.item, line.span, above, at)
            elif place["kind"] != Item.Kind.TASK:
                self._create(place, above, at)
            elif at in lines and self.choices.get(lines[at].choice) != SKIP:
                self._add(lines[at], place, above, at)

    def _take_numbers(self, lines: Iterable[Line]) -> None:
        """What is saved and said from here on carries the new numbers."""
        held = [line.item for line in lines if line.item is not None]
        places = {
            pk: rest for pk, *rest in Item.objects.filter(plan=self.revision.plan).values_list("pk", "order", "number")
        }
        for item in held:
            if item.pk in places:
                item.order, item.number = places[item.pk]

    def _above(self, places: list[dict[str, Any]], at: int) -> Item | None:
        parent = places[at]["parent"]
        while parent is not None and parent not in self.item_at:
            parent = places[parent]["parent"]
        return None if parent is None else self.item_at[parent]

    def _move(self, item: Item | None, span: tuple[int, int] | None, above: Item | None, at: int) -> None:
        if item is None or span is None:
            return
        item.plan, item.parent, item.text_version = self.revision.plan, above, self.revision.number
        item.start, item.end = span
        item.save(update_fields=["parent", "text_version", "start", "end"])
        Doubt.objects.filter(item=item).update(start=None, end=None)  # they count in the text before
        self.item_at.setdefault(at, item)

    def _create(self, place: dict[str, Any], above: Item | None, at: int) -> Item:
        settled = {"review": Item.Review.CONFIRMED, "confirmed_by": self.by.name, "confirmed_at": now()}
        item = Item.objects.create(
            plan=self.revision.plan,
            parent=above,
            order=0,
            number="",
            kind=place["kind"],
            title=place["title"],
            start=place["start"],
            end=place["end"],
            text_version=self.revision.number,
            since=today(),
            **({"starts_on": today()} if place["kind"] == Item.Kind.TASK else settled),
        )
        self.item_at[at] = item
        return item

    def _add(self, line: Line, place: dict[str, Any], above: Item | None, at: int) -> None:
        item = self._create(place, above, at)
        for change in line.changes:
            if self.choices.get(change.name) != MINE:
                self._new_target(item, change.value)
        self.done.added.append(item)

    def _new_target(self, item: Item, values: Mapping[str, Any]) -> None:
        last = Target.ever.filter(item=item).order_by("-order").values_list("order", flat=True).first() or 0
        target = Target(
            item=item,
            order=last + 1,
            text_version=self.revision.number,
            since=today(),
            review=Item.Review.CONFIRMED,
            **values,
        )
        propose_for([target], self.revision.plan)
        target.save()

    def _propose(self) -> None:
        """Proposals for the new tasks; what they say of it goes to the posts that they name."""
        fresh = [item.pk for item in self.done.added]
        if not fresh:
            return
        propose_for_plan(self.revision.plan, only=fresh)
        Item.objects.filter(pk__in=fresh).update(
            review=Item.Review.CONFIRMED, confirmed_by=self.by.name, confirmed_at=now()
        )
        self.done.added[:] = Item.objects.filter(pk__in=fresh).prefetch_related("support").order_by("order")
        for item in self.done.added:
            item.plan = self.revision.plan
            self._adjust(item, "added", "", "修订稿新增")
            says = f"新增{item.number}“{item.title[:40]}”"
            record("revision.item_added", f"plans.item:{item.pk}", f"{says}，依据：{self.basis}", by=self.by)
            self.done.tell(concerned([item]), says)

    # ---- what changes -----------------------------------------------------------------------------------------------

    def _change(self, line: Line, item: Item) -> None:
        taken = [change for change in line.changes if self._takes(change)]
        left = [change for change in line.changes if change not in taken and change.mine]
        if not (taken or left):
            return
        told = concerned([item]) if item.kind == Item.Kind.TASK else []
        logged = {**self._set(item, line, [one for one in taken if one.fate is None])}
        for change in taken:
            if change.fate is not None:
                self._retarget(item, change, change.value)
                logged[f"目标{change.name}"] = [change.old, change.new]
        for change in left:  # asked, and kept: only what nobody had touched follows the text
            self._retarget(item, change, change.mine)
        item.version += 1
        item.save(update_fields=["version"])
        words = "、".join(dict.fromkeys(change.label for change in [*taken, *left]))
        says = f"修订{item.number}“{item.title[:40]}”的{words}"
        changes = {("目标" if key.startswith("目标") else key): value for key, value in logged.items()}
        record(
            "revision.item_changed", f"plans.item:{item.pk}", f"{says}，依据：{self.basis}", changes=changes, by=self.by
        )
        if item.kind == Item.Kind.TASK:
            self.done.changed.append(item)
            self.done.tell([*told, *concerned([item])], f"{item.number}“{item.title[:40]}”改{words}")

    def _takes(self, change: Change) -> bool:
        return self.choices.get(change.name, NEW) == NEW

    def _set(self, item: Item, line: Line, changes: list[Change]) -> dict[str, list[str]]:
        """Set the plain fields; a value that the text gives carries the text's reason."""
        if not changes:
            return {}
        if item.kind != Item.Kind.TASK:
            item.title = changes[0].value
            item.save(update_fields=["title"])
            return {"title": [changes[0].old, changes[0].new]}
        done = set_fields(item, {change.key: change.value for change in changes})
        place = self.revision.comparison["new"][line.new_at]
        for change in changes:
            if (why := WORDS.get(change.key)) is not None:
                setattr(item, why, place[why])
            if change.key == "due":
                item.due_text = place["due_text"]
        item.save(update_fields=["lead_why", "due_why", "due_text"])
        for key, (old, new) in done.items():
            self._adjust(item, key, old, new)
        return done

    def _retarget(self, item: Item, change: Change, values: Mapping[str, Any]) -> None:
        fate = change.fate
        target = None if fate is None else fate.target
        if target is None:
            self._new_target(item, values)
        elif fate is not None and fate.act == "ended":
            self._end(target)
        else:
            keep_version(target, basis=self.basis)
            for name, value in values.items():
                setattr(target, name, value)
            target.save(update_fields=list(values))
        self._adjust(item, "target", change.old, change.new if values == change.value else change.kept)

    def _end(self, target: Target) -> None:
        """It stays for the lights of the days before; one that began only today is deleted, unless it has figures."""
        target.until = today() - timedelta(days=1)
        if target.since and target.since > target.until and not Figure.objects.filter(target=target).exists():
            target.delete()
            return
        target.save(update_fields=["until"])

    def _follow(self, line: Line) -> None:
        """Targets that stay stand in the new text now."""
        for target, place in line.places:
            Target.objects.filter(pk=target.pk).update(
                start=place["start"], end=place["end"], text_version=self.revision.number
            )

    def _adjust(self, item: Item, name: str, old: str, new: str) -> None:
        Adjustment.objects.create(
            item=item,
            field=name,
            old=old,
            new=new,
            basis=self.basis,
            by_name=self.by.name,
            by_post=self.by.post_name,
            at=now(),
        )

    # ---- what goes --------------------------------------------------------------------------------------------------

    def _goes(self, line: Line) -> bool:
        return line.item is not None and self.choices.get(line.choice, line.fate) != KEEP

    def _delete(self, line: Line) -> None:
        """Nobody has worked on it and the breakdown was not issued: it leaves no trace but this one."""
        if line.item is None:
            return
        says = f"删去{line.item.number}“{line.item.title[:40]}”，依据：{self.basis}"
        record("revision.item_deleted", f"plans.plan:{line.item.plan_id}", says, by=self.by)
        self.done.deleted += 1
        line.item.delete()

    def _withdraw(self, line: Line) -> None:
        item = line.item
        if item is None:
            return
        item.plan = self.revision.plan
        name = f"{item.number}“{item.title[:40]}”"
        _, told = withdraw_held(item, self.basis, self.by)
        item.requests.filter(state=Request.State.OPEN).update(
            state=Request.State.REFUSED, decision="任务已撤销，不必再办。", decided_by="系统", decided_at=now()
        )
        self.done.withdrawn.append(item)
        self.done.tell(told, f"撤销{name}")

    def _clear(self, proposal: Proposal) -> None:
        """Headings and other places that only the old text has go, unless something is left below them; so do empty new ones."""
        created = [
            item for at, item in self.item_at.items() if item.since == today() and item.kind == Item.Kind.SECTION
        ]
        for item in [*reversed(proposal.gone), *reversed(created)]:
            unused = not (item.children.exists() or item.comments.exists() or item.opinions.exists())
            if unused:
                item.delete()
