"""Groups among conditions: read from the form, built as And and Or of the algebra, said in Chinese, drawn again as they were."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from tests.indicators.provenance.conftest import Schools
from tests.indicators.screens_balance.conftest import Ask
from tests.indicators.screens_balance.test_own_pages import DRAFT, NEW, sent
from yaodian.algebra.moment import AsOf, PeriodEnd, PeriodStart
from yaodian.algebra.nodes import And, Column, Compare, InSet, IsKnown, Literal, Node, Not, Or
from yaodian.algebra.related import Follow
from yaodian.algebra.types import Kind
from yaodian.apps.indicators.defining import define, own_indicators, tried
from yaodian.apps.indicators.definition_nodes import measure_of
from yaodian.apps.indicators.definitions import (
    DAYS,
    ORDER,
    WITHOUT_VALUE,
    Condition,
    Conditions,
    Definition,
    Part,
    columns_of,
    definition_from,
    offered,
    operators_for,
)
from yaodian.apps.orgs.acting import System
from yaodian.kernel.errors import BadInput, NotAllowed
from yaodian.packs import catalogue, registers
from yaodian.registers import columns as c
from yaodian.web.screens.defining.fields import Fields, Lines
from yaodian.web.screens.defining.reading import definition_of

THERE, GIRL, MIGRANT = (
    Condition("left_on", "unknown"),
    Condition("pupil.sex", "is", ("2",)),
    Condition("pupil.migrant", "is", ("1",)),
)
EITHER = Conditions((GIRL, MIGRANT), any=True)
GROUP = {  # beside COUNT of `sent`: left_on unknown, and (a girl or a migrant)
    "part__where__1__column": "",
    "part__where__1__any": "1",
    "part__where__1__0__column": "pupil.sex",
    "part__where__1__0__operator": "is",
    "part__where__1__0__value": "2",
    "part__where__1__1__column": "pupil.migrant",
    "part__where__1__1__operator": "is",
    "part__where__1__1__value": "1",
}


def of(where: Conditions, register: str = "enrolments") -> Definition:
    """Rows under conditions, counted."""
    return Definition("试", "count", Part(register, "", where))


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, (THERE, EITHER)),
        ({"part__where__1__any": "0"}, (THERE, Conditions((GIRL, MIGRANT)))),
        ({"part__where__1__any": ""}, (THERE,)),  # taken away
        ({"part__where__1__0__column": ""}, (THERE, Conditions((MIGRANT,), any=True))),
        ({"part__where__2__column": "group"}, (THERE, EITHER, Conditions(any=True))),  # begun, still empty
        ({"part__where__2__column": "group", "part__where__any": "1"}, (THERE, EITHER, Conditions())),
        ({"part__where__1__0__any": "1", "part__where__1__0__0__column": "left_on"}, (THERE, EITHER)),  # no deeper
    ],
)
def test_a_group_is_read_from_the_form(changed: dict[str, str], found: tuple[Any, ...]) -> None:
    assert definition_of(sent(**{**GROUP, **changed})).part.where.each == found


def test_an_empty_group_goes_with_its_register() -> None:
    moved = {**GROUP, "part__register": "rooms"}
    assert definition_of(sent(**moved)).part.where == Conditions()


def test_it_is_and_and_or_of_the_algebra_and_is_said_with_brackets() -> None:
    measure = measure_of(of(Conditions((THERE, EITHER))))
    where = measure.where  # type: ignore[attr-defined]  # a count
    assert (type(where), [type(part) for part in where.parts]) == (And, [Not, Or])
    assert "未填离校日期，且（学生的性别是“女”，或" in catalogue().explain(measure)


@pytest.mark.parametrize(
    ("where", "place", "says"),
    [
        (Conditions((THERE, Conditions(any=True))), "part.where.1", "这一组还没有条件"),
        (Conditions((THERE, Conditions((GIRL, Condition("pupil.sex", "is"))))), "part.where.1.1", "与什么相比"),
    ],
)
def test_what_is_wrong_in_a_group_is_said_at_its_place(where: Conditions, place: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        measure_of(of(where))
    assert says in caught.value.fields[place]


def test_there_are_no_groups_in_groups() -> None:
    deeper = of(Conditions((THERE, Conditions((GIRL, EITHER)))))
    with pytest.raises(BadInput, match="重新填写"):
        definition_from(deeper.as_json())


def test_a_sensitive_column_in_a_group_is_refused_too(schools: Schools) -> None:
    where = Conditions((THERE, Conditions((GIRL, Condition("pupil.disability", "known")), any=True)))
    with pytest.raises(NotAllowed, match="敏感栏"):
        tried(of(where), by=schools.world.of["bureau-leader"])


def test_the_page_draws_the_group_and_previews_it(schools: Schools, ask: Ask) -> None:
    answer = ask(schools.world.bai, DRAFT, sent(**GROUP), part="df-fields")
    text = answer.content.decode()
    assert 'aria-label="条件组2"' in text
    assert 'aria-label="条件2.1：栏目"' in text
    assert "，或" in answer.context["preview"].definition
    figures = {figure.unit_name: figure.text for _title, some in answer.context["preview"].groups for figure in some}
    assert figures["青澜县教育局"] == "9人"
    begun = ask(schools.world.bai, DRAFT, sent(part__where__2__column="group"), part="df-fields").content.decode()
    assert "这一组还没有条件" in begun.split('id="e-part-where-2"')[1].split("</div>")[0]
    assert 'name="part.where.2.0.column"' in begun


def test_it_is_saved_and_opened_again(schools: Schools, ask: Ask) -> None:
    ask(schools.world.bai, NEW, sent(act="save", **GROUP))
    (held,) = own_indicators().values()
    assert "且（" in catalogue().explain(held.measure)
    again = define(definition=definition_of(sent(**{**GROUP, "title": "另一个"})), by=schools.world.bai)
    assert definition_from(again.versions.get().form).part.where == Conditions((THERE, EITHER))


# Any block: what is drawn is sent as it was, and its nodes hold all that it says ----------------------------------------------


def paths(register: str) -> list[str]:
    return [path for path, _title in offered(registers()[register])]


@st.composite
def lines(draw: st.DrawFn, register: str) -> Condition:
    """A line as the page sends it."""
    path = draw(st.sampled_from(paths(register)))
    column = columns_of(register, path)[-1][1]
    operator = draw(st.sampled_from(operators_for(column)))
    if operator in WITHOUT_VALUE:
        return Condition(path, operator)
    if isinstance(column, c.Choice):
        codes = [one.code for one in column.code_list.codes if one.code.startswith(column.within or "")]
        some = draw(st.sets(st.sampled_from(codes), min_size=1, max_size=3 if operator == "in" else 1))
        return Condition(path, operator, tuple(code for code in codes if code in some))
    if column.type.kind is Kind.YESNO:
        return Condition(path, operator, (draw(st.sampled_from(["1", "0"])),))
    if column.type.kind is Kind.DATE:
        days = st.dates().map(lambda day: day.isoformat())
        return Condition(path, operator, (draw(st.one_of(st.sampled_from(list(DAYS)), days)),))
    return Condition(path, operator, (str(draw(st.integers(0, 9999))),))


def several(register: str, one: st.SearchStrategy[Any]) -> st.SearchStrategy[Conditions]:
    each = st.lists(one, min_size=2, max_size=4).map(tuple)
    return st.builds(Conditions, each, st.booleans())


def blocks(register: str) -> st.SearchStrategy[Conditions]:
    """Nothing, one line, or several lines and groups."""
    line = lines(register)
    return st.one_of(
        st.just(Conditions()),
        line.map(lambda one: Conditions((one,))),
        several(register, st.one_of(line, several(register, line))),
    )


drawn = st.sampled_from(["enrolments", "rooms", "classes", "dropouts"]).flatmap(
    lambda register: st.tuples(st.just(register), blocks(register))
)


def block_of(node: Node | None) -> Conditions:
    """The block that nodes stand for."""
    if node is None:
        return Conditions()
    if not isinstance(node, And | Or):
        return Conditions((line_of(node),))
    each = tuple(block_of(part) if isinstance(part, And | Or) else line_of(part) for part in node.parts)
    return Conditions(each, isinstance(node, Or))


def line_of(node: Node) -> Condition:
    match node:
        case IsKnown(part=part):
            return Condition(path_of(part), "known")
        case Not(part=IsKnown(part=part)):
            return Condition(path_of(part), "unknown")
        case InSet(part=part, options=options):
            return Condition(path_of(part), "in", tuple(text_of(one) for one in options))
        case Compare(operator=operator, left=left, right=right):
            words = {"==": "is", "!=": "is-not", **{sign: word for word, sign in ORDER.items()}}
            return Condition(path_of(left), words[operator], (text_of(right),))
    raise AssertionError(node)


def path_of(node: Node) -> str:
    if isinstance(node, Follow):
        return f"{path_of(node.reference)}.{path_of(node.then)}"
    assert isinstance(node, Column)
    return node.name


def text_of(node: Node) -> str:
    if isinstance(node, Literal):
        return str(int(node.value)) if isinstance(node.value, bool) else str(node.value)
    return {AsOf: "@on", PeriodStart: "@start", PeriodEnd: "@end"}[type(node)]


class Sent(HTMLParser):
    """What a browser sends of a drawn form."""

    def __init__(self) -> None:
        super().__init__()
        self.found, self.select, self.several, self.first = QueryDict(mutable=True), "", False, True

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        held = dict(attributes)
        if tag == "select":
            self.select, self.several, self.first = held["name"] or "", "multiple" in held, True
        elif tag == "option" and ("selected" in held or (self.first and not self.several)):
            value = held["value"] or ""
            self.found.update({self.select: value}) if self.several else self.found.__setitem__(self.select, value)
            self.first = False
        elif tag == "input" and "name" in held:
            self.found[held["name"] or ""] = held["value"] or ""


@given(drawn)
def test_the_nodes_of_a_block_hold_all_that_it_says(given_: tuple[str, Conditions]) -> None:
    register, block = given_
    measure = measure_of(of(block, register))
    assert block_of(measure.where) == block  # type: ignore[attr-defined]  # a count
    assert definition_from(of(block, register).as_json()) == of(block, register)


@given(drawn)
def test_a_drawn_block_is_sent_as_it_was(given_: tuple[str, Conditions]) -> None:
    register, block = given_
    definition = of(block, register)
    page = Sent()
    fields = Fields(definition, System())  # type: ignore[arg-type]  # who may see everything
    page.feed(render_to_string("defining/fields.html", {"fields": fields, "definition": definition, "wrong": {}}))
    assert definition_of(page.found).part.where == block
    assert sum(isinstance(one, Lines) for one in fields.part.where.lines) == sum(
        isinstance(one, Conditions) for one in block.each
    )
