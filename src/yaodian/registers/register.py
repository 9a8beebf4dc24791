"""A register 台账, declared: what one row is, its columns, who fills and reads it, its checks and derived columns.

From the declaration come the tables, lists, forms, sheets, the API and the manual's page; nothing else describes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from enum import StrEnum
from functools import cached_property

from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.language import Rows, Value
from yaodian.algebra.nodes import Node
from yaodian.algebra.types import YESNO, Type
from yaodian.kernel.breach import Severity
from yaodian.kernel.citation import Citation
from yaodian.registers.columns import Choice, Column, Organisation, Ref
from yaodian.registers.filing import Calendar
from yaodian.registers.offices import offices

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class Kind(StrEnum):
    """Whether rows have a life of their own or belong to a period."""

    LIVING = "living"  # never locked; a filing pins the versions of its day
    PERIODIC = "periodic"  # rows belong to a period (of the filing calendar) and are locked once that is approved


class Fills(StrEnum):
    """Whose posts write the rows."""

    UNIT = "unit"  # the owning school or kindergarten
    OFFICE = "office"  # the register's office, for all units


@dataclass(frozen=True, slots=True)
class Check:
    """A data check: its code, what is wrong (`says`), how much it weighs, the columns it is shown at, what to do, and the
    expression that is true for a bad row (unknown is not bad)."""

    code: str
    says: str
    severity: Severity
    on: tuple[str, ...]
    fix: str
    bad: Node
    basis: Citation | None = None


@dataclass(eq=False)
class Register:
    """One register. `identity` are required columns that together name a row; `owner` is the Organisation column whose unit
    owns it; `label` the columns that name it to people. `one_open` says that at most one row with these values is open,
    which is one whose date `closes` is unknown. `offices` are further offices that may read. `about_people` hides counts
    of 1–4 from readers without right to the rows. `groups` name runs of columns for forms: (title, key of the first one).
    DeclarationError for what makes no sense."""

    key: str
    title: str
    one_row_is: str
    office: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    owner: str
    label: tuple[str, ...]
    about_people: bool = False
    kind: Kind = Kind.LIVING
    fills: Fills = Fills.UNIT
    offices: tuple[str, ...] = ()
    one_open: tuple[str, ...] = ()
    closes: str = ""
    filing: Calendar | None = None
    basis: tuple[Citation, ...] = ()
    order: int = 100
    groups: tuple[tuple[str, str], ...] = ()
    counted_in: str = "条"  # what counts of its rows are given in: 人, 班, 所
    field: str = attribute(default="", init=False)  # the folder of packs it stands in; set when it is discovered
    checks: dict[str, Check] = attribute(default_factory=dict, init=False)
    derivations: dict[str, Node] = attribute(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for says in _nonsense(self):
            raise DeclarationError(f"register {self.key}: {says}")

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        """Its columns by key."""
        return {column.key: column for column in self.columns}

    @cached_property
    def types(self) -> Mapping[str, Type]:
        """The types of its columns, for expressions."""
        return {column.key: column.type for column in self.columns}

    @cached_property
    def rows(self) -> Rows:
        """Its rows, for writing checks: `register.rows.left_on < …`."""
        return Rows(self.key, self.types, counted_in=self.counted_in)

    @property
    def references(self) -> frozenset[str]:
        """The registers that its columns refer to."""
        return frozenset(column.register for column in self.columns if isinstance(column, Ref))

    def check(
        self,
        code: str,
        says: str,
        *,
        bad: Value,
        on: str | tuple[str, ...],
        fix: str,
        severity: Severity = ERROR,
        basis: Citation | None = None,
    ) -> None:
        """Declare a check; `bad` is true for a row that is wrong."""
        columns = (on,) if isinstance(on, str) else on
        if code in self.checks or not code.isidentifier():
            raise DeclarationError(f"register {self.key}: check {code!r} is declared twice or is no identifier")
        if unknown := [key for key in columns if key not in self.by_key]:
            raise DeclarationError(f"register {self.key}, check {code}: no column {unknown[0]!r}")
        if bad.node.type != YESNO:
            raise DeclarationError(f"register {self.key}, check {code}: `bad` must be a condition")
        if not says or not fix:
            raise DeclarationError(f"register {self.key}, check {code}: say what is wrong and what to do")
        self.checks[code] = Check(code, says, severity, columns, fix, bad.node, basis)

    def derive(self, key: str, value: Value) -> None:
        """Say how a derived column is computed from its row."""
        column = self.by_key.get(key)
        if column is None or not column.derived or key in self.derivations:
            raise DeclarationError(f"register {self.key}: {key!r} is not a derived column, or is derived twice")
        self.derivations[key] = value.node

    def sealed(self, field_name: str) -> "Register":
        """The register as discovered in a field; DeclarationError while a derived column lacks its expression."""
        if missing := [column.key for column in self.columns if column.derived and column.key not in self.derivations]:
            raise DeclarationError(f"register {self.key}: say how {missing[0]!r} is derived (register.derive)")
        self.field = field_name
        return self

    def resolved(self, conditions: Mapping[str, Node]) -> None:
        """Take the checks' conditions as they are once all registers are known (discovery calls it)."""
        self.checks = {code: replace(check, bad=conditions[code]) for code, check in self.checks.items()}

    def title_of(self, key: str) -> str:
        """A column's Chinese title."""
        return self.by_key[key].title


def _nonsense(register: Register) -> Iterable[str]:
    """What is wrong with a declaration."""
    by_key = {column.key: column for column in register.columns}
    yield from _wrong_names(register, by_key)
    yield from _wrong_owner_and_life(register, by_key)
    for column in register.columns:
        yield from _wrong_column(column)
    if not any(column.listed for column in register.columns):
        yield "at least one column must be listed"


def _wrong_names(register: Register, by_key: Mapping[str, Column]) -> Iterable[str]:
    """Keys, headings and offices."""
    if not register.key.isidentifier() or not register.key.islower():
        yield "its key must be an English lower-case identifier"
    for office in (register.office, *register.offices):
        if office not in offices():
            yield f"no office {office!r}; see registers/offices.yaml"
    headings = [heading for column in register.columns for heading in column.headings]
    for words in ([column.key for column in register.columns], headings):
        if doubles := {word for word in words if words.count(word) > 1}:
            yield f"{sorted(doubles)[0]!r} names two columns"
    for name in ("identity", "label", "one_open"):
        for key in getattr(register, name):
            if key not in by_key:
                yield f"{name} names {key!r}, which is no column"


def _wrong_owner_and_life(register: Register, by_key: Mapping[str, Column]) -> Iterable[str]:
    """Identity, owner, opening and closing, periods."""
    begins = [first for _title, first in register.groups]
    if begins and (begins[0] != register.columns[0].key or begins != [key for key in by_key if key in begins]):
        yield "groups begin at the first column and follow the columns' order"
    if not register.identity or not register.label:
        yield "say by which columns a row is known (identity) and named (label)"
    for key in register.identity:
        if key in by_key and not by_key[key].required:
            yield f"identity column {key!r} must be required"
    owner = by_key.get(register.owner)
    if not isinstance(owner, Organisation) or not owner.required:
        yield f"owner {register.owner!r} must be a required Organisation column"
    if bool(register.one_open) != bool(register.closes) or (register.closes and register.closes not in by_key):
        yield "one_open goes with closes, the date column that ends a row"
    if register.kind is Kind.PERIODIC and register.filing is None:
        yield "a periodic register needs a filing calendar, whose periods its rows belong to"


def _wrong_column(column: Column) -> Iterable[str]:
    """What a column lacks."""
    if isinstance(column, Choice) and not column.codes:
        yield f"choice {column.key!r} needs its code list"
    if isinstance(column, Ref) and not column.register:
        yield f"reference {column.key!r} needs the register it refers to"
    if column.sensitive and (column.sorted or column.filtered):
        yield f"{column.key!r} is sensitive: nobody may sort or filter by what he may not see"
