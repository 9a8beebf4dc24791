"""The web app; screens' background works (`work.py`) are registered when Django is ready, in the worker too."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

from yaodian.web.screens import SCREENS


class WebConfig(AppConfig):
    """Pages."""

    name = "yaodian.web"

    def ready(self) -> None:
        """Import each screen's `work.py`, where it has one."""
        for screen in SCREENS:
            if find_spec(f"yaodian.web.screens.{screen}.work") is not None:
                import_module(f"yaodian.web.screens.{screen}.work")
