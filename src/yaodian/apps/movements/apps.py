"""The movements app; the follower that keeps the spells, and its background works, are registered when Django is ready."""

from importlib import import_module

from django.apps import AppConfig


class MovementsConfig(AppConfig):
    """Movements of pupils (学籍异动)."""

    name = "yaodian.apps.movements"
    label = "movements"

    def ready(self) -> None:
        """Follow the pupils' files; register the works of whole classes and schools."""
        import_module("yaodian.apps.movements.spells.following")
        import_module("yaodian.apps.movements.services.works")
