"""Checking the sheets 单位 and 人员 against each other and what is there."""

from typing import Any

from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.roster.cells import Reader, Row
from yaodian.apps.orgs.roster.changes import Change, Examined, Present
from yaodian.apps.orgs.roster.columns import APART, PEOPLE, UNITS
from yaodian.apps.orgs.services.units import PARENTS, STAGES

KINDS = {str(label): value for value, label in Unit.Kind.choices}
STAGE_KEYS = {label: key for key, label in STAGES.items()}


def first_rows(rows: list[Row], key: str) -> dict[str, Row]:
    """The first row of each value, lower case, so that a repeated one can name it."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row[key].lower(), row)
    return found


def examine_units(rows: list[Row], present: Present, out: Examined) -> None:
    """Read the sheet 单位."""
    firsts = first_rows(rows, "code")
    kinds = {unit.code: unit.kind for unit in present.units.values()}
    kinds |= {row["code"]: KINDS[row["kind"]] for row in rows if row["kind"] in KINDS}
    parents = {unit.code: unit.parent.code if unit.parent else "" for unit in present.units.values()}
    parents |= {row["code"]: row["parent"] for row in rows}
    bureau = next((unit.code for unit in present.units.values() if unit.kind == Unit.Kind.BUREAU), "")
    for row in rows:
        cell = Reader(UNITS, row, out.wrong)
        code = cell.text("code", 32)
        if any(sign.isspace() for sign in code):
            cell.fail("code", "中间有空格。", "去掉空格。")
        if code and (first := firsts[code.lower()]) is not row:
            cell.fail("code", f"和第{first.number}行重复。", "一个单位只写一行，代码不能相同。")
        target = present.units.get(code)
        if target is not None and target.valid_to is not None:
            cell.fail("code", f"{target.name}已经撤销。", "删去这一行；恢复请另设新代码。")
        kind = _kind(cell, target)
        values = {
            "name": cell.text("name", 100),
            "short_name": cell.text("short_name", 40) or cell.row["name"],
            "stages": _stages(cell),
            "sort": cell.whole("sort"),
            "valid_from": cell.day("valid_from"),
        }
        if not cell.row["short_name"] and len(cell.row["name"]) > 40:
            cell.fail("short_name", "名称超过40字，要另写简称。", "写40字以内的简称。")
        if kind == Unit.Kind.BUREAU and target is None and bureau:
            cell.fail(
                "kind",
                f"已经有教育局（代码{bureau}）。",
                f"教育局的代码写{bureau}（可在“机构与人员”里改）；其他单位选别的类别。",
            )
        elif kind:
            _check_parent(cell, kind, kinds, parents, present)
        if cell.clean:
            values = {"code": code, "kind": kind, "parent": cell.row["parent"], **values}
            out.units.append(_unit_change(row, values, target))


def _kind(cell: Reader, target: Unit | None) -> str:
    given = cell.text("kind", 10)
    kind = KINDS.get(given, "")
    if given and not kind:
        cell.fail("kind", "没有这种单位。", f"从{APART.join(KINDS)}中选。")
    elif kind and target is not None and target.kind != kind:
        cell.fail("kind", f"登记的类别是{target.get_kind_display()}，不能改。", f"写{target.get_kind_display()}。")
    return kind


def _stages(cell: Reader) -> str:
    given = cell.several("stages")
    if unknown := [stage for stage in given if stage not in STAGE_KEYS]:
        cell.fail("stages", f"没有“{unknown[0]}”这个学段。", f"可以写：{APART.join(STAGES.values())}，用顿号隔开。")
    return ",".join(key for key, label in STAGES.items() if label in given)


def _check_parent(cell: Reader, kind: str, kinds: dict[str, str], parents: dict[str, str], present: Present) -> None:
    given, allowed = cell.row["parent"], PARENTS[kind]
    names = "或".join(str(Unit.Kind(each).label) for each in allowed)
    if not allowed:
        if given:
            cell.fail("parent", "教育局没有上级单位。", "留空。")
        return
    if not given:
        cell.fail("parent", "没有填。", f"写上级{names}的代码。")
    elif given not in kinds:
        cell.fail("parent", "本表和系统里都没有这个代码。", f"写上级{names}的代码，或先在本表加上那个单位。")
    elif kinds[given] not in allowed:
        wrong = Unit.Kind(kinds[given]).label
        cell.fail("parent", f"这个代码是{wrong}，{Unit.Kind(kind).label}不能设在下面。", f"写上级{names}的代码。")
    elif given in present.units and present.units[given].valid_to is not None:
        cell.fail("parent", "这个上级单位已经撤销。", f"写没有撤销的{names}的代码。")
    elif _goes_round(cell.row["code"], parents):
        cell.fail("parent", "上级绕回了本单位。", f"写上级{names}的代码。")


def _goes_round(code: str, parents: dict[str, str]) -> bool:
    seen, at = {code}, parents.get(code, "")
    while at:
        if at in seen:
            return True
        seen.add(at)
        at = parents.get(at, "")
    return False


def _unit_change(row: Row, values: dict[str, Any], target: Unit | None) -> Change:
    change = Change(UNITS.label, row.number, values["name"], values, target)
    if target is None:
        return change
    told = {"name": "名称", "short_name": "简称", "sort": "排序", "valid_from": "设立日期"}
    for key, label in told.items():
        if getattr(target, key) != values[key]:
            change.differs[label] = (str(getattr(target, key) or ""), str(values[key] or ""))
    if target.stages != values["stages"]:
        change.differs["学段"] = (stage_words(target.stages), stage_words(values["stages"]))
    old = target.parent.code if target.parent else ""
    if old != values["parent"]:
        change.differs["上级代码"] = (old, values["parent"])
    return change


def stage_words(stages: str) -> str:
    """Stages as people write them."""
    return APART.join(STAGES.get(stage, stage) for stage in stages.split(",") if stage)


def examine_people(rows: list[Row], present: Present, out: Examined) -> None:
    """Read the sheet 人员."""
    firsts = first_rows(rows, "username")
    for row in rows:
        cell = Reader(PEOPLE, row, out.wrong)
        username = cell.text("username", 40)
        if any(sign.isspace() for sign in username):
            cell.fail("username", "中间有空格。", "去掉空格。")
        if username and (first := firsts[username.lower()]) is not row:
            cell.fail(
                "username", f"和第{first.number}行重复（不分大小写）。", "一个人只写一行；同名的人用不同的用户名。"
            )
        name = "".join(cell.text("name", 40).split())
        phone = cell.row["phone"]
        if phone and not (phone.replace("-", "").isascii() and phone.replace("-", "").isdecimal() and len(phone) <= 20):
            cell.fail("phone", "电话里有数字以外的字。", "只写数字，如13900000001；可留空。")
        if cell.clean:
            target = present.people.get(username.lower())
            change = Change(
                PEOPLE.label, row.number, name, {"username": username, "name": name, "phone": phone}, target
            )
            if target is not None and target.name != name:
                change.differs["姓名"] = (target.name, name)
            if target is not None and target.phone != phone:
                change.differs["电话"] = (target.phone, phone)
            out.people.append(change)
