"""Numbers printed without anything between them, split only where one reading remains.

`3960181` is 396 | 0 | 181 to whoever filled it in, and 39 | 60 | 181 to whoever reads it: nothing in the text decides, and
nothing is guessed. `640020470` is decided: no number but 0 begins with a 0, and the last of the seven must be the sum of the
other six. The search is exact and its work is bounded; where the bound is reached the row stays unread.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gov_disclosure.parsing.cells import Cell, has_false_start

MOST_STEPS = 4_000
"""Bound on the search in one row: those of real reports take some hundred steps."""
MOST_READINGS = 50
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of a row whose sum is another column."""

    parts: range
    total: int


def find_readings(cells: Sequence[Cell], width: int, blocks: Sequence[Block]) -> list[list[Cell]] | None:
    """All ways to read a row of `width` numbers in the digits of `cells`, borders between cells kept.

    With `blocks`, those in which every block adds up. Without, a row counts only if its digits can be split in one way even
    were some of its cells blank. None where the row holds anything but digits, or the search would take too long.

    >>> def texts(digits, width, blocks=()):
    ...     return [[c.text for c in r] for r in find_readings([Cell(digits, 0, len(digits))], width, blocks)]
    >>> texts("640020470", 7, [Block(range(6), 6)])
    [['64', '0', '0', '2', '0', '4', '70']]
    >>> texts("007", 3), texts("107", 3)
    ([['0', '0', '7']], [])
    """
    printed = [c for c in cells if not c.is_blank]
    if not printed or not all(_DIGITS.fullmatch(c.text) for c in printed):
        return None
    search = _Search(printed, width, tuple(blocks))
    readings = list(search.readings())
    if search.steps > MOST_STEPS or len(readings) > MOST_READINGS:
        return None
    if blocks:
        return readings
    return readings if len(readings) == 1 and _is_forced(printed) else []


def is_glued(cells: Sequence[Cell]) -> bool:
    """Whether the text itself shows that numbers ran together: one run of digits, or digits that no number begins with.

    Fewer numbers than columns prove nothing: as likely a cell was lost, and splitting another would invent two numbers.
    """
    printed = [c for c in cells if not c.is_blank]
    return len(printed) == 1 or any(map(has_false_start, printed))


def _is_forced(cells: Sequence[Cell]) -> bool:
    """Whether digits can be split in one way only: every digit but the last of each cell is a 0 at the start of a number."""
    return all(set(cell.text[:-1]) <= {"0"} for cell in cells)


class _Search:
    """Depth first over the digits of a row; a 0 stands alone, a block must add up as soon as it is complete."""

    def __init__(self, cells: Sequence[Cell], width: int, blocks: tuple[Block, ...]) -> None:
        self.cells = cells
        self.width = width
        self.block_at = {block.total: block for block in blocks}
        self.steps = 0
        self.digits_behind = [sum(len(c.text) for c in cells[i + 1 :]) for i in range(len(cells))]

    def readings(self) -> Iterator[list[Cell]]:
        """Every full row."""
        return self._extend([], 0, 0)

    def _extend(self, row: list[Cell], cell: int, at: int) -> Iterator[list[Cell]]:
        self.steps += 1
        if self.steps > MOST_STEPS:
            return
        if cell == len(self.cells):
            if len(row) == self.width:
                yield row
            return
        text = self.cells[cell].text
        for end in self._ends(text, at, len(row), cell):
            number = self._number(cell, at, end)
            if self._adds_up([*row, number]):
                done = end == len(text)
                yield from self._extend([*row, number], cell + done, 0 if done else end)

    def _ends(self, text: str, at: int, filled: int, cell: int) -> range:
        """Where the next number may end: enough digits must be left for the numbers that are still to come."""
        left = len(text) - at + self.digits_behind[cell]
        longest = left - (self.width - filled - 1)
        if longest < 1 or filled >= self.width:
            return range(0)
        return range(at + 1, at + 2) if text[at] == "0" else range(at + 1, min(len(text), at + longest) + 1)

    def _number(self, cell: int, at: int, end: int) -> Cell:
        whole = self.cells[cell]
        return Cell(whole.text[at:end], whole.start + at, whole.start + end)

    def _adds_up(self, row: list[Cell]) -> bool:
        block = self.block_at.get(len(row) - 1)
        return block is None or sum(int(row[i].text) for i in block.parts) == int(row[block.total].text)
