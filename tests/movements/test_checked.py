"""Acts with many children are checked like a form: what they would break is refused as a whole, what was wrong before is not theirs."""

from datetime import date
from typing import Any

import pytest

from tests.movements.children import add_child, add_class, fresh
from tests.world import World
from yaodian.apps.audit.clock import at
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.movements.models import Movement
from yaodian.apps.movements.services.classes import change_class, graduate
from yaodian.apps.movements.services.promoting import promote
from yaodian.kernel.errors import NotNow

DAY = date(2026, 9, 16)


def test_a_graduation_that_breaks_a_check_is_refused_with_names(world: World, rooms: list[Any]) -> None:
    early = add_child(world.first, rooms[0], full_name="安早")
    late = [
        add_child(world.first, rooms[0], full_name=f"安晚{n}", entered_on=date(2026, 9, 10)) for n in "一二三四五六"
    ]
    with at(DAY), pytest.raises(NotNow) as refused:
        graduate(room=rooms[0], pupils=[early.pk, *(row.pk for row in late)], on=date(2026, 9, 1), by=world.an)
    says = str(refused.value)
    assert "会有6行不符合数据规则，什么也没有写入" in says
    assert "离校日期早于入学年月" in says
    assert "安晚一" in says
    assert "等6行" in says
    assert "安早" not in says
    assert {fresh(row).status for row in (early, *late)} == {"10"}
    assert not Movement.objects.exists()
    assert not Batch.objects.filter(kind=Batch.Kind.MOVEMENT).exists()


def test_a_promotion_that_names_two_classes_alike_is_refused(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    add_class(world.first, "12", number=9, name="4（1）班")
    with at(DAY), pytest.raises(NotNow, match=r"两个在办的班叫这个名称：.*4（1）班"):
        promote(school=world.first, by=world.an)
    assert fresh(child).grade == "13"


def test_an_error_that_was_there_before_keeps_nobody(world: World, rooms: list[Any]) -> None:
    child = add_child(world.first, rooms[0])
    rows_of("pupils")._default_manager.filter(pk=child.pk).update(
        entered_on=date(2031, 9, 1)
    )  # as an old import left it
    with at(DAY):
        assert change_class(room=rooms[0], pupils=[child.pk], target_id=rooms[1].pk, reason="", by=world.an).count == 1
        assert promote(school=world.first, by=world.an).count == 1
