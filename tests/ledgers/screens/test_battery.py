"""The battery: every register, from its declaration alone: list, search, row, form, masks, export; and who sees it."""

import io
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from tests.ledgers.made_rows import add_made_row, made_row, period_of
from tests.ledgers.screens.conftest import EVERY
from tests.world import World
from yaodian.apps.audit.models import Event
from yaodian.apps.ledgers.access import is_masked
from yaodian.apps.ledgers.entry import typed
from yaodian.apps.ledgers.imports.services import Options, upload_import
from yaodian.apps.ledgers.lists.shown import names_for, text_of
from yaodian.apps.ledgers.models import Import
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import history_of, rows_of
from yaodian.apps.orgs.models import Unit
from yaodian.registers import columns as c
from yaodian.registers.register import Fills, Kind, Register


@pytest.fixture
def row_id(world: World, register: Register) -> int:
    """A sound row of 一小."""
    return add_made_row(register, world.first)


def at(name: str, register: Register, *more: Any) -> str:
    return reverse(name, args=[register.key, *more])


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def held(register: Register) -> int:
    """How many rows there are: some registers get further ones by the system, from rows that a made-up row refers to."""
    return rows_of(register.key)._default_manager.count()


def secrets(register: Register, row_id: int) -> list[str]:
    """The row's sensitive words that say enough to be told apart from others."""
    row = rows_of(register.key)._default_manager.get(pk=row_id)
    values = [
        getattr(row, column.key)
        for column in register.columns
        if is_masked(column) and isinstance(column, c.IdNumber | c.Phone)
    ]
    return [value for value in values if value]


@EVERY
def test_the_list_shows_the_schools_rows_to_its_clerk_and_not_to_another_school(
    world: World, client_of: Any, register: Register, row_id: int
) -> None:
    mine, theirs = (page(client_of(by), at("register-list", register)) for by in (world.an, world.chang))
    link = at("register-row", register, row_id)
    assert link in mine
    assert link not in theirs
    assert not [word for word in secrets(register, row_id) if word in mine]


@EVERY
def test_an_office_reads_what_the_declaration_opens_to_its_duties(
    world: World, client_of: Any, register: Register, row_id: int
) -> None:
    answer = client_of(world.bai).get(at("register-list", register))
    assert (answer.status_code == 200) == ("basic-education" in (register.office, *register.offices))


@EVERY
def test_the_row_is_shown_masked_and_not_out_of_reach(
    world: World, client_of: Any, register: Register, row_id: int
) -> None:
    shown = page(client_of(world.an), at("register-row", register, row_id))
    assert all(column.title in shown for column in register.columns)
    assert not [word for word in secrets(register, row_id) if word in shown]
    assert client_of(world.chang).get(at("register-row", register, row_id)).status_code == 404


@EVERY
def test_sensitive_values_are_shown_for_a_purpose_that_is_logged(
    world: World, client_of: Any, register: Register, row_id: int
) -> None:
    client = client_of(world.an)
    address = at("register-unmask", register, row_id)
    assert client.post(address, {"purpose": "check", "words": ""}).status_code == 422
    assert not Event.objects.filter(kind="ledger.unmasked").exists()
    shown = client.post(address, {"purpose": "check", "words": "核对户口簿"})
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    assert [word for word in secrets(register, row_id) if word not in shown.content.decode()] == []
    (event,) = Event.objects.filter(kind="ledger.unmasked")
    assert "核对户口簿" in event.says
    assert not [word for word in secrets(register, row_id) if word in event.says]
    assert client_of(world.chang).post(address, {"purpose": "check", "words": "核对户口簿"}).status_code == 404


@EVERY
def test_words_find_the_row_for_who_reaches_it_alone(
    world: World, client_of: Any, register: Register, row_id: int
) -> None:
    searched = [column for column in register.columns if column.searched and isinstance(column, c.Text)]
    if not searched:
        pytest.skip("nothing of this register is searched")
    row = rows_of(register.key)._default_manager.get(pk=row_id)
    word = next(filter(None, (getattr(row, column.key) for column in searched)), "")
    if not word:
        pytest.skip("the made-up row leaves its searched columns empty")
    link = at("register-row", register, row_id)
    assert link in looked_for(client_of(world.an), register, word)
    assert link not in looked_for(client_of(world.chang), register, word)


def looked_for(client: Any, register: Register, word: str) -> str:
    """The list of what is found; no address says what was looked for among people."""
    if not register.about_people:
        return page(client, f"{at('register-list', register)}?q={word}")
    answers = [
        client.get(f"{at('register-list', register)}?q={word}", follow=True),
        client.post(at("register-look", register), {"q": word}, follow=True),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert all(word not in unquote(address) for address, _status in answer.redirect_chain)
    assert answers[0].content.count(b"/registers/") == answers[1].content.count(b"/registers/")
    return str(answers[1].content.decode())


def typed_in(register: Register, values: dict[str, Any], by: Any) -> dict[str, str]:
    """The values as somebody types them into the form."""
    found = {}
    for column in register.columns:
        value = values[column.key]
        if value is None or column.derived or isinstance(column, c.File):
            continue
        label = ""
        if isinstance(column, c.Organisation):
            label = Unit.objects.get(pk=value).name
        elif isinstance(column, c.Ref):
            label = text_of(column, value, names_for([column], [{stored_name(column): value}], by))
        found[column.key] = typed(column, value, label)
    return found


@EVERY
def test_a_row_is_added_by_the_form(world: World, client_of: Any, put_in_charge: Any, register: Register) -> None:
    by = world.an if register.fills is Fills.UNIT else put_in_charge(world, register)
    client = client_of(by)
    assert "<fieldset" in page(client, at("register-add", register))
    sent = typed_in(register, made_row(register, world.first), by)
    before = set(rows_of(register.key)._default_manager.values_list("pk", flat=True))
    if register.kind is Kind.PERIODIC:
        sent["row-period"] = period_of(register)
    warned = client.post(at("register-add", register), sent)
    if warned.status_code == 422:
        codes = [breach.code for breach in warned.context["warnings"]]
        assert codes, warned.context["form"].errors
        warned = client.post(at("register-add", register), {**sent, "warnings-read": codes})
    assert warned.status_code == 302, warned.context["form"].errors
    assert rows_of(register.key)._default_manager.exclude(pk__in=before).get().version == 1


@EVERY
def test_a_form_that_says_nothing_is_told_what_is_missing_and_keeps_what_was_typed(
    world: World, client_of: Any, put_in_charge: Any, register: Register
) -> None:
    by = world.an if register.fills is Fills.UNIT else put_in_charge(world, register)
    answer = client_of(by).post(at("register-add", register), {"row-period": "?"})
    assert answer.status_code == 422
    missing = {column.key for column in register.columns if column.required and column.key != register.owner}
    assert missing - set(answer.context["form"].errors) == set()
    assert not rows_of(register.key)._default_manager.exists()


@EVERY
def test_saving_the_form_as_it_is_changes_nothing(
    world: World, client_of: Any, put_in_charge: Any, register: Register, row_id: int
) -> None:
    by = world.an if register.fills is Fills.UNIT else put_in_charge(world, register)
    client = client_of(by)
    form = client.get(at("register-change", register, row_id)).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    assert not [word for word in secrets(register, row_id) if word in str(sent)]
    answer = client.post(at("register-change", register, row_id), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert history_of(register.key)._default_manager.filter(row=row_id).count() == 1


@EVERY
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_export_holds_the_rows_in_reach_masked(
    world: World, client_of: Any, register: Register, row_id: int, form: str
) -> None:
    asked = {"columns": "all", "format": form, "words": ""}
    mine, theirs = (client_of(by).post(at("register-export", register), asked) for by in (world.an, world.chang))
    assert mine.status_code == theirs.status_code == 200
    assert lines_of(mine.content, form) == 1 + held(register)
    assert lines_of(theirs.content, form) == 1
    text = str(cells_of(mine.content)) if form == "xlsx" else mine.content.decode("utf-8-sig")
    assert not [word for word in secrets(register, row_id) if word in text]


@EVERY
def test_what_was_exported_for_a_purpose_is_imported_as_unchanged(
    world: World, client_of: Any, put_in_charge: Any, register: Register, row_id: int
) -> None:
    by = world.an if register.fills is Fills.UNIT else put_in_charge(world, register)
    asked = {"columns": "all", "format": "xlsx", "words": "", "unmasked": "1", "purpose": "改好后再导入"}
    sent = client_of(by).post(at("register-export", register), asked)
    options = Options(period=period_of(register))
    run = upload_import(register=register, name="导出.xlsx", chunks=[sent.content], by=by, options=options)
    run.refresh_from_db()
    problems = [(problem.column, problem.value, problem.says) for problem in run.problems.filter(severity="error")]
    assert (run.state, problems) == (Import.State.CHECKED, []), run.message
    assert {act: run.counts.get(act, 0) for act in ("new", "changed", "same")} == {
        "new": 0,
        "changed": 0,
        "same": held(register),
    }


def cells_of(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def lines_of(content: bytes, form: str) -> int:
    return len(cells_of(content)) if form == "xlsx" else len(content.decode("utf-8-sig").strip().splitlines())


@EVERY
def test_the_template_is_for_who_fills(world: World, client_of: Any, register: Register) -> None:
    answer = client_of(world.an).get(at("register-template", register))
    assert answer.status_code == (200 if register.fills is Fills.UNIT else 403)
    assert client_of(world.of["bureau-leader"]).get(at("register-template", register)).status_code == 403


@EVERY
@pytest.mark.parametrize("role", ["bureau-leader", "inspector"])
def test_the_list_and_its_problems_open_for_all_who_read(
    world: World, client_of: Any, register: Register, role: str
) -> None:
    client = client_of(world.of[role])
    page(client, at("register-list", register))
    page(client, at("register-problems", register))
