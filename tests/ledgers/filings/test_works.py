"""Handing in from a very large register: checked and handed in by a job, which says why where it does not go."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.ledgers.filings.conftest import BUILDINGS, opened
from tests.ledgers.test_rows import building
from tests.world import World
from yaodian.apps.jobs.models import Job
from yaodian.apps.ledgers.checking.sweep import sweep_dirty
from yaodian.apps.ledgers.filings import works
from yaodian.apps.ledgers.filings.works import start_submitting, takes_long
from yaodian.apps.ledgers.models import Filing
from yaodian.apps.ledgers.rows import add_row
from yaodian.kernel.errors import BadInput, NotAllowed


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    monkeypatch.setattr(works, "LARGE", 1)
    settings.STATIC_ROOT = tmp_path


def test_only_a_large_register_with_unchecked_rows_takes_long(world: World, filing: Filing) -> None:
    assert not takes_long(filing)
    add_row(register=BUILDINGS, values=building(world, number="JX02"), by=world.an)
    assert takes_long(filing)
    sweep_dirty()
    assert not takes_long(filing)


def test_the_page_hands_over_to_a_job(world: World, filing: Filing) -> None:
    add_row(register=BUILDINGS, values=building(world, number="JX02"), by=world.an)
    client = Client()
    client.force_login(world.an.user, backend="django.contrib.auth.backends.ModelBackend")
    asked = client.post(reverse("filing-submit", args=[filing.pk]), {"says": "都核过了"})
    job = Job.objects.get(kind="filing.submit")
    assert asked["Location"] == reverse("job", args=[job.pk])
    filing.refresh_from_db()
    assert (job.state, filing.state, filing.rows, filing.says) == ("done", "submitted", 2, "都核过了")
    assert client.get(asked["Location"])["Location"] == reverse("filing", args=[filing.pk])


def test_a_job_says_what_stands_against_it(world: World) -> None:
    filing = opened(BUILDINGS, world.first)
    job = start_submitting(filing=filing, by=world.an)
    filing.refresh_from_db()
    assert (job.state, "零报告" in job.message, filing.state) == ("failed", True, "draft")
    assert start_submitting(filing=filing, empty=True, by=world.an).state == "done"


def test_who_does_not_hand_in_queues_nothing(world: World, filing: Filing) -> None:
    for by in (world.bai, world.chang):
        with pytest.raises(NotAllowed):
            start_submitting(filing=filing, by=by)
    with pytest.raises(BadInput, match="最多写"):
        start_submitting(filing=filing, says="好" * 301, by=world.an)
    assert not Job.objects.exists()
