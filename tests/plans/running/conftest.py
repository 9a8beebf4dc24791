"""The small world on a day in the middle of the year, with a sub-task for each of two schools."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.world import World, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.files.models import StoredFile
from yaodian.apps.files.services import store_file
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Item, Subtask

TODAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _static_folder(settings: pytest.FixtureRequest) -> None:
    """WhiteNoise warns where the folder of collected files is not there, and warnings are errors here."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _files_apart(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Uploads of tests lie in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with at(TODAY):
        yield


@pytest.fixture
def world(db: None) -> World:
    return small_world()


@pytest.fixture
def item(world: World) -> Item:
    """消防安全: 49处 by 31 August; led by 基础教育科, supported by 办公室."""
    item = world.items[0]
    item.due, item.evidence = date(2026, 8, 31), "1.整改验收单，每处1份\n2.整改前后照片"
    item.save()
    item.support.add(world.office)
    return item


@pytest.fixture
def subtask(world: World, item: Item) -> Subtask:
    """一小's share."""
    return Subtask.objects.create(
        item=item, title="整改本校隐患", unit=world.first, owner=world.of["principal"].post, due=date(2026, 8, 20)
    )


@pytest.fixture
def a_file() -> Callable[..., StoredFile]:
    """`a_file(by, "照片.jpg")`: an upload of somebody."""

    def make(by: Acting, name: str = "整改验收单.pdf") -> StoredFile:
        return store_file(name=name, chunks=[name.encode()], unit=by.post.unit, by=by)

    return make


def signed_in(by: Acting) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client
