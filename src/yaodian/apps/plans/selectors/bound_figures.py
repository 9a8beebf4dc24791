"""What stands behind a bound target's figure: 上报口径 beside 实时, and the townships and schools below, the worst first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.bases import FILED, Basis
from yaodian.apps.indicators.figure_text import Figure
from yaodian.apps.indicators.pinned import Filed, anchors_of
from yaodian.apps.indicators.shown import figures, taken_from
from yaodian.apps.indicators.tree import Tree, tree_on
from yaodian.apps.ledgers.models import Filing
from yaodian.apps.ledgers.numbers import numbers
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.promises import Promise, Thresholds, is_reached
from yaodian.apps.plans.selectors.computed import Computed
from yaodian.apps.plans.selectors.standing import TargetRow
from yaodian.kernel.figures import as_decimal
from yaodian.registers.indicator import Direction, Indicator

MOST_SCHOOLS = 8


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's figure below the target's: whether it reaches the target's value; None where nothing is known or shown."""

    unit: int
    name: str
    above: str  # the township of a school
    text: str
    reached: bool | None


@dataclass(frozen=True, slots=True)
class Below:
    """The units below, of those that the reader may see."""

    of: TargetRow
    townships: list[UnitLine]
    schools: list[UnitLine]
    more: int  # schools that are not listed

    def __bool__(self) -> bool:
        return bool(self.townships or self.schools)


def filed_beside(rows: Iterable[TargetRow], by: Acting) -> dict[int, Figure]:
    """The 上报口径 figures of bound targets, by target, where anybody has filed. One query more where nobody has."""
    held = {row.target.pk: row.computed for row in rows if row.computed is not None}
    if not held:
        return {}
    anchors = anchors_of(frozenset().union(*(one.indicator.registers for one in held.values())))
    filed = set(
        Filing.objects.filter(register__in=anchors, state=Filing.State.APPROVED).values_list("register", "period")
    )
    found = {}
    for pk, one in held.items():
        told = _filed(one, by, filed)
        if told is not None and told.complete.filed and (told.value is not None or told.hidden):
            found[pk] = told
    return found


def _filed(computed: Computed, by: Acting, filed: set[tuple[str, str]]) -> Figure | None:
    """The figure from filed rows; None where nobody has filed what it counts, or the reader may not see it."""
    moment = computed.followed.moment(computed.on)
    if moment is None:
        return None
    rows = Filed(moment.on, today())
    periods = {(key, rows.period(register_named(key)).key) for key in anchors_of(computed.indicator.registers)}
    if not periods & filed:
        return None
    tree = tree_on(moment.on)
    coverage = rows.coverage(computed.indicator.registers)
    basis = Basis(FILED, rows, tree, tree.units, numbers(), today(), coverage)
    taken = taken_from(basis, _counted(computed), computed.period, breakdown=computed.followed.split)
    told = taken.figures(by, [computed.followed.unit])
    return next((one for one in told if one.cell == computed.followed.cell), None)


def below(row: TargetRow, by: Acting) -> Below | None:
    """The townships and schools beneath the unit of a bound target; None where there are none, or it is bound to none."""
    if row.computed is None:
        return None
    tree = tree_on(row.computed.on)
    unit = row.computed.followed.unit
    beneath = [one for one in tree.units.beneath.get(unit, ()) if one != unit]
    period, split, cell = row.computed.period, row.computed.followed.split, row.computed.followed.cell
    told = figures([_counted(row.computed)], by=by, periods=[period], units=beneath, breakdown=split)
    told = [one for one in told if one.cell == cell and (one.hidden or _tells(one))]
    lines = {level: _lines(told, level, tree, row) for level in ("township", "school")}
    found = Below(row, lines["township"], lines["school"][:MOST_SCHOOLS], max(len(lines["school"]) - MOST_SCHOOLS, 0))
    return found or None


def _counted(computed: Computed) -> Indicator:
    """Of a calendar year, of an indicator that is kept by school years: the same, counted through the year."""
    return replace(computed.indicator, cycle=computed.period.span)


def _tells(figure: Figure) -> bool:
    """Whether a unit belongs in the table: a school that has none of what is merely counted has nothing to do with it."""
    indicator = figure.indicator
    merely_counted = indicator.measure.additive and indicator.direction is Direction.NEITHER
    return figure.value is not None and not (merely_counted and figure.value == 0)


def _lines(figures_: list[Figure], level: str, tree: Tree, row: TargetRow) -> list[UnitLine]:
    some = [one for one in figures_ if one.unit in tree.info and tree.units.levels.get(one.unit) == level]
    return [_line(one, tree, row.promise) for one in sorted(some, key=lambda one: _rank(one, row))]


def _rank(figure: Figure, row: TargetRow) -> tuple[bool, object]:
    """The worst first; hidden ones, of which nobody knows, last."""
    if figure.value is None:
        return True, 0
    downwards = figure.indicator.direction is Direction.DOWN or row.promise.comparator in ("<=", "<")
    return False, -figure.value if downwards else figure.value


def _line(figure: Figure, tree: Tree, promise: Promise) -> UnitLine:
    above = tree.units.parents.get(figure.unit)
    is_township = above is not None and tree.units.levels.get(above) == "township"
    township = tree.info[above].short_name if above is not None and is_township else ""
    comparable = (
        figure.value is not None and figure.indicator.unit == promise.unit and not figure.indicator.measure.additive
    )
    reached = (
        is_reached(promise, as_decimal(figure.value), Thresholds()) if comparable and figure.value is not None else None
    )
    return UnitLine(figure.unit, tree.info[figure.unit].short_name, township, figure.text, reached)
