"""The sheet comes back: what was not edited changes nothing, each wrong cell is told, all is written or nothing."""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.world import World
from yaodian.apps.audit.models import Event
from yaodian.apps.plans.models import Adjustment, Item, Plan
from yaodian.apps.plans.selectors.sheet import Choice
from yaodian.apps.plans.services.breakdown import assign_item
from yaodian.apps.plans.services.sheet_import import Preview, WrongSheet, import_sheet, preview_sheet
from yaodian.apps.plans.services.sheet_rows import SentSheet
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow

from .conftest import HEAD, edited, exported, row_of, sent, with_cells


def preview(world: World, data: bytes) -> Preview:
    return preview_sheet(plan=world.plan, sent=sent(data), by=world.of["plan-clerk"])


def take(world: World, data: bytes, *, basis: str = "", choices: dict[str, str] | None = None) -> Preview:
    """Preview, then import what was shown."""
    read = sent(data)
    seen = preview_sheet(plan=world.plan, sent=read, by=world.of["plan-clerk"]).seen
    return _import(world, read, seen=seen, basis=basis, choices=choices or {})


def _import(world: World, read: SentSheet, **more: Any) -> Preview:
    given = {"basis": "", "choices": {}, **more}
    return import_sheet(plan=world.plan, sent=read, source="表.xlsx", by=world.of["plan-clerk"], **given)


def told(found: Preview) -> list[tuple[str, str, str]]:
    return [(change.item.number, change.key, change.new) for change in found.changes]


def test_what_was_exported_changes_nothing(world: World) -> None:
    found = preview(world, exported(world))
    assert (found.read, found.unchanged, found.changes, found.wrongs, found.missing) == (3, 3, [], [], 0)


def test_each_kind_of_cell_is_taken(world: World) -> None:
    data = with_cells(
        exported(world),
        {
            ("1", "主要措施"): "先自查。\n再复核。",
            ("1", "配合科室"): "石桥镇中心学校",
            ("1", "备注"): "+8610",
            ("2", "牵头科室"): "办 公 室",
            ("2", "完成时限"): "2026年10月",
            ("3", "责任人"): "孙怡",
            ("3", "分管领导"): "沈副",
            ("3", "完成时限"): date(2026, 11, 30),
        },
    )
    found = take(world, data)
    assert found.wrongs == []
    assert (found.changed, found.unchanged) == (3, 0)
    first, second, third = Item.objects.filter(kind="task").order_by("order")
    assert first.measures == "先自查。\n再复核。"
    assert [unit.name for unit in first.support.all()] == ["石桥镇中心学校"]
    assert first.remark == "+8610"
    assert (second.lead, second.owner.holder.name) == (world.office, "罗敏"), "the head comes with the office"
    assert ("2", "owner", "罗敏") in told(found)
    assert (third.owner.holder.name, third.leader.holder.name) == ("孙怡", "沈副")
    assert [second.due, third.due] == [date(2026, 10, 31), date(2026, 11, 30)]
    assert Event.objects.get(kind="breakdown.sheet_imported").says == "从表格“表.xlsx”导入任务分解：改了3项9格"
    assert preview(world, exported(world)).changes == []


SAME_IN_OTHER_WORDS = [
    ("完成时限", "12月底前"),
    ("完成时限", "2026.12.31"),
    ("完成时限", "年底"),
    ("完成时限", 46387),
    ("牵头科室", " 基础教育科\n"),
    ("牵头科室", "JY02"),
    ("责任人", "白慧（基础教育科 科长）"),
    ("责任人", "基础教育科 科长"),
    ("配合科室", "无"),
    ("分管领导", "陈立言局长"),
]


@pytest.mark.parametrize(("heading", "value"), SAME_IN_OTHER_WORDS)
def test_the_same_in_other_words_is_no_change(world: World, heading: str, value: Any) -> None:
    found = preview(world, with_cells(exported(world), {("3", heading): value}))
    assert (told(found), found.wrongs) == ([], [])


WRONG = [
    ("牵头科室", "基础教肓科", "没有“基础教肓科”这个科室", "是不是“基础教育科”？"),
    ("牵头科室", "计财科", "没有“计财科”这个科室", "机构与人员"),
    ("牵头科室", "办公室、基础教育科", "写了2个科室", "只填一个"),
    ("牵头科室", "石桥镇第一小学", "不是科室", "子任务"),
    ("牵头科室", "各学校", "不是一个单位", "加子任务"),
    ("牵头科室", "#REF!", "是公式，没有算出结果", "直接写内容"),
    ("配合科室", "办公室、督导室", "没有“督导室”这个科室", "机构与人员"),
    ("配合科室", "老体卫艺科", "已撤销", "承担这项工作的科室"),
    ("责任人", "白惠", "没有“白惠”这个人", "是不是“白慧”？"),
    ("责任人", "王伟", "有2个岗位", "王伟（基础教育科 副科长）"),
    ("责任人", "罗敏", "是办公室 主任，不在“基础教育科”", "牵头科室的人"),
    ("责任人", "白慧、孙怡", "写了2个人", "只填一个人"),
    ("分管领导", "孙怡", "不在局领导", "局领导的姓名"),
    ("分管领导", "陈力言", "没有“陈力言”这个人", "是不是“陈立言”？"),
    ("完成时限", "2026-02-30", "2026年2月没有30日", "2026-06-30"),
    ("完成时限", "2026年13月", "没有13月", "年底"),
    ("完成时限", "待定", "看不出是哪一天", "年底"),
    ("完成时限", "每月", "不是一个具体的期限", "年底"),
    ("完成时限", "3月、9月", "写了不止一个时间", "年底"),
    ("完成时限", 6.3, "填的数看不出是哪一天", "年底"),
    ("完成时限", "2062-09-01", "离2026年的要点太远", "年底"),
    ("主要措施", "改" * 5001, "有5001字，最多5000字", "写短一些"),
    ("目标值", "整改50处", "目标值不在表里改", "核对页改"),
    ("重点任务（原文）", "不同的原文", "不在表里改", "原文不能改"),
    ("序号", "1.9", "序号不在表里改", "原文的层次"),
    ("进展", "已完成", "进展不在表里改", "报进展"),
    ("灯", "正常", "灯不在表里改", "自动得出"),
]


@pytest.mark.parametrize(("heading", "typed", "wrong", "how"), WRONG)
def test_a_wrong_cell_is_told_and_nothing_is_written(
    world: World, heading: str, typed: Any, wrong: str, how: str
) -> None:
    gone = world.township
    gone.pk, gone.code, gone.path = None, "JY99", f"{world.bureau.path}999999/"
    gone.name = gone.short_name = "老体卫艺科"
    gone.valid_to, gone._state.adding = date(2025, 12, 31), True
    gone.save()
    data = with_cells(exported(world), {("1", heading): typed, ("2", "备注"): "好的一格"})
    found = preview(world, data)
    assert [(one.column, wrong in one.wrong, how in one.how) for one in found.wrongs] == [(heading, True, True)], found
    assert found.wrongs[0].place.startswith("第5行 ")
    with pytest.raises(WrongSheet, match="有1格不对，没有写入"):
        take(world, data)
    assert not Item.objects.filter(remark="好的一格").exists()


def test_all_wrong_cells_are_told_at_once_in_order(world: World) -> None:
    data = with_cells(
        exported(world), {("3", "责任人"): "某某", ("1", "完成时限"): "明天吧", ("1", "牵头科室"): "不存在科"}
    )
    assert [one.place for one in preview(world, data).wrongs] == ["第5行 F列", "第5行 I列", "第8行 H列"]


def test_rules_between_cells_are_the_services_own(world: World) -> None:
    item = world.items[2]
    item.starts_on = date(2026, 9, 1)
    item.save()
    found = preview(world, with_cells(exported(world), {("3", "完成时限"): "6月底"}))
    assert [(one.column, "早于开始日期" in one.wrong) for one in found.wrongs] == [("完成时限", True)]


def test_the_lead_of_the_same_row_judges_the_owner(world: World) -> None:
    both = with_cells(exported(world), {("1", "牵头科室"): "办公室", ("1", "责任人"): "罗敏"})
    assert preview(world, both).wrongs == []


def test_a_row_that_is_no_task_and_a_row_twice(world: World) -> None:
    def edit(page: Worksheet, where: dict[str, int]) -> None:
        last = page.max_row
        page.cell(last + 1, where["重点任务（原文）"]).value = "新的一项任务"
        for column in range(1, page.max_column + 1):
            page.cell(last + 2, column).value = page.cell(row_of(page, "1", where), column).value
        page.cell(last + 3, 1).value = "填表人：赵晓彤"

    found = preview(world, edited(exported(world), edit))
    assert [one.wrong for one in found.wrongs] == ["系统中没有这项任务", "与第5行是同一项任务"]
    assert (found.read, found.unknown, found.unchanged) == (5, 2, 3)


def test_rows_left_out_and_columns_left_out_are_not_touched(world: World) -> None:
    part = exported(world, Choice(light="overdue"), columns=("task", "due"))
    found = preview(world, part)
    assert (found.read, found.missing, found.changes, found.wrongs) == (1, 2, [], [])


def test_another_plans_sheet_is_refused(world: World) -> None:
    data = exported(world)
    other = Plan.objects.get(pk=world.plan.pk)
    other.pk, other.title, other._state.adding = None, "另一份要点", True
    other.save()
    with pytest.raises(BadInput, match=r"从《青澜县教育局2026年工作要点》导出的，不是《另一份要点》"):
        preview_sheet(plan=other, sent=sent(data), by=world.of["plan-clerk"])


# ---- changed on both sides ------------------------------------------------------------------------------------------


def test_a_cell_changed_on_both_sides_is_listed_and_chosen(world: World) -> None:
    data = with_cells(exported(world), {("3", "完成时限"): "10月底", ("3", "备注"): "表里写的"})
    assign_item(item=world.items[2], changes={"due": date(2026, 11, 1)}, by=world.of["plan-clerk"])
    found = preview(world, data)
    assert [(one.key, one.exported, one.old, one.new) for one in found.conflicts] == [
        ("due", "2026年12月31日", "2026年11月1日", "2026年10月31日")
    ]
    with pytest.raises(BadInput, match="还有1格两边都改过"):
        take(world, data)
    take(world, data, choices={found.conflicts[0].name: "kept"})
    item = Item.objects.get(pk=world.items[2].pk)
    assert (item.due, item.remark) == (date(2026, 11, 1), "表里写的")


def test_taking_the_sheets_side(world: World) -> None:
    data = with_cells(exported(world), {("3", "完成时限"): "10月底"})
    assign_item(item=world.items[2], changes={"due": date(2026, 11, 1)}, by=world.of["plan-clerk"])
    take(world, data, choices={f"{world.items[2].pk}-due": "sheet"})
    assert Item.objects.get(pk=world.items[2].pk).due == date(2026, 10, 31)


def test_what_only_yaodian_has_changed_stays(world: World) -> None:
    data = exported(world)
    assign_item(item=world.items[2], changes={"due": date(2026, 11, 1)}, by=world.of["plan-clerk"])
    assert preview(world, data).changes == []


def test_a_change_between_preview_and_import_is_shown_again(world: World) -> None:
    data = with_cells(exported(world), {("3", "备注"): "甲"})
    seen = preview(world, data).seen
    assign_item(item=world.items[2], changes={"remark": "乙"}, by=world.of["plan-clerk"])
    with pytest.raises(WrongSheet, match="预览以后又有改动"):
        _import(world, sent(data), seen=seen)


# ---- ids lost -------------------------------------------------------------------------------------------------------


def _strip(data: bytes, *, codes: bool = True, kept: bool = True) -> bytes:
    """The workbook without its hidden parts, with title lines above and a column more, as another program leaves it."""
    book = load_workbook(io.BytesIO(data))
    page = book.worksheets[0]
    where = {str(cell.value): cell.column for cell in page[HEAD] if cell.value}
    if codes:
        page.delete_cols(where["识别码"])
    if kept:
        del book["_yaodian"]
    for merged in list(page.merged_cells.ranges):
        page.unmerge_cells(str(merged))
    page.insert_cols(3)
    page.cell(HEAD, 3).value = "联系电话"
    page.insert_rows(1, 4)
    page.cell(1, 1).value = "附件1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("codes", "kept"), [(True, True), (False, True), (True, False)])
def test_without_the_hidden_parts_rows_are_found_by_their_words(world: World, codes: bool, kept: bool) -> None:
    data = with_cells(exported(world), {("2", "备注"): "改过"})
    read = sent(_strip(data, codes=codes, kept=kept))
    assert read.strangers == ("联系电话",)
    found = preview_sheet(plan=world.plan, sent=read, by=world.of["plan-clerk"])
    assert (told(found), found.wrongs) == ([("2", "remark", "改过")], [])


def test_with_the_codes_alone_a_newer_version_is_listed_for_choosing(world: World) -> None:
    data = _strip(with_cells(exported(world), {("3", "备注"): "表里"}), codes=False)
    assign_item(item=world.items[2], changes={"measures": "另有措施"}, by=world.of["plan-clerk"])
    found = preview(world, data)
    assert sorted(one.key for one in found.conflicts) == ["measures", "remark"]


def test_an_office_merged_over_several_rows_counts_for_each(world: World) -> None:
    def edit(page: Worksheet, where: dict[str, int]) -> None:
        column, first = where["牵头科室"], row_of(page, "1", where)
        page.cell(first, column).value = "办公室"
        page.merge_cells(start_row=first, end_row=first + 1, start_column=column, end_column=column)

    changed = {(one.item.number, one.new) for one in preview(world, edited(exported(world), edit)).changes}
    assert {("1", "办公室"), ("2", "办公室")} <= changed


# ---- the breakdown's life and rights --------------------------------------------------------------------------------


def _to(plan: Plan, state: str) -> None:
    plan.breakdown, plan.number, plan.issued_on = state, "青教发〔2026〕3号", date(2026, 3, 1)
    plan.save(update_fields=["breakdown", "number", "issued_on"])


def test_once_issued_a_basis_is_asked_for_and_adjustments_are_kept(world: World) -> None:
    _to(world.plan, Plan.Breakdown.ISSUED)
    data = with_cells(exported(world), {("2", "备注"): "改", ("3", "牵头科室"): "办公室"})
    with pytest.raises(BadInput, match="请写明调整的依据"):
        take(world, data)
    assert not Adjustment.objects.exists()
    take(world, data, basis="局长办公会纪要〔2026〕9号")
    kept = Adjustment.objects.values_list("item__number", "field", "basis").order_by("item", "field")
    basis = "局长办公会纪要〔2026〕9号"
    assert list(kept) == [("2", "remark", basis), ("3", "lead", basis), ("3", "owner", basis)]


def test_approved_and_unpublished_ones_are_refused(world: World) -> None:
    data = exported(world)
    _to(world.plan, Plan.Breakdown.APPROVED)
    with pytest.raises(NotNow, match="已经审定"):
        preview(world, data)
    Plan.objects.filter(pk=world.plan.pk).update(breakdown="draft", state="closed")
    with pytest.raises(NotNow, match="已经结束"):
        preview(world, data)


def test_finished_and_withdrawn_tasks_are_not_changed(world: World) -> None:
    data = with_cells(exported(world), {("1", "备注"): "改", ("2", "备注"): "改"})
    first, second, _ = world.items
    Item.objects.filter(pk=first.pk).update(state="finished", finished_on=date(2026, 9, 1))
    Item.objects.filter(pk=second.pk).update(state="withdrawn")
    found = preview(world, data)
    assert ["不能再改" in one.wrong for one in found.wrongs] == [True, True]
    assert preview(world, exported(world)).wrongs == []


def test_only_who_may_edit_the_plan_imports(world: World) -> None:
    read = sent(exported(world))
    with pytest.raises(NotAllowed):
        preview_sheet(plan=world.plan, sent=read, by=world.bai)


def test_a_preview_writes_nothing(world: World) -> None:
    _to(world.plan, Plan.Breakdown.ISSUED)
    before = list(Item.objects.order_by("pk").values())
    events = Event.objects.count()
    found = preview(world, with_cells(exported(world), {("3", "牵头科室"): "办公室"}))
    assert found.changed == 1
    assert list(Item.objects.order_by("pk").values()) == before
    assert (Event.objects.count(), Adjustment.objects.count()) == (events, 0)
