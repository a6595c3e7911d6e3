"""The stretch of text that holds the cells of a row, cut into cells.

Belongs here: whether a table prints a row on a line, and where the cells behind a label end. Does not belong here: how a
stretch is cut (`cells.py`), or what puts a row in doubt (`row_doubts.py`).
"""

import re
from collections.abc import Sequence

from gov_disclosure.parsing.alignment import RowMatch
from gov_disclosure.parsing.cells import Cell, has_number, holds_value, split_cells
from gov_disclosure.vocabulary.forms import FormTable

# Cells on lines of their own that begin with a tab, up to the empty line that ends the row; what follows are the blank
# cells that stand before the next label.
_CELLS_ON_LINES = re.compile(r"[^\n]*((?:\n\t[^\n]*(?:\n[^\t\n]+)*)+)\n[ ]*\n")


def is_row_a_line(text: str, layout: FormTable, matches: Sequence[RowMatch], limits: Sequence[int]) -> bool:
    """Whether the table prints a row on a line: some label has its values, or their borders, behind it."""
    for match, limit in zip(matches, limits, strict=True):
        line = text[match.label.end : line_end(text, match.label.end, limit)]
        borders = line.count("|") + line.count("｜") + line.count("\t")
        width = len(layout.columns_of(layout.rows[match.row]))
        if width and (has_number(line) or borders >= max(width, 2)):
            return True
    return False


def cut_row(text: str, start: int, limit: int, width: int, *, by_line: bool) -> list[Cell]:
    """Cells of a row: those on its line where rows are lines, unless only the lines up to the next label make it full."""
    if by_line:
        cells = split_cells(text, start, line_end(text, start, limit))
        if len(cells) >= width or not _is_full(split_cells(text, start, limit), width):
            return cells
    whole = split_cells(text, start, limit)
    row_end = _CELLS_ON_LINES.match(text, start, limit)
    if row_end:
        cells = split_cells(text, start, row_end.end(1), is_whole=True)
        if len(cells) == width or not _is_full(whole, width):
            return cells
    return whole


def _is_full(cells: Sequence[Cell], width: int) -> bool:
    printed = [c for c in cells if not c.is_blank]
    return len(printed) == width and all(map(holds_value, printed))


def line_end(text: str, start: int, limit: int) -> int:
    """End of the line, not beyond `limit`."""
    end = text.find("\n", start, limit)
    return limit if end < 0 else end
