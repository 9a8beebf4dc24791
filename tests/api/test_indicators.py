"""Figures over the API: of the units that the token's post may see, small counts hidden, errors in Chinese."""

from typing import Any

import pytest
from django.test import Client

from tests.api.test_registers import client_of
from tests.movements.children import add_child, add_class
from tests.world import World, small_world
from yaodian.apps.audit.clock import today
from yaodian.kernel.period import Cycle, Period

ADDRESS = "/api/v1/indicators"


@pytest.fixture
def world(db: None) -> World:
    """一小 has one girl and two boys."""
    world = small_world()
    room = add_class(world.first)
    for sex in ("1", "1", "2"):
        add_child(world.first, room, sex=sex)
    return world


def figures(client: Client, code: str = "primary.pupils", **asked: str) -> Any:
    period = Period.of(Cycle.SCHOOL_YEAR, today()).next().key
    return client.get(f"{ADDRESS}/{code}", {"period": period, **asked})


def test_the_catalogue_of_what_the_token_reads(world: World) -> None:
    found = {each["code"]: each for each in client_of(world, "school-clerk", "enrolments").get(ADDRESS).json()}
    assert (found["primary.pupils"]["unit"], "sex" in found["primary.pupils"]["breakdowns"]) == ("人", True)
    assert "《就读经历》" in found["primary.girls_share"]["definition"]
    assert "buildings.area" not in found


@pytest.mark.parametrize(
    ("role", "units"),
    [
        ("school-clerk", {"JY": "3人", "XX01": "3人"}),
        ("inspector", {"JY": "‹5›", "XX02": "0人", "YY01": "0人"}),
        ("office-head", {"JY": "3人", "ZX01": "3人", "XX01": "3人", "XX02": "0人", "YY01": "0人"}),
    ],
)
def test_each_post_gets_the_units_that_it_sees(world: World, role: str, units: dict[str, str]) -> None:
    found = figures(client_of(world, role, "enrolments")).json()
    assert {each["unit"]: each["text"] for each in found} == units
    assert all((each["value"] is None) == each["hidden"] for each in found)


def test_parts_have_names(world: World) -> None:
    found = figures(client_of(world, "school-clerk", "enrolments"), "primary.girls_share").json()
    own = next(each for each in found if each["unit"] == "XX01")
    assert [(part["name"], part["value"]) for part in own["parts"]] == [("小学女生数", "1"), ("小学在校生数", "3")]


def test_split_up_and_filed(world: World) -> None:
    client = client_of(world, "school-clerk", "enrolments")
    found = figures(client, breakdown="sex").json()
    own = [(each["cell_title"], each["text"]) for each in found if each["unit"] == "XX01"]
    assert own == [("", "3人"), ("男", "2人"), ("女", "1人")]
    assert "已报0个" in figures(client, kind="filed").json()[0]["incomplete"]


@pytest.mark.parametrize(
    ("code", "asked", "status", "says"),
    [
        ("primary.nothing", {}, 404, "没有这个指标"),
        ("buildings.area", {}, 403, "不能用《校舍》"),
        ("primary.pupils", {"period": "去年"}, 422, "不是时期"),
        ("primary.pupils", {"period": "1900-1901"}, 422, "1950年到2100年"),
        ("primary.pupils", {"period": "2200-2201"}, 422, "1950年到2100年"),
        ("primary.pupils", {"breakdown": "danger_level"}, 422, "不能这样细分"),
    ],
)
def test_what_is_refused_says_why(world: World, code: str, asked: dict[str, str], status: int, says: str) -> None:
    told = figures(client_of(world, "school-clerk", "enrolments"), code, **asked)
    assert told.status_code == status
    assert says in told.json()["says"]


def test_without_a_token_nothing_is_said(world: World) -> None:
    assert Client().get(ADDRESS).status_code == 401
