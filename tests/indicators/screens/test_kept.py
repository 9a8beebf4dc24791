"""Snapshots and published figures through their pages."""

from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests.indicators.provenance.conftest import YEAR, Schools
from tests.indicators.provenance.filing import filed
from tests.indicators.screens.conftest import Ask
from yaodian.apps.indicators.models import Publication, Snapshot
from yaodian.apps.indicators.publishing import publish
from yaodian.apps.indicators.snapshots import take_snapshot

FIGURE = "/indicators/primary.girls_share/"
TAKE = {"on": "2026-09-01", "kind": "filed"}


def filed_by_both(schools: Schools) -> None:
    """All that the county's share of girls counts."""
    for unit in (schools.world.first, schools.world.second):
        filed(schools, unit)


@pytest.fixture(scope="module")
def published(built: Schools, django_db_blocker: Any, data_folder: Path) -> Publication:
    """The county's share of girls, filed by both schools, published by 白科长."""
    by = built.world.bai
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=data_folder / "files"):
        filed_by_both(built)
        snapshot = take_snapshot(kind="filed", on=YEAR.first, by=by)
        return publish(code="primary.girls_share", unit=built.county, period=YEAR, snapshot=snapshot, by=by)


def test_a_figure_is_published_from_its_page(schools: Schools, ask: Ask) -> None:
    by, world = schools.world.bai, schools.world
    assert "没有可公布的数" in ask(by, f"{FIGURE}?kind=filed").content.decode()
    filed_by_both(schools)
    assert "还没有2026年9月1日的上报口径快照" in ask(by, f"{FIGURE}?kind=filed").content.decode()
    ask(by, "/indicators/snapshots/take/", TAKE)
    assert "由快照" in ask(by, f"{FIGURE}?kind=filed").content.decode()
    sent = {"snapshot": str(Snapshot.objects.get().pk)}
    assert ask(world.an, f"{FIGURE}publish/?kind=filed", sent).status_code == 403
    made = ask(by, f"{FIGURE}publish/?kind=filed", sent)["Location"]
    assert made in ask(by, f"{FIGURE}?kind=filed").content.decode()
    assert ask(by, f"{FIGURE}publish/?kind=filed", sent).status_code == 422  # published already


def test_a_snapshot_is_taken_in_the_background(schools: Schools, ask: Ask) -> None:
    by = schools.world.bai
    answer = ask(by, "/indicators/snapshots/take/", TAKE)
    assert answer["Location"].startswith("/job/")
    assert "2026年9月1日" in ask(by, "/indicators/snapshots/").content.decode()
    shown = ask(by, f"/indicators/snapshots/{Snapshot.objects.get().pk}/").content.decode()
    assert "完好" in shown


@pytest.mark.parametrize(("sent", "says"), [({"on": "x"}, "2026-09-01这样"), ({"on": "2027-01-01"}, "以后的日子")])
def test_a_wrong_day_is_said(schools: Schools, ask: Ask, sent: dict[str, str], says: str) -> None:
    answer = ask(schools.world.bai, "/indicators/snapshots/take/", TAKE | sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_clerk_takes_none(schools: Schools, ask: Ask) -> None:
    assert ask(schools.world.an, "/indicators/snapshots/take/", TAKE).status_code == 403
    assert "sn-on" not in ask(schools.world.an, "/indicators/snapshots/").content.decode()


def test_a_published_figure_is_computed_again(schools: Schools, ask: Ask, published: Publication) -> None:
    shown = ask(schools.world.bai, f"/indicators/publications/{published.pk}/").content.decode()
    assert "一致" in shown
    assert "30.00%" in shown
    assert "30.00%" in ask(schools.world.bai, "/indicators/publications/").content.decode()


def test_it_is_published_split_up_too(schools: Schools, ask: Ask, published: Publication) -> None:
    by = schools.world.bai
    shown = ask(by, f"{FIGURE}?kind=filed").content.decode()
    assert "只公布合计：" in shown  # is published
    assert '<option value="urban_rural">' in shown
    sent = {"snapshot": str(published.snapshot.pk), "breakdown": "urban_rural"}
    made = ask(by, ask(by, f"{FIGURE}publish/?kind=filed", sent)["Location"]).content.decode()
    assert "<div>一致：" in made
    assert '<th scope="col" class="num">小学女生数</th>' in made
    assert '<option value="urban_rural">' not in ask(by, f"{FIGURE}?kind=filed").content.decode()


def test_a_snapshot_that_was_changed_is_told(schools: Schools, ask: Ask, published: Publication) -> None:
    Snapshot.objects.update(coverage={})
    shown = ask(schools.world.bai, f"/indicators/publications/{published.pk}/").content.decode()
    assert "改动过" in shown
    assert "一致：" not in shown
    assert "改动过" in ask(schools.world.bai, f"/indicators/snapshots/{published.snapshot.pk}/").content.decode()


def test_withdrawing_needs_a_reason(schools: Schools, ask: Ask, published: Publication) -> None:
    address = f"/indicators/publications/{published.pk}/"
    assert ask(schools.world.bai, f"{address}withdraw/", {"reason": " "}).status_code == 422
    assert ask(schools.world.bai, f"{address}withdraw/", {"reason": "口径有误"}).status_code == 302
    shown = ask(schools.world.an, address).content.decode()
    assert "口径有误" in shown
    assert "withdraw/" not in shown


def test_correcting_leads_to_the_new_figure(schools: Schools, ask: Ask, published: Publication) -> None:
    sent = {"reason": "重报", "snapshot": str(published.snapshot.pk)}
    answer = ask(schools.world.bai, f"/indicators/publications/{published.pk}/correct/", sent)
    new = Publication.objects.get(corrects=published)
    assert answer["Location"] == f"/indicators/publications/{new.pk}/"
    assert (
        f"/indicators/publications/{new.pk}/"
        in ask(schools.world.an, f"/indicators/publications/{published.pk}/").content.decode()
    )


def test_small_counts_are_hidden_in_published_figures(schools: Schools, ask: Ask, published: Publication) -> None:
    world = schools.world
    made = publish(code=published.code, unit=world.first, period=YEAR, snapshot=published.snapshot, by=world.bai)
    for by, text in ((world.chang, "‹5›"), (world.an, "14.29%")):  # two girls of fourteen
        for address in ("/indicators/publications/", f"/indicators/publications/{made.pk}/"):
            assert text in ask(by, address).content.decode()
    assert "14.29" not in ask(world.chang, f"/indicators/publications/{made.pk}/").content.decode()
