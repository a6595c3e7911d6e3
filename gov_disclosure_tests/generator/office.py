"""Blocks become an office file: DOCX, and XLSX for the statistics table of form B, written part by part.

Belongs here: the smallest packages that office programs open. Does not belong here: anything a library could read back;
these files are input for readers, so nothing is shared with them.
"""

from __future__ import annotations

from io import BytesIO
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gov_disclosure_tests.generator.grid import Cell, Sheet
from gov_disclosure_tests.generator.labels import write_script
from gov_disclosure_tests.generator.page import Block
from gov_disclosure_tests.generator.recipe import Recipe

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMAT = "application/vnd.openxmlformats-officedocument"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TABLE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write_docx(blocks: list[Block], recipe: Recipe, rng: Random) -> bytes:
    """A word-processor file."""
    body = "".join(
        _word_table(b.sheet, recipe, rng) if b.sheet else _word_paragraph(write_script(b.text, recipe.script), rng)
        for b in blocks
    )
    document = f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    main = f"{_FORMAT}.wordprocessingml.document.main+xml"
    return _pack("word/document.xml", main, {"word/document.xml": document})


def write_xlsx(blocks: list[Block], recipe: Recipe, rng: Random) -> bytes:
    """A workbook with the statistics table and the lines above it."""
    place = next(i for i, b in enumerate(blocks) if b.sheet)
    above = [b for b in blocks[:place] if b.kind == "line"][-3:]
    year, issuer = recipe.year, above[-1].text
    titles = [f"{issuer.removeprefix('填报单位:')}政府信息公开情况统计表", f"({year}年度)", issuer]
    sheet = blocks[place].sheet
    assert sheet is not None
    rows = [[Cell(title)] for title in titles] + [line.cells for line in sheet.lines]
    data = "".join(_sheet_row(number, cells, rng) for number, cells in enumerate(rows, 1))
    merged = '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'
    parts = {
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_TABLE}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="统计表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations({"rId1": ("worksheet", "worksheets/sheet1.xml")}),
        "xl/worksheets/sheet1.xml": f'{_XML}<worksheet xmlns="{_TABLE}"><sheetData>{data}</sheetData>{merged}</worksheet>',
    }
    return _pack("xl/workbook.xml", f"{_FORMAT}.spreadsheetml.sheet.main+xml", parts)


def _word_paragraph(text: str, rng: Random) -> str:
    return "".join(f"<w:p>{_word_run(line)}</w:p>" for line in text.split("\n"))


def _word_run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _word_table(sheet: Sheet, recipe: Recipe, rng: Random) -> str:
    """A table; cells that span lines continue as empty cells below, as the format asks."""
    merged = recipe.layout == "spans"
    rows = []
    for line in sheet.lines:
        prefix = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>" * (line.covered if merged else 0)
        rows.append(f"<w:tr>{prefix}{''.join(_word_cell(c, merged, recipe, rng) for c in line.cells)}</w:tr>")
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl><w:p/>"


def _word_cell(cell: Cell, merged: bool, recipe: Recipe, rng: Random) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if merged and cell.columns > 1 else ""
    down = '<w:vMerge w:val="restart"/>' if merged and cell.lines > 1 else ""
    text = cell.text if cell.key else write_script(cell.text, recipe.script)
    if cell.key and len(text) > 1 and text.isdecimal() and rng.random() < 0.3:
        content = f"<w:p>{_word_run(text[:1])}{_word_run(text[1:])}</w:p>"
    else:
        content = _word_paragraph(text, rng)
    return f"<w:tc><w:tcPr>{span}{down}</w:tcPr>{content}</w:tc>"


def _sheet_row(number: int, cells: list[Cell], rng: Random) -> str:
    return (
        f'<row r="{number}">{"".join(_sheet_cell(f"{chr(65 + i)}{number}", c, rng) for i, c in enumerate(cells))}</row>'
    )


def _sheet_cell(place: str, cell: Cell, rng: Random) -> str:
    if not cell.text:
        return f'<c r="{place}"/>'
    if cell.key and cell.text.replace(".", "").isdecimal() and rng.random() < 0.8:
        return f'<c r="{place}"><v>{cell.text}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell.text)}</t></is></c>'


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{t}"/>' for i, (kind, t) in targets.items()
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _pack(main: str, content_type: str, parts: dict[str, str]) -> bytes:
    sheets = "".join(
        f'<Override PartName="/{name}" ContentType="{_FORMAT}.spreadsheetml.worksheet+xml"/>'
        for name in parts
        if "sheet1" in name
    )
    types = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{content_type}"/>{sheets}</Types>'
    )
    everything = {"[Content_Types].xml": types, "_rels/.rels": _relations({"rId1": ("officeDocument", main)}), **parts}
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, text in everything.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            package.writestr(entry, text.encode())
    return out.getvalue()
