"""The catalogue page: what is listed, found and shown to whom."""

import re

import pytest

from tests.indicators.provenance.conftest import Schools
from tests.indicators.screens.conftest import Ask
from yaodian.apps.indicators import parts
from yaodian.apps.indicators.catalogue import catalogue
from yaodian.apps.indicators.pages.listing import COURSE, Wanted, found, lines, polyline, warm
from yaodian.apps.orgs.acting import Acting


def titles(by: Acting, **wanted: object) -> list[str]:
    return [one.title for one in found(Wanted(**wanted), by)]  # type: ignore[arg-type]  # as the page gives them


def test_each_reader_gets_the_figure_of_his_unit(schools: Schools, ask: Ask) -> None:
    world = schools.world
    for by, text in ((world.an, "14人"), (world.chang, "16人"), (world.bai, "30人"), (world.of["township"], "30人")):
        shown = ask(by, "/indicators/?q=小学在校生数").content.decode()
        assert re.search(rf"<b>{text}</b>", shown), by.name


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"words": "小学生数"}, "小学在校生数"),  # a synonym
        ({"words": "primary.pupils"}, "小学在校生数"),
        ({"words": "大 班额", "group": "班额"}, "大班额比例"),
        ({"office": "projects"}, "危房率"),
    ],
)
def test_words_groups_and_offices_narrow_the_list(schools: Schools, wanted: dict[str, str], expected: str) -> None:
    held = titles(schools.world.bai, **wanted)
    assert expected in held
    assert len(held) < len(catalogue().indicators)


def test_only_those_below_their_norm(schools: Schools) -> None:
    by = schools.world.bai
    failing = found(Wanted(failing=True), by)
    assert failing
    assert all(line.judged and not line.judged.reached for line in lines(failing, by))


def test_the_page_asks_few_questions(schools: Schools, ask: Ask, django_assert_max_num_queries: object) -> None:
    ask(schools.world.bai, "/indicators/")
    by = schools.world.bai
    with django_assert_max_num_queries(20):  # type: ignore[operator]  # a fixture of pytest-django
        assert len(lines(found(Wanted(), by)[:40], by)) == 40


def test_after_warming_up_nothing_is_taken_from_rows(schools: Schools, monkeypatch: pytest.MonkeyPatch) -> None:
    warm()
    scans = []
    monkeypatch.setattr(parts, "taken_together", lambda register, *_rest, **_few: scans.append(register))
    by = schools.world.bai
    assert lines(found(Wanted(), by), by)
    assert not scans


def test_a_page_holds_forty(schools: Schools, ask: Ask) -> None:
    shown = ask(schools.world.bai, "/indicators/?page=2").content.decode()
    assert shown.count('<th scope="row"') == 40


def test_nothing_found_says_so(schools: Schools, ask: Ask) -> None:
    assert "没有符合条件的指标" in ask(schools.world.bai, "/indicators/?q=没有这个").content.decode()


def test_a_course_goes_back_some_periods(schools: Schools) -> None:
    (line,) = lines([catalogue().indicators["primary.pupils"]], schools.world.bai)
    assert line.course_says.count("学年") <= COURSE


@pytest.mark.parametrize(
    ("values", "points"),
    [((), ""), ((1.0,), ""), ((1.0, 2.0), "2.0,16.0 70.0,2.0"), ((3.0, 3.0, 3.0), "2.0,9.0 36.0,9.0 70.0,9.0")],
)
def test_a_course_is_drawn_between_its_extremes(values: tuple[float, ...], points: str) -> None:
    assert polyline(values) == points
