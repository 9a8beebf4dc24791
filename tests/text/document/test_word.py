"""Word files: numbering recovered, insertions kept, deletions dropped, tables and text boxes read, places true."""

import pytest

from tests.text.document.files import abstract, docx, level, listed, merged, num, p, run, table
from yaodian.text import read_plan
from yaodian.text.document import open_document

GOVERNMENT = abstract(
    0, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
)


def text_of(body: str, **parts: str) -> str:
    return open_document(docx(body, **parts), "plan.docx").text


def test_chinese_numbering_is_recovered_with_its_levels() -> None:
    body = "".join(
        p(text, listed(1, depth))
        for text, depth in (
            ("总体要求", 0),
            ("重点任务", 0),
            ("学前教育", 1),
            ("新建幼儿园2所", 2),
            ("招聘教师", 2),
            ("高中教育", 1),
            ("课改", 2),
        )
    )
    text = text_of(body, numbering=GOVERNMENT + num(1, 0))
    assert text.split("\n") == [
        "一、总体要求", "二、重点任务", "（一）学前教育", "1. 新建幼儿园2所", "2. 招聘教师", "（二）高中教育", "1. 课改",
    ]  # fmt: skip
    assert [node.id for node in read_plan(text).outline] == ["1", "2", "2.1", "2.1.1", "2.1.2", "2.2", "2.2.1"]


@pytest.mark.parametrize(
    ("form", "lvl_text", "labels"),
    [
        ("chineseCountingThousand", "第%1条 ", ["第一条 ", "第二条 "]),
        ("decimalEnclosedCircle", "%1", ["①", "②"]),
        ("upperRoman", "%1.", ["I. ", "II. "]),
        ("lowerLetter", "%1)", ["a)", "b)"]),
        ("decimalFullWidth", "%1、", ["1、", "2、"]),
        ("ideographTraditional", "%1、", ["甲、", "乙、"]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、"]),
        ("bullet", "", ["●", "●"]),
        ("none", "%1", ["", ""]),
    ],
)
def test_every_format_counts_as_word_does(form: str, lvl_text: str, labels: list[str]) -> None:
    body = p("加强甲", listed(1)) + p("加强乙", listed(1))
    got = text_of(body, numbering=abstract(0, level(0, form, lvl_text)) + num(1, 0)).split("\n")
    assert got == [labels[0] + "加强甲", labels[1] + "加强乙"]


def test_composite_numbers_write_their_higher_levels() -> None:
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")) + num(1, 0)
    body = p("甲", listed(1)) + p("乙", listed(1, 1)) + p("丙", listed(1, 1)) + p("丁", listed(1))
    assert text_of(body, numbering=numbering).split("\n") == ["1. 甲", "1.1 乙", "1.2 丙", "2. 丁"]


def test_a_start_override_restarts_the_list() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1、")) + num(1, 0) + num(2, 0, override)
    body = p("甲", listed(1)) + p("乙", listed(1)) + p("丙", listed(2)) + p("丁", listed(2))
    assert text_of(body, numbering=numbering).split("\n") == ["1、甲", "2、乙", "1、丙", "2、丁"]


def test_a_level_may_go_on_behind_higher_ones() -> None:
    numbering = abstract(
        0, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2、", '<w:lvlRestart w:val="0"/>')
    ) + num(1, 0)
    body = p("甲", listed(1)) + p("乙", listed(1, 1)) + p("丙", listed(1)) + p("丁", listed(1, 1))
    assert text_of(body, numbering=numbering).split("\n") == ["一、甲", "1、乙", "二、丙", "2、丁"]


def test_numbering_comes_from_the_style_and_its_base() -> None:
    numbering = abstract(0, level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Heading1"/>')) + num(7, 0)
    styles = (
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="Heading1"/></w:style>'
    )
    body = p("甲", '<w:pStyle w:val="Heading1"/>') + p("乙", '<w:pStyle w:val="Mine"/>')
    body += p("无号", '<w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert text_of(body, numbering=numbering, styles=styles).split("\n") == ["一、甲", "二、乙", "无号"]


def test_insertions_stay_and_deletions_go() -> None:
    body = (
        f"<w:p>{run('招聘教师')}<w:del w:id='1'><w:r><w:delText>50</w:delText></w:r></w:del>"
        f"<w:ins w:id='2'>{run('80')}</w:ins>{run('名')}<w:moveFrom w:id='3'>{run('旧')}</w:moveFrom>"
        f"<w:moveTo w:id='4'>{run('，年内')}</w:moveTo></w:p>"
    )
    assert text_of(body) == "招聘教师80名，年内"


def test_a_deleted_paragraph_mark_joins_lines() -> None:
    body = f"<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{run('加强')}</w:p>" + p("管理")
    assert text_of(body) == "加强管理"


def test_hidden_text_fields_and_comments_are_left_out() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        + run("明")
        + "</w:p>"
    )
    assert text_of(body) == "明"


def test_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent>" + p("框内文字") + "</w:txbxContent>"
    body = (
        f"<w:p>{run('正文')}<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert text_of(body).split("\n") == ["正文", "框内文字"]


def test_a_breakdown_table_becomes_items_with_their_notes() -> None:
    body = p("2024年任务分解表") + table(
        [
            ["序号", "类别", "重点任务", "工作措施", "分管领导", "牵头科室", "配合科室", "完成时限", "备注"],
            ["1", merged("学前教育"), "新建幼儿园2所", "", "甲", "学前科", "计财科\n基建办", merged("9月底前"), ""],
            [
                "2",
                merged("", goes_on=True),
                "招聘教师50名",
                "公开招聘",
                "乙",
                "人事科",
                "",
                merged("", goes_on=True),
                "",
            ],
        ]
    )
    document = open_document(docx(body), "t.docx")
    assert document.text.split("\n") == [
        "2024年任务分解表",
        "一、学前教育",
        "1、新建幼儿园2所",
        "（牵头单位：学前科；配合单位：计财科、基建办；分管领导：甲；完成时限：9月底前）",
        "2、招聘教师50名",
        "公开招聘",
        "（牵头单位：人事科；分管领导：乙；完成时限：9月底前）",
    ]
    reading = read_plan(document.text)
    assert [c.due for c in reading.commitments] == ["--09-30", "--09-30"]
    place = document.place_at(reading.commitments[1].start)
    assert place is not None
    assert (place.table, place.row, place.column) == (0, 2, 2)


def test_other_tables_are_read_row_by_row() -> None:
    body = table([["项目", "目标"], ["入学率", "100%"]])
    assert text_of(body) == "项目\t目标\n入学率\t100%"


def test_places_lead_back_to_paragraph_and_run() -> None:
    body = p("标题") + f"<w:p><w:pPr>{listed(1)}</w:pPr>{run('新建')}{run('2所')}</w:p>"
    document = open_document(docx(body, numbering=GOVERNMENT + num(1, 0)), "a.docx")
    assert document.text == "标题\n一、新建2所"
    number, first, second = (document.place_at(offset) for offset in (3, 5, 7))
    assert number is not None
    assert number.run is None  # recovered
    assert first is not None
    assert (first.paragraph, first.run) == (1, 0)
    assert second is not None
    assert (second.paragraph, second.run) == (1, 1)
    assert document.place_at(2) is None
    assert all(document.text[place.start : place.end] for place in document.places)
