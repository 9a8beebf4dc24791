"""Trying an own indicator out before it is kept: its figures, live, as its author would see them."""

from collections.abc import Iterable

from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.defining import tried
from yaodian.apps.indicators.definitions import Definition
from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.shown import figures
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.period import Period


def preview(
    definition: Definition,
    *,
    by: Acting | System,
    periods: Iterable[Period] | None = None,
    units: Iterable[int] | None = None,
) -> list[Figure]:
    """The figures that a form gives, of the period that runs where none is named; BadInput names what is wrong with the form,
    NotAllowed what may not be named."""
    indicator = tried(definition, by=by)
    wanted = [Period.of(indicator.cycle, today())] if periods is None else periods
    return figures([indicator], by=by, periods=wanted, units=units)
