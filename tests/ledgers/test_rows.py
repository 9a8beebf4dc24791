"""Single rows: added, changed, rekeyed, taken out; every version kept with its batch; nobody writes out of reach."""

from datetime import date
from typing import Any

import pytest

from tests.world import World, small_world
from yaodian.apps.audit.models import Event
from yaodian.apps.ledgers.models import Alias, Batch
from yaodian.apps.ledgers.rows import add_row, change_row, rekey, remove_row
from yaodian.apps.ledgers.tables import history_of, register_named, rows_of
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

BUILDINGS = register_named("buildings")


@pytest.fixture
def world(db: None) -> World:
    return small_world()


def building(world: World, **values: Any) -> dict[str, Any]:
    """A sound building of 一小."""
    return {
        "school": world.first.pk,
        "number": "JX01",
        "name": "教学楼",
        "building_use": next(iter(BUILDINGS.by_key["building_use"].code_list.codes)).code,  # type: ignore[attr-defined]
        "structure": next(iter(BUILDINGS.by_key["structure"].code_list.codes)).code,  # type: ignore[attr-defined]
        "built_in": 2010,
        "floors": 4,
        "area": 320050,
        "in_use": True,
        "own": True,
        "danger_level": "A",
        "surveyed_on": date(2026, 3, 1),
        "next_survey_on": date(2029, 3, 1),
        "surveyor": "某鉴定所",
        **values,
    }


def versions(row_id: int) -> list[tuple[int, bool, bool, str]]:
    """(version, is present, gone, changed columns) of a row."""
    found = history_of("buildings")._default_manager.filter(row=row_id).order_by("pk")
    return [(each.version, each.record_to is None, each.gone, each.changes) for each in found]


def test_a_rows_life_is_kept_whole(world: World) -> None:
    row = add_row(register=BUILDINGS, values=building(world), by=world.an)
    assert change_row(register=BUILDINGS, row=row, values={"name": "综合楼"}, by=world.an, version=1) == ["name"]
    remove_row(register=BUILDINGS, row=row, reason="重复登记", by=world.an)
    assert versions(row.pk) == [(1, False, False, ""), (2, False, False, "name"), (3, False, True, "")]
    assert not rows_of("buildings")._default_manager.exists()
    kinds = list(Event.objects.filter(subject=f"register.buildings:{row.pk}").values_list("kind", flat=True))
    assert kinds == ["ledger.added", "ledger.changed", "ledger.removed"]
    assert list(Batch.objects.order_by("pk").values_list("added", "changed", "removed")) == [
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
    ]


def test_nothing_is_written_where_nothing_differs(world: World) -> None:
    row = add_row(register=BUILDINGS, values=building(world), by=world.an)
    assert change_row(register=BUILDINGS, row=row, values={"name": "教学楼"}, by=world.an) == []
    assert Batch.objects.count() == 1


def test_who_saw_an_older_version_is_told(world: World) -> None:
    row = add_row(register=BUILDINGS, values=building(world), by=world.an)
    change_row(register=BUILDINGS, row=row, values={"name": "综合楼"}, by=world.an, version=1)
    with pytest.raises(NotNow, match="别人已经改过"):
        change_row(register=BUILDINGS, row=row, values={"name": "实验楼"}, by=world.an, version=1)


def test_an_identity_is_corrected_with_a_reason_and_found_by_its_old_value(world: World) -> None:
    row = add_row(register=BUILDINGS, values=building(world), by=world.an)
    with pytest.raises(NotNow, match="更正标识"):
        change_row(register=BUILDINGS, row=row, values={"number": "JX02"}, by=world.an)
    with pytest.raises(BadInput, match="原因"):
        rekey(register=BUILDINGS, row=row, values={"number": "JX02"}, reason=" ", by=world.an)
    rekey(register=BUILDINGS, row=row, values={"number": "JX02"}, reason="编号抄错", by=world.an)
    assert rows_of("buildings")._default_manager.get().number == "JX02"  # type: ignore[attr-defined]
    assert Alias.objects.get().row == row.pk


@pytest.mark.parametrize(
    ("values", "column", "says"),
    [
        ({"number": None}, "number", "请填写“校舍编号”"),
        ({"built_in": 1700}, "built_in", "不能小于1850"),
        ({"structure": "木头"}, "structure", "没有“木头”"),
        ({"name": "楼" * 61}, "name", "最多60个字，现有61个"),
        ({"school": 999_999}, "school", "请填写“学校”"),
    ],
)
def test_wrong_values_are_told_by_column(world: World, values: dict[str, Any], column: str, says: str) -> None:
    with pytest.raises(BadInput) as told:
        add_row(register=BUILDINGS, values=building(world, **values), by=world.an)
    assert says in told.value.fields[column]
    assert not Batch.objects.exists()


def test_a_clash_of_identities_says_nothing_about_rows_out_of_reach(world: World) -> None:
    add_row(register=BUILDINGS, values=building(world), by=world.an)
    with pytest.raises(BadInput, match="已登记过（可能在其他单位）"):
        add_row(register=BUILDINGS, values=building(world), by=world.an)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("school-clerk", True),
        ("principal", True),
        ("bureau-leader", False),
        ("office-head", False),
        ("plan-clerk", False),
        ("township", False),
        ("inspector", False),
        ("auditor", False),
        ("administrator", False),
    ],
)
def test_who_may_write(world: World, role: str, may: bool) -> None:
    by: Acting = world.of[role]
    if may:
        assert add_row(register=BUILDINGS, values=building(world), by=by).pk
        return
    with pytest.raises(NotAllowed):
        add_row(register=BUILDINGS, values=building(world), by=by)


def test_nobody_writes_rows_of_another_school(world: World) -> None:
    row = add_row(register=BUILDINGS, values=building(world), by=world.an)
    with pytest.raises(NotAllowed):
        change_row(register=BUILDINGS, row=row, values={"name": "我的楼"}, by=world.chang)
    with pytest.raises(NotAllowed):
        add_row(register=BUILDINGS, values=building(world, school=world.second.pk), by=world.an)
    with pytest.raises(NotAllowed):
        change_row(register=BUILDINGS, row=row, values={"school": world.second.pk}, by=world.an)
