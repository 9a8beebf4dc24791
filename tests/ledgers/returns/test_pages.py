"""The pages of filings and returns as each kind of person gets them, without a browser."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.ledgers.returns.conftest import Ask, part_of
from tests.ledgers.test_rows import building
from tests.world import World
from yaodian.apps.ledgers.models import Return, ReturnUnit
from yaodian.apps.ledgers.returns.kinds import Kept
from yaodian.apps.ledgers.rows import add_row
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting


def signed_in(by: Acting) -> Client:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_what_is_offered_stands_in_the_form(world: World, ask: Ask) -> None:
    add_row(register=register_named("buildings"), values=building(world), by=world.an)
    asked = ask(Kept("校舍栋数", "integer"), Kept("食堂面积", "decimal", unit="平方米"))
    at = reverse("return-fill", args=[asked.pk, world.first.pk])
    page = signed_in(world.an).get(at).content.decode()
    assert "已从本单位台账代填1格" in page
    assert 'name="r0-c0" value="1"' in page
    typed = {"rows": "1", "r0-c0": "1", "r0-c1": "120.5", "act": "hand-in", "says": "含教工"}
    assert signed_in(world.an).post(at, typed).status_code == 302
    part = part_of(asked, world.first)
    assert (part.state, part.rows, part.says) == ("submitted", [[1, 12050]], "含教工")


@pytest.mark.parametrize(
    ("who", "status"), [("an", 200), ("chang", 404), ("bai", 403), ("chen", 403), ("lin", 403), ("adm", 403)]
)
def test_only_the_unit_fills_in(world: World, ask: Ask, who: str, status: int) -> None:
    people = {by.user.username: by for by in world.of.values()} | {"chang": world.chang}
    at = reverse("return-fill", args=[ask().pk, world.first.pk])
    assert signed_in(people[who]).get(at).status_code == status


def test_numbers_of_people_are_masked_for_others(world: World, ask: Ask) -> None:
    asked = ask(Kept("负责人", "text"), Kept("身份证号", "idnumber"))
    number = "110101199003071153"
    ReturnUnit.objects.filter(asked=asked, unit=world.first).update(
        rows=[["赵红", number]], state="submitted", submitted_at=asked.sent_at, count=1
    )
    at = reverse("return-unit", args=[asked.pk, world.first.pk])
    assert number in signed_in(world.an).get(at).content.decode()
    assert number not in signed_in(world.bai).get(at).content.decode()


def test_the_columns_of_a_draft_are_changed_by_form(world: World, ask: Ask) -> None:
    draft = ask(sent=False)
    at = reverse("return-edit", args=[draft.pk])
    typed: dict[str, Any] = {"title": "食堂", "many": "no", "kinds": ["school"], "due": "2099-01-01", "act": "save"}
    typed |= {"title-0": "就餐人数", "kind-0": "integer", "unit-0": "人", "required-0": "on"}
    typed |= {"title-1": "经营方式", "kind-1": "choice", "options-1": "自营, 托管；自营"}
    typed |= {"title-2": "不要的", "kind-2": "text", "drop-2": "on", "title-3": "", "kind-3": "text"}
    assert signed_in(world.bai).post(at, typed).status_code == 302
    columns = list(Return.objects.get().columns.values_list("title", "kind", "required", "options", "unit"))
    assert columns == [("就餐人数", "integer", True, [], "人"), ("经营方式", "choice", False, ["自营", "托管"], "")]
    refused = signed_in(world.bai).post(at, {**typed, "options-1": "自营"})
    assert refused.status_code == 422
    assert "请至少写两个选项" in refused.content.decode()
    assert signed_in(world.of["plan-clerk"]).get(at).status_code == 404, "another office's draft"
