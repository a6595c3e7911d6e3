"""What happens to documents on their way to a reader, each at a rate: one function a kind of damage.

Each takes a copy with the rows of numbers that stand in it, and gives a copy with more damage. The rate is the share of
what the kind is about: of lines, numbers, pairs of neighbours, rows, labels, characters, or of the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from random import Random

from bench.copies import Copy, Edit, Span, list_lines
from gov_disclosure.vocabulary.forms import form_table

Row = list[tuple[str, Span]]
"""Keys and places of the numbers printed in one row, in printed order."""
Harm = Callable[[Copy, "Rows", float, Random], Copy]

UNREADABLE = "□?�"
LONGEST_BORDER = 200
_SEPARATOR = re.compile(r"</t[dh]>\s*<t[dh][^>]*>|[|｜\t]")
_LABEL = re.compile(r"[\u4e00-\u9fff]{3,}")
_TAG = re.compile(r"<[^>]*>")
_READ = re.compile(r"[0-9\u4e00-\u9fff]")


class Rows:
    """The rows of numbers of a copy.

    Attributes:
        form: generation of the form.
        order: keys of all cells that the form asks for, in its order.
        rows: the rows in which at least one number stands, in printed order.
    """

    def __init__(self, form: str, order: Sequence[str], places: Mapping[str, Span]) -> None:
        """Put places in rows."""
        self.form, self.order = form, {key: place for place, key in enumerate(order)}
        rows: dict[str, Row] = {}
        for key, place in sorted(places.items(), key=lambda item: item[1]):
            rows.setdefault(name_row(key), []).append((key, place))
        self.rows = list(rows.values())

    def list_lines(self, copy: Copy) -> list[Span]:
        """Lines of the copy; source lines of a page may end inside a number, which is then left in one piece."""
        return list_lines(copy.text, [place for row in self.rows for _, place in row])

    def list_borders(self) -> Iterator[tuple[tuple[str, Span], tuple[str, Span], bool]]:
        """Neighbours in a row, and whether no empty cell stands between them."""
        for row in self.rows:
            for one, other in pairwise(row):
                if 0 <= other[1][0] - one[1][1] <= LONGEST_BORDER:
                    yield one, other, self.order[other[0]] == self.order[one[0]] + 1


def name_row(key: str) -> str:
    """The printed row that a cell stands in; table 四 is one row."""
    table, row, *_ = key.split("|")
    return table if table == "review_litigation" else f"{table}|{row}"


def drop_lines(copy: Copy, rows: Rows, rate: float, rng: Random) -> Copy:
    """Lines are gone."""
    return copy.arrange(line for line in rows.list_lines(copy) if rng.random() >= rate)


def drop_cells(copy: Copy, rows: Rows, rate: float, rng: Random) -> Copy:
    """Numbers are gone with the border behind them, of the last in a row with the one before: the row moves together."""
    neighbours = {one[0]: other[1][0] for one, other, is_next in rows.list_borders() if is_next}
    before = {other[0]: one[1][1] for one, other, is_next in rows.list_borders() if is_next}
    edits: list[Edit] = []
    for key, (start, end) in (number for row in rows.rows for number in row):
        if rng.random() < rate:
            edits.append((start, neighbours[key], "") if key in neighbours else (before.get(key, start), end, ""))
    return copy.edit(edits)


def glue_digits(copy: Copy, rows: Rows, rate: float, rng: Random) -> Copy:
    """The border between two numbers is gone."""
    edits: list[Edit] = [
        (one[1][1], other[1][0], "") for one, other, is_next in rows.list_borders() if is_next and rng.random() < rate
    ]
    return copy.edit(edits)


def shift_columns(copy: Copy, rows: Rows, rate: float, rng: Random) -> Copy:
    """In a row an empty cell too many, or the border of an empty cell lost: what follows stands one column aside."""
    edits: list[Edit] = []
    by_row: dict[str, list[Edit]] = {}
    for one, other, is_next in rows.list_borders():
        border = copy.text[one[1][1] : other[1][0]]
        if is_next:
            by_row.setdefault(name_row(one[0]), []).append((one[1][1], one[1][1], border))
        else:
            gaps = [m.span() for m in _SEPARATOR.finditer(copy.text, one[1][1], other[1][0])]
            by_row.setdefault(name_row(one[0]), []).extend((*gap, "") for gap in gaps[:1])
    for choices in by_row.values():
        if rng.random() < rate:
            edits.append(rng.choice(choices) if choices else (0, 0, ""))
    return copy.edit(edits)


def cut_labels(copy: Copy, rows: Rows, rate: float, rng: Random) -> Copy:
    """Of words in and around the tables one half is gone."""
    edits: list[Edit] = []
    places = [place for row in rows.rows for _, place in row]
    start, end = (max(0, places[0][0] - 600), max(p[1] for p in places)) if places else (0, 0)
    for match in _LABEL.finditer(copy.text, start, end):
        if rng.random() < rate:
            first, middle, last = match.start(), (match.start() + match.end()) // 2, match.end()
            edits.append((middle, last, "") if rng.random() < 0.5 else (first, middle, ""))
    return copy.edit(edits)


def swap_rows(copy: Copy, rows: Rows, rate: float, rng: Random) -> Copy:
    """Two rows of a group have changed places, labels and all."""
    pieces: list[Span | str] = []
    at = 0
    groups = {row: group for table in _tables_of(rows) for row, group in _list_groups(rows.form, table)}
    bounds = [(name_row(row[0][0]), row[-1][1][1]) for row in rows.rows]
    step = 1
    while step + 1 < len(bounds):
        (before, start), (one, middle), (other, end) = bounds[step - 1 : step + 2]
        group = groups.get(one)
        if group and group == groups.get(before) == groups.get(other) and rng.random() < rate:
            pieces += [(at, start), (middle, end), (start, middle)]
            at = end
            step += 1
        step += 1
    return copy.arrange([*pieces, (at, len(copy.text))])


def _tables_of(rows: Rows) -> set[str]:
    return {key.split("|")[0] for key in rows.order}


def _list_groups(form: str, table: str) -> Iterator[tuple[str, str]]:
    """Rows with the group they belong to; table 四 has but one row."""
    layout = form_table(form, table)
    for row in layout.rows if layout else ():
        yield f"{table}|{row.key}", f"{table}|{row.parent}"


def cut_pages(copy: Copy, rows: Rows, rate: float, rng: Random) -> Copy:
    """The end is gone, anywhere in a line, or as much from the middle, in whole lines."""
    length = int(len(copy.text) * rate)
    if rng.random() < 0.5:
        return copy.arrange([(0, len(copy.text) - length)])
    lines = rows.list_lines(copy)
    first = rng.randrange(len(lines))
    end = lines[first][0] + length
    return copy.arrange(line for place, line in enumerate(lines) if place < first or line[1] > end)


def replace_characters(copy: Copy, rows: Rows, rate: float, rng: Random) -> Copy:
    """Digits and Chinese characters are taken for others of their kind, or could not be decoded."""
    in_tags = {place for match in _TAG.finditer(copy.text) for place in range(*match.span())}
    words = [character for character in copy.text if character >= "\u4e00" and character <= "\u9fff"]
    misread: dict[int, str] = {}
    for match in _READ.finditer(copy.text):
        if rng.random() < rate and match.start() not in in_tags:
            similar = rng.choice("0123456789") if match.group().isdecimal() else rng.choice(words)
            misread[match.start()] = similar if rng.random() < 0.5 else rng.choice(UNREADABLE)
    return copy.overwrite(misread)


HARMS: dict[str, Harm] = {
    "lines dropped": drop_lines,
    "cells dropped": drop_cells,
    "digits glued": glue_digits,
    "columns shifted": shift_columns,
    "labels cut": cut_labels,
    "rows swapped": swap_rows,
    "pages cut": cut_pages,
    "characters replaced": replace_characters,
}
"""Every kind of damage, by the name it has in the tables."""
