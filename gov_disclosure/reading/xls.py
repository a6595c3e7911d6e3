"""Excel 97-2003 workbooks (XLS) to text.

Belongs here: what xlrd reads, handed to `sheets`.
"""

from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet as OldSheet

from gov_disclosure.reading.sheets import Sheet, Value, find_covered, write_sheets, write_value


def read_xls(data: bytes) -> str:
    """The text of the visible sheets of a workbook."""
    log = StringIO()
    with redirect_stdout(log):
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=log)
        return write_sheets([_read_sheet(book, sheet) for sheet in book.sheets() if not sheet.visibility])


def _read_sheet(book: Book, sheet: OldSheet) -> Sheet:
    return Sheet(
        sheet.name,
        {place: text for place, text in _values(book, sheet) if text},
        covered=find_covered(
            (top, min(bottom, sheet.nrows) - 1, left, min(right, sheet.ncols) - 1)
            for top, bottom, left, right in sheet.merged_cells
            if top < sheet.nrows and left < sheet.ncols
        ),
        hidden_rows={row for row, info in sheet.rowinfo_map.items() if info.hidden},
        hidden_columns={column for column, info in sheet.colinfo_map.items() if info.hidden},
    )


def _values(book: Book, sheet: OldSheet) -> Iterator[tuple[tuple[int, int], str]]:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            value: Value = cell.value
            if cell.ctype == xlrd.XL_CELL_DATE:
                value = xlrd.xldate_as_datetime(float(cell.value), book.datemode)
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                value = bool(cell.value)
            elif cell.ctype == xlrd.XL_CELL_ERROR:
                value = str(xlrd.error_text_from_code.get(int(cell.value), "#?"))
            form = book.format_map[book.xf_list[cell.xf_index or 0].format_key].format_str
            yield (row, column), write_value(value, form)
