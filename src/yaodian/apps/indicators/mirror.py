"""The live registers as Arrow tables in this process, kept up to date by their history.

Whoever writes rows writes a batch and a version of each row; a look asks for the batches since the last look and reads
only their rows again, be they written by this process or another. Batches are numbered when they are opened, not when they
are committed, so those that one may have overtaken are asked for again. Where a batch that was seen is gone (a restored
database, one filled anew), everything is read anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Count, Max

from yaodian.apps.ledgers.checking.relation import live_table
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.tables import history_of

OVERTAKEN = 200  # batches that may be opened and committed while another is written
MANY_ROWS, MANY_BATCHES = 5_000, 300  # beyond which a register is read whole
PIECE, MANY_PIECES = 32_768, 16  # rows that lie together: few pieces are searched fast, some scanned by several threads


@dataclass(frozen=True, eq=False)
class Change:
    """The rows of a register that came, went or changed: as they were, and as they are."""

    old: pa.Table
    new: pa.Table


Changes = Mapping[str, Change | None]  # by register; None: any of its rows may have changed


class Mirror:
    """Tables by register, with the columns that were asked for."""

    def __init__(self) -> None:
        self.tables: dict[str, pa.Table] = {}
        self._known: dict[int, datetime] = {}  # the last batches seen, by number
        self._low = 0  # all batches up to this one are seen

    def fork(self) -> "Mirror":
        """The same, to go another way."""
        other = copy(self)
        other.tables, other._known = dict(self.tables), dict(self._known)
        return other

    @property
    def seen(self) -> tuple[int, int]:
        """Says which batches were seen."""
        return max(self._known, default=0), len(self._known)

    def catch_up(self) -> Changes:
        """Read what was written since the last look; by register how its rows changed."""
        if not self.tables:
            self._known, self._low = {}, 0
        above = Batch.objects.filter(pk__gt=self._low).order_by()
        said = above.aggregate(count=Count("pk"), newest=Max("pk"), at=Max("at"))
        newest = max(self._known, default=None)
        if (said["count"], said["newest"], said["at"]) == (
            len(self._known), newest, max(self._known.values(), default=None),
        ):  # fmt: skip
            return {}
        if not self.tables:
            self._low = max(0, (said["newest"] or 0) - OVERTAKEN)
        found = {
            row[0]: row[1:]
            for row in above.filter(pk__gt=self._low).values_list("pk", "at", "register", "added", "changed", "removed")
        }
        lost = any(found.get(number, (None,))[0] != at for number, at in self._known.items())
        fresh = {number: row for number, row in found.items() if number not in self._known}
        self._low = max(self._low, max(found, default=0) - OVERTAKEN)
        self._known = {number: row[0] for number, row in found.items() if number > self._low}
        if lost:
            return self._forget()
        batches: dict[str, list[int]] = defaultdict(list)
        rows: dict[str, int] = defaultdict(int)
        for number, (_at, register, *counts) in fresh.items():
            batches[register].append(number)
            rows[register] += sum(counts)
        return {key: self._changed(key, batches[key], rows[key]) for key in batches if key in self.tables}

    def require(self, needed: Mapping[str, Iterable[str]]) -> Changes:
        """Read registers and columns that are not here yet; those read again may have moved on."""
        again: dict[str, Change | None] = {}
        for key, columns in needed.items():
            held = set(self.tables[key].column_names) if key in self.tables else set()
            if key not in self.tables or set(columns) - held:
                self.tables[key] = _laid_out(live_table(key, {*columns, *held}))
                if held:
                    again[key] = None
        return again

    def _forget(self) -> Changes:
        gone: dict[str, Change | None] = dict.fromkeys(self.tables)
        self.tables = {key: _laid_out(live_table(key, table.column_names)) for key, table in self.tables.items()}
        return gone

    def _changed(self, key: str, batches: list[int], rows: int) -> Change | None:
        table = self.tables[key]
        if rows > MANY_ROWS or len(batches) > MANY_BATCHES:
            self.tables[key] = _laid_out(live_table(key, table.column_names))
            return None
        written = history_of(key)._default_manager.filter(batch__in=batches, batch__gte=min(batches))  # by the index:
        # of single batches SQLite thinks as large as the one that filled the register
        ids = pa.array(sorted(set(written.values_list("row", flat=True))), pa.int64())
        there = pc.indices_nonzero(pc.is_in(table["id"], value_set=ids)).to_pylist()
        new = live_table(key, table.column_names, ids=ids.to_pylist())
        self.tables[key] = _laid_out(pa.concat_tables([*_between(table, there), new]))
        old = pa.concat_tables([table.slice(place, 1) for place in there] or [table.slice(0, 0)])
        return Change(old, new)


def _between(table: pa.Table, left_out: list[int]) -> Iterator[pa.Table]:
    """The rows that are not left out, as they lie there: nothing is copied."""
    starts, ends = [0, *(place + 1 for place in left_out)], [*left_out, table.num_rows]
    return (table.slice(start, end - start) for start, end in zip(starts, ends, strict=True) if end > start)


def _laid_out(table: pa.Table) -> pa.Table:
    if table["id"].num_chunks <= MANY_PIECES + table.num_rows // PIECE:
        return table
    return pa.Table.from_batches(table.combine_chunks().to_batches(PIECE), table.schema)
