"""What in the print of a row puts it in doubt, or takes cells away from it.

Belongs here: numbers that stand in front of their label or may belong to another row; columns and units that a row should
have. Does not belong here: cutting a row into cells, and what its own print tells of them (`row_cells.py`), or what becomes of
a row in doubt (`placement.py`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from gov_disclosure.parsing.cells import Cell, has_number, is_number_like, split_cells
from gov_disclosure.parsing.extents import Extent
from gov_disclosure.parsing.labels import Label
from gov_disclosure.parsing.rows import PrintedRow
from gov_disclosure.parsing.skeleton import simplify

SHARE_WITH_UNIT = 0.8  # of the rows of form B: where as many print a unit, a row without one has lost it
# Local tables of form B print the sum over the years in a column behind that of the year.
_CUMULATIVE = re.compile(r"(?:年度|统计数|本年|本期|数值|数量)[^\u4e00-\u9fff]*(?:历年|历史)?累计")
_core_start = attrgetter("core_start")
_NUMBER = re.compile(r"[0-9０-９]+")
# 部门规范性文件: a word or two before the label part its row in two.
_BEGINS_CELL = re.compile(r"(?:^|[\s|｜])[\u4e00-\u9fff]{0,8}$")
_VALUE_BEHIND = re.compile(r"[\s|｜]*(?:[\u4e00-\u9fff]{1,2}[\s|｜]+)?[0-9０-９]")
_NUMBERS_IN_FRONT = re.compile(r"[|｜\s]*(?:[0-9０-９]+[ ]*[|｜\t]\s*)+")


def is_repeated(text: str, label: Label, labels: Sequence[Label], limit: int) -> bool:
    """Whether the row before or behind has the same label, and the two have other words behind it, or other numbers.

    They are two parts of the row, or two of its numbers: neither is that of the row for certain.
    """
    if len(label.keys) != 1:
        return False
    at = bisect_left(labels, label.core_start, key=_core_start)
    starts = [*(x.start for x in labels[at + 1 : at + 3]), limit]
    before = [(labels[at - 1], label.start)] if at else []
    behind = [(labels[at + 1], starts[1])] if at + 1 < len(labels) else []
    same = [(x, end) for x, end in (*before, *behind) if x.keys == label.keys]
    own = _NUMBER.findall(text, label.end, starts[0]) if same else []
    return any(
        (numbers := _list_numbers(text, x, end))
        and (text[x.core_end : x.end] != text[label.core_end : label.end] or _contradict(own, numbers))
        for x, end in same
    )


def _list_numbers(text: str, label: Label, end: int) -> list[str]:
    """Numbers behind a label that stands in a cell and has one right behind it; in a sentence it is no row."""
    is_row = _BEGINS_CELL.search(text[max(0, label.start - 9) : label.start]) and _VALUE_BEHIND.match(
        text, label.end, end
    )
    return _NUMBER.findall(text, label.end, end) if is_row else []


def _contradict(numbers: Sequence[str], others: Sequence[str]) -> bool:
    return any(one != other for one, other in zip(numbers, others, strict=False))


def is_numbered(text: str, places: Iterable[tuple[Label, int]]) -> bool:
    """Whether numbers stand in front of labels that have one behind them on their line too: they number the lines.

    `places` are the labels of rows, each with the end of its cells.
    """
    return any(
        _NUMBERS_IN_FRONT.fullmatch(text, text.rfind("\n", 0, label.start) + 1, label.start)
        and has_number(text[label.end : limit].split("\n", 1)[0])
        for label, limit in places
    )


def find_in_front(text: str, label: Label) -> tuple[Cell, ...]:
    """Numbers in front of a label that has none behind it on its line; they may be its own, or those of the row above."""
    start = text.rfind("\n", 0, label.start) + 1
    if not _NUMBERS_IN_FRONT.fullmatch(text, start, label.start):
        return ()
    return tuple(Cell(m.group(), *m.span()) for m in _NUMBER.finditer(text, start, label.start))


def doubt_shifted(text: str, labels: Sequence[Label], rows: Sequence[PrintedRow]) -> Iterator[PrintedRow]:
    """The rows of a table, those of a block in doubt whose numbers stand on lines above their labels.

    Numbers stand between its header and the first of its labels then, and none below the last one. Each row gets the cells
    above it.
    """
    behind_rows = {row.label.end for row in rows}
    for _, members in groupby(rows, key=lambda row: row.rows[0].parent):
        block = list(members)
        if any(c.has_digit for c in block[-1].cells):
            yield from block
            continue
        above = max((x.end for x in labels if x.end <= block[0].label.start), default=0)
        cells = split_cells(text, above, block[0].label.start) if above and above not in behind_rows else []
        numbers = [c for c in cells if c.has_digit and is_number_like(c)]
        if not numbers:
            yield from block
            continue
        shifted = (tuple(numbers), *(row.cells for row in block[:-1]))
        yield from (row._replace(cells=cells, is_unordered=True) for row, cells in zip(block, shifted, strict=True))


def without_cumulative(text: str, extent: Extent, rows: list[PrintedRow]) -> list[PrintedRow]:
    """Rows without the column of sums over the years that a header announces behind the one of the year.

    No sum over the years is less than the number of the year: where one is, the header does not say which is which.
    """
    numbers = [[c.number for c in row.cells if c.number is not None] for row in rows if len(row.cells) == 2]
    pairs = [pair for pair in numbers if len(pair) == 2]
    announced = bool(rows) and _CUMULATIVE.search(simplify(text[extent.start : rows[0].label.start])) is not None
    if not announced or any(year > over_years for year, over_years in pairs):
        return rows
    return [row._replace(cells=row.cells[:1]) if len(row.cells) == 2 else row for row in rows]


def doubt_without_unit(rows: list[PrintedRow]) -> list[PrintedRow]:
    """Rows, those without a unit in doubt where nearly all have one: what is printed there may belong to a lost row."""
    filled = [row for row in rows if row.cells]
    if sum(row.has_unit for row in filled) < SHARE_WITH_UNIT * len(filled):
        return rows
    return [row if row.has_unit else row._replace(is_joined=True) for row in rows]
