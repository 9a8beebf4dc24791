"""Getting at a register's models by its key."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from yaodian.apps.ledgers.storage import APP, model_name
from yaodian.packs import registers
from yaodian.registers.register import Register


def register_named(key: str) -> Register:
    """A register by its key; KeyError with the ones that are there."""
    found = registers().get(key)
    if found is None:
        raise KeyError(f"no register {key!r}; there are {', '.join(registers())}")
    return found


@cache
def rows_of(key: str) -> type[models.Model]:
    """The model of a register's rows."""
    return _model(key, "")


@cache
def history_of(key: str) -> type[models.Model]:
    """The model of all versions of its rows."""
    return _model(key, "History")


@cache
def staged_of(key: str) -> type[models.Model]:
    """The model of its staged rows."""
    return _model(key, "Staged")


def _model(key: str, part: str) -> Any:
    register = register_named(key)
    return apps.get_model(APP.format(register.field), model_name(key) + part)
