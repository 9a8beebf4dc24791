"""The API: what a token may do follows from its post; sensitive values stay hidden without a purpose; errors say what to do."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.ledgers.test_rows import BUILDINGS, building
from tests.world import World, small_world
from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.rows import add_row
from yaodian.apps.ledgers.tokens import issue_token, revoke_token
from yaodian.kernel.errors import BadInput
from yaodian.packs import registers


@pytest.fixture
def world(db: None) -> World:
    return small_world()


def client_of(world: World, role: str, *keys: str, **options: Any) -> Client:
    """A client with a token of somebody's post."""
    post = world.of[role].post
    _token, secret = issue_token(
        name="校务系统",
        post=post,
        keys=keys or ["buildings"],
        expires_on=today() + timedelta(days=30),
        by=world.of["administrator"],
        **options,
    )
    return Client(headers={"Authorization": f"Bearer {secret}"})


def as_json(world: World, **changes: Any) -> str:
    """A sound building as the API takes it."""
    values = building(world)
    given = {
        **{key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in values.items()},
        "school": "XX01",
        "area": "3200.50",
    }
    return json.dumps({**given, **changes})


def test_without_a_token_nothing_is_said(world: World) -> None:
    assert Client().get("/api/v1/buildings").status_code == 401
    told = Client(headers={"Authorization": "Bearer yd_guess"}).get("/api/v1/buildings")
    assert (told.status_code, "没有令牌" in told.json()["says"]) == (401, True)


@pytest.mark.parametrize(
    ("address", "sent", "status", "says"),
    [
        ("/api/v1/buildings?limit=0", None, 422, "这些项不对：limit。"),
        ("/api/v1/buildings", "not json", 400, "请求的内容读不出来"),
    ],
)
def test_what_the_framework_refuses_is_told_in_chinese(
    world: World, address: str, sent: str | None, status: int, says: str
) -> None:
    client = client_of(world, "school-clerk", writes=True)
    told = client.get(address) if sent is None else client.post(address, sent, content_type="application/json")
    assert (told.status_code, says in told.json()["says"]) == (status, True)


@pytest.mark.parametrize(
    ("role", "rows"), [("school-clerk", 1), ("township", 2), ("bureau-leader", 2), ("inspector", 1)]
)
def test_rows_within_reach_of_the_tokens_post(world: World, role: str, rows: int) -> None:
    add_row(register=BUILDINGS, values=building(world), by=world.an)
    add_row(register=BUILDINGS, values=building(world, school=world.second.pk), by=world.chang)
    found = client_of(world, role).get("/api/v1/buildings").json()
    assert len(found["rows"]) == rows
    assert found["next"] is None
    assert found["rows"][0]["area"] == "3200.50"


def test_pages_cover_all_rows_once(world: World) -> None:
    for number in range(5):
        add_row(register=BUILDINGS, values=building(world, number=f"JX{number}"), by=world.an)
    client, seen, after = client_of(world, "school-clerk"), [], 0
    while after is not None:
        page = client.get(f"/api/v1/buildings?after={after}&limit=2").json()
        seen += [row["number"] for row in page["rows"]]
        after = page["next"]
    assert seen == [f"JX{number}" for number in range(5)]


def test_a_row_out_of_reach_is_not_there(world: World) -> None:
    row = add_row(register=BUILDINGS, values=building(world), by=world.an)
    post = world.chang.post
    _token, secret = issue_token(
        name="他校", post=post, keys=["buildings"], expires_on=today(), writes=True, by=world.of["administrator"]
    )
    stranger = Client(headers={"Authorization": f"Bearer {secret}"})
    assert stranger.get(f"/api/v1/buildings/{row.pk}").status_code == 404
    assert stranger.delete(f"/api/v1/buildings/{row.pk}?reason=x").status_code == 404


def test_a_token_that_reads_does_not_write(world: World) -> None:
    client = client_of(world, "school-clerk")
    refused = client.post("/api/v1/buildings", as_json(world), content_type="application/json")
    assert refused.status_code == 403
    assert refused.json()["says"] == "这个令牌只能读。"


def test_a_row_is_added_whole_and_told_back(world: World) -> None:
    client = client_of(world, "school-clerk", writes=True)
    added = client.post("/api/v1/buildings", as_json(world), content_type="application/json")
    assert added.status_code == 201, added.json()
    assert added.json()["school"] == "XX01"
    assert client.get(f"/api/v1/buildings/{added.json()['id']}").json() == added.json()
    wrong = client.post("/api/v1/buildings", as_json(world, floors=99, number="JX9"), content_type="application/json")
    assert wrong.json()["fields"] == {"floors": "“层数”不能大于40。"}


def test_a_row_is_changed_once_and_not_over_others(world: World) -> None:
    row = add_row(register=BUILDINGS, values=building(world), by=world.an)
    client = client_of(world, "school-clerk", writes=True)
    ask = {"path": f"/api/v1/buildings/{row.pk}", "content_type": "application/json"}
    done = client.patch(data=json.dumps({"in_use": False, "version": 1}), **ask)
    assert (done.status_code, done.json()["in_use"], done.json()["version"]) == (200, False, 2)
    late = client.patch(data=json.dumps({"in_use": True, "version": 1}), **ask)
    assert late.status_code == 409
    wrong = client.patch(data=json.dumps({"closed_on": "2026-02-30", "version": 2}), **ask)
    assert wrong.status_code == 422
    assert "写法不对" in wrong.json()["fields"]["closed_on"]


def test_sensitive_values_need_a_purpose_which_is_logged(world: World) -> None:
    from yaodian.apps.audit.models import Event

    hidden = client_of(world, "school-clerk", "staff", "pupils")
    assert hidden.get("/api/v1/staff").status_code == 200
    assert not Event.objects.filter(kind="ledger.unmasked").exists()
    open_one = client_of(world, "school-clerk", "staff", purpose="同步到工资系统")
    assert open_one.get("/api/v1/staff").status_code == 200
    assert "同步到工资系统" in Event.objects.get(kind="ledger.unmasked").says


def test_a_token_may_no_more_than_its_post(world: World) -> None:
    with pytest.raises(BadInput, match="自己不能写"):
        client_of(world, "bureau-leader", writes=True)
    with pytest.raises(BadInput, match="有效期"):
        issue_token(
            name="长",
            post=world.an.post,
            keys=["staff"],
            expires_on=today() + timedelta(days=999),
            by=world.of["administrator"],
        )


def test_a_revoked_token_ends_at_once(world: World) -> None:
    token, secret = issue_token(
        name="旧", post=world.an.post, keys=["buildings"], expires_on=today(), by=world.of["administrator"]
    )
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert client.get("/api/v1/buildings").status_code == 200
    revoke_token(token=token, by=world.of["administrator"])
    assert client.get("/api/v1/buildings").status_code == 401


def test_every_register_is_described(db: None) -> None:
    from yaodian.api.urls import api

    described = api.get_openapi_schema()
    assert {path.split("/")[3] for path in described["paths"]} == {*registers(), "indicators"}
