"""The ledgers app, and the base of the fields' apps that hold the registers' tables."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured

from yaodian.packs import registers


class LedgersConfig(AppConfig):
    """Ledgers (台账)."""

    name = "yaodian.apps.ledgers"
    label = "ledgers"
    default = True  # not FieldConfig below

    def ready(self) -> None:
        """A field whose tables are not installed is an error now, not when somebody opens its page."""
        missing = {register.field for register in registers().values()} - {
            config.label.removeprefix("field_") for config in apps.get_app_configs()
        }
        if missing:
            raise ImproperlyConfigured(f"no tables for the fields {sorted(missing)}: run `./yaodian refresh`")
        import_module("yaodian.apps.ledgers.search.following").connect(self)
        import_module("yaodian.apps.ledgers.checking.sweep")  # follows all writes; registers its work
        import_module("yaodian.apps.ledgers.filings.holding")  # registers its locks
        import_module("yaodian.apps.ledgers.filings.works")  # registers its work, and those of imports


class FieldConfig(AppConfig):
    """A field's tables; subclassed by `apps.py` of each folder of `fields/`."""

    default_auto_field = "django.db.models.BigAutoField"
