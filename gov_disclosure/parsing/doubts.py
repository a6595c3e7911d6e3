"""What is in doubt in a table beyond the status of its cells: numbers run together, and a second copy that disagrees.

Belongs here: the shape of a doubt, and which rows give one. Does not belong here: how an editor is told
(`quality/doubts.py`), or numbers that belong to no cell, which are counted as left over (`tables.py`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from gov_disclosure.parsing.column_sums import Placement

GLUED, COPIED = "cells.glued", "cells.copied"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing in doubt, and the characters that it rests on.

    Attributes:
        rule: `cells.glued`, a row whose numbers ran together; or `cells.copied`, a cell that a second copy of the table
            prints otherwise.
        row: row of the form; the first of them where several stand on one line.
        column: column of the form; None where the whole row is in doubt.
        number: of a row, how many readings remain (None: more than are listed); of a cell, what the copy prints.
    """

    rule: str
    table: str
    row: str
    column: str | None
    number: Decimal | None
    start: int
    end: int


def find_glued(table: str, placements: Iterable[Placement]) -> Iterator[Doubt]:
    """Rows of digits without borders that stay unread."""
    for placement in placements:
        digits = placement.digits
        if placement.cells is None and digits:
            readings = None if placement.readings is None else Decimal(len(placement.readings))
            row = placement.row.rows[0].key
            yield Doubt(GLUED, table, row, None, readings, digits[0].start, digits[-1].end)
