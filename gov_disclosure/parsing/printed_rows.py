"""The rows of a table as they are printed: label, columns in printed order, and the cells behind the label.

Belongs here: from the labels found in a text to rows with their cells. Does not belong here: cutting the cells
(`row_cells.py`), what else puts a row in doubt (`row_doubts.py`), the one table without labels (`single_line.py`), which cell is
which column (`placement.py`), or what a cell says (`tables.py`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from gov_disclosure.parsing.alignment import RowMatch, align_rows, find_moved
from gov_disclosure.parsing.cells import Cell
from gov_disclosure.parsing.column_order import Order, find_order
from gov_disclosure.parsing.extents import Extent
from gov_disclosure.parsing.labels import Label, column_labels, find_labels, row_labels
from gov_disclosure.parsing.row_cells import RowText, count_borders, is_row_a_line, read_row
from gov_disclosure.parsing.row_doubts import (
    doubt_shifted,
    doubt_without_unit,
    find_in_front,
    is_numbered,
    is_repeated,
    without_cumulative,
)
from gov_disclosure.parsing.rows import PrintedColumn, PrintedRow, PrintedTable
from gov_disclosure.parsing.single_line import find_single_line
from gov_disclosure.parsing.skeleton import Skeleton
from gov_disclosure.parsing.statistics_columns import find_extra_columns
from gov_disclosure.vocabulary.forms import FormTable, form_tables

HEADER_OF_TWO_LINES = ("requests",)
"""Tables whose header prints groups above columns, so that the order of its labels is not the order of the columns."""
TABLES_WITH_SUMS = ("requests",)
"""Tables in which every row of several cells ends in its sum, so that a row out of its order can be checked."""
UNIT_COLUMN_IN = "statistics"
"""The table that prints a column of units between labels and values."""
SINGLE_LINE = "review_litigation"
"""The table whose values stand on one line without a label."""
_core_start = attrgetter("core_start")


class _Source(NamedTuple):
    """What all rows of a table are cut from.

    Attributes:
        labels: labels of its rows.
        twins: those beside one of the same row.
        rows: rows that a label names.
        by_line: whether a row is a line.
        is_numbered: whether numbers in front of the labels number the lines.
        extra: the columns of the table where it has more than the form.
    """

    text: str
    layout: FormTable
    labels: Sequence[Label]
    twins: frozenset[Label]
    rows: frozenset[int]
    by_line: bool
    is_numbered: bool
    extra: tuple[str, ...]


def find_printed_rows(text: str, skeleton: Skeleton, layout: FormTable, extent: Extent) -> PrintedTable:
    """Rows of a table inside its extent."""
    span = (extent.start, extent.end)
    columns = find_labels(text, skeleton, column_labels(layout.form, layout.key), span)
    labels = find_labels(text, skeleton, row_labels(layout.form, layout.key), span)
    if layout.key == SINGLE_LINE:
        found = find_single_line(text, layout, (labels, columns), extent)
        return PrintedTable(tuple(found[:1]), (*labels, *columns), tuple(found[1:]))
    matches = _match_rows(layout, labels)
    chosen = (matches, _match_copy(layout, labels, matches))
    rows, copy = (
        list(_find_labelled(text, layout, (labels, columns), part, extent)) if part else [] for part in chosen
    )
    if layout.key == UNIT_COLUMN_IN:
        rows, copy = (doubt_without_unit(without_cumulative(text, extent, part)) for part in (rows, copy))
    return PrintedTable(tuple(rows), (*labels, *columns), tuple(copy))


def _match_rows(layout: FormTable, labels: Sequence[Label]) -> list[RowMatch]:
    """The labels that name the rows of a table, in the order of the text."""
    aligned = align_rows(labels)
    matches = [m for m in aligned if _is_anchored(layout, m, aligned)]
    moved = find_moved(labels, aligned) if layout.key in TABLES_WITH_SUMS else []
    return sorted([*matches, *moved], key=lambda m: m.label.start)


def _match_copy(layout: FormTable, labels: Sequence[Label], matches: Sequence[RowMatch]) -> list[RowMatch]:
    """The same for a second copy of the table: where the labels left over name half of its rows once more."""
    used = {match.label.core_start for match in matches}
    rest = [label for label in labels if label.core_start not in used]
    rows = {m.row for m in matches if layout.rows[m.row].kind != "title"}
    again = rows.intersection(key for label in rest for key in label.keys)
    return _match_rows(layout, rest) if len(again) >= max(2, len(rows) / 2) else []


def _find_labelled(
    text: str, layout: FormTable, labels: tuple[list[Label], list[Label]], matches: Sequence[RowMatch], extent: Extent
) -> Iterable[PrintedRow]:
    limits = _limits(matches, labels[0], extent)
    head = text[extent.start : min((label.start for label in labels[0]), default=extent.start)]
    source = _Source(
        text,
        layout,
        labels[0],
        frozenset(x for pair in pairwise(labels[0]) if pair[0].keys == pair[1].keys for x in pair),
        frozenset(m.row for m in matches),
        by_line=is_row_a_line(text, layout, matches, limits),
        is_numbered=is_numbered(text, zip((m.label for m in matches), limits, strict=True)),
        extra=find_extra_columns(head) if layout.key == UNIT_COLUMN_IN else (),
    )
    rows = [
        _build_row(source, match, limit, columns, order)
        for match, limit, (columns, order) in zip(
            matches, limits, _find_columns(source, matches, labels[1], extent.start), strict=True
        )
        if layout.rows[match.row].kind != "title"
    ]
    return rows if source.is_numbered else doubt_shifted(text, sorted([*labels[0], *labels[1]], key=_core_start), rows)


def _find_columns(
    source: _Source, matches: Sequence[RowMatch], labels: Sequence[Label], start: int
) -> Iterator[tuple[tuple[PrintedColumn, ...], Order]]:
    """The columns of each row that a label names, in printed order."""
    layout, headers = source.layout, _list_headers(matches, labels)
    rows = [layout.rows[match.row].key for match in matches]
    if layout.key not in HEADER_OF_TWO_LINES:
        order = Order(layout.columns)
        return ((_find_order(layout, row, header), order) for row, header in zip(rows, headers, strict=True))
    starts = [start, *(match.label.end for match in matches)][: len(matches)]
    orders = _follow_order(source, zip(starts, headers, strict=True))
    return (
        (columns or tuple(_columns_of(layout.form, layout.key, row).values()), order)
        for row, (columns, order) in zip(rows, orders, strict=True)
    )


def _follow_order(
    source: _Source, headers: Iterable[tuple[int, Sequence[Label]]]
) -> Iterator[tuple[tuple[PrintedColumn, ...], Order]]:
    """The order of columns from header to header of two lines; of each row with the place where the one before ends."""
    order = Order(source.layout.columns)
    columns = tuple(PrintedColumn(column, None) for column in order.columns)
    for start, header in headers:
        above = [label for label in header if start <= label.core_start]
        if above:
            order = find_order(source.text, source.layout.columns, above, order)
            columns = tuple(PrintedColumn(column, None) for column in order.columns)
        yield columns, order


def _build_row(
    source: _Source, match: RowMatch, limit: int, columns: tuple[PrintedColumn, ...], order: Order
) -> PrintedRow:
    text, label, by_line = source.text, match.label, source.by_line
    has_units = source.layout.key == UNIT_COLUMN_IN
    row = read_row(text[label.end : limit], len(columns), by_line, has_units, source.extra)
    front = () if row.has_number or source.is_numbered else find_in_front(text, label)
    is_on_line = row.is_on_line or bool(front)
    return PrintedRow(
        (source.layout.rows[match.row],),
        label,
        columns,
        front or tuple([Cell(c, label.end + start, label.end + end) for c, start, end in row.cells]),
        is_last=limit == len(text) and not (by_line and is_on_line and not row.ends_with_line),
        is_joined=row.is_stray or _is_joined(source, match, row),
        is_moved=match.is_moved or order.must_add_up,
        border=row.border,
        has_unit=row.has_unit,
        borders=_count_borders(text, label.end, row.borders) if by_line else None,
        is_unordered=not order.columns
        or bool(front)
        or row.lacks_value
        or row.is_broken
        or (label in source.twins and is_repeated(text, label, source.labels, limit)),
    )


def _is_joined(source: _Source, match: RowMatch, row: RowText) -> bool:
    """Whether the values stand on several lines and some may belong elsewhere.

    They may where the next row of the form is not there, or where rows are lines and the last value stands alone below its
    line: the number of a page.
    """
    spread = row.is_spread if source.by_line else source.layout.key in TABLES_WITH_SUMS
    if source.by_line and row.is_last_below:
        return True
    following = match.row + 1
    return spread and following < len(source.layout.rows) and following not in source.rows


def _count_borders(text: str, label_end: int, behind: int) -> tuple[int, int]:
    """Borders of a line, and those of them behind the label."""
    return behind + count_borders(text, text.rfind("\n", 0, label_end) + 1, label_end), behind


def _is_anchored(layout: FormTable, match: RowMatch, matches: Sequence[RowMatch]) -> bool:
    """Whether a label that two blocks of the form share stands in a block of which something else is there.

    被依法纠错数 is a row of 行政复议 and of 行政诉讼; where a page is lost, its place alone does not tell which.
    """
    if len(match.label.keys) == 1:
        return True
    row = layout.rows[match.row]
    sure = [layout.rows[m.row] for m in matches if len(m.label.keys) == 1]
    return any(other.key == row.parent or other.parent == row.parent for other in sure)


def _limits(matches: Sequence[RowMatch], labels: Sequence[Label], extent: Extent) -> list[int]:
    """Where the cells of each matched row end: at the next label of any kind, or with the table."""
    starts = sorted(label.start for label in labels)
    ends = [*starts, extent.end]
    return [ends[bisect_left(starts, m.label.end)] for m in matches]


def _list_headers(matches: Sequence[RowMatch], columns: Sequence[Label]) -> Iterator[Sequence[Label]]:
    """The column labels of the header that stands above each label: those since the last header, else that one."""
    starts = [label.core_start for label in columns]
    header: Sequence[Label] = ()
    first = 0
    for match in matches:
        last = bisect_left(starts, match.label.start)
        header, first = (columns[first:last], last) if first < last else (header, first)
        yield header


def _find_order(layout: FormTable, row: str, header: Sequence[Label]) -> tuple[PrintedColumn, ...]:
    """The columns of a row in the order of the header, where the header prints every one of them once."""
    asked = _columns_of(layout.form, layout.key, row)
    shown = [(k, label) for label in header for k in label.keys if k in asked]
    if len(shown) == len(asked) == len({k for k, _ in shown}):
        return tuple([PrintedColumn(layout.columns[k], label) for k, label in shown])
    return tuple(asked.values())


@cache
def _columns_of(form: str, table: str, row: str) -> dict[int, PrintedColumn]:
    """The columns of a row by their position in the form, as where no header is printed."""
    return {
        position: PrintedColumn(column, None)
        for layout in form_tables(form)
        if layout.key == table
        for position, column in enumerate(layout.columns)
        for r in layout.rows
        if r.key == row and column in layout.columns_of(r)
    }
