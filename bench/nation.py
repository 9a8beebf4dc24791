"""A nation's figures: all enrolment indicators by school, stage and sex, beside one hand-written DuckDB query, pandas and Spark.

Each way runs in a process of its own over the same Parquet files; `vs_hand_written` is our time over theirs (two rounds in
turn, the better of each), `vs_pandas` theirs over ours and `pandas_memory` their peak over ours, at most at 10,000,000
pupils; `spark_equal` that Spark gives the same figures to the last digit there. `left_out` are enrolment indicators that go
from a child's spell to its other ones, or read what the snapshot has not, and those for which nothing is written by hand.
`catalogue_s` is the time of the whole catalogue (`catalogue_indicators`) by county over all registers, at most at 1,000,000
pupils.

YAODIAN_BENCH=full measures 100,000,000 pupils (about half an hour, 2 GB of disk), YAODIAN_BENCH_PUPILS any other number;
otherwise 200,000, which shows that it runs: there the making of SQL counts more than the rows.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FULL = os.environ.get("YAODIAN_BENCH") == "full"
PUPILS = int(os.environ.get("YAODIAN_BENCH_PUPILS") or (100_000_000 if FULL else 200_000))
MOST_IN_MEMORY = 10_000_000
MOST_OF_CATALOGUE = 1_000_000
ROUNDS = 2
NEAR = 0.0101  # a hand-written figure is a rounded double
HERE = Path(__file__).parent


def run() -> dict[str, Any]:
    """The figures of the bench."""
    sys.path.insert(0, str(HERE))
    with tempfile.TemporaryDirectory(prefix="yaodian-nation-") as home:
        folder = Path(home)
        whole = _catalogue(folder, min(PUPILS, MOST_OF_CATALOGUE))
        few = min(PUPILS, MOST_IN_MEMORY)
        small, made = _snapshot(folder, few)
        codes, left_out = _codes(small)
        in_memory = _in_memory(small, folder, codes)
        large = small
        if few < PUPILS:
            shutil.rmtree(small)
            large, made = _snapshot(folder, PUPILS)
        return {
            "pupils": PUPILS,
            **_at_scale(large, folder, codes),
            **in_memory,
            "indicators": len(codes),
            "left_out": left_out,
            **made,
            **whole,
        }


def _snapshot(folder: Path, pupils: int) -> tuple[Path, dict[str, float]]:
    """A nation of so many pupils, how long it took and how large it is."""
    from yaodian.cli.nation.shape import Shape  # noqa: PLC0415
    from yaodian.cli.nation.writing import write_nation  # noqa: PLC0415

    out = folder / f"nation-{pupils}"
    began = time.monotonic()
    write_nation(Shape(7, pupils), out)
    size = sum(file.stat().st_size for file in out.rglob("*.parquet"))
    return out, {"generated_s": round(time.monotonic() - began, 1), "disk_gb": round(size / 2**30, 3)}


def _catalogue(folder: Path, pupils: int) -> dict[str, Any]:
    """The whole catalogue, not split up, over a snapshot that is not kept."""
    from yaodian.packs import catalogue  # noqa: PLC0415

    snapshot, _made = _snapshot(folder, pupils)
    found = _child("catalogue", snapshot, folder, list(catalogue().indicators))
    shutil.rmtree(snapshot)
    return {
        "catalogue_indicators": int(found["columns"]) - 1,
        "catalogue_s": round(found["seconds"], 2),
        "catalogue_peak_gb": round(found["peak_gb"], 2),
        "catalogue_pupils": pupils,
    }


def _codes(snapshot: Path) -> tuple[list[str], list[str]]:
    """The enrolment indicators that are measured, and those that are not."""
    from _nation_hand import FIGURES  # noqa: PLC0415  # beside this file

    from yaodian.algebra.measures import expressions, leaves  # noqa: PLC0415
    from yaodian.algebra.nodes import walk  # noqa: PLC0415
    from yaodian.algebra.related import Related  # noqa: PLC0415
    from yaodian.cli.nation.computing import Asked  # noqa: PLC0415
    from yaodian.cli.nation.snapshot import Snapshot  # noqa: PLC0415
    from yaodian.packs import catalogue  # noqa: PLC0415

    found = {code: one for code, one in catalogue().indicators.items() if one.registers == {"enrolments"}}
    asked = Asked.of(catalogue(), Snapshot.read(snapshot), found, ("stage", "sex"))
    nodes = {
        code: [node for leaf in leaves(one.measure) for part in expressions(leaf) for node in walk(part)]
        for code, one in found.items()
    }
    across = {
        code
        for code, inside in nodes.items()
        if any(isinstance(node, Related) and node.register == "enrolments" for node in inside)
    }
    codes = [code for code in found if code in FIGURES and code not in across and code not in asked.skipped]
    return codes, [code for code in found if code not in codes]


def _at_scale(snapshot: Path, folder: Path, codes: Sequence[str]) -> dict[str, Any]:
    """Ours beside the hand-written query."""
    ways = {way: [] for way in ("ours", "hand")}
    for _round in range(ROUNDS):
        for way, taken in ways.items():
            taken.append(_child(way, snapshot, folder, codes))
    ours, hand = (min(found["seconds"] for found in ways[way]) for way in ("ours", "hand"))
    return {
        "groups": ways["ours"][0]["rows"],
        "seconds": round(ours, 2),
        "vs_hand_written": round(ours / hand, 2),
        "peak_gb": round(max(found["peak_gb"] for found in ways["ours"]), 2),
        "hand_written_s": round(hand, 2),
        "hand_written_equal": _near(folder, "hand", codes),
    }


def _in_memory(snapshot: Path, folder: Path, codes: Sequence[str]) -> dict[str, Any]:
    """Ours beside pandas, and on Spark."""
    ours, pandas = (_child(way, snapshot, folder, codes) for way in ("ours", "pandas"))
    found = {
        "vs_pandas": round(pandas["seconds"] / ours["seconds"], 2),
        "pandas_memory": round(pandas["peak_gb"] / ours["peak_gb"], 1),
        "pandas_s": round(pandas["seconds"], 2),
        "pandas_equal": _near(folder, "pandas", codes),
        "pandas_pupils": int(snapshot.name.rpartition("-")[2]),
    }
    if importlib.util.find_spec("pyspark") is None or not shutil.which("java"):
        return found | {"spark_equal": None, "spark_equal_reason": "没有 Java 或 PySpark（requirements-spark.lock）"}
    spark = _child("spark", snapshot, folder, codes)
    return found | {"spark_equal": _same(folder), "spark_s": round(spark["seconds"], 2)}


def _child(way: str, snapshot: Path, folder: Path, codes: Sequence[str]) -> dict[str, float]:
    """One way in a process of its own."""
    command = [
        sys.executable,
        str(HERE / "_nation_child.py"),
        way,
        str(snapshot),
        str(folder / f"{way}.parquet"),
        ",".join(codes),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603  # our own words
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def _near(folder: Path, way: str, codes: Sequence[str]) -> bool:
    """Whether a peer's figures are ours but for the last digit of a double."""
    import duckdb  # noqa: PLC0415

    for code in codes:
        both = f"""SELECT count(*) FROM '{folder}/ours.parquet' AS o FULL JOIN '{folder}/{way}.parquet' AS p
            ON o.unit = p.school AND o.stage = p.stage AND o.sex = p.sex
            WHERE (o."{code}" IS NULL) <> (p."{code}" IS NULL) OR abs(o."{code}"::DOUBLE - p."{code}"::DOUBLE) > {NEAR}"""  # noqa: S608
        ((different,),) = duckdb.sql(both).fetchall()
        if different:
            sys.stderr.write(f"{way}: {code} 有 {different} 个数不同\n")
            return False
    return True


def _same(folder: Path) -> bool:
    """Whether Spark's table is ours, value by value."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    return bool(pq.read_table(folder / "ours.parquet").equals(pq.read_table(folder / "spark.parquet")))
