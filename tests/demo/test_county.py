"""The county as the demo shows it: lights in plausible numbers, something on every page, fast pages for every role."""

from collections import Counter
from typing import Any

import pytest
from django.conf import global_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from yaodian.apps.orgs.models import Deputy, Post, Tenure, Unit, User
from yaodian.apps.orgs.permissions import Permission, Reach, roles
from yaodian.apps.plans.models import Adjustment, Comment, Item, Opinion, Plan, Report, Request, Subtask
from yaodian.apps.plans.selectors.standing import counts_of, rows_of
from yaodian.cli.county import PASSWORD
from yaodian.cli.county.story import story, year_by_item
from yaodian.cli.demo import accounts

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_county")]
# pages whose right hangs on the row: only who owes or decides it gets them
OF_THE_ROW = {
    *("item-report", "item-ask", "item-decide", "item-reopen", "subtask-report"),
    "breakdown-subtask",
    "balance-school",  # a school of the compulsory stages
    *("sheets-preview", "plan-cover", "plan-cover-xlsx", "plan-cover-docx"),
}
OF_THE_DUTY = (
    "movement",
    "dropout",
    "care",
    "former",
    "head-count",
    "promotion",
    "transfer",
    "import",
    "balance",
)  # not every office's
TITLE = "青澜县教育局2026年工作要点"
MOST_QUERIES = 32  # of one page; how long pages take is measured by bench/pages.py


def plan() -> Plan:
    return Plan.objects.get(title=TITLE)


# ---- what is there ----------------------------------------------------------------------------------------------------


def test_the_lights_come_in_plausible_numbers() -> None:
    counts = counts_of(rows_of(plan()))
    bounds = {
        "done": (13, 18),
        "green": (17, 23),
        "yellow": (5, 9),
        "red": (2, 3),
        "overdue": (3, 3),
        "idle": (4, 6),
        "paused": (1, 1),
    }
    assert {code: n for code, n in counts.items() if not bounds[code][0] <= n <= bounds[code][1]} == {}
    assert counts.keys() == bounds.keys()
    assert sum(counts.values()) == 54


def test_red_has_a_reason_and_an_owner() -> None:
    for row in rows_of(plan()):
        if row.light.code in ("red", "overdue"):
            assert row.last is not None, row.item
            assert row.last.obstacle, row.item
            assert row.item.owner is not None
            assert row.item.leader is not None


def test_every_task_went_to_the_office_that_the_text_names() -> None:
    text = plan().text
    for row in rows_of(plan()):
        own = text[row.item.start : row.item.end]
        assert row.item.lead is not None, row.item
        assert f"牵头科室：{row.item.lead.name}" in own, row.item


def test_the_three_plans() -> None:
    assert {(p.title, p.state, p.breakdown) for p in Plan.objects.all()} == {
        (TITLE, "published", "issued"),
        ("青澜县教育局2025年工作要点", "closed", "issued"),
        ("石桥镇中心学校2026年下半年工作计划", "review", "draft"),
    }
    assert plan().number == "青教发〔2026〕3号"
    draft = Plan.objects.get(state="review")
    tasks = Item.objects.filter(plan=draft, kind="task")
    assert tasks.filter(review="confirmed").exists()
    assert tasks.filter(doubts__settled_at=None, doubts__isnull=False).distinct().count() >= 3


def test_there_is_something_of_everything() -> None:
    requests = Counter(Request.objects.filter(item__plan=plan()).values_list("kind", "state"))
    assert {
        ("extend", "open"),
        ("extend", "granted"),
        ("extend", "refused"),
        ("pause", "granted"),
        ("finish", "open"),
    } <= set(requests)
    assert Counter(Opinion.objects.values_list("state", flat=True)).keys() == {"accepted", "answered"}
    assert Comment.objects.filter(is_instruction=True).count() >= 3
    assert Comment.objects.filter(is_instruction=False).exists()
    assert Adjustment.objects.filter(item__plan=plan()).count() >= 3
    assert Report.objects.filter(files__isnull=False).exists()
    shares = Counter(Subtask.objects.values_list("state", flat=True))
    assert min(shares["finished"], shares["underway"], shares["idle"]) >= 3
    assert Subtask.objects.exclude(batch="").values("item").distinct().count() == 3


def test_the_size_of_the_county() -> None:
    kinds = Counter(Unit.objects.values_list("kind", flat=True))
    assert kinds["office"] == 20
    assert kinds["township"] == 6
    assert kinds["school"] + kinds["kindergarten"] == 31
    assert Deputy.objects.count() == 1
    assert Tenure.objects.exclude(until=None).count() >= 1
    two_posts = Counter(Post.objects.values_list("holder", flat=True)).most_common(1)[0]
    assert two_posts[1] == 2


def test_what_the_story_names_was_reported() -> None:
    told = sum(len(row.get("reports", ())) for row in year_by_item().values())
    assert Report.objects.filter(item__plan=plan(), subtask=None).count() == told


# ---- the accounts -----------------------------------------------------------------------------------------------------


def test_an_account_for_each_role_and_for_the_offices_of_registers() -> None:
    told = story("people")["accounts"]
    assert {row["role"] for row in told} == set(roles())
    places = " ".join(place for _username, _role, _name, place, _see in accounts())
    assert all(office in places for office in ("基础教育科", "人事科", "安全科", "计财科"))
    for row, (username, role, name, place, _see) in zip(told, accounts(), strict=True):
        user = User.objects.get(username=username)
        assert user.name == name
        assert not user.must_change_password
        assert Post.objects.filter(holder=user, role=row["role"]).exists(), (username, role, place)


def test_everybody_else_has_no_password() -> None:
    known = {row["login"] for row in story("people")["accounts"]}
    with_login = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert with_login - known <= {"wu"}


# ---- the pages, role by role ------------------------------------------------------------------------------------------


def patterns(resolver: URLResolver | None = None) -> list[URLPattern]:
    found: list[URLPattern] = []
    for entry in (resolver or get_resolver()).url_patterns:
        found += patterns(entry) if isinstance(entry, URLResolver) else [entry]
    return found


def arguments() -> dict[str, Any]:
    """The county's own example of each URL argument; a page whose argument is not here is left to its own tests."""
    item = Item.objects.get(plan=plan(), number="1.4")
    return {
        "plan_id": plan().pk,
        "item_id": item.pk,
        "unit_id": Unit.objects.get(name="安全科").pk,
        "post_id": Post.objects.get(unit__name="安全科", title="科长").pk,
        "user_id": User.objects.get(username="li").pk,
        "subtask_id": Subtask.objects.filter(item=item).values_list("pk", flat=True)[0],
        "request_id": Request.objects.filter(state="open").values_list("pk", flat=True)[0],
        "file_id": Report.objects.filter(item=item, files__isnull=False).values_list("files", flat=True)[0],
    }


def pages() -> list[tuple[str, str, Permission]]:
    """Name, address and permission of every page that can be asked with GET."""
    known, found = arguments(), []
    for pattern in patterns():
        view: Any = pattern.callback
        if "GET" not in getattr(view, "methods", ()) or pattern.pattern.converters.keys() - known.keys():
            continue
        try:
            at = reverse(str(pattern.name), kwargs={key: known[key] for key in pattern.pattern.converters})
        except NoReverseMatch:
            continue
        found.append((str(pattern.name), at, view.permission))
    return found


def asked(client: Client, address: str) -> int:
    """The status, with the answer read to its end."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[attr-defined]  # of a streaming answer
    return response.status_code


@pytest.mark.parametrize("account", story("people")["accounts"], ids=lambda row: row["role"])
def test_every_page_of_a_role_answers_with_few_queries(account: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=account["login"]), backend="django.contrib.auth.backends.ModelBackend")
    mine = roles()[account["role"]].permissions
    limited = roles()[account["role"]].reach is not Reach.BUREAU
    wrong, told = [], []
    for name, address, permission in pages():
        if permission not in mine:
            continue
        with CaptureQueriesContext(connection) as captured:
            status = asked(client, address)
            queries = len(captured)
        told.append(f"{account['role']:15} {name:22} {status} {queries:3} queries")
        of_duty = account["role"].startswith("office") and name.startswith(OF_THE_DUTY)
        fine = {200, 302, 403, 404} if limited or of_duty or name in OF_THE_ROW else {200, 302}
        if status not in fine or queries > MOST_QUERIES:
            wrong.append(told[-1])
    print("\n".join(told))  # noqa: T201  # `pytest -s` shows the measures
    assert wrong == []


def test_the_password_is_the_one_printed(settings: Any) -> None:
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    assert User.objects.get(username="chen").check_password(PASSWORD)
