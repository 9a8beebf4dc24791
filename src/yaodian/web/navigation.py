"""The rail and the tabs: each screen's `urls.py` declares its entries in `NAVIGATION`; what a post may not open is not shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from yaodian.apps.audit.clock import now, today
from yaodian.apps.notices.selectors import unread_count
from yaodian.apps.orgs.acting import Acting, posts_open_to
from yaodian.apps.orgs.permissions import Permission
from yaodian.web.screens import SCREENS


def everybody(_by: Acting) -> bool:
    """Whoever has the permission."""
    return True


@dataclass(frozen=True)
class Tab:
    """A second-level entry: an English message (translated when shown), the URL's name, its permission, its place; `shown`
    says to which of the posts with the permission, where a page asks for more (an office's duty)."""

    label: str
    url_name: str
    permission: Permission
    order: int = 0
    active_for: tuple[str, ...] = ()  # further URL names of the same tab
    shown: Callable[[Acting], bool] = everybody

    def is_open_to(self, by: Acting) -> bool:
        """Whether the post may open the page."""
        return by.may(self.permission) and self.shown(by)


@dataclass(frozen=True)
class Section:
    """A first-level entry (rail): message, icon, place. Screens that name the same key share it."""

    key: str
    label: str
    icon: str
    order: int
    tabs: tuple[Tab, ...] = field(default=())


@cache
def sections() -> tuple[Section, ...]:
    """All sections with their tabs, gathered from the screens."""
    found: dict[str, Section] = {}
    for name in SCREENS:
        for section in getattr(import_module(f"yaodian.web.screens.{name}.urls"), "NAVIGATION", ()):
            tabs = (*(found[section.key].tabs if section.key in found else ()), *section.tabs)
            found[section.key] = Section(
                section.key, section.label, section.icon, section.order, tuple(sorted(tabs, key=lambda tab: tab.order))
            )
    return tuple(sorted(found.values(), key=lambda section: section.order))


def shown_to(by: Acting, current: str) -> list[dict[str, Any]]:
    """The entries this post may open, with the current one marked."""
    shown = []
    for section in sections():
        tabs = [
            {"label": tab.label, "href": reverse(tab.url_name), "current": current in (tab.url_name, *tab.active_for)}
            for tab in section.tabs
            if tab.is_open_to(by)
        ]
        if tabs:
            shown.append(
                {
                    "label": section.label,
                    "icon": section.icon,
                    "href": tabs[0]["href"],
                    "tabs": tabs,
                    "current": any(tab["current"] for tab in tabs),
                    "foot": section.order >= 100,
                }
            )
    return shown


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context: `rail`, `tabs`, `section`, `by`, `my_posts`, `unread`, `demo_day`, `printed_at`; parts for HTMX get only `by`."""
    by: Acting | None = getattr(request, "by", None)
    if getattr(request, "htmx", False):
        return {"by": by}
    always = {"by": by, "demo_day": settings.DEMO_TODAY, "printed_at": now()}
    if by is None:
        return always
    match = request.resolver_match
    rail = shown_to(by, match.url_name or "" if match else "")
    current = next((entry for entry in rail if entry["current"]), None)
    return {
        **always,
        "rail": rail,
        "tabs": current["tabs"] if current else [],
        "section": current,
        "unread": unread_count(by.post),
        "my_posts": posts_open_to(by.user, today()),
    }
