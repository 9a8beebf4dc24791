"""上报口径: the rows that units filed and their offices approved, in the versions that were handed in.

For the figures of a day each filed register is taken from the filing that is due next, seen from that day: the yearly
statistics of 1 September from those filed in October. For figures up to today it is the last one that was due. Of a
periodic register the filings of all periods before count too, since each holds rows of its own.

A register that is kept for all units by its office is not filed itself. Where its rows belong to rows that are (a spell to
its pupil), they go with these: as recorded when those were handed in. Otherwise they are taken as they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from yaodian.apps.indicators.recorded import history_table, table_of
from yaodian.apps.ledgers.checking.relation import live_table
from yaodian.apps.ledgers.filings.opening import filing_registers, units_that_file
from yaodian.apps.ledgers.models import Batch, FiledRow, Filing, FilingStep
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named
from yaodian.kernel.period import Period
from yaodian.registers.columns import Ref
from yaodian.registers.register import Kind, Register


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who has filed a register for a period, of the units that file it."""

    period: str
    filed: frozenset[int]
    missing: frozenset[int]

    def as_json(self) -> dict[str, Any]:
        """As a snapshot keeps it."""
        return {"period": self.period, "filed": sorted(self.filed), "missing": sorted(self.missing)}

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "Coverage":
        """What `as_json` wrote."""
        return cls(written["period"], frozenset(written["filed"]), frozenset(written["missing"]))


@dataclass(frozen=True, slots=True)
class Complete:
    """Of some units: how many file, how many have filed everything that a figure counts, and who has not."""

    of: int = 0
    filed: int = 0
    missing: frozenset[int] = frozenset()


class Covered(Mapping[str, Coverage]):
    """Who has filed, by filed register; each is asked for when it is first wanted, since a figure needs few of them."""

    def __init__(self, rows: "Filed", registers: Iterable[str]) -> None:
        self.rows, self.keys_held = rows, anchors_of(registers)
        self.found: dict[str, Coverage] = {}

    def __getitem__(self, key: str) -> Coverage:
        if key not in self.found:
            if key not in self.keys_held:
                raise KeyError(key)
            self.found |= self.rows.coverage([key])
        return self.found[key]

    def __contains__(self, key: object) -> bool:
        return key in self.keys_held

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_held)

    def __len__(self) -> int:
        return len(self.keys_held)


def complete(coverage: Mapping[str, Coverage], needed: Iterable[str], units: Iterable[int]) -> Complete:
    """How complete the rows of some registers are for units; `coverage` by filed register."""
    if not coverage:
        return Complete()
    within = frozenset(units)
    held = [coverage[key] for key in anchors_of(needed) if key in coverage]
    missing = frozenset().union(*(each.missing for each in held)) & within
    filing = frozenset().union(*(each.filed | each.missing for each in held)) & within
    return Complete(len(filing), len(filing - missing), missing)


@dataclass(frozen=True)
class Filed:
    """The approved rows for the figures of a day, seen from `today`."""

    on: date
    today: date

    @property
    def stamp(self) -> str:
        """Changes with every decision on a filing, and with rows that are not filed."""
        steps, batches = (_last(FilingStep), _last(Batch))
        return f"filed:{self.on.isoformat()}:{self.today.isoformat()}:{steps}:{batches}"

    def tables(self, needed: Mapping[str, Iterable[str]]) -> dict[str, pa.Table]:
        """The rows of each register with these columns (and `id`)."""
        return {key: self._table(register_named(key), columns) for key, columns in needed.items()}

    def coverage(self, registers: Iterable[str]) -> dict[str, Coverage]:
        """Who has filed, by each filed register that these are, or whose rows go with."""
        return {key: self._covered(register_named(key)) for key in anchors_of(registers)}

    def filings(self, key: str) -> list[int]:
        """The approved filings that a filed register's rows are taken from."""
        register = register_named(key)
        period = self.period(register)
        approved = Filing.objects.filter(register=key, state=Filing.State.APPROVED).order_by("pk")
        if register.kind is not Kind.PERIODIC:
            return list(approved.filter(period=period.key).values_list("pk", flat=True))
        return [number for number, each in approved.values_list("pk", "period") if Period.read(each) <= period]

    def period(self, register: Register) -> Period:
        """The period of a filed register from whose filing its rows are taken."""
        if register.filing is None:
            raise ValueError(f"{register.key} is not filed")
        due_next = register.filing.current(self.on)
        return due_next if self.on < self.today else due_next.before()

    def _covered(self, register: Register) -> Coverage:
        period = self.period(register)
        approved = Filing.objects.filter(register=register.key, period=period.key, state=Filing.State.APPROVED)
        filed = frozenset(approved.values_list("unit", flat=True))
        file = frozenset(units_that_file(register, period).values_list("pk", flat=True))
        return Coverage(period.key, filed & file, file - filed)

    def _table(self, register: Register, columns: Iterable[str]) -> pa.Table:
        anchor = anchor_of(register)
        if anchor is None:
            return live_table(register.key, columns)
        filings = ", ".join(map(str, self.filings(anchor.key))) or "null"
        source = _own(register, filings) if anchor is register else _belonging(register, anchor, filings)
        return history_table(register.key, columns, source)


def anchors_of(keys: Iterable[str]) -> list[str]:
    """The filed registers by whose filings the rows of some registers are approved."""
    return sorted({anchor.key for key in keys if (anchor := anchor_of(register_named(key)))})


def anchor_of(register: Register) -> Register | None:
    """The filed register by whose filings a register's rows are approved: itself, or the one that a required reference of
    its rows names; None for rows that nobody files."""
    filed = {each.key: each for each in filing_registers()}
    if register.key in filed:
        return filed[register.key]
    reference = _reference(register, filed)
    return filed[reference.register] if reference else None


def _reference(register: Register, filed: Mapping[str, Register]) -> Ref | None:
    found = (column for column in register.columns if isinstance(column, Ref) and column.required)
    return next((column for column in found if column.register in filed), None)


def _own(register: Register, filings: str) -> str:
    """The versions that filings hold; of a row that two of them hold, because it moved, the later."""
    pinned = _table_of(FiledRow)
    return f"""from (select held.*, row_number() over (partition by held."row" order by held."version" desc) as "latest"
        from "{table_of(register.key)}" held join "{pinned}" pinned
        on pinned."row" = held."row" and pinned."version" = held."version"
        where pinned."filing_id" in ({filings}) and not held."gone") as filed where "latest" = 1"""  # noqa: S608  # declared names and numbers


def _belonging(register: Register, anchor: Register, filings: str) -> str:
    """The versions that held when the rows to which they belong were handed in."""
    reference = _reference(register, {anchor.key: anchor})
    if reference is None:
        raise ValueError(f"rows of {register.key} do not belong to those of {anchor.key}")
    return f"""from (select held.* from "{table_of(register.key)}" held join (
        select pinned."row", max(filing."submitted_at") as "moment" from "{_table_of(FiledRow)}" pinned
        join "{_table_of(Filing)}" filing on filing."id" = pinned."filing_id"
        where filing."id" in ({filings}) group by pinned."row") as "handed"
        on "handed"."row" = held."{stored_name(reference)}" where held."record_from" <= "handed"."moment"
        and (held."record_to" is null or held."record_to" > "handed"."moment") and not held."gone") as filed"""  # noqa: S608  # declared names and numbers


def _table_of(model: type[FiledRow] | type[Filing]) -> str:
    return str(model._meta.db_table)


def _last(model: type[FilingStep] | type[Batch]) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
