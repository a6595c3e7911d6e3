"""Sheets of a workbook to text, whatever library has read them.

Belongs here: which cells of a sheet are printed and how their values are displayed. Does not belong here: the file
formats (`xlsx`, `xls`), the shape of a row (`layout`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from gov_disclosure.reading.layout import clean_line, write_cells
from gov_disclosure.reading.merges import MARK, is_number
from gov_disclosure.reading.refused import RefusedFileError

MOST_CELLS = 500_000
WIDE = 3
"""Columns over which a title is merged at least."""
PROSE = 60
"""Characters from which the only text of a row is prose; the longest label has 50."""
_Printed = dict[int, dict[int, str]]
Range = tuple[int, int, int, int]
"""Top, bottom, left and right of a merged cell, ends included."""
Value = str | int | float | bool | date | time | None

_HAN = re.compile("[\u4e00-\u9fff]")
# Quoted text, colours and conditions, escaped and padding characters of a number format print nothing of the number.
_DECORATION = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_SCALED = re.compile(r"[0#?],+(?![0#?,])|!\.")


@dataclass(slots=True)
class Sheet:
    """A sheet: values by row and column, what merged cells cover, and what is not displayed.

    Attributes:
        covered: places that merged cells cover, but for the first of each.
        tall: merged cells of several rows: top, bottom, left and right, ends included.
    """

    title: str
    values: dict[tuple[int, int], str]
    covered: set[tuple[int, int]] = field(default_factory=set)
    tall: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def find_covered(ranges: Iterable[Range]) -> set[tuple[int, int]]:
    """Places that merged cells cover, but for the first of each; ranges are top, bottom, left, right, ends included.

    Raises:
        RefusedFileError: They cover more than a sheet may have.
    """
    covered: set[tuple[int, int]] = set()
    area = 0
    for top, bottom, left, right in ranges:
        area += (bottom - top + 1) * (right - left + 1)
        if area > MOST_CELLS:
            raise RefusedFileError("too_large", f"merged cells over more than {MOST_CELLS} cells")
        covered.update((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1) if (r, c) != (top, left))
    return covered


def write_value(value: Value, number_format: str = "General") -> str:
    """A value as the sheet displays it; one that is displayed in thousands keeps its format beside it, unreadable.

    >>> write_value(1234.0), write_value(0.1 + 0.2), write_value(0.345, "0.0%"), write_value(5.0, '0!.0,"万"')
    ('1234', '0.3', '34.5%', '5 [0!.0,"万"]')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if not isinstance(value, int | float):
        return value.isoformat()
    return _write_number(value, number_format or "General")


def _write_number(value: int | float, number_format: str) -> str:
    shown = _DECORATION.sub("", number_format)
    if _SCALED.search(shown):
        return f"{value:.15g} [{number_format}]"
    percent = "%" in shown
    number = value * 100 if percent else value
    digits = str(int(number)) if abs(number) < 1e15 and number == int(number) else f"{number:.15g}"
    return f"{digits}%" if percent else digits


def write_sheets(sheets: Sequence[Sheet]) -> str:
    """The text of a workbook: its sheets one after the other, each under its title if somebody gave it one."""
    lines: list[str] = []
    for sheet in sheets:
        rows = _write_rows(sheet)
        if rows and _HAN.search(sheet.title):
            lines.append(clean_line(sheet.title))
        lines += rows
    return "\n".join(lines)


def _write_rows(sheet: Sheet) -> list[str]:
    printed: _Printed = {}
    for (row, column), text in sorted(sheet.values.items()):
        if text.strip() and row not in sheet.hidden_rows and column not in sheet.hidden_columns:
            printed.setdefault(row, {})[column] = text
    _share_numbers(sheet, printed)
    first = min((min(row) for row in printed.values()), default=0)
    lines: list[str] = []
    for table in _tables(sheet, printed):
        last = max(max(printed[row]) for row in table)
        columns = [c for c in range(first, last + 1) if c not in sheet.hidden_columns]
        if len(table) * len(columns) > MOST_CELLS:
            raise RefusedFileError("too_large", f"a table of {len(table)} rows and {len(columns)} columns")
        for row in table:
            places = [c for c in columns if (row, c) not in sheet.covered]
            lines += write_cells([_lines(printed[row].get(c, "")) for c in places])
    return lines


def _share_numbers(sheet: Sheet, printed: _Printed) -> None:
    """Mark a number that a merged cell shares between rows, and write it in each of them that holds something else.

    At the start of a row, without a label before it, it numbers the rows.
    """
    for top, bottom, left, _ in sheet.tall:
        text = printed.get(top, {}).get(left)
        if text is None or not is_number(text) or left == min(printed[top]):
            continue
        for row in range(top, bottom + 1):
            if row in printed:
                printed[row][left] = text + MARK
                sheet.covered.discard((row, left))


def _tables(sheet: Sheet, printed: _Printed) -> Iterator[list[int]]:
    """Rows that lie together: a sheet may hold several tables, each as wide as its widest row, with prose between."""
    table: list[int] = []
    for row in printed:
        if table and (
            row > table[-1] + 1 or _stands_alone(sheet, table[-1], printed) or _stands_alone(sheet, row, printed)
        ):
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _stands_alone(sheet: Sheet, row: int, printed: _Printed) -> bool:
    """Whether a row is a title or prose: one printed cell, merged over several columns or long."""
    ((column, text), *others) = printed[row].items()
    is_wide = all((row, column + i) in sheet.covered for i in range(1, WIDE))
    return not others and (is_wide or len(text) > PROSE)


def _lines(text: str) -> list[str]:
    return [line for piece in text.splitlines() if (line := clean_line(piece))]
