"""Getting in and out: login, lock, logout, password, one-time link, language, acting in another post."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.orgs.conftest import SignedIn
from tests.world import World
from yaodian.apps.audit.clock import today
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Deputy, Post, User
from yaodian.apps.orgs.services import accounts

GOOD = "qing-lan-2026"


def log_in(client: Client, username: str, password: str, **more: str) -> Any:
    return client.post(reverse("login"), {"username": username, "password": password, **more})


def test_login_goes_on_to_the_page_asked_for(world: World, client: Client) -> None:
    asked = client.get("/notices/")
    assert asked["Location"] == "/login/?next=/notices/"
    assert 'value="/notices/"' in client.get(asked["Location"]).content.decode()
    assert log_in(client, "AN", "pass-word-1", next="/notices/")["Location"] == "/notices/"
    assert client.get("/notices/").status_code == 200
    assert client.get("/login/")["Location"] == "/"


def test_login_never_leads_to_another_host(world: World, client: Client) -> None:
    for evil in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert log_in(Client(), "an", "pass-word-1", next=evil)["Location"] == "/"


def test_the_answer_does_not_tell_whether_the_name_was_wrong(world: World) -> None:
    answers = set()
    for name in ("an", "nobody"):
        answer = log_in(Client(), name, "wrong")
        assert answer.status_code == 422
        answers.add("用户名或密码不对" in answer.content.decode())
        assert "wrong" not in answer.content.decode(), "a password is never sent back"
    assert answers == {True}


def test_too_many_wrong_passwords_lock_the_account_whatever_the_case(world: World, settings: Any) -> None:
    client = Client()
    for number in range(settings.AXES_FAILURE_LIMIT):
        answer = log_in(client, "an" if number % 2 else "AN", "wrong")
    assert answer.status_code == 429
    assert "锁" in answer.content.decode()
    assert log_in(client, "An", "pass-word-1").status_code == 429
    assert log_in(Client(REMOTE_ADDR="10.0.0.9"), "an", "pass-word-1").status_code == 302


def test_a_stopped_account_gets_in_neither_way(world: World, admin: Acting, client_of: SignedIn) -> None:
    client = client_of(world.an)
    accounts.set_active(user=world.an.user, active=False, by=admin)
    assert client.get("/notices/")["Location"].startswith("/login/")
    assert log_in(Client(), "an", "pass-word-1").status_code == 422


def test_logout_is_a_post(world: World, client_of: SignedIn) -> None:
    client = client_of(world.an)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout"))["Location"] == reverse("login")
    assert client.get("/notices/").status_code == 302


def test_after_a_first_login_there_is_no_way_around_a_new_password(world: World, admin: Acting) -> None:
    (slip,) = accounts.issue_slips(users=[world.an.user], by=admin)
    client = Client()
    log_in(client, "an", slip.secret)
    assert client.get("/notices/")["Location"] == reverse("password")
    form = {"old": slip.secret, "new": "12345678", "again": "12345678"}
    html = client.post(reverse("password"), form).content.decode()
    assert "密码" in html
    assert slip.secret not in html
    assert client.post(reverse("password"), {**form, "again": "other"}).status_code == 422
    assert client.post(reverse("password"), {**form, "new": GOOD, "again": GOOD}).status_code == 302
    assert client.get("/notices/").status_code == 200, "still logged in"
    assert log_in(Client(), "an", slip.secret).status_code == 422


@pytest.mark.parametrize(
    ("new", "says"),
    [("abc-123", "8"), ("123456789012", "数字"), ("password1", "常见|常用"), ("anxin-anxin", ""), (GOOD, "")],
)
def test_a_weak_password_is_told_in_chinese(world: World, client_of: SignedIn, new: str, says: str) -> None:
    import re

    answer = client_of(world.an).post(reverse("password"), {"old": "pass-word-1", "new": new, "again": new})
    assert (answer.status_code == 422) == bool(says)
    if says:
        html = answer.content.decode()
        told = re.findall(r"errorlist[^>]*>(.*?)</ul>", html, re.S)
        assert any(re.search(says, text) for text in told), told
        assert not any(re.search("[a-z]{4,}", re.sub("<[^>]+>", "", text)) for text in told)


def test_a_one_time_link_lets_in_once(world: World, admin: Acting, client: Client) -> None:
    (slip,) = accounts.issue_links(users=[world.an.user], by=admin)
    address = reverse("first-password", args=[slip.secret])
    page = client.get(address)
    assert "安欣" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert client.post(address, {"new": "12345678", "again": "12345678"}).status_code == 422
    assert client.post(address, {"new": GOOD, "again": GOOD})["Location"] == "/"
    assert client.get("/notices/").status_code == 200
    assert Client().get(address).status_code == 410
    assert Client().post(address, {"new": GOOD, "again": GOOD}).status_code == 410


def test_the_language_is_the_accounts_and_the_browsers(world: World, client_of: SignedIn, settings: Any) -> None:
    client = client_of(world.an)
    answer = client.post(reverse("language"), {"language": "en", "next": "/notices/"})
    assert answer["Location"] == "/notices/"
    assert '<html lang="en">' in client.get("/notices/").content.decode()
    assert User.objects.get(pk=world.an.user.pk).language == "en"
    elsewhere = Client()
    log_in(elsewhere, "an", "pass-word-1")
    assert elsewhere.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert client.post(reverse("language"), {"language": "xx"}).status_code == 302
    assert User.objects.get(pk=world.an.user.pk).language == "en"


def test_who_holds_or_deputises_for_several_posts_acts_in_one_of_them(world: World, client_of: SignedIn) -> None:
    Deputy.objects.create(post=world.bai.post, user=world.an.user, since=today(), until=today(), reason="培训")
    client = client_of(world.an)
    assert "安欣 · 石桥镇第一小学" in client.get("/notices/").content.decode()
    client.post(reverse("switch-post"), {"post": world.bai.post.pk})
    assert "安欣 · 基础教育科" in client.get("/notices/").content.decode()
    assert User.objects.get(pk=world.an.user.pk).last_post == world.bai.post
    again = client_of(world.an)
    assert "安欣 · 基础教育科" in again.get("/notices/").content.decode(), "the next session begins there"
    Deputy.objects.update(since=today() - timedelta(days=9), until=today() - timedelta(days=1))
    assert "安欣 · 石桥镇第一小学" in client.get("/notices/").content.decode(), "the deputy's time is over"


@pytest.mark.parametrize("wanted", ["", "x", "999999"])
def test_nobody_acts_in_a_post_that_is_not_open_to_him(world: World, client_of: SignedIn, wanted: str) -> None:
    client = client_of(world.an)
    assert client.post(reverse("switch-post"), {"post": wanted}).status_code == 403
    assert client.post(reverse("switch-post"), {"post": str(world.bai.post.pk)}).status_code == 403
    closed = Post.objects.create(
        unit=world.first, role="school-clerk", title="旧", holder=world.an.user, closed_on=today()
    )
    assert client.post(reverse("switch-post"), {"post": closed.pk}).status_code == 403
