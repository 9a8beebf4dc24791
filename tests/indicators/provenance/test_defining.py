"""Own indicators: built from a form, refused in Chinese, tried before they are kept, kept in versions."""

from typing import Any

import pytest

from tests.indicators.provenance.conftest import YEAR, Schools
from yaodian.apps.audit.models import Event
from yaodian.apps.indicators.catalogue import indicator_named
from yaodian.apps.indicators.defining import define, own_indicators, redefine, retire, subject_of, tried
from yaodian.apps.indicators.definition_nodes import measure_of
from yaodian.apps.indicators.definitions import Definition, definition_from, offered
from yaodian.apps.indicators.models import OwnIndicator
from yaodian.apps.indicators.trying import preview
from yaodian.apps.ledgers.access import Action, may
from yaodian.apps.orgs.acting import System
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow
from yaodian.packs import catalogue, registers

THERE = [
    {"column": "entered_on", "operator": "at-most", "values": ["@on"]},
    {"column": "left_on", "operator": "unknown"},
]
GIRL = {"column": "pupil.sex", "operator": "is", "values": ["女"]}


def form(**given: Any) -> Definition:
    """A form as it is sent, for pupils who are there."""
    part = {"register": "enrolments", "where": {"each": THERE}}
    return definition_from({"title": "在校生数（自定）", "kind": "count", "part": part, **given})


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"digits": 0}, "30人"),
        ({"kind": "share", "among": {"each": [GIRL]}}, "30.00%"),
        (
            {"kind": "share", "among": {"each": [GIRL, {**GIRL, "values": ["1"]}], "any": True}},
            "100.00%",
        ),
        ({"kind": "ratio", "scale": 1, "other": {"register": "enrolments", "where": {"each": [*THERE, GIRL]}}}, "3.33"),
        ({"kind": "per-head", "other": {"register": "classes"}}, "15.00人/班"),
        ({"kind": "mean", "part": {"register": "classes", "column": "number"}}, "1.00班/班"),
        ({"kind": "dispersion", "other": {"register": "classes"}, "digits": 3}, "0.067"),
    ],
)
def test_a_form_gives_figures_live(schools: Schools, given: dict[str, Any], text: str) -> None:
    (found,) = preview(form(**given), by=System(), units=[schools.county.pk])
    assert (found.text, found.period) == (text, YEAR)


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"title": " "}, "title", "名称"),
        ({"kind": "median"}, "kind", "怎样算"),
        ({"kind": "total"}, "part.column", "哪一栏"),
        ({"kind": "share"}, "among", "至少写一个条件"),
        ({"kind": "ratio"}, "other.register", "用什么去除"),
        ({"part": {"register": "nothing"}}, "part.register", "选择台账"),
        ({"kind": "ratio", "other": {"register": "classes"}}, "other.register", "单位不同"),
        ({"kind": "total", "part": {"register": "enrolments", "column": "grade"}}, "part.column", "只有数量"),
    ],
)
def test_what_makes_no_sense_is_said_in_chinese(given: dict[str, Any], field: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        measure_of(form(**given))
    assert says in caught.value.fields[field]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"column": "nothing", "operator": "is"}, "请选择一栏"),
        ({"column": "pupil.sex.code", "operator": "is"}, "请选择一栏"),
        ({"column": "pupil.sex", "operator": "less", "values": ["2"]}, "不能用这个条件。可用：是、不是"),
        ({"column": "pupil.sex", "operator": "is", "values": ["雌"]}, "没有“雌”这一项"),
        ({"column": "pupil.sex", "operator": "in", "values": []}, "至少选一个"),
        ({"column": "entered_on", "operator": "more", "values": ["去年"]}, "不是日期"),
        ({"column": "entered_on", "operator": "more", "values": []}, "与什么相比"),
        ({"column": "pupil.migrant", "operator": "is", "values": ["也许"]}, "请选"),
        ({"column": "pupil.full_name", "operator": "is", "values": ["安一"]}, "不能用这个条件。可用：已填、未填"),
        ({"column": "pupil.id_number", "operator": "is", "values": ["1"]}, "不能用这个条件"),
    ],
)
def test_so_is_each_wrong_line(line: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput) as caught:
        measure_of(form(part={"register": "enrolments", "where": {"each": [*THERE, line]}}))
    assert says in caught.value.fields["part.where.2"]


def test_a_form_is_read_as_it_was_written() -> None:
    given = form(kind="ratio", other={"register": "enrolments", "where": {"each": [GIRL], "any": True}})
    assert definition_from(given.as_json()) == given
    with pytest.raises(BadInput):
        definition_from({"title": "x", "kind": "count"})


@pytest.mark.parametrize("key", list(registers()))
def test_every_offered_column_can_be_asked_for(key: str) -> None:
    for path, _title in offered(registers()[key]):
        line = {"column": path, "operator": "known"}
        measure = measure_of(form(part={"register": key, "where": {"each": [line]}}))
        assert catalogue().finished(measure) == measure


def test_it_is_kept_in_versions_and_offered_with_the_others(schools: Schools) -> None:
    own = define(definition=form(), by=schools.world.bai)
    assert indicator_named(own.code).title == "在校生数（自定）"
    with pytest.raises(BadInput, match="同名"):
        define(definition=form(), by=schools.world.bai)
    with pytest.raises(BadInput, match="同名"):
        define(definition=form(title="小学女生占比"), by=schools.world.bai)
    with pytest.raises(NotNow, match="没有改动"):
        redefine(indicator=own, definition=form(), reason="再存", by=schools.world.bai)
    with pytest.raises(BadInput, match="为什么改"):
        redefine(indicator=own, definition=form(note="改"), reason="", by=schools.world.bai)
    redefine(
        indicator=own, definition=form(kind="share", among={"each": [GIRL]}), reason="改算女生", by=schools.world.bai
    )
    assert (own_indicators()[own.code].version, own_indicators()[own.code].unit) == (2, "%")
    assert [each.number for each in own.versions.all()] == [2, 1]
    retire(indicator=own, reason="用小学女生占比代替", by=schools.world.bai)
    assert own_indicators() == {}
    assert Event.objects.filter(subject=subject_of(own)).count() == 3
    assert OwnIndicator.objects.count() == 1


@pytest.mark.parametrize("who", ["school-clerk", "office-clerk", "auditor", "administrator"])
def test_who_may_not_define_is_refused(schools: Schools, who: str) -> None:
    with pytest.raises(NotAllowed):
        define(definition=form(), by=schools.world.of[who])


@pytest.mark.parametrize(
    ("who", "line", "allowed"),
    [
        ("office-head", {"column": "pupil.disability", "operator": "known"}, True),
        ("bureau-leader", {"column": "pupil.sex", "operator": "known"}, True),
        ("bureau-leader", {"column": "pupil.disability", "operator": "known"}, False),  # may not unmask
    ],
)
def test_sensitive_columns_are_for_who_may_see_them(
    schools: Schools, who: str, line: dict[str, Any], allowed: bool
) -> None:
    given = form(part={"register": "enrolments", "where": {"each": [line]}})
    if allowed:
        assert tried(given, by=schools.world.of[who]).measure
    else:
        with pytest.raises(NotAllowed, match="敏感栏"):
            tried(given, by=schools.world.of[who])


def test_a_register_of_another_office_is_not_used(schools: Schools) -> None:
    closed = next(each for each in registers().values() if not may(schools.world.bai, Action.READ, each))
    with pytest.raises(NotAllowed, match=closed.title):
        tried(form(part={"register": closed.key}), by=schools.world.bai)
