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
    ranges = [
        (top, min(bottom, sheet.nrows) - 1, left, min(right, sheet.ncols) - 1)
        for top, bottom, left, right in sheet.merged_cells
        if top < sheet.nrows and left < sheet.ncols
    ]
    return Sheet(
        sheet.name,
        {place: text for place, text in _values(book, sheet) if text},
        covered=find_covered(ranges),
        tall=[r for r in ranges if r[0] < r[1]],
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
            style = book.xf_list[cell.xf_index or 0]
            if isinstance(value, str):
                runs = sheet.rich_text_runlist_map.get((row, column), ())
                yield (row, column), _write_runs(book, value, [(0, style.font_index), *runs])
            elif not book.font_list[style.font_index].struck_out:
                yield (row, column), write_value(value, book.format_map[style.format_key].format_str)


def _write_runs(book: Book, text: str, runs: list[tuple[int, int]]) -> str:
    """Runs of characters without those struck out; one set above or below the line is a note mark."""
    ends = [*(start for start, _ in runs[1:]), len(text)]
    written = []
    for (start, font_index), end in zip(runs, ends, strict=True):
        font = book.font_list[font_index]
        run = "" if font.struck_out else text[start:end]
        written.append(f"[{run}]" if run and font.escapement else run)
    return "".join(written)
