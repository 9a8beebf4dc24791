"""What all tests share: a fresh data folder, tables without migrations, Hypothesis without chance, jobs that run at once."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("YAODIAN_HOME", tempfile.mkdtemp(prefix="yaodian-test-"))

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import HealthCheck, settings

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite's tables straight from the models: twenty seconds less for each worker. Migrations are run by PostgreSQL's tests and
    the demo's, and compared with the models by tests/meta/test_generated.py."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real plans beside the repository; tests that need it are skipped where it is not."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("没有 ../shared（真实要点不在仓库中）")
    return folder


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where uploads of this run go: pytest-django reads the settings before this file could say it. WhiteNoise wants its
    folder of static files to be there."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def _jobs_at_once(request: pytest.FixtureRequest, settings: pytest.FixtureRequest, data_folder: Path) -> None:
    """Background work runs in the caller; tests of the worker itself choose the database backend. Static files are looked
    for, which every test's client does anew, only where a browser asks for them."""
    settings.WHITENOISE_USE_FINDERS = request.node.get_closest_marker("browser") is not None
    settings.MEDIA_ROOT = data_folder / "files"
    settings.PARAMETERS_ROOT = data_folder / "parameters"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
