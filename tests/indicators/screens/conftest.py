"""The pages of indicators over two small schools."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.indicators.provenance.conftest import built, schools
from yaodian.apps.orgs.acting import Acting

__all__ = ["built", "schools"]  # fixtures
Ask = Callable[..., Any]


@pytest.fixture
def ask(settings: Any) -> Ask:
    """`ask(by, "/indicators/")`: the answer to somebody; with `post` what is sent."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)

    def asked(by: Acting, address: str, post: dict[str, str] | None = None) -> Any:
        client = Client()
        client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(address) if post is None else client.post(address, post)

    return asked
