"""The small world for the tests of units, people and posts, and clients signed in as its people."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.world import World, small_world
from yaodian.apps.orgs.acting import Acting

SignedIn = Callable[[Acting | None], Client]


@pytest.fixture
def world(db: None, settings: Any) -> World:
    """The small world."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return small_world()


@pytest.fixture
def admin(world: World) -> Acting:
    """Its administrator."""
    return world.of["administrator"]


@pytest.fixture
def client_of() -> SignedIn:
    """A client signed in as somebody (None: a guest)."""

    def signed_in(by: Acting | None) -> Client:
        client = Client()
        if by is not None:
            client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
