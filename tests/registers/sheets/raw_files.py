"""Workbooks written part by part: WPS's manner, odd but valid XML, and what must be refused."""

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
WPS = f'{HEAD}<Properties xmlns="{EXTENDED}"><Application>WPS 表格</Application></Properties>'
WHEN = (2025, 9, 1, 8, 0, 0)


def make_raw(folder: Path) -> None:
    """Make them all."""
    _write(folder / "wps_inline_without_places.xlsx", WITHOUT_PLACES)
    _write(folder / "wps_rich_text_prefixed.xlsx", PREFIXED, strings=RICH)
    _write(folder / "wps_dates.xlsx", DATES, styles=DATE_STYLES, target="/xl/worksheets/sheet1.xml")
    rows = "".join(f'<row r="{row}" ht="14.25" customHeight="1"><c r="A{row}" s="1"/></row>' for row in range(4, 8_000))
    _write(folder / "wps_trailing_formatted_rows.xlsx", _sheet(TWO_PUPILS + rows), styles=DATE_STYLES)
    _write(folder / "wps_errors_hidden.xlsx", ERRORS)
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    _write(folder / "far_cell.xlsx", _sheet(far))
    _write(folder / "macro.xlsm", _sheet(TWO_PUPILS), extra={"xl/vbaProject.bin": "x"})
    _write(folder / "macro_renamed.xlsx", _sheet(TWO_PUPILS), extra={"xl/vbaProject.bin": "x"})
    _write(
        folder / "announces_too_much.xlsx",
        _sheet(TWO_PUPILS),
        strings=f'<sst xmlns="{MAIN}" uniqueCount="4000000000"/>',
    )
    entity = _sheet(TWO_PUPILS).replace(HEAD, f'{HEAD}<!DOCTYPE a [<!ENTITY b "bbbb">]>')
    _write(folder / "entities.xlsx", entity)
    with zipfile.ZipFile(folder / "letter_renamed.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<document/>")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    (folder / "locked.xlsx").write_bytes(ole + "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le") + bytes(512))
    (folder / "macro.xls").write_bytes(ole + "_VBA_PROJECT_CUR\0".encode("utf-16-le") + bytes(512))
    (folder / "broken.xls").write_bytes(ole + bytes(2048))
    bomb = bytearray((folder / "announces_too_much.xlsx").read_bytes())
    entry = bomb.rindex(b"PK\x01\x02", 0, bomb.rindex(b"xl/worksheets/sheet1.xml"))
    bomb[entry + 24 : entry + 28] = (700 << 20).to_bytes(4, "little")  # the unpacked size in the directory
    (folder / "bomb.xlsx").write_bytes(bytes(bomb))


def _write(
    path: Path,
    sheet: str,
    *,
    strings: str = "",
    styles: str = "",
    target: str = "worksheets/sheet1.xml",
    extra: dict[str, str] | None = None,
) -> None:
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{TO_BOOK}</Relationships>',
        "docProps/app.xml": WPS,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": _relations(target),
        "xl/worksheets/sheet1.xml": sheet,
        **({"xl/sharedStrings.xml": strings} if strings else {}),
        **({"xl/styles.xml": styles} if styles else {}),
        **(extra or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), content, zipfile.ZIP_DEFLATED)


def _relations(target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="{target}"/>'
    two = f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    three = f'<Relationship Id="rId3" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{one}{two}{three}</Relationships>'


def _sheet(rows: str, tail: str = "") -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{tail}</worksheet>'


def _text(value: str, place: str = "") -> str:
    at = f' r="{place}"' if place else ""
    return f'<c{at} t="inlineStr"><is><t>{value}</t></is></c>'


TO_BOOK = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
BOOK = f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
TWO_PUPILS = (
    f'<row r="1">{_text("姓名", "A1")}{_text("性别", "B1")}</row><row r="2">{_text("甲小明", "A2")}{_text("男", "B2")}</row>'
    f'<row r="3">{_text("乙小红", "A3")}{_text("女", "B3")}</row>'
)
WITHOUT_PLACES = _sheet(
    f"<row>{_text('学生花名册')}</row>"
    f"<row>{_text('姓名')}{_text('性别')}{_text('人数')}</row>"
    f"<row>{_text('甲小明')}{_text('男')}<c><v>3</v></c></row>"
    f"<row>{_text('乙小红')}<c/><c><v>4</v></c></row>"
)
RICH = (
    f'{HEAD}<sst xmlns="{MAIN}" count="5" uniqueCount="5"><si><r><t>姓</t></r><r><rPr><b/></rPr><t>名</t></r></si>'
    '<si><t>性别</t></si><si><t xml:space="preserve"> 甲小明 </t><rPh sb="0" eb="1"><t>jia</t></rPh></si>'
    "<si><t>男</t></si><si><t>A&amp;B_x000D_\n第二行</t></si></sst>"
)
PREFIXED = (
    f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:dimension ref="A1"/><x:sheetData>'
    '<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="s"><x:v>1</x:v></x:c></x:row>'
    '<x:row r="2"><x:c r="A2" t="s"><x:v>2</x:v></x:c><x:c r="B2" t="s"><x:v>3</x:v></x:c></x:row>'
    '<x:row r="3" hidden="1"><x:c r="A3" t="s"><x:v>4</x:v></x:c><x:c r="B3" t="s"><x:v>3</x:v></x:c></x:row>'
    "</x:sheetData></x:worksheet>"
)
DATE_STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="49"/><xf numFmtId="31"/><xf numFmtId="176"/></cellXfs></styleSheet>'
)
DATES = _sheet(
    f'<row r="1">{_text("姓名", "A1")}{_text("出生日期", "B1")}{_text("入学年月", "C1")}</row>'
    f'<row r="2">{_text("甲小明", "A2")}<c r="B2" s="2"><v>41153</v></c><c r="C2" s="3"><v>43344</v></c></row>'
    f'<row r="3">{_text("乙小红", "A3")}{_text("2012年9月1日", "B3")}<c r="C3"><v>201809</v></c></row>'
    f'<row r="4">{_text("丙小刚", "A4")}{_text("2012.9", "B4")}{_text("2018-9", "C4")}</row>'
)
ERRORS = _sheet(
    f'<row r="1">{_text("姓名", "A1")}{_text("人数", "B1")}{_text("备注", "C1")}</row>'
    f'<row r="2" hidden="true">{_text("甲小明", "A2")}<c r="B2" t="e"><f>VLOOKUP(1,2,3)</f><v>#N/A</v></c>'
    '<c r="C2" t="str"><f>""</f><v></v></c></row>'
    f'<row r="3">{_text("乙小红", "A3")}<c r="B3"><f>SUM(1,2)</f><v>3</v></c><c r="C3" t="e"><v>#REF!</v></c></row>'
    f'<row r="4">{_text("丙小刚", "A4")}<c r="B4" t="b"><v>1</v></c><c r="C4"><f t="shared" si="0"/></c></row>',
    '<mergeCells count="1"><mergeCell ref="A1:A1"/></mergeCells>',
)
