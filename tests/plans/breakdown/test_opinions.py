"""Opinions: who gives them, when, and what the answer needs."""

import pytest

from tests.world import World
from yaodian.apps.audit.models import Event
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.acting import System
from yaodian.apps.plans.models import Item, Opinion
from yaodian.apps.plans.services import breakdown, opinions
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow


def test_an_opinion_reaches_the_clerk_and_its_answer_the_office(consulting: World) -> None:
    clerk = consulting.of["plan-clerk"]
    given = opinions.give_opinion(plan=consulting.plan, item=consulting.items[0], says="请缓一周", by=consulting.bai)
    assert (given.state, given.unit, given.by_name) == (Opinion.State.OPEN, consulting.basic, "白慧")
    assert Notice.objects.get(kind="opinion.given").post == clerk.post
    with pytest.raises(BadInput, match="不采纳要说明理由"):
        opinions.answer_opinion(opinion=given, accept=False, answer=" ", by=clerk)
    refused = opinions.answer_opinion(opinion=given, accept=False, answer="上级有时限", by=clerk)
    assert (refused.state, refused.answered_by) == (Opinion.State.ANSWERED, "赵晓彤")
    assert {notice.post.holder.username for notice in Notice.objects.filter(kind="opinion.answered")} == {"bai", "sun"}
    assert opinions.answer_opinion(opinion=given, accept=True, by=clerk).state == Opinion.State.ACCEPTED
    assert Event.objects.filter(kind="opinion.answered").count() == 2


def test_no_opinion_is_said_once_and_needs_no_answer(consulting: World) -> None:
    said = opinions.give_opinion(plan=consulting.plan, says=" ", by=consulting.bai)
    assert (said.state, said.says) == (Opinion.State.ACCEPTED, "")
    assert opinions.give_opinion(plan=consulting.plan, says="", by=consulting.of["office-clerk"]) == said
    with pytest.raises(NotNow, match="不用答复"):
        opinions.answer_opinion(opinion=said, accept=True, by=consulting.of["plan-clerk"])


def test_what_is_refused(consulting: World) -> None:
    plan, item = consulting.plan, consulting.items[0]
    section = Item.objects.filter(plan=plan, kind=Item.Kind.SECTION)[0]
    with pytest.raises(BadInput, match="意见是空的"):
        opinions.give_opinion(plan=plan, item=item, says="", by=consulting.bai)
    with pytest.raises(BadInput, match="最多2000字"):
        opinions.give_opinion(plan=plan, item=item, says="长" * 2001, by=consulting.bai)
    with pytest.raises(BadInput, match="不在这份分解表中"):
        opinions.give_opinion(plan=plan, item=section, says="甲", by=consulting.bai)
    with pytest.raises(NotAllowed):
        opinions.give_opinion(plan=plan, says="甲", by=consulting.an)
    with pytest.raises(NotAllowed):
        opinions.give_opinion(plan=plan, says="甲", by=System())  # type: ignore[arg-type]
    given = opinions.give_opinion(plan=plan, item=item, says="甲", by=consulting.bai)
    with pytest.raises(NotAllowed):
        opinions.answer_opinion(opinion=given, accept=True, by=consulting.bai)


def test_only_while_the_offices_are_asked(world: World) -> None:
    with pytest.raises(NotNow, match="还没有征求意见"):
        opinions.give_opinion(plan=world.plan, says="甲", by=world.bai)


def test_not_any_more_once_it_is_approved(consulting: World) -> None:
    breakdown.approve_breakdown(plan=consulting.plan, by=consulting.of["bureau-leader"])
    with pytest.raises(NotNow, match="已经结束"):
        opinions.give_opinion(plan=consulting.plan, says="甲", by=consulting.bai)


def test_without_a_record_no_opinion_and_no_answer(consulting: World, monkeypatch: pytest.MonkeyPatch) -> None:
    given = opinions.give_opinion(plan=consulting.plan, item=consulting.items[0], says="甲", by=consulting.bai)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no record")

    monkeypatch.setattr(opinions, "record", broken)
    with pytest.raises(RuntimeError):
        opinions.give_opinion(plan=consulting.plan, says="乙", by=consulting.bai)
    with pytest.raises(RuntimeError):
        opinions.answer_opinion(opinion=given, accept=True, by=consulting.of["plan-clerk"])
    assert list(Opinion.objects.values_list("says", "state")) == [("甲", "open")]
