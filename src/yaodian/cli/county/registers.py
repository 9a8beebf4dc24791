"""The registers of the demo county: invented schools, staff and children for its own units, sound when they were taken over
in August; what its checks find came in since the filings of September."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from yaodian.apps.audit.clock import at
from yaodian.apps.ledgers.bulk import INITIAL, add_rows
from yaodian.apps.ledgers.checking.sweep import sweep_dirty
from yaodian.apps.ledgers.derived import with_derived
from yaodian.apps.ledgers.many import change_many
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import System
from yaodian.apps.orgs.selectors import all_units
from yaodian.cli.synthetic import County, Unit, make_county
from yaodian.cli.synthetic.planting import plant_all
from yaodian.packs import registers
from yaodian.registers.columns import Organisation, Ref
from yaodian.registers.register import Kind, Register

SEED, PUPILS = 7, 3000
TAKEN_OVER, SINCE_THEN = date(2026, 8, 28), date(2026, 9, 15)
SOURCE = "示范数据"
Row = dict[str, Any]
Rows = Mapping[str, list[Row]]


def fill_registers() -> "Registers":
    """Make the county for the units that are there and store its rows without contradictions; `go_wrong` brings those.

    Rows of periodic registers are locked once they are filed: theirs are wrong from the start.
    """
    made = make_county(SEED, PUPILS, units=units_here(), plant=False)
    sound = {key: [dict(row) for row in rows] for key, rows in made.rows.items()}
    plant_all(made.rows, SEED)
    sound |= {key: made.rows[key] for key in sound if register_named(key).kind is Kind.PERIODIC}
    found = Registers(sound, made.rows)
    with at(TAKEN_OVER):
        found.stored.add(sound)
    return found


def units_here() -> list[Unit]:
    """The organisation's tree as the synthetic county takes it."""
    return [
        Unit(
            code=unit.code,
            name=unit.name,
            kind=unit.kind,
            parent=unit.parent.code if unit.parent else "",
            stages=tuple(stage for stage in unit.stages.split(",") if stage),
            short_name=unit.short_name,
            sort=unit.sort,
        )
        for unit in all_units()
        if unit.kind != "office"
    ]


def load(county: County) -> dict[str, int]:
    """Store all rows of a county; how many of each register."""
    stored = Stored()
    stored.add(county.rows)
    return {key: len(found) for key, found in stored.numbers.items()}


@dataclass
class Stored:
    """Rows of a county in the database, with the numbers they have here in place of the county's own."""

    units: Mapping[str, int] = field(default_factory=lambda: {unit.code: unit.pk for unit in all_units()})
    numbers: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, rows: Rows) -> None:
        """Store rows, referred ones first."""
        for register in in_order():
            for period, some in by_period(rows.get(register.key, ())).items():
                stored = [self._here(register, row) for row in some]
                ids = add_rows(register=register, rows=stored, by=System(), kind=INITIAL, source=SOURCE, period=period)
                self.numbers[register.key] |= dict(zip((row["id"] for row in some), ids, strict=True))

    def change(self, register: Register, before: Iterable[Row], after: Iterable[Row]) -> None:
        """Change those rows of a register that differ."""
        wanted = {row["id"]: row for row in after}
        changes = [
            ([self.numbers[register.key][row["id"]]], self._differs(register, row, wanted[row["id"]]))
            for row in before
            if row != wanted[row["id"]]
        ]
        if changes:
            change_many(
                register=register,
                changes=changes,
                by=System(),
                kind=INITIAL,
                reason="开学以后的变动",
                source=SOURCE,
                checked=False,
            )

    def _differs(self, register: Register, before: Row, after: Row) -> dict[str, Any]:
        old, new = (with_derived(register, self._here(register, row)) for row in (before, after))
        return {key: value for key, value in new.items() if value != old[key]}

    def _here(self, register: Register, row: Row) -> dict[str, Any]:
        """A row with this database's numbers for units and other rows."""
        values = {key: value for key, value in row.items() if key in register.by_key}
        for column in register.columns:
            value = values.get(column.key)
            if value is None:
                continue
            if isinstance(column, Organisation):
                values[column.key] = self.units[value]
            elif isinstance(column, Ref):
                values[column.key] = self.numbers[column.register][value]
        return values


@dataclass
class Registers:
    """The county's rows as they were taken over, and as they have become."""

    before: Rows
    after: Rows
    stored: Stored = field(default_factory=Stored)

    def go_wrong(self) -> None:
        """Bring in, on one evening, the contradictions that the checks are to find, and go through the checks."""
        with at(SINCE_THEN, time(17)):
            self.stored.add({key: self._new(key) for key in self.after})
            for register in registers().values():
                self.stored.change(register, self.before.get(register.key, ()), self.after.get(register.key, ()))
        sweep_dirty()

    def _new(self, key: str) -> list[Row]:
        known = {row["id"] for row in self.before[key]}
        return [row for row in self.after[key] if row["id"] not in known]


def in_order() -> list[Register]:
    """All registers, each after those that it refers to."""
    done: dict[str, Register] = {}

    def add(register: Register) -> None:
        for key in sorted(register.references - {register.key}):
            add(register_named(key))
        done.setdefault(register.key, register)

    for register in registers().values():
        add(register)
    return list(done.values())


def by_period(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    """Rows by the period they belong to, "" for those of living registers."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get("period", "")].append(row)
    return found
