"""A return's life: drafted, warned of, sent, filled in, returned, merged, closed, copied; who may do what."""

import io
from datetime import timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.ledgers.returns.conftest import CANTEEN, Ask, part_of, workbook
from tests.ledgers.test_rows import building
from tests.world import World
from yaodian.apps.audit.clock import now, today
from yaodian.apps.ledgers.models import Return, ReturnUnit
from yaodian.apps.ledgers.returns import asking
from yaodian.apps.ledgers.returns.access import fills, manages, mine, reads_rows, returns_for
from yaodian.apps.ledgers.returns.burden import burden
from yaodian.apps.ledgers.returns.chasing import chase_return, remind_returns
from yaodian.apps.ledgers.returns.collecting import counts_of, lines_of, merged_sheet, send_back
from yaodian.apps.ledgers.returns.filling import (
    WrongSheet,
    begin_with,
    hand_in,
    read_sheet,
    read_typed,
    save_rows,
    sheet_to_fill,
    take_back,
)
from yaodian.apps.ledgers.returns.held import held_for
from yaodian.apps.ledgers.returns.kinds import Kept, kept_columns
from yaodian.apps.ledgers.rows import add_row
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.notices.models import Notice
from yaodian.apps.orgs.acting import Acting
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

FILLED = [[12050, 320, "自营"]]


def told(by: Acting, kind: str) -> list[str]:
    return list(Notice.objects.filter(post=by.post, kind=kind).order_by("pk").values_list("says", flat=True))


def cells(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_sent_filled_returned_and_merged(world: World, ask: Ask) -> None:
    asked = ask()
    assert set(asked.units.values_list("unit", flat=True)) == {world.first.pk, world.second.pk}
    assert "请填《食堂情况》" in told(world.an, "return.sent")[0]
    part = part_of(asked, world.first)
    save_rows(asked=part, rows=[[None, 320, None]], by=world.an)
    with pytest.raises(BadInput, match="请填写“食堂面积”"):
        hand_in(asked=part, rows=[[None, 320, None]], by=world.an)
    part = hand_in(asked=part, rows=FILLED, says="含教工", by=world.an)
    assert (part.state, part.count, part.says) == ("submitted", 1, "含教工")
    with pytest.raises(BadInput, match="哪里要改"):
        send_back(asked=part, reason="", by=world.bai)
    part = send_back(asked=part, reason="面积不对", by=world.bai)
    assert told(world.an, "return.returned") == ["《食堂情况》已退回：面积不对"]
    hand_in(asked=part, rows=FILLED, by=world.an)
    hand_in(asked=part_of(asked, world.second), rows=[[8000, None, None]], by=world.chang)
    assert cells(merged_sheet(asked=asked, sums=True, by=world.bai)) == [
        ["单位", "食堂面积*", "就餐人数", "经营方式"],
        ["石桥镇第一小学", 120.5, 320.0, "自营"],
        ["石桥镇第二小学", 80.0, "", ""],
        ["合计", 200.5, 320.0, ""],
    ]
    assert counts_of(lines_of(asked, world.bai)) == {"late": 0, "waiting": 0, "returned": 0, "submitted": 2}


def test_many_rows_and_none_to_report(world: World, ask: Ask) -> None:
    asked = ask(many=True)
    part = part_of(asked, world.first)
    entry = read_typed(CANTEEN, [["120.5", "320人", "自营"], ["", " ", ""], ["80", "", "托管"]])
    assert entry.wrong == {}
    assert entry.rows == [[12050, 320, "自营"], [8000, None, "托管"]]
    assert hand_in(asked=part, rows=entry.rows, by=world.an).count == 2
    other = part_of(asked, world.second)
    with pytest.raises(BadInput, match="没有要报的"):
        hand_in(asked=other, rows=[], by=world.chang)
    assert hand_in(asked=other, rows=[], none=True, by=world.chang).state == "submitted"


def test_typing_is_refused_cell_by_cell() -> None:
    entry = read_typed(CANTEEN, [["很大", "3.5", "外包"]])
    assert set(entry.wrong) == {(0, 0), (0, 1), (0, 2)}
    assert "不在选项里" in entry.wrong[0, 2]


def test_a_sheet_is_read_whole_or_not_at_all(world: World, ask: Ask) -> None:
    asked = ask(many=True)
    content = workbook(["食堂面积", "就餐人数", "经营方式"], [120.5, 320, "自营"], ["", 3.5, "外包"])
    with pytest.raises(WrongSheet) as refused:
        read_sheet(asked, "x.xlsx", content)
    found = [(cell.row, cell.title) for cell in refused.value.wrong]
    assert found == [(3, "就餐人数"), (3, "经营方式"), (3, "食堂面积")]
    with pytest.raises(BadInput, match="没有“经营方式”"):
        read_sheet(asked, "x.xlsx", workbook(["食堂面积", "就餐人数"], [1, 2]))
    part = save_rows(asked=part_of(asked, world.first), rows=FILLED, by=world.an)
    assert read_sheet(asked, "x.xlsx", sheet_to_fill(part)) == FILLED, "what is downloaded reads back"


def test_an_empty_template_can_be_filled_in(world: World, ask: Ask) -> None:
    part = part_of(ask(), world.first)
    assert cells(sheet_to_fill(part))[0] == ["食堂面积*", "就餐人数", "经营方式"]


def test_what_is_held_already_is_told_and_offered(world: World, ask: Ask) -> None:
    add_row(register=register_named("buildings"), values=building(world), by=world.an)
    held = held_for(["校舍栋数", "学校地址", "校舍编号", "身份证号", "食堂面积"], many=False)
    assert [each and (each.title, each.offered) for each in held] == [
        ("在用校舍栋数", True),
        ("学校基本信息·学校地址", True),
        ("校舍·校舍编号", False),
        ("学籍台账·身份证号", False),
        None,
    ]
    asked = ask(Kept("校舍栋数", "integer"), Kept("学校地址", "text"), Kept("食堂面积", "decimal"))
    part = part_of(asked, world.first)
    assert begin_with(part) == [[1, None, None]]
    part = hand_in(asked=part, rows=[[1, "石桥街1号", 12050]], by=world.an)
    assert part.offered == 1
    unfilled = ask(Kept("校舍栋数", "integer"), Kept("食堂面积", "decimal"), prefill=False)
    assert begin_with(part_of(unfilled, world.first)) == []


def test_whole_rows_are_offered_where_a_register_matches(world: World, ask: Ask) -> None:
    add_row(register=register_named("buildings"), values=building(world), by=world.an)
    asked = ask(Kept("校舍编号", "text"), Kept("建筑面积", "decimal"), Kept("隐患", "text"), many=True)
    assert asked.rows_from == "buildings"
    assert begin_with(part_of(asked, world.first)) == [["JX01", 320050, None]]
    assert begin_with(part_of(asked, world.second)) == []


def test_sensitive_columns_are_never_offered(world: World, ask: Ask) -> None:
    held = held_for(["学籍号", "姓名", "民族"], many=True)
    assert [each is not None and each.offered for each in held] == [False, True, True]


def test_what_was_sent_stands_fast_and_a_copy_may_change(world: World, ask: Ask) -> None:
    asked = ask()
    details = asking.Details("改名", due=today(), kinds=("school",))
    with pytest.raises(NotNow, match="填报中"):
        asking.change_return(asked=asked, details=details, columns=[asking.Wanted(CANTEEN[0])], by=world.bai)
    copied = asking.copy_return(asked=asked, by=world.bai)
    assert kept_columns(list(copied.columns.all())) == list(CANTEEN)
    assert (copied.state, copied.copied_from, copied.whom) == ("draft", asked, asked.whom)
    asking.discard_return(asked=copied, by=world.bai)
    assert Return.objects.count() == 1


def test_closed_and_opened_again(world: World, ask: Ask) -> None:
    asked = asking.close_return(asked=ask(), by=world.bai)
    part = part_of(asked, world.first)
    with pytest.raises(NotNow, match="已经结束"):
        hand_in(asked=part, rows=FILLED, by=world.an)
    with pytest.raises(BadInput, match="新的时限"):
        asking.reopen_return(asked=asked, due=today() - timedelta(days=1), by=world.bai)
    asking.reopen_return(asked=asked, due=today() + timedelta(days=3), by=world.bai)
    assert "时限改为" in told(world.an, "return.due-changed")[0]
    part = hand_in(asked=part_of(asked, world.first), rows=FILLED, by=world.an)
    assert take_back(asked=part, by=world.an).rows == FILLED


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"columns": (Kept("甲", "text"), Kept("甲", "integer"))}, "title-1"),
        ({"columns": (Kept("甲", "nonsense"),)}, "kind-0"),
        ({"columns": (Kept("甲", "choice", options=("一",)),)}, "options-0"),
        ({"columns": ()}, ""),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused(world: World, ask: Ask, change: dict[str, Any], field: str) -> None:
    draft = ask(sent=False)
    details = asking.Details(change.get("title", "食堂"), due=today(), kinds=("school",))
    wanted = [asking.Wanted(column) for column in change.get("columns", CANTEEN)]
    with pytest.raises(BadInput) as refused:
        asking.change_return(asked=draft, details=details, columns=wanted, by=world.bai)
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(
    ("whom", "count"),
    [
        ({"kinds": ("school",)}, 2),
        ({"kinds": ("school", "kindergarten", "township")}, 4),
        ({"kinds": ("office",)}, 0),
        ({}, 0),
    ],
)
def test_who_is_asked(world: World, ask: Ask, whom: dict[str, Any], count: int) -> None:
    draft = ask(sent=False)
    details = asking.Details("食堂", due=today(), townships=(world.township.pk,), **whom)
    draft = asking.change_return(asked=draft, details=details, columns=[asking.Wanted(CANTEEN[0])], by=world.bai)
    assert len(asking.units_asked(draft)) == count
    if not count:
        with pytest.raises(BadInput, match="谁来填"):
            asking.send_return(asked=draft, by=world.bai)


ROLES = {
    "office-head": (True, False, True),
    "office-clerk": (True, False, True),
    "bureau-leader": (False, False, True),
    "plan-clerk": (False, False, False),
    "auditor": (False, False, False),
    "township": (False, False, True),
    "principal": (False, True, True),
    "school-clerk": (False, True, True),
    "inspector": (False, False, False),
    "administrator": (False, False, False),
}


@pytest.mark.parametrize(("role", "rights"), ROLES.items(), ids=ROLES)
def test_who_manages_fills_and_reads(world: World, ask: Ask, role: str, rights: tuple[bool, bool, bool]) -> None:
    asked, by = ask(), world.of[role]
    assert (manages(by, asked), fills(by, world.first), reads_rows(by, asked, world.first)) == rights
    if not rights[1]:
        with pytest.raises(NotAllowed):
            hand_in(asked=part_of(asked, world.first), rows=FILLED, by=by)
    if not rights[0]:
        with pytest.raises(NotAllowed):
            asking.close_return(asked=asked, by=by)


def test_who_sees_which_returns(world: World, ask: Ask) -> None:
    sent, draft = ask(), ask(sent=False)
    assert set(returns_for(world.bai)) == {sent, draft}
    assert set(returns_for(world.of["bureau-leader"])) == {sent}
    assert set(returns_for(world.an)) == {sent}
    assert [part.asked for part in mine(world.an)] == [sent]
    ReturnUnit.objects.filter(unit=world.second).delete()
    assert not returns_for(world.chang).exists()


def test_chased_and_reminded_once_a_day(world: World, ask: Ask) -> None:
    asked = ask()
    hand_in(asked=part_of(asked, world.second), rows=FILLED, by=world.chang)
    assert chase_return(asked=asked, by=world.bai) == 1
    assert chase_return(asked=asked, by=world.bai) == 0
    assert len(told(world.an, "return.chased")) == 1
    assert remind_returns() == 0, "sent today"
    Return.objects.update(sent_at=now() - timedelta(days=9), due=today() - timedelta(days=1))
    assert remind_returns() == 1
    assert remind_returns() == 0
    assert "已逾期1天" in told(world.an, "return.due")[0]


def test_the_burden_is_counted(world: World, ask: Ask) -> None:
    add_row(register=register_named("buildings"), values=building(world), by=world.an)
    first = ask(Kept("校舍栋数", "integer"), Kept("食堂面积", "decimal"))
    hand_in(asked=part_of(first, world.first), rows=[[1, 12050]], by=world.an)
    second = ask(many=True)
    hand_in(asked=part_of(second, world.first), rows=FILLED * 3, by=world.an)
    found = burden(world.of["bureau-leader"])
    total = found.total
    assert (total.forms, total.copies, total.cells, total.saved, total.typed) == (2, 4, 2 * 2 + 3 * (3 + 1), 1, 15)
    assert [(name, asked.forms) for name, asked in found.offices] == [("基础教育科", 2)]
    assert found.months[-1][1].cells == total.cells
    assert len(found.months) == 12
    assert burden(world.chang).total.cells == 2 + 3, "a school sees what it was asked itself"
