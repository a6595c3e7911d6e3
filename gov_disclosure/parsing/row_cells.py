"""The stretch of text that holds the cells of a row, cut into cells.

Belongs here: whether a table prints a row on a line, where the cells behind a label end, and what their print puts in doubt.
Does not belong here: how a stretch is cut (`cells.py`), or what other rows and the text in front of a label put in doubt
(`row_doubts.py`).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from gov_disclosure.parsing.alignment import RowMatch
from gov_disclosure.parsing.cells import (
    Cell,
    before_second_unit,
    begins_with_unit,
    has_number,
    holds_value,
    is_unit,
    split_cells,
    without_unit,
)
from gov_disclosure.parsing.remembered import LONGEST_ROW, remembered
from gov_disclosure.parsing.statistics_columns import find_value
from gov_disclosure.vocabulary.forms import FormTable

BORDERS = ("|", "｜", "\t")
# Cells on lines of their own that begin with a tab, up to the empty line that ends the row; what follows are the blank
# cells that stand before the next label.
_CELLS_ON_LINES = re.compile(r"[^\n]*((?:\n\t[^\n]*(?:\n[^\t\n]+)*)+)\n[ ]*\n")
_DIGITS_BELOW = re.compile(r"\n[0-9０-９]+[ ]*(?:\n|$)")
# Among cells that begin with a tab a number that no tab begins, say that of a page: it belongs to none of them.
_LINE_WITHOUT_TAB = re.compile(r"\n(?!\t)[^\n]*[0-9０-９]")


class RowText(NamedTuple):
    """What stands behind a label, up to the next one; places count from the end of the label.

    Attributes:
        cells: what counts of it, without units and columns that the form does not have.
        has_unit: whether a unit stands before its value.
        lacks_value: whether it has such columns, and which of its cells is the value is not known.
        line: where its line ends.
        has_number: whether a number stands on the line.
        border: the border behind the last cell of the line, empty where there is none.
        borders: how many the line has.
        is_on_line: whether all cells end with the line.
        is_spread: whether some stand below it.
        is_last_below: whether the last one does, alone: the number of a page.
        ends_with_line: whether nothing stands below the line.
        is_stray: whether a line without a tab holds a number where tabs begin the cells: that of a page, or of another row.
        is_broken: whether the last number of the line goes on, on the line below it.
    """

    cells: tuple[Cell, ...]
    has_unit: bool
    lacks_value: bool
    line: int
    has_number: bool
    border: str
    borders: int
    is_on_line: bool
    is_spread: bool
    is_last_below: bool
    ends_with_line: bool
    is_stray: bool
    is_broken: bool


@remembered(4_096, LONGEST_ROW)
def read_row(text: str, width: int, by_line: bool, has_units: bool, extra: tuple[str, ...]) -> RowText:
    """Cut what stands behind a label into cells.

    Args:
        text: All of it, up to the next label.
        width: Columns of the row.
        by_line: Whether the table prints a row on a line.
        has_units: Whether it prints a column of units between labels and values.
        extra: The columns of the table where it has more than the form.
    """
    printed = _cut_row(text, width, by_line=by_line)
    value = find_value(printed, extra)
    cells = (value,) if value else _without_units(printed) if has_units else tuple(printed)
    line = line_end(text, 0, len(text))
    last = cells[-1].end if cells else 0
    is_on_line = bool(cells) and last <= line
    return RowText(
        cells,
        has_unit=has_units and any(map(begins_with_unit, printed)),
        lacks_value=bool(extra) and value is None,
        line=line,
        has_number=has_number(text[:line]),
        border=_find_border(text[:line]),
        borders=count_borders(text, 0, line),
        is_on_line=is_on_line,
        is_spread=any(c.start > line for c in cells),
        is_last_below=len(cells) > 1 and cells[-2].end <= line < cells[-1].start,
        ends_with_line=not text[line:].strip(),
        is_stray="\n\t" in text and _LINE_WITHOUT_TAB.search(text, 0, last) is not None,
        is_broken=is_on_line and text[:line][-1:].isdecimal() and _DIGITS_BELOW.match(text, line) is not None,
    )


def is_row_a_line(text: str, layout: FormTable, matches: Sequence[RowMatch], limits: Sequence[int]) -> bool:
    """Whether the table prints a row on a line: some label has its values, or their borders, behind it."""
    for match, limit in zip(matches, limits, strict=True):
        start, line = match.label.end, line_end(text, match.label.end, limit)
        width = len(layout.columns_of(layout.rows[match.row]))
        if width and (has_number(text[start:line]) or count_borders(text, start, line) >= max(width, 2)):
            return True
    return False


def count_borders(text: str, start: int, end: int) -> int:
    """Borders in a stretch of text."""
    return sum([text.count(border, start, end) for border in BORDERS])


def line_end(text: str, start: int, limit: int) -> int:
    """End of the line, not beyond `limit`."""
    end = text.find("\n", start, limit)
    return limit if end < 0 else end


def _cut_row(text: str, width: int, *, by_line: bool) -> list[Cell]:
    """Cells of a row: those on its line where rows are lines, unless only the lines up to the next label make it full."""
    limit = len(text)
    if by_line:
        cells = split_cells(text, 0, line_end(text, 0, limit))
        if len(cells) >= width or not _is_full(split_cells(text, 0, limit), width):
            return cells
    whole = split_cells(text, 0, limit)
    row_end = _CELLS_ON_LINES.match(text)
    if row_end:
        cells = split_cells(text, 0, row_end.end(1), is_whole=True)
        if len(cells) == width or not _is_full(whole, width):
            return cells
    return whole


def _is_full(cells: Sequence[Cell], width: int) -> bool:
    printed = [c for c in cells if not c.is_blank]
    return len(printed) == width and all(map(holds_value, printed))


def _without_units(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(without_unit(c) for c in before_second_unit(cells) if not is_unit(c))


def _find_border(line: str) -> str:
    """The border at the end of a line, empty where there is none."""
    last = line.rstrip(" \u3000\xa0")[-1:]
    return last if last in BORDERS else ""
