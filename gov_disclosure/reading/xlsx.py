"""Excel workbooks (XLSX) to text.

Belongs here: what openpyxl reads, handed to `sheets`. A workbook is opened only after its parts were unpacked within
bounds and none of them declares entities.
"""

import re
from collections.abc import Iterator
from datetime import date, time
from io import BytesIO

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from gov_disclosure.reading.container import read_xml_parts
from gov_disclosure.reading.refused import RefusedFileError
from gov_disclosure.reading.sheets import Sheet, find_covered, write_sheets, write_value

_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z0-9:$]{1,30})[\"']")
LAST_COLUMN = 16_384
LARGEST_SHEET = 12 * 1024 * 1024


def read_xlsx(data: bytes) -> str:
    """The text of the visible sheets of a workbook."""
    parts = read_xml_parts(data)
    largest = max((len(content) for name, content in parts.items() if "worksheets/" in name), default=0)
    if largest > LARGEST_SHEET:
        raise RefusedFileError("too_large", f"a sheet of {largest} bytes")
    for name, content in parts.items():
        if "worksheets/" in name:
            find_covered(_merges(content))  # openpyxl makes a cell of every place that a merged one covers
    workbook = openpyxl.load_workbook(BytesIO(data), data_only=True, keep_links=False, rich_text=True)
    try:
        return write_sheets([_read_sheet(s) for s in workbook.worksheets if s.sheet_state == "visible"])
    finally:
        workbook.close()


def _merges(sheet: bytes) -> Iterator[tuple[int, int, int, int]]:
    for match in _MERGE.finditer(sheet):
        left, top, right, bottom = range_boundaries(match[1].decode("ascii"))
        yield int(top or 1), int(bottom or 1), int(left or 1), int(right or 1)


def _read_sheet(sheet: Worksheet) -> Sheet:
    hidden = ((d.min or 1, d.max or 1) for d in sheet.column_dimensions.values() if d.hidden)
    ranges = [(r.min_row, r.max_row, r.min_col, r.max_col) for r in sheet.merged_cells.ranges]
    # The cells that the file holds, and no others: iterating over rows makes a million out of one stray cell.
    held = ((place, cell) for place, cell in sheet._cells.items() if cell.value is not None)
    return Sheet(
        sheet.title,
        {place: _write(cell) for place, cell in held if not (cell.has_style and cell.font.strike)},
        covered=find_covered(ranges),
        tall=[r for r in ranges if r[0] < r[1]],
        hidden_rows={row for row, dimension in sheet.row_dimensions.items() if dimension.hidden},
        hidden_columns={column for first, last in hidden for column in range(first, min(last, LAST_COLUMN) + 1)},
    )


def _write(cell: Cell | MergedCell) -> str:
    value = cell.value
    if isinstance(value, CellRichText):
        return "".join(map(_write_run, value))
    known = value if isinstance(value, str | int | float | bool | date | time) else str(value or "")
    return write_value(known, str(cell.number_format))


def _write_run(run: str | TextBlock) -> str:
    """A run of characters, unless it is struck out; one set above or below the line is a note mark."""
    if isinstance(run, str):
        return run
    if run.font.strike:
        return ""
    return f"[{run.text}]" if run.font.vertAlign in ("superscript", "subscript") else run.text
