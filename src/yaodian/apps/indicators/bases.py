"""What figures are computed from, in one value: rows, tree and numbers, live or filed, of now, of a day gone by or a snapshot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from yaodian.algebra.measures import Leaf
from yaodian.algebra.moment import Moment
from yaodian.algebra.units import Dimension, Units
from yaodian.algebra.world import ParameterSteps
from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.models import Snapshot
from yaodian.apps.indicators.parts import Terms
from yaodian.apps.indicators.pinned import Complete, Coverage, Covered, Filed, complete
from yaodian.apps.indicators.recorded import as_of
from yaodian.apps.indicators.snapshots import Frozen
from yaodian.apps.indicators.sources import LIVE as LIVING
from yaodian.apps.indicators.sources import Source, parts_from
from yaodian.apps.indicators.summed import Summed
from yaodian.apps.indicators.tree import Tree, tree_on
from yaodian.apps.ledgers.numbers import numbers
from yaodian.packs import catalogue

LIVE, FILED = str(Snapshot.Kind.LIVE), str(Snapshot.Kind.FILED)


@dataclass(frozen=True, eq=False)
class Basis:
    """`tree` is that of the day of figures; `units` are the same, or those that a snapshot holds."""

    kind: str
    rows: Source
    tree: Tree
    units: Units
    parameters: ParameterSteps
    known_on: date  # the day on which the rows were known to be so
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    snapshot: Snapshot | None = None

    def summed(self, leaves: Iterable[Leaf], moment: Moment, dimensions: tuple[Dimension, ...] = ()) -> Summed:
        """The integers of all units."""
        wanted = tuple(leaves)
        taken = parts_from(self.rows, {moment: wanted}, Terms(catalogue().owners, self.parameters, dimensions))
        return Summed(self.units, taken[moment], bool(dimensions))

    def complete(self, needed: Iterable[str], unit: int) -> Complete:
        """How many of the units beneath have filed the rows of these registers; none file live ones."""
        return complete(self.coverage, needed, self.units.beneath[unit])


def basis_for(on: date, kind: str = LIVE, known_on: date | None = None) -> Basis:
    """The rows for figures of a day: live ones, as they are or as they were known on a day, or filed ones."""
    tree = tree_on(on)
    if kind == FILED:
        filed = Filed(on, today())
        return Basis(kind, filed, tree, tree.units, numbers(), today(), Covered(filed, catalogue().registers))
    gone = known_on is not None and known_on < today()
    rows: Source = as_of(known_on) if known_on is not None and gone else LIVING
    return Basis(kind, rows, tree, tree.units, numbers(), known_on or today())


def basis_of(snapshot: Snapshot) -> Basis:
    """The rows of a snapshot."""
    held = Frozen(snapshot)
    tree = tree_on(snapshot.on)
    return Basis(snapshot.kind, held, tree, held.units, held.parameters, snapshot.on, held.coverage, snapshot)
