"""Every URL declares its permission, and what each role gets follows from roles.yaml alone."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import World, built_once, example_arguments, small_world
from yaodian.api.urls import PREFIX
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.permissions import Permission, roles

REFUSAL = "没有打开这一页的权限"


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """All URL patterns of pages, included ones too. The API asks for a token instead: tests/api/test_oracle.py."""
    for entry in (resolver or get_resolver()).url_patterns:
        if str(entry.pattern) == PREFIX:
            continue
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


ALL = sorted(patterns(), key=lambda pattern: str(pattern.pattern))
by_address = pytest.mark.parametrize("pattern", ALL, ids=lambda pattern: str(pattern.pattern) or "/")


def view_of(pattern: URLPattern) -> Callable[..., HttpResponse]:
    return pattern.callback


@by_address
def test_a_view_declares_its_permission(pattern: URLPattern) -> None:
    declared = getattr(view_of(pattern), "permission", None)
    assert isinstance(declared, Permission), (
        f"{pattern.pattern}: declare it, e.g. @page(Permission.PLAN_READ) from yaodian.web.pages"
    )
    assert pattern.name, f"{pattern.pattern}: give the URL a name"


def test_the_same_name_means_the_same_view() -> None:
    views: dict[str, set[str]] = {}
    for pattern in ALL:
        view = view_of(pattern)
        views.setdefault(str(pattern.name), set()).add(f"{view.__module__}.{view.__name__}")
    assert {name: found for name, found in views.items() if len(found) > 1} == {}


@dataclass
class Built:
    """The small world with an example of each argument, and everybody's cookies after logging in."""

    world: World
    examples: dict[str, object]
    cookies: dict[str, SimpleCookie]

    def address(self, pattern: URLPattern) -> str:
        """The pattern's address with examples."""
        missing = pattern.pattern.converters.keys() - self.examples.keys()
        assert not missing, f"give an example of {', '.join(missing)} in tests/world.py: example_arguments"
        return reverse(str(pattern.name), kwargs={key: self.examples[key] for key in pattern.pattern.converters})

    def client(self, role: str) -> Client:
        """A browser in which somebody of the role has logged in."""
        client = Client()
        client.cookies = deepcopy(self.cookies[role])
        return client


def logged_in(by: Acting) -> SimpleCookie:
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[Built]:
    """Built once: every question is undone after its answer."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with built_once(django_db_blocker):
        world = small_world()
        yield Built(world, example_arguments(world), {role: logged_in(by) for role, by in world.of.items()})


@pytest.fixture
def built(kept: Built, db: None) -> Built:
    """What was built, with what the test does to it."""
    return kept


def asked(client: Client, pattern: URLPattern, address: str) -> HttpResponse:
    """The answer to this view's first method, undone afterwards; a service that refuses bad input counts as reached."""
    ask = client.get if "GET" in getattr(view_of(pattern), "methods", ()) else client.post
    with transaction.atomic():
        response: HttpResponse = ask(address)
        transaction.set_rollback(True)
    return response


def is_refused(response: HttpResponse) -> bool:
    return response.status_code == 403 and REFUSAL in response.content.decode()


@by_address
def test_each_role_gets_what_roles_yaml_says(pattern: URLPattern, built: Built) -> None:
    permission = view_of(pattern).permission  # type: ignore[attr-defined]
    at = built.address(pattern)
    wrong = []
    for role in built.cookies:
        response = asked(built.client(role), pattern, at)
        if is_refused(response) == (permission in roles()[role].permissions) or response.status_code >= 500:
            wrong.append((role, response.status_code))
    assert wrong == []


@by_address
def test_a_guest_is_sent_to_log_in_unless_the_page_is_open(pattern: URLPattern, built: Built) -> None:
    response = asked(Client(), pattern, built.address(pattern))
    to_login = response.status_code == 302 and response["Location"].startswith(f"{reverse('login')}?next=")
    assert to_login == (view_of(pattern).permission is not Permission.OPEN)  # type: ignore[attr-defined]


def test_every_role_is_tried(built: Built) -> None:
    assert built.cookies.keys() == roles().keys()
