"""What was exported is imported again as the same rows, whatever the values."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World, small_world
from yaodian.apps.ledgers.bulk import add_rows
from yaodian.apps.ledgers.imports.services import Options, upload_import
from yaodian.apps.ledgers.imports.sheet import sheet_column, template_columns, writers
from yaodian.apps.ledgers.models import Import
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import System
from yaodian.registers import columns as c
from yaodian.registers.register import Register
from yaodian.registers.sheets.writing import write_rows

LETTERS = "校教学楼一二张李王 AbZ019=+-@'\"/.,，（）#&<>"
WORDS = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)


def values_of(column: c.Column) -> st.SearchStrategy[Any]:  # noqa: PLR0911  # one for each kind
    """Values of a column as they are stored."""
    match column:
        case c.Text(name=True):
            return st.text("张李王欧阳娜·", min_size=1, max_size=6).filter(lambda text: not text.startswith("·"))
        case c.Text() | c.Place():
            return WORDS
        case c.Choice():
            codes = [code.code for code in column.code_list.choices()]
            return st.sampled_from([code for code in codes if not column.within or code.startswith(column.within)])
        case c.Integer():
            return st.integers(column.least or 0, column.most or 10**6)
        case c.Decimal() | c.Money():
            return st.integers(0, 10**9)
        case c.Date():
            return st.dates(date(1950, 1, 1), date(2099, 12, 31))
        case c.SchoolYear():
            return st.integers(1990, 2050)
        case c.YesNo():
            return st.booleans()
        case _:
            return st.none()


def rows_for(register: Register, unit: int, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Some rows of one unit with different identities."""
    fields = {
        column.key: values_of(column)
        if column.required
        else fixed[column.key]
        if column.key in fixed
        else st.none() | values_of(column)
        for column in register.columns
        if column.key != register.owner
    }
    row = st.fixed_dictionaries({register.owner: st.just(unit), **fields})
    return st.lists(row, min_size=1, max_size=6, unique_by=lambda row: tuple(row[key] for key in register.identity))


def exported(register: Register) -> bytes:
    """All its rows as an .xlsx, as people fetch them."""
    columns, write, out = template_columns(register), writers(register, System()), io.BytesIO()
    rows = rows_of(register.key)._default_manager.order_by("pk").values_list(*map(stored_name, columns))
    lines = [[write[column.key](value) for column, value in zip(columns, row, strict=True)] for row in rows]
    write_rows([sheet_column(column) for column in columns], lines, title=register.title, to=out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["buildings", "classes"])
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_export_is_imported_as_the_same_rows(key: str, data: st.DataObject, db: None) -> None:
    register = register_named(key)
    with transaction.atomic():
        world: World = small_world()
        fixed: dict[str, st.SearchStrategy[Any]] = {}
        if key == "classes":
            fixed["building"] = st.none() | st.sampled_from(some_buildings(world))
        rows = data.draw(rows_for(register, world.first.pk, **fixed))
        add_rows(register=register, rows=rows, by=System())
        by = world.an if register.key == "buildings" else world.bai
        options = Options(blanks=Import.Blanks.CLEAR)
        run = upload_import(register=register, name="导出.xlsx", chunks=[exported(register)], by=by, options=options)
        run.refresh_from_db()
        listed = list(run.problems.filter(severity="error").values_list("number", "column", "value", "says"))
        assert (run.state, run.message, listed) == (Import.State.CHECKED, "", [])
        assert run.counts["same"] == len(rows), run.counts["columns"]
        transaction.set_rollback(True)


def some_buildings(world: World) -> list[int]:
    """Two of the same name and one of another: the export must tell them apart."""
    sound = {"school": world.first.pk, "structure": "20", "building_use": "11", "built_in": 2000, "floors": 3}
    register = register_named("buildings")
    for key in ("structure", "building_use"):
        sound[key] = register.by_key[key].code_list.codes[0].code  # type: ignore[attr-defined]
    more = [
        {"number": str(n), "name": name, "area": 100, "in_use": True} for n, name in enumerate(("甲楼", "甲楼", "乙楼"))
    ]
    return add_rows(register=register, rows=[{**sound, **each} for each in more], by=System())
