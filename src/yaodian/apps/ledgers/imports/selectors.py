"""Looking at imports: which there are, one of them, and its rows side by side with what is stored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.ledgers.imports.findings import place
from yaodian.apps.ledgers.imports.lookups import shows
from yaodian.apps.ledgers.imports.staging import Staging
from yaodian.apps.ledgers.imports.undoing import undo_staging
from yaodian.apps.ledgers.models import Import
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import Acting
from yaodian.packs import registers
from yaodian.registers import columns as c
from yaodian.registers.register import Register

MASKED = "＊＊＊＊"
ROWS_A_PAGE = 20
ACTS = {"new": "新增", "changed": "有变化", "moved": "换了单位", "gone": "表中没有", "kept": "表中没有、要留下"}


def fillable(by: Acting) -> list[Register]:
    """The registers into which a post may import."""
    return [register for register in registers().values() if may(by, Action.FILL, register)]


def imports_for(by: Acting) -> QuerySet[Import]:
    """The imports of units within reach into registers that the post may fill, newest first."""
    keys = [register.key for register in fillable(by)]
    found = Import.objects.filter(by.within("unit__path"), register__in=keys)
    return found.select_related("batch__undone_by", "file", "job")


def import_for(by: Acting, import_id: int) -> Import | None:
    """One of them, or None."""
    return imports_for(by).select_related("unit", "report").filter(pk=import_id).first()


@dataclass(frozen=True, slots=True)
class Differing:
    """One column of a row: what is stored and what the sheet says, as people see it; `ours`: decided to stay."""

    key: str
    title: str
    old: str
    new: str
    ours: bool
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One staged row: where it stands in the sheet, what it is called, and its differing (or, if new, filled) columns."""

    row: int | None
    sheet: str
    number: int
    label: str
    differing: list[Differing]
    why: str = ""
    ours: bool = False


def staged_rows(run: Import, act: str) -> QuerySet[Any]:
    """The run's rows of one kind (see ACTS), in the order of the sheet."""
    register = register_named(run.register)
    found = Staging(register, run.pk).model.order_by("id")
    if act == "moved":
        key = register.owner  # as a whole word of the comma-joined list
        moved = found.filter(act="changed")
        return moved.filter(changes=key) | moved.filter(changes__startswith=f"{key},") | moved.filter(
            changes__endswith=f",{key}"
        ) | moved.filter(changes__contains=f",{key},")  # fmt: skip
    return found.filter(act=act)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the list of problems, for people."""

    severity: str
    place: str
    value: str
    says: str
    fix: str


def shown_problems(run: Import, by: Acting) -> dict[str, list[Shown]]:
    """The import's problems by severity; values of sensitive columns are shown to who uploaded them."""
    register = register_named(run.register)
    several = run.counts.get("sheets", 1) > 1
    found: dict[str, list[Shown]] = {}
    for each in run.problems.all():
        column = register.by_key.get(each.column)
        masked = column is not None and column.sensitive and each.value and by.user_id != run.by_user
        value = MASKED if masked else each.value
        line = Shown(each.severity, place(register, each, several=several), value, each.says, each.fix)
        found.setdefault(each.severity, []).append(line)
    return found


def kept_after_undo(run: Import, by: Acting) -> list[Row]:
    """The first rows that stayed when the import was undone, with the reason."""
    register = register_named(run.register)
    kept = undo_staging(register, run).model.filter(act="kept").order_by("id")[:ROWS_A_PAGE]
    return side_by_side(run, list(kept), by=by)


def side_by_side(run: Import, staged: list[Any], *, by: Acting) -> list[Row]:
    """Staged rows against the stored ones. Stored values of sensitive columns are masked, uploaded ones too but for
    who uploaded them."""
    register = register_named(run.register)
    live = rows_of(register.key)._default_manager.in_bulk([each.row for each in staged if each.row])
    rows = [each.row for each in staged if each.row]
    decided = {(d.row, d.column): d.ours for d in run.decisions.filter(row__in=rows)}
    ruled = run.rules.get("columns", {})
    show = _shown(register)
    own = by.user_id == run.by_user
    found = []
    for each in staged:
        stored = live.get(each.row)
        keys = (
            each.changes.split(",") if each.act == "changed" else _filled(register, each) if each.act == "new" else []
        )
        cells = [
            _differing(register.by_key[key], stored, each, show, own=own, decided=decided, ruled=ruled)
            for key in keys
            if key in register.by_key
        ]
        label = " ".join(
            filter(None, (show[key](getattr(each, stored_name(register.by_key[key]))) for key in register.label))
        )
        why = each.changes if each.act == "kept" else ""
        found.append(Row(each.row, each.sheet, each.line, label, cells, why, decided.get((each.row, ""), False)))
    return found


def _filled(register: Register, staged: Any) -> list[str]:
    return [
        column.key
        for column in register.columns
        if column.listed and getattr(staged, stored_name(column)) is not None and column.key not in register.label
    ]


def _differing(
    column: c.Column,
    stored: Any,
    staged: Any,
    show: Mapping[str, Callable[[Any], str]],
    *,
    own: bool,
    decided: Mapping[tuple[int, str], bool],
    ruled: Mapping[str, str],
) -> Differing:
    name = stored_name(column)
    old = "" if stored is None else show[column.key](getattr(stored, name))
    new = show[column.key](getattr(staged, name))
    if column.sensitive:
        old = MASKED if old else ""
        new = new if own or not new else MASKED
    by_hand = decided.get((staged.row, column.key), decided.get((staged.row, "")))
    return Differing(
        column.key,
        column.title,
        old,
        new,
        bool(by_hand if by_hand is not None else column.key in ruled),
        by_hand is not None,
    )


def _shown(register: Register) -> dict[str, Callable[[Any], str]]:
    """How a value of each column is shown; rows of other registers by label."""
    return {column.key: _show(column) for column in register.columns}


def _show(column: c.Column) -> Callable[[Any], str]:
    match column:
        case c.YesNo():
            return lambda value: "" if value is None else "是" if value else "否"
        case c.Decimal(digits=digits, unit=unit):
            return lambda value: "" if value is None else f"{value / 10**digits:.{digits}f}{unit}"
        case c.Money():
            return lambda value: "" if value is None else f"{value / 100:.2f}元"
        case c.Ref(register=key):
            return lambda value: "" if value is None else _label_of(key, value)
        case c.Person() | c.File():
            return lambda value: "" if value is None else f"#{value}"
        case _:
            show = shows(column, None, depth=0)
            return lambda value: "" if value is None else show(value)


def _label_of(key: str, row_id: int) -> str:
    """A stored row's label; for the few rows of a page."""
    register = register_named(key)
    row = rows_of(key)._default_manager.filter(pk=row_id).first()
    if row is None:
        return f"#{row_id}"
    show = _shown(register)
    return " ".join(
        filter(None, (show[key](getattr(row, stored_name(register.by_key[key]))) for key in register.label))
    )
