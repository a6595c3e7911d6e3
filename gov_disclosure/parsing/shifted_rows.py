"""Rows whose numbers stand a column off, as the numbers themselves show.

Belongs here: signs of a shift that need no sum. Does not belong here: which cell is which column (`placement.py`), or the sums
of the form (`column_sums.py`).
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from gov_disclosure.vocabulary.forms import FormTable

SIGNED = "signed"
"""Type of the column that counts a change."""


def find_shifted(layout: FormTable, numbers: Iterable[tuple[tuple[str, str], Decimal | None]]) -> Iterator[str]:
    """Rows with a column for a change that print a number below zero in another one; `numbers` by row and column.

    Elsewhere such a number is the report's own mistake, and stays.
    """
    types = {column.key: column.type for column in layout.columns}
    if SIGNED not in types.values():
        return
    signed = {row.key for row in layout.rows if any(c.type == SIGNED for c in layout.columns_of(row))}
    for (row, column), number in numbers:
        if number is not None and number < 0 and row in signed and types[column] != SIGNED:
            yield row
