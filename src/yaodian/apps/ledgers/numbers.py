"""The parameters that checks use, with the county's own layered over them."""

from pathlib import Path

from django.conf import settings

from yaodian.algebra.world import ParameterSteps, steps_of
from yaodian.rules import Parameters


def numbers() -> ParameterSteps:
    """The values of each parameter by the day on which each begins, for evaluators."""
    return steps_of(Parameters(Path(settings.PARAMETERS_ROOT)))
