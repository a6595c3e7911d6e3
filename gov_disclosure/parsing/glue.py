"""Numbers printed without anything between them, split only where one reading remains.

`3960181` is 396 | 0 | 181 to whoever filled it in, and 39 | 60 | 181 to whoever reads it: nothing in the text decides, and
nothing is guessed. `640020470` is decided: no number but 0 begins with a 0, and the last of the seven must be the sum of the
other six. The search is exact and its work is bounded; where the bound is reached the row stays unread.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from gov_disclosure.parsing.cells import Cell, has_false_start
from gov_disclosure.parsing.numerals import MAX_INTEGER_DIGITS

MOST_STEPS = 4_000
"""Bound on the search in one row: those of real reports take some hundred steps."""
MOST_READINGS = 50
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of a row whose sum is the column behind them."""

    parts: range
    total: int


def find_readings(cells: Sequence[Cell], width: int, blocks: Sequence[Block]) -> list[list[Cell]] | None:
    """All ways to read a row of `width` numbers in the digits of `cells`, borders between cells kept.

    With `blocks`, those in which every block adds up. None where the row holds anything but digits, or more
    of them or of cells than it has room for, or the search would take too long.

    >>> def texts(digits, width, blocks=()):
    ...     return [[c.text for c in r] for r in find_readings([Cell(digits, 0, len(digits))], width, blocks)]
    >>> texts("640020470", 7, [Block(range(6), 6)])
    [['64', '0', '0', '2', '0', '4', '70']]
    >>> texts("007", 3), texts("107", 3)
    ([['0', '0', '7']], [['1', '0', '7']])
    """
    printed = [c for c in cells if not c.is_blank]
    if not 0 < len(printed) <= width or not all(_DIGITS.fullmatch(c.text) for c in printed):
        return None
    if sum(len(c.text) for c in printed) > width * MAX_INTEGER_DIGITS:
        return None
    return _list_readings(printed, width, blocks)


def is_glued(cells: Sequence[Cell]) -> bool:
    """Whether the text itself shows that numbers ran together: one run of digits, or digits that no number begins with.

    Fewer numbers than columns prove nothing: as likely a cell was lost, and splitting another would invent two numbers.
    """
    printed = [c for c in cells if not c.is_blank]
    return len(printed) == 1 or any(map(has_false_start, printed))


def is_forced(cells: Sequence[Cell]) -> bool:
    """Whether digits can be split in one way only, even were some cells of the row blank.

    Every digit but the last of each cell is then a 0 at the start of a number.
    """
    return all(set(cell.text[:-1]) <= {"0"} for cell in cells)


def _list_readings(cells: Sequence[Cell], width: int, blocks: Sequence[Block]) -> list[list[Cell]] | None:
    """Readings by an exact search; None where it has too much to try.

    Where the whole row adds up to its last number, the search runs once for every number that the row can end in: the parts
    must then come to a sum that is known, which ends most attempts at once.
    """
    if len(blocks) != 1:
        search = _Search(cells, width, {block.total for block in blocks})
        search.run()
        return None if search.gave_up else search.found
    found: list[list[Cell]] = []
    steps = 0
    for parts, total in _list_totals(cells):
        search = _Search(parts, width - 1, frozenset(), int(total.text), steps)
        search.run()
        found += ([*reading, total] for reading in search.found)
        steps = search.steps
        if search.gave_up or len(found) > MOST_READINGS:
            return None
    return found


def _list_totals(cells: Sequence[Cell]) -> Iterator[tuple[list[Cell], Cell]]:
    """The numbers that the digits of a row can end in, each with the digits before it."""
    *before, last = cells
    for at in range(len(last.text) - 1, -1, -1):
        total = Cell(last.text[at:], last.start + at, last.end)
        if not has_false_start(total):
            rest = [Cell(last.text[:at], last.start, last.start + at)] if at else []
            yield [*before, *rest], total


class _Search:
    """Depth first over the digits of a row: a 0 stands alone, and a total is looked up, for it is the sum of its parts."""

    def __init__(
        self, cells: Sequence[Cell], width: int, totals: Collection[int], goal: int | None = None, steps: int = 0
    ) -> None:
        self.cells = cells
        self.texts = [cell.text for cell in cells]
        self.width = width
        self.totals = totals
        self.goal = goal
        self.steps = steps
        self.found: list[list[Cell]] = []
        self.taken: list[tuple[int, int, int]] = []
        self.digits_behind = [sum(map(len, self.texts[i + 1 :])) for i in range(len(cells))]

    def run(self, cell: int = 0, at: int = 0, total: int = 0) -> None:
        """Read on from the digit `at` of a cell, where the open block has come to `total`."""
        self.steps += 1
        if self.gave_up:
            return
        if cell == len(self.texts):
            if len(self.taken) == self.width and self.goal in (None, total):
                self.found.append([self._number(*place) for place in self.taken])
            return
        text, is_total = self.texts[cell], len(self.taken) in self.totals
        for end in self._total_ends(text, at, total) if is_total else self._ends(cell, at):
            come_to = 0 if is_total else total + int(text[at:end])
            if self.goal is not None and come_to > self.goal:
                break  # and with more digits the number grows
            self.taken.append((cell, at, end))
            if self.goal is None or self._can_reach(come_to, self._digits_left(cell, end)):
                self.run(cell + (end == len(text)), end % len(text), come_to)
            self.taken.pop()

    @property
    def gave_up(self) -> bool:
        """Whether there is more to try, or to choose from, than a row is worth."""
        return self.steps > MOST_STEPS or len(self.found) > MOST_READINGS

    def _can_reach(self, total: int, digits: int) -> bool:
        """Whether the numbers still to come can make up what is missing, given the digits that are left for them."""
        missing, to_come = (self.goal or 0) - total, self.width - len(self.taken)
        if missing < 0 or not to_come:
            return missing == 0
        most: int = to_come * 10 ** max(digits - to_come + 1, 0)
        return missing < most

    def _digits_left(self, cell: int, at: int) -> int:
        return len(self.texts[cell]) - at + self.digits_behind[cell]

    def _total_ends(self, text: str, at: int, total: int) -> tuple[int, ...]:
        digits = str(total)
        return (at + len(digits),) if text.startswith(digits, at) else ()

    def _ends(self, cell: int, at: int) -> range:
        """Where the next number may end: enough digits must be left for the numbers that are still to come."""
        text, to_come = self.texts[cell], self.width - len(self.taken) - 1
        longest = min(self._digits_left(cell, at) - to_come, MAX_INTEGER_DIGITS)
        if longest < 1 or to_come < 0:
            return range(0)
        return range(at + 1, at + 2) if text[at] == "0" else range(at + 1, min(len(text), at + longest) + 1)

    def _number(self, cell: int, at: int, end: int) -> Cell:
        whole = self.cells[cell]
        return Cell(whole.text[at:end], whole.start + at, whole.start + end)
