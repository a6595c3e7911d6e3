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
7. Here the cells are read, a second copy of the table is compared with the first, and what is left is counted: every cell
   that the form asks for comes back, printed or not, and every number inside a table is a cell, part of a label, or left over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from gov_disclosure.parsing.cells import Cell, has_number, is_word
from gov_disclosure.parsing.column_sums import Placement
from gov_disclosure.parsing.doubts import COPIED, Doubt, find_glued
from gov_disclosure.parsing.extents import Extent
from gov_disclosure.parsing.foreign_headers import find_foreign_rows, find_other_measures
from gov_disclosure.parsing.numerals import Reading, read_number
from gov_disclosure.parsing.placement import place_rows
from gov_disclosure.parsing.printed_rows import find_printed_rows
from gov_disclosure.parsing.rows import PrintedColumn, PrintedRow, PrintedTable
from gov_disclosure.parsing.shifted_rows import SIGNED, find_shifted
from gov_disclosure.parsing.skeleton import Skeleton, label_core, simplify
from gov_disclosure.vocabulary.forms import FormColumn, FormRow, FormTable, form_table
from gov_disclosure.vocabulary.values import MONEY_EXPONENTS, ValueStatus

# Behind the last number a label may be a word of the sentence below the table: 未发生行政复议、行政诉讼。
_RUNNING_TEXT = re.compile(r"[^\n\t|｜]{0,80}。")
_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,，．]*")
# Of digits that ran together some may be cells and others not: only those are left over.
_UNKNOWN = re.compile(rb"\x00+")
LONGEST_LABEL = 40
"""Characters of a label of the form; a longer cell is running text."""
_ABSENT = Reading(ValueStatus.ABSENT)
_UNREADABLE = Reading(ValueStatus.UNREADABLE)
_Read = tuple[Reading, int | None, int | None]
_NOT_PRINTED: _Read = (_ABSENT, None, None)
_UNIT = re.compile("(?:单位)?(([十百千万亿]*)(美元|元|件|项|条|个|起|宗))(?:保留.{0,6})?")
_CURRENCY = "元"
_UNIT_OF_FORM = "万元"
_CHANGE = re.compile(r"[–+＋较比增净减]|下降")
_DAMAGED_UNIT = re.compile("[?？\ufffd□]\\s*元")
_MONEY = re.compile("[\u4e00-\u9fff]{0,3}元")
_MONEY_BEHIND = re.compile(r"[\s|｜]*([十百千万亿]*元)(?=[\s|｜]|$)")
_CAPTION = re.compile(r"单位\s*[:：]([^\n|｜()（）]{0,12}元)")
CAPTION_REACH = 1_500
"""Characters between the caption of a table and an amount in it."""
UNKNOWN_UNIT = ""
LARGEST_AMOUNT_WITHOUT_UNIT = Decimal(1_000_000)
"""万元, as of 100 亿元. A bare amount above it, under a header without a unit, may as well be 元: a township printed
15000000 for its purchases of the year. Neither is certain."""


@dataclass(frozen=True, slots=True)
class TableCell:
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


_Cells = Mapping[tuple[str, str], TableCell]


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A number inside a table that belongs to no cell of the form."""

    table: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParsedTable:
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
        return ParsedTable(tuple(_absent(layout, row, column) for row, column in layout.cells()))
    printed = find_printed_rows(text, skeleton, layout, extent)
    placed = place_rows(layout, printed.rows)
    read = {(cell.row, cell.column): cell for cell in _read_rows(text, layout, placed)}
    copied = _find_contradictions(read, _read_rows(text, layout, place_rows(layout, printed.copy)))
    read |= {(x.row, x.column): replace(read[x.row, x.column], reading=_UNREADABLE) for x in copied}
    foreign = {
        *find_foreign_rows(skeleton, layout, extent, printed.rows),
        *find_other_measures(text, layout, extent, printed.rows),
        *find_shifted(layout, ((key, cell.reading.value) for key, cell in read.items())),
    }
    read |= {
        key: replace(cell, reading=_UNREADABLE)
        for key, cell in read.items()
        if cell.row in foreign and cell.reading.value is not None
    }
    cells = tuple(read.get((r.key, c.key)) or _absent(layout, r, c) for r, c in _asked(layout, read))
    doubts = (*find_glued(table, placed), *(_contradiction(x) for x in copied))
    return replace(_close(text, extent, cells, printed), doubts=doubts)


def _read_rows(text: str, layout: FormTable, rows: Iterable[Placement]) -> Iterator[TableCell]:
    return (cell for row in rows for cell in _read_row(text, layout, row))


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


def _read_row(text: str, layout: FormTable, placement: Placement) -> Iterator[TableCell]:
    row, note = placement.row, _note(text, placement)
    columns = [(form_row, printed) for form_row in row.rows for printed in row.columns]
    cut = len(text.rstrip(" \u3000\xa0"))
    cells = None if _rests_on_cut(placement, cut) else placement.cells
    undecided = _undecided(row) if cells is None else None
    for i, (form_row, printed) in enumerate(columns):
        unit = layout.unit_of(form_row, printed.column)
        found = cells[i] if cells is not None else None
        reading, start, end = undecided or _NOT_PRINTED
        if found is not None:
            reading, start, end = _read_cell(text, found, printed, unit, row.label.core_end), found.start, found.end
            if end >= cut and start < end:
                reading = _UNREADABLE  # the document is cut here, perhaps inside the number
        raw_text = None if start is None else text[start:end]
        yield TableCell(layout.key, form_row.key, printed.column.key, reading, unit, raw_text, start, end, note)


def _rests_on_cut(placement: Placement, cut: int) -> bool:
    """Whether digits without borders were split by a total that the document's end may have cut."""
    printed = [c for c in placement.cells or () if c is not None and not c.is_blank]
    glued = any(one.end == other.start for one, other in pairwise(printed))
    return glued and printed[-1].end >= cut


def _note(text: str, placement: Placement) -> str:
    label = text[placement.row.label.core_start : placement.row.label.core_end]
    return f"{label} ({len(placement.readings)} readings)" if placement.digits and placement.readings else label


def _read_cell(text: str, printed: Cell, column: PrintedColumn, unit: str, label_end: int) -> Reading:
    beside = _find_unit_beside(text, printed, label_end) if unit in MONEY_EXPONENTS else None
    stated = _find_unit(text, column) if beside is None else beside
    if stated is None and unit in MONEY_EXPONENTS and _has_other_caption(text, printed.start):
        stated = UNKNOWN_UNIT
    reading = _read_with_unit(printed, read_number(printed.text, unit=unit), stated, unit)
    is_part = (
        reading.value is not None and unit not in MONEY_EXPONENTS and reading.value != reading.value.to_integral_value()
    )
    # 199.45 projects: the cell before is lost, or this is no count; –417, +5, 减少2项: a stroke and a number, or a change
    is_change = column.column.type != SIGNED and _CHANGE.match(printed.text) is not None
    return _UNREADABLE if is_part or is_change else reading


def _read_with_unit(printed: Cell, reading: Reading, stated: str | None, unit: str) -> Reading:
    """A number by the unit in its cell, else by the one stated beside or above it, else by the form's if plausible."""
    if reading.value is None or reading.unit is not None:
        return reading
    is_money = unit in MONEY_EXPONENTS
    if stated == UNKNOWN_UNIT:
        return _UNREADABLE
    if stated:
        return read_number(printed.text + stated, unit=unit if is_money else None)
    return _UNREADABLE if is_money and reading.value >= LARGEST_AMOUNT_WITHOUT_UNIT else reading


def _find_unit_beside(text: str, printed: Cell, label_end: int) -> str | None:
    """Unit of an amount that the row prints in a cell of its own or behind its label: 收取的费用 | 元 | 380.

    `UNKNOWN_UNIT` where there are several.
    """
    behind = _MONEY_BEHIND.match(text, printed.end)
    found = {m.group() for m in _MONEY.finditer(simplify(text[label_end : printed.start]))}
    found |= {behind.group(1)} if behind else set()
    return (found.pop() if len(found) == 1 else UNKNOWN_UNIT) if found else None


def _has_other_caption(text: str, place: int) -> bool:
    """Whether the last caption above an amount, (单位:件、元), counts money in another unit than the form does.

    It may be the caption of another table, so that it takes the number away and does not scale it.
    """
    captions = _CAPTION.findall(simplify(text[max(0, place - CAPTION_REACH) : place]))
    return bool(captions) and any(unit != "万元" for unit in _MONEY.findall(captions[-1]))


def _find_unit(text: str, column: PrintedColumn) -> str | None:
    """Unit that the header prints in brackets behind the name of the column, where it scales the number: 万件, 千元.

    The form itself prints 本年收费金额(单位:万元): an amount below it counts 万元, however large.
    `UNKNOWN_UNIT` where an amount has one that is no unit: 认元, a misprint of 万元, or □元.
    """
    if column.label is None:
        return None
    if simplify(label_core(text[column.label.core_start : column.label.core_end])).endswith(_UNIT_OF_FORM):
        return _UNIT_OF_FORM
    printed = text[column.label.core_end : column.label.end]
    note = simplify(label_core(printed))
    stated = None if _DAMAGED_UNIT.search(printed) else _UNIT.fullmatch(note)
    if stated is None:
        return UNKNOWN_UNIT if _CURRENCY in note and column.column.type == "money_wan" else None
    return stated.group(1) if stated.group(2) or stated.group(3) in ("元", "美元") else None


def _undecided(row: PrintedRow) -> _Read:
    """The text does not decide: something is printed and may belong to any column, or nothing is printed at all."""
    values = [c for c in row.cells if not c.is_blank and (not is_word(c) or _is_at_label(c, row))]
    if values:
        return _UNREADABLE, values[0].start, values[-1].end
    if row.is_last and not row.cells:
        return _NOT_PRINTED
    place = row.cells[0].start if row.cells else row.label.end
    return Reading(ValueStatus.BLANK), place, place


def _is_at_label(cell: Cell, row: PrintedRow) -> bool:
    """Whether a cell begins with a digit at once behind the label, though running text follows it without a border."""
    return cell.start == row.label.end and cell.text[:1].isdecimal()


def _absent(layout: FormTable, row: FormRow, column: FormColumn) -> TableCell:
    return TableCell(layout.key, row.key, column.key, _ABSENT, layout.unit_of(row, column))


def _asked(layout: FormTable, read: dict[tuple[str, str], TableCell]) -> Iterator[tuple[FormRow, FormColumn]]:
    """Cells that the form asks for, and those of local extra rows that are printed."""
    for row in layout.rows:
        for column in layout.columns_of(row):
            if row.kind == "data" or (row.key, column.key) in read:
                yield row, column


def _close(text: str, extent: Extent, cells: tuple[TableCell, ...], printed: PrintedTable) -> ParsedTable:
    """The table with the numbers in it that are neither in a cell nor part of a label."""
    placed = [
        (c.start, c.end) for c in cells if c.start is not None and c.end is not None and c.reading.value is not None
    ]
    spans = [*placed, *((x.start, x.end) for x in printed.labels)]
    if not spans:
        return ParsedTable(cells)
    last = max([end for _, end in placed] + [_last_number(row) for row in printed.rows], default=extent.start)
    labels = [x.end for x in printed.labels if x.start < last or not _RUNNING_TEXT.match(text, x.end)]
    covered = (extent.start, max([last, *labels]))
    known = bytearray(len(text))
    for start, end in spans:
        known[start:end] = b"\x01" * (end - start)
    numbers = (m.span() for m in _NUMBER.finditer(text, *covered))
    gaps = (gap.span() for number in numbers for gap in _UNKNOWN.finditer(known, *number))
    left_over = tuple(LeftOver(extent.table, *gap) for gap in gaps if has_number(text[slice(*gap)]))
    return ParsedTable(cells, left_over, covered)


def _last_number(row: PrintedRow) -> int:
    """End of the last number behind a label that still belongs to the table: before the first cell of running text."""
    is_prose = (len(c.text) > LONGEST_LABEL or "。" in c.text for c in row.cells)
    prose = next((i for i, found in enumerate(is_prose) if found), len(row.cells))
    return max((c.end for c in row.cells[:prose] if c.has_digit), default=row.label.end)
