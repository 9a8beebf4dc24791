"""One edited cell of a sheet → what `assign_item` is given, or why it cannot be taken and how to write it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.plans.models import Item
from yaodian.apps.plans.selectors.sheet import BY_KEY, Value
from yaodian.apps.plans.selectors.sheet_names import Names, near_person, near_unit_in, person_named
from yaodian.apps.plans.services.sheet_dates import HOW, NoDate, read_due
from yaodian.apps.plans.services.sheet_rows import Typed, shown

Meant = str | int | None | list[int] | Value
BETWEEN = re.compile(r"[、，,；;/\n]+")
LONGEST = 5_000
ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
ELSEWHERE = {
    "number": "序号由原文的层次决定，不在表里改。请改回原样。",
    "task": "原文不能改。任务名称在分解表的任务页改；这一格请改回原样。",
    "targets": "目标值在任务的核对页改，改后留有记录。这一格请改回原样。",
    "progress": "进展由牵头科室在任务页“报进展”。这一格请改回原样。",
    "light": "灯由进展和时限自动得出，不能填。这一格请改回原样。",
}


@dataclass(frozen=True, slots=True)
class Plain:
    """What all cells of a sheet are read with."""

    names: Names
    year: int
    school_year: bool = False


class WrongCell(ValueError):
    """A cell that cannot be taken: what is wrong, and how it should be written."""

    def __init__(self, wrong: str, how: str) -> None:
        self.wrong, self.how = wrong, how
        super().__init__(wrong)


def read_cell(key: str, typed: Typed, item: Item, lead: Unit | None, plain: Plain) -> Meant:
    """What an edited cell means. `lead` is the office that the same row names. Raises WrongCell."""
    if key in ELSEWHERE:
        raise WrongCell(f"{BY_KEY[key].label}不在表里改", ELSEWHERE[key])
    text = shown(typed)
    if text in ERRORS:
        raise WrongCell("是公式，没有算出结果", "删去公式，直接写内容。")
    match key:
        case "due":
            return _due(typed, plain)
        case "lead":
            return _lead(text, plain.names)
        case "support":
            return [unit.pk for unit in _units(text, plain.names)]
        case "owner":
            return _owner(text, lead, plain.names)
        case "leader":
            return _person(text, plain.names.leaders, plain.names, "局领导", "分管领导填局领导的姓名。")
        case _:
            return _words(text, key, item)


def unit_of(text: str, names: Names) -> Unit:
    """The one unit of this name."""
    found = names.unit_named(text)
    if len(found) == 1 and found[0].valid_to is None:
        return found[0]
    if len(found) > 1:
        told = "、".join(f"{unit.name}（{unit.code}）" for unit in found[:4])
        raise WrongCell(f"有{len(found)}个单位叫“{text}”", f"写全称或编码：{told}。")
    if found:
        after = f"，由“{found[0].successor.short_name}”承接" if found[0].successor else ""
        raise WrongCell(f"“{text}”已撤销{after}", "写现在承担这项工作的科室。")
    if text.startswith(("各", "全县", "所有")):
        raise WrongCell(f"“{text}”不是一个单位", "写科室名称；分给各学校、各中心校的，在任务页加子任务。")
    near = near_unit_in(names, text)
    raise WrongCell(f"没有“{text}”这个科室", f"是不是“{near}”？" if near else "写“系统—机构与人员”里的科室名称或简称。")


def _due(typed: Typed, plain: Plain) -> Value | None:
    try:
        return read_due(typed, plain.year, school_year=plain.school_year)
    except NoDate as error:
        raise WrongCell(str(error), HOW) from None


def _lead(text: str, names: Names) -> int | None:
    if not text:
        return None
    if names.unit_named(text):
        return unit_of(text, names).pk
    parts = [part for part in BETWEEN.split(text) if part.strip()]
    if len(parts) > 1:
        raise WrongCell(f"写了{len(parts)}个科室", "牵头科室只填一个，其余的填到配合科室。")
    return unit_of(text, names).pk


def _units(text: str, names: Names) -> list[Unit]:
    """Several units; a name that itself holds a mark between names is tried whole first."""
    if not text or text in ("无", "—", "-", "/"):
        return []
    if names.unit_named(text):
        return [unit_of(text, names)]
    parts = [part.strip() for part in BETWEEN.split(text) if part.strip()]
    found: list[Unit] = []
    for part in parts:
        pieces = [part] if names.unit_named(part) or not re.search(r"\s", part) else part.split()
        found += [unit_of(piece, names) for piece in pieces]
    return list(dict.fromkeys(found))


def _owner(text: str, lead: Unit | None, names: Names) -> int | None:
    where = f"“{lead.short_name}”" if lead else "局领导（这项任务没有牵头科室）"
    return _person(text, names.owners(lead), names, where, "责任人填牵头科室的人。")


def _person(text: str, among: Sequence[Post], names: Names, where: str, rule: str) -> int | None:
    if not text:
        return None
    found = person_named(text, among)
    if len(found) == 1:
        return found[0].pk
    if found:
        told = "、".join(_full(post) for post in found[:4])
        raise WrongCell(f"“{text}”有{len(found)}个岗位，分不清是哪一个", f"写成：{told}。")
    parts = [part for part in BETWEEN.split(text) if part.strip()]
    if len(parts) > 1:
        raise WrongCell(f"写了{len(parts)}个人", "只填一个人，其余的写到备注。")
    if elsewhere := person_named(text, names.posts):
        raise WrongCell(f"“{text}”是{elsewhere[0]}，不在{where}", rule)
    near = near_person(text, among) or near_person(text, names.posts)
    raise WrongCell(f"没有“{text}”这个人", f"是不是“{near}”？" if near else rule)


def _full(post: Post) -> str:
    return f"{post.holder.name}（{post}）" if post.holder else str(post)


def _words(text: str, key: str, item: Item) -> str:
    held = str(getattr(item, key))
    if len(held) > LONGEST * 6:
        raise WrongCell("这一格在表里没有放全，不能从表里改", "请在任务页改。这一格请改回原样。")
    if len(text) > LONGEST:
        raise WrongCell(f"有{len(text)}字，最多{LONGEST}字", "写短一些，细节作为凭据上传。")
    if any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in text):
        raise WrongCell("有看不见的控制字符", "删掉这一格，重新打字。")
    return text
