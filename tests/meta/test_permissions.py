"""Every URL declares its permission, and what each role gets follows from roles.yaml alone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import World, example_arguments, small_world
from yaodian.api.urls import PREFIX
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


@pytest.fixture
def world(db: None, settings: Any) -> World:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return small_world()


@pytest.fixture
def address(world: World) -> Callable[[URLPattern], str]:
    examples = example_arguments(world)

    def build(pattern: URLPattern) -> str:
        missing = pattern.pattern.converters.keys() - examples.keys()
        assert not missing, f"give an example of {', '.join(missing)} in tests/world.py: example_arguments"
        return reverse(str(pattern.name), kwargs={key: examples[key] for key in pattern.pattern.converters})

    return build


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
def test_each_role_gets_what_roles_yaml_says(
    pattern: URLPattern, world: World, address: Callable[[URLPattern], str]
) -> None:
    permission = view_of(pattern).permission  # type: ignore[attr-defined]
    at = address(pattern)
    wrong = []
    for role, by in world.of.items():
        client = Client()
        client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
        response = asked(client, pattern, at)
        if is_refused(response) == (permission in roles()[role].permissions) or response.status_code >= 500:
            wrong.append((role, response.status_code))
    assert wrong == []


@by_address
def test_a_guest_is_sent_to_log_in_unless_the_page_is_open(
    pattern: URLPattern, world: World, address: Callable[[URLPattern], str]
) -> None:
    response = asked(Client(), pattern, address(pattern))
    to_login = response.status_code == 302 and response["Location"].startswith(f"{reverse('login')}?next=")
    assert to_login == (view_of(pattern).permission is not Permission.OPEN)  # type: ignore[attr-defined]


def test_every_role_is_tried(world: World) -> None:
    assert world.of.keys() == roles().keys()
