"""The catalogue over a snapshot: which indicators it can give, and their figures as columns."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from yaodian.algebra.measures import Measure
from yaodian.algebra.moment import Moment
from yaodian.algebra.units import Dimension
from yaodian.algebra.world import steps_of
from yaodian.cli.nation.snapshot import Snapshot
from yaodian.engines.columns import Taking
from yaodian.engines.duck import DUCKDB
from yaodian.engines.engine import Engine, Limits
from yaodian.engines.flat import beside, lacking, on_days, split_beside
from yaodian.engines.measures import Held
from yaodian.kernel.errors import BadInput
from yaodian.kernel.period import Cycle
from yaodian.registers.catalogue import Catalogue, breakdowns
from yaodian.registers.indicator import Indicator
from yaodian.rules import Parameters

Begun = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What of a catalogue is computed over a snapshot, split up by what."""

    catalogue: Catalogue
    snapshot: Snapshot
    indicators: Sequence[Indicator]
    by: tuple[str, ...] = ()

    @classmethod
    def of(cls, catalogue: Catalogue, snapshot: Snapshot, codes: Iterable[str], by: Iterable[str]) -> "Asked":
        """By codes (none: all) and breakdowns; BadInput for one that is not there."""
        codes, by = tuple(codes) or tuple(catalogue.indicators), tuple(by)
        if wrong := [code for code in codes if code not in catalogue.indicators]:
            raise BadInput(
                f"指标目录里没有 {'、'.join(wrong)}：请用目录里的代码，如 {next(iter(catalogue.indicators))}。"
            )
        if wrong := [key for key in by if key not in catalogue.dimensions]:
            raise BadInput(f"不能按 {'、'.join(wrong)} 分：可以按 {'、'.join(catalogue.dimensions)}。")
        return cls(catalogue, snapshot, [catalogue.indicators[code] for code in codes], by)

    @cached_property
    def dimensions(self) -> list[Dimension]:
        """The breakdowns over the snapshot's columns."""
        return [split_beside(self.catalogue.dimensions[key], self.snapshot.stored) for key in self.by]

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Each indicator's measure over the snapshot's columns, on its day."""
        return {
            one.code: on_days(
                beside(one.measure, self.snapshot.stored),
                one.moment(self.snapshot.period(one.cycle), self.snapshot.day),
            )
            for one in self.indicators
        }

    @cached_property
    def skipped(self) -> Mapping[str, str]:
        """Why some indicators cannot be computed, by code."""
        return {one.code: says for one in self.indicators if (says := self._hindered(one))}

    @property
    def computed(self) -> list[Indicator]:
        """The indicators that are."""
        return [one for one in self.indicators if one.code not in self.skipped]

    def taking(self, engine: Engine = DUCKDB, limits: Limits | None = None, begun: Begun = lambda _key: None) -> Taking:
        """Their parts, in one scan of each register."""
        held = Held(
            self.snapshot.tables,
            self.catalogue.owners,
            Moment.of(self.snapshot.period(Cycle.SCHOOL_YEAR), self.snapshot.day),  # the measures' days are written
            steps_of(Parameters()),
            limits or limits_here(self.snapshot.folder),
            engine,
        )
        measures = [self.measures[one.code] for one in self.computed]
        return Taking.of(measures, held, self.snapshot.tree, self.dimensions, begun)

    def figures(self, taking: Taking, level: str) -> pa.Table:
        """The figures of the units of a level by code, in the order of units and breakdowns."""
        wanted = {one.code: (self.measures[one.code], one.digits) for one in self.computed}
        return _sorted(taking.figures(wanted, level).rename_columns(["unit", *self.by, *wanted]), ["unit", *self.by])

    def _hindered(self, indicator: Indicator) -> str:
        if missing := lacking(self.measures[indicator.code], self.snapshot.stored, self.catalogue.owners):
            return f"快照里没有{'、'.join(self._title(name) for name in missing)}"
        lacks = [
            breakdowns()[dimension.key].title
            for dimension in self.dimensions
            if not indicator.registers <= {register for register, _node in dimension.by}
        ]
        return f"不能按{'、'.join(lacks)}分" if lacks else ""

    def _title(self, name: str) -> str:
        """The Chinese words for `register` or `register.column`."""
        register, _dot, column = name.partition(".")
        held = self.catalogue.registers[register]
        return held.title if column not in held.by_key else f"{held.title}的{held.title_of(column)}"


def _sorted(table: pa.Table, keys: Sequence[str]) -> pa.Table:
    """In the order of the keys; column by column, so that a wide table is not held twice."""
    order = pc.sort_indices(table, [(key, "ascending") for key in keys])
    for number, name in enumerate(table.column_names):
        table = table.set_column(number, name, table[name].take(order))
    return table


def limits_here(folder: Path, share: float = 0.3, most: int = 5 << 30) -> Limits:
    """All processors and a part of this machine's memory, at most so many bytes, which leaves room for the parts of a nation's
    schools; what is beyond goes to a file beside the snapshot."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 8 << 30
    allowed = min(int(memory * share), most)
    return Limits(f"{max(1, allowed >> 20)}MB", os.cpu_count() or 1, str(folder / ".spill"))
