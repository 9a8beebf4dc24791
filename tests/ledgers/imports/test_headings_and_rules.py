"""Headings said once and remembered; differing cells decided by column or by hand; gone rows; corrected identities."""

from typing import Any

import pytest

from tests.ledgers.imports.conftest import HEADINGS, Upload, confirmed, line, workbook
from tests.world import World
from yaodian.apps.ledgers.imports.selectors import side_by_side, staged_rows
from yaodian.apps.ledgers.imports.services import decide, rule_columns, set_mapping
from yaodian.apps.ledgers.models import Import
from yaodian.apps.ledgers.rows import rekey
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.kernel.errors import BadInput

BUILDINGS = register_named("buildings")
State = Import.State


def beds() -> dict[str, int | None]:
    return dict(rows_of("buildings")._default_manager.order_by("number").values_list("number", "beds"))


def test_unknown_headings_are_asked_once_and_remembered(world: World, upload: Upload) -> None:
    headings = [*HEADINGS[:-1], "铺位几张", "校长电话"]
    content = workbook([[*line("A1")[:-1], 12, "13800000000"]], headings)
    run = upload(content)
    assert (run.state, run.headings[-1]) == (State.MAPPING, {"text": "校长电话", "example": "13800000000"})
    with pytest.raises(BadInput) as refused:
        set_mapping(run=run, mapping={**run.mapping, "铺位几张": "floors", "校长电话": ""}, by=world.an)
    assert list(refused.value.fields) == ["铺位几张"]
    set_mapping(run=run, mapping={**run.mapping, "铺位几张": "beds", "校长电话": ""}, by=world.an)
    run.refresh_from_db()
    assert (run.state, run.counts["new"]) == (State.CHECKED, 1)
    assert upload(content, by=world.an).state == State.CHECKED
    confirmed(run, world.an)
    assert beds() == {"A1": 12}


def test_a_mapping_without_a_needed_column_is_refused(world: World, upload: Upload) -> None:
    run = upload(workbook([line("A1")], [*HEADINGS[:2], "叫什么", *HEADINGS[3:]]))
    assert run.state == State.MAPPING
    with pytest.raises(BadInput, match="缺少必填的列：“校舍名称”"):
        set_mapping(run=run, mapping={**run.mapping, "叫什么": ""}, by=world.an)


def changed_rows(run: Import) -> dict[str, Any]:
    return {row.number: row for row in staged_rows(run, "changed")}


def test_differing_cells_are_decided_by_column_and_by_hand(world: World, upload: Upload) -> None:
    old = [line(f"A{n}", 宿舍床位=n, 主要用途="教室") for n in (1, 2, 3)]
    new = [line(f"A{n}", 宿舍床位=10 * n, 主要用途="办公用房") for n in (1, 2, 3)]
    confirmed(upload(workbook(old)), world.an)
    run = upload(workbook(new))
    rows = {number: row.row for number, row in changed_rows(run).items()}
    rule_columns(run=run, ours=["beds"], by=world.an)
    decide(run=run, row=rows["A2"], column="beds", ours=False, by=world.an)
    decide(run=run, row=rows["A3"], column="", ours=True, by=world.an)
    shown = side_by_side(run, list(staged_rows(run, "changed")), by=world.an)
    assert [(row.label, cell.key, cell.old, cell.new, cell.ours) for row in shown for cell in row.differing][:2] == [
        ("教学楼", "building_use", "教室", "行政办公用房", False),
        ("教学楼", "beds", "1", "10", True),
    ]
    run = confirmed(run, world.an)
    assert run.state == State.DONE, run.message
    found = rows_of("buildings")._default_manager.order_by("number").values_list("beds", "building_use", "version")
    uses = {row[1] for row in found}
    assert [(many, version) for many, _use, version in found] == [(1, 2), (20, 2), (3, 1)]
    assert len(uses) == 2


def test_gone_rows_are_listed_and_go_only_when_asked(world: World, upload: Upload) -> None:
    confirmed(upload(workbook([line("A1"), line("A2"), line("A3")])), world.an)
    other = workbook([line("B1", 学校="石桥镇第二小学")])
    confirmed(upload(other, by=world.chang), world.chang)
    run = upload(workbook([line("A1")]), whole=True)
    assert (run.counts["gone"], [row.number for row in staged_rows(run, "gone")]) == (2, ["A2", "A3"])
    kept = staged_rows(run, "gone")[0].row
    decide(run=run, row=kept, column="", ours=True, by=world.an)
    confirmed(run, world.an, drop_gone=True)
    assert list(beds()) == ["A1", "A2", "B1"]
    confirmed(upload(workbook([line("A9")]), whole=True), world.an)
    assert list(beds()) == ["A1", "A2", "A9", "B1"]


def test_a_corrected_identity_is_still_found_by_the_old_one(world: World, upload: Upload) -> None:
    confirmed(upload(workbook([line("A1")])), world.an)
    row = rows_of("buildings")._default_manager.get()
    rekey(register=BUILDINGS, row=row, values={"number": "JX-01"}, reason="编号写错", by=world.an)
    run = upload(workbook([line("A1", 宿舍床位=5)]))
    assert (run.counts.get("new"), run.counts["changed"]) == (None, 1)
    confirmed(run, world.an)
    assert beds() == {"JX-01": 5}
