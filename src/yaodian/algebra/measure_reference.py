"""The naive evaluator of measures: each by its definition, over the rows beneath one unit; engines must agree with it.

It knows no parts and adds nothing up: what `figures` computes from parts, this computes from rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import singledispatch

from yaodian.algebra.composed import Average, Combined, Dispersion, Mean, PerHead, Ratio, Share, root
from yaodian.algebra.figures import Cell
from yaodian.algebra.flow import Flow
from yaodian.algebra.measures import Count, Distinct, Latest, Leaf, Measure, Total, digits_of
from yaodian.algebra.nodes import Node
from yaodian.algebra.reference import At, value_of
from yaodian.algebra.units import Dimension, Owners, Units
from yaodian.algebra.world import Answer, Row, World


@dataclass(frozen=True)
class Beneath:
    """Where a measure is taken: the rows of the world beneath a unit, of one cell of some dimensions."""

    world: World
    units: Units
    owners: Owners
    unit: int
    dimensions: Sequence[Dimension] = field(default=())
    cell: Cell = ()

    def rows(self, register: str, where: Node | None = None) -> list[Row]:
        """Those of a register for which a condition holds."""
        return [row for row in self._all(register) if where is None or value_of(where, At(self.world, row))]

    def value(self, node: Node, row: Row) -> Answer:
        """What an expression gives for a row."""
        return value_of(node, At(self.world, row))

    def owner(self, register: str, row: Row) -> int | None:
        """The unit that a row belongs to, if it is in the tree."""
        owner: int | None = value_of(self.owners[register], At(self.world, row))
        return owner if owner in self.units.parents else None

    def _all(self, register: str) -> list[Row]:
        inside = self.units.beneath[self.unit]
        found = [row for row in self.world.tables[register] if self.owner(register, row) in inside]
        split = [dimension.of(register) for dimension in self.dimensions]
        return [row for row in found if tuple(self.value(node, row) for node in split) == self.cell]


def cells(registers: Sequence[str], at: Beneath) -> set[Cell]:
    """The values of the dimensions that the rows of some registers have, anywhere in the tree."""
    return {
        tuple(at.value(dimension.of(register), row) for dimension in at.dimensions)
        for register in registers
        for row in at.world.tables[register]
        if at.owner(register, row) is not None
    }


@singledispatch
def measured(measure: Measure, _at: Beneath) -> Fraction | None:
    """The exact figure of a measure; None is unknown."""
    raise TypeError(f"no figure for {type(measure).__name__}")


@measured.register
def _(measure: Count, at: Beneath) -> Fraction | None:
    return Fraction(len(at.rows(measure.register, measure.where)))


@measured.register
def _(measure: Total, at: Beneath) -> Fraction | None:
    return _scaled(measure, sum(_known(measure.value, at.rows(measure.register, measure.where), at)))


@measured.register
def _(measure: Latest, at: Beneath) -> Fraction | None:
    whole = replace(at, dimensions=(), cell=())  # what is latest does not depend on how figures are split up
    latest: dict[object, tuple[Answer, int, Answer]] = {}
    for row in whole.rows(measure.register, measure.where):
        day, value = at.value(measure.at, row), at.value(measure.value, row)
        key = (at.owner(measure.register, row), *(at.value(node, row) for node in measure.each))
        if day is not None and value is not None:
            latest[key] = max(latest.get(key, (day, row["id"], value)), (day, row["id"], value))
    kept = {row_id for _day, row_id, _value in latest.values()}
    rows = [row for row in at.rows(measure.register, measure.where) if row["id"] in kept]
    return _scaled(measure, sum(_known(measure.value, rows, at)))


@measured.register
def _(measure: Distinct, at: Beneath) -> Fraction | None:
    found = set()
    for row in at.rows(measure.register, measure.where):
        value, owner = at.value(measure.value, row), at.owner(measure.register, row)
        if value is not None and owner is not None:
            found.add((at.units.cell(owner, at.unit, measure.within), value))
    return Fraction(len(found))


@measured.register
def _(measure: Ratio, at: Beneath) -> Fraction | None:
    return _divided(measured(measure.part, at), measured(measure.whole, at), measure.scale)


@measured.register
def _(measure: PerHead, at: Beneath) -> Fraction | None:
    return _divided(measured(measure.amount, at), measured(measure.heads, at), measure.scale)


@measured.register
def _(measure: Share, at: Beneath) -> Fraction | None:
    rows = at.rows(measure.of.register, measure.of.where)
    among = [row for row in rows if at.value(measure.where, row)]
    if isinstance(measure.of, Total):
        part, whole = (sum(_known(measure.of.value, held, at)) for held in (among, rows))
    else:
        part, whole = len(among), len(rows)
    return Fraction(100 * part, whole) if whole else None


@measured.register
def _(measure: Mean, at: Beneath) -> Fraction | None:
    known = _known(measure.value, at.rows(measure.register, measure.where), at)
    return Fraction(sum(known), len(known) * 10**measure.value.type.digits) if known else None


@measured.register
def _(measure: Combined, at: Beneath) -> Fraction | None:
    left, right = measured(measure.left, at), measured(measure.right, at)
    if left is None or right is None:
        return None
    return {"+": left + right, "−": left - right}[measure.operator]


@measured.register
def _(measure: Average, at: Beneath) -> Fraction | None:
    figures = [measured(part, at) for part in measure.measures]
    return None if None in figures else sum(_some(figures), Fraction()) / len(figures)


@measured.register
def _(measure: Dispersion, at: Beneath) -> Fraction | None:
    units = [replace(at, unit=unit) for unit in at.units.of_level(measure.level, at.unit)]
    both = [(measured(measure.heads, one), measured(measure.amount, one)) for one in units]
    held = [(heads, amount / heads) for heads, amount in both if heads and amount is not None and heads > 0]
    all_heads = sum((heads for heads, _each in held), Fraction())
    mean = sum((heads * each for heads, each in held), Fraction()) / all_heads if held else Fraction()
    if mean <= 0:
        return None
    variance = sum((heads / all_heads * (each - mean) ** 2 for heads, each in held), Fraction())
    return root(variance / mean**2)


@measured.register
def _(measure: Flow, at: Beneath) -> Fraction | None:
    kept = start = moved = 0
    for row in at.rows(measure.register, measure.cohort):
        entered, left = at.value(measure.entered, row), at.value(measure.left, row)
        since, until = at.value(measure.since, row), at.value(measure.until, row)

        def there(day: Answer, entered: Answer = entered, left: Answer = left) -> bool:
            return None not in (entered, day) and entered <= day and (left is None or day < left)

        def between(
            day: Answer, how: Node | None, row: Row = row, ends: tuple[Answer, Answer] = (since, until)
        ) -> bool:
            inside = None not in (day, *ends) and ends[0] < day <= ends[1]
            return bool(inside and how is not None and at.value(how, row))

        start += there(since)
        moved += between(entered, measure.joined) - between(left, measure.parted)
        kept += between(left, measure.done) or (measure.kind == "retention" and there(until))
    whole = start + moved
    if whole <= 0:
        return None
    return min(Fraction(100), Fraction(100 * kept, whole)) if measure.capped else Fraction(100 * kept, whole)


def _known(node: Node, rows: Sequence[Row], at: Beneath) -> list[int]:
    return [value for value in (at.value(node, row) for row in rows) if value is not None]


def _some(figures: Sequence[Fraction | None]) -> list[Fraction]:
    return [figure for figure in figures if figure is not None]


def _scaled(leaf: Leaf, amount: int) -> Fraction:
    return Fraction(amount, 10 ** digits_of(leaf))


def _divided(part: Fraction | None, whole: Fraction | None, scale: int) -> Fraction | None:
    if part is None or whole is None or whole == 0:
        return None
    return part / whole * scale


Figures = Mapping[tuple[int, Cell], Fraction | None]


def figures_of(measure: Measure, at: Beneath, found: Sequence[Cell]) -> Figures:
    """The figure of each unit and cell."""
    return {
        (unit, cell): measured(measure, replace(at, unit=unit, cell=cell))
        for unit in at.units.parents
        for cell in found
    }
