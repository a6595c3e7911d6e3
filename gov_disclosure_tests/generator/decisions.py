"""What a damaged row still decides: every reading that its characters and the form's sums leave open.

Belongs here: an exact, bounded search over readings of one row (numbers run together, cells dropped) and over the rows
of table 三 together. It is the judge's own arithmetic: nothing of it comes from the readers under test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from math import comb

from gov_disclosure_tests.generator.counts import list_equations

NODES = 20_000
"""How many places of a row are tried before the search gives up."""
COMBINATIONS = 4_000
READINGS = 60
PLACEMENTS = 500

_TOKENS = {
    "count": re.compile(r"0(?!\.)|[1-9]\d*"),
    "signed": re.compile(r"[+-]?(?:0|[1-9]\d*)"),
    "money": re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?"),
}

Reading = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowShape:
    """The numbers a row should have: a type for each, and the places of sums as (first, total)."""

    kinds: tuple[str, ...]
    sums: tuple[tuple[int, int], ...] = ()

    def total_at(self, place: int) -> int | None:
        """Where the summands of the total at `place` begin; None where it is no total."""
        return next((first for first, total in self.sums if total == place), None)


SHAPES = {"requests": RowShape(("count",) * 7, ((0, 6),))}
SHAPES["review_litigation"] = RowShape(("count",) * 15, ((0, 4), (5, 9), (10, 14)))


class _Search:
    """Readings of a row printed as chunks of characters, each holding one or more whole numbers."""

    def __init__(self, chunks: Sequence[str], shape: RowShape) -> None:
        self.chunks, self.shape = chunks, shape
        self.nodes = 0
        self.found: list[Reading] = []

    @property
    def gave_up(self) -> bool:
        return self.nodes > NODES or len(self.found) > READINGS

    def run(self, chunk: int = 0, at: int = 0, taken: Reading = ()) -> None:
        self.nodes += 1
        if self.gave_up:
            return
        if at == len(self.chunks[chunk]):
            chunk, at = chunk + 1, 0
        if len(taken) == len(self.shape.kinds):
            if chunk == len(self.chunks):
                self.found.append(taken)
            return
        if chunk < len(self.chunks):
            for token in self._tokens(self.chunks[chunk], at, taken):
                self.run(chunk, at + len(token), (*taken, token))

    def _tokens(self, text: str, at: int, taken: Reading) -> Iterator[str]:
        first = self.shape.total_at(len(taken))
        if first is not None:
            total = str(sum(int(t) for t in taken[first:]))
            if text.startswith(total, at):
                yield total
            return
        kind = self.shape.kinds[len(taken)]
        longest = _TOKENS[kind].match(text, at)
        for end in range(at + 1, longest.end() + 1) if longest else ():
            if _TOKENS[kind].fullmatch(text, at, end) and text[end : end + 1] != ".":
                yield text[at:end]


def list_readings(chunks: Sequence[str], shape: RowShape) -> list[Reading] | None:
    """All ways to read the chunks as the numbers of a row; None where there are too many to list.

    >>> list_readings(["0000000"], SHAPES["requests"])
    [('0', '0', '0', '0', '0', '0', '0')]
    >>> len(list_readings(["396442278"], RowShape(("count",) * 3)))
    28
    """
    search = _Search([c for c in chunks if c], shape)
    search.run()
    return None if search.gave_up else search.found


def list_placements(
    printed: Sequence[str], cells: int, sums: tuple[tuple[int, int], ...] = ()
) -> list[set[str | None]]:
    """For each cell of a row that lost some cells: what may stand there, None for nothing.

    Placements in which a sum has all its parts and does not hold are left out, where they are few enough to be tried.

    >>> list_placements(["5", "5"], 3) == [{"5", None}] * 3
    True
    """
    gap = cells - len(printed)
    if comb(cells, gap) > PLACEMENTS or any(not text.isdecimal() for text in printed):
        return [{None, *printed[max(0, place - gap) : place + 1]} for place in range(cells)]
    out: list[set[str | None]] = [{None} for _ in range(cells)]
    for places in combinations(range(cells), len(printed)):
        row = dict(zip(places, printed, strict=True))
        if all(_adds_up(row, first, total) for first, total in sums):
            for place, text in row.items():
                out[place].add(text)
    return out


def _adds_up(row: Mapping[int, str], first: int, total: int) -> bool:
    parts = [row[place] for place in range(first, total + 1) if place in row]
    return len(parts) <= total - first or sum(map(int, parts[:-1])) == int(parts[-1])


def decide_rows(form: str, rows: Mapping[str, list[Reading] | None]) -> dict[str, list[Reading] | None]:
    """Narrow down the readings of table 三's rows by the sums between rows; None stays where a search gave up."""
    open_rows = [key for key, readings in rows.items() if readings is not None and len(readings) > 1]
    size = 1
    for key in open_rows:
        size *= len(rows[key] or ())
    if not open_rows:
        return dict(rows)
    if size > COMBINATIONS or any(not readings for readings in rows.values()):
        return {key: None if key in open_rows else readings for key, readings in rows.items()}
    fixed = {key: [int(n) for n in readings[0]] for key, readings in rows.items() if readings}
    kept: dict[str, set[Reading]] = {key: set() for key in open_rows}
    for combination in product(*(rows[key] or () for key in open_rows)):
        trial = fixed | {k: [int(n) for n in r] for k, r in zip(open_rows, combination, strict=True)}
        if all(_holds(trial, left, right) for left, right in _row_sums(form)):
            for key, reading in zip(open_rows, combination, strict=True):
                kept[key].add(reading)
    return {key: sorted(kept[key]) if key in kept else readings for key, readings in rows.items()}


@cache
def _row_sums(form: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The sums that hold in every column of table 三, as rows."""
    sides = {
        (tuple(k.split("|")[1] for k in left), tuple(k.split("|")[1] for k in right))
        for rule, relation, left, right in list_equations(form)
        if relation == "=" and left[0].startswith("requests|") and rule != "T3.2"
    }
    return tuple(sorted(sides))


def _holds(rows: Mapping[str, list[int]], left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    return all(sum(rows[k][c] for k in left) == sum(rows[k][c] for k in right) for c in range(7))
