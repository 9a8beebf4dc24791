"""What is wrong with staged rows as a whole: missing cells, doubles, rows of others, open spells, closed periods."""

from collections.abc import Iterable, Iterator, Set

from yaodian.apps.ledgers.imports.findings import Problem
from yaodian.apps.ledgers.imports.staging import Staging, quoted
from yaodian.apps.ledgers.locks import locked_units
from yaodian.apps.ledgers.models import Import
from yaodian.apps.ledgers.storage import stored_name

WRITTEN = "('new', 'changed', 'wrong')"  # acts whose values would be written


def inspect(staging: Staging, run: Import, wrong: Set[tuple[str, int, str]]) -> Iterator[Problem]:
    """All of it; `wrong` are the cells already found wrong, as (sheet, row number, column key)."""
    yield from _missing(staging, wrong)
    yield from _doubles(staging)
    yield from _foreign(staging)
    yield from _two_open(staging)
    yield from _locked(staging)
    if run.known_only:
        yield from _unknown(staging)


def _missing(staging: Staging, wrong: Set[tuple[str, int, str]]) -> Iterator[Problem]:
    """Required cells that are empty, after known rows have kept what they had."""
    required = [column for column in staging.register.columns if column.required and column.retired is None]
    names = [quoted(stored_name(column)) for column in required]
    empty = ", ".join(f"{name} IS NULL" for name in names)
    rows = staging.fetch(
        f"SELECT sheet, line, {empty} FROM {staging.table} WHERE run = %s AND act IN {WRITTEN}"  # noqa: S608
        f" AND ({' OR '.join(f'{name} IS NULL' for name in names)}) ORDER BY id",
        [staging.run],
    )
    for sheet, number, *missing in rows:
        for column, is_missing in zip(required, missing, strict=True):
            if is_missing and (sheet, number, column.key) not in wrong:
                yield Problem("error", sheet, number, column.key, "", "没有填写，这一列必填")


def _doubles(staging: Staging) -> Iterator[Problem]:
    """Rows that the sheet has twice."""
    names = ", ".join(map(quoted, staging.identity))
    known = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in staging.identity)
    rows = staging.fetch(
        f"SELECT sheet, line, first_sheet, first_line FROM ("  # noqa: S608  # names are ours
        f"SELECT id, sheet, line, first_value(sheet) OVER w AS first_sheet, first_value(line) OVER w AS first_line,"
        f" row_number() OVER w AS place FROM {staging.table} WHERE run = %s AND act <> 'gone' AND {known}"
        f" WINDOW w AS (PARTITION BY {names} ORDER BY id)) AS counted WHERE place > 1 ORDER BY id",
        [staging.run],
    )
    key = next(key for key in reversed(staging.register.identity))
    titles = "、".join(map(staging.register.title_of, staging.register.identity))
    for sheet, number, first_sheet, first_number in rows:
        where = f"工作表“{first_sheet}”" if first_sheet != sheet else ""
        yield Problem(
            "error", sheet, number, key, "", f"和{where}第{first_number}行重复（{titles}相同）", "请删去其中一行"
        )


def _foreign(staging: Staging) -> Iterator[Problem]:
    """Rows that units out of reach have: no more than that is said."""
    key = next((key for key in staging.register.identity if key != staging.register.owner), staging.register.owner)
    for sheet, number in _placed(staging, "act = 'foreign'"):
        yield Problem("error", sheet, number, key, "", "已在其他单位登记", "请核对；确属本单位的，请与主管科室联系")


def _unknown(staging: Staging) -> Iterator[Problem]:
    key = staging.register.identity[-1]
    for sheet, number in _placed(staging, "act = 'new'"):
        yield Problem(
            "error",
            sheet,
            number,
            key,
            "",
            "还没有登记过，而这次只更新已有的行",
            "请核对；要新增的，上传时不要勾选“只更新”",
        )


def _two_open(staging: Staging) -> Iterator[Problem]:
    """Spells that would be open beside another open one of the same subject."""
    register = staging.register
    if not register.one_open:
        return
    closes = quoted(register.closes)
    names = [quoted(stored_name(register.by_key[key])) for key in register.one_open]
    same = " AND ".join(f"o.{name} = s.{name}" for name in names)
    row = quoted("row")
    says = "同一对象已有一条没有结束的记录"
    other = (
        f"EXISTS (SELECT 1 FROM {staging.table} o WHERE o.run = s.run AND o.act IN ('new', 'changed', 'same')"  # noqa: S608
        f" AND o.id <> s.id AND o.{closes} IS NULL AND {same})"
        f" OR EXISTS (SELECT 1 FROM {staging.live} o WHERE o.{closes} IS NULL AND {same}"
        f" AND o.id NOT IN (SELECT {row} FROM {staging.table} WHERE run = s.run AND {row} IS NOT NULL))"
    )
    condition = f"act IN ('new', 'changed') AND {closes} IS NULL AND ({other})"
    for sheet, number in _placed(staging, condition):
        yield Problem(
            "error", sheet, number, register.closes, "", says, f"请先填上一条的“{register.title_of(register.closes)}”"
        )


def _locked(staging: Staging) -> Iterator[Problem]:
    """Rows of a period that was approved for their unit."""
    if "period" not in staging.identity:
        return
    register = staging.register
    owner = stored_name(register.by_key[register.owner])
    touched = staging.model.filter(act__in=["new", "changed"]).order_by()
    for period in touched.values_list("period", flat=True).distinct():
        units = frozenset(touched.filter(period=period).values_list(owner, flat=True).distinct())
        for unit, why in locked_units(register, period, units).items():
            for sheet, number in touched.filter(**{"period": period, owner: unit}).values_list("sheet", "line"):
                yield Problem("error", sheet, number, register.owner, "", why)


def _placed(staging: Staging, condition: str) -> Iterable[tuple[str, int]]:
    rows = staging.fetch(
        f"SELECT sheet, line FROM {staging.table} AS s WHERE run = %s AND {condition} ORDER BY id",  # noqa: S608
        [staging.run],
    )
    return [(sheet, number) for sheet, number in rows]
