"""The pages of balance: who sees what, why the county fails, the matrix, one school, trying out, the sheet."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.indicators.provenance.conftest import Schools
from tests.indicators.screens_balance.conftest import Ask
from yaodian.apps.audit.models import Event

BALANCE = reverse("balance")
TRY = reverse("balance-try")
ROOMS, AREA = "multimedia_rooms_per_100_pupils", "teaching_area_per_pupil"


def test_the_county_first_says_that_it_fails_and_why(schools: Schools, ask: Ask) -> None:
    text = ask(schools.world.bai, BALANCE).content.decode()
    assert "尚未达到义务教育优质均衡要求" in text
    assert "小学3所中3所不达标" in text
    assert "待报，" not in text.split("</h1>")[0]
    assert reverse("indicator", args=["primary.teaching_area_cv"]) in text
    assert text.count("低于底线") > 2
    assert "教学及辅助用房增加" in text
    assert "未达标" in text


def test_a_cell_says_how_it_lies_and_what_is_missing_in_whole_units(schools: Schools, ask: Ask) -> None:
    answer = ask(schools.world.bai, f"{BALANCE}?stage=primary")
    lines = {line.verdict.school.name: line for line in answer.context["page"]}
    area = next(cell for cell in lines["石桥镇第一小学"].cells if cell.judged.resource.key == AREA)
    assert (area.text, area.word, area.light, area.norm) == ("8.57", "达标", "done", "4.5平方米")
    other = next(cell for cell in lines["石桥镇第二小学"].cells if cell.judged.resource.key == AREA)
    assert (other.text, other.word, other.missing) == ("0", "低于底线", "差72平方米")  # 16 pupils × 4.5
    assert lines["石桥镇第二小学"].township == "石桥镇中心学校"


@pytest.mark.parametrize(
    ("words", "many"),
    [
        ("", 3),
        ("stage=primary", 3),
        ("stage=junior", 0),
        ("township=石桥镇中心学校", 2),
        ("township=无", 0),
        ("failing=1", 3),
    ],
)
def test_the_matrix_is_narrowed(schools: Schools, ask: Ask, words: str, many: int) -> None:
    answer = ask(schools.world.bai, f"{BALANCE}?{words}")
    assert len(answer.context["page"].object_list) == many
    assert ("没有符合条件的学校" in answer.content.decode()) is (many == 0)


def test_by_the_basic_scheme_and_by_filings(schools: Schools, ask: Ask) -> None:
    basic = ask(schools.world.bai, f"{BALANCE}?scheme=basic").content.decode()
    assert "综合差异系数" in basic
    assert "小学没有设定学校办学标准" in basic
    filed = ask(schools.world.bai, f"{BALANCE}?kind=filed").content.decode()
    assert "还没有学校的上报通过审定" in filed
    assert "没有小学、初中学生" in ask(schools.world.bai, f"{BALANCE}?period=2023-2024").content.decode()


@pytest.mark.parametrize("period", ["x", "2026", "2030-2031"])
def test_a_period_that_is_none_is_the_one_that_runs(schools: Schools, ask: Ask, period: str) -> None:
    assert ask(schools.world.bai, f"{BALANCE}?period={period}").context["asked"].period.key == "2026-2027"


def test_a_school_is_taken_to_its_own_page_and_sees_no_other(schools: Schools, ask: Ask) -> None:
    world = schools.world
    own = reverse("balance-school", args=[world.first.pk])
    assert ask(world.an, BALANCE)["Location"].startswith(own)
    text = ask(world.an, own).content.decode()
    assert "石桥镇第一小学（小学，14人）" in text
    assert "石桥镇第一小学（小学，1个班）缺音乐专用教室1间、美术专用教室1间" in text
    assert "石桥镇第二小学" not in text
    assert ask(world.an, reverse("balance-school", args=[world.second.pk])).status_code == 404
    assert ask(world.bai, reverse("balance-school", args=[world.basic.pk])).status_code == 404


def test_a_township_sees_its_schools_without_a_verdict_on_the_county(schools: Schools, ask: Ask) -> None:
    text = ask(schools.world.of["township"], BALANCE).content.decode()
    assert "您能看到的2所学校（分学段计）中，2所不达标" in text
    assert "县直小学" not in text
    assert "尚未达到" not in text
    assert "对县里的其他要求" not in text


def test_who_may_not_read_the_registers_is_told_so_and_has_no_tab(schools: Schools, ask: Ask) -> None:
    administrator = schools.world.of["administrator"]
    assert ask(administrator, BALANCE).status_code == 403
    assert BALANCE not in ask(administrator, reverse("own-indicators")).content.decode()
    assert BALANCE in ask(schools.world.an, reverse("own-indicators")).content.decode()


def gifts(*lines: tuple[object, str, object]) -> str:
    """The words of an address that tries gifts to schools (of 小学)."""
    return "&".join(f"school={unit}/primary&what={what}&amount={amount}" for unit, what, amount in lines)


def test_what_if_a_school_had_more(schools: Schools, ask: Ask) -> None:
    world = schools.world
    answer = ask(world.bai, f"{TRY}?{gifts((world.second.pk, AREA, 72), (world.second.pk, ROOMS, 1))}", part="tried")
    text = answer.content.decode()
    assert "<html" not in text
    assert "全县结论不变" in text
    ((pair, _line, cells),) = answer.context["schools"]
    assert [(was.text, now.text, now.word) for was, now in cells] == [("0", "4.5", "达标"), ("0", "6.25", "达标")]
    assert pair.now.reached == pair.was.reached + 2
    assert {now.code for _stage, _was, now in answer.context["spreads"]} == {
        "primary.teaching_area_cv",
        "primary.multimedia_rooms_cv",
    }
    assert "试算" in ask(world.bai, f"{TRY}?{gifts((world.second.pk, AREA, 72))}").content.decode()


@pytest.mark.parametrize(
    ("what", "amount", "says"),
    [
        (AREA, "很多", "请写整数"),
        (AREA, "1.5", "请写整数"),
        (AREA, "-1", "减不了这么多"),
        ("pianos", "1", "从列表里选"),
        (AREA, 10**12, "请写整数"),
    ],
)
def test_what_cannot_be_tried_is_said(schools: Schools, ask: Ask, what: str, amount: object, says: str) -> None:
    world = schools.world
    text = ask(world.bai, f"{TRY}?{gifts((world.second.pk, what, amount))}", part="tried").content.decode()
    assert says in text
    assert "第1行" in text


def test_a_school_tries_only_for_itself(schools: Schools, ask: Ask) -> None:
    world = schools.world
    own = ask(world.an, f"{TRY}?{gifts((world.first.pk, ROOMS, 1))}", part="tried").content.decode()
    assert "石桥镇第一小学" in own
    assert "全县结论" not in own
    assert "从列表里选" in ask(world.an, f"{TRY}?{gifts((world.second.pk, ROOMS, 1))}", part="tried").content.decode()


def test_the_matrix_as_a_sheet_has_numbers_and_is_logged(schools: Schools, ask: Ask) -> None:
    answer = ask(schools.world.bai, reverse("balance-export"), {})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in list(sheet.rows)[1:]]
    first = next(row for row in rows if row["学校"] == "石桥镇第一小学")
    assert first["生均教学及辅助用房面积（平方米）"] == 8.57
    assert (first["生均教学及辅助用房面积判定"], first["教学及辅助用房还差（平方米）"]) == ("达标", 0)
    assert (first["学生数（人）"], first["结论"], first["学区"]) == (14, "不达标", "石桥镇中心学校")
    assert "名" in first["补齐办法"]
    assert Event.objects.filter(kind="indicator.exported", subject="indicators.balance:quality").count() == 1
