"""The breakdown as a sheet (任务分解表): its columns, and the rows with every cell as it is exported, printed and compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime

from yaodian.apps.audit.clock import now
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit
from yaodian.apps.plans.models import Item, Plan, Target
from yaodian.apps.plans.selectors.item_page import promised
from yaodian.apps.plans.selectors.plans import items_of
from yaodian.apps.plans.selectors.sheet_names import Names, folded, said_person
from yaodian.apps.plans.selectors.standing import Row, rows_of
from yaodian.apps.plans.wordings import documents_of

Value = str | date
LIGHT_WORDS = {
    "done": "完成",
    "green": "正常",
    "yellow": "预警",
    "red": "滞后",
    "overdue": "逾期",
    "idle": "未开始",
    "paused": "停钟",
}
UNNUMBERED = {"draft": "拟稿", "consulting": "征求意见稿", "approved": "已审定，未印发"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its heading, whether a changed cell is taken on import, and how wide it is against the others."""

    key: str
    label: str
    imported: bool
    weight: int


COLUMNS = (
    Column("number", "序号", False, 5),
    Column("task", "重点任务（原文）", False, 26),
    Column("targets", "目标值", False, 14),
    Column("measures", "主要措施", True, 20),
    Column("leader", "分管领导", True, 7),
    Column("lead", "牵头科室", True, 8),
    Column("support", "配合科室", True, 9),
    Column("owner", "责任人", True, 7),
    Column("due", "完成时限", True, 9),
    Column("progress", "进展", False, 20),
    Column("light", "灯", False, 7),
    Column("remark", "备注", True, 8),
)
BY_KEY = {column.key: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A task with its cells, or a heading with none."""

    item: Item
    cells: dict[str, Value]
    light: str = ""
    heading: str = ""  # of a section; "" for a task
    level: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet."""

    plan: Plan
    title: str
    number: str  # 文号, or how far the breakdown is
    as_of: datetime
    rows: list[SheetRow]
    offices: list[str]  # for choosing in a cell

    @property
    def tasks(self) -> list[SheetRow]:
        """The rows without the headings."""
        return [row for row in self.rows if not row.heading]

    @property
    def as_of_words(self) -> str:
        """数据截至2026年9月16日10:20."""
        at = localtime(self.as_of)
        return f"数据截至{at.year}年{at.month}月{at.day}日{at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which tasks: all, or those of the post (`mine`), of a lead office, of a light."""

    mine: bool = False
    lead: int | None = None
    light: str = ""


def sheet_of(plan: Plan, by: Acting, choice: Choice | None = None) -> Sheet:
    """The sheet of a plan, limited by `choice`. A constant number of queries; loads the plan's text."""
    wanted = choice or Choice()
    items = items_for_sheet(plan)
    chosen = [row for row in rows_of(plan, items=items, by=by) if _is_chosen(row, by, wanted)]
    names = Names.of(plan.unit)
    cells = cells_of(plan, chosen, items, names)
    rows: list[SheetRow] = []
    above: list[Item] = []
    texts = documents_of(plan, items)
    for row in chosen:
        chain = _sections(row.item)
        fresh = [section for section in chain if section not in above]
        rows += [
            SheetRow(one, {}, heading=_heading(one, texts[one.text_version].text), level=1 + chain.index(one))
            for one in fresh
        ]
        above = chain
        rows.append(SheetRow(row.item, cells[row.item.pk], light=row.light.code))
    return Sheet(
        plan=plan,
        title=f"{plan.title}任务分解表",
        number=plan.number or UNNUMBERED.get(plan.breakdown, ""),
        as_of=now(),
        rows=rows,
        offices=[unit.short_name for unit in names.units if unit.kind == Unit.Kind.OFFICE and unit.valid_to is None],
    )


def items_for_sheet(plan: Plan) -> list[Item]:
    """All items of the plan with who holds the posts."""
    return list(
        items_of(plan).select_related(
            "lead", "parent", "owner__unit", "owner__holder", "leader__unit", "leader__holder"
        )
    )


def cells_of(plan: Plan, rows: Iterable[Row], items: Iterable[Item], names: Names) -> dict[int, dict[str, Value]]:
    """Every task's cells by its number. `items` are all of the plan, so that a task does not quote what stands below it."""
    items = list(items)
    texts, stops = documents_of(plan, items), _first_below(items)
    leaders = names.leaders
    found: dict[int, dict[str, Value]] = {}
    for row in rows:
        item = row.item
        found[item.pk] = {
            "number": item.number,
            "task": _quoted(item, texts[item.text_version].text, stops.get(item.pk)),
            "targets": "\n".join(said_target(target) for target in item.targets.all() if target.kind != "fact"),
            "measures": item.measures,
            "leader": said_person(item.leader, leaders),
            **assigned(item, names),
            "progress": _progress(row),
            "light": LIGHT_WORDS[row.light.code] + (f"{row.light.days}天" if row.light.code == "overdue" else ""),
            "remark": item.remark,
        }
    return found


def assigned(item: Item, names: Names) -> dict[str, Value]:
    """The cells of lead, support, owner and due."""
    return {
        "lead": _short(item.lead, names) if item.lead else "",
        "support": "、".join(_short(unit, names) for unit in item.support.all()),
        "owner": said_person(item.owner, names.owners(item.lead)),
        "due": item.due or "",
    }


def said_target(target: Target) -> str:
    """A target in one line: 消防隐患整改49处; 力争 and 限值 are said."""
    said = "力争" if target.kind == Target.Kind.STRETCH else ""
    return f"{target.subject}{target.indicator}{said}{promised(target)}"


def offices_in(plan: Plan) -> list[Unit]:
    """The offices that lead a task, for filtering."""
    leading = Item.objects.filter(plan=plan, kind=Item.Kind.TASK, lead__isnull=False).values("lead")
    return list(Unit.objects.filter(pk__in=leading).order_by("kind", "sort", "code"))


def _is_chosen(row: Row, by: Acting, choice: Choice) -> bool:
    item = row.item
    units = {item.lead_id, *(unit.pk for unit in item.support.all())}
    mine = by.post.unit_id in units or by.post.pk in (item.owner_id, item.leader_id)
    return (not choice.mine or mine) and choice.lead in (None, item.lead_id) and choice.light in ("", row.light.code)


def _first_below(items: Iterable[Item]) -> dict[int, int]:
    """Where the first child of each item begins, among those whose places count in the same text."""
    by_pk = {item.pk: item for item in items}
    found: dict[int, int] = {}
    for item in by_pk.values():
        above = by_pk.get(item.parent_id or 0)
        if above is not None and above.text_version == item.text_version:
            found[above.pk] = min(item.start, found.get(above.pk, item.start))
    return found


def _quoted(item: Item, text: str, stop: int | None) -> str:
    """The task as the plan words it; with the title before it where a person has given it another one."""
    end = item.end if stop is None or stop <= item.start else min(item.end, stop)
    original = text[item.start : end].strip()
    if not original or folded(item.title) in folded(original):
        return original or item.title
    return f"{item.title}\n原文：{original}"


def _sections(item: Item) -> list[Item]:
    chain: list[Item] = []
    above = item.parent
    while above is not None:
        if above.kind == Item.Kind.SECTION:
            chain.insert(0, above)
        above = above.parent
    return chain


def _heading(section: Item, text: str) -> str:
    """The heading's first line as the plan words it."""
    first = text[section.start : section.end].strip().partition("\n")[0].strip()
    return first if folded(section.title) in folded(first) and len(first) <= 120 else section.title


def _short(unit: Unit, names: Names) -> str:
    """The short name, or the full one where another unit has the same short name."""
    return unit.short_name if len(names.unit_named(unit.short_name)) <= 1 else unit.name


def _progress(row: Row) -> str:
    figures = [
        f"{line.target}{line.actual}{'（计算）' if line.computed else ''}"
        for line in row.targets
        if line.standing.actual is not None
    ]
    figures = list(dict.fromkeys(figures))  # 应达 and 力争 of one indicator share their figure
    lines = ["，".join(figures)] if figures else []
    if row.last is not None:
        lines.append(f"{row.last.on.month}月{row.last.on.day}日：{row.last.says}")
        lines += [f"困难：{row.last.obstacle}"] if row.last.obstacle else []
        lines += [f"请领导定：{row.last.asks}"] if row.last.asks else []
    return "\n".join(lines)
