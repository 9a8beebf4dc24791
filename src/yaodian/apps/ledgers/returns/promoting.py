"""A return that recurs becomes a register: the files of its declaration, written once and then kept by hand.

The declaration has the return's columns, kinds, options and helps; a code list for each choice; examples to begin with. What
only people know is asked for: English names of the columns, by which of them a row is known, how often it is filed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from json import dumps
from pathlib import PurePosixPath

from django.db.models import QuerySet

from yaodian.algebra.errors import DeclarationError
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.access import duties
from yaodian.apps.ledgers.models import Return, ReturnColumn
from yaodian.apps.ledgers.returns.kinds import Kept, kept
from yaodian.kernel.errors import BadInput
from yaodian.packs import registers
from yaodian.registers import columns as c

OWNER = "school"
_ENGLISH = re.compile(r"[a-z][a-z0-9_]*")
CYCLES = {"month": "monthly", "term": "termly", "year": "yearly", "school-year": "school_yearly"}
CLASSES = {
    "text": "Text", "integer": "Integer", "decimal": "Decimal", "money": "Money", "date": "Date", "yesno": "YesNo",
    "choice": "Choice", "phone": "Phone", "idnumber": "IdNumber", "schoolyear": "SchoolYear",
}  # fmt: skip
EXAMPLES = {
    "text": "甲", "integer": "1", "decimal": "1.00", "money": "1.00", "date": "2026-09-01", "yesno": "是",
    "phone": "13800000000", "idnumber": "990101201203070011", "schoolyear": "2026-2027",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promotion:
    """What a return does not say: the register's key and field (folder of packs/), `names` of columns by title, the columns
    that name a row beside its unit (needed where a unit has several), the cycle (a key of CYCLES), the office's duty."""

    key: str
    field: str
    names: Mapping[str, str] = field(default_factory=dict)
    identity: Sequence[str] = ()
    cycle: str = "school-year"
    office: str = ""


def returns_sent() -> QuerySet[Return]:
    """The returns that can be promoted: all that were sent, the newest first."""
    return Return.objects.exclude(state=Return.State.DRAFT).select_related("office")


def files_of(asked: Return, promotion: Promotion) -> dict[PurePosixPath, str]:
    """The files, by their place below the package `yaodian`; BadInput says all that is missing or makes no sense."""
    columns = list(asked.columns.all())
    names = {column.title: promotion.names.get(column.title) or _held_name(column) for column in columns}
    identity = (OWNER, *promotion.identity)
    office = promotion.office or next(iter(sorted(duties(asked.office))), "")
    if wrong := _wrong(asked, promotion, names, office):
        raise BadInput(wrong)
    home, codes = PurePosixPath("packs", promotion.field), PurePosixPath("registers", "codes")
    lists = {
        codes / f"{_list_name(promotion, names[column.title])}.yaml": _code_list(asked, column)
        for column in columns
        if column.kind == "choice"
    }
    declared = [_declared(kept(column), names[column.title], promotion, identity) for column in columns]
    return {
        home / f"{promotion.key}.py": _module(asked, promotion, declared, identity, office),
        home / f"{promotion.key}.yaml": _examples(columns, names, identity),
        **lists,
    }


def _held_name(column: ReturnColumn) -> str:
    """The name that another register has for the same thing; "" where none has it."""
    register, _dot, name = column.held.partition(".")
    return name if register in registers() else ""


def _wrong(asked: Return, promotion: Promotion, names: Mapping[str, str], office: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if promotion.key in registers():
        wrong["key"] = f"已有台账“{promotion.key}”，请换一个英文名（--key）。"
    elif not _ENGLISH.fullmatch(promotion.key):
        wrong["key"] = f"“{promotion.key}”不能作台账的英文名，请用小写英文字母和下划线，如 canteens。"
    if not _ENGLISH.fullmatch(promotion.field):
        wrong["field"] = f"“{promotion.field}”不能作业务领域的文件夹名，请用英文，如 health。"
    if missing := [title for title, name in names.items() if not name]:
        wrong["names"] = f"这些列还没有英文名：{'、'.join(missing)}。请逐列写 --name {missing[0]}=英文名。"
    if strange := [title for title in promotion.names if title not in names]:
        wrong["names"] = f"填报中没有“{strange[0]}”这一列。有：{'、'.join(names)}。"
    given = [name for name in names.values() if name]
    for title, name in names.items():
        if name and (says := _wrong_name(title, name)):
            wrong["names"] = says
        elif name and (given.count(name) > 1 or name == OWNER):
            wrong["names"] = f"“{title}”的英文名“{name}”用了两次（{OWNER}是填报单位），请换一个。"
    if strange := [key for key in promotion.identity if key not in given]:
        wrong["identity"] = f"没有英文名是“{strange[0]}”的列，不能作标识（--identity）。"
    elif asked.many and not promotion.identity:
        wrong["identity"] = f"每个单位报多行，请说明按哪几列认出一行：--identity {given[0] if given else '列名'}。"
    if promotion.cycle not in CYCLES:
        wrong["cycle"] = f"周期请写 {'、'.join(CYCLES)} 之一。"
    if not office:
        wrong["office"] = f"“{asked.office.name}”没有登记职责，请用 --office 写上，如 basic-education。"
    return wrong


def _wrong_name(title: str, name: str) -> str:
    try:
        c.Text(name, title)
    except DeclarationError:
        right = False
    else:
        right = bool(_ENGLISH.fullmatch(name))
    if not right:
        return f"“{name}”不能作“{title}”的英文名：用小写英文字母和下划线，不以 _id 结尾，也不用系统保留的词。"
    return ""


def _declared(column: Kept, name: str, promotion: Promotion, identity: Sequence[str]) -> str:
    """A column as a line of the declaration."""
    sensitive = column.kind in ("phone", "idnumber")
    words = [_text(name), _text(column.title)]
    if column.kind == "choice":
        words.append(f"codes={_text(_list_name(promotion, name))}")
    if column.unit and column.kind in ("integer", "decimal"):
        words.append(f"unit={_text(column.unit)}")
    if column.kind == "text" and column.title.endswith("姓名"):
        words.append("name=True")
    if column.required or name in identity:
        words += ["required=True"]
    words += ["sensitive=True"] if sensitive else ["listed=True"]
    if column.kind == "choice":
        words.append("filtered=True")
    if column.help:
        words.append(f"help={_text(column.help)}")
    return f"{CLASSES[column.kind]}({', '.join(words)})"


def _module(asked: Return, promotion: Promotion, declared: Sequence[str], identity: Sequence[str], office: str) -> str:
    kinds = sorted({unit.unit.kind for unit in asked.units.select_related("unit")}) or ["school", "kindergarten"]
    used = sorted({"Organisation", *(line.partition("(")[0] for line in declared)})
    personal = any("sensitive=True" in line or "name=True" in line for line in declared)
    calendar, due = CYCLES[promotion.cycle], asked.due or today()
    one_row = "一个单位一期的一条记录" if asked.many else "一个单位一期的填报"
    lines = [
        f'"""{asked.title} ({promotion.key}): what units filled in as a return of {today():%Y-%m}, now a register of its own."""',
        "",
        f"from yaodian.registers.columns import {', '.join(used)}",
        f"from yaodian.registers.filing import {calendar}",
        "from yaodian.registers.register import Kind, Register",
        "",
        "register = Register(",
        f"    key={_text(promotion.key)},",
        f"    title={_text(asked.title)},",
        f"    one_row_is={_text(one_row)},",
        f"    office={_text(office)},",
        "    columns=(",
        f'        Organisation("{OWNER}", "填报单位", kinds={_tuple(kinds)}, required=True, listed=True, filtered=True),',
        *(f"        {line}," for line in declared),
        "    ),",
        f"    identity={_tuple(identity)},",
        f"    label={_tuple(identity)},",
        f'    owner="{OWNER}",',
        *(["    about_people=True,"] if personal else []),
        "    kind=Kind.PERIODIC,",
        f"    filing={calendar}(due_day={due.day}),",
        ")",
        "rows = register.rows",
    ]
    return "\n".join(lines) + "\n"


def _examples(columns: Sequence[ReturnColumn], names: Mapping[str, str], identity: Sequence[str]) -> str:
    """One row that is right: the beginning of the register's worked examples."""
    shown = [each for each in columns if each.required or names[each.title] in identity] or list(columns[:3])
    cells = {OWNER: "一小", **{names[each.title]: _example(each) for each in shown}}
    return (
        f"- name: 填写正确的一行\n  on: {today():%Y-%m-%d}\n  rows: |\n"
        f"    {' | '.join(cells)}\n    {' | '.join(cells.values())}\n  breaches: []\n"
    )


def _example(column: ReturnColumn) -> str:
    return str(column.options[0]) if column.kind == "choice" else EXAMPLES[column.kind]


def _list_name(promotion: Promotion, name: str) -> str:
    return f"{promotion.key}_{name}"


def _code_list(asked: Return, column: ReturnColumn) -> str:
    """The options as a code list of ours, numbered in their order."""
    codes = "".join(f"  {number}: {{name: {_text(option)}}}\n" for number, option in enumerate(column.options, 1))
    source = f"临时填报《{asked.title}》的选项"
    return f"title: {_text(column.title)}\nstandard: 本系统\nsource: {_text(source)}\ncodes:\n{codes}"


def _text(words: str) -> str:
    return dumps(words, ensure_ascii=False)


def _tuple(words: Sequence[str]) -> str:
    inside = ", ".join(map(_text, words))
    return f"({inside},)" if len(words) == 1 else f"({inside})"
