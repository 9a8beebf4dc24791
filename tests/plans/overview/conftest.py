"""The small world on 16 September 2026, and a way to make it as large as a real year."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.world import World, small_world
from yaodian.apps.audit.clock import now
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Comment, Figure, Item, Report, Request, Subtask, Target

DAY = date(2026, 9, 16)


@pytest.fixture
def world(db: None, settings: Any) -> World:
    """The small world on that day."""
    settings.DEMO_TODAY = DAY
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return small_world()


@pytest.fixture
def shown(world: World) -> Callable[..., str]:
    """`shown(by, "/tasks/")`: the page as this person gets it."""

    def get(by: Acting, address: str = "/") -> str:
        client = Client()
        client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return str(response.content.decode())

    return get


def report(item: Item, on: date = DAY, *, value: int | None = None, **words: str) -> Report:
    """A report of the owner on a day, with a figure for the first target."""
    made = Report.objects.create(
        item=item,
        state=Item.State.UNDERWAY,
        on=on,
        at=now() - timedelta(days=(DAY - on).days),
        by_name="白慧",
        by_post="基础教育科 科长",
        **{"says": "推进中", **words},
    )
    if value is not None:
        Figure.objects.create(target=item.targets.first(), report=made, value=value, on=on)
    return made


def request(item: Item, kind: str, by: Acting) -> Request:
    """An open request on a task."""
    return Request.objects.create(
        item=item,
        kind=kind,
        reason="运营商管道施工",
        until=DAY + timedelta(days=30) if kind == "extend" else None,
        by_user=by.user.pk,
        by_name=by.name,
        by_post=by.post_name,
        at=now(),
    )


def instruction(item: Item, by: Acting, says: str = "周五前办好") -> Comment:
    """A leader's words on a task."""
    return Comment.objects.create(
        item=item, says=says, is_instruction=True, by_name=by.name, by_post=by.post_name, at=now()
    )


def grow(world: World, tasks: int) -> None:
    """Add tasks of all lights, each with nine months of reports and figures, some with requests, instructions and shares."""
    section = world.items[0].parent
    for number in range(tasks):
        due = date(2026, 1 + number % 12, 28)
        finished = number % 4 == 0 and due < DAY
        item = Item.objects.create(
            plan=world.plan,
            parent=section if number % 3 else None,
            order=100 + number,
            number=f"9.{number}",
            kind=Item.Kind.TASK,
            title=f"第{number}项任务",
            start=0,
            end=5,
            lead=world.basic if number % 2 else world.office,
            owner=world.bai.post,
            leader=world.of["bureau-leader"].post if number % 5 else None,
            due=due,
            state=Item.State.FINISHED if finished else Item.State.UNDERWAY,
            finished_on=due if finished else None,
        )
        item.support.add(world.office if number % 2 else world.basic)
        target = Target.objects.create(
            item=item, order=1, indicator="完成", kind="commit", comparator=">=", value=100, unit="所"
        )
        for month in range(1, 10):
            made = report(item, date(2026, month, 5), obstacle="光纤未通", asks="请协调" if number % 7 == 0 else "")
            Figure.objects.create(target=target, report=made, value=month * (2 + number % 9), on=made.on)
        if number % 6 == 1 and not finished:
            request(item, "extend", world.bai)
        if number % 8 == 2:
            instruction(item, world.of["bureau-leader"])
        for unit in (world.first, world.second):
            Subtask.objects.create(item=item, title="本校的一份", unit=unit, due=due, batch="1")
