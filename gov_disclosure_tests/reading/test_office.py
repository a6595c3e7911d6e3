"""Word and Excel files, built with the libraries that people build them with."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest
import xlwt
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from gov_disclosure.reading.document import Document, Unreadable, read_document
from gov_disclosure.reading.docx import read_docx
from gov_disclosure.reading.xls import read_xls
from gov_disclosure.reading.xlsx import read_xlsx

Rows = list[list[str | int | float | None]]


def save(document: object) -> bytes:
    file = BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def build_docx(body: str) -> bytes:
    """A document with some WordprocessingML in its body."""
    document = docx.Document()
    for element in parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>"):
        document.element.body.insert_element_before(element, "w:sectPr")
    return save(document)


def build_xlsx(rows: Rows) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    return save(workbook)


def build_xls(rows: Rows) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Sheet1")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    return save(workbook)


def test_no_digits_close_up_over_a_character_that_is_no_text() -> None:
    document = read_document(build_xls([["规章", "1\x002"]]))
    assert isinstance(document, Document)
    assert document.text == "规章\t1\ufffd2\t"


def test_paragraphs_and_tables_in_order() -> None:
    document = docx.Document()
    document.add_heading("某市2019年政府信息公开工作年度报告")
    document.add_paragraph("一、总体情况")
    table = document.add_table(rows=3, cols=4)
    for row, texts in zip(
        table.rows, (["信息内容", "", "", "总数"], ["规章", "1", "", "3"], ["处罚", "", "", ""]), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 0).text = "规章\n处罚"
    document.add_paragraph("二、其他")
    assert read_docx(save(document)) == (
        "某市2019年政府信息公开工作年度报告\n一、总体情况\n信息内容\t\t总数\t\n规章处罚\t1\t\t3\t\n\t\t\t\n二、其他"
    )


RAISED = '<w:vertAlign w:val="superscript"/>'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:p>{run('2')}{run('0')}{run('件')}</w:p>", "20件"),
        (f"<w:p>{run('12')}{run('1', RAISED)}</w:p>", "12[1]"),
        (f"<w:p>{run('12')}{run('3', '<w:vanish/>')}</w:p>", "12"),
        (f"<w:p>{run('99', '<w:strike/>')}{run('3', '<w:dstrike/>')}{run('12')}</w:p>", "12"),
        (f"""<w:p>{run('1', '<w:strike w:val="0"/>')}{run('2')}</w:p>""", "12"),
        (f"<w:p>{run('12')}<w:del><w:r><w:delText>3</w:delText></w:r></w:del><w:ins>{run('4')}</w:ins></w:p>", "124"),
        (f"<w:p>{run('12')}<w:moveFrom>{run('3')}</w:moveFrom></w:p>", "12"),
        (f"<w:p><w:hyperlink>{run('甲')}</w:hyperlink><w:sdt><w:sdtContent>{run('乙')}</w:sdtContent></w:sdt></w:p>", "甲乙"),
        (f"<w:p>{run('甲')}<w:r><w:br/></w:r>{run('乙')}</w:p>", "甲\n乙"),
        (f"<w:p>{run('许可')}<w:r><w:tab/></w:r>{run('3')}</w:p>", "许可\t3"),
        (f"<w:p><w:r><w:tab/></w:r>{run('正文')}</w:p>", "正文"),
        (f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('框')}</w:p></w:txbxContent></w:pict></w:r>{run('甲')}</w:p>", "甲"),
        (f"<w:p><w:r><w:fldChar/><w:instrText>PAGE 7</w:instrText></w:r>{run('甲')}</w:p>", "甲"),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{run('本年新')}</w:p><w:p>{run('制作数量')}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
            f"<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('9')}</w:p></w:tc></w:tr></w:tbl>",
            "本年新制作数量\t\t",
        ),
    ],
)  # fmt: skip
def test_word_elements(body: str, text: str) -> None:
    assert read_docx(build_docx(body)) == text


def test_number_over_two_rows_of_word_belongs_to_neither() -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    for row, texts in zip(table.rows, ["甲A1", "乙B", "丙C3", "丁D4"], strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    table.cell(0, 2).merge(table.cell(1, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    assert read_docx(save(document)) == "甲\tA\t1 [合并]\t\n乙\tB\t1 [合并]\t\n丙丁\tC\t3\t\nD\t4\t"


def test_nested_table_makes_blocks_of_the_outer_row() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "说明"
    inner = outer.cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "许可", "3"
    assert read_docx(save(document)) == "说明\n许可\t3\t"


CELL = st.text(st.sampled_from("规章许可12345.-—/（）<>&年"), max_size=6)
TABLE = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5)


@settings(max_examples=30, deadline=None)
@given(TABLE)
def test_any_table_of_word_comes_back(rows: list[list[str]]) -> None:
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=3)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    assert [line.split("\t")[:-1] for line in read_docx(save(document)).split("\n")] == rows


@settings(max_examples=30, deadline=None)
@given(TABLE, st.sampled_from([(build_xlsx, read_xlsx), (build_xls, read_xls)]))
def test_any_sheet_comes_back(
    rows: list[list[str]], medium: tuple[Callable[[Rows], bytes], Callable[[bytes], str]]
) -> None:
    build, read = medium
    head, foot = ["甲", "乙", "丙"], ["丁", "戊", "己"]
    quoted = [[f"x{text}" for text in row] for row in rows]
    text = read(build([*[list(row) for row in (head, *quoted, foot)]]))
    assert [line.split("\t")[:-1] for line in text.split("\n")] == [head, *quoted, foot]


BOTH = pytest.mark.parametrize(("build", "read"), [(build_xlsx, read_xlsx), (build_xls, read_xls)], ids=["xlsx", "xls"])


@BOTH
def test_sheet(build: Callable[[Rows], bytes], read: Callable[[bytes], str]) -> None:
    rows: Rows = [
        [None, "统计指标", "单位", "统计数"],
        [],
        [None, "一、主动公开情况", "——", None],
        [None, "主动公开\n政府信息数", "条", 12.0],
        [None, "比例", "条", 0.1 + 0.2],
    ]
    assert read(build(rows)) == (
        "统计指标\t单位\t统计数\t\n一、主动公开情况\t——\t\t\n主动公开政府信息数\t条\t12\t\n比例\t条\t0.3\t"
    )


def test_display_of_xlsx() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "附表"
    sheet.append(["某县统计表", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["甲", 0.345, 3])
    sheet["B2"].number_format = "0.0%"
    sheet.append(["乙", 50000, datetime(2020, 1, 31)])
    sheet["B3"].number_format = '0!.0,"万"'
    sheet.append(["隐", 1, 2])
    sheet.row_dimensions[4].hidden = True
    workbook.create_sheet("草稿").append(["不打印"])
    workbook["草稿"].sheet_state = "hidden"
    assert read_xlsx(save(workbook)) == '附表\n某县统计表\n甲\t34.5%\t3\t\n乙\t50000 [0!.0,"万"]\t2020-01-31\t'


def test_display_of_xls() -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("附表")
    sheet.write_merge(0, 0, 0, 2, "某县统计表")
    sheet.write_merge(1, 2, 0, 0, "甲")
    sheet.write(1, 1, 3)
    sheet.write(1, 2, 0.5, xlwt.easyxf(num_format_str="0%"))
    sheet.write(2, 1, datetime(2020, 1, 31), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(2, 2, True)
    assert read_xls(save(workbook)) == "附表\n某县统计表\n甲\t3\t50%\t\n2020-01-31\tTRUE\t"


def replace_part(data: bytes, name: str, content: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return file.getvalue()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&b;&f;</x>"""
EMPTY_DOCX = build_docx("")
EMPTY_XLSX = build_xlsx([["年"]])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(EMPTY_DOCX, "empty_file", id="empty document"),
        pytest.param(build_docx("<w:p><w:r><w:drawing/></w:r></w:p>"), "needs_ocr", id="only pictures"),
        pytest.param(EMPTY_DOCX[:-30], "unsupported_media", id="cut document"),
        pytest.param(replace_part(EMPTY_DOCX, "word/document.xml", BOMB), "unsupported_media", id="entities"),
        pytest.param(replace_part(EMPTY_DOCX, "word/document.xml", b"<a>"), "unsupported_media", id="broken XML"),
        pytest.param(replace_part(EMPTY_DOCX, "word/document.xml", b" " * 30_000_000), "too_large", id="bomb"),
        pytest.param(replace_part(EMPTY_XLSX, "xl/workbook.xml", BOMB), "unsupported_media", id="entities in a sheet"),
        pytest.param(
            replace_part(EMPTY_XLSX, "xl/worksheets/sheet1.xml", b" " * 30_000_000), "too_large", id="sheet bomb"
        ),
        pytest.param(
            replace_part(
                EMPTY_XLSX,
                "xl/worksheets/sheet1.xml",
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/>'
                b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>',
            ),
            "too_large",
            id="merged bomb",
        ),
    ],
)
def test_refusals(data: bytes, reason: str) -> None:
    document = read_document(data)
    assert isinstance(document, Unreadable)
    assert document.reason == reason


def test_stray_cell_costs_nothing() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "年"
    workbook.active.cell(1_048_576, 2).value = "末"
    assert read_xlsx(save(workbook)) == "年\n\t末\t"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([EMPTY_DOCX, EMPTY_XLSX, build_xls([["年", 1]])]), st.data())
def test_damage_never_escapes(data: bytes, draws: st.DataObject) -> None:
    damaged = bytearray(data)
    for _ in range(draws.draw(st.integers(1, 8))):
        damaged[draws.draw(st.integers(0, len(data) - 1))] = draws.draw(st.integers(0, 255))
    assert isinstance(read_document(bytes(damaged)), Document | Unreadable)


def test_number_over_two_rows_of_a_sheet_belongs_to_neither() -> None:
    rows: Rows = [["行政处罚", 935, 1], ["行政强制", None, 2], ["共", 4]]
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.active.merge_cells("B1:B2")
    old = xlwt.Workbook()
    sheet = old.add_sheet("Sheet1")
    for r, c in ((0, 0), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)):
        sheet.write(r, c, rows[r][c])
    sheet.write_merge(0, 1, 1, 1, 935)
    text = "行政处罚\t935 [合并]\t1\t\n行政强制\t935 [合并]\t2\t\n共\t4\t\t"
    assert (read_xlsx(save(workbook)), read_xls(save(old))) == (text, text)


def test_struck_out_text_of_a_sheet_is_not_printed() -> None:
    struck, raised = InlineFont(strike=True), InlineFont(vertAlign="superscript")
    workbook = openpyxl.Workbook()
    workbook.active.append(["处罚", 5, CellRichText(TextBlock(struck, "99"), "37", TextBlock(raised, "1"))])
    workbook.active["B1"].font = Font(strike=True)
    old = xlwt.Workbook()
    sheet = old.add_sheet("Sheet1")
    out, above = xlwt.Font(), xlwt.Font()
    out.struck_out, above.escapement = True, xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    sheet.write(0, 0, "处罚")
    sheet.write(0, 1, 5, xlwt.easyxf("font: struck_out on"))
    sheet.write_rich_text(0, 2, (("99", out), "37", ("1", above)))
    assert (read_xlsx(save(workbook)), read_xls(save(old))) == ("处罚\t\t37[1]\t", "处罚\t\t37[1]\t")
