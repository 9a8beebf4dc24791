"""The catalogue over a snapshot: flat columns give what references give; what cannot be computed is named."""

import json
import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from yaodian.algebra.figures import figure, shown
from yaodian.algebra.moment import Moment
from yaodian.algebra.needs import by_register
from yaodian.algebra.units import Units
from yaodian.algebra.world import steps_of
from yaodian.cli.nation import shape
from yaodian.cli.nation.command import compute
from yaodian.cli.nation.computing import Asked, limits_here
from yaodian.cli.nation.shape import Shape
from yaodian.cli.nation.snapshot import FACTS, Snapshot
from yaodian.cli.nation.writing import write_nation
from yaodian.engines import measures as engine_measures
from yaodian.engines.duck import DUCKDB
from yaodian.engines.engine import Engine
from yaodian.engines.measures import Held
from yaodian.kernel.errors import BadInput
from yaodian.packs import catalogue
from yaodian.registers.indicator import Indicator
from yaodian.rules import Parameters

PUPILS = 3_000
COUNTIES = 3
LARGE = 60_000  # pupils, of whom some are of nearly every kind
NOTHING = {  # nowhere in a made-up nation, or too rare for this one
    "primary.late_entrants_share", "primary.large_class_share", "junior.large_class_share", "senior.large_class_share",
    "compulsory.large_class_share", "compulsory.large_class_count", "compulsory.huge_class_share",
    "compulsory.huge_class_count", "compulsory.between_large_and_huge_count", "schools.over_large",
    "kindergartens.built_count", "projects.schools_merged_count", "heads.senior_postgraduate_share",
    "buildings.d_used_area",
}  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A small nation of some counties."""
    out = tmp_path_factory.mktemp("nation") / "small"
    with patch.object(shape, "PER_COUNTY", PUPILS // COUNTIES):
        write_nation(Shape(7, PUPILS, per_school=60), out)
    return Snapshot.read(out)


def unfolded(snapshot: Snapshot) -> dict[str, pa.Table]:
    """The registers as they are in a bureau: the children's columns in a table of pupils."""
    found = {key: pq.read_table(snapshot.folder / key) for key in snapshot.rows}
    flat = found["enrolments"]
    theirs = [name for name in flat.column_names if name.startswith("pupil.")]
    one_each = flat.group_by("pupil", use_threads=False).aggregate([(name, "first") for name in theirs])
    found["pupils"] = one_each.rename_columns(["id", *(name.removeprefix("pupil.") for name in theirs)])
    return {key: table.select([name for name in table.column_names if "." not in name]) for key, table in found.items()}


def units_of(snapshot: Snapshot) -> Units:
    """The tree as the algebra has it."""
    rows = pq.read_table(snapshot.folder / "units.parquet").to_pylist()
    return Units({row["unit"]: row["parent"] for row in rows}, {row["unit"]: row["level"] for row in rows})


def test_the_snapshot_gives_the_whole_catalogue(tmp_path: Path) -> None:
    """Nothing is left out; and but for what is rare, each figure of the nation is there and not 0."""
    write_nation(Shape(7, LARGE), tmp_path / "large")
    asked = Asked.of(catalogue(), Snapshot.read(tmp_path / "large"), (), ())
    assert asked.skipped == {}
    (whole,) = asked.figures(asked.taking(), "nation").to_pylist()
    assert {code for code in catalogue().indicators if not whole[code]} <= NOTHING


def test_every_breakdown_is_there(snapshot: Snapshot) -> None:
    for key in catalogue().dimensions:
        codes = [
            code
            for code, one in catalogue().indicators.items()
            if key in {each.key for each in catalogue().split_by(one)}
        ]
        assert Asked.of(catalogue(), snapshot, codes, [key]).skipped == {}


@pytest.mark.parametrize("level", ["school", "county"])
def test_flat_columns_give_what_references_give(snapshot: Snapshot, level: str) -> None:
    """Every indicator of the catalogue, for every school and county, both ways: as a bureau computes them one by one."""
    asked = Asked.of(catalogue(), snapshot, (), ())
    table = asked.figures(asked.taking(), level)
    assert level == "school" or table.num_rows == COUNTIES
    tables, units, owners = unfolded(snapshot), units_of(snapshot), catalogue().owners
    at: dict[Moment, list[Indicator]] = {}
    for one in asked.computed:
        at.setdefault(one.moment(snapshot.period(one.cycle), snapshot.day), []).append(one)
    for moment, indicators in at.items():
        held = Held(tables, owners, moment, steps_of(Parameters()))
        found = engine_measures.compute([one.measure for one in indicators], held, units)
        for one in indicators:
            wanted = [shown(figure(one.measure, found, unit), one.digits) for unit in table["unit"].to_pylist()]
            assert (one.code, table[one.code].to_pylist()) == (one.code, wanted)


@pytest.mark.parametrize("level", ["nation", "county", "township", "school"])
def test_counts_of_a_level_add_up_to_the_whole(snapshot: Snapshot, level: str) -> None:
    asked = Asked.of(catalogue(), snapshot, ["primary.pupils", "compulsory.pupils"], ())
    taking = asked.taking()
    for code in ("primary.pupils", "compulsory.pupils"):
        (whole,) = asked.figures(taking, "nation")[code].to_pylist()
        assert sum(asked.figures(taking, level)[code].to_pylist()) == whole > 0


def test_figures_split_up_add_up_to_the_whole(snapshot: Snapshot) -> None:
    asked = Asked.of(catalogue(), snapshot, ["primary.pupils"], ["stage", "sex"])
    table = asked.figures(asked.taking(), "county")
    assert table.column_names == ["unit", "stage", "sex", "primary.pupils"]
    together = Asked.of(catalogue(), snapshot, ["primary.pupils"], ())
    (whole,) = together.figures(together.taking(), "nation")["primary.pupils"].to_pylist()
    assert sum(table["primary.pupils"].to_pylist()) == whole
    assert {row["stage"] for row in table.to_pylist() if row["primary.pupils"]} == {"primary"}


class Recorder:
    """DuckDB that keeps the queries it is asked."""

    def __init__(self) -> None:
        self.queries: list[str] = []
        self.engine = Engine(DUCKDB.dialect, self._connected)

    def _connected(self, *given: Any) -> AbstractContextManager[Any]:
        return _Recorded(DUCKDB.connected(*given), self.queries)


class _Recorded(AbstractContextManager[Any]):
    def __init__(self, inner: AbstractContextManager[Any], queries: list[str]) -> None:
        self._inner, self._queries = inner, queries

    def __enter__(self) -> Any:
        query = self._inner.__enter__()

        def recorded(sql: str) -> pa.Table:
            self._queries.append(sql)
            return query(sql)

        return recorded

    def __exit__(self, *error: Any) -> None:
        self._inner.__exit__(*error)


def test_all_indicators_of_a_register_are_one_scan_of_it(snapshot: Snapshot) -> None:
    """Of both days on which figures are taken; but for what goes from a child's spell to its others."""
    asked = Asked.of(catalogue(), snapshot, (), ())
    alone = [one for one in asked.computed if "traced" not in one.code and _registers(asked, one.code) == 1]
    asked = replace(asked, indicators=alone)
    recorder = Recorder()
    asked.taking(recorder.engine, limits_here(snapshot.folder))
    registers = list(by_register(asked.measures[one.code] for one in alone))
    assert len(recorder.queries) == len(registers) > 1
    for register, query in zip(registers, recorder.queries, strict=True):
        assert query.count(f'FROM "{register}"') == 1


def _registers(asked: Asked, code: str) -> int:
    return len(by_register([asked.measures[code]]))


@pytest.fixture(scope="module")
def without_dropouts(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The same, but for a register that is not there."""
    out = shutil.copytree(snapshot.folder, tmp_path_factory.mktemp("nation") / "fewer")
    facts = json.loads((out / FACTS).read_text(encoding="utf-8"))
    del facts["rows"]["dropouts"]
    (out / FACTS).write_text(json.dumps(facts), encoding="utf-8")
    return Snapshot.read(out)


def test_what_the_snapshot_lacks_is_named(snapshot: Snapshot, without_dropouts: Snapshot) -> None:
    codes = ["primary.pupils", "compulsory.dropouts", "primary.dropout_rate"]
    asked = Asked.of(catalogue(), without_dropouts, codes, ())
    assert [one.code for one in asked.computed] == ["primary.pupils"]
    assert set(asked.skipped.values()) == {"快照里没有控辍保学台账"}
    population = next(code for code, one in catalogue().indicators.items() if "population" in one.registers)
    by_grade = Asked.of(catalogue(), snapshot, ["primary.pupils", population], ["grade"])
    assert by_grade.skipped == {population: "不能按年级分"}


@pytest.mark.parametrize(
    ("codes", "by", "says"), [(["primary.none"], [], "没有 primary.none"), ([], ["colour"], "不能按 colour 分")]
)
def test_what_is_not_there_is_refused(snapshot: Snapshot, codes: Sequence[str], by: Sequence[str], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        Asked.of(catalogue(), snapshot, codes, by)


def test_the_command_shows_the_whole_and_writes_the_rows(
    without_dropouts: Snapshot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.parquet"
    asked = {"folder": without_dropouts.folder, "engine": "duckdb", "level": "school", "out": out}
    assert compute(**asked, by="", codes="primary.pupils,compulsory.dropouts") == 0
    written = capsys.readouterr().out
    table = pq.read_table(out)
    (whole,) = {str(sum(table["primary.pupils"].to_pylist()))}
    assert f"{int(whole):,}" in written
    assert "没有算 1 个指标（快照里没有控辍保学台账）：compulsory.dropouts" in written
    assert table["unit"].to_pylist() == sorted(table["unit"].to_pylist())
    assert [file.name for file in tmp_path.iterdir()] == ["figures.parquet"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"engine": "hive"}, "--engine 是"),
        ({"level": "village"}, "--level 是"),
        ({"codes": "compulsory.dropouts"}, "没有一个指标能算"),
        ({"folder": Path("/nowhere")}, "没有 snapshot.json"),
        ({"out": Path("figures.csv")}, "figures.parquet"),
    ],
)
def test_the_command_refuses_in_words(
    without_dropouts: Snapshot, capsys: pytest.CaptureFixture[str], wrong: dict[str, Any], says: str
) -> None:
    asked = {
        "folder": without_dropouts.folder,
        "engine": "duckdb",
        "by": "",
        "level": "county",
        "out": None,
        "codes": "",
    }
    assert compute(**asked | wrong) == 2
    assert says in capsys.readouterr().err
