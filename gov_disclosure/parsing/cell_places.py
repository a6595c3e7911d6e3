"""Which of the printed cells of a row are its columns, by count and by place alone.

Belongs here: fillers in front and behind, cells that the end of the document cuts, words where a row ends. Does not belong
here: cutting a row into cells (`cells.py`), and whether sums bear the places out (`placement.py`).
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from gov_disclosure.parsing.cells import PAGE_NUMBER, Cell, has_false_start, holds_value, is_prose, is_word


class Shape(NamedTuple):
    """How a complete row is printed: fillers before its values, and cells in all."""

    lead: int
    length: int


class Survey(NamedTuple):
    """The cells of a row up to the first one of words where a row ends, and which of them are not blank."""

    cells: Sequence[Cell]
    values: Sequence[int]

    @property
    def has_blank(self) -> bool:
        return len(self.values) < len(self.cells)


def survey_cells(cells: Sequence[Cell], width: int) -> Survey:
    """Look a row over."""
    cells = _before_words(cells, width)
    return Survey(cells, [i for i, c in enumerate(cells) if c.text])


def place_cells(survey: Survey, width: int, shapes: Collection[Shape] = ()) -> Sequence[Cell] | None:
    """The `width` cells of a row among the printed ones, or None where the text does not decide.

    As many printed values as columns: they are the row, unless it begins or ends with words that may be left of a label.
    Fewer: their places decide, if the row has as many cells as columns,
    or as many as complete rows of the table have (`shapes`), or if its outermost values are a row's width apart. A row with
    another number of cells has lost one, and nothing tells which.

    >>> blank, two = Cell("", 0, 0), Cell("2", 5, 6)
    >>> [c.text for c in place_cells(survey_cells([two, blank, two], 3), 3)]
    ['2', '', '2']
    >>> place_cells(survey_cells([blank, two, blank], 2), 2) is None
    True
    """
    cells, values = survey
    if values and width > 1 and not (holds_value(cells[values[0]]) and holds_value(cells[values[-1]])):
        return None
    if len(values) == width:
        return [cells[i] for i in values] if survey.has_blank else cells
    if len(values) > width or len(cells) < width or any(has_false_start(cells[i]) for i in values):
        return None
    lead = _find_lead(len(cells), width, values, shapes)
    return list(cells[lead : lead + width]) if lead is not None else None


def _find_lead(length: int, width: int, values: Sequence[int], shapes: Collection[Shape]) -> int | None:
    leads = {shape.lead for shape in shapes if shape.length == length}
    if not shapes and length == width:
        leads = {0}
    elif not shapes and values and values[-1] - values[0] == width - 1:
        leads = {values[0]}
    elif not values:
        leads = {min(leads, default=0)}
    if len(leads) != 1:
        return None
    lead = leads.pop()
    inside = lead + width <= length and (not values or lead <= values[0] <= values[-1] < lead + width)
    return lead if inside else None


def find_shape(survey: Survey, width: int) -> Shape | None:
    """Shape of a row that is complete."""
    values = survey.values
    return Shape(values[0], len(survey.cells)) if len(values) == width > 0 else None


def place_cut_cells(cells: Sequence[Cell], width: int, shapes: Collection[Shape]) -> list[Cell | None] | None:
    """The first cells of a row that the end of the document cuts, where all complete rows begin at once.

    None where two of them ran together, `00`: which columns the others stand in is then not known.
    """
    if {shape.lead for shape in shapes} != {0} or not 0 < len(cells) < width:
        return None
    if any(is_word(cell) or has_false_start(cell) for cell in cells):
        return None
    return [*cells, *[None] * (width - len(cells))]


def _before_words(cells: Sequence[Cell], width: int) -> Sequence[Cell]:
    """The cells up to the first one of words where a row ends: a row that the form does not know, prose, or a page number.

    Words in the last column are no value either: as likely a cell was lost and they are what is left of the next label.
    """
    printed = "".join([c.text for c in cells])
    if printed.isdecimal() or not printed:
        return cells
    row, behind = cells[:width], "".join([c.text for c in cells[width:]])
    if len(cells) == width + 3 and PAGE_NUMBER.fullmatch(behind) and not any(c.is_blank for c in row):
        return row
    last = max(width - 1, 1)
    ends = (i for i, cell in enumerate(cells) if is_prose(cell) or (i >= last and is_word(cell)))
    return cells[: next(ends, len(cells))]
