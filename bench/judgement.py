"""What a damaged document prints, and how the numbers that a reader gives compare with it.

The truth of a damaged document is what it prints, not what its author meant. Each number of the original keeps the name of
its cell wherever it goes, and so:

- a number whose characters all stand there, in one piece, is the number of its cell: also where its row has changed places
  with another, where its neighbours are gone, or where digits of another number now follow it without a border;
- where some of its characters were misread for others, the number printed now counts, for nobody can know the other; if what
  is printed now is no number (3□, 05), the cell has none;
- where characters of it are gone, the cell has no number: what is left of it belongs to nobody;
- a cell that was blank, a dash or a word has no number.

A reader that gives the number of a cell is right; one that gives another, or gives any where the cell has none, is wrong. One
that gives what the author meant where it is no longer printed was lucky: counted apart, and not as right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from bench.copies import Copy, Span
from gov_disclosure_tests.generator import Truth

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_UNSEEN = re.compile(r"<[^>]*>|&nbsp;|\s")
RIGHT, MISSED, WRONG, LUCKY, NONE = "right", "missed", "wrong", "lucky", "none"


def list_printed(truth: Truth, original: str, copy: Copy, places: Mapping[str, Span]) -> dict[str, Decimal | None]:
    """The number that a copy prints in each cell; `places` are those of the numbers that are whole."""
    printed: dict[str, Decimal | None] = dict.fromkeys(truth.cells)
    for key, (start, end) in places.items():
        now, before = _show(copy.text[start:end]), _show(original[slice(*truth.places[key])])
        if now == before:
            printed[key] = _drawn(truth, key)
        elif _NUMBER.fullmatch(before) and _NUMBER.fullmatch(now):
            printed[key] = Decimal(now)
    return printed


def judge(
    truth: Truth, printed: Mapping[str, Decimal | None], found: Mapping[str, Decimal | None]
) -> tuple[Counter[str], list[str]]:
    """Count cells by verdict, and name those that are wrong."""
    verdicts = {key: _judge(printed[key], _drawn(truth, key), found.get(key)) for key in printed}
    surplus = [key for key, value in found.items() if key not in printed and value is not None]
    counts = Counter(verdicts.values())
    counts[WRONG] += len(surplus)
    return counts, [*(key for key, verdict in verdicts.items() if verdict == WRONG), *surplus]


def _show(characters: str) -> str:
    """What a browser shows of the characters of a cell."""
    return _UNSEEN.sub("", characters)


def _drawn(truth: Truth, key: str) -> Decimal | None:
    """The number that the author printed in a cell, whether or not the clean document lets a reader tell that it stands there."""
    cell = truth.cells[key]
    return (cell.value if cell.value is not None else cell.drawn) if key in truth.places else None


def _judge(printed: Decimal | None, meant: Decimal | None, found: Decimal | None) -> str:
    if found is None:
        return NONE if printed is None else MISSED
    if found == printed:
        return RIGHT
    return LUCKY if printed is None and found == meant else WRONG
