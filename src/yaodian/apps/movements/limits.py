"""The numbers of the rules that movements use, with the county's own layered over them."""

from pathlib import Path

from django.conf import settings

from yaodian.apps.audit.clock import today
from yaodian.rules import Parameters


def limit(key: str) -> int:
    """The value that holds today, e.g. of `pupils.transfer_days` (days)."""
    return int(Parameters(Path(settings.PARAMETERS_ROOT)).value(key, on=today()))
