"""The nation written county by county in Parquet, in parts, with no more of it in memory than one part.

    DIR/snapshot.json        what it is: day, school year, seed, rows of each register
    DIR/units.parquet        unit, parent, level, name, path (1/3/40/…)
    DIR/enrolments/000.parquet …   and so each register

Everything is written beside and gets its name when it is whole.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from yaodian.cli.nation.arrays import Numbers
from yaodian.cli.nation.careers import exchange_rows, review_rows, training_rows
from yaodian.cli.nation.children import Spells, Traits
from yaodian.cli.nation.county import Classes, Schools
from yaodian.cli.nation.estates import Estate, building_rows, room_rows
from yaodian.cli.nation.flows import Out, care_rows, dropout_rows, graduate_rows, visit_rows
from yaodian.cli.nation.rows import Places, class_rows, enrolments, population_rows, school_rows
from yaodian.cli.nation.shape import DAY, YEAR, Shape
from yaodian.cli.nation.snapshot import FACTS, FORMAT, UNITS
from yaodian.cli.nation.staff import Teachers, staff_rows
from yaodian.cli.nation.stock import book_rows, equipment_rows, sports_rows
from yaodian.cli.nation.taught import Taught
from yaodian.kernel.period import Cycle, Period

ROWS_OF_A_PART, ROWS_OF_A_GROUP = 2_000_000, 500_000
COUNTED = ("id", "pupil", "school", "class_room")  # rising numbers


def write_nation(shape: Shape, out: Path, done: Callable[[int], None] = lambda _pupils: None) -> Mapping[str, int]:
    """Write the snapshot; the rows of each register. `done` is told the pupils of each county that is made."""
    beside = out.with_name(out.name + ".part")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        rows = _write(shape, beside, done)
        beside.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return rows


def _write(shape: Shape, folder: Path, done: Callable[[int], None]) -> Mapping[str, int]:
    parts = Parts(folder)
    tree = Tree(shape)
    for county, pupils in enumerate(shape.pupils_of()):
        for register, table in _county(shape, county, pupils, tree, parts.rows):
            parts.add(register, table)
        done(pupils)
    parts.close()
    pq.write_table(tree.table(), folder / UNITS, compression="zstd")
    facts = {
        "format": FORMAT,
        "seed": shape.seed,
        "pupils": shape.pupils,
        "day": DAY.isoformat(),
        "period": Period(Cycle.SCHOOL_YEAR, YEAR).key,
        "rows": dict(parts.rows),
    }
    (folder / FACTS).write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    return parts.rows


def _county(
    shape: Shape, county: int, pupils: int, tree: "Tree", rows: Mapping[str, int]
) -> Iterator[tuple[str, pa.Table]]:
    """The tables of one county."""
    rng = np.random.default_rng([shape.seed, 1, county])
    schools = Schools.of(pupils, shape.per_school, rng)
    classes = Classes.of(schools, pupils, rng)
    spells = Spells.of(classes, rng)
    traits = Traits.of(spells, rng)
    places = tree.add(county, schools, rows)
    taught = Taught.of(schools, classes, spells, rng)
    teachers = Teachers.of_county(taught, rng)
    staff = places.ids("staff", len(teachers.taught))
    yield "schools", school_rows(schools, places, rng)
    yield "classes", class_rows(classes, staff[teachers.one_of(taught.class_at, classes.number)], places, rng)
    yield "population", population_rows(spells, classes, schools, places)
    yield "enrolments", enrolments(spells, traits, classes, places, rng)
    yield "graduates", graduate_rows(spells, traits, classes, places, rng)
    out = Out.of(spells, rng)
    yield "dropouts", dropout_rows(out, spells, traits, classes, places, rng=rng)
    yield "visits", visit_rows(out, spells, classes, places, rng)
    helpers = staff[teachers.one_of(taught.class_at[spells.room], np.arange(len(spells.room)))]
    yield "care", care_rows(spells, traits, classes, helpers, places, rng=rng)
    yield "staff", staff_rows(teachers, places, rng)
    yield "training", training_rows(teachers, places, rng)
    yield "exchanges", exchange_rows(teachers, places, rng)
    yield "ethics_reviews", review_rows(teachers, places, rng)
    there = spells.there & traits.boards
    estate = Estate.of(taught, np.bincount(classes.school[spells.room[there]], minlength=len(schools.kind)), rng)
    yield "buildings", building_rows(estate, places, rng)
    yield "rooms", room_rows(estate, places, rng)
    yield "sports_areas", sports_rows(taught, places, rng)
    yield "equipment", equipment_rows(taught, places, rng)
    yield "books", book_rows(taught, places, rng)


class Parts:
    """Tables of registers gathered into files of a few million rows, one number for all registers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, list[pa.Table]] = {}
        self._number = self._waiting = 0
        self.rows: Counter[str] = Counter()

    def add(self, register: str, table: pa.Table) -> None:
        """Keep a table; write when enough is kept."""
        self._held.setdefault(register, []).append(table)
        self.rows[register] += table.num_rows
        self._waiting += table.num_rows
        if self._waiting >= ROWS_OF_A_PART:
            self.close()

    def close(self) -> None:
        """Write what is kept."""
        for register, tables in self._held.items():
            folder = self._folder / register
            folder.mkdir(parents=True, exist_ok=True)
            _write_part(pa.concat_tables(tables), folder / f"{self._number:04}.parquet")
        self._held, self._waiting = {}, 0
        self._number += 1


def _write_part(table: pa.Table, file: Path) -> None:
    counted = [name for name in table.column_names if name in COUNTED]
    coded = [name for name in table.column_names if name not in COUNTED and table[name].type != pa.bool_()]
    with pq.ParquetWriter(
        file,
        table.schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=coded,
        column_encoding=dict.fromkeys(counted, "DELTA_BINARY_PACKED"),
        store_schema=False,  # codes are texts to whoever reads them
    ) as writer:
        writer.write_table(table, row_group_size=ROWS_OF_A_GROUP)


class Tree:
    """The units as they are made: the nation, its provinces, then county by county."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._columns: list[tuple[Numbers, Numbers, str, list[str], list[str]]] = []
        self._paths: dict[int, str] = {}
        self._next = 1
        self._add("nation", np.zeros(1, np.int64), ["全国"])
        names = [f"第{number}省" for number in range(1, shape.provinces + 1)]
        self._provinces = self._add("province", np.ones(shape.provinces, np.int64), names)

    def add(self, county: int, schools: Schools, rows: Mapping[str, int]) -> Places:
        """A county with its townships and schools; `rows` says how many each register has already."""
        province = self._provinces[county * self._shape.provinces // self._shape.counties]
        (unit,) = self._add("county", np.array([province]), [f"第{county + 1}县"])
        names = [f"{number}号乡镇" for number in range(1, schools.townships + 1)]
        townships = self._add("township", np.full(schools.townships, unit), names)
        at = townships[schools.township]
        made = self._add("school", at, [f"{number}号学校" for number in range(1, len(at) + 1)])
        starts = {register: count + 1 for register, count in rows.items()}
        return Places(int(unit), townships, made, starts)

    def table(self) -> pa.Table:
        """All of them, in the order of their numbers."""
        tables = []
        for units, above, level, names, paths in self._columns:
            parents = pa.array(above, mask=above == 0)
            columns = [units, parents, [level] * len(units), names, paths]
            tables.append(pa.table(columns, names=["unit", "parent", "level", "name", "path"]))
        return pa.concat_tables(tables)

    def _add(self, level: str, above: Numbers, names: list[str]) -> Numbers:
        units = np.arange(len(above)) + self._next
        self._next += len(above)
        before = [f"{self._paths[int(parent)]}/" if parent else "" for parent in above]
        paths = [f"{path}{unit}" for path, unit in zip(before, units, strict=True)]
        if level != "school":  # nothing lies beneath a school
            self._paths |= dict(zip((int(unit) for unit in units), paths, strict=True))
        self._columns.append((units, above, level, names, paths))
        return units
