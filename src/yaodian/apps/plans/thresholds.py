"""The thresholds of the lights as they hold here: the system's parameters with the bureau's own layered over them."""

from datetime import date
from pathlib import Path

from django.conf import settings

from yaodian.apps.plans.lights import Thresholds
from yaodian.rules import Parameter, Parameters


def thresholds_on(day: date) -> Thresholds:
    """The numbers of the rule on a day."""
    known = _parameters()
    return Thresholds(**{name: known.value(f"lights.{name}", on=day) for name in Thresholds.__dataclass_fields__})


def parameters_of_lights() -> list[Parameter]:
    """The parameters with label, meaning and source, for the page that shows the rule."""
    known = _parameters()
    return [known.get(f"lights.{name}") for name in Thresholds.__dataclass_fields__]


def _parameters() -> Parameters:
    return Parameters(Path(settings.PARAMETERS_ROOT))
