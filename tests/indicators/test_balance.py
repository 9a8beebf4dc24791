"""The county's balance from stored rows: which schools, of which day, and who may see it."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.movements.children import add_child, add_class
from tests.world import World, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.indicators.balance import assessment
from yaodian.apps.indicators.pinned import Filed
from yaodian.apps.ledgers.bulk import add_rows
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import System
from yaodian.kernel.errors import NotAllowed
from yaodian.kernel.period import Period
from yaodian.packs.balance.scheme import BASIC, QUALITY
from yaodian.rules.parameters import NATION

YEAR = Period.read("2026-2027")


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """一小 with six pupils and two classrooms, one of which came in October; 二小 with three pupils and none."""
    with at(date(2026, 9, 1)):
        made = small_world()
        for unit, many in ((made.first, 6), (made.second, 3)):
            room = add_class(unit)
            for _child in range(many):
                add_child(unit, room)
    with at(date(2026, 11, 1)):
        given = {"school": made.first.pk, "room_kind": "11", "stage": "primary", "multimedia": True, "in_use": True}
        rooms = [
            {**given, "number": "101", "name": "教室", "area": 3000},
            {**given, "number": "102", "name": "教室", "area": 9900, "since": date(2026, 10, 1)},
        ]
        add_rows(register=register_named("rooms"), rows=rooms, by=System(), source="测试")
        yield made


def test_each_school_by_the_first_day_of_the_school_year(world: World) -> None:
    (primary,) = assessment(QUALITY, period=YEAR, by=System()).stages
    held = {one.school.name: one.school for one in primary.schools}
    assert {name: one.pupils for name, one in held.items()} == {"石桥镇第一小学": 6, "石桥镇第二小学": 3}
    first = held["石桥镇第一小学"]
    assert first.amounts["teaching_area_per_pupil"] == 30  # not the room of October
    assert (first.classes, first.amounts["multimedia_rooms_per_100_pupils"]) == (1, 1)
    spread = next(one for one in primary.spreads if one.resource.key == "teaching_area_per_pupil")
    assert spread.cv is not None
    assert abs(spread.cv**2 - Fraction(1, 2)) < Fraction(1, 10**30)  # 5 and 0 m², weights 2 and 1


def test_the_computed_figures_of_the_county_stand_beside_what_is_to_be_reported(world: World) -> None:
    found = assessment(QUALITY, period=YEAR, by=System())
    size = next(one for one in found.assured if one.asked.title == "班额")
    assert size.figures[0].value == 100  # all classes of 小学; there is no 初中, so the item stays open
    assert size.passes is None
    assert found.passes is False


def test_an_office_of_the_bureau_sees_it_and_its_own_limit_counts(world: World, settings: Any, tmp_path: Path) -> None:
    assert assessment(BASIC, period=YEAR, by=world.bai).stages[0].composite.limit == Fraction("0.65")
    settings.PARAMETERS_ROOT = tmp_path
    own = tmp_path / "balance" / "basic" / "primary" / "composite_cv.yaml"
    own.parent.mkdir(parents=True)
    own.write_text((NATION / own.relative_to(tmp_path)).read_text(encoding="utf-8").replace("0.65", "0.6"), "utf-8")
    assert assessment(BASIC, period=YEAR, by=world.bai).stages[0].composite.limit == Fraction("0.6")


@pytest.mark.parametrize("role", ["school-clerk", "inspector"])
def test_only_who_sees_all_schools_sees_it(world: World, role: str) -> None:
    with pytest.raises(NotAllowed, match="看不到全县学校"):
        assessment(QUALITY, period=YEAR, by=world.of[role])


def test_without_approved_filings_there_is_nothing_to_assess(world: World) -> None:
    filed = Filed(YEAR.first, date(2026, 11, 1))
    assert assessment(QUALITY, period=YEAR, by=System(), source=filed).stages == ()
