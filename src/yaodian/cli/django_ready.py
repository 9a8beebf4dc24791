"""Django, set up once, for commands that need it only sometimes."""

import os


def set_up() -> None:
    """Set Django up unless it is already."""
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yaodian.config.settings")
        django.setup()
