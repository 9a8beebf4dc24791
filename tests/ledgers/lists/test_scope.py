"""Whoever asks, whatever is asked: only rows in scope, all of them, once, in order; checked against plain Python."""

from dataclasses import replace
from typing import Any

from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World
from yaodian.apps.ledgers.lists.listing import Listing, list_rows
from yaodian.apps.ledgers.lists.wanted import Wanted, wanted_from
from yaodian.apps.ledgers.storage import pinyin_name
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.models import Unit

PUPILS = register_named("pupils")
SEES = {
    "principal": ["石桥镇第一小学"],
    "school-clerk": ["石桥镇第一小学"],
    "township": ["石桥镇第一小学", "石桥镇第二小学", "石桥镇中心幼儿园"],
    "inspector": ["石桥镇第二小学", "石桥镇中心幼儿园"],
    "bureau-leader": ["石桥镇第一小学", "石桥镇第二小学", "石桥镇中心幼儿园"],
    "office-head": ["石桥镇第一小学", "石桥镇第二小学", "石桥镇中心幼儿园"],
    "administrator": [],
}
WORDS = (
    "",
    "张",
    "张三",
    "欧阳",
    "娜娜",
    "to",
    "tom li",
    "第一",
    "石桥",
    "张 伟",
    "买提",
    "无此人",
    "***",
    '"',
    "张 OR 李",
    "NOT",
)
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(WORDS),
        "sex": st.lists(st.sampled_from(["1", "2", "unknown", "x"]), max_size=2),
        "grade": st.lists(st.sampled_from(["11", "13", "unknown"]), max_size=2),
        "school": st.sampled_from(["{first}", "{second}", "{township}-", "{bureau}-", "999999"]),
        "sort": st.sampled_from(
            ["full_name", "-full_name", "born_on", "-born_on", "left_on", "-left_on", "grade", "pupil_number"]
        ),
    },
)


def pages(wanted: Wanted, by: Acting, *, backwards: bool = False) -> list[Listing]:
    """All pages, from the first or from the last."""
    found = list_rows(PUPILS, wanted, by)
    if backwards and found.last:
        found = list_rows(PUPILS, replace(wanted, cursor=found.last), by)
    all_pages = [found]
    while (place := found.previous if backwards else found.next) and len(all_pages) < 50:
        found = list_rows(PUPILS, replace(wanted, cursor=place), by)
        all_pages.append(found)
    return all_pages[::-1] if backwards else all_pages


def expected(wanted: Wanted, query: dict[str, Any], units: list[str], *, by_entry: bool) -> list[int]:
    """The numbers of the rows, filtered and sorted in Python."""
    names = dict(Unit.objects.values_list("pk", "name"))
    paths = dict(Unit.objects.values_list("pk", "path"))
    rows: list[Any] = [
        row for row in rows_of("pupils")._default_manager.order_by("pk") if names[row.school_id] in units
    ]
    for key in ("sex", "grade"):
        if key in wanted.filters:
            rows = [row for row in rows if getattr(row, key) in wanted.filters[key].values]
    if "school" in wanted.filters:
        asked = wanted.filters["school"]
        allowed = [
            pk for pk, path in paths.items()
            if pk in asked.values or (asked.below and any(path.startswith(paths.get(each, "?")) for each in asked.values))
        ]  # fmt: skip
        rows = [row for row in rows if row.school_id in allowed]
    for word in wanted.words.lower().split():
        if any(char.isalnum() for char in word):
            rows = [row for row in rows if holds(row, word) or (len(units) > 1 and word in names[row.school_id])]
    name = pinyin_name(PUPILS.by_key[wanted.sort_key]) or wanted.sort_key
    if by_entry:
        return [row.pk for row in rows]
    known = [row for row in rows if getattr(row, name) is not None]
    known.sort(key=lambda row: (getattr(row, name), row.pk), reverse=wanted.down)
    return [row.pk for row in (*known, *(row for row in rows if getattr(row, name) is None))]


def holds(row: Model, word: str) -> bool:
    """Whether the name is found by a word of at most two characters of Chinese, or by the beginning of a word of letters."""
    plain = str(getattr(row, "full_name", "")).lower().replace("·", "")
    if word.isascii():
        return any(part.startswith(word) for part in plain.split())
    return word in plain


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(role=st.sampled_from(sorted(SEES)), asked=st.tuples(QUERIES, st.booleans()))
def test_only_rows_in_scope_all_of_them_once_in_order(
    world: World, pupils: list[int], reading: str, role: str, asked: tuple[dict[str, Any], bool]
) -> None:
    query, backwards = asked
    units = {name: str(getattr(world, name).pk) for name in ("first", "second", "township", "bureau")}
    if "school" in query:
        query = {**query, "school": query["school"].format(**units)}
    by = Acting(world.of[role].user, world.of[role].post)
    wanted = replace(wanted_from(PUPILS, query, by), size=7)
    found = pages(wanted, by, backwards=backwards)
    shown = [line.id for page in found for line in page.lines]
    assert shown == expected(wanted, query, SEES[role], by_entry=found[0].by_entry)
    assert found[0].by_entry <= (reading == "many rows")
    if found[0].count.exact:
        assert found[0].count.number == len(shown)
    assert {line.unit for page in found for line in page.lines} <= set(
        Unit.objects.filter(name__in=SEES[role]).values_list("pk", flat=True)
    )


def test_an_office_without_the_duty_sees_nothing(world: World, pupils: list[int]) -> None:
    by = Acting(world.of["office-head"].user, world.of["office-head"].post)
    assert list_rows(PUPILS, wanted_from(PUPILS, {}, by), by).count.number == 90
    by = Acting(by.user, by.post)
    by.post.unit = world.office  # 办公室
    found = list_rows(PUPILS, wanted_from(PUPILS, {"q": "张"}, by), by)
    assert (found.count.number, found.lines) == (0, [])
