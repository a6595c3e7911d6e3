"""The tables of the form, read by aligning a stream of printed cells with the form's labels.

How a table is read, room by room:

1. `extents` finds where the table lies: from the first cell that only this table prints to the next table or section.
2. `labels` finds the labels of its rows and columns on the skeleton of the text, where breaks, borders, spaces, quotes,
   pinyin and traditional characters do not matter, each with its list number and its note.
3. `alignment` picks the rows: the heaviest chain of labels in the form's own order, and rows that changed places.
4. `printed_rows` cuts what stands behind each label into printed cells (`cells`), up to the next label, and says what puts
   them in doubt (`rows`).
5. `placement` says which cell is which column: by count, by place (`cell_places`), or, for digits without borders, by the
   arithmetic of the row (`glue`) and of the columns (`column_sums`).
6. `doubts` says which rows stay unread because their numbers ran together, and in how many ways they can be read.
7. `cell_readings` says what is printed in a cell, by its unit.
8. Here the cells are read, a second copy of the table is compared with the first, and what is left is counted: every cell
   that the form asks for comes back, printed or not, and every number inside a table is a cell, part of a label, or left over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

from gov_disclosure.parsing.cell_readings import read_cell
from gov_disclosure.parsing.cells import Cell, has_number, is_word
from gov_disclosure.parsing.column_sums import Placement
from gov_disclosure.parsing.doubts import COPIED, Doubt, find_glued
from gov_disclosure.parsing.extents import Extent
from gov_disclosure.parsing.foreign_headers import find_foreign_rows, find_other_measures
from gov_disclosure.parsing.numerals import BLANK, UNREADABLE, Reading
from gov_disclosure.parsing.placement import place_rows
from gov_disclosure.parsing.printed_rows import find_printed_rows
from gov_disclosure.parsing.rows import PrintedRow, PrintedTable
from gov_disclosure.parsing.shifted_rows import find_shifted
from gov_disclosure.parsing.skeleton import Skeleton
from gov_disclosure.vocabulary.forms import FormTable, form_table, form_tables
from gov_disclosure.vocabulary.values import ValueStatus

# Behind the last number a label may be a word of the sentence below the table: 未发生行政复议、行政诉讼。
_RUNNING_TEXT = re.compile(r"[^\n\t|｜]{0,80}。")
_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,，．]*")
# Of digits that ran together some may be cells and others not: only those are left over.
_UNKNOWN = re.compile(rb"\x00+")
LONGEST_LABEL = 40
"""Characters of a label of the form; a longer cell is running text."""
_ABSENT = Reading(ValueStatus.ABSENT)
_Read = tuple[Reading, str | None, int | None, int | None]
_NOT_PRINTED: _Read = (_ABSENT, None, None, None)


class TableCell(NamedTuple):
    """One cell that the form asks for: what is printed, where, and how it reads.

    `raw_text` and the span are None where nothing is printed for it. `note` is the label that named its row, with the
    number of readings where several remain.
    """

    table: str
    row: str
    column: str
    reading: Reading
    unit: str
    raw_text: str | None = None
    start: int | None = None
    end: int | None = None
    note: str | None = None


_Key = tuple[str, str]
_Cells = Mapping[_Key, TableCell]


class LeftOver(NamedTuple):
    """A number inside a table that belongs to no cell of the form."""

    table: str
    start: int
    end: int


class ParsedTable(NamedTuple):
    """A table: its cells in the form's order, the numbers left over, the stretch of text that it covers, and what is in doubt."""

    cells: tuple[TableCell, ...]
    left_over: tuple[LeftOver, ...] = ()
    covered: tuple[int, int] | None = None
    doubts: tuple[Doubt, ...] = ()


def parse_table(text: str, skeleton: Skeleton, form: str, table: str, extent: Extent | None) -> ParsedTable:
    """Read one table of a form; without an extent all its cells are `absent`."""
    layout = form_table(form, table)
    if layout is None:
        return ParsedTable(())
    if extent is None:
        return ParsedTable(tuple(cell for _, cell in _list_unprinted(form, table) if cell))
    printed = find_printed_rows(text, skeleton, layout, extent)
    placed = place_rows(layout, printed.rows)
    read = {(cell.row, cell.column): cell for cell in _read_rows(text, layout, placed)}
    copied = _find_contradictions(read, _read_rows(text, layout, place_rows(layout, printed.copy)))
    read |= {(x.row, x.column): read[x.row, x.column]._replace(reading=UNREADABLE) for x in copied}
    foreign = {
        *find_foreign_rows(skeleton, layout, extent, printed.rows),
        *find_other_measures(text, layout, extent, printed.rows),
        *find_shifted(layout, ((key, cell.reading.value) for key, cell in read.items())),
    }
    if foreign:
        read |= {
            key: cell._replace(reading=UNREADABLE)
            for key, cell in read.items()
            if cell.row in foreign and cell.reading.value is not None
        }
    cells = tuple(cell for key, absent in _list_unprinted(form, table) if (cell := read.get(key, absent)))
    doubts = (*find_glued(table, placed), *(_contradiction(x) for x in copied))
    return _close(text, extent, cells, printed)._replace(doubts=doubts)


@cache
def _list_unprinted(form: str, table: str) -> tuple[tuple[_Key, TableCell | None], ...]:
    """Every cell of a table in the form's order, as it is where nothing is printed; None in the local extra rows."""
    return tuple(
        (
            (row.key, c.key),
            TableCell(table, row.key, c.key, _ABSENT, layout.unit_of(row, c)) if row.kind == "data" else None,
        )
        for layout in form_tables(form)
        if layout.key == table
        for row in layout.rows
        for c in layout.columns_of(row)
    )


def _read_rows(text: str, layout: FormTable, rows: Iterable[Placement]) -> Iterator[TableCell]:
    cut = len(text.rstrip(" \u3000\xa0"))
    return chain.from_iterable(_read_row(text, layout, row, cut) for row in rows)


def _find_contradictions(read: _Cells, copies: Iterable[TableCell]) -> list[TableCell]:
    """Cells of another copy of the table that print another number: which of the two holds is not known."""
    return [
        cell
        for cell in copies
        if (first := read.get((cell.row, cell.column))) is not None
        and None not in (cell.reading.value, first.reading.value, cell.start, cell.end)
        and cell.reading.value != first.reading.value
    ]


def _contradiction(cell: TableCell) -> Doubt:
    return Doubt(COPIED, cell.table, cell.row, cell.column, cell.reading.value, cell.start or 0, cell.end or 0)


def _read_row(text: str, layout: FormTable, placement: Placement, cut: int) -> list[TableCell]:
    """Cells of a row. The document is cut at `cut`, perhaps inside the number that stands there."""
    row, note = placement.row, _note(text, placement)
    asked = [(form_row, printed) for form_row in row.rows for printed in row.columns]
    is_cut = bool(row.cells) and row.cells[-1].end >= cut
    cells = None if is_cut and _rests_on_cut(placement, cut) else placement.cells
    undecided = _undecided(text, row) if cells is None else _NOT_PRINTED
    table, label_end = layout.key, row.label.core_end
    read = []
    for (form_row, printed), cell in zip(asked, cells or (None,) * len(asked), strict=True):
        reading, raw_text, start, end = undecided
        unit = layout.unit_of(form_row, printed.column)
        if cell is not None:
            raw_text, start, end = cell
            reading = read_cell(text, cell, printed, unit, label_end)
            if is_cut and end >= cut and raw_text:
                reading = UNREADABLE
        read.append(TableCell(table, form_row.key, printed.column.key, reading, unit, raw_text, start, end, note))
    return read


def _rests_on_cut(placement: Placement, cut: int) -> bool:
    """Whether digits without borders were split by a total that the document's end may have cut."""
    printed = [c for c in placement.cells or () if c is not None and not c.is_blank]
    glued = any(one.end == other.start for one, other in pairwise(printed))
    return glued and printed[-1].end >= cut


def _note(text: str, placement: Placement) -> str:
    label = text[placement.row.label.core_start : placement.row.label.core_end]
    return f"{label} ({len(placement.readings)} readings)" if placement.digits and placement.readings else label


def _undecided(text: str, row: PrintedRow) -> _Read:
    """The text does not decide: something is printed and may belong to any column, or nothing is printed at all."""
    values = [c for c in row.cells if not c.is_blank and (not is_word(c) or _is_at_label(c, row))]
    if values:
        start, end = values[0].start, values[-1].end
        return UNREADABLE, text[start:end], start, end
    if row.is_last and not row.cells:
        return _NOT_PRINTED
    place = row.cells[0].start if row.cells else row.label.end
    return BLANK, "", place, place


def _is_at_label(cell: Cell, row: PrintedRow) -> bool:
    """Whether a cell begins with a digit at once behind the label, though running text follows it without a border."""
    return cell.start == row.label.end and cell.text[:1].isdecimal()


def _close(text: str, extent: Extent, cells: tuple[TableCell, ...], printed: PrintedTable) -> ParsedTable:
    """The table with the numbers in it that are neither in a cell nor part of a label."""
    placed = [
        (c.start, c.end) for c in cells if c.start is not None and c.end is not None and c.reading.value is not None
    ]
    spans = [*placed, *((x.start, x.end) for x in printed.labels)]
    if not spans:
        return ParsedTable(cells)
    last = max((end for _, end in placed), default=extent.start)
    last = max([last, *(_last_number(row) for row in printed.rows if _end_of(row) > last)])
    labels = [x.end for x in printed.labels if x.start < last or not _RUNNING_TEXT.match(text, x.end)]
    covered = (extent.start, max([last, *labels]))
    gaps = _find_gaps(text, covered, spans)
    return ParsedTable(cells, tuple(LeftOver(extent.table, *g) for g in gaps if has_number(text[slice(*g)])), covered)


def _find_gaps(text: str, covered: tuple[int, int], spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of numbers that stand in none of the spans."""
    between, at = [], covered[0]
    for start, end in sorted(spans):
        if at < start:
            between.append(text[at:start])
        at = max(at, end)
    if not has_number("".join([*between, text[at : covered[1]]])):
        return []
    known = bytearray(len(text))
    for start, end in spans:
        known[start:end] = b"\x01" * (end - start)
    numbers = (m.span() for m in _NUMBER.finditer(text, *covered))
    return [gap.span() for number in numbers for gap in _UNKNOWN.finditer(known, *number)]


def _end_of(row: PrintedRow) -> int:
    return row.cells[-1].end if row.cells else row.label.end


def _last_number(row: PrintedRow) -> int:
    """End of the last number behind a label that still belongs to the table: before the first cell of running text."""
    is_prose = (len(c.text) > LONGEST_LABEL or "。" in c.text for c in row.cells)
    prose = next((i for i, found in enumerate(is_prose) if found), len(row.cells))
    return max((c.end for c in row.cells[:prose] if c.has_digit), default=row.label.end)
