"""The plans app; its background works are registered when Django is ready."""

from importlib import import_module

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans (要点)."""

    name = "yaodian.apps.plans"
    label = "plans"

    def ready(self) -> None:
        """Register the works of reading (plans, revisions, the superior's documents), and what keeps posts and units from being closed."""
        import_module("yaodian.apps.plans.services.intake")
        import_module("yaodian.apps.plans.services.revising")
        import_module("yaodian.apps.plans.services.superior")
        import_module("yaodian.apps.plans.services.ties")
