"""Settings of the bench of lists: Yaodian's own with Django's admin beside it; tables made at once, without migrations."""

from typing import Any

from django.contrib import admin

from yaodian.config import settings as ours
from yaodian.config.settings import *  # noqa: F403  # settings are layered by names


class Unmigrated:
    """Every app's tables are made from its models."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


INSTALLED_APPS = [*ours.INSTALLED_APPS, "django.contrib.admin"]
MIGRATION_MODULES: Any = Unmigrated()
ROOT_URLCONF = "_lists_urls"
ALLOWED_HOSTS = ["testserver"]
_templates: Any = ours.TEMPLATES[0]
TEMPLATES = [
    {
        **_templates,
        "DIRS": [*_templates["DIRS"], f"{admin.__path__[0]}/templates"],
        "OPTIONS": {
            **_templates["OPTIONS"],
            "context_processors": [
                *_templates["OPTIONS"]["context_processors"],
                "django.contrib.auth.context_processors.auth",
            ],
        },
    }
]
