"""What happens to the characters of a finished document: it breaks off, digits are lost.

Belongs here: the paper with its places, and damage to it. Does not belong here: damage to tables (`damage`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from gov_disclosure_tests.generator.truth import EITHER, REPORTED, UNDECIDABLE, CellTruth


@dataclass(slots=True)
class Paper:
    """The characters of a document: where its numbers and its sentences with figures stand."""

    text: str
    spans: dict[str, tuple[int, int]]
    figures: list[tuple[int, int]]
    """Start and end of the paragraph of each figure, in the order of the truth."""
    headings: list[int]
    """Where each heading ends, in the order of the sections."""
    sure_from: int
    """Before this the document says whose report it is, of which year and on which form."""
    solid: bool
    """Whether a row that breaks off still shows which of its cells are printed."""
    margin: int = 1
    """How many characters behind a number show that it is complete."""


def cut_end(paper: Paper, cells: dict[str, CellTruth], rng: Random) -> None:
    """The document breaks off, anywhere behind its first numbers."""
    low = max(paper.sure_from, len(paper.text) // 2 if not paper.spans else 0) + 40
    if low >= len(paper.text):
        return
    end = rng.randint(low, len(paper.text))
    order = list(cells)
    edge = max((i for i, key in enumerate(order) if paper.spans.get(key, (end,))[0] < end), default=-1)
    broken = _row_at(order, edge) if not paper.solid else None
    for place, key in enumerate(order):
        start, stop = paper.spans.get(key, (-1, -1))
        if start >= end or (start == -1 and place > edge):
            cells[key] = cells[key].gone()
        elif stop >= end:
            cells[key] = cells[key].in_doubt(UNDECIDABLE)
        elif stop + paper.margin > end or _row_of(key) == broken:
            cells[key] = cells[key].in_doubt(EITHER)
    paper.text = paper.text[:end]


def _row_of(key: str) -> str:
    """The printed row of a cell."""
    table, row, *_ = key.split("|")
    return table if table == "review_litigation" else f"{table}|{row}"


def _row_at(order: list[str], edge: int) -> str | None:
    """The row of the last cell printed, None where that row is complete."""
    row = _row_of(order[edge]) if edge >= 0 else None
    return None if edge + 1 == len(order) or _row_of(order[edge + 1]) != row else row


def lose_digits(paper: Paper, cells: dict[str, CellTruth], rng: Random) -> None:
    """A few digits could not be decoded; what is left of such a number is no number."""
    keys = [k for k, (a, b) in paper.spans.items() if paper.text[a:b].isdecimal() and cells[k].status == REPORTED]
    letters = list(paper.text)
    for key in rng.sample(keys, min(len(keys), rng.randint(1, 5))):
        start, end = paper.spans[key]
        letters[rng.randrange(start, end)] = rng.choice("?�□")
        cells[key] = cells[key].in_doubt(UNDECIDABLE)
    paper.text = "".join(letters)


TEXT_DAMAGES: dict[str, Callable[[Paper, dict[str, CellTruth], Random], None]] = {
    "lost_digits": lose_digits,
    "cut_end": cut_end,
}
"""In the order in which they are done."""
