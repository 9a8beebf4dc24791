"""Checking the sheet 岗位 against units and people, of the workbook and of what is there."""

from collections.abc import Callable
from datetime import date

from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.permissions import Reach, Role, roles
from yaodian.apps.orgs.roster.cells import Reader, Row
from yaodian.apps.orgs.roster.changes import Change, Examined, Present
from yaodian.apps.orgs.roster.columns import APART, POSTS
from yaodian.apps.orgs.roster.units_and_people import KINDS

ROLES = {role.name: role for role in roles().values()}
LEADER = "bureau-leader"


class Known:
    """Units and people that will be there once the other two sheets are in: kinds by code, names by user name."""

    def __init__(self, sheets: dict[str, list[Row]], present: Present) -> None:
        self.kinds = {unit.code: unit.kind for unit in present.units.values() if unit.valid_to is None}
        self.kinds |= {row["code"]: KINDS[row["kind"]] for row in sheets["units"] if row["kind"] in KINDS}
        self.people = {user.username.lower() for user in present.people.values()}
        self.people |= {row["username"].lower() for row in sheets["people"] if row["username"]}
        self.stopped = {name for name, user in present.people.items() if not user.is_active}


def examine_posts(rows: list[Row], known: Known, present: Present, out: Examined) -> None:
    """Read the sheet 岗位."""
    seen: dict[str, Row] = {}
    taken: dict[str, Row] = {}  # code of an office → the row whose leader is in charge of it
    for row in rows:
        cell = Reader(POSTS, row, out.wrong)
        target = _target(cell, present, seen)
        role = _role(cell, target)
        unit = _unit(cell, known, target)
        if role is not None and unit and known.kinds[unit] not in role.held_in:
            kinds = "、".join(str(Unit.Kind(kind).label) for kind in Unit.Kind if kind in role.held_in)
            label = Unit.Kind(known.kinds[unit]).label
            cell.fail("role", f"{role.name}不设在{label}里。", f"换角色；这个角色只设在{kinds}。")
        holder = _holder(cell, known)
        values = {
            "unit": unit,
            "role": role.key if role else "",
            "title": cell.text("title", 40),
            "holder": holder,
            "since": _since(cell, target, holder, present),
            "sort": cell.whole("sort"),
            "in_charge_of": _in_charge(cell, role, known, taken),
            "reaches": _reaches(cell, role, known),
        }
        if cell.clean:
            out.posts.append(_change(row, values, target or _same(values, present, out), present))


def _target(cell: Reader, present: Present, seen: dict[str, Row]) -> Post | None:
    given = cell.row["number"]
    if not given:
        return None
    if not (given.isascii() and given.isdecimal()) or int(given) not in present.posts:
        cell.fail("number", "没有这个编号的岗位。", "照导出的表写，不要改；新岗位留空。")
        return None
    if given in seen:
        cell.fail("number", f"和第{seen[given].number}行重复。", "一个岗位只写一行；新岗位留空。")
    seen.setdefault(given, cell.row)
    target = present.posts[int(given)]
    if target.closed_on is not None:
        cell.fail("number", f"{target}已经撤销。", "删去这一行；要重新设岗位的，编号留空。")
    return target


def _role(cell: Reader, target: Post | None) -> Role | None:
    given = cell.text("role", 20)
    role = ROLES.get(given)
    if given and role is None:
        cell.fail("role", "没有这个角色。", f"从{APART.join(ROLES)}中选。")
    elif role is not None and target is not None and target.role != role.key:
        old = roles()[target.role].name
        cell.fail("role", f"这个岗位登记的角色是{old}，不能改。", f"写{old}；换角色请另设岗位（编号留空）。")
    return role


def _unit(cell: Reader, known: Known, target: Post | None) -> str:
    given = cell.text("unit", 32)
    if given and given not in known.kinds:
        cell.fail("unit", "本表和系统里都没有这个单位，或已撤销。", "写“单位”表里的代码。")
        return ""
    if given and target is not None and target.unit.code != given:
        cell.fail(
            "unit", f"这个岗位在{target.unit.name}，不能移到别的单位。", f"写{target.unit.code}；新岗位编号留空。"
        )
        return ""
    return given


def _holder(cell: Reader, known: Known) -> str:
    given = cell.row["holder"]
    if given and given.lower() not in known.people:
        cell.fail("holder", "“人员”表和系统里都没有这个用户名。", "先在“人员”表里加上这个人，或改正用户名。")
    elif given and given.lower() in known.stopped:
        cell.fail("holder", "这个账号已停用。", "先启用账号，或换一个人。")
    return given.lower()


def _since(cell: Reader, target: Post | None, holder: str, present: Present) -> date | None:
    """The first day of a new holder; for one who stays it can only be told again."""
    day = cell.day("since")
    if day is not None and day > today():
        cell.fail("since", "日期还没有到。", "写今天或以前的日期；到那天再办交接。")
    if target is None or target.closed_on is not None:
        return day
    last = present.since.get(target.pk)
    stays = (target.holder.username.lower() if target.holder else "") == holder
    if day is None or last is None:
        return day
    if stays and day != last:
        cell.fail("since", f"人没有换，登记的到任日期是{last}。", f"写{last}，或留空。")
    elif not stays and day < last:
        cell.fail("since", f"早于前任的到任日期{last}。", f"写{last}以后的日期。")
    elif not stays and day == last:
        return None  # left as exported beside a new name: the change is from today on
    return day


def _in_charge(cell: Reader, role: Role | None, known: Known, taken: dict[str, Row]) -> list[str]:
    codes = cell.several("in_charge_of")
    if codes and role is not None and role.key != LEADER:
        cell.fail("in_charge_of", f"{role.name}没有分管科室。", "留空；只有局领导有分管科室。")
    _check_codes(cell, "in_charge_of", codes, known, fits=lambda kind: kind == Unit.Kind.OFFICE, what="科室")
    for code in codes:
        if code in taken and taken[code] is not cell.row:
            cell.fail("in_charge_of", f"{code}已由第{taken[code].number}行分管。", "一个科室只有一位分管领导。")
        taken.setdefault(code, cell.row)
    return sorted(set(codes))


def _reaches(cell: Reader, role: Role | None, known: Known) -> list[str]:
    codes = cell.several("reaches")
    if codes and role is not None and role.reach is not Reach.LISTED:
        cell.fail("reaches", f"{role.name}不按名单定范围。", "留空；只有责任督学写负责学校。")
    _check_codes(cell, "reaches", codes, known, fits=lambda kind: kind not in ("bureau", "office"), what="学校或中心校")
    return sorted(set(codes))


def _check_codes(
    cell: Reader, key: str, codes: list[str], known: Known, *, fits: Callable[[str], bool], what: str
) -> None:
    for code in codes:
        if code not in known.kinds:
            cell.fail(key, f"没有代码是“{code}”的单位。", f"写“单位”表里{what}的代码，用顿号隔开。")
            return
        if not fits(known.kinds[code]):
            label = Unit.Kind(known.kinds[code]).label
            cell.fail(key, f"“{code}”是{label}。", f"写{what}的代码，用顿号隔开。")
            return


def _same(values: dict[str, object], present: Present, out: Examined) -> Post | None:
    """A post without number that is there already, with this very holder: the workbook was imported twice."""
    used = {change.target.pk for change in out.posts if change.target is not None}
    for post in present.posts.values():
        held = post.holder.username.lower() if post.holder else ""
        same = (post.unit.code, post.role, post.title, held) == tuple(
            values[key] for key in ("unit", "role", "title", "holder")
        )
        if same and held and post.closed_on is None and post.pk not in used:
            return post
    return None


def _change(row: Row, values: dict[str, object], target: Post | None, present: Present) -> Change:
    change = Change(POSTS.label, row.number, f"{row['unit']} {values['title']}", values, target)
    if target is None:
        return change
    change.name = str(target)
    held = target.holder.username if target.holder else ""
    if held.lower() != values["holder"]:
        change.differs["用户名"] = (held, row["holder"])
    if target.title != values["title"]:
        change.differs["职务"] = (target.title, str(values["title"]))
    if target.sort != values["sort"]:
        change.differs["排序"] = (str(target.sort), str(values["sort"]))
    for key, label, old in (
        ("in_charge_of", "分管科室", present.leader_of.get(target.pk, [])),
        ("reaches", "负责学校", present.listed.get(target.pk, [])),
    ):
        if old != values[key]:
            change.differs[label] = (APART.join(old), APART.join(map(str, values[key])))  # type: ignore[call-overload]
    return change
