"""Published figures are computed again exactly, whatever changed since; they are corrected and withdrawn, never deleted."""

from collections.abc import Iterator
from datetime import date
from unittest.mock import patch

import pytest
from django.db import transaction

from tests.indicators.provenance.conftest import BOYS, TODAY, YEAR, Schools
from tests.indicators.provenance.filing import filed
from tests.movements.children import change
from yaodian import __version__
from yaodian.apps.audit.models import Event
from yaodian.apps.indicators import publishing
from yaodian.apps.indicators.bases import FILED, LIVE
from yaodian.apps.indicators.defining import define, redefine
from yaodian.apps.indicators.definitions import Condition, Conditions, Definition, Part
from yaodian.apps.indicators.models import Publication, Snapshot
from yaodian.apps.indicators.published import published_figures
from yaodian.apps.indicators.publishing import correct, publish, recompute, withdraw
from yaodian.apps.indicators.snapshots import take_snapshot
from yaodian.apps.indicators.stored_tables import Damaged, path_of
from yaodian.apps.orgs.acting import System
from yaodian.apps.orgs.models import Unit
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow
from yaodian.kernel.period import Period

FIRST = date(2026, 9, 1)
SHARE = "primary.girls_share"


@pytest.fixture(scope="module")
def both_filed(built: Schools) -> Iterator[None]:
    """What both schools have handed in, for this module."""
    with transaction.atomic():
        for unit in (built.world.first, built.world.second):
            filed(built, unit)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def snapshot(both_filed: None, schools: Schools) -> Snapshot:
    """Of their filings."""
    return take_snapshot(kind=FILED, on=FIRST, by=System())


def published(schools: Schools, snapshot: Snapshot, code: str = SHARE, breakdown: str = "") -> Publication:
    """The county's figure."""
    return publish(code=code, unit=schools.county, period=YEAR, snapshot=snapshot, breakdown=breakdown, by=System())


def test_it_keeps_exact_parts_and_who_had_filed(schools: Schools, snapshot: Snapshot) -> None:
    found = published(schools, snapshot)
    assert found.figures == [{"cell": [], "parts": ["9", "30"], "value": "30"}]
    assert (found.filed, found.of) == (2, 3)
    assert found.engine["yaodian"] == __version__
    assert "duckdb" in found.engine
    assert Event.objects.filter(kind="figure.published", subject=publishing.subject_of(found)).exists()


def test_it_is_computed_again_after_rows_were_changed(schools: Schools, snapshot: Snapshot) -> None:
    found = published(schools, snapshot, "primary.pupils", "sex")
    assert [each["cell"] for each in found.figures] == [[], ["1"], ["2"]]
    for child in schools.children["XX01", BOYS][:5]:
        change(child, TODAY, sex="2")
    change(schools.children["XX02", BOYS][0], TODAY, school=schools.world.first.pk, class_room=None)
    assert recompute(Publication.objects.get(pk=found.pk)) == found.figures


def test_it_is_computed_again_after_its_definition_was_changed(schools: Schools, snapshot: Snapshot) -> None:
    girls = Condition("pupil.sex", "is", ("2",))
    own = define(
        definition=Definition("女生就读人次", "count", Part("enrolments", where=Conditions((girls,)))), by=System()
    )
    later = take_snapshot(kind=FILED, on=FIRST, by=System())
    found = published(schools, later, own.code)
    assert found.figures[0]["value"] == "9"
    everybody = Definition("女生就读人次", "count", Part("enrolments"))
    redefine(indicator=own, definition=everybody, reason="改为全部学生", by=System())
    assert recompute(Publication.objects.get(pk=found.pk)) == found.figures
    with patch.object(publishing, "catalogue", side_effect=AssertionError("the present catalogue was asked")):
        assert recompute(found) == found.figures


def test_the_public_reads_it_without_small_counts(schools: Schools, snapshot: Snapshot) -> None:
    found = publish(code=SHARE, unit=schools.world.first, period=YEAR, snapshot=snapshot, by=System())
    assert [each.text for each in published_figures(found)] == ["‹5›"]
    assert [each.text for each in published_figures(found, by=schools.world.an)] == ["14.29%"]
    assert [each.text for each in published_figures(published(schools, snapshot, "primary.pupils"))] == ["30人"]


def test_a_snapshot_that_was_tampered_with_is_refused(schools: Schools, snapshot: Snapshot) -> None:
    found = published(schools, snapshot)
    path_of(snapshot.tables["enrolments"]["sha256"]).write_bytes(b"")
    with pytest.raises(Damaged):
        recompute(found)


def test_live_rows_and_other_days_are_not_published(schools: Schools, snapshot: Snapshot) -> None:
    live = take_snapshot(kind=LIVE, on=FIRST, by=System())
    with pytest.raises(NotNow, match="实时数"):
        published(schools, live)
    with pytest.raises(NotNow, match="取2025-09-01的数"):
        publish(code=SHARE, unit=schools.county, period=YEAR.before(), snapshot=snapshot, by=System())
    with pytest.raises(BadInput, match="时期"):
        publish(code=SHARE, unit=schools.county, period=Period.read("2026"), snapshot=snapshot, by=System())
    with pytest.raises(BadInput, match="细分"):
        published(schools, snapshot, breakdown="danger_level")
    assert not Publication.objects.exists()


def test_what_nobody_has_filed_is_not_published(schools: Schools, snapshot: Snapshot) -> None:
    garden = Unit.objects.get(code="YY01")
    early = take_snapshot(kind=FILED, on=date(2025, 9, 1), by=System())
    with pytest.raises(NotNow, match="《学籍台账》2025—2026学年3个单位已审定0个"):
        publish(code=SHARE, unit=schools.county, period=YEAR.before(), snapshot=early, by=System())
    with pytest.raises(NotNow, match=r"《学籍台账》2026—2027学年1个单位已审定0个.*请先催报"):
        publish(code=SHARE, unit=garden, period=YEAR, snapshot=snapshot, by=System())
    assert not Publication.objects.exists()


def test_it_is_published_once_and_corrected_with_a_reason(schools: Schools, snapshot: Snapshot) -> None:
    first = published(schools, snapshot)
    with pytest.raises(NotNow, match="更正"):
        published(schools, snapshot)
    with pytest.raises(BadInput, match="原因"):
        correct(publication=first, snapshot=snapshot, reason=" ", by=System())
    second = correct(publication=first, snapshot=snapshot, reason="二小补报", by=System())
    first.refresh_from_db()
    assert (first.state, first.reason, second.corrects) == (Publication.State.CORRECTED, "二小补报", first)
    withdraw(publication=second, reason="口径有争议", by=System())
    with pytest.raises(NotNow, match="已撤回"):
        withdraw(publication=second, reason="再撤", by=System())
    assert Publication.objects.count() == 2


def test_who_may_not_publish_is_refused(schools: Schools, snapshot: Snapshot) -> None:
    for who in ("school-clerk", "office-clerk", "auditor"):
        with pytest.raises(NotAllowed):
            publish(code=SHARE, unit=schools.county, period=YEAR, snapshot=snapshot, by=schools.world.of[who])


def test_without_its_record_nothing_is_published(schools: Schools, snapshot: Snapshot) -> None:
    with patch.object(publishing, "record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        published(schools, snapshot)
    assert not Publication.objects.exists()
