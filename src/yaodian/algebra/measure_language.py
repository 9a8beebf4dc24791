"""How declarations write measures: `rows.count(where=…)`, `ratio(part, whole)`; see `language` for expressions over a row.

`MeasuredRows` holds what `Rows` can be asked for all its rows; the functions make measures of measures.
"""

from abc import ABC, abstractmethod
from functools import reduce

from yaodian.algebra.combine import one_row
from yaodian.algebra.composed import Average, Combined, Dispersion, Mean, PerHead, Ratio, Share
from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.flow import Flow
from yaodian.algebra.measures import Count, Distinct, Latest, Measure, Total
from yaodian.algebra.moment import AsOf, PeriodEnd, PeriodStart
from yaodian.algebra.nodes import And, Node
from yaodian.algebra.related import columns_here
from yaodian.algebra.types import Kind
from yaodian.algebra.units import Dimension
from yaodian.algebra.value import Known, Value

Asked = str | Value  # a column by its key, or an expression over a row


class MeasuredRows(ABC):
    """What all rows of a register give. `unit` and `per` say what one row is (人, 班); the register's own where left out."""

    _register: str
    _counted_in: str

    @abstractmethod
    def __getitem__(self, name: str) -> Value:
        """A column of a row."""

    def count(self, *, where: Value | None = None, unit: str = "") -> Count:
        """How many rows: `rows.count(where=rows.boarding)`."""
        return Count(self._register, _node(where), unit or self._counted_in)

    def total(self, value: Asked, *, where: Value | None = None) -> Total:
        """The sum of the known values: `rows.total("area", where=rows.dangerous)`."""
        return Total(self._register, self._asked(value), _node(where))

    def mean(self, value: Asked, *, where: Value | None = None, per: str = "") -> Mean:
        """The mean of the known values, each row counting the same: `rows.mean("size", per="班")`."""
        return Mean(self._register, self._asked(value), per or self._counted_in, _node(where))

    def distinct(self, value: Asked, *, where: Value | None = None, within: str = "", unit: str = "") -> Distinct:
        """How many different known values; `within` is the level of units within which they are told apart."""
        return Distinct(self._register, self._asked(value), _node(where), within, unit)

    def latest(self, value: Asked, *, at: Asked, each: tuple[Asked, ...] = (), where: Value | None = None) -> Latest:
        """The sum of each unit's latest values, up to the day of figures: `rows.latest("children", at="counted_on",
        each=("age",))`. A school year counts from the 1 September with which it begins."""
        when = Value(self._asked(at), Known())
        kind = when.node.type.kind
        if kind is Kind.LATER:
            raise DeclarationError(
                f"declare the latest of {self._register} where its columns are known: in its own pack"
            )
        given = [] if where is None else [where.node]
        if kind in (Kind.DATE, Kind.YEAR):
            given.append(((when.on(9, 1) if kind is Kind.YEAR else when) <= as_of()).node)
        condition = And(tuple(given)) if len(given) > 1 else given[0] if given else None
        parts = tuple(self._asked(part) for part in each)
        return Latest(self._register, self._asked(value), when.node, parts, condition)

    def flow(
        self,
        kind: str,
        *,
        entered: Asked,
        left: Asked,
        since: Value | None = None,
        until: Value | None = None,
        cohort: Value | None = None,
        joined: Value | None = None,
        parted: Value | None = None,
        done: Value | None = None,
        unit: str = "",
        capped: bool = False,
    ) -> Flow:
        """The "retention", "completion" or "drop-out" of a cohort of spells (see `Flow`), by default over the period."""
        return Flow(
            kind,
            self._register,
            self._asked(entered),
            self._asked(left),
            (period_start() if since is None else since).node,
            (period_end() if until is None else until).node,
            _node(cohort),
            _node(joined),
            _node(parted),
            _node(done),
            unit or self._counted_in or "人",
            capped,
        )

    def _asked(self, value: Asked) -> Node:
        return (self[value] if isinstance(value, str) else value).node


# What measures give together -----------------------------------------------------------------------------------------------


def ratio(part: Measure, whole: Measure, *, scale: int = 100) -> Ratio:
    """One amount to another of the same unit, in percent; `scale=1` for pupils to one teacher."""
    return Ratio(part, whole, scale)


def per_head(amount: Measure, heads: Measure, *, scale: int = 1) -> PerHead:
    """An amount per one of a count, or per 100 of them: `per_head(rooms.total("area"), pupils.count())`."""
    return PerHead(amount, heads, scale)


def share(of: Count | Total, where: Value) -> Share:
    """The percent of a count or total that is of rows for which a condition holds too."""
    return Share(of, where.node)


def dispersion(amount: Measure, heads: Measure, *, level: str = "school") -> Dispersion:
    """差异系数 of an amount per head among the units of a level, weighted by heads."""
    return Dispersion(amount, heads, level)


def average(first: Measure, *others: Measure) -> Average:
    """The plain mean of several measures (综合差异系数)."""
    return Average((first, *others))


def sum_of(first: Measure, *others: Measure) -> Measure:
    """The sum of measures of one unit."""
    return reduce(lambda left, right: Combined("+", left, right), others, first)


def difference(left: Measure, right: Measure) -> Combined:
    """One measure less another of the same unit."""
    return Combined("−", left, right)


def dimension(key: str, first: Value, *others: Value) -> Dimension:
    """A way to split figures up, by one expression for each register that has it: `dimension("sex", pupils.sex, staff.sex)`."""
    return Dimension(key, tuple((_register_of(value, key), value.node) for value in (first, *others)))


# Days of figures ------------------------------------------------------------------------------------------------------------


def as_of() -> Value:
    """The day on which figures are taken."""
    return Value(AsOf(), Known())


def period_start() -> Value:
    """The first day of the period; `(period_start().year - 5).on(9, 1)` is five years before a school year's."""
    return Value(PeriodStart(), Known())


def period_end() -> Value:
    """The last day of the period."""
    return Value(PeriodEnd(), Known())


def _node(value: Value | None) -> Node | None:
    return None if value is None else value.node


def _register_of(value: Value, key: str) -> str:
    register = one_row(columns_here(value.node), key)
    if not register:
        raise DeclarationError(f"{key}: say by which column figures are split up")
    return register
