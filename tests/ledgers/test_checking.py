"""The checks on stored rows: one row as a form asks, all rows as the sweep finds them; both say the same."""

from datetime import date
from typing import Any

import pytest

from tests.ledgers.test_rows import BUILDINGS, building
from tests.world import World, small_world
from yaodian.apps.ledgers.checking.batch import failing_rows
from yaodian.apps.ledgers.checking.single import breaches_of
from yaodian.apps.ledgers.checking.surroundings import stored_row
from yaodian.apps.ledgers.checking.sweep import checked_with, dirty_registers, explain_failed, sweep
from yaodian.apps.ledgers.models import FailedCheck
from yaodian.apps.ledgers.rows import add_row, change_row
from yaodian.apps.ledgers.tables import rows_of
from yaodian.kernel.breach import Severity
from yaodian.kernel.errors import NotAllowed, NotNow

WARNING = next(code for code, check in BUILDINGS.checks.items() if check.severity is Severity.WARNING)


@pytest.fixture
def world(db: None) -> World:
    return small_world()


@pytest.fixture
def rows(world: World) -> list[Any]:
    """A sound building and some that look odd; none is refused for it when it is only a warning."""
    odd = [
        {"number": "JX02", "surveyed_on": date(2015, 3, 1), "next_survey_on": date(2018, 3, 1)},
        {"number": "JX03", "surveyed_on": None, "next_survey_on": None, "surveyor": None},
        {"number": "JX04", "insured_until": date(2020, 1, 1)},
    ]
    return [add_row(register=BUILDINGS, values=building(world, **values), by=world.an) for values in [{}, *odd]]


def test_the_engine_and_the_form_agree(rows: list[Any]) -> None:
    by_engine = failing_rows(BUILDINGS)
    for row in rows:
        values = {key: value for key, value in stored_row(BUILDINGS, row).items() if key != "id"}
        by_form = {breach.code for breach in breaches_of(BUILDINGS, values, row_id=row.pk)}
        assert by_form == {code for code, ids in by_engine.items() if row.pk in ids}
    assert any(by_engine.values())


def test_a_sweep_finds_what_fails_and_forgets_what_was_put_right(world: World, rows: list[Any]) -> None:
    assert "buildings" in dirty_registers()
    sweep(BUILDINGS)
    assert "buildings" not in dirty_registers()
    found = set(FailedCheck.objects.values_list("row", "code"))
    assert found == {(row, code) for code, ids in failing_rows(BUILDINGS).items() for row in ids}
    sound = {key: value for key, value in building(world).items() if key != "number"}
    for row in rows:
        change_row(register=BUILDINGS, row=row, values=sound, by=world.an)
    assert "buildings" in dirty_registers()
    sweep(BUILDINGS)
    assert not FailedCheck.objects.filter(row__in=[rows[1].pk, rows[2].pk]).exists()


def test_a_warning_is_explained_by_who_fills_and_an_error_is_not(world: World, rows: list[Any]) -> None:
    failed = FailedCheck.objects.create(
        register="buildings",
        code=WARNING,
        severity="warning",
        row=rows[0].pk,
        unit=world.first,
        since=world.plan.created_at,
    )
    with pytest.raises(NotAllowed):
        explain_failed(failed=failed, explanation="没问题", by=world.chang)
    explain_failed(failed=failed, explanation="已约鉴定机构，下月鉴定", by=world.an)
    assert FailedCheck.objects.get(pk=failed.pk).explained_by == "安欣"
    failed.severity = "error"
    with pytest.raises(NotNow, match="数据改对"):
        explain_failed(failed=failed, explanation="没问题", by=world.an)


def test_a_register_is_checked_again_when_one_that_its_checks_read_is_written() -> None:
    for key in ("buildings", "classes", "pupils"):
        assert key in checked_with(key)
    assert rows_of("buildings")._meta.db_table == "ledger_buildings"
