"""The pages of balance and of own indicators over three small schools: 一小 with a room, 二小 with none, and 县直小学 of three
children right beneath the bureau."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.indicators.provenance.conftest import TODAY, Schools, build
from tests.movements.children import add_child, add_class
from tests.world import add_unit
from yaodian.apps.audit.clock import at
from yaodian.apps.ledgers.bulk import add_rows
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting, System

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Schools]:
    """Built once for a module, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), at(TODAY), transaction.atomic():
        made = build()
        with at(date(2026, 9, 1)):
            room = {"school": made.world.first.pk, "stage": "primary", "multimedia": True, "in_use": True}
            rows = [{**room, "room_kind": "11", "number": "101", "name": "教室", "area": 12000}]
            add_rows(register=register_named("rooms"), rows=rows, by=System(), source="测试")
            direct = add_unit("XX03", "县直小学", "school", made.world.bureau, "primary")
            class_room = add_class(direct)
            for _child in range(3):
                add_child(direct, class_room)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def schools(built: Schools, db: None) -> Schools:
    """What was built, with what the test does to it."""
    return built


@pytest.fixture
def ask(settings: Any) -> Ask:
    """`ask(by, address)`: the answer to somebody; with `post` what is sent, with `part` as HTMX asks for a part."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)

    def asked(by: Acting, address: str, post: dict[str, Any] | None = None, *, part: str = "") -> Any:
        client = Client(headers={"HX-Request": "true", "HX-Target": part} if part else None)
        client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(address) if post is None else client.post(address, post)

    return asked
