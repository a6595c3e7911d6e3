"""The rows of a table as they are printed: label, columns in printed order, and the cells behind the label.

Belongs here: from the labels found in a text to rows with their cells. Does not belong here: which cell is which column
(`placement.py`), or what a cell says (`tables.py`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from gov_disclosure.parsing.alignment import RowMatch, align_rows, find_moved, is_in_parts
from gov_disclosure.parsing.cells import (
    Cell,
    before_second_unit,
    begins_with_unit,
    has_number,
    holds_value,
    is_unit,
    split_cells,
    without_unit,
)
from gov_disclosure.parsing.column_order import Order, find_order, is_in_order, is_transposed
from gov_disclosure.parsing.extents import Extent
from gov_disclosure.parsing.labels import Label, column_labels, find_labels, row_labels
from gov_disclosure.parsing.rows import PrintedColumn, PrintedRow, PrintedTable
from gov_disclosure.parsing.skeleton import Skeleton, simplify
from gov_disclosure.vocabulary.forms import FormColumn, FormTable

LONGEST_GAP = 60
"""Characters between two labels of a header: upright header text of two lines."""
_HEADER_CHARACTERS = "结果维持纠正其他尚未审总计复议后起诉经直接行政"
# Local tables of form B print the sum over the years in a column behind that of the year.
_CUMULATIVE = re.compile(r"(?:年度|统计数|本年|本期|数值|数量)[^\u4e00-\u9fff]*(?:历年|历史)?累计")
MOST_PAGE_NUMBERS = 2
BORDERS = ("|", "｜", "\t")
SHARE_WITH_UNIT = 0.8  # of the rows of form B: where as many print a unit, a row without one has lost it
_core_start = attrgetter("core_start")
_NUMBER = re.compile(r"[0-9０-９]+")
HEADER_OF_TWO_LINES = ("requests",)
"""Tables whose header prints groups above columns, so that the order of its labels is not the order of the columns."""
TABLES_WITH_SUMS = ("requests",)
"""Tables in which every row of several cells ends in its sum, so that a row out of its order can be checked."""
UNIT_COLUMN_IN = "statistics"
"""The table that prints a column of units between labels and values."""
# Cells on lines of their own that begin with a tab, up to the empty line that ends the row; what follows are the blank
# cells that stand before the next label.
_CELLS_ON_LINES = re.compile(r"[^\n]*((?:\n\t[^\n]*(?:\n[^\t\n]+)*)+)\n[ ]*\n")
# Among them a number that no tab begins, say that of a page: it belongs to none of the cells.
_LINE_WITHOUT_TAB = re.compile(r"\n(?!\t)[^\n]*[0-9０-９]")
IN_PARTS = "proactive"  # 行政处罚(当场) and 行政处罚(一般)
_DIGITS_BELOW = re.compile(r"\n[0-9０-９]+[ ]*(?:\n|$)")
_NUMBER_IN_FRONT = re.compile(r"[|｜\s]*[0-9０-９]+[ ]*[|｜\t]\s*")
SINGLE_LINE = "review_litigation"
"""The table whose values stand on one line without a label, three blocks side by side."""


def find_printed_rows(text: str, skeleton: Skeleton, layout: FormTable, extent: Extent) -> PrintedTable:
    """Rows of a table inside its extent."""
    span = (extent.start, extent.end)
    columns = find_labels(text, skeleton, column_labels(layout.form, layout.key), span)
    labels = find_labels(text, skeleton, row_labels(layout.form, layout.key), span)
    if layout.key == SINGLE_LINE:
        return PrintedTable(tuple(_find_single_line(text, layout, (labels, columns), extent)), (*labels, *columns))
    matches = _match_rows(layout, labels)
    chosen = (matches, _match_copy(layout, labels, matches))
    rows, copy = (list(_find_labelled(text, layout, (labels, columns), part, extent)) for part in chosen)
    if layout.key == UNIT_COLUMN_IN:
        rows, copy = (_doubt_without_unit(_without_cumulative(text, extent, part)) for part in (rows, copy))
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
    rows, columns = labels
    found = {match.row for match in matches}
    limits = _limits(matches, rows, extent)
    by_line = _is_row_a_line(text, layout, matches, limits)
    header: Sequence[Label] = ()
    order = Order(layout.columns)
    above = extent.start
    for match, limit in zip(matches, limits, strict=True):
        row = layout.rows[match.row]
        header = _header_above(columns, match.label, header)
        if layout.key in HEADER_OF_TWO_LINES:
            between = [x for x in columns if above <= x.core_start < match.label.start]
            order, above = find_order(text, layout.columns, between, order), match.label.end
        if row.kind == "title":
            continue
        asked = (layout.key in HEADER_OF_TWO_LINES and order.columns) or layout.columns_of(row)
        cells = _row_cells(text, match.label.end, limit, len(asked), by_line=by_line)
        values = tuple(cells)
        has_unit = layout.key == UNIT_COLUMN_IN and any(map(begins_with_unit, cells))
        if layout.key == UNIT_COLUMN_IN:
            values = tuple(without_unit(c) for c in before_second_unit(cells) if not is_unit(c))
        line = line_end(text, match.label.end, limit)
        spread = any(c.start > line for c in values) if by_line else layout.key in TABLES_WITH_SUMS
        joined = spread and match.row + 1 not in found and match.row + 1 < len(layout.rows)
        joined = joined or _has_stray_number(text, match.label.end, limit, values)
        border = _find_border(text[match.label.end : line])
        goes_on = by_line and bool(values) and values[-1].end <= line and bool(text[line:limit].strip())
        last = limit == len(text) and not goes_on
        printed = PrintedRow((row,), match.label, _ordered(layout, asked, header), values, last)
        below = limit if values and values[-1].end <= line else line
        in_parts = layout.key == IN_PARTS and is_in_parts(text, match, rows, limit)
        printed = replace(
            printed, is_unordered=not order.columns or in_parts or _is_broken(text, match.label, line, below)
        )
        borders = _count_borders(text, match.label.end, line) if by_line else None
        printed = replace(printed, border=border, borders=borders, has_unit=has_unit)
        yield replace(printed, is_joined=joined, is_moved=match.is_moved or order.must_add_up)


def _is_broken(text: str, label: Label, line: int, limit: int) -> bool:
    """Whether a number goes on, on the line below it, or stands in front of a label that has none behind it."""
    row, front = text[label.end : line], text[text.rfind("\n", 0, label.start) + 1 : label.start]
    if has_number(row):
        return row[-1:].isdecimal() and _DIGITS_BELOW.match(text, line, limit) is not None
    return _NUMBER_IN_FRONT.fullmatch(front) is not None


def _find_border(line: str) -> str:
    """The border at the end of a line, empty where there is none."""
    last = line.rstrip(" \u3000\xa0")[-1:]
    return last if last in BORDERS else ""


def _count_borders(text: str, label_end: int, end: int) -> tuple[int, int]:
    """Borders of a line, and those of them behind the label."""
    behind = sum(text.count(border, label_end, end) for border in BORDERS)
    start = text.rfind("\n", 0, label_end) + 1
    return behind + sum(text.count(border, start, label_end) for border in BORDERS), behind


def _without_cumulative(text: str, extent: Extent, rows: list[PrintedRow]) -> list[PrintedRow]:
    """Rows without the column of sums over the years that a header announces behind the one of the year.

    No sum over the years is less than the number of the year: where one is, the header does not say which is which.
    """
    numbers = [[c.number for c in row.cells if c.number is not None] for row in rows if len(row.cells) == 2]
    pairs = [pair for pair in numbers if len(pair) == 2]
    announced = bool(rows) and _CUMULATIVE.search(simplify(text[extent.start : rows[0].label.start])) is not None
    if not announced or any(year > over_years for year, over_years in pairs):
        return rows
    return [replace(row, cells=row.cells[:1]) if len(row.cells) == 2 else row for row in rows]


def _doubt_without_unit(rows: list[PrintedRow]) -> list[PrintedRow]:
    """Rows, those without a unit in doubt where nearly all have one: what is printed there may belong to a lost row."""
    filled = [row for row in rows if row.cells]
    if sum(row.has_unit for row in filled) < SHARE_WITH_UNIT * len(filled):
        return rows
    return [row if row.has_unit else replace(row, is_joined=True) for row in rows]


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


def _is_row_a_line(text: str, layout: FormTable, matches: Sequence[RowMatch], limits: Sequence[int]) -> bool:
    """Whether the table prints a row on a line: some label has its values, or their borders, behind it."""
    for match, limit in zip(matches, limits, strict=True):
        line = text[match.label.end : line_end(text, match.label.end, limit)]
        borders = line.count("|") + line.count("｜") + line.count("\t")
        width = len(layout.columns_of(layout.rows[match.row]))
        if width and (has_number(line) or borders >= max(width, 2)):
            return True
    return False


def _row_cells(text: str, start: int, limit: int, width: int, *, by_line: bool) -> list[Cell]:
    """Cells of a row: those on its line where rows are lines, unless only the lines up to the next label make it full."""
    if by_line:
        cells = split_cells(text, start, line_end(text, start, limit))
        if len(cells) >= width or not _is_full(split_cells(text, start, limit), width):
            return cells
    whole = split_cells(text, start, limit)
    row_end = _CELLS_ON_LINES.match(text, start, limit)
    if row_end:
        cells = split_cells(text, start, row_end.end(1), is_whole=True)
        if len(cells) == width or not _is_full(whole, width):
            return cells
    return whole


def _has_stray_number(text: str, start: int, limit: int, cells: Sequence[Cell]) -> bool:
    """Whether a line without a tab holds a number where tabs begin the cells: that of a page, or of another row."""
    if not cells or "\n\t" not in text[start:limit]:
        return False
    return _LINE_WITHOUT_TAB.search(text, start, cells[-1].end) is not None


def _is_full(cells: Sequence[Cell], width: int) -> bool:
    printed = [c for c in cells if not c.is_blank]
    return len(printed) == width and all(map(holds_value, printed))


def line_end(text: str, start: int, limit: int) -> int:
    """End of the line, not beyond `limit`."""
    end = text.find("\n", start, limit)
    return limit if end < 0 else end


def _header_above(columns: Sequence[Label], label: Label, header: Sequence[Label]) -> Sequence[Label]:
    """The column labels of the header that stands above a label: those since the last header, else that one."""
    first = bisect_right(columns, header[-1].core_start, key=_core_start) if header else 0
    return columns[first : bisect_left(columns, label.start, key=_core_start)] or header


def _ordered(layout: FormTable, asked: tuple[FormColumn, ...], header: Sequence[Label]) -> tuple[PrintedColumn, ...]:
    """The columns of a row in the order of the header, where the header prints every one of them once."""
    if layout.key in HEADER_OF_TWO_LINES:
        return tuple(PrintedColumn(column, None) for column in asked)
    shown = [PrintedColumn(layout.columns[k], label) for label in header for k in label.keys]
    shown = [p for p in shown if p.column in asked]
    if len(shown) == len(asked) == len({p.column.key for p in shown}):
        return tuple(shown)
    return tuple(PrintedColumn(column, None) for column in asked)


def _find_single_line(
    text: str, layout: FormTable, labels: tuple[list[Label], list[Label]], extent: Extent
) -> list[PrintedRow]:
    """Table 四: its values stand below the last label of the header."""
    rows = tuple(row for row in layout.rows if row.kind == "data")
    head = _head(text, sorted((*labels[0], *labels[1]), key=lambda x: x.start))
    if not head:
        return []
    columns = tuple(PrintedColumn(column, None) for column in layout.columns)
    cells = tuple(_cells_below(text, head[-1].end, extent.end))
    printed = PrintedRow(rows, head[-1], columns, cells, extent.end == len(text))
    end = max((c.end for c in cells[: printed.width]), default=head[-1].end)
    doubtful = not is_in_order(layout, head, labels[0]) or is_transposed(text, labels[1], head[-1].end, end)
    return [replace(printed, is_unordered=doubtful)]


def _head(text: str, labels: Sequence[Label]) -> list[Label]:
    """The labels of the header: as long as the next one is near and no row of numbers lies between.

    A short number or two there are page numbers.
    """
    head = list(labels[:1])
    for label in labels[1:]:
        between = text[head[-1].end : label.start]
        numbers = _NUMBER.findall(between)
        if len(between) > LONGEST_GAP or len(numbers) > MOST_PAGE_NUMBERS or max(map(len, numbers), default=0) > 3:
            break
        head.append(label)
    return head


def _cells_below(text: str, start: int, limit: int) -> list[Cell]:
    """Cells below a header: on the lines below its last one, where that has nothing but borders left."""
    line = line_end(text, start, limit)
    if not text[start:line].strip("\t |｜"):
        cells = _from_first_value(split_cells(text, min(line + 1, limit), limit))
        if any(c.has_digit for c in cells):
            return cells
    return _from_first_value(split_cells(text, start, limit))


def _from_first_value(cells: Sequence[Cell]) -> list[Cell]:
    """Cells without the rest of a header in front: upright header text is read across as 结 结 其 尚."""
    first = next((i for i, c in enumerate(cells) if c.has_digit), len(cells))
    words = [i for i, c in enumerate(cells[:first]) if c.text and c.text[0] in _HEADER_CHARACTERS]
    return list(cells[words[-1] + 1 :] if words and first < len(cells) else cells)
