"""A periodic register's rows are locked while they are handed in; a living register's are not; imports are kept."""

from typing import Any

import pytest

from tests.ledgers.filings.conftest import BUILDINGS, REVIEWS, opened, review, teacher
from tests.ledgers.test_rows import building
from tests.world import World
from yaodian.apps.ledgers.filings.comparing import compare
from yaodian.apps.ledgers.filings.deciding import amend_filing, approve_filing, return_filing
from yaodian.apps.ledgers.filings.handing_in import submit_filing
from yaodian.apps.ledgers.locks import kept_rows, locked_units
from yaodian.apps.ledgers.models import Batch, Filing
from yaodian.apps.ledgers.rows import add_row, change_row, rekey, remove_row
from yaodian.apps.ledgers.tables import rows_of
from yaodian.kernel.errors import NotNow
from yaodian.kernel.period import Period


@pytest.fixture
def reviewed(world: World) -> tuple[Any, Any, Filing]:
    """A teacher, the review of the period due next, and 一小's filing of it."""
    taught = teacher(world)
    add_row(register=REVIEWS, values=review(world, taught), by=world.an, period="2020-2021")
    filing = opened(REVIEWS, world.first)
    row = add_row(register=REVIEWS, values=review(world, taught), by=world.an, period=filing.period)
    return taught, row, filing


def writes(world: World, row: Any, other: Any) -> list[Any]:
    """Each way of writing rows of the filing's period."""
    period = row.period
    return [
        lambda: add_row(register=REVIEWS, values=review(world, other), by=world.an, period=period),
        lambda: change_row(register=REVIEWS, row=row, values={"ethics_grade": "3"}, by=world.an),
        lambda: rekey(register=REVIEWS, row=row, values={"teacher": other.pk}, reason="选错", by=world.an),
        lambda: remove_row(register=REVIEWS, row=row, reason="重复", by=world.an),
    ]


@pytest.mark.parametrize("way", range(4), ids=["add", "change", "rekey", "remove"])
def test_what_is_handed_in_is_locked_until_it_is_amended(
    world: World, reviewed: tuple[Any, Any, Filing], way: int
) -> None:
    _taught, row, filing = reviewed
    other = teacher(world, name="钱江", id_number="110101199003071153", sex="1")
    submit_filing(filing=filing, by=world.an)
    write = writes(world, row, other)[way]
    with pytest.raises(NotNow, match="已报出，数据已锁定"):
        write()
    approve_filing(filing=filing, by=world.bai)
    with pytest.raises(NotNow, match="申请补报"):
        write()
    amend_filing(filing=filing, reason="等次填错", by=world.an)
    write()


def test_other_periods_units_and_registers_stay_free(world: World, reviewed: tuple[Any, Any, Filing]) -> None:
    _taught, _row, filing = reviewed
    submit_filing(filing=filing, by=world.an)
    earlier = rows_of("ethics_reviews")._default_manager.get(period="2020-2021")
    assert change_row(register=REVIEWS, row=earlier, values={"ethics_grade": "3"}, by=world.an) == ["ethics_grade"]
    both = frozenset({world.first.pk, world.second.pk})
    assert set(locked_units(REVIEWS, filing.period, both)) == {world.first.pk}
    assert locked_units(REVIEWS, "2020-2021", both) == {}
    assert locked_units(BUILDINGS, "", both) == {}


def test_a_returned_filing_opens_its_rows(world: World, reviewed: tuple[Any, Any, Filing]) -> None:
    _taught, row, filing = reviewed
    submit_filing(filing=filing, by=world.an)
    return_filing(filing=filing, reason="等次不对", by=world.bai)
    assert change_row(register=REVIEWS, row=row, values={"ethics_grade": "3"}, by=world.an) == ["ethics_grade"]


def test_periods_are_compared_by_who_the_rows_are_about(world: World, reviewed: tuple[Any, Any, Filing]) -> None:
    taught, _row, filing = reviewed
    earlier = Filing.objects.create(
        register="ethics_reviews",
        unit=world.first,
        period="2020-2021",
        due=Period.read("2020-2021").last,
        opened_at=filing.opened_at,
    )
    submit_filing(filing=earlier, by=world.an)
    change = {"ethics_grade": "3"}
    change_row(
        register=REVIEWS,
        row=rows_of("ethics_reviews")._default_manager.get(period=filing.period),
        values=change,
        by=world.an,
    )
    submit_filing(filing=filing, by=world.an)
    found = compare(filing, world.an)
    assert found is not None
    assert (found.added, found.removed, found.changed) == (0, 0, 1)
    assert [title for title, _old, _new in found.changed_rows[0].cells] == ["师德考核等次"]
    assert taught.name in found.changed_rows[0].label[0].text


def test_living_rows_are_compared_by_number(world: World, filing: Filing) -> None:
    submit_filing(filing=filing, by=world.an)
    approve_filing(filing=filing, by=world.bai)
    amended = amend_filing(filing=filing, reason="改", by=world.an)
    row = rows_of("buildings")._default_manager.get()
    remove_row(register=BUILDINGS, row=row, reason="拆除", by=world.an)
    add_row(register=BUILDINGS, values=building(world, number="JX02"), by=world.an)
    found = compare(amended, world.an)
    assert found is not None
    assert (found.added, found.removed, found.changed, found.same) == (1, 1, 0, 0)
    assert found.removed_rows[0][0].text == "JX01"


def test_a_batch_whose_rows_were_handed_in_is_kept(world: World, filing: Filing) -> None:
    batch = Batch.objects.get(register="buildings")
    assert kept_rows(BUILDINGS, batch) == {}
    submit_filing(filing=filing, by=world.an)
    assert list(kept_rows(BUILDINGS, batch).values()) == ["已随上报交出，不能撤销"]
