"""The small world for the pages of registers, clients signed in as its people, and who reads all registers of 一小.

安 fills for 一小, the head of the register's own office reads and unmasks, 常 of 二小 sees nothing of 一小.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.world import World, small_world
from yaodian.apps.ledgers.models import OfficeInCharge
from yaodian.apps.orgs.acting import Acting
from yaodian.packs import registers
from yaodian.registers.register import Register

SignedIn = Callable[[Acting | None], Client]
EVERY = pytest.mark.parametrize("register", list(registers().values()), ids=list(registers()))


@pytest.fixture
def world(db: None, settings: Any) -> World:
    """The small world."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return small_world()


@pytest.fixture
def client_of() -> SignedIn:
    """`client_of(by)`: a client signed in as somebody."""

    def signed_in(by: Acting | None) -> Client:
        client = Client()
        if by is not None:
            client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def put_in_charge() -> Callable[[World, Register], Acting]:
    """`put_in_charge(world, register)`: 白 is given the duty of the register's office; she is returned."""

    def give(world: World, register: Register) -> Acting:
        OfficeInCharge.objects.create(unit=world.basic, duty=register.office)
        return world.bai

    return give
