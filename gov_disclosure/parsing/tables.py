"""The tables of the form, read by aligning a stream of printed cells with the form's labels.

Every cell that the form asks for comes back, printed or not; every number inside a table is a cell or is left over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gov_disclosure.parsing.alignment import RowMatch, align_rows
from gov_disclosure.parsing.cells import Cell, find_lead, is_unit, is_word, place_cells, split_cells
from gov_disclosure.parsing.extents import Extent
from gov_disclosure.parsing.labels import Label, column_labels, find_labels, row_labels
from gov_disclosure.parsing.numerals import Reading, read_number
from gov_disclosure.parsing.skeleton import Skeleton
from gov_disclosure.vocabulary.forms import FormColumn, FormRow, FormTable, form_table
from gov_disclosure.vocabulary.values import ValueStatus

_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,，．]*")
UNIT_COLUMN_IN = "statistics"
"""The table that prints a column of units between labels and values."""
_ABSENT = Reading(ValueStatus.ABSENT)


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell that the form asks for: what is printed, where, and how it reads.

    `raw_text` and the span are None where nothing is printed for it. `label` is the label that named its row.
    """

    table: str
    row: str
    column: str
    reading: Reading
    unit: str
    raw_text: str | None = None
    start: int | None = None
    end: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A number inside a table that belongs to no cell of the form."""

    table: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """A table: its cells in the form's order, the numbers left over, and the stretch of text that it covers."""

    cells: tuple[TableCell, ...]
    left_over: tuple[LeftOver, ...] = ()
    covered: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _PrintedRow:
    """A row of the form as printed: its label, its columns in printed order, and the cells behind the label."""

    row: FormRow
    label: Label
    columns: tuple[FormColumn, ...]
    cells: tuple[Cell, ...]


def parse_table(text: str, skeleton: Skeleton, form: str, table: str, extent: Extent | None) -> ParsedTable:
    """Read one table of a form; without an extent all its cells are `absent`."""
    layout = form_table(form, table)
    if layout is None:
        return ParsedTable(())
    if extent is None:
        return ParsedTable(tuple(_absent(layout, row, column) for row, column in layout.cells()))
    printed, labels = _find_rows(text, skeleton, layout, extent)
    read = _read_rows(text, layout, printed)
    cells = tuple(read.get((r.key, c.key)) or _absent(layout, r, c) for r, c in _asked(layout, read))
    return _close(text, extent, cells, labels)


def _find_rows(
    text: str, skeleton: Skeleton, layout: FormTable, extent: Extent
) -> tuple[list[_PrintedRow], list[Label]]:
    """Rows as printed, and every label seen in the extent."""
    span = (extent.start, extent.end)
    columns = find_labels(text, skeleton, column_labels(layout.form, layout.key), span)
    rows = find_labels(text, skeleton, row_labels(layout.form, layout.key), span)
    if layout.key == "review_litigation":
        return _single_line(text, layout, [*rows, *columns], extent), [*rows, *columns]
    matches = align_rows(rows)
    limits = _limits(matches, rows, extent)
    by_line = _is_row_a_line(text, layout, matches, limits)
    printed = []
    header: list[Label] = []
    for match, limit in zip(matches, limits, strict=True):
        row = layout.rows[match.row]
        header = _header_above(columns, match.label, header)
        if row.kind != "title":
            asked = layout.columns_of(row)
            cells = _row_cells(text, match.label.end, limit, len(asked), by_line=by_line)
            values = (c for c in cells if not (layout.key == UNIT_COLUMN_IN and is_unit(c)))
            printed.append(_PrintedRow(row, match.label, _ordered(layout, asked, header), tuple(values)))
    return printed, [*rows, *columns]


def _limits(matches: Sequence[RowMatch], labels: Sequence[Label], extent: Extent) -> list[int]:
    """Where the cells of each matched row end: at the next label of any kind, or with the table."""
    starts = sorted(label.start for label in labels)
    return [next((s for s in starts if s >= m.label.end), extent.end) for m in matches]


def _is_row_a_line(text: str, layout: FormTable, matches: Sequence[RowMatch], limits: Sequence[int]) -> bool:
    """Whether the table prints a row on a line: some label has its values, or their borders, behind it."""
    for match, limit in zip(matches, limits, strict=True):
        line = text[match.label.end : _line_end(text, match.label.end, limit)]
        borders = line.count("|") + line.count("｜") + line.count("\t")
        width = len(layout.columns_of(layout.rows[match.row]))
        if width and (_NUMBER.search(line) or borders >= max(width, 2)):
            return True
    return False


def _row_cells(text: str, start: int, limit: int, width: int, *, by_line: bool) -> list[Cell]:
    """Cells of a row: those on its line where rows are lines and the line is full, else all up to the next label."""
    if by_line:
        cells = split_cells(text, start, _line_end(text, start, limit))
        if len(cells) >= width:
            return cells
    return split_cells(text, start, limit)


def _line_end(text: str, start: int, limit: int) -> int:
    end = text.find("\n", start, limit)
    return limit if end < 0 else end


def _header_above(columns: Sequence[Label], label: Label, header: list[Label]) -> list[Label]:
    """The column labels of the header that stands above a label: the last unbroken group before it."""
    above = [c for c in columns if c.core_start < label.start]
    new = [c for c in above if not header or c.core_start > header[-1].core_start]
    return new or header


def _ordered(layout: FormTable, asked: tuple[FormColumn, ...], header: Sequence[Label]) -> tuple[FormColumn, ...]:
    """The columns of a row in the order of the header, where the header prints every one of them once."""
    names = [layout.columns[k] for label in header for k in label.keys if layout.columns[k] in asked]
    return tuple(names) if len(names) == len(asked) == len(set(names)) else asked


def _single_line(text: str, layout: FormTable, labels: Sequence[Label], extent: Extent) -> list[_PrintedRow]:
    """Table 四: three blocks side by side, their values on one line that has no label."""
    width = len(list(layout.cells()))
    head = [x for x in sorted(labels, key=lambda x: x.end) if not _values_before(text, extent.start, x.start)]
    if not head:
        return []
    line = _line_end(text, head[-1].end, extent.end)
    cells = split_cells(text, line + 1, extent.end) if text[head[-1].end : line].strip("\t |｜") == "" else []
    cells = _from_first_value(cells) if len(cells) >= width else []
    cells = cells or _from_first_value(split_cells(text, head[-1].end, extent.end))
    placed = place_cells(cells, width) or [*cells]
    rows = [row for row in layout.rows if row.kind == "data"]
    size = len(layout.columns)
    complete = len(placed) == width
    return [
        _PrintedRow(row, head[-1], layout.columns, tuple(placed[i * size : (i + 1) * size] if complete else placed))
        for i, row in enumerate(rows)
    ]


def _values_before(text: str, start: int, end: int) -> bool:
    return _NUMBER.search(text, start, end) is not None


def _from_first_value(cells: Sequence[Cell]) -> list[Cell]:
    """Cells without the rest of a header in front: upright header text is read across as 结 结 其 尚."""
    words = [i for i, c in enumerate(cells) if c.text and not c.has_digit and "\u4e00" <= c.text[0] <= "\u9fff"]
    values = [i for i, c in enumerate(cells) if c.has_digit]
    leading = [i for i in words if values and i < values[0]]
    return list(cells[leading[-1] + 1 :] if leading else cells)


def _read_rows(text: str, layout: FormTable, printed: Sequence[_PrintedRow]) -> dict[tuple[str, str], TableCell]:
    lead = find_lead([(p.cells, len(p.columns)) for p in printed])
    read = {}
    for row in printed:
        placed = place_cells(row.cells, len(row.columns), lead)
        cells = _read_row(text, layout, row, placed)
        read.update({(row.row.key, cell.column): cell for cell in cells})
    return read


def _read_row(text: str, layout: FormTable, row: _PrintedRow, placed: list[Cell] | None) -> Iterator[TableCell]:
    label = text[row.label.core_start : row.label.core_end]
    for i, column in enumerate(row.columns):
        unit = layout.unit_of(row.row, column)
        cell = TableCell(layout.key, row.row.key, column.key, _ABSENT, unit, label=label)
        if placed is not None:
            yield _printed(text, cell, placed[i])
        elif row.cells:
            yield _undecided(text, cell, row.cells)
        else:
            yield cell if row.label.end >= len(text.rstrip()) else _empty(cell, row.label.end)


def _printed(text: str, cell: TableCell, printed: Cell) -> TableCell:
    reading = read_number(printed.text, unit=cell.unit)
    if printed.end == len(text) and printed.has_digit:
        reading = Reading(ValueStatus.UNREADABLE)  # the document is cut here, perhaps inside the number
    return replace(cell, reading=reading, raw_text=printed.text, start=printed.start, end=printed.end)


def _undecided(text: str, cell: TableCell, cells: Sequence[Cell]) -> TableCell:
    """Something is printed, and the text does not decide which column it belongs to."""
    values = [c for c in cells if not c.is_blank and not is_word(c)]
    if not values:
        return _empty(cell, cells[0].start)
    start, end = values[0].start, values[-1].end
    return replace(cell, reading=Reading(ValueStatus.UNREADABLE), raw_text=text[start:end], start=start, end=end)


def _empty(cell: TableCell, place: int) -> TableCell:
    return replace(cell, reading=Reading(ValueStatus.BLANK), raw_text="", start=place, end=place)


def _absent(layout: FormTable, row: FormRow, column: FormColumn) -> TableCell:
    return TableCell(layout.key, row.key, column.key, _ABSENT, layout.unit_of(row, column))


def _asked(layout: FormTable, read: dict[tuple[str, str], TableCell]) -> Iterator[tuple[FormRow, FormColumn]]:
    """Cells that the form asks for, and those of local extra rows that are printed."""
    for row in layout.rows:
        for column in layout.columns_of(row):
            if row.kind == "data" or (row.key, column.key) in read:
                yield row, column


def _close(text: str, extent: Extent, cells: tuple[TableCell, ...], labels: Sequence[Label]) -> ParsedTable:
    """The table with the numbers in it that are neither in a cell nor part of a label."""
    placed = [
        (c.start, c.end) for c in cells if c.start is not None and c.end is not None and c.reading.value is not None
    ]
    spans = sorted([*placed, *((x.start, x.end) for x in labels)])
    if not spans:
        return ParsedTable(cells)
    covered = (extent.start, max(end for _, end in spans))
    numbers = (m.span() for m in _NUMBER.finditer(text, *covered))
    left_over = tuple(
        LeftOver(extent.table, *n) for n in numbers if not any(start <= n[0] and n[1] <= end for start, end in spans)
    )
    return ParsedTable(cells, left_over, covered)
