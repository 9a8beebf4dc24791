"""The county's figures of the school year's first day: filed, frozen, published, one corrected; live rows went on since."""

from typing import Any

import pytest

from yaodian.apps.indicators.bases import FILED, LIVE
from yaodian.apps.indicators.models import Publication, Snapshot
from yaodian.apps.indicators.publishing import recompute
from yaodian.apps.indicators.shown import figures
from yaodian.apps.ledgers.filings.handing_in import filed_rows
from yaodian.apps.ledgers.models import FailedCheck, Filing
from yaodian.apps.orgs.acting import System
from yaodian.apps.orgs.models import Unit
from yaodian.cli.county.story import story
from yaodian.kernel.period import Period

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_county")]
YEAR = Period.read("2026-2027")


def county() -> Unit:
    return Unit.objects.get(kind="bureau")


def shown(code: str, kind: str) -> Any:
    """The county's figure of the year, with who has filed what it counts."""
    return figures([code], by=System(), periods=[YEAR], units=[county().pk], kind=kind)[0]


def test_everybody_has_filed_but_for_one_school_and_its_pupils() -> None:
    told = story("filed")["filings"]
    left = Filing.objects.filter(register__in=told).exclude(state=Filing.State.APPROVED)
    assert [(filing.register, filing.unit.name) for filing in left] == [("pupils", "白鹭湾小学")]
    complete = {code: shown(code, FILED).complete for code in ("primary.pupils", "teachers.count")}
    assert {code: (each.filed, each.of) for code, each in complete.items()} == {
        "primary.pupils": (30, 31),
        "teachers.count": (31, 31),
    }


def test_figures_are_published_and_one_is_corrected() -> None:
    assert [snapshot.kind for snapshot in Snapshot.objects.all()] == [FILED, FILED]
    current = Publication.objects.filter(state=Publication.State.CURRENT)
    assert {each.code for each in current} == set(story("filed")["figures"])
    new = current.get(code="teachers.count")
    old = new.corrects
    assert old is not None
    assert (old.state, old.filed, new.filed, new.of) == (Publication.State.CORRECTED, 30, 31, 31)
    rows = filed_rows(Filing.objects.get(register="staff", unit__name="晨光幼儿园"))
    came = rows.filter(staff_kind="1", left_on=None)
    assert int(new.figures[0]["value"]) - int(old.figures[0]["value"]) == came.count() > 0
    assert "晨光幼儿园" in old.reason


def test_what_was_published_can_be_computed_again_though_rows_changed() -> None:
    for publication in Publication.objects.all():
        assert recompute(publication) == publication.figures
        assert publication.figures[0]["value"] is not None


def test_what_went_wrong_since_is_there_to_be_found() -> None:
    found = set(FailedCheck.objects.values_list("register", flat=True))
    assert found >= set(story("filed")["filings"])
    assert shown("teachers.count", LIVE).value != shown("teachers.count", FILED).value
