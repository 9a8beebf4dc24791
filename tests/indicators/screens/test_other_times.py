"""Days and periods of an address that nothing is known of: the usual one is shown, or the page says why not."""

from datetime import date

import pytest

from tests.indicators.provenance.conftest import Schools
from tests.indicators.screens.conftest import Ask
from yaodian.apps.orgs.models import Unit

PAGES = (
    "/indicators/primary.pupils/?period={}",
    "/indicators/compulsory.dropouts/?period={}",
    "/indicators/pivot/?code=primary.pupils&period={}",
    "/indicators/balance/?period={}",
)
FOUNDED = date(2026, 9, 1)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("period", ["1900-1901", "1999-2000", "2025-2026", "2026-2027", "2200-2201"])
@pytest.mark.parametrize("who", ["bai", "an"])
def test_a_bureau_founded_this_year_has_pages_for_all_periods(
    schools: Schools, ask: Ask, page: str, period: str, who: str
) -> None:
    Unit.objects.update(valid_from=FOUNDED)
    answer = ask(getattr(schools.world, who), page.format(period))
    assert answer.status_code in {200, 302}  # a school is led to its own page of balance


def test_a_period_before_the_schools_is_the_usual_one(schools: Schools, ask: Ask) -> None:
    Unit.objects.update(valid_from=FOUNDED)
    shown = ask(schools.world.bai, "/indicators/primary.pupils/?period=1999-2000").content.decode()
    assert "1999—2000学年" not in shown
    assert "30" in shown


@pytest.mark.parametrize(
    "word", ["on=9999-12-31", "on=1900-01-01", "on=0001-01-01", "than=9999-12-31", "than=0001-01-01"]
)
def test_days_out_of_range_are_the_usual_day(schools: Schools, ask: Ask, word: str) -> None:
    assert ask(schools.world.bai, f"/indicators/primary.pupils/?{word}").status_code == 200
