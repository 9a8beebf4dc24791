"""The pages of registers beyond the battery: warnings, versions, masks in forms, look-ups, exports, views, costs."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.ledgers.made_rows import add_made_row, made_row
from tests.world import World
from yaodian.apps.audit.models import Event
from yaodian.apps.jobs.models import Job
from yaodian.apps.ledgers import exporting
from yaodian.apps.ledgers.checking.sweep import sweep
from yaodian.apps.ledgers.models import Batch, FailedCheck, SavedView
from yaodian.apps.ledgers.rows import change_row
from yaodian.apps.ledgers.tables import history_of, register_named, rows_of

BUILDINGS, PUPILS, STAFF = (register_named(key) for key in ("buildings", "pupils", "staff"))


def row_of(key: str, row_id: int) -> Any:
    return rows_of(key)._default_manager.get(pk=row_id)


def sent_of(client: Any, address: str, **changed: Any) -> dict[str, Any]:
    """What the form at an address would send as it stands, with some fields changed."""
    form = client.get(address).context["form"]
    held = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**held, **changed}.items() if value not in (None, "", False)}


def test_a_warning_is_shown_first_and_saved_in_spite_of_the_second_time(world: World, client_of: Any) -> None:
    row_id = add_made_row(BUILDINGS, world.first)
    client, address = client_of(world.an), reverse("register-change", args=["buildings", row_id])
    sent = sent_of(client, address, insured_until="2020-01-01")
    answer = client.post(address, sent)
    assert answer.status_code == 422
    codes = [breach.code for breach in answer.context["warnings"]]
    assert codes, answer.context["form"].errors
    assert "仍然保存" in answer.content.decode()
    assert row_of("buildings", row_id).version == 1
    assert client.post(address, {**sent, "warnings-read": codes}).status_code == 302
    assert row_of("buildings", row_id).insured_until.year == 2020


def test_who_opened_an_older_version_keeps_what_was_typed(world: World, client_of: Any) -> None:
    row_id = add_made_row(BUILDINGS, world.first)
    client, address = client_of(world.an), reverse("register-change", args=["buildings", row_id])
    sent = sent_of(client, address, beds="8")
    change_row(register=BUILDINGS, row=row_of("buildings", row_id), values={"beds": 12}, by=world.an)
    answer = client.post(address, {**sent, "warnings-read": list(BUILDINGS.checks)})
    assert answer.status_code == 422
    assert "别人已经改过" in answer.content.decode()
    assert answer.context["form"]["beds"].value() == "8"
    assert row_of("buildings", row_id).beds == 12


def test_what_another_system_is_the_source_of_is_fixed_and_says_whence(world: World, client_of: Any) -> None:
    row_id = add_made_row(PUPILS, world.first)
    client, address = client_of(world.an), reverse("register-change", args=["pupils", row_id])
    page = client.get(address)
    fixed = {column.key for column in PUPILS.columns if column.master} | set(PUPILS.identity)
    assert not fixed & set(page.context["form"].fields)
    assert "请在该系统改后导入" in page.content.decode()
    client.post(address, sent_of(client, address, full_name="改名"))
    assert row_of("pupils", row_id).full_name != "改名"


def test_a_masked_value_left_empty_stays_and_is_emptied_by_its_box(world: World, client_of: Any) -> None:
    row_id = add_made_row(STAFF, world.first)
    change_row(register=STAFF, row=row_of("staff", row_id), values={"phone": "13800001234"}, by=world.an)
    client, address = client_of(world.an), reverse("register-change", args=["staff", row_id])
    page = client.get(address).content.decode()
    assert "13800001234" not in page
    assert "138****1234（不改请留空）" in page
    read = {"warnings-read": list(STAFF.checks)}
    assert client.post(address, {**sent_of(client, address, second_subject="1"), **read}).status_code in (302, 422)
    assert row_of("staff", row_id).phone == "13800001234"
    client.post(address, {**sent_of(client, address, **{"clear-phone": "on"}), **read})
    assert row_of("staff", row_id).phone is None


def test_who_unmasked_a_row_sees_its_values_in_the_form_for_a_while(world: World, client_of: Any) -> None:
    row_id = add_made_row(STAFF, world.first)
    change_row(register=STAFF, row=row_of("staff", row_id), values={"phone": "13800001234"}, by=world.an)
    client = client_of(world.an)
    client.post(reverse("register-unmask", args=["staff", row_id]), {"purpose": "check", "words": "核对电话号码"})
    page = client.get(reverse("register-change", args=["staff", row_id]))
    assert 'value="13800001234"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_an_identity_is_corrected_with_a_reason(world: World, client_of: Any) -> None:
    row_id = add_made_row(BUILDINGS, world.first)
    client, address = client_of(world.an), reverse("register-rekey", args=["buildings", row_id])
    assert client.post(address, {"number": "JX09"}).status_code == 422
    assert client.post(address, {"number": "JX09", "row-reason": "编号抄错"}).status_code == 302
    assert row_of("buildings", row_id).number == "JX09"


def test_a_row_is_removed_with_a_reason_unless_others_refer_to_it(world: World, client_of: Any) -> None:
    alone, pupil = add_made_row(BUILDINGS, world.first), add_made_row(PUPILS, world.first)
    add_made_row(register_named("care"), world.first)
    client = client_of(world.an)
    address = reverse("register-remove", args=["buildings", alone])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "重复登记"}).status_code == 302
    assert not rows_of("buildings")._default_manager.exists()
    client.post(reverse("register-remove", args=["pupils", pupil]), {"reason": "重复登记"}, follow=True)
    assert rows_of("pupils")._default_manager.filter(pk=pupil).exists()


def test_the_row_links_to_what_refers_to_it_and_to_nothing_out_of_reach(world: World, client_of: Any) -> None:
    pupil = add_made_row(PUPILS, world.first, 1)
    add_made_row(PUPILS, world.first, 2)
    care = [add_made_row(register_named("care"), world.first, n) for n in (1, 2)]
    client = client_of(world.an)
    page = client.get(reverse("register-row", args=["pupils", pupil]))
    ((each, href),) = [pair for pair in page.context["referring"] if pair[0].register.key == "care"]
    assert each.count == 1
    shown = client.get(href).content.decode()
    assert reverse("register-row", args=["care", care[0]]) in shown
    assert reverse("register-row", args=["care", care[1]]) not in shown


def test_history_says_who_from_what_to_what_and_why_and_masks(world: World, client_of: Any) -> None:
    row_id = add_made_row(STAFF, world.first)
    for phone, reason in (("13800001234", "补登电话"), ("13900005678", "换了号码")):
        change_row(register=STAFF, row=row_of("staff", row_id), values={"phone": phone}, by=world.an, reason=reason)
    page = client_of(world.an).get(reverse("register-row", args=["staff", row_id]))
    newest = page.context["history"][0]
    ((change,),) = [newest.changes]
    assert (change.title, change.old.text, change.new.text) == ("手机号码", "138****1234", "139****5678")
    assert newest.batch.by_name == "安欣"
    assert "换了号码" in page.content.decode()
    assert "13900005678" not in page.content.decode()


def test_a_number_finds_its_row_and_is_logged_without_the_number(
    world: World, client_of: Any, put_in_charge: Any
) -> None:
    row_id = add_made_row(STAFF, world.first)
    number, by = row_of("staff", row_id).id_number, put_in_charge(world, STAFF)
    address = reverse("register-look-up", args=["staff"])
    asked = {"number": f" {number.lower()} ", "purpose": "contact", "words": "核实来信"}
    page = client_of(by).post(address, asked)
    assert [pk for pk, _label in page.context["labels"]] == [row_id]
    assert page.context["today"] == 1
    assert client_of(by).post(address, {**asked, "number": number[:10]}).context["labels"] == []
    assert client_of(by).post(address, {**asked, "words": ""}).status_code == 422
    events = Event.objects.filter(kind="ledger.looked-up")
    assert not [event for event in events if number in event.says + str(event.changes) + event.subject]
    seen = client_of(world.of["principal"]).get(reverse("register-seen", args=["staff", row_id]))
    assert "核实来信" in seen.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [("principal", 200), ("township", 200), ("auditor", 200), ("bureau-leader", 200), ("school-clerk", 403)],
)
def test_who_may_read_who_saw_it(world: World, client_of: Any, role: str, status: int) -> None:
    row_id = add_made_row(STAFF, world.first)
    assert client_of(world.of[role]).get(reverse("register-seen", args=["staff", row_id])).status_code == status


def test_an_unmasked_export_needs_a_purpose_and_stands_in_who_saw_it(world: World, client_of: Any) -> None:
    row_id = add_made_row(STAFF, world.first)
    number = row_of("staff", row_id).id_number
    client, address = client_of(world.an), reverse("register-export", args=["staff"])
    asked = {"columns": "all", "format": "csv", "words": "", "unmasked": "1"}
    assert client.post(address, asked).status_code == 422
    answer = client.post(address, {**asked, "purpose": "与人事档案核对"})
    assert number in answer.content.decode("utf-8-sig")
    seen = client_of(world.of["principal"]).get(reverse("register-seen", args=["staff", row_id])).content.decode()
    assert "与人事档案核对" in seen
    assert number not in seen


def test_who_may_not_unmask_gets_masks_whatever_is_asked(world: World, client_of: Any) -> None:
    add_made_row(STAFF, world.first)
    asked = {"columns": "all", "format": "csv", "words": "", "unmasked": "1", "purpose": "想看看全部"}
    answer = client_of(world.of["bureau-leader"]).post(reverse("register-export", args=["staff"]), asked)
    assert answer.status_code == 403


def test_a_long_export_goes_to_the_background_and_only_to_its_asker(
    world: World, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    for n in (1, 2, 3):
        add_made_row(BUILDINGS, world.first, n)
    asked = {"columns": "shown", "format": "csv", "words": ""}
    answer = client_of(world.an).post(reverse("register-export", args=["buildings"]), asked)
    job = Job.objects.get(kind="ledger.export")
    assert answer["Location"] == reverse("job", args=[job.pk])
    assert job.state == Job.State.DONE, job.message
    mine = client_of(world.an).get(job.result["link"])
    assert len(b"".join(mine.streaming_content).decode("utf-8-sig").strip().splitlines()) == 4
    for other in (world.chang, world.of["principal"], world.bai):
        assert client_of(other).get(job.result["link"]).status_code == 404


def test_suggestions_stay_within_the_unit_and_the_reach(world: World, client_of: Any) -> None:
    mine, theirs = add_made_row(STAFF, world.first), add_made_row(STAFF, world.second, 2)
    address = reverse("register-choices", args=["classes", "head_teacher"])
    offered = client_of(world.an).get(address).content.decode()
    assert f"#{mine}" in offered
    assert f"#{theirs}" not in offered
    assert client_of(world.an).get(reverse("register-choices", args=["classes", "name"])).status_code == 404


@pytest.mark.parametrize("typed", ["label", "number"])
def test_a_reference_is_typed_by_name_or_taken_from_the_suggestions(world: World, client_of: Any, typed: str) -> None:
    classes = register_named("classes")
    teacher, other = add_made_row(STAFF, world.first), add_made_row(STAFF, world.second, 2)
    row_id = add_made_row(classes, world.first)
    client, address = client_of(world.an), reverse("register-change", args=["classes", row_id])
    name = row_of("staff", teacher).name
    text = name if typed == "label" else f"{name}#{teacher}"
    sent = {**sent_of(client, address, head_teacher=text), "warnings-read": list(classes.checks)}
    assert client.post(address, sent).status_code == 302
    assert row_of("classes", row_id).head_teacher_id == teacher
    refused = client.post(address, {**sent, "head_teacher": f"某人#{other}", "row-version": "2"})
    assert "head_teacher" in refused.context["form"].errors


def test_a_warning_is_explained_and_an_error_is_not(world: World, client_of: Any) -> None:
    row_id = add_made_row(PUPILS, world.first)
    sweep(PUPILS)
    failed = FailedCheck.objects.filter(register="pupils", severity="warning").first()
    assert failed is not None
    page = client_of(world.an).get(reverse("register-problems", args=["pupils"]))
    assert {problem.failed.row for problem in page.context["problems"]} == {row_id}
    assert not client_of(world.chang).get(reverse("register-problems", args=["pupils"])).context["problems"]
    address = reverse("register-explain", args=["pupils", failed.pk])
    assert client_of(world.chang).post(address, {"explanation": "无误"}).status_code == 404
    client_of(world.an).post(address, {"explanation": "已向派出所核实"})
    failed.refresh_from_db()
    assert failed.explanation == "已向派出所核实"
    client_of(world.an).post(reverse("register-sweep", args=["pupils"]))
    assert FailedCheck.objects.filter(pk=failed.pk, explanation="已向派出所核实").exists()


def test_a_file_is_sent_with_the_form_kept_and_taken_off(world: World, client_of: Any) -> None:
    visits = register_named("visits")
    row_id = add_made_row(visits, world.first)
    client, address = client_of(world.an), reverse("register-change", args=["visits", row_id])
    read = {"warnings-read": list(visits.checks)}
    photo = SimpleUploadedFile("走访.jpg", b"picture")
    answer = client.post(address, {**sent_of(client, address), **read, "evidence": photo})
    assert answer.status_code == 302, answer.context["form"].errors
    assert row_of("visits", row_id).evidence.name == "走访.jpg"
    client.post(address, {**sent_of(client, address), **read, "clear-evidence": "on"})
    assert row_of("visits", row_id).evidence is None


def test_views_are_kept_renamed_opened_with_and_deleted(world: World, client_of: Any) -> None:
    client, here = client_of(world.an), reverse("register-list", args=["buildings"])
    client.post(reverse("register-view-save", args=["buildings"]), {"name": "在用", "words": "in_use=yes"})
    view = SavedView.objects.get()
    address = reverse("register-view", args=["buildings", view.pk])
    client.post(address, {"act": "rename", "name": "在用校舍"})
    client.post(address, {"act": "first"})
    assert "in_use=yes" in client.get(here)["Location"]
    assert client.get(f"{here}?list-view=0").status_code == 200
    assert client_of(world.chang).post(address, {"act": "delete"}).status_code == 404
    client.post(address, {"act": "delete"})
    assert not SavedView.objects.exists()


def test_an_unknown_register_and_a_row_that_is_not_there_are_not_found(world: World, client_of: Any) -> None:
    client = client_of(world.an)
    assert client.get(reverse("register-list", args=["nothing"])).status_code == 404
    assert client.get(reverse("register-row", args=["buildings", 99])).status_code == 404


COSTS = {"registers": 20, "register-list": 12, "register-row": 19, "register-change": 9, "register-problems": 13}


@pytest.mark.parametrize("name", COSTS)
def test_a_page_costs_the_same_however_many_rows_there_are(world: World, client_of: Any, name: str) -> None:
    client = client_of(world.an)
    pupil = add_made_row(PUPILS, world.first)
    arguments = {"registers": [], "register-row": ["pupils", pupil], "register-change": ["pupils", pupil]}
    address = reverse(name, args=arguments.get(name, ["pupils"]))

    def cost() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    sweep(PUPILS)
    one = cost()
    for n in range(2, 8):
        add_made_row(PUPILS, world.first, n)
    sweep(PUPILS)
    assert cost() == one

    assert one <= COSTS[name]


def test_adding_by_form_is_one_batch_with_history(world: World, client_of: Any) -> None:
    values = made_row(BUILDINGS, world.first)
    sent = {"number": "JX01", "name": "教学楼", "in_use": "yes", "built_in": "2015", "floors": "4", "area": "3,200.50"}
    sent |= {key: values[key] for key in ("building_use", "structure")}
    sent["warnings-read"] = list(BUILDINGS.checks)
    assert client_of(world.an).post(reverse("register-add", args=["buildings"]), sent).status_code == 302
    row = rows_of("buildings")._default_manager.get()
    assert (row.area, row.school_id, row.version) == (320050, world.first.pk, 1)  # type: ignore[attr-defined]
    assert Batch.objects.get().kind == Batch.Kind.FORM
    assert history_of("buildings")._default_manager.count() == 1


def test_what_people_typed_is_escaped_wherever_it_is_shown(world: World, client_of: Any) -> None:
    row_id = add_made_row(BUILDINGS, world.first)
    wicked = '<b a="1">&\'</b>'
    change_row(
        register=BUILDINGS, row=row_of("buildings", row_id), values={"name": wicked, "surveyor": wicked}, by=world.an
    )
    client = client_of(world.an)
    for address in (
        reverse("register-list", args=["buildings"]) + "?list-columns=name&list-columns=surveyor&q=<b>",
        reverse("register-list", args=["buildings"]) + "?list-columns=surveyor&list-columns=name",
        reverse("register-row", args=["buildings", row_id]),
        reverse("register-change", args=["buildings", row_id]),
    ):
        page = client.get(address).content.decode()
        assert wicked not in page
        assert "<b a=" not in page
