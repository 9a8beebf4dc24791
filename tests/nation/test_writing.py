"""The nation's snapshot: the same for a seed, of the registers' types and codes, consistent, and never half there."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from yaodian.algebra.types import Kind, Type
from yaodian.cli.nation import writing
from yaodian.cli.nation.command import nation
from yaodian.cli.nation.shape import YEAR, Shape
from yaodian.cli.nation.snapshot import Snapshot
from yaodian.cli.nation.writing import write_nation
from yaodian.engines.arrow import arrow_type
from yaodian.kernel.errors import DocumentError
from yaodian.packs import registers
from yaodian.registers.code_lists import code_list

PUPILS = 3_000
REGISTERS = (
    "schools", "classes", "population", "enrolments", "graduates", "dropouts", "visits", "care", "staff", "training",
    "exchanges", "ethics_reviews", "buildings", "rooms", "sports_areas", "equipment", "books",
)  # fmt: skip
REFERENCES = (  # a row's reference, and the register in which it stands; both rows are of one school
    ("classes", "head_teacher", "staff"),
    ("training", "teacher", "staff"),
    ("exchanges", "teacher", "staff"),
    ("ethics_reviews", "teacher", "staff"),
    ("care", "helper", "staff"),
    ("visits", "dropout", "dropouts"),
)


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


def test_a_childs_spells_are_one_child_in_one_stage_after_the_other(snapshot: Snapshot) -> None:
    """What the flat columns say of the child is the same in all; the first ends before the next begins."""
    by_pupil: dict[int, list[dict[str, Any]]] = {}
    for spell in rows(snapshot, "enrolments").to_pylist():
        by_pupil.setdefault(spell["pupil"], []).append(spell)
    several = [sorted(found, key=lambda one: one["entered_on"]) for found in by_pupil.values() if len(found) > 1]
    assert len(several) > PUPILS / 10
    after = {"kindergarten": {"primary"}, "primary": {"junior"}, "junior": {"senior", "vocational"}}
    for first, then in several:
        assert {name: first[name] for name in first if name.startswith("pupil.")} == {
            name: then[name] for name in then if name.startswith("pupil.")
        }
        assert first["left_on"] < then["entered_on"]
        assert then["class_room.stage"] in after[first["class_room.stage"]]


@pytest.mark.parametrize(("register", "reference", "to"), REFERENCES)
def test_references_lead_to_rows_of_the_same_school(snapshot: Snapshot, register: str, reference: str, to: str) -> None:
    school = dict(zip(*(rows(snapshot, to)[name].to_pylist() for name in ("id", "school")), strict=True))
    held = rows(snapshot, register)
    pairs = zip(held[reference].to_pylist(), held["school"].to_pylist(), strict=True)
    assert [pair for pair in pairs if pair[0] is not None and school[pair[0]] != pair[1]] == []


@pytest.mark.parametrize(
    ("register", "day"), [("dropouts", "left_on"), ("care", "opened_on"), ("graduates", "graduated_on")]
)
def test_what_happens_to_a_child_lies_within_a_spell_at_the_school(snapshot: Snapshot, register: str, day: str) -> None:
    spells: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for spell in rows(snapshot, "enrolments").to_pylist():
        spells.setdefault((spell["pupil"], spell["school"]), []).append(spell)
    held = rows(snapshot, register).to_pylist()
    assert held
    for row in held:
        mine = spells[row["pupil"], row["school"]]
        assert any(one["entered_on"] <= row[day] <= (one["left_on"] or snapshot.day) for one in mine)


def test_a_class_has_a_room_and_a_teacher(snapshot: Snapshot) -> None:
    """Of each school and stage as many classrooms as classes are taught, and a teacher at least."""
    taught, classrooms, teachers = Counter(), Counter(), Counter()
    for row in rows(snapshot, "classes").to_pylist():
        taught[row["school"], row["stage"]] += row["closed_on"] is None or row["closed_on"].year > YEAR
    for row in rows(snapshot, "rooms").to_pylist():
        classrooms[row["school"], row["stage"]] += row["room_kind"] in {"11", "41"}
    for row in rows(snapshot, "staff").to_pylist():
        teachers[row["school"], row["stage"]] += row["staff_kind"] == "1" and row["left_on"] is None
    assert {key: classrooms[key] for key in taught} == dict(taught)
    assert min(teachers[key] for key in taught) >= 1


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
