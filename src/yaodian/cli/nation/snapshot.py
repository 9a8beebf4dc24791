"""A snapshot as it lies on the disk: its day, its registers' Parquet files and their columns, its tree of units."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow.parquet as pq

from yaodian.engines.flat import Stored
from yaodian.engines.tree import Tree
from yaodian.kernel.errors import DocumentError
from yaodian.kernel.period import Cycle, Period

FORMAT, FACTS, UNITS = 1, "snapshot.json", "units.parquet"


@dataclass(frozen=True)
class Snapshot:
    """`rows` is the number of rows of each register."""

    folder: Path
    day: date
    rows: dict[str, int]

    @classmethod
    def read(cls, folder: Path) -> "Snapshot":
        """The snapshot in a folder; DocumentError where there is none, or one of another format."""
        file = folder / FACTS
        if not file.is_file():
            raise DocumentError(f"{folder} 里没有 {FACTS}：请写 yaodian nation --out 写成的文件夹。")
        try:
            facts = json.loads(file.read_text(encoding="utf-8"))
            found = cls(folder, date.fromisoformat(facts["day"]), dict(facts["rows"]))
            known = facts["format"] == FORMAT
        except (ValueError, KeyError, TypeError) as error:
            raise DocumentError(f"{file} 读不出来（{error}）：请重新生成快照。") from None
        if not known:
            raise DocumentError(f"{file} 的格式是 {facts['format']}，本版本读 {FORMAT}：请用本版本重新生成快照。")
        if missing := [key for key in found.rows if not any((folder / key).glob("*.parquet"))]:
            raise DocumentError(f"{folder} 里缺台账 {'、'.join(missing)} 的文件：请重新生成快照。")
        return found

    @property
    def tables(self) -> dict[str, Path]:
        """Each register's files, as engines read them."""
        return {key: self.folder / key / "*.parquet" for key in self.rows}

    @cached_property
    def stored(self) -> Stored:
        """The columns of each register."""
        return {key: pq.read_schema(min((self.folder / key).glob("*.parquet"))).names for key in self.rows}

    @cached_property
    def tree(self) -> Tree:
        """The units."""
        return Tree.read(pq.read_table(self.folder / UNITS, columns=["unit", "parent", "level"]))

    def period(self, cycle: Cycle) -> Period:
        """The period of a kind in which its day lies."""
        return Period.of(cycle, self.day)
