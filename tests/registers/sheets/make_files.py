"""Make the sheets in files/, in the manner of Excel, WPS and LibreOffice: `python tests/registers/sheets/make_files.py`.

The files are committed; this says how they came about. Needs LibreOffice (soffice). All people in them are invented.
"""

import subprocess
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet
from raw_files import make_raw

FILES = Path(__file__).parent / "files"
HEADS = ["姓名", "性别", "身份证件号", "出生日期", "联系电话"]
PUPILS = [
    ["甲小明", "男", "360902201209010011", date(2012, 9, 1), 13800000001],
    ["乙小红", "女", "360902201210020022", date(2012, 10, 2), 13800000002],
    ["丙小刚", "男", "360902201211030033", date(2012, 11, 3), 13800000003],
]


def main() -> None:
    """Make every file."""
    FILES.mkdir(exist_ok=True)
    make_excel_layout()
    make_excel_headers()
    make_excel_rows()
    make_excel_cells()
    make_old()
    make_text()
    make_raw(FILES)
    make_libreoffice()


def _book(rows: Sequence[Sequence[object]], title: str = "Sheet1") -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(list(row))
    return book, page


def _save(book: openpyxl.Workbook, name: str) -> None:
    book.save(FILES / name)


def make_excel_layout() -> None:
    """What stands around a table."""
    book, page = _book([HEADS, *PUPILS], "学生")
    for cell in page["D"]:
        cell.number_format = "yyyy-mm-dd"
    _save(book, "excel_plain.xlsx")

    rows: list[list[object]] = [
        ["附件2"],
        ["山南县中小学设备购置登记表"],
        ["填报单位（盖章）：山南县第一小学", None, None, "填报日期：2025年9月10日"],
        [None, None, None, "单位：万元"],
        ["序号", "设备名称", "数量", "金额"],
        [1, "投影仪", 12, 3.5],
        [2, "课桌椅", "1,200套", 24],
        ["合  计", None, 1212, 27.5],
        ["备注：金额含税。"],
        ["填表人：丁某", None, "审核人：戊某", "联系电话：0795-3000000"],
    ]
    book, page = _book(rows)
    page.merge_cells("A2:D2")
    page["A2"].font = Font(bold=True, size=18)
    page["A2"].alignment = Alignment(horizontal="center")
    page.merge_cells("A9:D9")
    _save(book, "excel_title_notes_foot.xlsx")

    book, page = _book([["学校", "姓名", "年级"], ["一小", "甲小明", "一年级"]], "一年级")
    other = book.create_sheet("二年级")
    for row in (["二年级学生名册"], ["姓名", "年级", "学校"], ["乙小红", "二年级", "一小"]):
        other.append(row)
    book.create_sheet("说明").append(["请按学校填写，一校一表。"])
    book.create_sheet("空表")
    hidden = book.create_sheet("旧数据")
    hidden.append(["姓名", "年级"])
    hidden.append(["丙小刚", "三年级"])
    hidden.sheet_state = "hidden"
    options = book.create_sheet("选项")
    options.append(["项目", "取值"])
    options.append(["住宿", "是"])
    _save(book, "excel_several_sheets.xlsx")

    rows = [
        [],
        [None, "姓名", None, "性别", "备注"],
        [],
        [None, "甲小明", None, "男", None, "转学待定"],
        [],
        [None, "乙小红", None, "女", "随迁"],
        [None, None, None, None, None, "散落的字"],
    ]
    book, page = _book(rows)
    _save(book, "excel_empty_columns_rows.xlsx")

    book, page = _book([HEADS[:3], *(pupil[:3] for pupil in PUPILS)])
    page.row_dimensions[3].hidden = True
    _save(book, "excel_hidden_rows.xlsx")


def make_excel_headers() -> None:
    """Headers of two and three rows."""
    rows: list[list[object]] = [
        ["学生家庭情况表"],
        ["序号", "学生姓名*", "家庭成员1", None, None, "家庭成员2", None, None],
        [None, None, "姓名", "关系", "联系电话", "姓名", "关系", "联系电话"],
        [1, "甲小明", "甲父", "父亲", 13800000011, "甲母", "母亲", 13800000012],
        [2, "乙小红", "乙父", "父亲", "0795-3000001", None, None, None],
    ]
    book, page = _book(rows)
    for merged in ("A1:H1", "A2:A3", "B2:B3", "C2:E2", "F2:H2"):
        page.merge_cells(merged)
    _save(book, "excel_two_row_header.xlsx")

    rows = [
        ["学校基本情况统计表"],
        ["填报单位：山南县教育局", None, None, None, "填报时间：2025.9"],
        ["学校", "学生数", None, None, None, "教师数\n（人）"],
        [None, "小学", None, "初中", None, None],
        [None, "男", "女", "男", "女", None],
        ["甲", "1", "2", "3", "4", "5"],
        ["一小", 120, 118, None, None, 15],
        ["二中", None, None, 300, 290, "48人"],
        ["总计", 120, 118, 300, 290, 63],
    ]
    book, page = _book(rows)
    for merged in ("A1:F1", "A3:A5", "B3:E3", "B4:C4", "D4:E4", "F3:F5"):
        page.merge_cells(merged)
    _save(book, "excel_three_row_header.xlsx")

    rows = [
        ["＊学生\n姓  名（必填）", "性别(下拉)", "身份证件号 *", "是否寄宿：", "校舍面积（平方米）", "投入（万元）"]
    ]
    rows.append(["甲小明", "男", "360902201209010011", "是", "120.5㎡", "3.5"])
    book, page = _book(rows)
    _save(book, "excel_decorated_headings.xlsx")

    book, page = _book([["甲列", "乙列", "丙列"], ["一", "二", 3], ["四", "五", 6]])
    _save(book, "excel_unknown_headings.xlsx")


def make_excel_rows() -> None:
    """Rows that are no records, and cells merged over records."""
    rows: list[list[object]] = [
        ["学校", "班级", "姓名", "性别"],
        ["一小", "1班", "甲小明", "男"],
        [None, None, "乙小红", "女"],
        [None, "2班", "丙小刚", "男"],
        ["二小", "1班", "丁小玉", None],
        [None, None, None, None],
    ]
    book, page = _book(rows)
    for merged in ("A2:A4", "B2:B3", "A5:A6", "C5:D5"):
        page.merge_cells(merged)
    _save(book, "excel_merged_data.xlsx")

    rows = [
        ["序号", "学校", "姓名", "人数"],
        ["示例：1", "某某小学", "张某", 3],
        ["全县合计", None, None, 6],
        [1, "一小", "甲小明", 1],
        [2, "一小", "乙小红", 2],
        [None, "一小小计", None, 3],
        ["序号", "学校", "姓名", "人数"],
        [3, "二小", "丙小刚", 3],
        [4, None, None, None],
        [5, None, None, None],
        ["说明："],
        ["1.人数以9月1日为准。"],
        ["2.本表一式两份。"],
    ]
    book, page = _book(rows)
    _save(book, "excel_totals_repeats.xlsx")

    rows = [
        ["姓名", "性别", "身份证件号", "联系电话"],
        ["一、城区学校"],
        ["甲小明", "男", "360902201209010011", 13800000001],
        ["二、乡镇学校"],
        ["乙小红", "女", "360902201210020022", 13800000002],
    ]
    book, page = _book(rows)
    page.merge_cells("A2:D2")
    page.merge_cells("A4:D4")
    _save(book, "excel_sections.xlsx")


def make_excel_cells() -> None:
    """Cells as people write them."""
    days: list[object] = [
        datetime.fromisoformat("2012-09-01"), 2012.9, "2012年9月", "20120901", 20120901, 41153, "2012/09/01", "2012-9-1",
        "二〇一二年九月", "2012.9.1", 2012.1, "2012-02-30", "至今", "/",
    ]  # fmt: skip
    book, page = _book([["姓名", "入学年月"], *(["甲小明", day] for day in days)])
    _save(book, "excel_dates.xlsx")

    book, page = _book([["姓名", "出生日期"], ["甲小明", date(2012, 9, 1)], ["乙小红", 39691]])
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    page["B2"].number_format = "yyyy/m/d"
    _save(book, "excel_since_1904.xlsx")

    words = ["√", "✓", "是", "有", "Y", 1, True, "×", "否", "无", "没有", "N", 0, False, None, "也许"]
    book, page = _book([["姓名", "寄宿"], *(["甲小明", word] for word in words)])
    _save(book, "excel_yes_no.xlsx")

    names = ["张 三", "欧  阳　明", " 李四 ", "Mary Ann", "阿卜杜拉 · 买买提", "王\n五", "𠮷 某"]
    book, page = _book([["姓名", "班级"], *([name, "1"] for name in names)])
    _save(book, "excel_names.xlsx")

    rows = [
        ["姓名", "民族代码", "身份证件号", "联系电话"],
        ["甲小明", 1, 360902201209010011, 13800000001.0],
        ["乙小红", "01", "3.60902E+17", 7953000000],
        ["丙小刚", "０１", "'36090220121103003x", "138 0000 0003"],
        ["丁小玉", " 01 ", "360902201212040044", "1380000"],
    ]
    book, page = _book(rows)
    _save(book, "excel_lost_zeros_and_digits.xlsx")

    rows = [["姓名", "人数", "金额"], ["甲小明", "=1+1", 2], ["乙小红", "#N/A", 3.35], ["丙小刚", "12.5", 1.234]]
    book, page = _book(rows)
    page["B3"].data_type = "e"
    _save(book, "excel_formulas.xlsx")

    rows = [
        ["姓名", "人数", "面积", "金额"],
        ["甲小明", "１２", "1,234.5", "1,200元"],
        ["乙小红", "12人", 0.1 + 0.2, "3.5万"],
    ]
    rows += [["丙小刚", 12.0, "120m2", "¥1,200.00"], ["丁小玉", "1,20", 1 / 3, "三百"], ["戊小宝", "/", "—", None]]
    book, page = _book(rows)
    _save(book, "excel_numbers.xlsx")

    book, page = _book([["今天天气很好"], ["大家去春游"]])
    _save(book, "excel_no_table.xlsx")


def make_old() -> None:
    """BIFF, as Excel 97–2003 and the .et of WPS hold it."""
    day = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    book = xlwt.Workbook()
    page = book.add_sheet("教职工")
    page.write_merge(0, 0, 0, 3, "山南县教职工名册")
    for at, head in enumerate(["学校", "姓名", "出生日期", "在编"]):
        page.write(1, at, head)
    page.write_merge(2, 3, 0, 0, "一小")
    for row, (name, born, post) in enumerate([("己 某", date(1980, 5, 1), "是"), ("庚某某", date(1985, 6, 2), "×")], 2):
        page.write(row, 1, name)
        page.write(row, 2, born, day)
        page.write(row, 3, post)
    page.write(4, 0, "合计")
    page.write(4, 1, 2)
    book.save(str(FILES / "excel97.xls"))

    book = xlwt.Workbook()
    page = book.add_sheet("Sheet1")
    for row, cells in enumerate(
        [["姓名", "身份证件号", "人数"], ["甲小明", 360902201209010011.0, 12], ["乙小红", "360902201210020022", True]]
    ):
        for at, cell in enumerate(cells):
            page.write(row, at, cell)
    book.save(str(FILES / "wps.et"))


def make_text() -> None:
    """Separated text in the encodings of Excel and WPS."""
    lines = (
        "姓名,性别,身份证件号,出生日期\r\n甲小明,男,360902201209010011,2012/9/1\r\n乙小红,女,3.60902E+17,2012/10/2\r\n"
    )
    (FILES / "excel_gbk.csv").write_bytes(lines.encode("gbk"))
    (FILES / "wps_utf8.csv").write_bytes(lines.encode())
    (FILES / "excel_unicode.txt").write_bytes(lines.replace(",", "\t").encode("utf-16"))
    (FILES / "excel_gb18030_semicolon.csv").write_bytes(lines.replace(",", ";").replace("甲", "𠮷").encode("gb18030"))
    quoted = "姓名,备注,学籍号,电话\r\n"
    quoted += '"甲小明","第一行\n第二行，说""好""",="0012",\t13800000001\r\n'
    quoted += '乙小红,\'=1+1,0013,\r\n丙小刚,"a,b"\r\n合计,3\r\n'
    (FILES / "export_bom_quoted.csv").write_bytes(quoted.encode("utf-8-sig"))
    (FILES / "page.xls").write_bytes("<html><table><tr><td>姓名</td></tr></table></html>".encode())
    (FILES / "empty.csv").write_bytes(b"\r\n")
    (FILES / "plan.pdf").write_bytes(b"%PDF-1.7\n")
    (FILES / "picture.csv").write_bytes(bytes(range(256)) * 4)


def make_libreoffice() -> None:
    """The same sheets as LibreOffice writes them."""
    jobs = [
        ("excel_title_notes_foot.xlsx", "xlsx", "libreoffice_title_notes_foot.xlsx"),
        ("excel_two_row_header.xlsx", "xls:MS Excel 97", "libreoffice_two_row_header.xls"),
        ("excel_two_row_header.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1", "libreoffice_two_row_header.csv"),
        (
            "excel_three_row_header.xlsx",
            "csv:Text - txt - csv (StarCalc):9,34,85,1",
            "libreoffice_three_row_header.csv",
        ),
        ("excel_merged_data.xlsx", "xlsx", "libreoffice_merged_data.xlsx"),
        ("excel_hidden_rows.xlsx", "xlsx", "libreoffice_hidden_rows.xlsx"),
        ("excel_dates.xlsx", "xls:MS Excel 97", "libreoffice_dates.xls"),
        ("excel_plain.xlsx", "ods", "libreoffice.ods"),
    ]
    for source, form, target in jobs:
        with tempfile.TemporaryDirectory() as folder:
            command = ["soffice", f"-env:UserInstallation={Path(tempfile.gettempdir(), 'sheets', 'lo').as_uri()}"]
            command += ["--headless", "--convert-to", form, "--outdir", folder, str(FILES / source)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603  # own files
            made = next(Path(folder).iterdir())
            (FILES / target).write_bytes(made.read_bytes())


if __name__ == "__main__":
    main()
