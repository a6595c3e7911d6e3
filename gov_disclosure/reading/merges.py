"""Numbers in cells that a table merges over several rows.

Belongs here: telling that a cell which several rows share holds a number, and writing it in each of these rows, marked so
that nobody reads it as the number of one of them. A label over several rows is written once (`layout`). Does not belong
here: what a document says of its merged cells (`html`, `docx`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import itemgetter

from gov_disclosure.reading.layout import join_lines

MARK = " [合并]"
"""Stands behind a number that several rows share; no reading of a number allows for it."""
_NUMBER = re.compile(
    r"[^\u4e00-\u9fff]*[0-9０-９][^\u4e00-\u9fff]*(?:[十百千万亿]*[元件条项个份篇次人起部宗户][^\u4e00-\u9fff]*)?"
)
_ROWS = re.compile(r"\s*\+?([0-9]{1,5})")
MOST_ROWS = 65534
MOST_SHARED = 16
"""Numbers that go on in the row below; a row that shares more is of no form, and writing them would never end."""
Cell = tuple[list[str], int]
"""The lines of a cell and the number of rows that it covers."""
_ROWS_OF = itemgetter(1)


@dataclass(slots=True)
class _Shared:
    """A number that goes on in rows below: its lines, the cells of a row behind it, the rows left."""

    lines: list[str]
    behind: int
    left: int


@dataclass(slots=True)
class Merges:
    """The numbers of a table that go on in the next row, the cells that it has together with them, rows of a label left."""

    shared: list[_Shared] = field(default_factory=list)
    width: int = 0
    labels: int = 0

    def complete(self, row: list[Cell]) -> list[list[str]]:
        """The lines of the cells of the next row, with the numbers that it shares.

        Where the row has not as many cells as one that shares its numbers, nobody knows to which column its numbers
        belong: all of them are marked.

        >>> merges = Merges()
        >>> merges.complete([(["处罚"], 1), (["935"], 2), (["7"], 1)]), merges.complete([(["强制"], 1), (["4"], 1)])
        ([['处罚'], ['935 [合并]'], ['7']], [['强制'], ['935 [合并]'], ['4']])
        """
        self.labels = max(self.labels - 1, 0)
        if not self.shared and max(map(_ROWS_OF, row), default=1) == 1:
            return [lines for lines, _ in row]
        if len(row) + len(self.shared) == self.width or not self.shared:
            return self._share(row)
        self._end_row()
        return [_mark(lines) if is_number(join_lines(lines)) else lines for lines, _ in row]

    def _share(self, row: list[Cell]) -> list[list[str]]:
        cells = [(lines, rows, self._is_shared(place, lines, rows)) for place, (lines, rows) in enumerate(row)]
        for number in reversed(self.shared):
            cells.insert(len(cells) - number.behind, (number.lines, number.left, True))
        self.shared = []
        self.width = 0
        for lines, rows, is_shared in reversed(cells):
            if is_shared:
                self.shared.insert(0, _Shared(lines, self.width, rows))
            self.width += is_shared or rows == 1
        if len(self.shared) > MOST_SHARED:
            self.shared = []
        self.labels = max([self.labels, *(rows for _, rows, is_shared in cells if not is_shared and rows > 1)])
        self._end_row()
        return [_mark(lines) if is_shared else lines for lines, _, is_shared in cells]

    def _is_shared(self, place: int, lines: list[str], rows: int) -> bool:
        """Whether a cell holds a number of several rows; at the start of a row, without a label, it numbers the rows."""
        return rows > 1 and (place > 0 or self.labels > 0) and is_number(join_lines(lines))

    def _end_row(self) -> None:
        for number in self.shared:
            number.left -= 1
        self.shared = [number for number in self.shared if number.left > 0]


def count_rows(rowspan: str | None) -> int:
    """Rows that a cell of a page covers; 0 in print stands for all that are left.

    >>> [count_rows(rowspan) for rowspan in (None, "2", "x", "0")]
    [1, 2, 1, 65534]
    """
    found = _ROWS.match(rowspan) if rowspan else None
    return (int(found[1]) or MOST_ROWS) if found else 1


def is_number(text: str) -> bool:
    """Whether a cell holds a number, with a unit if it has one, and no words."""
    return _NUMBER.fullmatch(text) is not None


def _mark(lines: list[str]) -> list[str]:
    text = join_lines(lines)
    return [text if text.endswith(MARK) else text + MARK]
