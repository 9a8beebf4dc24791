"""Which column each heading of a sheet is: by title or synonym, else as the bureau said for such a sheet before."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from yaodian.apps.audit.clock import now
from yaodian.apps.ledgers.models import HeadingMap, Import
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit
from yaodian.registers.register import Register
from yaodian.registers.sheets.headings import normal_heading

REMARK, PLACE = "需要修改", "原表位置"  # columns of the report of rows to mend: no data
MASKED = "已遮挡"  # in the heading of a masked column of an export: stars are no values
ROW_NUMBER = frozenset({"序号", "编号", "行号", "no", "no."})


def automatic(register: Register, headings: Iterable[str]) -> dict[str, str]:
    """The columns of the headings that are known: heading → key, "" for what is no data.

    A heading of two rows (户口/性质) is tried whole, then by its last part. No column is given twice.
    """
    known: dict[str, str] = {}
    for column in register.columns:
        if column.retired is None and not column.derived:
            known |= {normal_heading(heading): column.key for heading in column.headings}
    found: dict[str, str] = {}
    for heading in headings:
        whole = normal_heading(heading)
        last = normal_heading(heading.rpartition("/")[2])
        key = known.get(whole) or known.get(last)
        nothing = heading.startswith((REMARK, PLACE)) or MASKED in heading
        if key and key not in found.values() and not nothing:
            found[heading] = key
        elif nothing or whole in ROW_NUMBER or _is_derived(register, whole):
            found[heading] = ""
    return found


def _is_derived(register: Register, heading: str) -> bool:
    """Whether the heading is that of a column that nobody types."""
    return any(
        heading in map(normal_heading, column.headings)
        for column in register.columns
        if column.derived or column.retired
    )


def signature(headings: Sequence[str]) -> str:
    """The mark of sheets with the same headings, whatever their order."""
    return hashlib.sha256("\x1f".join(sorted(map(normal_heading, headings))).encode()).hexdigest()


def bureau_of(unit: Unit) -> int:
    """The root of a unit's tree."""
    return int(unit.path[:6])


def remembered(register: Register, headings: Sequence[str], unit: Unit) -> dict[str, str]:
    """What was said before about a sheet with these headings; columns that are there no more are left out."""
    kept = HeadingMap.objects.filter(
        unit_id=bureau_of(unit), register=register.key, signature=signature(headings)
    ).first()
    mapping: Mapping[str, str] = kept.mapping if kept else {}
    return {
        heading: key for heading, key in mapping.items() if heading in headings and (not key or key in register.by_key)
    }


def remember(register: Register, run: Import, mapping: Mapping[str, str], by: Acting | System) -> None:
    """Keep what was said for the next sheet with these headings."""
    headings = [heading["text"] for heading in run.headings]
    HeadingMap.objects.update_or_create(
        unit_id=bureau_of(run.unit),
        register=register.key,
        signature=signature(headings),
        defaults={"mapping": dict(mapping), "by_name": by.name, "at": now()},
    )


def wrong_mapping(register: Register, mapping: Mapping[str, str], *, known_only: bool) -> dict[str, str]:
    """What is wrong with a mapping: heading → message; "" for what is missing altogether."""
    wrong: dict[str, str] = {}
    seen: dict[str, str] = {}
    for heading, key in mapping.items():
        if not key:
            continue
        if key not in register.by_key or register.by_key[key].derived:
            wrong[heading] = "没有这一列，请重新选择。"
        elif key in seen:
            wrong[heading] = f"“{seen[key]}”已经对应“{register.title_of(key)}”，同一列不能对应两次。"
        else:
            seen[key] = heading
    if missing := missing_columns(register, seen, known_only=known_only):
        wrong[""] = missing_says(register, missing)
    return wrong


def missing_columns(register: Register, mapped: Iterable[str], *, known_only: bool) -> list[str]:
    """Columns that a sheet must have and has not: the identity, and for new rows whatever is required.

    The owner may be missing: whoever files for one school need not write its name in each row.
    """
    has = {*mapped, register.owner}
    return [
        column.key
        for column in register.columns
        if column.key not in has
        and column.retired is None
        and (column.key in register.identity or (column.required and not known_only))
    ]


def missing_says(register: Register, missing: Iterable[str]) -> str:
    """The sentence about missing columns."""
    titles = "”“".join(map(register.title_of, missing))
    return f"表中缺少必填的列：“{titles}”。请在表中补上（可下载模板对照），或把对应的列名指给它。"
