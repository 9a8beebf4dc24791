"""Taking an edited sheet back: every wrong cell told at once, every change shown as old → new, then all of it or nothing.

A preview sets every field as `assign_item` does and takes it back again, so that it shows what the import will do. Cost: a
sheet without edits is compared in 12 queries; each edited task takes some 8 more in a preview, 15 when imported.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, require
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.plans.models import Item, Plan
from yaodian.apps.plans.selectors.sheet import BY_KEY, Value, assigned, cells_of, items_for_sheet
from yaodian.apps.plans.selectors.sheet_names import Names, said_person
from yaodian.apps.plans.selectors.standing import rows_of
from yaodian.apps.plans.services.assigning import set_fields
from yaodian.apps.plans.services.breakdown import LONGEST_BASIS, assign_item
from yaodian.apps.plans.services.breakdown_steps import hold_item, hold_plan, reason_from, said_day
from yaodian.apps.plans.services.sheet_cells import Meant, Plain, WrongCell, read_cell
from yaodian.apps.plans.services.sheet_matching import Matching, bare, version_in
from yaodian.apps.plans.services.sheet_rows import SentRow, SentSheet, Typed, shown
from yaodian.kernel.errors import BadInput, NotNow, YaodianError

LIVE = ("progress", "light")  # change by themselves: without the exported cell nobody can say that they were edited
FOLLOW = ("owner", "leader", "support")
KEPT, SHEET = "kept", "sheet"
Assign = Callable[[Item, dict[str, Any]], Item]
MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong cell: 位置 · 列 · 填的是 · 哪里不对 · 应当怎样填."""

    place: str
    column: str
    typed: str
    wrong: str
    how: str
    at: int = 0
    key: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that will be changed. `exported` is what stood in it then, where Yaodian has changed it meanwhile."""

    item: Item
    key: str
    old: str
    new: str
    place: str
    exported: str | None = None
    follows: bool = False  # not typed: comes with the new lead office

    @property
    def label(self) -> str:
        """The column."""
        return BY_KEY[self.key].label

    @property
    def name(self) -> str:
        """The field that chooses for it, where it was changed on both sides."""
        return f"{self.item.pk}-{self.key}"

    @property
    def conflict(self) -> bool:
        """Whether it was changed on both sides."""
        return self.exported is not None


@dataclass(slots=True)
class Preview:
    """What an import would do."""

    read: int = 0
    changes: list[Change] = field(default_factory=list)
    wrongs: list[Wrong] = field(default_factory=list)
    unchanged: int = 0
    missing: int = 0  # tasks that the sheet does not hold
    unknown: int = 0  # rows that are no task of the plan
    undecided: int = 0  # cells changed on both sides for which nothing was chosen yet
    seen: str = ""  # a fingerprint of what is shown, so that nothing else is written

    @property
    def changed(self) -> int:
        """How many tasks are changed."""
        return len({change.item.pk for change in self.changes})

    @property
    def conflicts(self) -> list[Change]:
        """The cells that were changed on both sides."""
        return [change for change in self.changes if change.conflict]


class WrongSheet(YaodianError):
    """Some cells are wrong, or the plan has changed since the preview: nothing was written, and a new preview shows why."""


@dataclass(slots=True)
class _Edit:
    """What one row changes."""

    row: SentRow
    item: Item
    meant: dict[str, Meant] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


def preview_sheet(*, plan: Plan, sent: SentSheet, by: Acting) -> Preview:
    """What the import would do; nothing is written."""

    def rehearse(item: Item, changes: dict[str, Any]) -> Item:
        held = hold_item(item)
        with transaction.atomic():
            set_fields(held, changes)
        return held

    with transaction.atomic():
        preview, _ = _go_through(plan, sent, assign=rehearse, choices={}, by=by)
        transaction.set_rollback(True)
    return preview


@transaction.atomic
def import_sheet(
    *, plan: Plan, sent: SentSheet, source: str, seen: str, basis: str = "", choices: Mapping[str, str], by: Acting
) -> Preview:
    """Write it: all or nothing. `choices` says for each cell changed on both sides whether the sheet's is taken (sheet, kept)."""
    issued = plan.breakdown == Plan.Breakdown.ISSUED
    if issued:
        basis = reason_from(basis, "basis", "调整的依据（会议纪要、文号或原因）", longest=LONGEST_BASIS)

    def assign(item: Item, changes: dict[str, Any]) -> Item:
        return assign_item(item=item, changes=changes, basis=basis, by=by)

    done, edits = _go_through(plan, sent, assign=assign, choices=choices, by=by)
    if done.wrongs:
        raise WrongSheet(f"有{len(done.wrongs)}格不对，没有写入。")
    if done.seen != seen:
        raise WrongSheet("预览以后又有改动，没有写入。请按现在的内容再看一遍。")
    if done.undecided:
        raise BadInput({"choices": f"还有{done.undecided}格两边都改过，请先选用哪一个。"})
    cells = sum(len(edit.changes) for edit in edits)
    if cells:
        says = f"从表格“{source}”导入任务分解：改了{done.changed}项{cells}格" + (f"，依据：{basis}" if issued else "")
        record("breakdown.sheet_imported", f"plans.plan:{plan.pk}", says, by=by)
    return done


def _go_through(
    plan: Plan, sent: SentSheet, *, assign: Assign, choices: Mapping[str, str], by: Acting
) -> tuple[Preview, list[_Edit]]:
    """Do the import, or its rehearsal, within the caller's transaction, row by row, and gather what is wrong."""
    held = hold_plan(plan)
    require(by, Permission.PLAN_EDIT, unit_path=held.unit.path)
    if held.breakdown == Plan.Breakdown.APPROVED:
        raise NotNow("分解表已经审定，还没有印发。要改请局领导先退回，改后重新审定。")
    _check_whose(held, sent)
    preview, names = Preview(read=len(sent.rows)), Names.of(held.unit)
    edits = _edits(held, sent, names, preview)
    preview.seen = _fingerprint(edits)
    for edit in edits:
        preview.undecided += sum(change.conflict and change.name not in choices for change in edit.changes)
        for change in [change for change in edit.changes if change.conflict and choices.get(change.name) == KEPT]:
            edit.changes.remove(change)
            edit.meant.pop(change.key)
        if edit.meant and not any(wrong.at == edit.row.at for wrong in preview.wrongs):
            _apply(edit, sent, assign, names=names, preview=preview)
        preview.changes += edit.changes
    preview.wrongs.sort(key=lambda wrong: (wrong.at, list(BY_KEY).index(wrong.key) if wrong.key in BY_KEY else -1))
    preview.unchanged = preview.read - preview.unknown - preview.changed
    return preview, [edit for edit in edits if edit.changes]


def _fingerprint(edits: Iterable[_Edit]) -> str:
    changes = (change for edit in edits for change in edit.changes)
    told = "\x1f".join(f"{change.name}\x1e{change.old}\x1e{change.new}" for change in changes)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _check_whose(plan: Plan, sent: SentSheet) -> None:
    if sent.plan_id not in (None, plan.pk):
        raise BadInput(
            {"file": f"这张表是从《{sent.plan_title}》导出的，不是《{plan.title}》。请换一张表，或先换到那份要点。"}
        )
    if len(sent.rows) > MOST_ROWS:
        raise BadInput({"file": f"表里有{len(sent.rows)}行，超过{MOST_ROWS}行。请检查是否选错了文件。"})


def _edits(plan: Plan, sent: SentSheet, names: Names, preview: Preview) -> list[_Edit]:
    """The edited cells of every row, read; what cannot be read goes to `preview.wrongs`."""
    items = items_for_sheet(plan)
    running = rows_of(plan, items=items)
    cells = cells_of(plan, running, items, names)
    matching = Matching(items, cells)
    plain = Plain(names, plan.year, _is_school_year(plan))
    found: dict[int, _Edit] = {}
    for row in sent.rows:
        if matching.is_heading(row):
            preview.read -= 1
            continue
        item = matching.task_of(row, plan.pk)
        if item is None or item.pk in found:
            preview.unknown += 1
            preview.wrongs.append(_not_ours(sent, row, item and found[item.pk]))
            continue
        found[item.pk] = edit = _Edit(row, item)
        if item.pk in cells:
            _read_row(edit, cells[item.pk], sent, plain, preview)
        else:
            _refuse_withdrawn(edit, preview)
    preview.missing = len(cells.keys() - found.keys())
    return list(found.values())


def _is_school_year(plan: Plan) -> bool:
    return Plan.objects.filter(pk=plan.pk, reading__school_year=True).exists()


def _not_ours(sent: SentSheet, row: SentRow, first: _Edit | None) -> Wrong:
    typed = shown(row.cells.get("task", "")) or shown(row.cells.get("number", ""))
    key = "task" if "task" in sent.letters else "number"
    if first is not None:
        return Wrong(
            sent.place(row, key),
            BY_KEY[key].label,
            typed,
            f"与第{first.row.at}行是同一项任务",
            "只留一行。",
            row.at,
            key,
        )
    return Wrong(
        sent.place(row, key),
        BY_KEY[key].label,
        typed,
        "系统中没有这项任务",
        "任务来自原文，不能从表里新增：删去这一行，要做的事在任务页加子任务。若是改了序号和原文，请改回原样。",
        row.at,
        key,
    )


def _refuse_withdrawn(edit: _Edit, preview: Preview) -> None:
    was = edit.row.exported
    if was is None or all(_same(key, typed, was.get(key, "")) for key, typed in edit.row.cells.items()):
        return
    typed = edit.item.title
    how = "删去这一行，或改回原样。"
    preview.wrongs.append(Wrong(f"第{edit.row.at}行", "整行", typed, "这项任务已撤销，不能再改", how, edit.row.at))


def _read_row(edit: _Edit, now: Mapping[str, Value], sent: SentSheet, plain: Plain, preview: Preview) -> None:
    """Find the edited cells: they differ from what was exported; where that is lost, from what is there now."""
    row, item = edit.row, edit.item
    lead = item.lead
    order = sorted(row.cells, key=lambda key: (key != "lead", list(BY_KEY).index(key)))  # the lead judges the owner
    for key in order:
        typed, today = row.cells[key], shown(now[key])
        was = row.exported.get(key) if row.exported is not None else None
        if _same(key, typed, today if was is None else was) or (was is None and key in LIVE):
            continue
        if was is not None and _same(key, typed, today):
            continue  # somebody has made the same change in Yaodian
        try:
            meant = read_cell(key, typed, item, lead, plain)
        except WrongCell as error:
            wrong = Wrong(sent.place(row, key), BY_KEY[key].label, shown(typed), error.wrong, error.how, row.at, key)
            preview.wrongs.append(wrong)
            continue
        if key == "lead":
            lead = _unit(plain.names, meant)
        if _is_now(item, key, meant):
            continue
        edit.meant[key] = meant
        edit.changes.append(
            Change(
                item=item,
                key=key,
                old=_told(key, today),
                new=_told(key, shown(meant) if isinstance(meant, date) else shown(typed)),
                place=sent.place(row, key),
                exported=_stale(key, row, item, was=was, today=today),
            )
        )


def _stale(key: str, row: SentRow, item: Item, *, was: str | None, today: str) -> str | None:
    """What was exported, where Yaodian has another value by now; ? where only the version tells that something changed."""
    if was is not None:
        return _told(key, was) if was != today else None
    version = version_in(row.code)
    return "？" if version is not None and version != item.version else None


def _same(key: str, typed: Typed, other: str) -> bool:
    """Whether a cell reads the same; words that are not imported may be wrapped or spaced otherwise by another program."""
    text = shown(typed)
    if text == shown(other):
        return True
    return key in ("number", "task", "targets", *LIVE) and bare(text) == bare(other)


def _is_now(item: Item, key: str, meant: Meant) -> bool:
    """Whether it says in other words what is there: 6月底 for 30 June, the full name of an office."""
    if key == "support":
        return isinstance(meant, list) and set(meant) == {unit.pk for unit in item.support.all()}
    held = getattr(item, {"lead": "lead_id", "owner": "owner_id", "leader": "leader_id"}.get(key, key))
    return shown(held) == shown(meant) if isinstance(held, str) and isinstance(meant, str) else bool(held == meant)


def _unit(names: Names, meant: Meant) -> Unit | None:
    return next((unit for unit in names.units if unit.pk == meant), None)


def _told(key: str, text: str) -> str:
    """A cell in the preview: a day as the other pages write it."""
    return said_day(date.fromisoformat(text)) if key == "due" and text else text


def _apply(edit: _Edit, sent: SentSheet, assign: Assign, *, names: Names, preview: Preview) -> None:
    """Let the service do it; what it refuses becomes wrong cells, what it changes besides is shown."""
    first = edit.changes[0].key
    try:
        done = assign(edit.item, dict[str, Any](edit.meant))
    except BadInput as error:
        for key, says in error.fields.items():
            preview.wrongs.append(_refused(edit, sent, key if key in BY_KEY else first, says))
        return
    except YaodianError as error:
        preview.wrongs.append(_refused(edit, sent, first, str(error)))
        return
    if "lead" in edit.meant:
        edit.changes += _following(edit, done, names)


def _refused(edit: _Edit, sent: SentSheet, key: str, says: str) -> Wrong:
    wrong, _, how = says.partition("。")
    typed = next((change.new for change in edit.changes if change.key == key), edit.item.title)
    return Wrong(sent.place(edit.row, key), BY_KEY[key].label, typed, wrong, how or "请改回原样。", edit.row.at, key)


def _following(edit: _Edit, done: Item, names: Names) -> list[Change]:
    """Who comes with a new lead office without having been typed: its head, the leader in charge of it."""
    before, after = _people(edit.item, names), _people(done, names)
    return [
        Change(edit.item, key, before[key], after[key], f"第{edit.row.at}行", follows=True)
        for key in FOLLOW
        if key not in edit.meant and before[key] != after[key]
    ]


def _people(item: Item, names: Names) -> dict[str, str]:
    cells = {**assigned(item, names), "leader": said_person(item.leader, names.leaders)}
    return {key: shown(cells[key]) for key in FOLLOW}
