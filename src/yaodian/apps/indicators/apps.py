"""The indicators app; its background works are registered when Django is ready."""

from importlib import import_module

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Indicators (指标)."""

    name = "yaodian.apps.indicators"
    label = "indicators"

    def ready(self) -> None:
        """Register the work of taking snapshots."""
        import_module("yaodian.apps.indicators.snapshots")
