"""The small world with an issued plan on 16 September 2026, children at its two schools, and targets that mean indicators."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.movements.children import add_child, add_class
from tests.world import World, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Item, Plan, Target

TODAY = date(2026, 9, 16)


@pytest.fixture(autouse=True)
def _static_folder(settings: Any) -> None:
    """WhiteNoise warns where the folder of collected files is not there, and warnings are errors here."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with at(TODAY):
        yield


@pytest.fixture
def world(db: None) -> World:
    """The plan is issued, all tasks are due at the year's end."""
    made = small_world()
    Plan.objects.filter(pk=made.plan.pk).update(
        breakdown="issued", issued_on=date(2026, 2, 5), number="青教发〔2026〕3号"
    )
    Item.objects.filter(plan=made.plan).update(due=date(2026, 12, 31))
    made.plan = Plan.objects.get(pk=made.plan.pk)
    made.items = list(Item.objects.filter(plan=made.plan, kind=Item.Kind.TASK).order_by("order"))
    return made


@pytest.fixture
def children(world: World) -> World:
    """Six children at 一小, two at 二小, all since 2024."""
    for school, count in ((world.first, 6), (world.second, 2)):
        room = add_class(school)
        for _child in range(count):
            add_child(school, room)
    return world


@pytest.fixture
def promise(world: World) -> Callable[..., Target]:
    """`promise("小学在校生数", 10, "人")`: a target of the third task."""

    def make(indicator: str, value: object, unit: str, comparator: str = ">=", **more: Any) -> Target:
        return Target.objects.create(
            item=world.items[2],
            order=9,
            indicator=indicator,
            kind="commit",
            comparator=comparator,
            value=value,
            unit=unit,
            **more,
        )

    return make


def signed_in(by: Acting) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client
