"""Where the rows come from of which figures are computed: live, or as they were filed, or as a snapshot holds them."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa
from django.conf import settings

from yaodian.algebra.measures import Leaf
from yaodian.algebra.moment import Moment
from yaodian.apps.indicators.live import keeper_of, living
from yaodian.apps.indicators.parts import Terms
from yaodian.apps.indicators.summed import Taken
from yaodian.engines import plans


class Source(Protocol):
    """Rows by register."""

    @property
    def stamp(self) -> Hashable:
        """Another when the rows are others."""

    def tables(self, needed: Mapping[str, Iterable[str]]) -> Mapping[str, pa.Table]:
        """The rows of each register with at least these columns (and `id`)."""


@dataclass(frozen=True)
class Live:
    """实时: all rows as they are now, from the mirror."""

    @property
    def stamp(self) -> Hashable:
        """The last batches of writes."""
        with living() as held:
            return held.mirror.seen

    def tables(self, needed: Mapping[str, Iterable[str]]) -> Mapping[str, pa.Table]:
        """The rows of each register with at least these columns."""
        with living() as held:
            return held.tables(needed)


LIVE = Live()


def parts_from(
    source: Source, asked: Mapping[Moment, Iterable[Leaf]], terms: Terms
) -> dict[Moment, dict[str, Mapping[Leaf, Taken]]]:
    """What was taken from rows for each leaf of each register at each moment: as it is kept, or taken now."""
    plans.keep_in(Path(settings.PLANS_ROOT))
    if isinstance(source, Live):
        with living() as held:
            return held.keeper.parts(asked, terms, held.tables)
    with keeper_of(source.stamp) as keeper:
        return keeper.parts(asked, terms, source.tables)
