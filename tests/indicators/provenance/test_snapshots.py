"""Snapshots hold no names and are refused when changed; filed rows are those that were handed in and approved."""

from datetime import date
from typing import Any

import pytest

from tests.indicators.provenance.conftest import BOYS, TODAY, YEAR, Schools
from tests.indicators.provenance.filing import filed, handed_in
from tests.movements.children import change
from yaodian.apps.audit.clock import at
from yaodian.apps.indicators.bases import FILED, LIVE, basis_of
from yaodian.apps.indicators.catalogue import catalogue, indicator_named
from yaodian.apps.indicators.models import Snapshot
from yaodian.apps.indicators.pinned import Filed, anchors_of
from yaodian.apps.indicators.shown import figures, taken_from
from yaodian.apps.indicators.snapshot_columns import publishable, tells
from yaodian.apps.indicators.snapshots import Frozen, start_snapshot, take_snapshot
from yaodian.apps.indicators.stored_tables import Damaged, path_of
from yaodian.apps.jobs.models import Job
from yaodian.apps.ledgers.filings.deciding import amend_filing, approve_filing
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import System
from yaodian.kernel.errors import BadInput, NotAllowed
from yaodian.packs import registers

FIRST = date(2026, 9, 1)
PUPILS = "primary.pupils"


def shown(schools: Schools, kind: str) -> dict[str, tuple[str, str]]:
    """Text and what is said of completeness, by unit."""
    found = figures([PUPILS], by=System(), periods=[YEAR], kind=kind)
    return {each.unit_name: (each.text, each.incomplete) for each in found}


def test_filed_figures_say_who_has_not_filed(schools: Schools) -> None:
    assert shown(schools, FILED)["青澜县教育局"][0] == "0人"
    filed(schools, schools.world.first)
    found = shown(schools, FILED)
    assert found["石桥镇第一小学"] == ("14人", "")
    assert found["石桥镇第二小学"] == ("0人", "不完整：1个单位已报0个")
    assert found["青澜县教育局"][0] == "14人"
    assert "已报1个" in found["青澜县教育局"][1]
    assert shown(schools, LIVE)["青澜县教育局"] == ("30人", "")


def test_what_was_filed_stays_until_it_is_amended(schools: Schools) -> None:
    """A boy is taken out after his school has filed; an amendment that is approved counts."""
    filing = filed(schools, schools.world.first)
    change(schools.children["XX01", BOYS][0], TODAY, school=schools.world.second.pk, class_room=None)
    with at(date(2026, 9, 17)):
        assert figures([PUPILS], by=System(), periods=[YEAR], units=[schools.world.first.pk], kind=FILED)[0].value == 14
        amended = amend_filing(filing=filing, reason="转出一人", by=schools.world.an)
        approve_filing(filing=handed_in(amended, by=schools.world.an), by=schools.world.bai)
        assert figures([PUPILS], by=System(), periods=[YEAR], units=[schools.world.first.pk], kind=FILED)[0].value == 13


@pytest.mark.parametrize(
    ("register", "on", "today", "period"),
    [
        ("pupils", FIRST, TODAY, "2026-2027"),  # the yearly statistics of 1 September
        ("pupils", TODAY, TODAY, "2025-2026"),  # up to today: those of October are not due yet
        ("dropouts", date(2026, 8, 31), TODAY, "2026-08"),
        ("dropouts", TODAY, TODAY, "2026-08"),
    ],
)
def test_from_which_filing_rows_are_taken(register: str, on: date, today: date, period: str) -> None:
    assert Filed(on, today).period(register_named(register)).key == period


def test_rows_that_are_not_filed_go_with_those_they_belong_to() -> None:
    assert anchors_of(["enrolments", "pupils", "population"]) == ["pupils"]


def test_a_snapshot_says_nobodys_name(schools: Schools) -> None:
    snapshot = take_snapshot(kind=LIVE, on=TODAY, by=System())
    kept = {(key, name) for key, table in snapshot.tables.items() for name in table["columns"] if name != "id"}
    assert ("pupils", "sex") in kept
    assert not [pair for pair in kept if tells(registers()[pair[0]], registers()[pair[0]].by_key[pair[1]])]
    content = b"".join(path_of(table["sha256"]).read_bytes() for table in snapshot.tables.values())
    assert schools.children["XX01", BOYS][0].full_name.encode() not in content


@pytest.mark.django_db
def test_all_indicators_of_the_packs_can_be_published() -> None:
    held = tuple(catalogue().indicators.values())
    assert publishable(held) == held


def test_its_figures_are_those_of_its_day(schools: Schools) -> None:
    snapshot = take_snapshot(kind=LIVE, on=TODAY, by=System())
    change(schools.children["XX01", BOYS][0], TODAY, sex="2")
    girls = taken_from(basis_of(snapshot), indicator_named("primary.girls_share"), YEAR)
    (found,) = girls.figures(System(), [schools.county.pk])
    assert found.text == "30.00%"
    assert figures(["primary.girls_share"], by=System(), periods=[YEAR], units=[schools.county.pk])[0].text == "33.33%"


def test_a_day_gone_by_is_taken_as_it_was_known(schools: Schools) -> None:
    change(schools.children["XX01", BOYS][0], TODAY, sex="2")
    asked = {"by": System(), "periods": [YEAR], "units": [schools.county.pk]}
    (then,) = figures(["primary.girls_share"], on=date(2026, 9, 10), **asked)
    assert then.text == "30.00%"
    assert take_snapshot(kind=LIVE, on=date(2026, 9, 10), by=System()).on == date(2026, 9, 10)


@pytest.mark.parametrize("what", ["file", "table"])
def test_a_snapshot_that_was_changed_is_refused(schools: Schools, what: str) -> None:
    snapshot = take_snapshot(kind=LIVE, on=TODAY, by=System())
    held = snapshot.tables["pupils"]
    if what == "file":
        path_of(held["sha256"]).write_bytes(b"other")
    else:
        other = snapshot.tables["enrolments"]["sha256"]
        Snapshot.objects.filter(pk=snapshot.pk).update(tables={**snapshot.tables, "pupils": {**held, "sha256": other}})
    with pytest.raises(Damaged, match="快照"):
        Frozen(Snapshot.objects.get(pk=snapshot.pk)).tables({"pupils": ["sex"]})


def test_it_is_taken_in_the_background(schools: Schools) -> None:
    job = start_snapshot(kind=FILED, on=FIRST, by=schools.world.of["bureau-leader"])
    assert (job.state, job.steps_done) == (Job.State.DONE, len(Snapshot.objects.get().tables) - 1)
    assert "快照已做好" in job.result["says"]


@pytest.mark.parametrize(
    ("who", "values", "error"),
    [
        ("school-clerk", {}, NotAllowed),
        ("bureau-leader", {"on": date(2026, 9, 17)}, BadInput),
        ("bureau-leader", {"kind": "other"}, BadInput),
    ],
)
def test_who_may_not_and_what_makes_no_sense_is_refused(
    schools: Schools, who: str, values: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        take_snapshot(**{"kind": LIVE, "on": TODAY, "by": schools.world.of[who], **values})
    assert not Snapshot.objects.exists()
