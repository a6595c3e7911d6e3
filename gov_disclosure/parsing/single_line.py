"""Table 四, whose values stand on one line without a label, three blocks side by side.

Belongs here: the header of that table and the cells below it. Does not belong here: the order of its blocks and columns
(`column_order.py`), or tables whose rows have labels (`printed_rows.py`).
"""

import re
from collections.abc import Sequence

from gov_disclosure.parsing.cells import Cell, split_cells
from gov_disclosure.parsing.column_order import is_in_order, is_transposed
from gov_disclosure.parsing.extents import Extent
from gov_disclosure.parsing.labels import Label
from gov_disclosure.parsing.row_cells import line_end
from gov_disclosure.parsing.rows import PrintedColumn, PrintedRow
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.vocabulary.forms import FormTable

LONGEST_GAP = 60
"""Characters between two labels of a header: upright header text of two lines."""
MOST_PAGE_NUMBERS = 2
LEAST_OUTCOMES = 5
"""Outcomes named in the header of another copy of the table: those of a block. A sentence names fewer."""
BEFORE_HEADER = 30
"""Characters before the first label in which 行政诉讼, which is none, may stand."""
_HEADER_CHARACTERS = "结果维持纠正其他尚未审总计复议后起诉经直接行政"
_NUMBER = re.compile(r"[0-9０-９]+")
# On the skeleton; a title that ends in 行政诉讼 has a header behind it that names it again.
_SWAPPED = re.compile("行政诉讼行政法?复议(?!行政诉讼)")


def find_single_line(
    text: str, layout: FormTable, labels: tuple[list[Label], list[Label]], extent: Extent
) -> list[PrintedRow]:
    """Table 四: its values stand below the last label of the header. First the table, then the other copies of it.

    An office that reports for 全县 and for itself prints two.
    """
    found: list[PrintedRow] = []
    rows, columns = labels
    while head := _find_head(text, sorted((*rows, *columns), key=lambda x: x.start)):
        end = head[-1].end
        if not found or sum(x in columns for x in head) >= LEAST_OUTCOMES:
            found.append(_build_line(text, layout, (head, rows, columns), extent))
            end = max((c.end for c in found[-1].cells[: found[-1].width]), default=end)
        rows, columns = ([x for x in part if x.start >= end] for part in (rows, columns))
        if len(columns) < LEAST_OUTCOMES:
            break
    return found


def _build_line(
    text: str, layout: FormTable, labels: tuple[list[Label], list[Label], list[Label]], extent: Extent
) -> PrintedRow:
    head, groups, outcomes = labels
    rows = tuple(row for row in layout.rows if row.kind == "data")
    columns = tuple(PrintedColumn(column, None) for column in layout.columns)
    cells = tuple(_cells_below(text, head[-1].end, extent.end))
    end = max((c.end for c in cells[: len(rows) * len(columns)]), default=head[-1].end)
    doubtful = not is_in_order(layout, head, groups) or is_transposed(text, outcomes, head[-1].end, end)
    above = parse_skeleton(text[max(0, head[0].start - BEFORE_HEADER) : head[-1].end]).text
    doubtful = doubtful or _SWAPPED.search(above) is not None
    return PrintedRow(rows, head[-1], columns, cells, extent.end == len(text), is_unordered=doubtful)


def _find_head(text: str, labels: Sequence[Label]) -> list[Label]:
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
