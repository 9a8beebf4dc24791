"""Exports of other systems: their words in ours, the columns of which they are the source, monthly reconciliation."""

from typing import Any

from tests.ledgers.imports.conftest import HEADINGS, Upload, confirmed, line, workbook
from tests.world import World
from yaodian.apps.ledgers.models import Import
from yaodian.apps.ledgers.tables import rows_of

State = Import.State


def test_their_sheet_is_read_in_our_words(world: World, upload: Upload) -> None:
    from yaodian.registers.profiles import profiles

    profile = profiles()["national-buildings"]
    sources = {source.column: source for source in profile.sources}
    headings = [*(source.headings[0] for source in profile.sources), profile.ignored[0]]
    ours = dict(zip(HEADINGS, line("A1"), strict=True))
    titles: dict[str, Any] = dict.fromkeys(sources)
    titles |= {"school": ours["学校"], "number": "A1", "name": "教学楼", "built_in": 2010, "floors": 4, "area": 3200.5}
    words = {key: next(iter(source.values), None) for key, source in sources.items() if source.values}
    row = [titles.get(key) if titles.get(key) is not None else words.get(key) for key in sources]
    run = upload(workbook([[*row, "x"]], headings), profile="national-buildings")
    assert run.state in (State.CHECKED, State.MAPPING), run.message
    assert run.counts.get("rows") == 1
    wrong = list(run.problems.filter(severity="error").values_list("column", "value", "says"))
    assert [each for each in wrong if each[0] in sources and each[1]] == []


def test_a_sheet_of_another_kind_is_refused_under_a_profile(world: World, upload: Upload) -> None:
    run = upload(workbook([["一", "二"]], ["甲", "乙"]), profile="national-buildings")
    assert (run.state, "不像是" in run.message) == (State.FAILED, True)


def test_what_another_system_is_the_source_of_is_written_only_by_its_export(world: World, upload: Upload) -> None:
    confirmed(upload(workbook([line("A1")])), world.an)
    plain = upload(workbook([line("A1", 层数=6, 宿舍床位=3)]))
    assert [(p.column, p.number) for p in plain.problems.filter(severity="warning", code="")] == [("floors", 2)]
    confirmed(plain, world.an)
    row = rows_of("buildings")._default_manager.get()
    assert (row.floors, row.beds) == (4, 3)
    theirs = upload(workbook([line("A1", 层数=6)]), profile="national-buildings")
    assert theirs.counts["columns"]["floors"] == 1, theirs.message
    confirmed(theirs, world.an)
    row.refresh_from_db()
    assert (row.floors, row.beds) == (6, 3)
