"""Units (单位): founding, changing, closing; each keeps its place in the tree as a path."""

from datetime import date
from typing import Any

from django.db import transaction

from yaodian.apps.audit.services import record
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.models import Post, Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.ties import refuse_while_unit_owes
from yaodian.kernel.errors import BadInput, NotNow

STAGES = {
    "kindergarten": "学前",
    "primary": "小学",
    "junior": "初中",
    "senior": "高中",
    "vocational": "职业",
    "special": "特教",
}
PARENTS: dict[str, tuple[str, ...]] = {
    "bureau": (),
    "office": ("bureau",),
    "township": ("bureau",),
    "school": ("bureau", "township"),
    "kindergarten": ("bureau", "township", "school"),
}
EDITABLE = ("code", "name", "short_name", "stages", "sort", "valid_from", "parent")


def path_below(parent: Unit | None, pk: int) -> str:
    """The materialised path of a unit below its parent."""
    return f"{parent.path if parent else ''}{pk:06d}/"


@transaction.atomic
def add_unit(
    *,
    code: str,
    name: str,
    short_name: str = "",
    kind: str,
    parent: Unit | None,
    stages: str = "",
    sort: int = 0,
    valid_from: date | None = None,
    by: Acting | System,
) -> Unit:
    """Found a unit below its parent (a bureau has none)."""
    require(by, Permission.ORG_EDIT, unit_path=parent.path if parent else None)
    values = {"code": code, "name": name, "short_name": short_name or name, "stages": stages}
    unit = Unit(kind=kind, parent=parent, sort=sort, valid_from=valid_from, path="")
    _fill(unit, values)
    _check_place(unit)
    unit.save()
    unit.path = path_below(parent, unit.pk)
    unit.save(update_fields=["path"])
    record("unit.added", f"orgs.unit:{unit.pk}", f"设立{unit.name}", by=by)
    return unit


@transaction.atomic
def edit_unit(*, unit: Unit, changes: dict[str, Any], by: Acting | System) -> Unit:
    """Change code, names, stages, order, founding day or parent; moving takes along all that lies below."""
    require(by, Permission.ORG_EDIT, unit_path=unit.path)
    if unknown := set(changes) - set(EDITABLE):
        raise BadInput(f"没有这一栏：{'、'.join(sorted(unknown))}")
    held = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    before = {name: str(getattr(held, name) or "") for name in changes}
    parent = changes.get("parent", held.parent)
    if parent is not None and parent.path.startswith(held.path):
        raise BadInput({"parent": "不能把单位放到它自己下面。请另选上级单位。"})
    if "parent" in changes:
        require(by, Permission.ORG_EDIT, unit_path=parent.path if parent else None)
        held.parent = parent
    for name in ("sort", "valid_from"):
        if name in changes:
            setattr(held, name, changes[name])
    _fill(held, {name: value for name, value in changes.items() if name in ("code", "name", "short_name", "stages")})
    _check_place(held)
    held.save()
    _move(held)
    after = {name: str(getattr(held, name) or "") for name in changes}
    told = {name: [before[name], after[name]] for name in changes if before[name] != after[name]}
    if told:
        record("unit.edited", f"orgs.unit:{held.pk}", f"修改{held.name}", changes=told, by=by)
    return held


@transaction.atomic
def close_unit(*, unit: Unit, on: date, successor: Unit | None = None, by: Acting | System) -> Unit:
    """Close a unit (撤并) after a day; refused while it has open posts or units below it."""
    require(by, Permission.ORG_EDIT, unit_path=unit.path)
    held = Unit.objects.select_for_update().get(pk=unit.pk)
    if held.valid_to is not None:
        raise NotNow("这个单位已经撤销。")
    if held.kind == Unit.Kind.BUREAU:
        raise NotNow("教育局不能撤销。")
    if held.valid_from and on < held.valid_from:
        raise BadInput({"on": "撤销日期早于设立日期。请改正。"})
    below = Unit.objects.filter(path__startswith=held.path, valid_to=None).exclude(pk=held.pk)
    if names := list(below.values_list("name", flat=True)[:3]):
        raise NotNow(f"它下面还有单位：{'、'.join(names)}。请先撤销或移走。")
    if (posts := Post.objects.filter(unit=held, closed_on=None).count()) > 0:
        raise NotNow(f"它还有{posts}个岗位没有撤销。请先交接未办的事，再撤销岗位。")
    refuse_while_unit_owes(held)
    if successor is not None and (successor.pk == held.pk or successor.valid_to is not None):
        raise BadInput({"successor": "承接单位要是另一个没有撤销的单位。"})
    held.valid_to, held.successor = on, successor
    held.save(update_fields=["valid_to", "successor"])
    to = f"，由{successor.name}承接" if successor else ""
    record("unit.closed", f"orgs.unit:{held.pk}", f"撤销{held.name}{to}", by=by)
    return held


def _fill(unit: Unit, values: dict[str, Any]) -> None:
    wrong: dict[str, str] = {}
    limits = {"code": 32, "name": 100, "short_name": 40}
    for name, value in values.items():
        text = "".join(str(value or "").split()) if name == "code" else " ".join(str(value or "").split())
        if name in limits and not text:
            wrong[name] = "这一栏不能空。"
        elif name in limits and len(text) > limits[name]:
            wrong[name] = f"有{len(text)}字，最多{limits[name]}字。"
        setattr(unit, name, text)
    if "name" in wrong and not unit.short_name:
        wrong.pop("short_name", None)  # it is the name where none is given
    if unknown := [stage for stage in stages_of(unit.stages) if stage not in STAGES]:
        wrong["stages"] = f"没有“{unknown[0]}”这个学段。可以写：{'、'.join(STAGES.values())}。"
    taken = Unit.objects.filter(code=unit.code).exclude(pk=unit.pk).first()
    if taken is not None:
        wrong["code"] = f"代码“{unit.code}”已用于{taken.name}。请换一个。"
    if wrong:
        raise BadInput(wrong)


def stages_of(stages: str) -> list[str]:
    """The stages that a unit teaches, as a list."""
    return [stage for stage in stages.split(",") if stage]


def _check_place(unit: Unit) -> None:
    if unit.kind not in PARENTS:
        raise BadInput({"kind": "没有这种单位。请重新选。"})
    allowed = PARENTS[unit.kind]
    if unit.parent is None and allowed:
        raise BadInput({"parent": "请选上级单位。"})
    if unit.parent is not None and unit.parent.kind not in allowed:
        kinds = "、".join(str(Unit.Kind(kind).label) for kind in allowed) or "没有上级"
        raise BadInput({"parent": f"{Unit.Kind(unit.kind).label}的上级应是{kinds}。请重新选。"})


def _move(unit: Unit) -> None:
    """Renew the paths of a unit and of all below it, if its parent changed."""
    old, new = unit.path, path_below(unit.parent, unit.pk)
    if old == new:
        return
    below = list(Unit.objects.filter(path__startswith=old))
    for part in below:
        part.path = new + part.path.removeprefix(old)
    Unit.objects.bulk_update(below, ["path"])
    unit.path = new
