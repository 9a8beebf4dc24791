"""The permission oracle of the API: every operation × register × role × own and other unit, with status and rows."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.ledgers.made_rows import add_made_row
from tests.ledgers.oracle import fills, reads, sees, who
from tests.world import World, small_world
from yaodian.api.urls import api
from yaodian.apps.audit.clock import now, today
from yaodian.apps.ledgers.models import ApiToken
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.ledgers.tokens import hash_of
from yaodian.packs import registers

OPERATIONS = {"list", "row", "add", "change", "remove"}
ROLES = (
    "bureau-leader", "office-head", "office-clerk", "plan-clerk", "township", "principal", "school-clerk", "inspector",
    "auditor", "administrator", "neighbour",
)  # fmt: skip


def test_the_oracle_knows_every_operation(db: None) -> None:
    told = api.get_openapi_schema()
    found = {each["operationId"] for path in told["paths"].values() for each in path.values()}
    rows = {f"{key}_{operation}" for key in registers() for operation in OPERATIONS}
    assert found == rows | {"indicators_list", "indicators_figures"}  # whose oracle is tests/api/test_indicators.py


@pytest.fixture
def world(db: None) -> World:
    return small_world()


def client_of(world: World, role: str) -> Client:
    """A client with a token for everything, so that only the post limits it."""
    by = who(world)[role]
    secret = f"yd_{role}"
    ApiToken.objects.create(
        name=role, token_hash=hash_of(secret), user=by.user, post=by.post, registers=list(registers()), writes=True,
        created_at=now(), created_by="测试", expires_on=today() + timedelta(days=1),
    )  # fmt: skip
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize("key", registers())
def test_each_role_gets_what_the_oracle_says(world: World, key: str) -> None:
    register = registers()[key]
    rows = {unit: add_made_row(register, getattr(world, unit), n) for n, unit in enumerate(("first", "second"), 1)}
    wrong: list[Any] = []
    for role in ROLES:
        client = client_of(world, role)
        seen = {unit for unit in rows if sees(role, register, unit)}
        listed = client.get(f"/api/v1/{key}")
        if not reads(role, register):
            wrong += [(role, "list", listed.status_code)] if listed.status_code != 403 else []
            continue
        ids = {row["id"] for row in listed.json()["rows"]}
        if {rows[unit] for unit in seen} != ids & set(rows.values()):
            wrong.append((role, "list", ids))
        for unit, row in rows.items():
            expected = 200 if unit in seen else 404
            got = client.get(f"/api/v1/{key}/{row}").status_code
            wrong += [(role, "row", unit, got)] if got != expected else []
            changed = client.patch(f"/api/v1/{key}/{row}", json.dumps({"version": 9}), content_type="application/json")
            allowed = {404} if unit not in seen else {409} if fills(role, register, unit) else {403}
            wrong += [(role, "change", unit, changed.status_code)] if changed.status_code not in allowed else []
            if not fills(role, register, unit):
                gone = client.delete(f"/api/v1/{key}/{row}?reason=x").status_code
                wrong += [(role, "remove", unit, gone)] if gone not in (403, 404) else []
    assert wrong == []
    assert rows_of(key)._default_manager.filter(pk__in=rows.values()).count() == len(rows)
