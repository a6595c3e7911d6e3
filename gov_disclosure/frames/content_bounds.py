"""How long two texts may be to be compared piece by piece.

Belongs here: measuring the work before it is done. Does not belong here: the comparison (`content.py`).
"""

from collections import Counter
from collections.abc import Sequence

MOST_PIECES = 5_000
"""Pieces of the longer text; the longest report has some 2,000."""
MOST_PAIRS = 1_000_000
"""Pairs of equal pieces: two texts of the same line a hundred thousand times would be compared for days."""


def is_too_long(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether finding what two texts have in common takes too long; such texts are one report only if they are equal.

    >>> is_too_long([1, 2, 3], [1, 2]), is_too_long([1] * 2_000, [1] * 2_000)
    (False, True)
    """
    if max(len(one), len(other)) > MOST_PIECES:
        return True
    mine, others = Counter(one), Counter(other)
    return sum(count * others[piece] for piece, count in mine.items()) > MOST_PAIRS
