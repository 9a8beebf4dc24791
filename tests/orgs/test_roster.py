"""The sheet of all: every wrong cell at once, all or nothing, and what was exported comes back unchanged."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tests.world import World
from yaodian.apps.audit.clock import today
from yaodian.apps.audit.models import Event
from yaodian.apps.orgs.models import Post, Tenure, Unit, User
from yaodian.apps.orgs.roster.columns import SHEETS
from yaodian.apps.orgs.roster.exporting import rows_to_export
from yaodian.apps.orgs.services import roster
from yaodian.apps.orgs.services.posts import appoint
from yaodian.kernel.errors import BadInput, NotAllowed, NotNow
from yaodian.papers.roster_workbook import read_roster, roster_workbook

Rows = dict[str, list[dict[str, str]]]


def book(rows: Rows) -> bytes:
    return roster_workbook({sheet.key: rows.get(sheet.key, []) for sheet in SHEETS})


def examined(rows: Rows) -> Any:
    return roster.examine(read_roster(book(rows)).sheets)


def written(rows: Rows, by: Any) -> Any:
    sheets = read_roster(book(rows)).sheets
    return roster.import_roster(sheets=sheets, expected=roster.digest_of(roster.examine(sheets)), by=by)


def changed(act: Callable[[Rows], None]) -> Rows:
    rows = rows_to_export()
    act(rows)
    return rows


NEW: Rows = {
    "units": [
        {
            "code": "XX09",
            "name": "石桥镇第三小学",
            "kind": "学校",
            "parent": "ZX09",
            "stages": "小学、初中",
            "sort": "3",
        },
        {"code": "ZX09", "name": "新镇中心学校", "kind": "中心校", "parent": "JY", "valid_from": "2020年9月1日"},
    ],
    "people": [{"username": "wu", "name": "吴敏", "phone": "13900000001"}, {"username": "Zhou", "name": "周舟"}],
    "posts": [
        {"unit": "XX09", "role": "校长（园长）", "title": "校长", "holder": "zhou", "since": "2020-09-01"},
        {"unit": "XX09", "role": "学校经办人", "title": "经办人", "holder": "wu"},
        {"unit": "JY", "role": "局领导", "title": "副局长", "in_charge_of": "JY02，JY01"},
        {"unit": "JY", "role": "责任督学", "title": "责任督学", "holder": "wu", "reaches": "XX09、XX01"},
    ],
}


def test_new_units_people_and_posts_are_written_in_one_go(world: World) -> None:
    found = written(NEW, world.of["administrator"])
    assert [(row["sheet"], row["new"]) for row in found.counts()] == [("单位", 2), ("人员", 2), ("岗位", 4)]
    school = Unit.objects.get(code="XX09")
    assert (school.parent.code, school.stages, school.short_name) == ("ZX09", "primary,junior", "石桥镇第三小学")
    assert school.path.startswith(Unit.objects.get(code="ZX09").path)
    head = Post.objects.get(unit=school, role="principal")
    assert head.holder.username == "Zhou"
    assert Tenure.objects.get(post=head).since.isoformat() == "2020-09-01"
    assert not head.holder.has_usable_password()
    leader = Post.objects.get(title="副局长")
    assert {unit.code for unit in leader.in_charge_of.all()} == {"JY01", "JY02"}
    assert Post.objects.filter(role="inspector", reaches__code="XX09").count() == 1
    assert Event.objects.filter(kind="orgs.imported").count() == 1
    assert {"增加人员吴敏（wu）", "石桥镇第三小学 校长到任：周舟，2020-09-01起"} <= set(
        Event.objects.values_list("says", flat=True)
    )


def test_the_same_sheet_twice_changes_nothing(world: World) -> None:
    written(NEW, world.of["administrator"])
    again = examined({**NEW, "posts": [row for row in NEW["posts"] if row.get("holder")]})
    assert again.wrong == []
    assert {change.act for part in (again.units, again.people, again.posts) for change in part} == {"unchanged"}


def test_what_was_exported_comes_back_unchanged(world: World) -> None:
    appoint(post=world.an.post, user=world.chang.user, since=today(), by=world.of["administrator"])
    written(NEW, world.of["administrator"])
    found = examined(rows_to_export())
    assert found.wrong == []
    assert {change.act for part in (found.units, found.people, found.posts) for change in part} == {"unchanged"}
    assert sum(len(part) for part in (found.units, found.people, found.posts)) == (
        Unit.objects.count() + User.objects.count() + Post.objects.count()
    )


def test_what_was_changed_in_the_export_is_changed(world: World) -> None:
    def edit(rows: Rows) -> None:
        next(row for row in rows["units"] if row["code"] == "XX01")["name"] = "石桥镇实验小学"
        next(row for row in rows["people"] if row["username"] == "an")["phone"] = "13911112222"
        post = next(row for row in rows["posts"] if row["number"] == str(world.an.post.pk))
        post["holder"], post["since"] = "chang", ""

    found = written(changed(edit), world.of["administrator"])
    assert [(row["new"], row["changed"]) for row in found.counts()] == [(0, 1), (0, 1), (0, 1)]
    world.an.post.refresh_from_db()
    assert world.an.post.holder == world.chang.user
    assert Unit.objects.get(code="XX01").name == "石桥镇实验小学"
    assert "13911112222" not in str(list(Event.objects.values_list("says", "changes")))


WRONG = [
    ("units", {"code": "", "name": "甲", "kind": "科室", "parent": "JY"}, "代码", "没有填"),
    ("units", {"code": "N 1", "name": "甲", "kind": "科室", "parent": "JY"}, "代码", "中间有空格"),
    ("units", {"code": "N1", "name": "", "kind": "科室", "parent": "JY"}, "名称", "没有填"),
    (
        "units",
        {"code": "N1", "name": "甲" * 101, "short_name": "甲", "kind": "科室", "parent": "JY"},
        "名称",
        "有101字",
    ),
    ("units", {"code": "N1", "name": "甲" * 50, "kind": "科室", "parent": "JY"}, "简称", "超过40字"),
    ("units", {"code": "N1", "name": "甲", "kind": "处室", "parent": "JY"}, "类别", "没有这种单位"),
    ("units", {"code": "N1", "name": "甲", "kind": "教育局"}, "类别", "已经有教育局"),
    ("units", {"code": "XX01", "name": "一小", "kind": "幼儿园", "parent": "ZX01"}, "类别", "登记的类别是学校"),
    ("units", {"code": "N1", "name": "甲", "kind": "学校"}, "上级代码", "没有填"),
    ("units", {"code": "N1", "name": "甲", "kind": "学校", "parent": "NO"}, "上级代码", "都没有这个代码"),
    ("units", {"code": "N1", "name": "甲", "kind": "学校", "parent": "JY02"}, "上级代码", "这个代码是科室"),
    ("units", {"code": "N1", "name": "甲", "kind": "学校", "parent": "N1"}, "上级代码", "学校不能设在下面"),
    ("units", {"code": "N1", "name": "甲", "kind": "学校", "parent": "JY", "stages": "小学、大学"}, "学段", "大学"),
    ("units", {"code": "N1", "name": "甲", "kind": "学校", "parent": "JY", "sort": "-1"}, "排序", "不是整数"),
    (
        "units",
        {"code": "N1", "name": "甲", "kind": "科室", "parent": "JY", "valid_from": "2026-02-30"},
        "设立日期",
        "日历",
    ),
    ("people", {"username": "", "name": "甲"}, "用户名", "没有填"),
    ("people", {"username": "a b", "name": "甲"}, "用户名", "中间有空格"),
    ("people", {"username": "x", "name": ""}, "姓名", "没有填"),
    ("people", {"username": "x", "name": "甲", "phone": "0555-八八"}, "电话", "数字以外"),
    ("posts", {"number": "999999", "unit": "JY01", "role": "系统管理员", "title": "员"}, "岗位编号", "没有这个编号"),
    ("posts", {"unit": "NO", "role": "系统管理员", "title": "员"}, "单位代码", "都没有这个单位"),
    ("posts", {"unit": "JY01", "role": "管理员", "title": "员"}, "角色", "没有这个角色"),
    ("posts", {"unit": "XX01", "role": "局领导", "title": "员"}, "角色", "不设在学校里"),
    ("posts", {"unit": "JY01", "role": "系统管理员", "title": ""}, "职务", "没有填"),
    ("posts", {"unit": "JY01", "role": "系统管理员", "title": "员", "holder": "nobody"}, "用户名", "都没有这个用户名"),
    ("posts", {"unit": "JY01", "role": "系统管理员", "title": "员", "since": "2099-01-01"}, "到任日期", "还没有到"),
    (
        "posts",
        {"unit": "JY01", "role": "系统管理员", "title": "员", "in_charge_of": "JY02"},
        "分管科室",
        "没有分管科室",
    ),
    ("posts", {"unit": "JY", "role": "局领导", "title": "员", "in_charge_of": "XX01"}, "分管科室", "是学校"),
    ("posts", {"unit": "JY", "role": "局领导", "title": "员", "in_charge_of": "NO"}, "分管科室", "没有代码是"),
    ("posts", {"unit": "JY", "role": "局领导", "title": "员", "reaches": "XX01"}, "负责学校", "不按名单"),
    ("posts", {"unit": "JY", "role": "责任督学", "title": "员", "reaches": "JY02"}, "负责学校", "是科室"),
]


@pytest.mark.parametrize(("sheet", "row", "column", "says"), WRONG, ids=[f"{w[2]}-{w[3]}" for w in WRONG])
def test_a_wrong_cell_is_told_with_its_place(
    world: World, sheet: str, row: dict[str, str], column: str, says: str
) -> None:
    wrong = examined({sheet: [row]}).wrong
    assert [(cell.row, cell.column) for cell in wrong] == [(2, column)]
    assert says in wrong[0].says
    assert wrong[0].fix


def test_all_wrong_cells_are_told_at_once_and_nothing_is_written(world: World) -> None:
    rows: Rows = {}
    for sheet, row, _column, _says in WRONG:
        rows.setdefault(sheet, []).append(row)
    before = (Unit.objects.count(), User.objects.count(), Post.objects.count(), Event.objects.count())
    assert len(examined(rows).wrong) >= len(WRONG)
    with pytest.raises(NotNow):
        roster.import_roster(sheets=read_roster(book(rows)).sheets, expected="", by=world.of["administrator"])
    assert (Unit.objects.count(), User.objects.count(), Post.objects.count(), Event.objects.count()) == before


def test_rows_that_are_told_twice_name_the_first(world: World) -> None:
    twice = examined(
        {
            "units": [{"code": code, "name": "甲", "kind": "科室", "parent": "JY"} for code in ("N1", "n1")],
            "people": [{"username": name, "name": "甲"} for name in ("WU", "wu")],
            "posts": [
                {
                    "number": str(world.an.post.pk),
                    "unit": "XX01",
                    "role": "学校经办人",
                    "title": "经办人",
                    "holder": "an",
                }
            ]
            * 2
            + [{"unit": "JY", "role": "局领导", "title": "副局长", "in_charge_of": "JY02"}] * 2,
        }
    )
    assert [(cell.sheet, cell.row) for cell in twice.wrong] == [("单位", 3), ("人员", 3), ("岗位", 3), ("岗位", 5)]
    assert all("第" in cell.says and "行" in cell.says for cell in twice.wrong)


def test_a_post_keeps_its_unit_and_role_and_its_holder_his_first_day(world: World) -> None:
    mine = {"number": str(world.an.post.pk), "unit": "XX01", "role": "学校经办人", "title": "经办人", "holder": "an"}
    appoint(post=world.chang.post, user=world.an.user, since=today(), by=world.of["administrator"])
    hers = {**mine, "number": str(world.chang.post.pk), "unit": "XX02", "since": "2020-01-01"}
    wrong = examined({"posts": [{**mine, "unit": "XX02"}, {**hers, "role": "校长（园长）"}, hers]}).wrong
    assert {(cell.row, cell.column) for cell in wrong} >= {(2, "单位代码"), (3, "角色"), (3, "到任日期")}


def test_a_circle_of_units_is_refused(world: World) -> None:
    units = [
        {"code": "N1", "name": "甲", "kind": "幼儿园", "parent": "N2"},
        {"code": "N2", "name": "乙", "kind": "学校", "parent": "N1"},
    ]
    assert {cell.column for cell in examined({"units": units}).wrong} == {"上级代码"}


def test_when_somebody_was_faster_nothing_is_written(world: World) -> None:
    rows = changed(lambda rows: rows["units"][0].update(name="青澜县教育和体育局"))
    sheets = read_roster(book(rows)).sheets
    shown = roster.digest_of(roster.examine(sheets))
    Unit.objects.filter(code="JY").update(name="青澜县教体局")
    with pytest.raises(NotNow, match="重新上传"):
        roster.import_roster(sheets=sheets, expected=shown, by=world.of["administrator"])


def test_only_an_administrator_imports(world: World) -> None:
    with pytest.raises(NotAllowed):
        roster.import_roster(sheets={"units": [], "people": [], "posts": []}, expected="", by=world.bai)


@pytest.mark.parametrize("logged", ["record", "record_many"])
def test_when_the_record_fails_nothing_is_written(world: World, monkeypatch: pytest.MonkeyPatch, logged: str) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no log")

    monkeypatch.setattr(roster, logged, broken)
    with pytest.raises(RuntimeError):
        written(NEW, world.of["administrator"])
    assert not Unit.objects.filter(code="XX09").exists()
    assert not User.objects.filter(username="wu").exists()


# ---- the workbook itself --------------------------------------------------------------------------------------------


def test_the_template_has_lists_text_columns_and_an_example_that_is_not_read() -> None:
    data = roster_workbook()
    pages = openpyxl.load_workbook(io.BytesIO(data))
    assert pages.sheetnames == ["单位", "人员", "岗位", "说明"]
    assert {rule.type for page in ("单位", "岗位") for rule in pages[page].data_validations.dataValidation} == {"list"}
    assert pages["人员"].column_dimensions["C"].number_format == "@" or pages["人员"]["C2"].number_format == "@"
    assert pages["单位"]["A2"].value.startswith("例：")
    with pytest.raises(BadInput, match="没有内容"):
        read_roster(data)


def other_zip(names: dict[str, bytes]) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_headings(*headings: str) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "人员"
    made.active.append(list(headings))
    made.active.append(["wu", "吴敏", "x"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"MZ\x90\x00" + b"\x00" * 100, "不是 .xlsx"),
        (b"", "不是 .xlsx"),
        (b"PK\x03\x04" + b"x" * 50, "不是 .xlsx"),
        (other_zip({"word/document.xml": b"<w/>"}), "不是 .xlsx"),
        (other_zip({"xl/workbook.xml": b"<w/>", "xl/vbaProject.bin": b"x"}), "有宏"),
        (other_zip({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b" " * 70_000_000}), "解压后过大"),
        (other_zip({"xl/workbook.xml": b"<w/>"}), "打不开|没有名叫|读不出来"),
        (b"PK\x03\x04" + b"0" * (20 * 1024 * 1024), "超过20兆"),
    ],
    ids=["exe", "empty", "broken", "word", "macro", "bomb", "hollow", "big"],
)
def test_what_is_no_such_workbook_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_roster(data)


def test_headings_are_checked_and_remarks_are_free() -> None:
    assert read_roster(with_headings("用户名*", "姓名", "备注一")).wrong == []
    wrong = read_roster(with_headings("用户名", "姓名", "手机")).wrong
    assert [(cell.row, cell.column) for cell in wrong] == [(1, "手机")]
    missing = read_roster(with_headings("用户名", "电话", "备注"))
    assert missing.columns_missing
    assert missing.wrong[0].column == "姓名"


def test_numbers_and_dates_of_excel_are_read_as_people_see_them(world: World) -> None:
    from datetime import date

    made = openpyxl.Workbook()
    made.active.title = "单位"
    made.active.append(["代码", "名称", "类别", "上级代码", "排序", "设立日期"])
    made.active.append([3641001, "一中", "学校", "JY", 5.0, date(2020, 9, 1)])
    out = io.BytesIO()
    made.save(out)
    found = roster.examine(read_roster(out.getvalue()).sheets)
    assert found.wrong == []
    values = found.units[0].values
    assert (values["code"], values["sort"], values["valid_from"].isoformat()) == ("3641001", 5, "2020-09-01")


def test_six_hundred_accounts_are_written_at_once(world: World) -> None:
    rows: Rows = {
        "units": [
            {"code": f"S{n}", "name": f"第{n}小学", "kind": "学校", "parent": "ZX01", "stages": "小学"}
            for n in range(100)
        ],
        "people": [{"username": f"p{n}", "name": f"人{n}"} for n in range(600)],
        "posts": [
            {"unit": f"S{n % 100}", "role": "学校经办人", "title": f"经办人{n // 100}", "holder": f"p{n}"}
            for n in range(600)
        ],
    }
    written(rows, world.of["administrator"])
    assert Post.objects.filter(title__startswith="经办人", holder__username__startswith="p").count() == 600
