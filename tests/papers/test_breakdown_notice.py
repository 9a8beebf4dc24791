"""The notice in Word read back: its words, its page after GB/T 9704-2012, its table."""

import io
from collections.abc import Iterator
from datetime import date

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn

from tests.world import World, small_world
from yaodian.apps.audit.clock import at
from yaodian.apps.plans.selectors.sheet import sheet_of
from yaodian.papers.breakdown_notice import breakdown_notice


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with at(date(2026, 9, 16)):
        yield


@pytest.fixture
def notice(db: None) -> Word:
    world: World = small_world()
    world.items[0].remark = "\x07=1+1"
    world.items[0].save()
    world.plan.breakdown, world.plan.number, world.plan.issued_on = "issued", "青教发〔2026〕3号", date(2026, 3, 1)
    world.plan.save(update_fields=["breakdown", "number", "issued_on"])
    return Document(io.BytesIO(breakdown_notice(sheet_of(world.plan, world.of["plan-clerk"]))))


def test_its_parts_stand_in_order(notice: Word) -> None:
    said = [paragraph.text for paragraph in notice.paragraphs if paragraph.text]
    title = "青澜县教育局2026年工作要点任务分解表"
    lines = "青澜县教育局\n关于印发《青澜县教育局2026年工作要点\n任务分解表》的通知"
    assert said[:3] == ["青澜县教育局文件", "青教发〔2026〕3号", lines]
    assert said[3].endswith("：")
    assert said[-5:] == [f"附件：{title}", "青澜县教育局", "2026年3月1日", "附件", title]


def test_its_page_and_type_are_the_standards(notice: Word) -> None:
    first, second = notice.sections
    assert [
        round(side.mm) for side in (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    ] == [
        37,
        35,
        28,
        26,
    ]
    assert (round(second.page_width.mm), round(second.page_height.mm)) == (297, 210)
    title = next(paragraph for paragraph in notice.paragraphs if "关于印发" in paragraph.text)
    assert (title.runs[0].font.size.pt, title.runs[0].font.name) == (22, "方正小标宋简体")
    body = next(paragraph for paragraph in notice.paragraphs if paragraph.text.startswith("现将"))
    assert (body.runs[0].font.size.pt, body.paragraph_format.first_line_indent.pt) == (16, 32)
    assert body.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert first.footer.paragraphs[0].text == "—  —"
    assert "PAGE" in first.even_page_footer.paragraphs[0]._p.xml


def test_its_table_holds_every_task(notice: Word) -> None:
    table = notice.tables[0]
    assert [cell.text for cell in table.rows[0].cells][:3] == ["序号", "重点任务（原文）", "目标值"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [row.cells[0].text for row in table.rows[1:]] == ["一、守牢安全底线", "1", "2", "二、提升教学质量", "3"]
    assert [cell.text for cell in table.rows[2].cells][3:] == ["陈立言", "基础教育科", "", "白慧", "2026年8月31日"]
