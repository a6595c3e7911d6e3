"""Slips of the hand and the eye, put into the numbers of a right report one at a time.

Belongs here: what a slip makes of the numbers that are printed. Does not belong here: what the arithmetic of the form can
tell of it (`equations`) and what is found (`trust`). A slip that would leave everything as it was is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from random import Random

Numbers = Mapping[str, int]
"""Whole numbers by cell, `table|row|column` (form B: `table|row`)."""
CellSlip = Callable[[int, Random], Iterator[int]]


@dataclass(frozen=True, slots=True)
class Slip:
    """Cells that are printed wrong, with the numbers that stand there instead."""

    kind: str
    printed: Numbers


def _mistype(number: int, rng: Random) -> Iterator[int]:
    digits = str(number)
    at = rng.randrange(len(digits))
    yield int(digits[:at] + rng.choice([d for d in "0123456789" if d != digits[at]]) + digits[at + 1 :])


def _transpose(number: int, rng: Random) -> Iterator[int]:
    digits = str(number)
    places = [at for at, (a, b) in enumerate(pairwise(digits)) if a != b]
    for at in rng.sample(places, min(1, len(places))):
        yield int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])


def _lose_digit(number: int, rng: Random) -> Iterator[int]:
    digits = str(number)
    at = rng.randrange(len(digits))
    yield from [int(digits[:at] + digits[at + 1 :])] if len(digits) > 1 else []


def _add_digit(number: int, rng: Random) -> Iterator[int]:
    digits = str(number)
    at = rng.randrange(len(digits) + 1)
    yield int(digits[:at] + rng.choice("0123456789") + digits[at:])


def _turn_sign(number: int, rng: Random) -> Iterator[int]:
    yield -number


def _leave_out(number: int, rng: Random) -> Iterator[int]:
    yield 0


CELL_SLIPS: Mapping[str, CellSlip] = {
    "digit": _mistype,
    "transposition": _transpose,
    "lost digit": _lose_digit,
    "added digit": _add_digit,
    "sign": _turn_sign,
    "left out": _leave_out,
}
NEIGHBOUR, MISREAD_TOTAL = "neighbour copied", "total misread"
SHIFTED, COPIED_ROW, LOST_ROW, SWAPPED = "columns shifted", "row copied", "row left out", "cells swapped"
ROW_TABLES = ("requests", "review_litigation")
"""Tables whose rows have numbers of one kind in all columns, so that an eye can slip."""


def list_cell_slips(numbers: Numbers, cell: str, parts: tuple[str, ...], rng: Random) -> Iterator[Slip]:
    """Every kind of slip in one cell; `parts` are what it is the total of, if it is one."""
    own = numbers[cell]
    sign = -1 if own < 0 else 1
    made = {kind: sign * next(slip(abs(own), rng), abs(own)) for kind, slip in CELL_SLIPS.items()}
    row = _list_row(numbers, cell)
    place = row.index(cell)
    made[NEIGHBOUR] = numbers[row[place - 1]] if len(row) > 1 else own
    left_out = [numbers[part] for part in parts if numbers.get(part)]
    made[MISREAD_TOTAL] = own - rng.choice(left_out) if left_out else own
    yield from (Slip(kind, {cell: number}) for kind, number in made.items() if number != own)


def list_row_slips(numbers: Numbers, rng: Random) -> Iterator[Slip]:
    """Every kind of slip that spoils a row, in every row."""
    rows = list(dict.fromkeys(tuple(_list_row(numbers, cell)) for cell in numbers if cell.split("|")[0] in ROW_TABLES))
    for above, row in pairwise([(), *rows]):
        if len(row) < 2:
            continue
        printed = [numbers[cell] for cell in row]
        made = {SHIFTED: [0, *printed[:-1]], LOST_ROW: [0] * len(row), SWAPPED: _swap(printed, rng)}
        if above and above[0].split("|")[0] == row[0].split("|")[0]:
            made[COPIED_ROW] = [numbers[cell] for cell in above]
        for kind, wrong in made.items():
            changed = {cell: number for cell, number in zip(row, wrong, strict=True) if number != numbers[cell]}
            if len(changed) > 1:
                yield Slip(kind, changed)


def draw_pair(numbers: Numbers, rng: Random) -> Slip:
    """Two wrong cells of one table, each by a slip of its own."""
    table = rng.choice([cell.split("|")[0] for cell in numbers])
    cells = rng.sample([cell for cell in numbers if cell.split("|")[0] == table], 2)
    slips = [rng.choice(list(list_cell_slips(numbers, cell, (), rng))) for cell in cells]
    return Slip("two cells", {cell: number for slip in slips for cell, number in slip.printed.items()})


def _list_row(numbers: Numbers, cell: str) -> list[str]:
    row = cell.rsplit("|", 1)[0]
    return [other for other in numbers if other.rsplit("|", 1)[0] == row] if cell.count("|") > 1 else [cell]


def _swap(printed: list[int], rng: Random) -> list[int]:
    """Two neighbours that differ, exchanged; the total stays."""
    places = [at for at, (a, b) in enumerate(pairwise(printed[:-1])) if a != b]
    swapped = list(printed)
    for at in rng.sample(places, min(1, len(places))):
        swapped[at], swapped[at + 1] = swapped[at + 1], swapped[at]
    return swapped
