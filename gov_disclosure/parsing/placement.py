"""Which printed cell stands in which column of its row.

In this order: as many values as columns; the places of the cells where some are blank; digits printed without borders, where
the form's arithmetic leaves one reading. A row that none of these decides stays undecided, with the number of readings left.
"""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from gov_disclosure.parsing.cells import Cell, Shape, before_words, find_shape, is_word, place_cells, place_cut_cells
from gov_disclosure.parsing.glue import Block, find_readings, is_forced, is_glued
from gov_disclosure.parsing.printed_rows import SINGLE_LINE
from gov_disclosure.parsing.rows import PrintedRow
from gov_disclosure.vocabulary.forms import FormTable, Identity, identities

Numbers = dict[tuple[str, str], int]
Shapes = dict[tuple[str, int], set[Shape]]
"""Shapes of complete rows by level and width; the level is empty where any level counts."""
BARS_AT_END = ("|", "｜")
LEAST_GRID_ROWS, GRID_SHARE = 4, 0.8
"""How many rows, and which share of all rows of a table, have the same borders if the table is a grid."""
MOST_COMBINATIONS = 2_000
"""Bound on the readings of several rows that are tried together."""


@dataclass(frozen=True, slots=True)
class TableShape:
    """What the rows of a table have in common.

    Attributes:
        without_borders: whether most of its numbers follow their label at once.
        is_regular: whether every row has as many cells as the complete ones, so that no cell was lost and none was left out.
        has_fillers: whether a complete row has more cells than columns.
        borders: what stands behind the last cell of complete rows.
        grid: the counts of borders that nearly all rows share, see `_find_grid`.
    """

    shapes: Shapes
    without_borders: bool
    is_regular: bool
    has_fillers: bool
    borders: frozenset[str]
    grid: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Placement:
    """The cells of a printed row, one a column (None: the document does not reach it); None if undecided.

    Attributes:
        digits: the cells of an undecided row in which numbers ran together; none where they did not.
        readings: full readings that remain of them; None where they are too many to list.
    """

    row: PrintedRow
    cells: tuple[Cell | None, ...] | None
    digits: tuple[Cell, ...] = ()
    readings: tuple[tuple[Cell, ...], ...] | None = ()


def place_rows(layout: FormTable, rows: Sequence[PrintedRow]) -> list[Placement]:
    """Place the cells of every row of a table."""
    rows = _with_last_blanks(rows)
    shapes = _find_shapes(rows)
    without_borders = 2 * sum(row.is_glued_to_label for row in rows) > len(rows)
    regular = all(len(row.cells) in {s.length for s in _shapes_of(row, shapes)} for row in rows if not row.is_last)
    fillers = any(shape != Shape(0, width) for (_, width), found in shapes.items() for shape in found)
    table = TableShape(shapes, without_borders, regular, fillers, _list_borders(rows), _find_grid(rows))
    placements = [_place_row(layout, row, table) for row in rows]
    return _decide_by_columns(layout, placements)


def _with_last_blanks(rows: Sequence[PrintedRow]) -> Sequence[PrintedRow]:
    """Rows with the blank cell behind their last border, where complete rows of the table have none there."""
    complete = [row for row in rows if len(row.cells) == row.width and not any(c.is_blank for c in row.cells)]
    if len(complete) < 2 or any(row.border for row in complete):
        return rows
    open_rows = (replace(row, cells=(*row.cells, _blank_behind(row)), border="") for row in rows)
    return [other if row.border in BARS_AT_END else row for row, other in zip(rows, open_rows, strict=True)]


def _list_borders(rows: Sequence[PrintedRow]) -> frozenset[str]:
    return frozenset(
        row.border for row in rows if len(row.cells) == row.width and not any(c.is_blank for c in row.cells)
    )


def _find_grid(rows: Sequence[PrintedRow]) -> Mapping[int, int]:
    """Which count of borders nearly all rows share: of the whole line, or of what stands behind the label and its values.

    Where merged cells are filled up at the end of the line the first is the same, and the second where they are not. A row
    that has lost a cell has one border less than the others: where none has, no cell was lost, blank or not.
    """
    spelled = [_spell_grid(row) for row in rows if row.borders is not None]
    return {
        way: count
        for way in (0, 1)
        for count, rows_with in Counter(counts[way] for counts in spelled).most_common(1)
        if rows_with >= max(LEAST_GRID_ROWS, GRID_SHARE * len(rows))
    }


def _spell_grid(row: PrintedRow) -> tuple[int, int]:
    whole, behind = row.borders or (0, 0)
    return whole, behind - row.width


def _is_in_grid(row: PrintedRow, table: TableShape) -> bool:
    """Whether a row has as many borders as nearly all rows of its table."""
    if row.borders is None or row.is_last or not table.grid:
        return False
    spelled = _spell_grid(row)
    return any(spelled[way] == count for way, count in table.grid.items())


def _blank_behind(row: PrintedRow) -> Cell:
    end = row.cells[-1].end if row.cells else row.label.end
    return Cell("", end, end)


def _find_shapes(rows: Sequence[PrintedRow]) -> Shapes:
    shapes: Shapes = defaultdict(set)
    for row in rows:
        shape = find_shape(row.cells, row.width)
        if shape is not None:
            shapes[row.level, row.width].add(shape)
            shapes["", row.width].add(shape)
    return shapes


def _shapes_of(row: PrintedRow, shapes: Shapes) -> set[Shape]:
    """Shapes of the complete rows that are as wide and stand at the same level; at any level where there is none.

    Merged cells in front leave other fillers at each level.
    """
    return shapes.get((row.level, row.width)) or shapes.get(("", row.width)) or set()


def _place_row(layout: FormTable, row: PrintedRow, table: TableShape) -> Placement:
    if row.is_unordered:
        return Placement(row, None)
    shapes = _shapes_of(row, table.shapes)
    blocks = _blocks(layout, row)
    cells: Sequence[Cell | None] | None = place_cells(row.cells, row.width, shapes)
    placed = _is_plain(row, table, blocks) or _is_in_grid(row, table)
    if cells is not None and not (placed or _is_confirmed(cells, blocks)):
        cells = None
    if (
        cells is not None
        and (row.is_joined or row.is_moved)
        and not (blocks and _is_confirmed(cells, blocks, always=True))
    ):
        cells = None
    if cells is None and row.is_last and table.is_regular:
        cells = place_cut_cells(row.cells, row.width, shapes)
    if cells is not None:
        return Placement(row, tuple(cells))
    digits = [cell for cell in takewhile(lambda cell: not is_word(cell), row.cells) if not cell.is_blank]
    return _split_row(row, digits, blocks) if table.without_borders or is_glued(digits) else Placement(row, None)


def _split_row(row: PrintedRow, digits: Sequence[Cell], blocks: Sequence[Block]) -> Placement:
    """A row whose numbers ran together, decided where one reading is left."""
    blocks = [block for block in blocks if block.total > 0]  # a total in front is not looked for
    readings = find_readings(digits, row.width, blocks)
    if readings and len(readings) == 1 and (blocks or is_forced(digits)):
        return Placement(row, tuple(readings[0]))
    ran_together = any(len(cell.text) > 1 for cell in digits) and all(cell.text.isdecimal() for cell in digits)
    if row.width == 1 or not ran_together:
        return Placement(row, None)
    return Placement(row, None, tuple(digits), None if readings is None else tuple(map(tuple, readings)))


def _is_plain(row: PrintedRow, table: TableShape, blocks: Sequence[Block]) -> bool:
    """Whether a row has a cell a column and no filler can be among them, so that no sum need bear it out.

    Fillers stand at the ends of a row: it shows that it has none by beginning and ending with a value, or complete rows do.
    """
    cells = before_words(row.cells, row.width)
    if len(cells) != row.width or not _shapes_of(row, table.shapes) <= {Shape(0, row.width)}:
        return False
    if not (cells[0].is_blank or cells[-1].is_blank):
        return len(row.rows) > 1 or not row.is_last
    known = bool(_shapes_of(row, table.shapes)) and not table.has_fillers and table.borders == {row.border}
    return known and len(row.rows) == 1 and not row.is_last and not _has_lost_a_part(cells, blocks)


def _has_lost_a_part(cells: Sequence[Cell], blocks: Sequence[Block]) -> bool:
    """Whether the last number before a blank total looks like the total: a part was lost, and a filler makes up for it."""
    numbers = [cell.number or 0 for cell in cells if not cell.is_blank]
    return bool(blocks) and cells[-1].is_blank and len(numbers) > 1 and numbers[-1] >= max(sum(numbers[:-1]), 1)


def _is_confirmed(cells: Sequence[Cell | None], blocks: Sequence[Block], *, always: bool = False) -> bool:
    """Whether places that hold only if no cell was lost are borne out by the sums of the row.

    Asked where a table is printed with fillers, or a row has no label, and blank cells stand beside values: there a lost
    cell shows nowhere else, for a filler makes up for it.
    """
    blank = [c is None or c.is_blank for c in cells]
    if all(blank) or not (any(blank) or always):
        return True
    numbers = [(c.number or 0) if c is not None else 0 for c in cells]
    return bool(blocks) and all(_bears_out(block, blank, numbers) for block in blocks)


def _bears_out(block: Block, blank: Sequence[bool], numbers: Sequence[int]) -> bool:
    """Whether a block adds up to something: zeros with blanks between them add up wherever the blanks are."""
    empty = [blank[i] for i in (*block.parts, block.total)]
    adds_up = sum(numbers[i] for i in block.parts) == numbers[block.total]
    return adds_up and (numbers[block.total] > 0 or not any(empty) or all(empty))


def _blocks(layout: FormTable, row: PrintedRow) -> list[Block]:
    """Columns of a printed row that the form says add up: all but the last to the last, in every block of table 四."""
    names = [p.column.key for p in row.columns]
    if layout.key not in (SINGLE_LINE, "requests") or "total" not in (names[0], names[-1]):
        return []
    size = len(names)
    if names[0] == "total":
        return [Block(range(1, size), 0)]
    return [Block(range(i * size, (i + 1) * size - 1), (i + 1) * size - 1) for i in range(len(row.rows))]


def _decide_by_columns(layout: FormTable, placements: Sequence[Placement]) -> list[Placement]:
    """Choose among the readings of rows by the identities of their columns, all undecided rows at once.

    A row is decided if every combination of readings that keeps the identities reads it in the same way.
    """
    rules = [r for r in identities(layout.form) if r.table == layout.key and r.over == "columns" and r.relation == "="]
    undecided = [p for p in placements if p.readings]
    combinations = math.prod(len(p.readings or ()) for p in undecided)
    if not rules or not undecided or combinations > MOST_COMBINATIONS:
        return list(placements)
    known = _known_numbers(placements)
    kept = [
        c
        for c in itertools.product(*(p.readings or () for p in undecided))
        if _is_consistent(undecided, c, rules, known)
    ]
    chosen = {id(p): set(readings) for p, readings in zip(undecided, zip(*kept, strict=True), strict=False)}
    return [_choose(p, chosen.get(id(p), set())) for p in placements]


def _choose(placement: Placement, readings: set[tuple[Cell, ...]]) -> Placement:
    """A row with the readings that remain; where none does, the sums of the columns are wrong and nothing is known."""
    if len(readings) == 1:
        return Placement(placement.row, readings.pop())
    return replace(placement, readings=tuple(readings)) if readings else placement


def _known_numbers(placements: Sequence[Placement]) -> Numbers:
    known: Numbers = {}
    for placement in placements:
        if placement.cells is not None:
            known |= _numbers(placement.row, placement.cells)
    return known


def _numbers(row: PrintedRow, cells: Sequence[Cell | None]) -> Numbers:
    keys = [(r.key, p.column.key) for r in row.rows for p in row.columns]
    printed = ((key, c.number) for key, c in zip(keys, cells, strict=True) if c is not None)
    return {key: number for key, number in printed if number is not None}


def _is_consistent(
    rows: Sequence[Placement], readings: Sequence[tuple[Cell, ...]], rules: Sequence[Identity], known: Numbers
) -> bool:
    numbers = dict(known)
    for placement, reading in zip(rows, readings, strict=True):
        numbers |= _numbers(placement.row, reading)
    columns = {column for _, column in numbers}
    return all(_holds(rule, column, numbers) for column in columns for rule in rules)


def _holds(rule: Identity, column: str, numbers: Mapping[tuple[str, str], int]) -> bool:
    """Whether a rule holds in a column; it does not speak where one of its numbers is not known."""
    sides = [[numbers.get((row, column)) for row in side] for side in (rule.left, rule.right)]
    if any(number is None for side in sides for number in side):
        return True
    return sum(n or 0 for n in sides[0]) == sum(n or 0 for n in sides[1])
