"""Plans are made once for all days, kept in a folder, and run over few rows without being planned again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from tests.engines.measure_vocabulary import held
from tests.engines.vocabulary import MOMENT, TODAY, rows
from yaodian.algebra.measure_language import as_of
from yaodian.algebra.measures import Leaf
from yaodian.algebra.moment import Moment
from yaodian.algebra.world import World
from yaodian.engines import plans
from yaodian.engines.grouped import taken_together
from yaodian.engines.scan import Split

pupils = rows()
BEGUN: Leaf = pupils.count(where=(pupils.began_on <= as_of()) & (pupils.sex == "1"))
SPLIT = Split(pupils["school"].node)
NEXT = Moment(MOMENT.on + timedelta(400), MOMENT.first + timedelta(400), MOMENT.last + timedelta(400))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    before = plans._folder
    plans.keep_in(tmp_path / "plans")
    _forget()
    yield tmp_path / "plans"
    plans._folder = before
    _forget()


def _forget() -> None:
    plans.plan.cache_clear()
    plans._kept_or_made.cache_clear()


def test_a_plan_is_made_once_for_all_days(folder: Path) -> None:
    one = plans.plan(((MOMENT, (BEGUN,)),), SPLIT, ())
    other = plans.plan(((NEXT, (BEGUN,)),), SPLIT, ())
    assert one.sums == other.sums
    assert (MOMENT.on.isoformat() in one.sql, NEXT.on.isoformat() in other.sql) == (True, True)
    assert "9000" not in one.sql + other.sql
    assert len(list(folder.iterdir())) == 1


def test_a_kept_plan_is_read_again_and_a_broken_one_made_again(folder: Path) -> None:
    made = plans.plan(((MOMENT, (BEGUN,)),), SPLIT, ())
    for content in (None, "", "{}", "[]"):
        if content is not None:
            next(folder.iterdir()).write_text(content, encoding="utf-8")
        _forget()
        assert plans.plan(((MOMENT, (BEGUN,)),), SPLIT, ()) == made


def test_few_rows_are_taken_by_the_same_plan_again_and_again() -> None:
    for boys in (3, 0, 1):
        found = [{"id": n, "school": 4, "sex": "1", "began_on": date(2020, 1, 1)} for n in range(boys)]
        found.append({"id": 9, "school": 5, "sex": "2", "began_on": date(2020, 1, 1)})
        world = held(World({"pupils": found, "classes": [], "aid": []}, TODAY))
        wanted = {MOMENT: [BEGUN], NEXT: [BEGUN]}
        few, all_of_it = (taken_together("pupils", wanted, world, few=few) for few in (True, False))
        for moment in wanted:
            ours, theirs = (parts[moment].table.sort_by("unit").to_pydict() for parts in (few, all_of_it))
            assert ours == theirs
            assert dict(zip(ours["unit"], ours["part_0"], strict=True)).get(4, 0) == boys
    nothing = replace(
        world, tables={key: table.slice(0, 0) for key, table in world.tables.items() if isinstance(table, pa.Table)}
    )
    assert taken_together("pupils", {MOMENT: [BEGUN]}, nothing, few=True)[MOMENT].table.num_rows == 0
