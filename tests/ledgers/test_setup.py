"""Offices' duties decide which registers an office reads; tokens are given out and revoked on a page."""

import pytest
from django.test import Client

from tests.world import World, small_world
from yaodian.apps.ledgers.access import Action, duties, may, readable
from yaodian.apps.ledgers.offices import set_duties
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput, NotAllowed
from yaodian.packs import registers


@pytest.fixture
def world(db: None) -> World:
    return small_world()


def client_for(by: Acting) -> Client:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_offices_name_says_its_duties_until_they_are_set(world: World) -> None:
    assert duties(world.basic) == {"basic-education"}
    assert may(world.bai, Action.APPROVE, register_named("pupils"))
    assert not may(world.bai, Action.APPROVE, register_named("staff"))
    set_duties(unit=world.basic, keys=["basic-education", "personnel"], by=world.of["administrator"])
    in_the_next_request = Acting(world.bai.user, world.bai.post)
    assert may(in_the_next_request, Action.APPROVE, register_named("staff"))
    with pytest.raises(BadInput, match="至少要有一项"):
        set_duties(unit=world.basic, keys=[], by=world.of["administrator"])
    with pytest.raises(NotAllowed):
        set_duties(unit=world.basic, keys=["personnel"], by=world.bai)


@pytest.mark.parametrize("role", ["bureau-leader", "auditor", "inspector", "school-clerk", "township"])
def test_whose_work_is_not_an_offices_reads_every_register(world: World, role: str) -> None:
    assert {register.key for register in readable(world.of[role])} == set(registers())


def test_who_administers_reads_no_register(world: World) -> None:
    assert not list(readable(world.of["administrator"]))


def test_the_page_of_duties_says_what_nobody_has(world: World) -> None:
    client = client_for(world.of["administrator"])
    told = client.get("/setup/offices/").content.decode()
    assert "基础教育科" in told
    assert "人事科" in told  # among the duties that no office has
    refused = client.post(f"/setup/offices/{world.basic.pk}/", {})
    assert refused.status_code == 422
    done = client.post(f"/setup/offices/{world.basic.pk}/", {"duties": ["basic-education", "aid"]})
    assert done.status_code == 302
    assert duties(world.basic) == {"basic-education", "aid"}


def test_a_token_is_shown_once_and_works_until_it_is_revoked(world: World) -> None:
    client = client_for(world.of["administrator"])
    given = {
        "name": "校务系统",
        "post": world.an.post.pk,
        "registers": ["buildings"],
        "expires_on": "2099-01-01",
    }
    assert "有效期从今天起" in client.post("/setup/tokens/", given).content.decode()
    from datetime import timedelta

    from yaodian.apps.audit.clock import today

    given["expires_on"] = (today() + timedelta(days=10)).isoformat()
    told = client.post("/setup/tokens/", given).content.decode()
    secret = told.split("<code>")[1].split("</code>")[0]
    assert secret not in client.get("/setup/tokens/").content.decode()
    caller = Client(headers={"Authorization": f"Bearer {secret}"})
    assert caller.get("/api/v1/buildings").status_code == 200
    from yaodian.apps.ledgers.models import ApiToken

    client.post(f"/setup/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert caller.get("/api/v1/buildings").status_code == 401
