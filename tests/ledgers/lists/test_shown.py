"""Cells, choices, counts, chips and saved views."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.ledgers.lists.material import put
from tests.world import World
from yaodian.apps.ledgers.lists.chips import chips
from yaodian.apps.ledgers.lists.choices import row_offers, unit_offers
from yaodian.apps.ledgers.lists.counting import Count
from yaodian.apps.ledgers.lists.counts import counts_by
from yaodian.apps.ledgers.lists.listing import list_rows
from yaodian.apps.ledgers.lists.masking import masked
from yaodian.apps.ledgers.lists.shown import OUT_OF_REACH, Names, heading, text_of
from yaodian.apps.ledgers.lists.views import (
    delete_view,
    first_view,
    open_first,
    rename_view,
    save_view,
    share_view,
    view_for,
    views_of,
    wanted_of,
)
from yaodian.apps.ledgers.lists.wanted import Wanted, wanted_from
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput, NotAllowed
from yaodian.registers import columns as c
from yaodian.registers.ids import IdKind

PUPILS, DROPOUTS = register_named("pupils"), register_named("dropouts")


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        (c.Text("a", "甲"), "字", "字"),
        (c.Choice("a", "甲", codes="sex"), "1", "男"),
        (c.Choice("a", "甲", codes="sex"), "?", "?"),
        (c.Integer("a", "甲"), 12345, "12,345"),
        (c.Decimal("a", "甲", digits=2), 123450, "1,234.50"),
        (c.Decimal("a", "甲", digits=1), -5, "-0.5"),
        (c.Money("a", "甲"), 100, "1.00"),
        (c.Date("a", "甲"), date(2026, 3, 1), "2026-03-01"),
        (c.SchoolYear("a", "甲"), 2025, "2025—2026学年"),
        (c.YesNo("a", "甲"), False, "否"),
        (c.Organisation("a", "甲"), 7, "一小"),
        (c.Ref("a", "甲", register="pupils"), 8, OUT_OF_REACH),
    ],
)
def test_values_in_words(column: c.Column, value: Any, text: str) -> None:
    assert text_of(column, value, Names(units={7: "一小"})) == text


@pytest.mark.parametrize(
    ("column", "text", "shown"),
    [
        (c.Text("a", "甲", name=True, sensitive=True), "欧阳娜", "欧**"),
        (c.Text("a", "甲", name=True, sensitive=True), "张", "****"),
        (c.Text("a", "甲", sensitive=True), "父母离异", "****"),
        (c.IdNumber("a", "甲", kind=IdKind.RESIDENT, sensitive=True), "360902201203071232", "3****************2"),
        (c.IdNumber("a", "甲", kind=IdKind.RESIDENT, sensitive=True), "36", "****"),
        (c.Phone("a", "甲", sensitive=True), "13800000000", "138****0000"),
        (c.Phone("a", "甲", sensitive=True), "7654321", "****"),
        (c.Date("a", "甲", sensitive=True), "2012-03-01", "****"),
    ],
)
def test_sensitive_values(column: c.Column, text: str, shown: str) -> None:
    assert masked(column, text) == shown


def test_headings_name_the_unit() -> None:
    assert heading(c.Decimal("a", "面积", unit="平方米")) == "面积（平方米）"
    assert heading(c.Money("a", "金额")) == "金额（元）"
    assert heading(c.Text("a", "名称")) == "名称"


def test_cells_of_a_list(world: World) -> None:
    mine, other = put(
        "pupils",
        [
            {"school": world.first.pk, "full_name": "张伟", "pupil_number": "G360902201203071232"},
            {"school": world.second.pk, "full_name": "李雷"},
        ],
    )
    put("dropouts", [{"school": world.first.pk, "pupil": mine}, {"school": world.first.pk, "pupil": other}])
    cells = list_rows(PUPILS, Wanted(("pupil_number", "full_name", "left_on"), words="张伟"), world.an).lines[0].cells
    assert [(cell.text, cell.masked) for cell in cells] == [("G" + "*" * 17 + "2", True), ("张伟", False), ("", False)]
    spells = list_rows(DROPOUTS, Wanted(("pupil", "school")), world.an).lines
    assert [(cell.text, cell.link) for line in spells for cell in line.cells] == [
        ("张伟", ("pupils", mine)),
        (world.first.short_name, None),
        (OUT_OF_REACH, None),
        (world.first.short_name, None),
    ]


@pytest.mark.parametrize("query", [{}, {"q": "张"}, {"sex": "1", "sort": "-born_on"}, {"school": "1-"}])
def test_more_rows_need_no_more_queries(world: World, pupils: list[int], query: dict[str, str]) -> None:
    asked = []
    for size in (2, 60):
        by = Acting(world.of["township"].user, world.of["township"].post)
        with CaptureQueriesContext(connection) as queries:
            list_rows(PUPILS, replace(wanted_from(PUPILS, query, by), size=size), by)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8


def test_a_clerk_is_offered_his_own_rows_and_units(world: World, pupils: list[int]) -> None:
    owner, pupil = PUPILS.by_key["school"], c.Ref("pupil", "学生", register="pupils", own_unit=True)
    assert isinstance(owner, c.Organisation)
    assert [offer.text for offer in unit_offers(PUPILS, owner, world.an)] == [world.first.short_name]
    assert len(unit_offers(PUPILS, owner, world.of["township"], "石桥")) == 3
    offers = row_offers(pupil, world.an, "张")
    mine = set(rows_of("pupils")._default_manager.filter(school=world.first).values_list("pk", flat=True))
    assert offers
    assert {offer.value for offer in offers} <= mine
    assert len(row_offers(pupil, world.of["township"])) == 20
    assert row_offers(pupil, world.of["township"], "张", unit_id=world.bureau.pk) == []


def test_counts_leave_their_own_filter_out(world: World, pupils: list[int]) -> None:
    wanted = wanted_from(PUPILS, {"sex": "1", "grade": "11"}, world.an)
    assert [(share.text, share.number) for share in counts_by(PUPILS, "sex", Wanted(()), world.an)] == [
        ("男", Count(15)),
        ("女", Count(15)),
    ]
    by_sex = counts_by(PUPILS, "sex", wanted, world.an)
    assert (
        sum(share.number.number for share in by_sex)
        == rows_of("pupils")._default_manager.filter(school=world.first, grade="11").count()
    )
    with pytest.raises(KeyError):
        counts_by(PUPILS, "id_number", Wanted(()), world.an)


def test_chips_say_what_narrows_the_list(world: World) -> None:
    wanted = wanted_from(PUPILS, {"sex": ["1", "unknown"], "school": f"{world.township.pk}-"}, world.bai)
    found = chips(PUPILS, wanted, world.bai)
    assert [(chip.title, chip.text) for chip in found] == [
        ("性别", "男、未填"),
        ("学校", f"{world.township.short_name}及下属"),
    ]
    assert "sex" not in found[0].rest.filters


def test_a_view_is_kept_shared_and_deleted(world: World) -> None:
    wanted = wanted_from(PUPILS, {"sex": "1", "sort": "-born_on", "list-columns": ["full_name", "sex"]}, world.bai)
    view = save_view(register=PUPILS, name=" 男生 名单 ", wanted=wanted, by=world.bai)
    assert (view.name, wanted_of(view, world.bai)) == ("男生 名单", wanted)
    again = save_view(register=PUPILS, name="男生 名单", wanted=wanted_from(PUPILS, {}, world.bai), by=world.bai)
    assert again.pk == view.pk
    assert list(views_of(PUPILS, world.an)) == []
    share_view(view=view, role="school-clerk", by=world.bai)
    assert list(views_of(PUPILS, world.an)) == [view]
    assert view_for(world.an, view.pk) == view
    with pytest.raises(NotAllowed):
        rename_view(view=view, name="我的", by=world.an)
    open_first(register=PUPILS, view=view, by=world.bai)
    assert first_view(PUPILS, world.bai) == view
    open_first(register=PUPILS, view=None, by=world.bai)
    assert first_view(PUPILS, world.bai) is None
    rename_view(view=view, name="名单", by=world.bai)
    delete_view(view=view, by=world.bai)
    assert list(views_of(PUPILS, world.bai)) == []


def test_two_views_have_two_names(world: World) -> None:
    wanted = wanted_from(PUPILS, {}, world.bai)
    save_view(register=PUPILS, name="甲", wanted=wanted, by=world.bai)
    other = save_view(register=PUPILS, name="乙", wanted=wanted, by=world.bai)
    with pytest.raises(BadInput, match="换一个名称"):
        rename_view(view=other, name="甲", by=world.bai)
    with pytest.raises(BadInput, match="请填写"):
        save_view(register=PUPILS, name=" ", wanted=wanted, by=world.bai)
