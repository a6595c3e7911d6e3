"""Which printed cell stands in which column of its row.

In this order: as many values as columns; the places of the cells where some are blank; digits printed without borders, where
the form's arithmetic leaves one reading. A row that none of these decides stays undecided, with the number of readings left.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from gov_disclosure.parsing.cell_places import Shape, Survey, find_shape, place_cells, place_cut_cells, survey_cells
from gov_disclosure.parsing.cells import Cell, has_false_start, is_word
from gov_disclosure.parsing.column_sums import Placement, decide_by_columns, has_column_rules
from gov_disclosure.parsing.glue import Block, find_readings, is_forced, is_glued
from gov_disclosure.parsing.printed_rows import SINGLE_LINE
from gov_disclosure.parsing.rows import PrintedRow
from gov_disclosure.vocabulary.forms import FormTable

Shapes = Mapping[tuple[str, int], set[Shape]]
"""Shapes of complete rows by level and width; the level is empty where any level counts."""
BARS_AT_END = ("|", "｜")
LEAST_SHORT_ROWS = 2
LEAST_GRID_ROWS, GRID_SHARE = 4, 0.8
"""How many rows, and which share of all rows of a table, have the same borders if the table is a grid."""


class TableShape(NamedTuple):
    """What the rows of a table have in common.

    Attributes:
        without_borders: whether most of its numbers follow their label at once.
        is_regular: whether every row has as many cells as the complete ones, so that no cell was lost and none was left out.
        has_fillers: whether a complete row has more cells than columns.
        borders: what stands behind the last cell of complete rows.
        grid: the counts of borders that nearly all rows share, see `_find_grid`.
        has_lost_cells: whether most rows that borders part have fewer cells than columns, and none is blank: zeros left no
            trace, so that digits without borders may be fewer numbers than there are columns too.
    """

    shapes: Shapes
    without_borders: bool
    is_regular: bool
    has_fillers: bool
    borders: frozenset[str]
    grid: Mapping[int, int]
    has_lost_cells: bool


def place_rows(layout: FormTable, rows: Sequence[PrintedRow]) -> list[Placement]:
    """Place the cells of every row of a table."""
    if not rows:
        return []
    rows = _with_last_blanks(rows)
    surveys = [survey_cells(row.cells, row.width) for row in rows]
    shapes = _find_shapes(rows, surveys)
    table = TableShape(
        shapes,
        without_borders=2 * sum([row.is_glued_to_label for row in rows]) > len(rows),
        is_regular=all(len(r.cells) in {s.length for s in _shapes_of(r, shapes)} for r in rows if not r.is_last),
        has_fillers=any(shape != Shape(0, width) for (_, width), found in shapes.items() for shape in found),
        borders=frozenset([row.border for row in rows if row.is_full]),
        grid=_find_grid(rows),
        has_lost_cells=_has_lost_cells(rows),
    )
    placements = [_place_row(layout, row, survey, table) for row, survey in zip(rows, surveys, strict=True)]
    return decide_by_columns(layout, placements)


def _with_last_blanks(rows: Sequence[PrintedRow]) -> Sequence[PrintedRow]:
    """Rows with the blank cell behind their last border, where complete rows of the table have none there."""
    complete = [row.border for row in rows if row.is_full]
    if len(complete) < 2 or any(complete):
        return rows
    open_rows = (row._replace(cells=(*row.cells, _blank_behind(row)), border="") for row in rows)
    return [other if row.border in BARS_AT_END else row for row, other in zip(rows, open_rows, strict=True)]


def _has_lost_cells(rows: Sequence[PrintedRow]) -> bool:
    if sum(map(_is_short, rows)) < LEAST_SHORT_ROWS:
        return False
    parted = [row for row in rows if len(row.cells) > 1 and not any(has_false_start(cell) for cell in row.cells)]
    short = sum(map(_is_short, parted))
    return short >= LEAST_SHORT_ROWS and 2 * short > len(parted)


def _is_short(row: PrintedRow) -> bool:
    """Whether a row that borders part has fewer cells than columns, and none is blank."""
    return 1 < len(row.cells) < row.width and "" not in [cell.text for cell in row.cells]


def _find_grid(rows: Sequence[PrintedRow]) -> Mapping[int, int]:
    """Which count of borders nearly all rows share: of the whole line, or of what stands behind the label and its values.

    Where merged cells are filled up at the end of the line the first is the same, and the second where they are not. A row
    that has lost a cell has one border less than the others: where none has, no cell was lost, blank or not.
    """
    spelled = [_spell_grid(row) for row in rows if row.borders is not None]
    return {
        way: count
        for way, counts in enumerate(zip(*spelled, strict=True))
        for count, rows_with in Counter(counts).most_common(1)
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


def _find_shapes(rows: Sequence[PrintedRow], surveys: Sequence[Survey]) -> Shapes:
    shapes: defaultdict[tuple[str, int], set[Shape]] = defaultdict(set)
    for row, survey in zip(rows, surveys, strict=True):
        shape = find_shape(survey, row.width)
        if shape is not None:
            shapes[row.level, row.width].add(shape)
            shapes["", row.width].add(shape)
    return shapes


def _shapes_of(row: PrintedRow, shapes: Shapes) -> set[Shape]:
    """Shapes of the complete rows that are as wide and stand at the same level; at any level where there is none.

    Merged cells in front leave other fillers at each level.
    """
    return shapes.get((row.level, row.width)) or shapes.get(("", row.width)) or set()


def _place_row(layout: FormTable, row: PrintedRow, survey: Survey, table: TableShape) -> Placement:
    if row.is_unordered:
        return Placement(row, None)
    blocks = _list_blocks(layout.key, tuple([p.column.key for p in row.columns]), len(row.rows))
    cells = _place_by_cells(row, survey, table, blocks)
    if cells is not None:
        return Placement(row, tuple(cells))
    digits = [cell for cell in takewhile(lambda cell: not is_word(cell), row.cells) if not cell.is_blank]
    if table.has_lost_cells or not (table.without_borders or is_glued(digits)):
        return Placement(row, None)
    return _split_row(row, digits, blocks, alone=not has_column_rules(layout))


def _place_by_cells(
    row: PrintedRow, survey: Survey, table: TableShape, blocks: Sequence[Block]
) -> Sequence[Cell | None] | None:
    """The cells of a row as its borders part them; None where they do not say which column each of them is."""
    shapes = _shapes_of(row, table.shapes)
    cells = place_cells(survey, row.width, shapes)
    if cells is not None and _is_sure(cells, row, survey, table, blocks):
        return cells
    return place_cut_cells(row.cells, row.width, shapes) if row.is_last and table.is_regular else None


def _is_sure(
    cells: Sequence[Cell], row: PrintedRow, survey: Survey, table: TableShape, blocks: Sequence[Block]
) -> bool:
    """Whether nothing puts the places of a row in doubt, or its sums bear them out."""
    if table.has_fillers and blocks and _may_be_padded(cells, row, table, blocks):
        return False
    placed = _is_plain(row, survey, table, blocks) or _is_in_grid(row, table)
    if not (placed or _is_confirmed(cells, blocks)):
        return False
    strange = row.is_joined or row.is_moved
    return not strange or (bool(blocks) and _is_confirmed(cells, blocks, always=True))


def _split_row(row: PrintedRow, digits: Sequence[Cell], blocks: Sequence[Block], *, alone: bool) -> Placement:
    """A row whose numbers ran together, decided where one reading is left and, if not `alone`, no column has a say in it."""
    blocks = [block for block in blocks if block.total > 0]  # a total in front is not looked for
    readings = find_readings(digits, row.width, blocks)
    if readings and len(readings) == 1 and (is_forced(digits) or (blocks and alone)):
        return Placement(row, tuple(readings[0]))
    ran_together = any(len(cell.text) > 1 for cell in digits) and all(cell.text.isdecimal() for cell in digits)
    if row.width == 1 or not ran_together:
        return Placement(row, None)
    return Placement(row, None, tuple(digits), None if readings is None else tuple(map(tuple, readings)))


def _is_plain(row: PrintedRow, survey: Survey, table: TableShape, blocks: Sequence[Block]) -> bool:
    """Whether a row has a cell a column and no filler can be among them, so that no sum need bear it out.

    Fillers stand at the ends of a row: it shows that it has none by beginning and ending with a value, or complete rows do.
    """
    cells, width = survey.cells, row.width
    if len(cells) != width:
        return False
    shapes = _shapes_of(row, table.shapes)
    if not shapes <= {Shape(0, width)}:
        return False
    if not (cells[0].is_blank or cells[-1].is_blank):
        return len(row.rows) > 1 or not row.is_last
    known = bool(shapes) and not table.has_fillers and table.borders == {row.border}
    return known and len(row.rows) == 1 and not row.is_last and not _has_lost_a_part(cells, blocks)


def _has_lost_a_part(cells: Sequence[Cell], blocks: Sequence[Block]) -> bool:
    """Whether the last number before a blank total looks like the total: a part was lost, and a filler makes up for it."""
    numbers = [cell.number or 0 for cell in cells if not cell.is_blank]
    return bool(blocks) and cells[-1].is_blank and len(numbers) > 1 and numbers[-1] >= max(sum(numbers[:-1]), 1)


def _may_be_padded(cells: Sequence[Cell], row: PrintedRow, table: TableShape, blocks: Sequence[Block]) -> bool:
    """Whether a blank at an end of a row may be a filler that makes up for a lost cell: its sum may hold in either place.

    In front a row of the grid tells that none was lost; behind, pages pad short rows up to the grid.
    """
    if all(cell.is_blank for cell in cells):
        return False
    in_front = any(shape.lead for shapes in table.shapes.values() for shape in shapes)
    return (cells[0].is_blank and in_front and not _is_in_grid(row, table)) or _has_lost_a_part(cells, blocks)


def _is_confirmed(cells: Sequence[Cell], blocks: Sequence[Block], *, always: bool = False) -> bool:
    """Whether places that hold only if no cell was lost are borne out by the sums of the row.

    Asked where a table is printed with fillers, or a row has no label, and blank cells stand beside values: there a lost
    cell shows nowhere else, for a filler makes up for it.
    """
    blank = [c.is_blank for c in cells]
    if all(blank) or not (any(blank) or always):
        return True
    numbers = [c.number or 0 for c in cells]
    return bool(blocks) and all(_bears_out(block, blank, numbers) for block in blocks)


def _bears_out(block: Block, blank: Sequence[bool], numbers: Sequence[int]) -> bool:
    """Whether a block adds up to something: zeros with blanks between them add up wherever the blanks are."""
    empty = [blank[i] for i in (*block.parts, block.total)]
    adds_up = sum(numbers[i] for i in block.parts) == numbers[block.total]
    return adds_up and (numbers[block.total] > 0 or not any(empty) or all(empty))


@cache
def _list_blocks(table: str, columns: tuple[str, ...], rows: int) -> tuple[Block, ...]:
    """Columns of a printed row that the form says add up: all but the last to the last, in every block of table 四."""
    if table not in (SINGLE_LINE, "requests") or "total" not in (columns[0], columns[-1]):
        return ()
    size = len(columns)
    if columns[0] == "total":
        return (Block(range(1, size), 0),)
    return tuple(Block(range(i * size, (i + 1) * size - 1), (i + 1) * size - 1) for i in range(rows))
