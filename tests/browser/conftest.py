"""Chromium for tests of pages: `open_page(by)` gives a page signed in as somebody, guarded against errors and other hosts.

The tests here are marked `browser`; without Chromium they are skipped and say so. On SQLite they use a database file, since
the live server answers in threads of its own.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test import Client

from tests.world import World, small_world
from yaodian.apps.orgs.acting import Acting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDE, PHONE = (1440, 900), (390, 844)
# A click returns before the next page is there; until then `leaving` stands on the old one (see `settled`).
MARK_LEAVING = "addEventListener('beforeunload', () => { window.leaving = true })"
# A function, not an expression: Playwright evaluates an expression anew each time it looks, which the pages' CSP forbids.
SETTLED = "() => document.readyState === 'complete' && !window.leaving && !document.querySelector('.htmx-request')"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PICTURES = os.environ.get("YAODIAN_PICTURES", "")  # a folder: pictures of the pages that tests go through are put there
OpenPage = Callable[..., "Page"]
Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without, when the server starts


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark and, without Chromium, skip everything in this folder."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="没有 Chromium：apt install chromium fonts-noto-cjk"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database file instead of one in memory."""
    default = connections["default"]
    if default.vendor == "sqlite":
        default.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One Chromium for the whole run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield started
        started.close()


@pytest.fixture
def world(transactional_db: None) -> World:
    """The small world, committed so that the live server sees it."""
    return small_world()


@pytest.fixture
def allowed_errors() -> list[str]:
    """Parts of console errors that a test expects, e.g. "status of 404"; the test appends to it."""
    return []


@pytest.fixture
def open_page(browser: "Browser", live_server: Any, allowed_errors: list[str]) -> Iterator[OpenPage]:
    """`open_page(by, "/notices/", size=PHONE)`: a page of its own, signed in as `by` (None: a guest).

    When the test ends it fails for any error in a console and any request to another host.
    """
    contexts, wrong = [], []

    def watch(page: "Page") -> None:
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))

    def strangers(request: Any) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:", "about:")):
            wrong.append(f"request to another host: {request.url}")

    def opened(by: Acting | None, address: str = "", *, size: tuple[int, int] = WIDE) -> "Page":
        context = browser.new_context(
            base_url=live_server.url, locale="zh-CN", viewport={"width": size[0], "height": size[1]}
        )
        contexts.append(context)
        context.set_default_timeout(8000)
        context.on("request", strangers)
        context.on("page", watch)
        if by is not None:
            client = Client()
            client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
            cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
        page = context.new_page()
        page.add_init_script(MARK_LEAVING)
        if address:
            page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in wrong if not any(part in line for part in allowed_errors)] == []


def settled(page: "Page") -> None:
    """Wait until the page that a click or an answer leads to is there, whole; a download leaves the page as it is."""
    from playwright.sync_api import Error
    from playwright.sync_api import TimeoutError as TooLong

    for _attempt in range(3):
        try:
            page.wait_for_timeout(50)  # a click's navigation begins in a task of its own
            page.wait_for_function(SETTLED, timeout=4000)
        except TooLong:
            return
        except Error:  # the page that was asked went away meanwhile
            continue
        else:
            return


def shot(page: "Page", name: str) -> None:
    """A page stands still and is no wider than its window; keep a picture of it where YAODIAN_PICTURES names a folder."""
    settled(page)
    wide = page.evaluate(WIDER)
    assert wide <= 0, f"{name} is {wide} px wider than the window"
    if PICTURES:
        test = os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[0].rpartition("/")[2].removesuffix(".py")
        width = (page.viewport_size or {"width": 0})["width"]
        page.wait_for_timeout(200)  # pictures of charts move
        page.screenshot(path=Path(PICTURES) / test / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def check_page() -> Callable[["Page"], None]:
    """Check a page for accessibility (axe, WCAG 2.1 AA), one h1, and no sideways scrolling."""
    from axe_playwright_python.sync_playwright import Axe

    tags = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}

    def check(page: "Page") -> None:
        settled(page)
        found = Axe().run(page, options=tags)
        assert found.violations_count == 0, found.generate_report()
        assert page.locator("h1").count() == 1
        wide = page.evaluate(WIDER)
        assert wide <= 0, f"{wide} px wider than the window"

    return check
