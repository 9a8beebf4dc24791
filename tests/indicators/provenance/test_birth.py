"""Birth certificates: the rows behind a figure, the writes and approvals they came from, as far as the reader may see."""

from datetime import date

import pytest

from tests.indicators.provenance.conftest import BOYS, GIRLS, TODAY, YEAR, Schools
from tests.indicators.provenance.filing import filed
from tests.movements.children import change
from yaodian.apps.indicators.bases import FILED, basis_for
from yaodian.apps.indicators.birth import Birth, birth
from yaodian.apps.indicators.catalogue import indicator_named
from yaodian.apps.orgs.acting import Acting, System
from yaodian.kernel.errors import NotAllowed

SHARE = "primary.girls_share"


def born(unit: int, by: Acting | System, **asked: object) -> Birth:
    """Of the share of girls."""
    return birth(indicator_named(SHARE), unit=unit, period=YEAR, by=by, **asked)


def test_the_rows_of_numerator_and_denominator(schools: Schools) -> None:
    found = born(schools.world.first.pk, System())
    assert [(each.register, len(each.rows), each.beyond) for each in found.behind] == [
        ("enrolments", 2, 0),
        ("enrolments", 14, 0),
    ]
    assert set(found.behind[0].rows) < set(found.behind[1].rows)
    assert "性别" in found.definition
    assert found.figure.text == "14.29%"


def test_the_writes_by_which_they_came(schools: Schools) -> None:
    girl = schools.children["XX01", GIRLS][0]
    change(girl, TODAY, left_behind="1", note="核对")
    found = born(schools.world.first.pk, System())
    assert sum(each.rows for each in found.came_by) == 14
    assert found.came_by[0].batch.register == "enrolments"


def test_filed_figures_name_the_filings(schools: Schools) -> None:
    filed(schools, schools.world.first)
    found = born(schools.county.pk, System(), kind=FILED)
    told = {each.register: each for each in found.approved}
    assert (told["pupils"].units, told["pupils"].by, told["pupils"].returned) == (1, ("白慧",), 0)
    assert len(found.behind[1].rows) == 14
    assert born(schools.county.pk, System()).approved == ()


def test_as_of_a_day_gone_by(schools: Schools) -> None:
    change(schools.children["XX01", BOYS][0], TODAY, sex="2")
    then = born(schools.county.pk, System(), basis=basis_for(YEAR.first, known_on=date(2026, 9, 10)))
    assert (then.figure.text, then.figure.known_on) == ("30.00%", date(2026, 9, 10))


def test_without_the_right_to_the_rows_there_are_none(schools: Schools) -> None:
    found = born(schools.county.pk, schools.world.chang)
    assert (found.opened, found.behind, found.came_by, found.figure.hidden) == (False, (), (), True)
    own = born(schools.world.second.pk, schools.world.chang)
    assert (own.opened, len(own.behind[1].rows)) == (True, 16)


def test_a_figure_out_of_reach_has_no_certificate(schools: Schools) -> None:
    with pytest.raises(NotAllowed):
        born(schools.world.first.pk, schools.world.chang)
