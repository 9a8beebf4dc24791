"""Publishing figures: with all that is needed to compute them again, exactly, whatever has changed since.

Only figures of filed rows (上报口径) are published. A published figure is never deleted: it is withdrawn, or corrected by
another that names it, and says why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib.metadata import version as version_of
from typing import Any

from django.db import IntegrityError, transaction

from yaodian import __version__
from yaodian.algebra.figures import figure
from yaodian.algebra.measures import Leaf, Measure, leaves
from yaodian.algebra.moment import Moment
from yaodian.algebra.needs import measures_need
from yaodian.algebra.nodes import Node
from yaodian.algebra.serial import from_json, measure_from_json, to_json
from yaodian.algebra.units import Dimension
from yaodian.apps.audit.clock import now
from yaodian.apps.audit.services import record
from yaodian.apps.indicators.catalogue import catalogue, indicator_named, leaves_of
from yaodian.apps.indicators.models import Publication, Snapshot
from yaodian.apps.indicators.parts import Keeper, Terms
from yaodian.apps.indicators.pinned import Coverage, anchors_of, complete
from yaodian.apps.indicators.protecting import hidden_figures, threshold
from yaodian.apps.indicators.snapshot_columns import telling_columns
from yaodian.apps.indicators.snapshots import Frozen
from yaodian.apps.indicators.summed import WHOLE, Summed
from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.orgs.acting import Acting, System, require
from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow
from yaodian.kernel.period import Period
from yaodian.packs import registers
from yaodian.registers.indicator import Indicator

ENGINES = ("duckdb", "ibis-framework", "pyarrow")
Json = dict[str, Any]


@dataclass(frozen=True)
class Definition:
    """All that turns a snapshot's rows into figures, as it was when they were published."""

    measure: Measure
    owners: Mapping[str, Node]
    moment: Moment
    dimension: Dimension | None
    digits: int
    says: str  # the definition (口径) in Chinese
    about_people: bool = False

    def as_json(self) -> Json:
        """As it is kept; `definition_from` reads it."""
        split = self.dimension and {
            "key": self.dimension.key,
            "by": [[register, to_json(node)] for register, node in self.dimension.by],
        }
        return {
            "measure": to_json(self.measure),
            "owners": {key: to_json(node) for key, node in self.owners.items()},
            "days": {name: day.isoformat() for name, day in self.moment.days.items()},
            "dimension": split,
            "digits": self.digits,
            "about_people": self.about_people,
            "says": self.says,
        }


def definition_from(written: Json) -> Definition:
    """What `as_json` wrote; DeclarationError where this version no longer knows a node."""
    days = {name: date.fromisoformat(day) for name, day in written["days"].items()}
    split = written["dimension"]
    return Definition(
        measure_from_json(written["measure"]),
        {key: from_json(node) for key, node in written["owners"].items()},
        Moment(days["as_of"], days["period_start"], days["period_end"]),
        split and Dimension(split["key"], tuple((register, from_json(node)) for register, node in split["by"])),
        written["digits"],
        written["says"],
        written["about_people"],
    )


def publish(
    *, code: str, unit: Unit, period: Period, snapshot: Snapshot, breakdown: str = "", by: Acting | System
) -> Publication:
    """Publish an indicator of a unit and period from a snapshot of filed rows for its day."""
    indicator = _allowed(code, unit, by)
    with transaction.atomic():
        found = _published(indicator, unit, period, snapshot, breakdown=breakdown, by=by)
        _save(found)
        record("figure.published", subject_of(found), f"公布{unit.short_name}{period.name}的“{indicator.title}”", by=by)
    return found


def correct(*, publication: Publication, snapshot: Snapshot, reason: str, by: Acting | System) -> Publication:
    """Publish it anew, from another snapshot or by the present definition, in place of the one that was wrong."""
    indicator = _allowed(publication.code, publication.unit, by)
    with transaction.atomic():
        old = _ended(publication, Publication.State.CORRECTED, reason, by)
        period = Period.read(old.period)
        found = _published(indicator, old.unit, period, snapshot, breakdown=old.breakdown, by=by)
        found.corrects = old
        _save(found)
        says = f"更正{old.unit.short_name}{period.name}的“{indicator.title}”：{old.reason}"
        record("figure.corrected", subject_of(found), says, by=by)
    return found


def withdraw(*, publication: Publication, reason: str, by: Acting | System) -> Publication:
    """Take it back; it stays on record with the reason."""
    require(by, Permission.INDICATOR_PUBLISH, unit_path=publication.unit.path)
    with transaction.atomic():
        old = _ended(publication, Publication.State.WITHDRAWN, reason, by)
        says = f"撤回{old.unit.short_name}{Period.read(old.period).name}的“{old.title}”：{old.reason}"
        record("figure.withdrawn", subject_of(old), says, by=by)
    return old


def recompute(publication: Publication) -> list[Json]:
    """The figures from the snapshot and the stored definition, as `Publication.figures` has them. Damaged where the snapshot
    is no longer what it was."""
    return _figures(definition_from(publication.definition), Frozen(publication.snapshot), publication.unit_id)


def amounts_of(definition: Definition, frozen: Frozen, wanted: Iterable[Leaf]) -> Summed:
    """The integers of all units, taken from a snapshot anew: nothing that was kept is used."""
    dimensions = (definition.dimension,) if definition.dimension else ()
    terms = Terms(definition.owners, frozen.parameters, dimensions)
    taken = Keeper().parts({definition.moment: tuple(wanted)}, terms, frozen.tables)
    return Summed(frozen.units, taken[definition.moment], bool(dimensions))


def subject_of(publication: Publication) -> str:
    """How the log names it."""
    return f"indicators.publication:{publication.pk}"


def exact_of(text: str | None) -> Fraction | None:
    """A kept number."""
    return None if text is None else Fraction(text)


def _allowed(code: str, unit: Unit, by: Acting | System) -> Indicator:
    require(by, Permission.INDICATOR_PUBLISH, unit_path=unit.path)
    indicator = indicator_named(code)
    if not all(may(by, Action.READ, registers()[key]) for key in indicator.registers):
        raise NotAllowed(f"“{indicator.title}”由能看它的台账的科室公布，“{by.post_name}”不能公布。")
    if telling := telling_columns(indicator.measure):
        raise NotNow(f"“{indicator.title}”用到“{'、'.join(telling)}”，快照里没有，不能公布。")
    return indicator


def _published(
    indicator: Indicator, unit: Unit, period: Period, snapshot: Snapshot, *, breakdown: str, by: Acting | System
) -> Publication:
    _refuse_other_day(indicator, period, snapshot)
    held, frozen = catalogue(), Frozen(snapshot)
    if breakdown and breakdown not in [each.key for each in held.split_by(indicator)]:
        raise BadInput({"breakdown": f"“{indicator.title}”不能这样细分。"})
    if unit.pk not in frozen.units.parents:
        raise BadInput({"unit": f"{unit.short_name}在{snapshot.on.isoformat()}还没有设立或已撤销。"})
    definition = Definition(
        indicator.measure,
        {leaf.register: held.owners[leaf.register] for leaf in leaves(indicator.measure)},
        indicator.moment(period, snapshot.on),
        held.dimensions[breakdown] if breakdown else None,
        indicator.digits,
        held.explain(indicator.measure),
        indicator.about_people,
    )
    needed = measures_need([indicator.measure], held.owners)
    beneath = frozen.units.beneath[unit.pk]
    filed = complete(frozen.coverage, needed, beneath)
    if filed.of and not filed.filed:
        _refuse_unfiled(indicator, unit, {key: frozen.coverage[key] for key in anchors_of(needed)}, beneath)
    return Publication(
        code=indicator.code,
        title=indicator.title,
        version=indicator.version,
        unit=unit,
        period=period.key,
        breakdown=breakdown,
        definition=definition.as_json(),
        engine={"yaodian": __version__, **{name: version_of(name) for name in ENGINES}},
        snapshot=snapshot,
        figures=_figures(definition, frozen, unit.pk),
        hidden=_hidden(indicator, definition, frozen, unit.pk),
        filed=filed.filed,
        of=filed.of,
        published_at=now(),
        by_user=by.user_id,
        by_name=by.name,
        by_post=by.post_name,
    )


def _figures(definition: Definition, frozen: Frozen, unit: int) -> list[Json]:
    measure = definition.measure
    amounts = amounts_of(definition, frozen, leaves(measure))
    cells = [WHOLE, *(amounts.cells(measure, unit) if definition.dimension else ())]
    return [
        {
            "cell": list(cell),
            "parts": [_kept(figure(part, amounts, unit, cell)) for part in measure.parts],
            "value": _kept(figure(measure, amounts, unit, cell)),
        }
        for cell in cells
    ]


def _hidden(indicator: Indicator, definition: Definition, frozen: Frozen, unit: int) -> list[list[Any]]:
    """The cells that the public is not shown, decided for all units at once."""
    amounts = amounts_of(definition, frozen, leaves_of([indicator]))
    split, below = definition.dimension, threshold(definition.moment.on)
    gone = hidden_figures(indicator, amounts, split, seen=frozen.units.levels, known=(), below=below)
    return [list(cell) for at, cell in gone if at == unit]


def _kept(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _refuse_other_day(indicator: Indicator, period: Period, snapshot: Snapshot) -> None:
    if snapshot.kind != Snapshot.Kind.FILED:
        raise NotNow("实时数只供工作参考，不能公布。请先做上报口径的快照。")
    if period.span is not indicator.cycle:
        raise BadInput({"period": f"“{indicator.title}”不是按这种时期算的。"})
    on = indicator.moment(period, snapshot.on).on
    if on != snapshot.on:
        says = f"“{indicator.title}”{period.name}取{on.isoformat()}的数，这个快照是{snapshot.on.isoformat()}的。"
        raise NotNow(f"{says}请先做{on.isoformat()}的上报口径快照。")


def _refuse_unfiled(indicator: Indicator, unit: Unit, coverage: Mapping[str, Coverage], beneath: Iterable[int]) -> None:
    """Say of each register that the figure counts how many of the units have filed it."""
    within = frozenset(beneath)
    said = "，".join(
        f"《{registers()[key].title}》{Period.read(held.period).name}"
        f"{len((held.filed | held.missing) & within)}个单位已审定{len(held.filed & within)}个"
        for key, held in coverage.items()
    )
    raise NotNow(
        f"{unit.short_name}的“{indicator.title}”还不能公布：要用的台账没有一个单位报齐并审定（{said}）。"
        "请先催报、审定，再重做上报口径的快照。"
    )


def _save(publication: Publication) -> None:
    try:
        with transaction.atomic():
            publication.save()
    except IntegrityError as error:
        raise NotNow("这个数已经公布。有错请用更正，写明原因。") from error


def _ended(publication: Publication, state: Publication.State, reason: str, by: Acting | System) -> Publication:
    if not reason.strip():
        raise BadInput({"reason": "请写明原因；看过旧数的人要知道它为什么不算了。"})
    old = Publication.objects.select_for_update(of=("self",)).select_related("unit").get(pk=publication.pk)
    if old.state != Publication.State.CURRENT:
        raise NotNow(f"这个数{old.get_state_display()}，不能再办这一步。")
    old.state, old.reason, old.ended_at, old.ended_by = state, reason.strip()[:300], now(), by.name
    old.save(update_fields=["state", "reason", "ended_at", "ended_by"])
    return old
