"""The API's description, kept in docs/api/openapi.json so that a change of a register shows what other systems will see."""

import json
from pathlib import Path

from yaodian.cli.django_ready import set_up

PAGE = Path(__file__).parents[3] / "docs" / "api" / "openapi.json"


def described() -> str:
    """The description as it is kept: indented, keys in the order of the routes."""
    set_up()
    from yaodian.api.urls import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1) + "\n"


def renew_openapi() -> None:
    """Write it, where this is a checkout."""
    if PAGE.parents[1].is_dir():
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(described(), encoding="utf-8")
