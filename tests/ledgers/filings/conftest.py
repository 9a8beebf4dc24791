"""A small world with rows of a living register (buildings) and a periodic one (ethics reviews), and their offices."""

from datetime import date
from typing import Any

import pytest

from tests.ledgers.test_rows import building
from tests.world import World, add_person, add_unit, small_world
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.filings.opening import current_period, open_filings
from yaodian.apps.ledgers.models import Filing, OfficeInCharge
from yaodian.apps.ledgers.rows import add_row
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting, System

BUILDINGS, REVIEWS = register_named("buildings"), register_named("ethics_reviews")


@pytest.fixture
def world(db: None) -> World:
    """基础教育科 has every duty, so that 白科长 decides on all that is filed here."""
    built = small_world()
    for duty in {BUILDINGS.office, REVIEWS.office, register_named("staff").office}:
        OfficeInCharge.objects.create(unit=built.basic, duty=duty)
    return built


@pytest.fixture
def stranger(world: World) -> Acting:
    """The head of an office that has nothing to do with these registers."""
    return add_person("wu", "吴芳", add_unit("JY09", "体卫艺科", "office", world.bureau), "office-head", "科长")


def teacher(world: World, **values: Any) -> Any:
    """A teacher of 一小."""
    staff = register_named("staff")
    return add_row(register=staff, values=staff_values(world, **values), by=world.an)


def staff_values(world: World, **values: Any) -> dict[str, Any]:
    """A sound row of 教职工."""
    return {
        "school": world.first.pk,
        "name": "赵红",
        "id_number": "110101199003071022",
        "sex": "2",
        "born_on": date(1990, 3, 7),
        "staff_kind": "1",
        "establishment_kind": "1",
        "joined_school_on": date(2012, 9, 1),
        "status": "11",
        **values,
    }


def review(world: World, taught: Any, **values: Any) -> dict[str, Any]:
    """A sound row of 师德考核."""
    return {
        "school": world.first.pk,
        "teacher": taught.pk,
        "ethics_grade": "2",
        "appraisal_grade": "2",
        "vetoed": False,
        "reviewed_on": today(),
        "posted_on": today(),
        **values,
    }


def opened(register: Any, unit: Any) -> Filing:
    """The filing of a unit for the period that is due next, opened where it is not."""
    period = current_period(register)
    open_filings(register=register, period=period, by=System())
    return Filing.objects.get(register=register.key, unit=unit, period=period.key)


@pytest.fixture
def filing(world: World) -> Filing:
    """一小's filing of its buildings, with one building."""
    add_row(register=BUILDINGS, values=building(world), by=world.an)
    return opened(BUILDINGS, world.first)
