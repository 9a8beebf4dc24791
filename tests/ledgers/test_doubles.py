"""Likely doubles: found by what they share, told apart or merged by who reaches both, and a merge undone."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.movements.children import add_child, add_class
from tests.world import World, small_world
from yaodian.apps.ledgers.doubles.deciding import merge_rows, tell_apart, undo_merge
from yaodian.apps.ledgers.doubles.finding import likely_doubles, rules_of
from yaodian.apps.ledgers.models import Alias, Double
from yaodian.apps.ledgers.rows import add_row, change_row
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

PUPILS, DROPOUTS = register_named("pupils"), register_named("dropouts")
NAME = {"full_name": "安小双", "born_on": date(2017, 3, 1)}


@pytest.fixture
def world(db: None) -> World:
    return small_world()


@pytest.fixture
def pair(world: World) -> tuple[Any, Any]:
    """The same child at two schools, and another one."""
    rooms = [add_class(world.first), add_class(world.second)]
    one, other = add_child(world.first, rooms[0], **NAME), add_child(world.second, rooms[1], **NAME)
    add_child(world.first, rooms[0], full_name="安小单")
    return one, other


def live(key: str, **where: Any) -> list[tuple[Any, ...]]:
    found = rows_of(key)._default_manager.filter(**where).order_by("pk")
    return list(found.values_list("pk", "pupil_id" if key != "pupils" else "full_name"))


def out_of_school(world: World, child: Any) -> Any:
    """A spell out of school that has ended."""
    values = {"pupil": child.pk, "school": world.second.pk, "left_on": date(2026, 3, 1), "reason": "10"}
    return add_row(register=DROPOUTS, values={**values, "returned_on": date(2026, 3, 8), "result": "1"}, by=world.chang)


def test_which_columns_doubles_share() -> None:
    assert list(rules_of(PUPILS)) == [("id_number",), ("full_name", "born_on")]
    assert rules_of(register_named("buildings")) == {}
    assert rules_of(DROPOUTS) == {}


def test_pairs_are_listed_to_who_reaches_both(world: World, pair: tuple[Any, Any]) -> None:
    one, other = pair
    (found,) = likely_doubles(PUPILS, world.bai)
    assert (found.one, found.other, "出生日期" in found.why) == (one.pk, other.pk, True)
    assert likely_doubles(PUPILS, world.an) == []
    tell_apart(register=PUPILS, one=other.pk, other=one.pk, by=world.bai)
    assert likely_doubles(PUPILS, world.bai) == []
    with pytest.raises(NotNow, match="处理过"):
        tell_apart(register=PUPILS, one=one.pk, other=other.pk, by=world.bai)


def test_the_same_id_number_comes_first(world: World) -> None:
    numbers = {"id_number": "990101201703010016"}
    three = [add_child(world.first, **NAME), add_child(world.first, **NAME), add_child(world.first)]
    rows_of("pupils")._default_manager.filter(pk__in=[three[0].pk, three[2].pk]).update(**numbers)
    pairs = [(each.one, each.other) for each in likely_doubles(PUPILS, world.bai)]
    assert pairs[0] == (three[0].pk, three[2].pk)
    assert (three[0].pk, three[1].pk) in pairs


def test_a_merge_moves_all_that_names_the_row_and_is_undone(world: World, pair: tuple[Any, Any]) -> None:
    one, other = pair
    spell = out_of_school(world, other)
    before = {key: live(key) for key in ("pupils", "enrolments", "dropouts")}
    done = merge_rows(register=PUPILS, kept=one.pk, other=other.pk, reason="核对户口簿", by=world.bai)
    assert other.pk not in dict(live("pupils"))
    assert live("dropouts") == [(spell.pk, one.pk)]
    assert {pupil for _row, pupil in live("enrolments")} == {one.pk, *(dict(live("pupils")).keys() - {one.pk})}
    assert Alias.objects.get(register="pupils", identity=other.pupil_number).row == one.pk
    assert likely_doubles(PUPILS, world.bai) == []
    assert undo_merge(double=done, by=world.bai) == 0
    assert {key: live(key) for key in before} == before
    assert not Alias.objects.exists()
    assert len(likely_doubles(PUPILS, world.bai)) == 1
    with pytest.raises(NotNow, match="撤销过"):
        undo_merge(double=done, by=world.bai)
    again = merge_rows(register=PUPILS, kept=other.pk, other=one.pk, reason="核对户口簿", by=world.bai)
    assert (again.state, Double.objects.count()) == ("merged", 2)


def test_what_changed_since_stays_where_it_is(world: World, pair: tuple[Any, Any]) -> None:
    one, other = pair
    spell = out_of_school(world, other)
    done = merge_rows(register=PUPILS, kept=one.pk, other=other.pk, reason="核对户口簿", by=world.bai)
    spell.refresh_from_db()
    change_row(register=DROPOUTS, row=spell, values={"note": "已回访"}, by=world.bai)
    assert undo_merge(double=done, by=world.bai) == 1
    assert live("dropouts") == [(spell.pk, one.pk)]


def test_who_may_not_and_what_stands_against_it(world: World, pair: tuple[Any, Any]) -> None:
    one, other = pair
    for by in (world.an, world.chang, world.of["township"]):
        with pytest.raises(NotAllowed):
            merge_rows(register=PUPILS, kept=one.pk, other=other.pk, reason="同一人", by=by)
    with pytest.raises(BadInput, match="凭什么"):
        merge_rows(register=PUPILS, kept=one.pk, other=other.pk, reason=" ", by=world.bai)
    for child, unit, by in ((one, world.first, world.an), (other, world.second, world.chang)):
        values = {"pupil": child.pk, "school": unit.pk, "left_on": date(2026, 3, 1), "reason": "10"}
        add_row(register=DROPOUTS, values=values, by=by)
    with pytest.raises(NotNow, match="控辍"):
        merge_rows(register=PUPILS, kept=one.pk, other=other.pk, reason="同一人", by=world.bai)
    assert not Double.objects.exists()
    assert len(live("dropouts")) == 2


def test_the_page_merges_and_undoes(world: World, pair: tuple[Any, Any], settings: Any, tmp_path: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    one, other = pair
    client = Client()
    client.force_login(world.bai.user, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("register-doubles", args=["pupils"])
    assert "安小双" in client.get(page).content.decode()
    sent = {"one": one.pk, "other": other.pk, "act": "keep-other", "reason": ""}
    assert "凭什么认定" in client.post(f"{page}decide/", sent, follow=True).content.decode()
    client.post(f"{page}decide/", {**sent, "reason": "核对户口簿"})
    assert not rows_of("pupils")._default_manager.filter(pk=one.pk).exists()
    double = Double.objects.get()
    stranger = Client()
    stranger.force_login(world.an.user, backend="django.contrib.auth.backends.ModelBackend")
    undo = reverse("register-doubles-undo", args=["pupils", double.pk])
    assert stranger.post(undo).status_code == 404
    assert "合并已撤销" in client.post(undo, follow=True).content.decode()
    client.post(f"{page}decide/", {**sent, "act": "apart"})
    assert "没有疑似重复" in client.get(page).content.decode()
