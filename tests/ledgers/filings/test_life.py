"""A filing's life: opened, handed in, withdrawn, returned, approved, amended; what it pins stays as it was."""

import pytest

from tests.ledgers.filings.conftest import BUILDINGS, opened
from tests.ledgers.test_rows import building
from tests.world import World
from yaodian.apps.audit.models import Event
from yaodian.apps.ledgers.filings.deciding import (
    amend_filing,
    approve_filing,
    cancel_amendment,
    decide_filings,
    return_filing,
)
from yaodian.apps.ledgers.filings.handing_in import filed_rows, submit_filing, withdraw_filing
from yaodian.apps.ledgers.filings.opening import current_period, open_due, open_filings
from yaodian.apps.ledgers.models import Filing
from yaodian.apps.ledgers.rows import add_row, change_row
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow


def told(by: Acting, kind: str) -> list[str]:
    return list(Notice.objects.filter(post=by.post, kind=kind).values_list("says", flat=True))


def test_opening_tells_every_unit_once(world: World) -> None:
    period = current_period(BUILDINGS)
    opened_first = open_filings(register=BUILDINGS, period=period, by=world.bai)
    assert opened_first == Filing.objects.filter(register="buildings").count() == 3
    assert open_filings(register=BUILDINGS, period=period, by=world.bai) == 0
    assert len(told(world.an, "filing.opened")) == 1
    with pytest.raises(NotNow, match="还不能开始"):
        open_filings(register=BUILDINGS, period=period.next(), by=world.bai)


def test_the_daily_round_opens_only_registers_that_have_rows(world: World) -> None:
    assert open_due() == 0
    add_row(register=BUILDINGS, values=building(world), by=world.an)
    assert open_due() == 3
    assert open_due() == 0


def test_what_was_handed_in_stays_as_it_was(world: World, filing: Filing) -> None:
    filing = submit_filing(filing=filing, says="都核过了", by=world.an)
    assert (filing.state, filing.rows, filing.says) == ("submitted", 1, "都核过了")
    filing = approve_filing(filing=filing, by=world.bai)
    row = rows_of("buildings")._default_manager.get()
    change_row(register=BUILDINGS, row=row, values={"name": "综合楼"}, by=world.an)  # a living register goes on
    add_row(register=BUILDINGS, values=building(world, number="JX02"), by=world.an)
    assert [version.name for version in filed_rows(filing)] == ["教学楼"]
    assert [(step.state, step.says) for step in filing.steps.all()] == [("submitted", "都核过了"), ("approved", "")]
    kinds = Event.objects.filter(subject=f"ledgers.filing:{filing.pk}").values_list("kind", flat=True)
    assert list(kinds) == ["filing.submitted", "filing.approved"]
    assert "已审定" in told(world.an, "filing.approved")[0]


def test_returned_with_a_reason_and_handed_in_again(world: World, filing: Filing) -> None:
    submit_filing(filing=filing, by=world.an)
    with pytest.raises(BadInput, match="哪里要改"):
        return_filing(filing=filing, reason=" ", by=world.bai)
    filing = return_filing(filing=filing, reason="缺食堂一栋", by=world.bai)
    assert told(world.an, "filing.returned") == [f"《校舍》{current_period(BUILDINGS).name}已退回：缺食堂一栋"]
    add_row(register=BUILDINGS, values=building(world, number="ST01"), by=world.an)
    filing = submit_filing(filing=filing, by=world.an)
    assert (filing.rows, filing.state) == (2, "submitted")


def test_withdrawn_until_it_is_decided(world: World, filing: Filing) -> None:
    submit_filing(filing=filing, by=world.an)
    filing = withdraw_filing(filing=filing, by=world.an)
    assert (filing.state, filing.handed_in_on, filing.pinned.count()) == ("draft", None, 0)
    submit_filing(filing=filing, by=world.an)
    approve_filing(filing=filing, by=world.bai)
    with pytest.raises(NotNow, match="已审定"):
        withdraw_filing(filing=filing, by=world.an)


def test_nothing_to_report_is_said_not_guessed(world: World) -> None:
    filing = opened(BUILDINGS, world.second)
    with pytest.raises(BadInput, match="零报告"):
        submit_filing(filing=filing, by=world.chang)
    filing = submit_filing(filing=filing, empty=True, by=world.chang)
    assert filing.rows == 0
    assert "零报告" in Event.objects.get(kind="filing.submitted").says


def test_an_amendment_stands_beside_and_then_instead(world: World, filing: Filing) -> None:
    submit_filing(filing=filing, by=world.an)
    approve_filing(filing=filing, by=world.bai)
    with pytest.raises(BadInput, match="为什么要补报"):
        amend_filing(filing=filing, reason="", by=world.an)
    amended = amend_filing(filing=filing, reason="漏报实验楼", by=world.an)
    with pytest.raises(NotNow, match="已经在补报"):
        amend_filing(filing=filing, reason="再补", by=world.an)
    add_row(register=BUILDINGS, values=building(world, number="SY01"), by=world.an)
    with pytest.raises(NotNow, match="不能取消补报"):
        cancel_amendment(filing=amended, by=world.an)
    submit_filing(filing=amended, by=world.an)
    approve_filing(filing=amended, by=world.bai)
    states = list(Filing.objects.filter(unit=world.first).order_by("number").values_list("state", "rows"))
    assert states == [("amended", 1), ("approved", 2)]


def test_an_amendment_that_was_not_needed_is_cancelled(world: World, filing: Filing) -> None:
    submit_filing(filing=filing, by=world.an)
    approve_filing(filing=filing, by=world.bai)
    amended = amend_filing(filing=filing, reason="以为漏报", by=world.an)
    assert cancel_amendment(filing=amended, by=world.an) == filing
    assert not Filing.objects.filter(pk=amended.pk).exists()
    assert filing.steps.last().says == "取消补报，原因原为：以为漏报"


def test_errors_stop_and_warnings_want_words(world: World, filing: Filing) -> None:
    from yaodian.apps.ledgers.checking.sweep import explain_failed, sweep
    from yaodian.apps.ledgers.models import FailedCheck

    sweep(BUILDINGS)
    row = rows_of("buildings")._default_manager.get()
    warning = FailedCheck.objects.create(
        register="buildings", code="B99", severity="warning", row=row.pk, unit=world.first, since=filing.opened_at
    )
    with pytest.raises(NotNow, match="1处提醒没有改也没有写说明"):
        submit_filing(filing=filing, by=world.an)
    FailedCheck.objects.filter(pk=warning.pk).update(code=next(iter(BUILDINGS.checks)))
    warning.refresh_from_db()
    explain_failed(failed=warning, explanation="已报修", by=world.an)
    assert submit_filing(filing=filing, by=world.an).warnings == 1


def test_several_are_decided_together_or_not_at_all(world: World, filing: Filing) -> None:
    submit_filing(filing=filing, by=world.an)
    other = opened(BUILDINGS, world.second)
    submit_filing(filing=other, empty=True, by=world.chang)
    both = list(Filing.objects.filter(pk__in=[filing.pk, other.pk]))
    with pytest.raises(BadInput):
        decide_filings(filings=both, approve=False, by=world.bai)
    assert set(Filing.objects.filter(state="submitted")) == set(both)
    assert decide_filings(filings=both, approve=True, by=world.bai) == 2


@pytest.mark.parametrize(
    ("who", "fills_and_approves"),
    [
        ("an", (True, False)),
        ("he", (True, False)),
        ("chang", (False, False)),
        ("lin", (False, False)),
        ("chen", (False, False)),
        ("wu", (False, False)),
        ("bai", (False, True)),
        ("shen", (False, False)),
    ],
)
def test_who_may_hand_in_and_who_may_decide(
    world: World, filing: Filing, stranger: Acting, who: str, fills_and_approves: tuple[bool, bool]
) -> None:
    people = {by.user.username: by for by in world.of.values()} | {"chang": world.chang, "wu": stranger}
    acts = (("draft", submit_filing), ("submitted", approve_filing))
    for (state, act), allowed in zip(acts, fills_and_approves, strict=True):
        Filing.objects.filter(pk=filing.pk).update(state=state)
        if allowed:
            act(filing=filing, by=people[who])
        else:
            with pytest.raises(NotAllowed):
                act(filing=filing, by=people[who])
