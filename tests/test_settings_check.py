"""The project as a whole: Django's own checks pass and no migration is missing."""

import pytest
from django.core.management import call_command


def test_django_checks_pass() -> None:
    call_command("check", fail_level="WARNING")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True)
