"""Two schools with a class each: 一小 has twelve boys and two girls, 二小 nine boys and seven girls; on 16 September 2026."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.movements.children import PUPILS, add_class, child_values
from tests.world import World, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.ledgers.bulk import add_rows
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.orgs.acting import System
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.period import Period

TODAY = date(2026, 9, 16)
YEAR = Period.read("2026-2027")
BOYS, GIRLS = "1", "2"


@dataclass
class Schools:
    """The world, and its children by school and sex."""

    world: World
    children: dict[tuple[str, str], list[Any]]

    @property
    def county(self) -> Unit:
        """The bureau, whose figures are the county's."""
        return self.world.bureau


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Schools]:
    """Built once for a module, in a transaction that is rolled back; each test has one of its own inside it."""
    with django_db_blocker.unblock(), at(TODAY), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
            found = build()
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def schools(built: Schools, db: None) -> Schools:
    """What was built, with what the test does to it."""
    return built


def build() -> Schools:
    """What is there was recorded on 1 September."""
    with at(date(2026, 9, 1)):
        world = small_world()
        rooms = {unit.code: add_class(unit) for unit in (world.first, world.second)}
        counts = {("XX01", BOYS): 12, ("XX01", GIRLS): 2, ("XX02", BOYS): 9, ("XX02", GIRLS): 7}
        units = {unit.code: unit for unit in (world.first, world.second)}
        rows = [
            child_values(units[code], rooms[code], sex=sex)
            for (code, sex), many in counts.items()
            for _number in range(many)
        ]
        ids = iter(add_rows(register=PUPILS, rows=rows, by=System(), kind=Batch.Kind.MOVEMENT, source="入学"))
        pupils = rows_of("pupils")._default_manager.in_bulk()
        children = {key: [pupils[next(ids)] for _number in range(many)] for key, many in counts.items()}
    return Schools(world, children)
