"""Pages of units, people, posts, first passwords, the sheet, roles and the log: for three people, and what they cost."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.orgs.conftest import SignedIn
from tests.world import World, add_person
from yaodian.apps.audit.clock import now, today
from yaodian.apps.audit.models import Event
from yaodian.apps.audit.services import record
from yaodian.apps.jobs.models import Job
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Deputy, Post, Tenure, Unit, User
from yaodian.apps.orgs.permissions import Permission, roles
from yaodian.apps.orgs.roster.exporting import rows_to_export
from yaodian.apps.orgs.services.units import add_unit
from yaodian.papers.roster_workbook import read_roster, roster_workbook
from yaodian.web.screens.orgs.logs import event_kinds, permission_names

PACKAGE = Path(__file__).parents[2] / "src" / "yaodian"


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


# ---- units, people, posts -------------------------------------------------------------------------------------------


def test_three_people_see_what_they_reach(world: World, admin: Acting, client_of: SignedIn) -> None:
    everything = text_of(client_of(admin), "org-tree")
    assert "石桥镇第二小学" in everything
    assert "设立单位" in everything or reverse("org-unit-new") in everything
    bureau = text_of(client_of(world.bai), "org-tree")
    assert "石桥镇第二小学" in bureau
    assert reverse("org-unit-new") not in bureau
    school = text_of(client_of(world.chang), "org-tree")
    assert "石桥镇第二小学" in school
    assert "石桥镇第一小学" not in school
    for name, pk in (("org-unit", world.first.pk), ("org-person", world.an.user.pk)):
        assert client_of(world.chang).get(reverse(name, args=[pk])).status_code == 404
        assert client_of(world.bai).get(reverse(name, args=[pk])).status_code == 200


@pytest.mark.parametrize(
    ("words", "school", "other"),
    [
        ("第一", "石桥镇第一小学", "石桥镇第二小学"),
        ("xx02", "石桥镇第二小学", "石桥镇第一小学"),
        ("安欣", "石桥镇第一小学", "基础教育科"),
    ],
)
def test_the_tree_finds_by_name_code_and_person(
    world: World, client_of: SignedIn, words: str, school: str, other: str
) -> None:
    html = text_of(client_of(world.of["administrator"]), "org-tree", q=words)
    table = html[html.index("<tbody>") :]
    assert school in table
    assert other not in table


def test_the_tree_filtered_by_kind_and_finding_nothing(world: World, admin: Acting, client_of: SignedIn) -> None:
    html = text_of(client_of(admin), "org-tree", kind="township")
    assert "石桥镇第一小学" not in html[html.index("<tbody>") :]
    assert "石桥镇第一小学" not in text_of(client_of(admin), "org-tree", q="没有这个")


def test_an_administrator_founds_edits_and_closes_a_unit(world: World, admin: Acting, client_of: SignedIn) -> None:
    client = client_of(admin)
    form = {
        "kind": "school",
        "parent": world.township.pk,
        "name": "三小",
        "code": "XX09",
        "stages": "primary",
        "sort": 3,
    }
    assert client.post(reverse("org-unit-new"), {**form, "code": "XX01"}).status_code == 422
    assert client.post(reverse("org-unit-new"), form).status_code == 302
    unit = Unit.objects.get(code="XX09")
    assert "三小" in text_of(client, "org-unit", unit.pk)
    changed = {**form, "name": "石桥三小", "short_name": "三小"}
    assert client.post(reverse("org-unit-edit", args=[unit.pk]), changed).status_code == 302
    closing = {"on": str(today()), "successor": world.first.pk}
    assert client.post(reverse("org-unit-close", args=[world.first.pk]), {"on": str(today())}).status_code == 422
    assert client.post(reverse("org-unit-close", args=[unit.pk]), closing).status_code == 302
    html = text_of(client, "org-unit", unit.pk)
    assert "石桥镇第一小学" in html
    assert reverse("org-unit-edit", args=[unit.pk]) not in html


def test_an_administrator_opens_hands_over_deputises_and_closes_a_post(
    world: World, admin: Acting, client_of: SignedIn
) -> None:
    client = client_of(admin)
    at = reverse("org-post-new", args=[world.second.pk])
    form = {"role": "principal", "title": "校长", "username": "he（何志远）", "since": str(today()), "sort": 0}
    assert client.post(at, {**form, "username": "nobody"}).status_code == 422
    assert client.post(at, form).status_code == 302
    post = Post.objects.get(unit=world.second, role="principal")
    assert post.holder == world.of["principal"].user
    form = {"username": "an", "since": str(today())}
    assert client.post(reverse("org-post-appoint", args=[post.pk]), form).status_code == 302
    form = {"username": "he", "since": str(today()), "until": str(today()), "reason": "培训"}
    assert client.post(reverse("org-post-deputy", args=[post.pk]), {**form, "reason": ""}).status_code == 422
    assert client.post(reverse("org-post-deputy", args=[post.pk]), form).status_code == 302
    html = text_of(client, "org-unit", world.second.pk)
    assert "何志远" in html
    assert "安欣" in html
    deputy = Deputy.objects.get(post=post)
    assert client.post(reverse("org-deputy-end", args=[deputy.pk])).status_code == 302
    assert client.post(reverse("org-post-close", args=[post.pk]), {"on": str(today())}).status_code == 302
    assert client.post(reverse("org-post-close", args=[world.bai.post.pk]), {"on": str(today())}).status_code == 422


def test_a_leaders_offices_and_an_inspectors_schools(world: World, admin: Acting, client_of: SignedIn) -> None:
    client, leader, inspector = client_of(admin), world.of["bureau-leader"].post, world.of["inspector"].post
    form = {"title": "局长", "sort": 0, "in_charge_of": [world.basic.pk]}
    assert client.post(reverse("org-post-edit", args=[leader.pk]), form).status_code == 302
    assert list(leader.in_charge_of.all()) == [world.basic]
    form = {"title": "责任督学", "sort": 0, "reaches": [world.first.pk]}
    assert client.post(reverse("org-post-edit", args=[inspector.pk]), form).status_code == 302
    assert list(inspector.reaches.all()) == [world.first]


def test_people_are_added_changed_and_stopped(world: World, admin: Acting, client_of: SignedIn) -> None:
    client = client_of(admin)
    form = {"username": "wu", "name": "吴敏", "phone": "13900000001"}
    assert client.post(reverse("org-person-new"), {**form, "username": "AN"}).status_code == 422
    assert client.post(reverse("org-person-new"), form).status_code == 302
    wu = User.objects.get(username="wu")
    assert client.post(reverse("org-person-edit", args=[wu.pk]), {**form, "name": "吴明"}).status_code == 302
    assert client.post(reverse("org-person-active", args=[wu.pk])).status_code == 302
    wu.refresh_from_db()
    assert (wu.name, wu.is_active) == ("吴明", False)
    assert "13900000001" in text_of(client, "org-person", wu.pk)


def test_a_phone_is_shown_to_an_administrator_only(world: World, admin: Acting, client_of: SignedIn) -> None:
    User.objects.filter(pk=world.an.user.pk).update(phone="13912345678")
    assert "13912345678" in text_of(client_of(admin), "org-person", world.an.user.pk)
    for by in (world.bai, world.of["principal"]):
        assert "13912345678" not in text_of(client_of(by), "org-person", world.an.user.pk)


# ---- first passwords ------------------------------------------------------------------------------------------------


def test_slips_are_shown_once_and_never_kept(world: World, admin: Acting, client_of: SignedIn) -> None:
    client = client_of(admin)
    User.objects.filter(pk=world.an.user.pk).update(must_change_password=True)
    answer = client.post(reverse("org-slips"), {"unit": world.township.pk, "as": "slips"})
    html = answer.content.decode()
    (secret,) = re.findall(r"[a-z]{4}-\d{4}-[a-z]{4}", html)
    assert "安欣" in html
    assert "何志远" not in html, "who has a password keeps it"
    assert "no-store" in answer["Cache-Control"]
    assert User.objects.get(pk=world.an.user.pk).check_password(secret)
    assert secret not in str(list(Event.objects.values())) + text_of(client, "org-slips")
    assert client.post(reverse("org-slips"), {"unit": world.second.pk}).status_code == 422


def test_links_lead_to_the_page_that_sets_a_password(world: World, admin: Acting, client_of: SignedIn) -> None:
    html = (
        client_of(admin)
        .post(reverse("org-slips"), {"unit": world.first.pk, "as": "links", "all": "on"})
        .content.decode()
    )
    links = re.findall(r"http://testserver(/first/[\w-]+/)", html)
    assert len(links) == 2
    assert Client().get(links[0]).status_code == 200


def test_a_principal_resets_his_clerk_on_the_units_page(world: World, client_of: SignedIn) -> None:
    client = client_of(world.of["principal"])
    html = text_of(client, "org-unit", world.first.pk)
    assert html.count("/reset/") == 1
    answer = client.post(reverse("org-person-reset", args=[world.an.user.pk]))
    (secret,) = re.findall(r"[a-z]{4}-\d{4}-[a-z]{4}", answer.content.decode())
    assert User.objects.get(pk=world.an.user.pk).check_password(secret)


def test_nobody_resets_whom_he_may_not(world: World, client_of: SignedIn) -> None:
    for role, by in world.of.items():
        for user in User.objects.all():
            allowed = (role == "administrator" and user != by.user) or (role == "principal" and user == world.an.user)
            before = User.objects.get(pk=user.pk).password
            answer = client_of(by).post(reverse("org-person-reset", args=[user.pk]))
            assert answer.status_code == 200 if allowed else answer.status_code in (403, 404), (role, user)
            assert (User.objects.get(pk=user.pk).password == before) == (not allowed)
            User.objects.filter(pk=user.pk).update(password=before, must_change_password=False)


# ---- the sheet ------------------------------------------------------------------------------------------------------


def upload(client: Client, data: bytes, name: str = "表.xlsx") -> Any:
    return client.post(reverse("org-roster"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def test_the_sheet_is_checked_shown_and_written(world: World, admin: Acting, client_of: SignedIn) -> None:
    client = client_of(admin)
    rows = rows_to_export()
    rows["people"].append({"username": "wu", "name": "吴敏", "phone": "13900000001"})
    answer = upload(client, roster_workbook(rows))
    html = answer.content.decode()
    assert "吴敏" in html
    assert not User.objects.filter(username="wu").exists(), "first it is only shown"
    job = Job.objects.get(kind="orgs.import")
    done = client.post(reverse("org-roster-write", args=[job.pk]), follow=True).content.decode()
    assert User.objects.filter(username="wu").exists()
    assert reverse("org-slips") in done
    again = client.post(reverse("org-roster-write", args=[job.pk]), follow=True).content.decode()
    assert "重新上传" in again, "written once"


def test_every_wrong_cell_is_on_the_page_and_nothing_can_be_written(
    world: World, admin: Acting, client_of: SignedIn
) -> None:
    rows = rows_to_export()
    rows["units"].append({"code": "N1", "name": "甲", "kind": "处室", "parent": "JY"})
    rows["people"].append({"username": "a b", "name": "甲"})
    client = client_of(admin)
    html = upload(client, roster_workbook(rows)).content.decode()
    assert "处室" in html
    assert "a b" in html
    assert "没有这种单位" in html
    job = Job.objects.get(kind="orgs.import")
    assert reverse("org-roster-write", args=[job.pk]) not in html
    assert "重新上传" in client.post(reverse("org-roster-write", args=[job.pk]), follow=True).content.decode()


def test_a_sheet_without_changes_has_nothing_to_write(world: World, admin: Acting, client_of: SignedIn) -> None:
    client = client_of(admin)
    data = client.get(reverse("org-roster-export")).content
    html = upload(client, data).content.decode()
    assert "/write/" not in html
    assert Event.objects.filter(kind="orgs.exported").count() == 1
    assert read_roster(client.get(reverse("org-roster-export")).content).wrong == []


@pytest.mark.parametrize(("data", "says"), [(b"MZ" + b"\0" * 99, "不是 .xlsx"), (b"", "文件"), (None, "请选一个文件")])
def test_a_file_that_is_none_is_told_beside_the_field(
    world: World, admin: Acting, client_of: SignedIn, data: bytes | None, says: str
) -> None:
    files = {} if data is None else {"file": SimpleUploadedFile("表.xlsx", data)}
    answer = client_of(admin).post(reverse("org-roster"), files)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Job.objects.exists()


def test_a_sheet_is_seen_only_by_who_sent_it(world: World, admin: Acting, client_of: SignedIn) -> None:
    upload(client_of(admin), roster_workbook(rows_to_export()))
    job = Job.objects.get(kind="orgs.import")
    other = add_person("adm2", "另一人", world.office, "administrator", "系统管理员")
    assert client_of(other).get(reverse("org-roster-result", args=[job.pk])).status_code == 404
    assert client_of(other).post(reverse("org-roster-write", args=[job.pk])).status_code == 404
    assert not any("13" in str(event) for event in Event.objects.values_list("changes", flat=True))


# ---- roles and the log ----------------------------------------------------------------------------------------------


def test_the_matrix_says_what_roles_yaml_says(world: World, client_of: SignedIn) -> None:
    html = text_of(client_of(world.bai), "org-roles")
    for role in roles().values():
        assert role.name in html
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html, re.S)
    names = permission_names()
    assert len(rows) == len(names)
    for (label, cells), (permission, name) in zip(rows, names.items(), strict=True):
        assert label == name
        allowed = ["i-check" in cell for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.S)]
        assert allowed == [permission in role.permissions for role in roles().values()]


def test_every_permission_has_a_name() -> None:
    assert set(permission_names()) == set(Permission) - {Permission.OPEN, Permission.SIGNED_IN}


def test_every_kind_of_event_has_a_name() -> None:
    kinds = set()
    for path in [*PACKAGE.glob("apps/**/*.py"), *PACKAGE.glob("web/**/*.py")]:
        kinds |= set(re.findall(r'record\(\s*f?"([a-z]+)\.', path.read_text(encoding="utf-8")))
    assert kinds - dict(event_kinds()).keys() == set()


def test_the_log_is_filtered_and_paged(world: World, admin: Acting, client_of: SignedIn) -> None:
    for number in range(60):
        record("unit.edited", f"orgs.unit:{world.first.pk}", f"修改{number}号", by=world.bai)
    record("user.added", f"orgs.user:{world.an.user.pk}", "增加人员安欣", by=admin)
    Event.objects.filter(says="修改7号").update(at=now().replace(year=2020))
    client = client_of(world.of["auditor"])
    html = text_of(client, "log")
    assert "增加人员安欣" in html
    assert html.count("<tr>") == 1 + 50
    assert "修改9号" in text_of(client, "log", page="2")
    assert "修改9号" not in text_of(client, "log", kind="user")
    assert "修改9号" not in text_of(client, "log", who="郑国平")
    assert "修改9号" in text_of(client, "log", who="白慧", words="修改9号")
    assert text_of(client, "log", subject=f"orgs.user:{world.an.user.pk}").count("<tr>") == 2
    old = text_of(client, "log", until="2020-12-31")
    assert "修改7号" in old
    assert "修改9号" not in old
    assert text_of(client, "log", since="2020-01-01", until="2020-12-31").count("<tr>") == 2
    assert text_of(client, "log", since="不是日期", page="x")
    assert reverse("org-unit", args=[world.first.pk]) in html or "修改" in html


def test_the_log_links_only_to_what_the_post_may_open(world: World, admin: Acting, client_of: SignedIn) -> None:
    record("task.reported", f"plans.item:{world.items[0].pk}", "报进展", by=world.bai)
    at = reverse("item", args=[world.items[0].pk])
    assert at in text_of(client_of(world.of["auditor"]), "log")
    assert at not in text_of(client_of(admin), "log")


# ---- what pages cost ------------------------------------------------------------------------------------------------


def grow(world: World) -> None:
    """Twenty more schools with people, posts, tenures, deputies and events."""
    for number in range(20):
        unit = add_unit(code=f"G{number}", name=f"增{number}", kind="school", parent=world.township, by=System())
        by = add_person(f"g{number}", f"增{number}", unit, "school-clerk", "经办人")
        here = add_person(f"h{number}", f"在{number}", world.first, "school-clerk", "经办人")
        Tenure.objects.create(post=here.post, user=here.user, since=today())
        Deputy.objects.create(post=here.post, user=by.user, since=today(), until=today(), reason="事")
        record("post.edited", f"orgs.post:{here.post.pk}", "改称", by=by)


PAGES: list[tuple[str, Callable[[World], int] | None, int]] = [
    ("org-tree", None, 12),
    ("org-unit", lambda world: world.first.pk, 20),
    ("org-person", lambda world: world.an.user.pk, 16),
    ("org-slips", None, 12),
    ("org-post-new", lambda world: world.first.pk, 12),
    ("org-post-appoint", lambda world: world.an.post.pk, 14),
    ("org-roster-export", None, 16),
    ("org-roles", None, 10),
    ("log", None, 12),
]


@pytest.mark.parametrize("cost", PAGES, ids=[name for name, _about, _most in PAGES])
def test_a_page_asks_as_much_for_many_as_for_few(
    world: World,
    admin: Acting,
    client_of: SignedIn,
    django_assert_max_num_queries: Any,
    cost: tuple[str, Callable[[World], int] | None, int],
) -> None:
    name, about, most = cost
    at = reverse(name, args=[about(world)] if about else [])
    record("unit.edited", f"orgs.unit:{world.first.pk}", "修改", by=admin)
    readers = (admin, world.of["principal"]) if name in ("org-tree", "org-unit", "org-person") else (admin,)
    clients, counts = [client_of(by) for by in readers], []
    for client in clients:
        with django_assert_max_num_queries(most) as asked:
            assert client.get(at).status_code == 200
        counts.append(len(asked))
    grow(world)
    for client, count in zip(clients, counts, strict=True):
        with django_assert_max_num_queries(count):
            assert client.get(at).status_code == 200


def test_who_lost_the_post_meanwhile_writes_nothing(world: World, admin: Acting, client_of: SignedIn) -> None:
    """The job runs later than it was asked for."""
    from yaodian.apps.jobs.services import start_job

    rows = rows_to_export()
    rows["people"].append({"username": "wu", "name": "吴敏"})
    upload(client_of(admin), roster_workbook(rows))
    checked = Job.objects.get(kind="orgs.import")
    Post.objects.filter(pk=admin.post.pk).update(holder=world.bai.user)
    job = start_job(kind="orgs.import-write", key="x", title="导入", arguments={"checked": checked.pk}, by=admin)
    assert job.state == Job.State.FAILED
    assert "不是您的岗位" in job.message
    assert not User.objects.filter(username="wu").exists()
