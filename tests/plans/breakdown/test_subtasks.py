"""Sub-tasks: one for a unit, one for each school of a stage, withdrawn as one."""

from datetime import date

import pytest

from tests.world import World, add_unit
from yaodian.apps.audit.models import Event
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.models import Unit
from yaodian.apps.plans.models import Subtask
from yaodian.apps.plans.services import breakdown, subtasks
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

DUE = date(2026, 6, 30)


def fan(world: World, stages: list[str], title: str = "开展演练", **more: object) -> list[Subtask]:
    given = {"due": DUE, "by": world.bai, **more}
    return subtasks.fan_out(item=world.items[1], title=title, stages=stages, **given)  # type: ignore[arg-type]


def test_a_units_part_is_owed_by_its_head(world: World) -> None:
    part = subtasks.add_subtask(item=world.items[0], title=" 建账 ", unit=world.first, due=DUE, by=world.bai)
    assert (part.title, part.owner, part.batch) == ("建账", world.of["principal"].post, "")
    clerk = world.an.post
    assert subtasks.add_subtask(item=world.items[0], title="建账", unit=world.first, due=DUE, owner=clerk, by=world.bai)
    assert Event.objects.filter(kind="subtask.added").count() == 2
    assert not Notice.objects.exists(), "a draft is nobody's task yet"


def test_what_a_part_needs(world: World) -> None:
    item, unit = world.items[0], world.first
    for wrong, says in (
        ({"title": ""}, "一句话"),
        ({"due": None}, "时限"),
        ({"due": date(2026, 10, 1)}, "晚于任务的时限2026年9月30日"),
        ({"unit": None}, "选一个本局名下的单位"),
        ({"owner": world.chang.post}, "不是石桥镇第一小学的岗位"),
    ):
        given = {"item": item, "title": "建账", "unit": unit, "due": DUE, "by": world.bai, **wrong}
        with pytest.raises(BadInput, match=says):
            subtasks.add_subtask(**given)
    for by in (world.an, world.of["auditor"], world.of["township"]):
        with pytest.raises(NotAllowed, match="办公室或牵头科室"):
            subtasks.add_subtask(item=item, title="建账", unit=unit, due=DUE, by=by)
    assert not Subtask.objects.exists()


def test_all_schools_of_the_stages_get_it_once(world: World) -> None:
    both = add_unit("XX03", "九年一贯制学校", "school", world.township, "primary,junior")
    closed = add_unit("XX04", "撤并小学", "school", world.township, "primary")
    Unit.objects.filter(pk=closed.pk).update(valid_to=date(2025, 8, 31))
    first = fan(world, ["primary"])
    assert {part.unit for part in first} == {world.first, world.second, both}
    assert len({part.batch for part in first}) == 1
    more = fan(world, ["primary", "kindergarten"])
    assert [part.unit.name for part in more] == ["石桥镇中心幼儿园"]
    with pytest.raises(NotNow, match="共3所都已经有"):
        fan(world, ["primary"])
    assert len(fan(world, ["junior"], title="另一件")) == 1


def test_a_kindergarten_needs_no_stage_and_strangers_are_left_alone(world: World) -> None:
    Unit.objects.filter(kind="kindergarten").update(stages="")
    elsewhere = add_unit("QT", "邻县教育局", "bureau", None)
    add_unit("QT1", "邻县幼儿园", "kindergarten", elsewhere, "kindergarten")
    assert [part.unit.name for part in fan(world, ["kindergarten"])] == ["石桥镇中心幼儿园"]


@pytest.mark.parametrize(
    ("stages", "says"), [([], "至少选一个"), (["nursery"], "至少选一个"), (["senior"], "没有高中")]
)
def test_stages_that_lead_nowhere_are_told(world: World, stages: list[str], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        fan(world, stages)


def test_a_batch_is_withdrawn_as_one_but_for_what_is_finished(world: World) -> None:
    parts = fan(world, ["primary"])
    Subtask.objects.filter(pk=parts[0].pk).update(state=Subtask.State.FINISHED, finished_on=DUE)
    with pytest.raises(BadInput, match="撤销的原因"):
        subtasks.withdraw_batch(item=world.items[1], batch=parts[0].batch, reason="", by=world.bai)
    assert subtasks.withdraw_batch(item=world.items[1], batch=parts[0].batch, reason="改由镇里", by=world.bai) == 1
    states = dict(Subtask.objects.values_list("pk", "state"))
    assert states == {parts[0].pk: "finished", parts[1].pk: "withdrawn"}
    with pytest.raises(NotNow, match="没有可撤的"):
        subtasks.withdraw_batch(item=world.items[1], batch=parts[0].batch, reason="再", by=world.bai)
    with pytest.raises(NotNow):
        subtasks.withdraw_batch(item=world.items[1], batch="", reason="再", by=world.bai)
    assert [part.unit for part in fan(world, ["primary"])] == [parts[1].unit], "who was withdrawn can get it again"


def test_once_issued_the_units_are_told(issued: World) -> None:
    Notice.objects.all().delete()
    part = subtasks.add_subtask(item=issued.items[1], title="演练", unit=issued.first, due=DUE, by=issued.bai)
    assert {notice.post.holder.username for notice in Notice.objects.all()} == {"he", "an"}
    subtasks.withdraw_subtask(subtask=part, reason="重复", by=issued.bai)
    assert Notice.objects.count() == 4


def test_without_a_record_no_parts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no record")

    monkeypatch.setattr(subtasks, "record", broken)
    with pytest.raises(RuntimeError):
        fan(world, ["primary"])
    assert not Subtask.objects.exists()


def test_a_withdrawn_task_is_not_split(world: World) -> None:
    breakdown.withdraw_item(item=world.items[1], basis="并入", by=world.of["plan-clerk"])
    with pytest.raises(NotNow, match="已撤销"):
        fan(world, ["primary"])
