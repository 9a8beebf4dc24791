"""The small world with a plan whose breakdown is a draft, on a day in March."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.world import World, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.plans.models import Item, Plan
from yaodian.apps.plans.services import breakdown

TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _static_folder(settings: pytest.FixtureRequest) -> None:
    """WhiteNoise warns where the folder of collected files is not there, and warnings are errors here."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with at(TODAY):
        yield


@pytest.fixture
def world(db: None) -> World:
    made = small_world()
    Item.objects.filter(plan=made.plan).update(due=date(2026, 9, 30))
    made.of["bureau-leader"].post.in_charge_of.add(made.basic)
    made.items = list(Item.objects.filter(plan=made.plan, kind=Item.Kind.TASK).order_by("order"))
    return made


@pytest.fixture
def consulting(world: World) -> World:
    world.plan = breakdown.start_consultation(plan=world.plan, until=date(2026, 3, 17), by=world.of["plan-clerk"])
    return world


@pytest.fixture
def issued(consulting: World) -> World:
    breakdown.approve_breakdown(plan=consulting.plan, by=consulting.of["bureau-leader"])
    consulting.plan = breakdown.issue_breakdown(
        plan=consulting.plan, number="青教发〔2026〕3号", on=TODAY, by=consulting.of["plan-clerk"]
    )
    assert consulting.plan.breakdown == Plan.Breakdown.ISSUED
    return consulting
