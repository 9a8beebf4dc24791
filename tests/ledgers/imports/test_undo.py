"""Undoing an import: rows go back, rows that something came upon since stay and are listed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.ledgers.imports.conftest import Upload, confirmed, line, workbook
from tests.world import World
from yaodian.apps.ledgers import locks
from yaodian.apps.ledgers.imports.services import undo_import
from yaodian.apps.ledgers.models import Batch, Import
from yaodian.apps.ledgers.rows import add_row, change_row, remove_row
from yaodian.apps.ledgers.tables import history_of, register_named, rows_of, staged_of
from yaodian.kernel.errors import NotNow
from yaodian.registers.register import Register

BUILDINGS, CLASSES = register_named("buildings"), register_named("classes")


@pytest.fixture
def keepers() -> Iterator[list[Any]]:
    """The registered keepers, put back afterwards."""
    before = list(locks._keepers)
    yield locks._keepers
    locks._keepers[:] = before


def stored() -> dict[str, int | None]:
    """Beds by number."""
    return dict(rows_of("buildings")._default_manager.order_by("number").values_list("number", "beds"))


def undone(run: Import, world: World) -> Import:
    undo_import(run=run, by=world.an)
    run.refresh_from_db()
    return run


def test_added_changed_and_removed_rows_are_as_before(world: World, upload: Upload) -> None:
    confirmed(upload(workbook([line("A1", 宿舍床位=1), line("A2", 宿舍床位=2), line("A3", 宿舍床位=3)])), world.an)
    before = stored()
    ids = dict(rows_of("buildings")._default_manager.values_list("number", "pk"))
    sheet = workbook([line("A1", 宿舍床位=10), line("A2", 宿舍床位=2), line("A4", 宿舍床位=4)])
    run = confirmed(upload(sheet, whole=True), world.an, drop_gone=True)
    assert stored() == {"A1": 10, "A2": 2, "A4": 4}
    run = undone(run, world)
    assert (run.state, stored()) == (Import.State.UNDONE, before)
    assert dict(rows_of("buildings")._default_manager.values_list("number", "pk")) == ids
    assert run.counts["undone"] == {"removed": 1, "restored": 2, "kept": 0}
    batch = Batch.objects.get(kind="undo")
    assert (batch.added, batch.changed, batch.removed, run.batch.undone_by) == (1, 1, 1, batch)  # type: ignore[union-attr]
    present = history_of("buildings")._default_manager.filter(record_to=None)
    assert {row.row: row.version for row in present} == {ids["A1"]: 3, ids["A2"]: 1, ids["A3"]: 3}
    with pytest.raises(NotNow):
        undo_import(run=run, by=world.an)


def touch(world: World, row: Any) -> None:
    change_row(register=BUILDINGS, row=row, values={"beds": 77}, by=world.an)


def take_out(world: World, row: Any) -> None:
    remove_row(register=BUILDINGS, row=row, reason="错", by=world.an)


def refer(world: World, row: Any) -> None:
    add_row(
        register=CLASSES,
        values={
            "school": world.first.pk,
            "stage": CLASSES.by_key["stage"].code_list.codes[0].code,  # type: ignore[attr-defined]
            "entered": 2025,
            "number": 1,
            "grade": CLASSES.by_key["grade"].code_list.codes[0].code,  # type: ignore[attr-defined]
            "name": "一班",
            "class_kind": CLASSES.by_key["class_kind"].code_list.codes[0].code,  # type: ignore[attr-defined]
            "building": row.pk,
            "opened_on": "2025-09-01",
        },
        by=world.an,
    )


@pytest.mark.parametrize(
    ("what", "why"),
    [(touch, "导入之后又改过"), (take_out, "导入之后已被删除"), (refer, "《班级》里有行用着它")],
    ids=["changed", "taken out", "referred to"],
)
def test_what_something_came_upon_since_stays(
    world: World, upload: Upload, what: Callable[[World, Any], None], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yaodian.apps.ledgers.rows.refuse_bad", lambda *_args, **_more: None)
    run = confirmed(upload(workbook([line("A1"), line("A2")])), world.an)
    what(world, rows_of("buildings")._default_manager.get(number="A1"))
    left = "A1" in stored()
    run = undone(run, world)
    assert run.state == Import.State.UNDONE
    assert ("A1" in stored(), "A2" in stored()) == (left, False)
    kept = staged_of("buildings")._default_manager.filter(run=-run.pk)
    assert [(each.act, each.number, each.changes) for each in kept] == [("kept", "A1", why)]


def test_filings_may_keep_rows(world: World, upload: Upload, keepers: list[Any]) -> None:
    run = confirmed(upload(workbook([line("A1"), line("A2")])), world.an)
    held = rows_of("buildings")._default_manager.get(number="A2").pk

    def filed(register: Register, batch: Batch) -> dict[int, str]:
        return {held: "导入之后已经上报"} if register.key == "buildings" and batch == run.batch else {}

    keepers.append(filed)
    run = undone(run, world)
    assert list(stored()) == ["A2"]
    assert run.counts["undone"]["kept"] == 1
