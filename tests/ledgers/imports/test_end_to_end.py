"""A sheet's way into a register: read, compared, confirmed; what is wrong with it; who may do it."""

from typing import Any

import pytest

from tests.ledgers.imports.conftest import HEADINGS, Upload, confirmed, line, workbook
from tests.world import World
from yaodian.apps.audit.models import Event
from yaodian.apps.ledgers.imports.services import confirm_import
from yaodian.apps.ledgers.models import Batch, Import
from yaodian.apps.ledgers.tables import history_of, rows_of, staged_of
from yaodian.kernel.errors import NotAllowed, NotNow

State = Import.State


def stored() -> list[tuple[Any, ...]]:
    """(number, name, floors, area, version) of all buildings."""
    rows = rows_of("buildings")._default_manager.order_by("number")
    return list(rows.values_list("number", "name", "floors", "area", "version"))


def says(run: Import, severity: str = "error") -> list[tuple[int | None, str, str]]:
    """(row, column, what is wrong) of an import's problems."""
    return list(run.problems.filter(severity=severity).values_list("number", "column", "says"))


def test_new_rows_come_in_with_history_batch_and_log(world: World, upload: Upload) -> None:
    run = upload(workbook([line("A1"), line("A2", 层数="5层", 建筑面积="1,234.5平方米")]))
    assert (run.state, run.counts["new"], run.counts["errors"], says(run)) == (State.CHECKED, 2, 0, [])
    assert stored() == []
    run = confirmed(run, world.an)
    assert run.state == State.DONE, run.message
    assert stored() == [("A1", "教学楼", 4, 320050, 1), ("A2", "教学楼", 5, 123450, 1)]
    versions = history_of("buildings")._default_manager.order_by("row")
    assert [(v.row, v.version, v.record_to, v.number) for v in versions] == [(1, 1, None, "A1"), (2, 1, None, "A2")]
    batch = Batch.objects.get()
    assert (batch.kind, batch.added, batch.by_name, batch.source) == ("import", 2, "安欣", "表.xlsx")
    assert Event.objects.filter(kind="ledger.imported", by_name="安欣").count() == 1
    assert not staged_of("buildings")._default_manager.exists()


def test_a_second_sheet_is_told_apart_into_new_changed_and_same(world: World, upload: Upload) -> None:
    confirmed(upload(workbook([line("A1"), line("A2"), line("A3")])), world.an)
    run = upload(workbook([line("A1"), line("A2", 宿舍床位=30), line("A4")]))
    assert {act: run.counts.get(act, 0) for act in ("same", "changed", "new", "gone")} == {
        "same": 1, "changed": 1, "new": 1, "gone": 0,
    }  # fmt: skip
    assert run.counts["columns"] == {"beds": 1}
    confirmed(run, world.an)
    assert [(number, version) for number, *_rest, version in stored()] == [("A1", 1), ("A2", 2), ("A3", 1), ("A4", 1)]
    changed = history_of("buildings")._default_manager.get(number="A2", version=2)
    before = history_of("buildings")._default_manager.get(number="A2", version=1)
    assert (changed.changes, changed.beds, before.record_to) == ("beds", 30, changed.record_from)


def test_every_wrong_cell_is_listed_at_once_and_nothing_can_be_written(world: World, upload: Upload) -> None:
    rows = [
        line("A1", 主要用途="教师", 层数="四"),
        line("A2", 学校="没有的学校", 建成年份=20100),
        line("A3", 校舍名称=None),
        line("A1"),
    ]
    run = upload(workbook(rows))
    found = says(run)
    assert [(row, column) for row, column, _says in found] == [
        (2, "building_use"), (2, "floors"), (3, "built_in"), (3, "school"), (4, "name"), (5, "number"),
    ]  # fmt: skip
    assert "第2行重复" in found[-1][2]
    with pytest.raises(NotNow, match="还有没改好的错误"):
        confirm_import(run=run, by=world.an)
    assert run.report is not None
    assert stored() == []


@pytest.mark.parametrize(
    ("blanks", "left"), [(Import.Blanks.KEEP, 30), (Import.Blanks.CLEAR, None)], ids=["keep", "clear"]
)
def test_an_empty_cell_means_what_was_chosen(world: World, upload: Upload, blanks: Import.Blanks, left: int) -> None:
    confirmed(upload(workbook([line("A1", 宿舍床位=30)])), world.an)
    confirmed(upload(workbook([line("A1")]), blanks=blanks), world.an)
    assert rows_of("buildings")._default_manager.get().beds == left


def test_a_column_that_the_sheet_lacks_stays_whatever_empty_cells_mean(world: World, upload: Upload) -> None:
    confirmed(upload(workbook([line("A1", 宿舍床位=30)])), world.an)
    short = workbook([["A1", 6]], headings=("校舍编号", "层数"))
    run = upload(short)
    assert (run.state, run.message[:12]) == (State.FAILED, "表中缺少必填的列：“校舍")
    run = upload(short, blanks=Import.Blanks.CLEAR, known_only=True)
    assert run.counts["errors"] == 0
    assert [each.says[:9] for each in run.problems.filter(severity="warning")] == ["“层数”以另一个系"]
    assert rows_of("buildings")._default_manager.get().beds == 30


def test_rows_of_others_are_refused_and_nothing_of_them_is_told(world: World, upload: Upload) -> None:
    theirs = line("B1", 学校="石桥镇第二小学")
    confirmed(upload(workbook([theirs]), by=world.chang), world.chang)
    run = upload(workbook([theirs]))
    assert says(run) == [(2, "school", "“石桥镇第二小学”不在您管的范围内，不能替它导入")]
    with pytest.raises(NotAllowed):
        upload(workbook([line("A1")]), by=world.of["inspector"])


def test_a_sheet_without_the_school_is_of_the_school_that_sends_it(world: World, upload: Upload) -> None:
    confirmed(upload(workbook([line("A1")[1:]], headings=HEADINGS[1:])), world.an)
    assert rows_of("buildings")._default_manager.get().school == world.first


def test_sheets_with_the_same_headings_are_read_together(world: World, upload: Upload) -> None:
    run = upload(workbook([line("A1")], 乙=(HEADINGS[::-1], [line("A2")[::-1]])))
    assert (run.counts["new"], run.counts["errors"]) == (2, 0)
    run = upload(workbook([line("A1")], 乙=(HEADINGS[:-1], [line("A2")[:-1]])))
    assert (run.state, "列名不一样" in run.message) == (State.FAILED, True)


def test_what_changed_meanwhile_is_not_overwritten(world: World, upload: Upload) -> None:
    confirmed(upload(workbook([line("A1")])), world.an)
    first = upload(workbook([line("A1", 宿舍床位=10)]))
    second = upload(workbook([line("A1", 宿舍床位=20), line("A2")]))
    confirmed(first, world.an)
    second = confirmed(second, world.an)
    assert (second.state, second.message[:12]) == (State.CHECKED, "核对以后，表中有的行已被")
    assert [(number, version) for number, *_rest, version in stored()] == [("A1", 2)]
