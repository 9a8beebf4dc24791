"""The county, built once for all tests of this folder, in a SQLite file of its own that stands in for the test database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current
from django.core.management import call_command
from django.db import connections, transaction
from django.db.utils import load_backend

from yaodian.cli.county import DEMO_DAY, fill


@pytest.fixture(scope="package")
def county(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Path]:
    """The filled database, and where its files lie; only `in_county` lets a test into it."""
    file = tmp_path_factory.mktemp("county") / "county.sqlite3"
    told = {**connections.settings["default"], "ENGINE": "django.db.backends.sqlite3", "NAME": file}
    told["OPTIONS"] = {"transaction_mode": "IMMEDIATE"}
    Path(current.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with django_db_blocker.unblock():
        usual = connections["default"]
        connections["default"] = load_backend(told["ENGINE"]).DatabaseWrapper(told, "default")
        kept = current.DEMO_TODAY, current.MEDIA_ROOT
        current.DEMO_TODAY, current.MEDIA_ROOT = DEMO_DAY, file.parent / "files"
        try:
            call_command("migrate", verbosity=0)
            fill()
            yield file.parent / "files"
        finally:
            connections["default"].close()
            connections["default"] = usual
            current.DEMO_TODAY, current.MEDIA_ROOT = kept


@pytest.fixture
def in_county(county: Path, settings: Any) -> Iterator[None]:
    """One test in the county; what it changes is undone."""
    settings.MEDIA_ROOT, settings.DEMO_TODAY = county, DEMO_DAY
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
