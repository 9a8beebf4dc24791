"""One way to the figures in a process of its own: `_nation_child.py ours|hand|pandas|spark|catalogue SNAPSHOT OUT CODES` prints
seconds and peak memory, and writes the figures by school, stage and sex."""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from _nation_hand import BY, FIGURES, FIRST, FLAGS, LAST, counts, needed

from yaodian.cli.nation.computing import Asked, limits_here
from yaodian.cli.nation.snapshot import Snapshot
from yaodian.packs import catalogue

Table = Any  # of Arrow or pandas
SPLIT = ("stage", "sex")


def main(way: str, folder: Path, out: Path, codes: list[str]) -> dict[str, float]:
    """Take the time of one way; what it gives is written afterwards."""
    prepared = WAYS[way](folder, codes)
    began = time.monotonic()
    found = prepared()
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    pq.write_table(found if isinstance(found, pa.Table) else pa.Table.from_pandas(found), out)
    return {"seconds": seconds, "peak_gb": peak, "rows": len(found), "columns": found.shape[1]}


def ours(folder: Path, codes: list[str]) -> Callable[[], Table]:
    """The catalogue's definitions on DuckDB, the making of SQL included."""
    asked = Asked.of(catalogue(), Snapshot.read(folder), codes, SPLIT)
    return lambda: asked.figures(asked.taking(), "school")


def whole(folder: Path, codes: list[str]) -> Callable[[], Table]:
    """All indicators by county, as `yaodian compute` gives them."""
    asked = Asked.of(catalogue(), Snapshot.read(folder), codes, ())
    return lambda: asked.figures(asked.taking(), "county")


def on_spark(folder: Path, codes: list[str]) -> Callable[[], Table]:
    """The same on Spark in this machine; its start is not counted."""
    from yaodian.engines import spark  # noqa: PLC0415  # needs Java

    asked = Asked.of(catalogue(), Snapshot.read(folder), codes, SPLIT)
    kept = tempfile.mkdtemp(prefix="yaodian-bench-spark-")
    session = spark.local_session(Path(kept), memory="6g")
    return lambda: asked.figures(asked.taking(spark.engine(session)), "school")


def by_hand(folder: Path, codes: list[str]) -> Callable[[], Table]:
    """One query for DuckDB, as somebody who knows it would write it."""
    import duckdb  # noqa: PLC0415

    query = _query(folder, codes)
    limits = limits_here(folder)
    settings = {"memory_limit": limits.memory, "threads": limits.threads, "temp_directory": limits.folder}
    return lambda: duckdb.connect(config=settings).sql(query).to_arrow_table()


def _query(folder: Path, codes: list[str]) -> str:
    flags = ",\n  ".join(f"{FLAGS[name][0]} AS {_quoted(name)}" for name in needed(codes))
    names = {flags: f"n{number}" for number, flags in enumerate(counts(codes))}
    sums = ",\n  ".join(
        f"count(CASE WHEN {' AND '.join(map(_quoted, flags))} THEN 1 END) AS {name}" for flags, name in names.items()
    )
    figures = ",\n  ".join(f'{_figure(FIGURES[code], names)} AS "{code}"' for code in codes)
    return f"""
WITH rows AS (
  SELECT e.*, s.run_by, s.urban_rural, s.inclusive, "pupil.sex" AS sex,
    coalesce("class_room.stage", CASE WHEN e.grade < '10' THEN 'kindergarten' WHEN e.grade < '20' THEN 'primary'
      WHEN e.grade < '30' THEN 'junior' ELSE 'senior' END) AS stage
  FROM read_parquet('{folder}/enrolments/*.parquet') AS e
  LEFT JOIN read_parquet('{folder}/schools/*.parquet') AS s ON e.school = s.school
), flags AS (SELECT school, stage, sex,
  {flags}
  FROM rows
), counts AS (SELECT school, stage, sex,
  {sums}
  FROM flags GROUP BY ALL
)
SELECT school, stage, sex,
  {figures}
FROM counts"""  # noqa: S608  # our own words


def _quoted(name: str) -> str:
    return f'"{name}"'  # "primary" is a word of SQL


def _figure(figure: tuple[Any, ...], names: dict[tuple[str, ...], str]) -> str:
    kind, *flags = figure
    first, *more = (names[one] for one in flags)
    match kind:
        case "count":
            return first
        case "less":
            return f"{first} - {more[0]}"
        case "share":
            return f"round(100.0 * {first} / nullif({more[0]}, 0), 2)"
        case "ratio":
            return f"round({first} / nullif({more[0]}, 0), 2)"
    start, joined, parted = more
    whole = f"{start} + {joined} - {parted}"
    return f"CASE WHEN {whole} > 0 THEN least(round(100.0 * {first} / ({whole}), 2), 100) END"


def with_pandas(folder: Path, codes: list[str]) -> Callable[[], Table]:
    """The same in pandas: the columns are read, flags made, summed by school, stage and sex."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    days = {f"Y{year}": pd.Timestamp(f"{year}-09-01").date() for year in (2017, 2020, 2023, 2025)}
    names = {
        "FIRST": pd.Timestamp(FIRST).date(), "LAST": pd.Timestamp(LAST).date(), "LATE": pd.Timestamp("2017-08-31").date(), **days,
    }  # fmt: skip
    columns = [
        "school",
        "entered_on",
        "entered_how",
        "left_on",
        "left_how",
        "grade",
        "class_room.stage",
        "class_room.entered",
    ]
    read = " ".join(FLAGS[flag][0] for flag in needed(codes))
    columns += ["pupil.sex", *(f"pupil.{name}" for name in PUPIL if f"pupil.{name}" in read)]

    def work() -> Any:
        frame = pd.read_parquet(folder / "enrolments", columns=columns)
        for name in ("entered_on", "left_on", "pupil.born_on"):
            frame[name] = pd.to_datetime(frame[name])  # objects otherwise
        schools = pd.read_parquet(folder / "schools", columns=["school", "run_by", "urban_rural", "inclusive"])
        frame = frame.merge(schools, on="school", how="left")
        frame["stage"] = frame["class_room.stage"]
        frame["sex"] = frame["pupil.sex"]
        flags = SimpleNamespace()
        where = {key: pd.Timestamp(day) for key, day in names.items()} | {"f": frame, "FLAG": flags}
        for flag in needed(codes):
            made = eval(FLAGS[flag][1], where)  # noqa: S307  # our own words, in this folder
            setattr(flags, flag, np.asarray(pd.Series(made).fillna(False), dtype=bool))
        held = {f"n{number}": flags_of(flags, wanted) for number, wanted in enumerate(counts(codes))}
        summed = pd.DataFrame(held).groupby([frame[key] for key in BY], observed=True).sum()
        return _figures_of(summed, codes).reset_index()

    def flags_of(flags: SimpleNamespace, wanted: tuple[str, ...]) -> Any:
        return np.logical_and.reduce([getattr(flags, flag) for flag in wanted])

    return work


def _figures_of(summed: Any, codes: list[str]) -> Any:
    import pandas as pd  # noqa: PLC0415

    names = {flags: f"n{number}" for number, flags in enumerate(counts(codes))}
    found = {}
    for code in codes:
        kind, *flags = FIGURES[code]
        first, *more = (summed[names[one]] for one in flags)
        if kind == "count":
            found[code] = first
        elif kind == "less":
            found[code] = first - more[0]
        elif kind in ("share", "ratio"):
            found[code] = ((100 if kind == "share" else 1) * first / more[0].where(more[0] != 0)).round(2)
        else:
            whole = more[0] + more[1] - more[2]
            found[code] = (100 * first / whole.where(whole > 0)).clip(upper=100).round(2)
    return pd.DataFrame(found)


PUPIL = (
    "born_on", "migrant", "purchased_place", "preschooled", "left_behind", "disability", "placement", "attendance",
    "distance", "poverty", "aided", "orphan", "school_bus",
)  # fmt: skip
WAYS = {"ours": ours, "hand": by_hand, "pandas": with_pandas, "spark": on_spark, "catalogue": whole}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4].split(","))) + "\n")
