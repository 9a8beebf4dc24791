"""The builder of own indicators: fields by register and column, live preview, errors beside fields, versions; no scripts needed."""

from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from tests.indicators.provenance.conftest import Schools
from tests.indicators.screens_balance.conftest import Ask
from yaodian.apps.audit.clock import today
from yaodian.apps.indicators.defining import define, own_indicators
from yaodian.apps.indicators.definitions import Condition, Conditions, Definition, Part
from yaodian.apps.indicators.models import OwnIndicator
from yaodian.web.screens.defining.fields import Fields
from yaodian.web.screens.defining.reading import definition_of

NEW, DRAFT, LIST = (reverse(f"own-indicator{name}") for name in ("-new", "-draft", "s"))
COUNT = {
    "title": "女生数",
    "kind": "count",
    "part.was": "enrolments",
    "part.register": "enrolments",
    "part.where.0.column": "left_on",
    "part.where.0.operator": "unknown",
    "part.where.1.column": "pupil.sex",
    "part.where.1.operator": "is",
    "part.where.1.value": "2",
    "digits": "0",
}


def sent(**changed: Any) -> QueryDict:
    """The form as it is sent, with changes (`__` stands for a dot)."""
    held = QueryDict(mutable=True)
    words = {**COUNT, **{key.replace("__", "."): value for key, value in changed.items()}}
    for key, value in words.items():
        held.setlist(key, value if isinstance(value, list) else [value])
    return held


def test_a_form_becomes_a_definition() -> None:
    found = definition_of(sent(part__where__any="1", scale="7", digits="x"))
    lines = (Condition("left_on", "unknown"), Condition("pupil.sex", "is", ("2",)))
    assert found.part == Part("enrolments", "", Conditions(lines, any=True))
    assert (found.title, found.kind, found.scale, found.digits, found.other) == ("女生数", "count", 0, 2, None)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ({"column": "", "operator": "is"}, None),  # the empty line
        ({"column": "nothing", "operator": "is"}, None),
        ({"column": "pupil.sex", "operator": "less", "value": "2"}, Condition("pupil.sex", "is", ("2",))),
        ({"column": "pupil.sex", "operator": "in", "value": ["1", "2"]}, Condition("pupil.sex", "in", ("1", "2"))),
        ({"column": "entered_on", "operator": "more", "value": "@on"}, Condition("entered_on", "more", ("@on",))),
        (
            {"column": "entered_on", "operator": "more", "value": "day", "day": "2026-03-01"},
            Condition("entered_on", "more", ("2026-03-01",)),
        ),
        ({"column": "left_on", "operator": "known", "value": "@on"}, Condition("left_on", "known")),
    ],
)
def test_a_line_is_read_with_what_fits_its_column(line: dict[str, Any], found: Condition | None) -> None:
    given = {f"part__where__2__{key}": value for key, value in line.items()}
    each = definition_of(sent(**given)).part.where.each
    assert each[2:] == (() if found is None else (found,))


def test_a_day_of_its_own_begins_with_today() -> None:
    given = {"part__where__0__column": "left_on", "part__where__0__operator": "more", "part__where__0__value": "day"}
    assert definition_of(sent(**given)).part.where.each[0].values == (today().isoformat(),)


def test_what_was_chosen_for_another_register_goes_and_who_is_there_is_proposed() -> None:
    moved = definition_of(sent(part__register="care", part__column="grade", part__where__1__column=""))
    assert [line.column for line in moved.part.where.each] == ["opened_on", "closed_on"]
    assert moved.part.column == ""
    emptied = definition_of(QueryDict("kind=count&part.was=dropouts&part.register=dropouts"))
    assert emptied.part.where.each == ()  # taken away, so it stays away


@pytest.mark.parametrize(
    ("line", "drawn", "value", "option"),
    [
        (Condition("pupil.sex", "is", ("女",)), "codes", "2", ("1", "男")),
        (Condition("pupil.sex", "in", ("2",)), "many", "2", ("2", "女")),
        (Condition("pupil.migrant", "is", ("是",)), "yesno", "1", ("0", "否")),
        (Condition("entered_on", "more", ("2026-01-01",)), "day", "2026-01-01", ("@on", "统计日")),
        (Condition("pupil.full_name", "known"), "", "", None),
    ],
)
def test_a_value_is_asked_for_by_the_kind_of_column(
    schools: Schools, line: Condition, drawn: str, value: str, option: tuple[str, str] | None
) -> None:
    fields = Fields(Definition("", "count", Part("enrolments", "", Conditions((line,)))), schools.world.bai)
    shown, blank = fields.part.where.lines
    assert (shown.input, shown.value) == (drawn, value)
    assert option is None or option in shown.options
    assert (blank.says, blank.place) == (None, "part.where.1")


def test_only_what_the_post_may_see_is_offered(schools: Schools) -> None:
    world = schools.world

    def offered(by: Any) -> set[str]:
        part = Fields(Definition("", "count", Part("enrolments")), by).part
        return {path for _group, some in part.where.lines[0].columns for path, _title in some}

    assert "pupil.disability" in offered(world.bai)
    assert "pupil.disability" not in offered(world.of["bureau-leader"])  # may not unmask
    assert "pupil.sex" in offered(world.of["bureau-leader"])
    assert Fields(Definition("", "total", Part("enrolments")), world.of["administrator"]).part.registers == []


def test_the_preview_tells_definition_unit_and_figures(schools: Schools, ask: Ask) -> None:
    answer = ask(schools.world.bai, DRAFT, sent(title=""), part="df-preview")  # it needs no title yet
    text = answer.content.decode()
    assert "学生的性别是“女”" in text
    figures = {figure.unit_name: figure.text for _title, some in answer.context["preview"].groups for figure in some}
    assert figures == {"青澜县教育局": "9人", "石桥镇中心学校": "9人", "石桥镇第一小学": "2人", "石桥镇第二小学": "7人"}
    every = ask(schools.world.bai, DRAFT, sent(part__where__1__column=""), part="df-preview").context["preview"].groups
    assert [figure.text for figure in every[-1][1]] == ["16人", "14人", "3人"]
    assert 'id="df-fields"' not in text
    assert 'id="e-title" hx-swap-oob="true"' in text
    assert OwnIndicator.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "slot", "says"),
    [
        ({"part__where__1__value": ""}, "part-where-1", "写“性别”与什么相比"),
        ({"kind": "total"}, "part-column", "合计或平均哪一栏"),
        ({"kind": "share"}, "among", "至少写一个条件"),
        ({"kind": "per-head"}, "other-register", "请选择台账"),
        ({"part__register": ""}, "part-register", "请选择台账"),
        ({"digits": "9"}, "digits", "0到6"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    schools: Schools, ask: Ask, given: dict[str, str], slot: str, says: str
) -> None:
    text = ask(schools.world.bai, DRAFT, sent(**given), part="df-fields").content.decode()
    assert says in text.split(f'id="e-{slot}"')[1].split("</div>")[0]
    assert 'id="df-fields"' in text
    refused = ask(schools.world.bai, NEW, sent(act="save", **given))
    assert refused.status_code == 422
    assert says in refused.content.decode()
    assert OwnIndicator.objects.count() == 0


def test_without_scripts_the_page_draws_itself_anew(schools: Schools, ask: Ask) -> None:
    answer = ask(schools.world.bai, NEW, sent(act="draw", kind="share", title="女生占比"))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'value="女生占比"' in text
    assert 'name="among.0.column"' in text
    assert OwnIndicator.objects.count() == 0


def test_it_is_saved_changed_and_retired(schools: Schools, ask: Ask) -> None:
    bai = schools.world.bai
    made = ask(bai, NEW, sent(act="save"))
    own = OwnIndicator.objects.get()
    assert made["Location"] == reverse("own-indicator", args=[own.pk])
    assert "女生数" in ask(bai, LIST).content.decode()
    page = ask(bai, reverse("own-indicator-change", args=[own.pk]))
    assert page.context["definition"] == definition_of(sent())
    change = reverse("own-indicator-change", args=[own.pk])
    assert "请写明为什么改口径" in ask(bai, change, sent(act="save", title="在校女生数")).content.decode()
    assert "没有改动" in ask(bai, change, sent(act="save", reason="试")).content.decode()
    ask(bai, change, sent(act="save", title="在校女生数", reason="名称写明在校"))
    text = ask(bai, reverse("own-indicator", args=[own.pk])).content.decode()
    assert "名称写明在校" in text
    assert text.count("第1版") == 1
    assert own_indicators()[own.code].title == "在校女生数"
    ask(bai, reverse("own-indicator-retire", args=[own.pk]), {"reason": "不用了"})
    assert own_indicators() == {}
    assert "已停用" in ask(bai, LIST).content.decode()
    assert reverse("own-indicator-change", args=[own.pk]) not in ask(bai, made["Location"]).content.decode()


def test_who_may_not_define_sees_the_list_without_a_button(schools: Schools, ask: Ask) -> None:
    define(definition=definition_of(sent()), by=schools.world.bai)
    text = ask(schools.world.an, LIST).content.decode()
    assert "女生数" in text
    assert NEW not in text
    assert ask(schools.world.an, NEW).status_code == 403
    assert ask(schools.world.bai, reverse("own-indicator", args=[0])).status_code == 404
