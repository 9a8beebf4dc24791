"""A small world with classes."""

from typing import Any

import pytest

from tests.movements.children import add_class
from tests.world import World, small_world


@pytest.fixture
def world(db: None) -> World:
    return small_world()


@pytest.fixture
def rooms(world: World) -> list[Any]:
    """Two classes of 一小 and one of 二小, all of the third grade."""
    return [add_class(world.first), add_class(world.first, number=2), add_class(world.second)]
