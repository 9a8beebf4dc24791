"""The calendar file, by RFC 5545: folded, escaped, only what is mine and open."""

import doctest
from collections.abc import Callable
from datetime import date, timedelta

import hypothesis.strategies as st
from django.urls import reverse
from hypothesis import given

from tests.plans.overview.conftest import DAY
from tests.world import World
from yaodian.apps.plans.models import Item, Subtask
from yaodian.apps.plans.selectors import overview
from yaodian.web.screens.tasks import ics

Shown = Callable[..., str]


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def plain(value: str) -> str:
    told, rest = "", iter(value)
    for character in rest:
        told += character if character != "\\" else {"n": "\n"}.get(following := next(rest), following)
    return told


@given(st.text(max_size=300))
def test_folding_loses_nothing_and_keeps_to_75_bytes(text: str) -> None:
    line = f"SUMMARY:{ics.escaped(text)}"
    pieces = list(ics.folded(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])


@given(st.text(st.characters(whitelist_categories=("L", "N", "P"), whitelist_characters="\n,;\\"), max_size=80))
def test_escaping_can_be_undone(text: str) -> None:
    assert "\n" not in ics.escaped(text)
    assert plain(ics.escaped(text)) == text


def test_the_examples_in_the_docstrings_hold() -> None:
    assert [doctest.testmod(module).failed for module in (ics, overview)] == [0, 0]


def test_an_office_gets_its_open_tasks_as_whole_days(world: World, shown: Shown) -> None:
    Item.objects.filter(pk=world.items[0].pk).update(state="finished", finished_on=DAY)
    lines = unfolded(shown(world.bai, "/calendar/mine.ics"))
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert "SUMMARY:到期：应急演练" in lines
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert f"URL:http://testserver{reverse('item', args=[world.items[1].pk])}" in lines
    assert f"UID:item-{world.items[1].pk}@yaodian" in lines
    assert not any("消防" in line for line in lines)


def test_a_school_gets_its_shares_alone(world: World, shown: Shown) -> None:
    for unit in (world.first, world.second):
        Subtask.objects.create(
            item=world.items[1],
            title=f"{unit.name}，演练",
            unit=unit,
            due=date(2026, 9, 30) + timedelta(days=unit.pk % 2),
        )
    lines = unfolded(shown(world.an, "/calendar/mine.ics"))
    assert [line for line in lines if line.startswith("SUMMARY")] == [
        "SUMMARY:到期：石桥镇第一小学，演练（2 应急演练）"
    ]


def test_without_anything_it_is_still_a_calendar(world: World, shown: Shown) -> None:
    lines = unfolded(shown(world.of["auditor"], "/calendar/mine.ics"))
    assert "BEGIN:VEVENT" not in lines
    assert lines[-1] == "END:VCALENDAR"
