"""Which of the labels found in a text are the rows of the form: the heaviest chain in the form's own order.

Labels come in the order of the form; anything else (a band repeated after a page break, a column header that reads like
a row, a row named in a note) falls out of the chain. Labels decide, order decides between labels; numbers are not asked:
two thirds of swapped pairs of rows keep every sum intact.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from gov_disclosure.parsing.labels import Label

MOST_CHAINS = 512
MOST_LABELS = 1_000_000
"""More than a chain holds, so that list numbers decide between equal weights only."""


class RowMatch(NamedTuple):
    """A row of the form and the label that names it; `is_moved` where it stands out of the form's order."""

    row: int
    label: Label
    is_moved: bool = False


def align_rows(labels: Sequence[Label]) -> list[RowMatch]:
    """Heaviest chain of labels whose rows strictly increase; of equal ones that with more list numbers, then the last.

    3.其他 is a row, and 其他 in a header printed again below it is none.

    Bounded by the labels found times the rows of the form.
    """
    chain = _find_chain(tuple([(x.keys, x.weight, x.start < x.core_start) for x in labels]))
    return [RowMatch(row, labels[at]) for row, at in chain]


@lru_cache(MOST_CHAINS)
def _find_chain(labels: tuple[tuple[tuple[int, ...], int, bool], ...]) -> list[tuple[int, int]]:
    """The rows of the chain, each with the place of its label; of labels their rows, weight and whether they have a number.

    Kept, for most tables have the same labels.
    """
    options: list[tuple[int, int]] = []
    best: list[tuple[int, int]] = []  # weight of the best chain that ends with an option, and the option before
    last_row = max((key for keys, _, _ in labels for key in keys), default=0)
    heaviest = [(0, -1)] * (last_row + 1)  # by row: weight of the best chain that ends there, and its last option
    for at, (keys, weight, is_numbered) in enumerate(labels):
        gain = MOST_LABELS * weight + is_numbered
        first = len(options)
        for row in keys:
            options.append((row, at))
            before, option = max(heaviest[:row], default=(0, -1))
            best.append((before + gain, option))
        for i in range(first, len(options)):
            row = options[i][0]
            heaviest[row] = max(heaviest[row], (best[i][0], i))
    return _chain(options, best)


def find_moved(labels: Sequence[Label], aligned: Sequence[RowMatch]) -> list[RowMatch]:
    """Rows that stand out of the form's order: a label of one row only, found once with a list number, and not in the chain."""
    placed = {match.row for match in aligned}
    numbered = [x for x in labels if x.start < x.core_start]
    found = Counter(key for label in numbered for key in label.keys)
    return [
        RowMatch(k, x, is_moved=True)
        for x in numbered
        for k in x.keys
        if len(x.keys) == found[k] == 1 and k not in placed
    ]


def _chain(options: Sequence[tuple[int, int]], best: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    if not options:
        return []
    at = max(range(len(options)), key=lambda i: (best[i][0], i))
    chain = []
    while at >= 0:
        chain.append(options[at])
        at = best[at][1]
    return chain[::-1]
