"""Files in the media that the generator does not write, made from those that it does: PDF from DOCX, XLS from XLSX."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

import docx
import openpyxl
import xlwt
from docx.table import Table as WordTable
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

FONT = "STSong-Light"
PAGE_WIDTH = 460
SHORTEST_LABEL = 3
"""Columns of the widest tables that a label may take: the rest are numbers."""


def convert_to_pdf(word_file: bytes) -> bytes:
    """A Word file printed on pages: paragraphs, and tables with rules."""
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(list(_list_flowables(docx.Document(BytesIO(word_file)))))
    return out.getvalue()


def _list_flowables(document: docx.document.Document) -> Iterator[Flowable]:
    prose, small = _styles()
    for block in document.iter_inner_content():
        if isinstance(block, WordTable):
            yield from (_lay_out(row, small) for row in _list_grids(block))
        elif block.text.strip():
            yield Paragraph(escape(block.text), prose)


def _list_grids(table: WordTable) -> Iterator[list[list[str]]]:
    """Rows in stretches of equally many cells: each is printed as a grid of its own, one below the other."""
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    grid: list[list[str]] = []
    for row in rows:
        if grid and len(row) != len(grid[-1]):
            yield grid
            grid = []
        grid.append(row)
    if grid:
        yield grid


def _lay_out(rows: list[list[str]], style: ParagraphStyle) -> Table:
    width = len(rows[0])
    labels = max(PAGE_WIDTH / width, 120.0) if width > SHORTEST_LABEL else PAGE_WIDTH / width
    rest = (PAGE_WIDTH - labels) / (width - 1) if width > 1 else 0.0
    cells = [[Paragraph(escape(text), style) for text in row] for row in rows]
    return Table(cells, [labels, *[rest] * (width - 1)], style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))


@cache
def _styles() -> tuple[ParagraphStyle, ParagraphStyle]:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    prose = ParagraphStyle("prose", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    return prose, ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=11, wordWrap="CJK")


def convert_to_xls(workbook_file: bytes) -> bytes:
    """An XLSX workbook with the same values in the older format."""
    out = BytesIO()
    workbook = xlwt.Workbook()
    for source in openpyxl.load_workbook(BytesIO(workbook_file)).worksheets:
        sheet = workbook.add_sheet(source.title)
        for row in source.iter_rows():
            for cell in row:
                if cell.value is not None:
                    sheet.write(cell.row - 1, cell.column - 1, cell.value)
    workbook.save(out)
    return out.getvalue()
