"""How a register's rows are grouped for many leaves at several moments: a query, and of what each leaf is a sum.

To make a plan takes longer than to run it. It does not depend on the days of the moments but on which of them are the
same day: it is made with made-up days, in whose place the real ones are put. It is kept in the process and, where a
folder is named, there for the next one, by all that it is made of: definitions, parameters, and this code.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from yaodian.algebra.measures import Latest, Leaf, Total, expressions
from yaodian.algebra.moment import Moment
from yaodian.algebra.nodes import And, Node
from yaodian.engines.duck import DUCKDB_SQL, Parameters
from yaodian.engines.flat import on_days
from yaodian.engines.layers import Layers
from yaodian.engines.scan import Split, is_latest, rows_with

ROWS = "rows"  # how many rows a group has
FIRST_MADE_UP = date(9000, 1, 1)
MADE_UP = re.compile(r"MAKE_DATE\((9000), (\d+), (\d+)\)")  # as Ibis writes days
MOST_KEPT = 200  # files
Wanted = tuple[tuple[Moment, tuple[Leaf, ...]], ...]  # what is taken at which moment


@dataclass(frozen=True, slots=True)
class Sum:
    """A leaf as a sum over groups: of which column, over those whose answers are all yes."""

    adds: str
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A query that gives groups of rows: whose they are, the answers to all conditions, how many rows they have, the sums of
    values; and for each moment the sums of its leaves."""

    sql: str
    sums: tuple[tuple[Sum, ...], ...]


_folder: Path | None = None


def keep_in(folder: Path) -> None:
    """Keep plans in a folder from now on."""
    global _folder  # noqa: PLW0603  # the one setting of this floor
    _folder = folder


@lru_cache(maxsize=256)
def plan(wanted: Wanted, split: Split, parameters: Parameters) -> Plan:
    """The plan for leaves of one register, none of them distinct, at their moments."""
    days = sorted({day for moment, _leaves in wanted for day in moment.days.values()})
    made_up = {day: FIRST_MADE_UP + timedelta(number) for number, day in enumerate(days)}
    pattern = tuple(
        (Moment(made_up[moment.on], made_up[moment.first], made_up[moment.last]), leaves) for moment, leaves in wanted
    )
    found = _kept_or_made(pattern, split, parameters)
    return replace(found, sql=MADE_UP.sub(lambda at: f"DATE '{days[_number(at)].isoformat()}'", found.sql))


def _number(written: re.Match[str]) -> int:
    return (date(*map(int, written.groups())) - FIRST_MADE_UP).days


@lru_cache(maxsize=256)
def _kept_or_made(wanted: Wanted, split: Split, parameters: Parameters) -> Plan:
    if _folder is None:
        return _made(wanted, split, parameters)
    path = _folder / f"{sha256(repr((_code(), wanted, split, parameters)).encode()).hexdigest()}.json"
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return Plan(held["sql"], tuple(tuple(Sum(adds, tuple(asked)) for adds, asked in some) for some in held["sums"]))
    except (OSError, ValueError, KeyError, TypeError):  # not there, or not whole
        found = _made(wanted, split, parameters)
        _keep(path, found)
        return found


def _keep(path: Path, made: Plan) -> None:
    """Write a plan; where that is not possible, it is made again next time."""
    content = {"sql": made.sql, "sums": [[(one.adds, one.asked) for one in some] for some in made.sums]}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as written:
            json.dump(content, written)
        os.replace(written.name, path)  # noqa: PTH105  # replaces on Windows too, atomically
        for old in sorted(path.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return


@cache
def _code() -> str:
    """Says by which code plans are made."""
    folders = (Path(__file__).parent, Path(__file__).parents[1] / "algebra")
    held = b"".join(path.read_bytes() for folder in folders for path in sorted(folder.glob("*.py")))
    return f"{version('ibis-framework')} {sha256(held).hexdigest()}"


def _made(wanted: Wanted, split: Split, parameters: Parameters) -> Plan:
    dated = [[on_days(leaf, moment) for leaf in leaves] for moment, leaves in wanted]
    leaves = list(dict.fromkeys(leaf for some in dated for leaf in some))
    asked: dict[Leaf, list[Node]] = {
        leaf: list(dict.fromkeys(_conjuncts(leaf.where))) for leaf in leaves if not isinstance(leaf, Latest)
    }
    layers = Layers(DUCKDB_SQL)
    rows, columns = rows_with(leaves[0].register, _read(leaves, asked), split, parameters, layers)
    latest = {leaf: f"latest_{number}" for number, leaf in enumerate(leaves) if isinstance(leaf, Latest)}
    answers = dict.fromkeys(columns[node] for nodes in asked.values() for node in nodes)
    flags = {name: is_latest(leaf, rows, columns) for leaf, name in latest.items()}
    judged = rows.mutate(**flags) if flags else rows
    adds: dict[Leaf, str] = {leaf: f"sum_{columns[leaf.value]}" for leaf in leaves if isinstance(leaf, Total | Latest)}
    sums = {name: judged[name.removeprefix("sum_")].sum() for name in dict.fromkeys(adds.values())}
    groups = judged.group_by(["unit", *split.names, *flags, *answers]).aggregate(**{ROWS: judged.count()}, **sums)

    def summed(leaf: Leaf) -> Sum:
        conditions = (latest[leaf],) if leaf in latest else tuple(columns[node] for node in asked[leaf])
        return Sum(adds.get(leaf, ROWS), conditions)

    return Plan(layers.sql(groups), tuple(tuple(map(summed, some)) for some in dated))


def _read(leaves: list[Leaf], asked: Mapping[Leaf, list[Node]]) -> list[Node]:
    """The expressions that are columns of the rows."""
    whole = (node for leaf in leaves if isinstance(leaf, Latest) for node in expressions(leaf))
    values = (leaf.value for leaf in leaves if isinstance(leaf, Total))
    return [*(node for nodes in asked.values() for node in nodes), *values, *whole]


def _conjuncts(condition: Node | None) -> Iterator[Node]:
    """The conditions that must all hold."""
    if isinstance(condition, And):
        for part in condition.parts:
            yield from _conjuncts(part)
    elif condition is not None:
        yield condition
