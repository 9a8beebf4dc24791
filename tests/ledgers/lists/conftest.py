"""The small world with two schools' and a kindergarten's pupils, and the bounds between ways of reading made small."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.ledgers.lists.material import put
from tests.world import World, small_world
from yaodian.apps.ledgers.lists import counting, listing

NAMES = ("张伟", "张三丰", "李雷", "王五", "欧阳娜娜", "阿依古丽·买买提", "Tom Li", "曾丽", "石桥生")
FIRST_DAY = date(2012, 3, 1)


@pytest.fixture
def world(db: None) -> World:
    """The small world."""
    return small_world()


@pytest.fixture
def pupils(world: World) -> list[int]:
    """Ninety pupils over three units, with equal names and days, and days that are not known."""
    units = [world.first.pk, world.second.pk, world.of["inspector"].post.reaches.get(kind="kindergarten").pk]
    return put(
        "pupils",
        (
            {
                "school": units[number % 3],
                "full_name": NAMES[number * 7 % len(NAMES)],
                "sex": "12"[number % 2],
                "born_on": FIRST_DAY + timedelta(days=number * 5 % 40),
                "left_on": None if number % 3 else FIRST_DAY + timedelta(days=number % 4),
                "grade": ("11", "12", "13")[number % 5 % 3],
            }
            for number in range(90)
        ),
    )


@pytest.fixture(params=["few rows", "many rows"])
def reading(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether these rows count as few (gathered and sorted) or many (walked along the order, words in order of entry)."""
    if request.param == "many rows":
        for module in (counting, listing):
            monkeypatch.setattr(module, "EXACT", 10)
        monkeypatch.setattr(listing, "SORTED_OF_UNITS", 10)
        monkeypatch.setattr(listing, "STEPS", 12)
    return str(request.param)
