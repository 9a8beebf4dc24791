"""What all tests share: a fresh data folder, Hypothesis without chance, jobs that run at once."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("YAODIAN_HOME", tempfile.mkdtemp(prefix="yaodian-test-"))

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real plans beside the repository; tests that need it are skipped where it is not."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("没有 ../shared（真实要点不在仓库中）")
    return folder


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where uploads of this run go: pytest-django reads the settings before this file could say it."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def _jobs_at_once(settings: pytest.FixtureRequest, data_folder: Path) -> None:
    """Background work runs in the caller; tests of the worker itself choose the database backend."""
    settings.MEDIA_ROOT = data_folder / "files"
    settings.PARAMETERS_ROOT = data_folder / "parameters"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
