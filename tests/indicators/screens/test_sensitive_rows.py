"""Who is behind a figure that is counted by a sensitive column: listed only to who may unmask it, for a purpose, logged."""

import pytest

from tests.indicators.provenance.conftest import TODAY, Schools
from tests.indicators.screens.conftest import Ask
from tests.movements.children import change
from yaodian.apps.audit.models import Event
from yaodian.apps.indicators.reading import sensitive_in
from yaodian.apps.ledgers.tables import rows_of
from yaodian.apps.ledgers.unmasking import UNMASKED, seen
from yaodian.packs import catalogue, registers

ROWS, PURPOSE = "/indicators/pupils.orphans/rows/", {"purpose": "check", "words": "核对孤儿名单上的人"}


@pytest.fixture
def orphans(schools: Schools) -> list[str]:
    """Two orphans of 一小."""
    held = dict(zip(("欧阳一诺", "欧阳二诺"), schools.children["XX01", "2"], strict=True))
    for name, child in held.items():
        change(child, TODAY, orphan=True, full_name=name)
    return list(held)


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("pupils.orphans", ["孤儿"]),
        ("compulsory.disabled_inclusion_share", ["残疾类型", "残疾儿童安置方式"]),
        ("teachers.young_share", ["出生日期"]),
        ("primary.pupils", []),
    ],
)
def test_indicators_say_by_what_they_count(code: str, columns: list[str]) -> None:
    found = sensitive_in(catalogue().indicators[code].measure)
    assert [column.title for held in found.values() for column in held] == columns


def test_a_breakdown_by_a_sensitive_column_counts_too() -> None:
    assert sensitive_in(catalogue().indicators["primary.pupils"].measure, "disability")


def test_the_list_is_shown_for_a_purpose_and_logged(schools: Schools, orphans: list[str], ask: Ask) -> None:
    head, unit = schools.world.of["principal"], schools.world.first.pk
    page = ask(head, f"/indicators/pupils.orphans/?unit={unit}").content.decode()
    form = ask(head, f"{ROWS}?unit={unit}").content.decode()
    assert "写明用途后看名单" in page
    assert not [name for name in orphans if name in page + form]
    assert ask(head, f"{ROWS}?unit={unit}", {"purpose": "check", "words": ""}).status_code == 422
    assert not Event.objects.filter(kind=UNMASKED).exists()

    shown = ask(head, f"{ROWS}?unit={unit}", PURPOSE)
    assert all(name in shown.content.decode() for name in orphans)
    assert "no-store" in shown["Cache-Control"]
    event = Event.objects.get(kind=UNMASKED)
    assert "核对孤儿名单上的人" in event.says
    pupils = registers()["pupils"]
    row = rows_of("pupils")._default_manager.get(full_name=orphans[0])
    assert event in seen(pupils, row)
    assert ask(head, f"{ROWS}export/?unit={unit}", {"format": "csv"}).status_code == 404


def test_who_may_not_unmask_sees_how_many_but_not_who(schools: Schools, orphans: list[str], ask: Ask) -> None:
    by, unit = schools.world.of["plan-clerk"], schools.world.first.pk
    page = ask(by, f"/indicators/pupils.orphans/?unit={unit}").content.decode()
    assert ">2<" in page
    assert "写明用途后看名单" not in page
    assert not [name for name in orphans if name in page]
    for sent in (None, PURPOSE):
        assert ask(by, f"{ROWS}?unit={unit}", *([sent] if sent else [])).status_code == 404
