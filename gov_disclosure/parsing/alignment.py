"""Which of the labels found in a text are the rows of the form: the heaviest chain in the form's own order.

Labels come in the order of the form; anything else (a band repeated after a page break, a column header that reads like
a row, a row named in a note) falls out of the chain. Labels decide, order decides between labels; numbers are not asked:
two thirds of swapped pairs of rows keep every sum intact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gov_disclosure.parsing.labels import Label


@dataclass(frozen=True, slots=True)
class RowMatch:
    """A row of the form and the label that names it."""

    row: int
    label: Label


def align_rows(labels: Sequence[Label]) -> list[RowMatch]:
    """Heaviest chain of labels whose rows strictly increase; of equal chains the one that ends last.

    Bounded by the square of the labels found, some forty in a table.
    """
    options = [RowMatch(key, label) for label in labels for key in label.keys]
    best: list[tuple[int, int]] = []  # weight of the best chain that ends here, and the option before
    for i, option in enumerate(options):
        weight, before = 0, -1
        for j in range(i):
            other = options[j]
            if other.row < option.row and other.label is not option.label and best[j][0] >= weight:
                weight, before = best[j][0], j
        best.append((weight + option.label.weight, before))
    return _chain(options, best)


def _chain(options: Sequence[RowMatch], best: Sequence[tuple[int, int]]) -> list[RowMatch]:
    if not options:
        return []
    at = max(range(len(options)), key=lambda i: (best[i][0], i))
    chain = []
    while at >= 0:
        chain.append(options[at])
        at = best[at][1]
    return chain[::-1]
