"""What `./yaodian refresh` makes from the registers is as it would make it now: manual, API description, migrations."""

from io import StringIO

import pytest
from django.core.management import call_command

from yaodian.cli import manual_indicators
from yaodian.cli.fields import FIELDS, own_fields
from yaodian.cli.manual_registers import FOLDER, overview, page_of
from yaodian.cli.openapi import PAGE, described
from yaodian.packs import registers

REFRESH = "请运行 ./yaodian refresh"


@pytest.mark.parametrize("key", registers())
def test_a_registers_page_is_as_its_declaration_says(key: str) -> None:
    assert (FOLDER / f"{key}.md").read_text(encoding="utf-8") == page_of(registers()[key]), REFRESH


def test_no_page_is_left_of_a_register_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == {*registers(), "README"}
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == overview(), REFRESH


def test_the_pages_of_indicators_are_as_they_are_declared() -> None:
    held = {path.name: path.read_text(encoding="utf-8") for path in manual_indicators.FOLDER.glob("*.md")}
    assert held == manual_indicators.pages(), REFRESH


def test_the_apis_description_is_the_present_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == described(), REFRESH


def test_every_field_has_its_tables() -> None:
    assert {path.parent.name for path in FIELDS.glob("*/models.py")} == set(own_fields()), REFRESH


def test_no_migration_is_missing(db: None) -> None:
    told = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=told)
    except SystemExit:
        pytest.fail(f"{REFRESH}\n{told.getvalue()}")
