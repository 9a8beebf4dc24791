"""The nation's snapshot: the same for a seed, of the registers' types and codes, consistent, and never half there."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from yaodian.algebra.types import Kind, Type
from yaodian.cli.nation import writing
from yaodian.cli.nation.command import nation
from yaodian.cli.nation.shape import Shape
from yaodian.cli.nation.snapshot import Snapshot
from yaodian.cli.nation.writing import write_nation
from yaodian.engines.arrow import arrow_type
from yaodian.kernel.errors import DocumentError
from yaodian.packs import registers
from yaodian.registers.code_lists import code_list

PUPILS = 3_000
REGISTERS = ("schools", "classes", "population", "enrolments")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A small nation."""
    out = tmp_path_factory.mktemp("nation") / "small"
    write_nation(Shape(7, PUPILS, per_school=60), out)
    return Snapshot.read(out)


def rows(snapshot: Snapshot, register: str) -> pa.Table:
    """All rows of a register."""
    return pq.read_table(snapshot.folder / register)


def typed(register: str, name: str) -> Type:
    """The type of a column, or of the one that a reference leads to."""
    reference, dot, column = name.rpartition(".")
    held = registers()[register].by_key
    return registers()[held[reference].type.register].types[column] if dot else held[name].type


def columns(snapshot: Snapshot, register: str) -> Iterator[tuple[Type, pa.ChunkedArray]]:
    """The columns of a register but the id, with the types that its pack declares."""
    table = rows(snapshot, register)
    return ((typed(register, name), table[name]) for name in table.column_names if name != "id")


@pytest.mark.parametrize("register", REGISTERS)
def test_columns_are_of_the_registers_types_and_codes(snapshot: Snapshot, register: str) -> None:
    for of, column in columns(snapshot, register):
        assert column.type == arrow_type(of)
        if of.kind is Kind.CODE:
            known = {code.code for code in code_list(of.code_list).codes}
            assert set(column.unique().to_pylist()) - {None} <= known


@pytest.mark.parametrize("register", REGISTERS)
def test_required_columns_are_filled(snapshot: Snapshot, register: str) -> None:
    table = rows(snapshot, register)
    held = [name for name, column in registers()[register].by_key.items() if column.required]
    filled = {name: table[name].null_count for name in held if name in table.column_names}
    assert set(filled.values()) == {0}
    assert table["id"].to_pylist() == list(range(1, table.num_rows + 1))


def test_the_same_seed_gives_the_same_nation(snapshot: Snapshot, tmp_path: Path) -> None:
    write_nation(Shape(7, PUPILS, per_school=60), tmp_path / "again")
    write_nation(Shape(8, PUPILS, per_school=60), tmp_path / "other")
    again, other = Snapshot.read(tmp_path / "again"), Snapshot.read(tmp_path / "other")
    assert all(rows(again, key).equals(rows(snapshot, key)) for key in REGISTERS)
    assert not rows(other, "enrolments").equals(rows(snapshot, "enrolments"))


def test_children_are_as_many_as_asked_for_in_classes_of_their_school(snapshot: Snapshot) -> None:
    classes = {row["id"]: row for row in rows(snapshot, "classes").to_pylist()}
    spells = rows(snapshot, "enrolments").to_pylist()
    taught = [spell for spell in spells if (classes[spell["class_room"]]["closed_on"] or snapshot.day).year > 2025]
    assert len(taught) == PUPILS
    for spell in spells:
        room = classes[spell["class_room"]]
        assert (room["school"], room["stage"], room["entered"]) == (
            spell["school"],
            spell["class_room.stage"],
            spell["class_room.entered"],
        )
        assert room["opened_on"] <= spell["entered_on"] < (spell["left_on"] or spell["entered_on"].max)
        assert (spell["left_on"] is None) == (spell["left_how"] is None)
        assert spell["pupil.born_on"] < spell["entered_on"]


def test_the_tree_has_five_levels_with_schools_at_the_end(snapshot: Snapshot) -> None:
    units = pq.read_table(snapshot.folder / "units.parquet").to_pylist()
    by_number = {unit["unit"]: unit for unit in units}
    above = {"nation": None, "province": "nation", "county": "province", "township": "county", "school": "township"}
    for unit in units:
        parent = by_number.get(unit["parent"])
        assert above[unit["level"]] == (parent and parent["level"])
        assert unit["path"] == (f"{parent['path']}/{unit['unit']}" if parent else "1")
    schools = [unit["unit"] for unit in units if unit["level"] == "school"]
    assert schools == rows(snapshot, "schools")["school"].to_pylist()
    townships = {unit["unit"] for unit in units if unit["level"] == "township"}
    assert set(rows(snapshot, "population")["central_school"].to_pylist()) == townships


def test_parts_are_files_of_some_rows(tmp_path: Path) -> None:
    """Many counties are written in several files, in the order of their numbers."""
    with patch.object(writing, "ROWS_OF_A_PART", 30_000):
        write_nation(Shape(7, 100_000), tmp_path / "nation")
    files = sorted((tmp_path / "nation" / "enrolments").iterdir())
    assert len(files) > 1
    ids = pa.concat_tables([pq.read_table(file, columns=["id"]) for file in files])["id"].to_pylist()
    assert ids == list(range(1, len(ids) + 1))
    levels = Counter(pq.read_table(tmp_path / "nation" / "units.parquet")["level"].to_pylist())
    assert (levels["nation"], levels["province"], levels["county"]) == (1, 1, 2)


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    with patch.object(writing, "enrolments", side_effect=OSError("磁盘满")), pytest.raises(OSError, match="磁盘满"):
        write_nation(Shape(7, PUPILS), tmp_path / "nation")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "made", "says"),
    [
        ((10, 200), False, "学生至少1000名"),
        ((3_000, 1), False, "每校至少20名"),
        ((3_000, 200), True, "已经有了"),
        ((10**15, 200), False, "磁盘不够"),
    ],
)
def test_what_cannot_be_made_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: tuple[int, int], made: bool, says: str
) -> None:
    out = tmp_path / "nation"
    if made:
        out.mkdir()
    assert nation(pupils=asked[0], out=out, seed=7, per_school=asked[1]) == 2
    assert says in capsys.readouterr().err.replace("\n", "")
    assert list(out.glob("*")) == []


def test_a_folder_that_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="没有"):
        Snapshot.read(tmp_path)
    for written, says in (("{", "读不出来"), ('{"format": 9, "day": "2026-08-31", "rows": {}}', "本版本读 1")):
        (tmp_path / "snapshot.json").write_text(written, encoding="utf-8")
        with pytest.raises(DocumentError, match=says):
            Snapshot.read(tmp_path)
