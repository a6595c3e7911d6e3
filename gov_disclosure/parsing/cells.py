"""The printed cells between two labels, whatever separates them, and their columns.

Every layout is the same thing flattened differently: an ordered stream of cells, some of them empty. Tabs and bars are
borders; where there are none, a line is a cell, and a line of nothing but numbers is a row of them. Fillers left behind by
merged cells look like blank cells: they are told apart by count, never by guessing.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gov_disclosure.parsing.numerals import read_number
from gov_disclosure.parsing.skeleton import simplify
from gov_disclosure.vocabulary.values import MONEY_EXPONENTS, UNIT_SYNONYMS, ValueStatus

BARS = re.compile(r"[|｜]")
TABS = re.compile(r"\t")
LINES = re.compile(r"\n|[ \u3000\xa0]{2,}")
_SPACES = re.compile(r"[ \u3000\xa0]+")
_BLANK = re.compile(r"(?:[\s\u3000\xa0\u200b\ufeff]|&nbsp;)*")
_NUMBER_LIKE = re.compile(r"[-+－—–―/\\]|[-+－]?[0-9０-９][0-9０-９.,，．]*")
_NUMBER_WITH_UNIT = re.compile(r"(?:增加|减少|[-+－])?[0-9０-９][0-9０-９.,，．]*[\u4e00-\u9fff]{1,3}")
_UNIT_FIRST = re.compile(r"[\u4e00-\u9fff]{1,2}(?=[0-9０-９])")
_LIST_NUMBER = re.compile(r"^(?:[0-9]{1,2}[.．、]|[(（][一二三四五六七八九十]{1,2}[)）][.．、]?)\s*(?=[\u4e00-\u9fff])")
_PAGE_NUMBER = re.compile(r"[-—–―]\s*[0-9]{1,3}\s*[-—–―]")
_ROW = re.compile(r"[\u4e00-\u9fff]{2,}[ \u3000\xa0]+[0-9０-９]")
_PROSE = re.compile(r"(?:[\u4e00-\u9fff][^\u4e00-\u9fff]*){10}")
_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
_DIGIT = re.compile(r"[0-9０-９]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell: its characters without the white space around them, and their span."""

    text: str
    start: int
    end: int

    @property
    def is_blank(self) -> bool:
        return not self.text

    @property
    def has_digit(self) -> bool:
        return has_number(self.text)


def split_cells(text: str, start: int, end: int) -> list[Cell]:
    """Cells printed in `text[start:end]`, the stretch behind a label.

    What stands before the first border is the rest of the label's own cell, and what stands behind the last one is
    the start of the next label's: neither counts unless something is printed there.
    """
    stretch = text[start:end]
    border = next((b for b in (BARS, TABS) if b.search(stretch)), None)
    if border is None:
        pieces = [part for piece in _pieces(text, start, end, LINES) for part in _split_numbers(text, piece)]
        return [c for c in pieces if not c.is_blank and not _PAGE_NUMBER.fullmatch(c.text)]
    cells = [part for piece in _pieces(text, start, end, border) for part in _split_lines(text, piece, border)]
    first = 1 if cells[0].is_blank else 0
    last = len(cells) - 1 if len(cells) > 1 and cells[-1].is_blank else len(cells)
    return cells[first:last]


def has_number(text: str) -> bool:
    """Whether a digit stands in a text."""
    return _DIGIT.search(text) is not None


def is_number_like(cell: Cell) -> bool:
    """Whether a cell holds a number or a dash and nothing else."""
    return _NUMBER_LIKE.fullmatch(cell.text) is not None


def is_word(cell: Cell) -> bool:
    """Whether a cell holds words rather than a value: a label that the form does not know, or prose."""
    words = _LIST_NUMBER.sub("", cell.text, count=1)
    says_none = read_number(cell.text).status is ValueStatus.NOT_APPLICABLE
    return is_prose(cell) or (_WORD.search(words) is not None and not has_number(words) and not says_none)


def is_prose(cell: Cell) -> bool:
    """Whether a cell holds running text, with or without numbers in it, or a whole row with a label of its own."""
    return _PROSE.search(cell.text) is not None or _ROW.match(cell.text) is not None


def _pieces(text: str, start: int, end: int, border: re.Pattern[str]) -> list[Cell]:
    marks = list(border.finditer(text, start, end))
    starts = [start, *(m.end() for m in marks)]
    ends = [*(m.start() for m in marks), end]
    return [_stripped(text, a, b) for a, b in zip(starts, ends, strict=True)]


def _stripped(text: str, start: int, end: int) -> Cell:
    blank = _BLANK.match(text, start, end)
    start = blank.end() if blank else start
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff"):
        end -= 1
    return Cell(text[start:end], start, end)


def has_false_start(cell: Cell) -> bool:
    """Whether a cell holds digits that no number begins with: 00, 018."""
    return len(cell.text) > 1 and cell.text[0] == "0" and cell.text.isdecimal()


def is_unit(cell: Cell) -> bool:
    """Whether a cell holds a unit and nothing else: the column of units of form B."""
    unit = simplify(cell.text)
    return unit in UNIT_SYNONYMS or unit in MONEY_EXPONENTS


def without_unit(cell: Cell) -> Cell:
    """A cell without the unit printed in front of its number: 条418, where the border between the columns is lost."""
    match = _UNIT_FIRST.match(cell.text)
    if match is None or not is_unit(Cell(match.group(), 0, 0)):
        return cell
    return Cell(cell.text[match.end() :], cell.start + match.end(), cell.end)


def _split_numbers(text: str, cell: Cell) -> list[Cell]:
    """The numbers of a cell that holds nothing but numbers with spaces between them, else the cell itself.

    A unit may stand before them; behind a number it belongs to the number.
    """
    parts = _pieces(text, cell.start, cell.end, _SPACES)
    numbers = parts[1:] if is_unit(parts[0]) else parts
    return parts if len(parts) > 1 and numbers and all(map(_has_number_first, numbers)) else [cell]


def _has_number_first(cell: Cell) -> bool:
    """Whether a cell is a number, with its unit if it has one: 0, 12件, 31.2万件."""
    return is_number_like(cell) or _NUMBER_WITH_UNIT.fullmatch(cell.text) is not None


def _split_lines(text: str, cell: Cell, border: re.Pattern[str]) -> list[Cell]:
    """A bordered piece that spans lines of nothing but numbers is several cells, the border between them lost."""
    if "\n" not in cell.text:
        return [cell]
    parts = [p for p in _pieces(text, cell.start, cell.end, re.compile(r"\n")) if not p.is_blank]
    return parts if all(map(is_number_like, parts)) or _starts_with_values(parts) else [cell]


def _starts_with_values(parts: Sequence[Cell]) -> bool:
    """Numbers and then words: the last cell of a row with the text behind the table on the lines below."""
    return len(parts) > 1 and is_number_like(parts[0])


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """How a complete row is printed: fillers before its values, and cells in all."""

    lead: int
    length: int


def place_cells(cells: Sequence[Cell], width: int, shapes: Collection[Shape] = ()) -> list[Cell] | None:
    """The `width` cells of a row among the printed ones, or None where the text does not decide.

    As many printed values as columns: they are the row. Fewer: their places decide, if the row has as many cells as columns,
    or as many as complete rows of the table have (`shapes`), or if its outermost values are a row's width apart. A row with
    another number of cells has lost one, and nothing tells which.

    >>> blank, two = Cell("", 0, 0), Cell("2", 5, 6)
    >>> [c.text for c in place_cells([two, blank, two], 3)]
    ['2', '', '2']
    >>> place_cells([blank, two, blank], 2) is None
    True
    """
    cells = _before_words(cells, width)
    values = [i for i, c in enumerate(cells) if not c.is_blank]
    if len(values) == width:
        return [cells[i] for i in values]
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


def find_shape(cells: Sequence[Cell], width: int) -> Shape | None:
    """Shape of a row that is complete."""
    cells = _before_words(cells, width)
    values = [i for i, c in enumerate(cells) if not c.is_blank]
    return Shape(values[0], len(cells)) if len(values) == width > 0 else None


def place_cut_cells(cells: Sequence[Cell], width: int, shapes: Collection[Shape]) -> list[Cell | None] | None:
    """The first cells of a row that the end of the document cuts, where all complete rows begin at once."""
    if {shape.lead for shape in shapes} != {0} or not 0 < len(cells) < width or any(is_word(c) for c in cells):
        return None
    return [*cells, *[None] * (width - len(cells))]


def _before_words(cells: Sequence[Cell], width: int) -> Sequence[Cell]:
    """The cells up to the first one of words behind a full row: a row that the form does not know, or prose."""
    ends = (i for i, cell in enumerate(cells) if is_prose(cell) or (i >= width and is_word(cell)))
    return cells[: next(ends, len(cells))]
