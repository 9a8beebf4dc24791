"""Tables of several indicators, and files: hidden figures stay hidden, nothing is run as a formula."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from tests.indicators.provenance.conftest import Schools
from tests.indicators.screens.conftest import Ask
from yaodian.apps.audit.models import Event
from yaodian.apps.indicators.pages.sheets import Sheet, exported

PIVOT = "/indicators/pivot/"
TWO = "code=primary.pupils&code=primary.girls_share"


def sheet(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_a_table_by_school(schools: Schools, ask: Ask) -> None:
    rows = sheet(ask(schools.world.bai, f"{PIVOT}export/?{TWO}&many=1", {"format": "xlsx"}).content)
    assert rows[0] == ["单位或分项", "指标", "2026—2027学年"]
    assert rows[1:] == [
        ["石桥镇第一小学", "小学在校生数（人）", 14.0],
        ["石桥镇第一小学", "小学女生占比（%）", 14.29],
        ["石桥镇第二小学", "小学在校生数（人）", 16.0],
        ["石桥镇第二小学", "小学女生占比（%）", 43.75],
    ]


def test_a_breakdown_down_the_side(schools: Schools, ask: Ask) -> None:
    shown = ask(schools.world.bai, f"{PIVOT}?code=primary.pupils&down=sex&many=1").content.decode()
    assert shown.index("合计") < shown.index(">男<") < shown.index(">女<")
    assert "21人" in shown


def test_units_by_breakdown(schools: Schools, ask: Ask) -> None:
    content = ask(schools.world.bai, f"{PIVOT}export/?code=primary.pupils&across=sex", {"format": "csv"}).content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["单位或分项", "指标", "合计", "男", "女"]
    assert [row[2:] for row in rows[1:]] == [["14", "12", "2"], ["16", "9", "7"]]


def test_what_is_hidden_on_the_page_is_hidden_in_the_file(schools: Schools, ask: Ask) -> None:
    world = schools.world
    address = f"/indicators/primary.pupils/export/?unit={world.bureau.pk}"
    assert ask(world.chang, address, {"format": "xlsx"}).status_code == 200
    rows = sheet(
        ask(world.chang, f"{PIVOT}export/?code=primary.pupils&down=own&across=sex", {"format": "xlsx"}).content
    )
    assert rows[1][2:] == [16.0, 9.0, 7.0]  # his own school
    assert Event.objects.filter(kind="indicator.exported").count() == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("code=primary.pupils&code=equipment.computers_added_count", "统计时期不同"),
        ("code=no.such", "没有“no.such”这个指标。请从目录里选。"),
    ],
)
def test_what_cannot_stand_together_is_refused(schools: Schools, ask: Ask, words: str, says: str) -> None:
    answer = ask(schools.world.bai, f"{PIVOT}?{words}")
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_without_an_indicator_it_asks_for_one(schools: Schools, ask: Ask) -> None:
    assert "请在上面选一项" in ask(schools.world.bai, PIVOT).content.decode()
    assert ask(schools.world.bai, f"{PIVOT}export/", {"format": "csv"}).status_code == 302


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_no_text_becomes_a_formula(schools: Schools, form: str) -> None:
    content = exported(Sheet("表", ["单位"], [["=1+1"], ["@cmd"]]), form, schools.world.bai)
    if form == "xlsx":
        assert sheet(content) == [["单位"], ["=1+1"], ["@cmd"]]  # a text; xlsx formulas are another kind of cell
    else:
        assert not any(line.startswith(("=", "@")) for line in content.decode("utf-8-sig").splitlines())


def test_another_kind_of_file_is_refused(schools: Schools, ask: Ask) -> None:
    assert ask(schools.world.bai, "/indicators/primary.pupils/export/", {"format": "exe"}).status_code == 422
