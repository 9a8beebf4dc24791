"""Chasing by the office, once a day; reminders by the system around the due date; the board's counts."""

from datetime import timedelta

import pytest

from tests.ledgers.filings.conftest import BUILDINGS, opened
from tests.world import World
from yaodian.apps.audit.clock import now, today
from yaodian.apps.ledgers.daily import daily
from yaodian.apps.ledgers.filings.board import grid, lines_of, mine, overview, sums_of, to_approve, to_hand_in
from yaodian.apps.ledgers.filings.chasing import chase_filings, remind_filings
from yaodian.apps.ledgers.filings.deciding import approve_filing
from yaodian.apps.ledgers.filings.handing_in import submit_filing
from yaodian.apps.ledgers.models import Filing
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import NotAllowed
from yaodian.kernel.period import Period


def chased(by: Acting, kind: str) -> list[str]:
    return list(Notice.objects.filter(post=by.post, kind=kind).order_by("pk").values_list("says", flat=True))


def test_chased_once_a_day_and_only_who_has_not_handed_in(world: World, filing: Filing) -> None:
    Filing.objects.update(due=today() - timedelta(days=2))
    submit_filing(filing=opened(BUILDINGS, world.second), empty=True, by=world.chang)
    assert chase_filings(filings=Filing.objects.all(), by=world.bai) == 2
    assert chase_filings(filings=Filing.objects.all(), by=world.bai) == 0
    assert [says.endswith("已逾期2天。") for says in chased(world.an, "filing.chased")] == [True]
    assert chased(world.chang, "filing.chased") == []
    Filing.objects.update(chased_on=today() - timedelta(days=1))
    assert chase_filings(filings=Filing.objects.all(), by=world.bai) == 2


@pytest.mark.parametrize("who", ["bureau-leader", "school-clerk", "township", "plan-clerk"])
def test_only_the_registers_office_chases(world: World, filing: Filing, who: str) -> None:
    with pytest.raises(NotAllowed):
        chase_filings(filings=[filing], by=world.of[who])


@pytest.mark.parametrize(
    ("left", "reminded"), [(4, 0), (3, 1), (2, 1), (0, 1), (-1, 1), (-2, 1), (-3, 1), (-29, 1), (-31, 0)]
)
def test_the_system_reminds_around_the_due_date(world: World, filing: Filing, left: int, reminded: int) -> None:
    Filing.objects.update(due=today() + timedelta(days=left), opened_at=now() - timedelta(days=60))
    Filing.objects.exclude(pk=filing.pk).update(state="approved")
    assert remind_filings() == reminded
    assert remind_filings() == 0


def test_who_was_told_of_the_opening_is_not_reminded_on_the_same_day(world: World, filing: Filing) -> None:
    Filing.objects.update(due=today())
    assert remind_filings() == 0


def test_the_board_counts_where_filings_stand(world: World, filing: Filing) -> None:
    submit_filing(filing=filing, by=world.an)
    approve_filing(filing=filing, by=world.bai)
    late = opened(BUILDINGS, world.second)
    Filing.objects.filter(pk=late.pk).update(due=today() - timedelta(days=5))
    period = Period.read(filing.period)
    sums = sums_of(lines_of(BUILDINGS, period, world.bai))
    assert dict(sums.counts) == {"late": 1, "open": 1, "returned": 0, "submitted": 0, "approved": 1}
    assert (sums.total, sums.complete, sums.in_time, sums.too_late, sums.timely) == (3, 33, 1, 1, 50)
    submit_filing(filing=late, empty=True, by=world.chang)
    after = sums_of(lines_of(BUILDINGS, period, world.bai))
    assert (after.complete, after.timely) == (67, 50), "handed in, but not in time"


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("office-head", 3),
        ("bureau-leader", 3),
        ("auditor", 3),
        ("township", 3),
        ("school-clerk", 1),
        ("principal", 1),
        ("inspector", 2),
        ("administrator", 0),
        ("plan-clerk", 3),
    ],
)
def test_everybody_sees_the_units_within_reach(world: World, filing: Filing, who: str, units: int) -> None:
    by = world.of[who]
    assert len(lines_of(BUILDINGS, Period.read(filing.period), by)) == units
    assert sum(board.sums.total for board in overview(by)) == units
    assert len(grid(BUILDINGS, by)[1]) == units


def test_what_waits(world: World, filing: Filing) -> None:
    assert [line.filing for line in mine(world.an)] == [filing]
    assert to_hand_in(world.an, until=filing.due) == [filing.due]
    assert to_hand_in(world.an, until=filing.due - timedelta(days=1)) == []
    assert (to_approve(world.bai), to_approve(world.of["bureau-leader"])) == (0, 0)
    submit_filing(filing=filing, by=world.an)
    assert to_hand_in(world.an, until=filing.due) == []
    assert to_approve(world.bai) == 1


def test_the_daily_round_runs_once_a_day(world: World, filing: Filing) -> None:
    Filing.objects.all().delete()
    assert daily(None) == today()
    opened_once = Filing.objects.count()
    assert opened_once == 3
    Filing.objects.all().delete()
    assert daily(today()) == today()
    assert not Filing.objects.exists(), "done today already"
    daily(today() - timedelta(days=1))
    assert Filing.objects.count() == opened_once
