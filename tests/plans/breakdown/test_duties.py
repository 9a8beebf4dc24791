"""职责表: set, begun from the usual duties, tried."""

import pytest

from tests.world import World
from yaodian.apps.audit.models import Event
from yaodian.apps.plans.models import OfficeDuty
from yaodian.apps.plans.selectors.duties import duties_of, tried
from yaodian.apps.plans.services import duties
from yaodian.kernel.errors import BadInput, NotAllowed


def phrases(world: World) -> dict[str, int]:
    return dict(OfficeDuty.objects.filter(unit=world.basic).values_list("phrase", "weight"))


def test_phrases_are_replaced_and_what_stays_keeps_its_row(world: World) -> None:
    clerk = world.of["plan-clerk"]
    duties.set_duties(unit=world.basic, phrases=["控辍保学", " 大班额 ", "", "大班额"], by=clerk)
    kept = OfficeDuty.objects.get(phrase="控辍保学").pk
    duties.set_duties(unit=world.basic, phrases=["控辍保学×3", "作业"], by=clerk)
    assert phrases(world) == {"控辍保学": 3, "作业": 1}
    assert OfficeDuty.objects.get(phrase="控辍保学").pk == kept
    says = list(Event.objects.filter(kind="duties.set").order_by("pk").values_list("says", flat=True))
    assert says == ["修改基础教育科的职责词：加控辍保学、大班额", "修改基础教育科的职责词：加作业；去掉大班额"]
    duties.set_duties(unit=world.basic, phrases=["控辍保学×3", "作业"], by=clerk)
    assert Event.objects.filter(kind="duties.set").count() == 2


@pytest.mark.parametrize(
    ("typed", "says"),
    [(["学"], "只有一个字"), (["长" * 61], "最多60字"), ([f"词{n}" for n in range(201)], "最多200个")],
)
def test_phrases_that_do_not_work_are_told(world: World, typed: list[str], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        duties.set_duties(unit=world.basic, phrases=typed, by=world.of["plan-clerk"])
    assert phrases(world) == {}


def test_only_the_clerk_and_only_for_offices(world: World) -> None:
    with pytest.raises(NotAllowed):
        duties.set_duties(unit=world.basic, phrases=["作业"], by=world.bai)
    with pytest.raises(BadInput, match="不是科室"):
        duties.set_duties(unit=world.first, phrases=["作业"], by=world.of["plan-clerk"])
    with pytest.raises(NotAllowed):
        duties.load_default_duties(bureau=world.bureau, by=world.bai)


def test_usual_duties_fill_what_is_empty_once(world: World) -> None:
    clerk = world.of["plan-clerk"]
    duties.set_duties(unit=world.office, phrases=["信访"], by=clerk)
    assert duties.load_default_duties(bureau=world.bureau, by=clerk) == 1
    assert "控辍保学" in phrases(world)
    assert list(OfficeDuty.objects.filter(unit=world.office).values_list("phrase", flat=True)) == ["信访"]
    assert duties.load_default_duties(bureau=world.bureau, by=clerk) == 0


def test_a_sentence_is_tried(world: World) -> None:
    assert duties_of(world.bai).untouched
    assert tried(world.bai, "抓好控辍保学").lead.pk == world.basic.pk  # type: ignore[union-attr]
    duties.set_duties(unit=world.office, phrases=["控辍保学"], by=world.of["plan-clerk"])
    assert tried(world.bai, "抓好控辍保学").lead.pk == world.office.pk  # type: ignore[union-attr]
    assert tried(world.bai, "今天天气很好").lead is None


def test_without_a_record_no_phrases(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no record")

    monkeypatch.setattr(duties, "record", broken)
    with pytest.raises(RuntimeError):
        duties.set_duties(unit=world.basic, phrases=["作业"], by=world.of["plan-clerk"])
    assert phrases(world) == {}
