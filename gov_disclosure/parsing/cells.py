"""The printed cells between two labels, whatever separates them, and their columns.

Every layout is the same thing flattened differently: an ordered stream of cells, some of them empty. Tabs and bars are
borders; where there are none, a line is a cell, and a line of nothing but numbers is a row of them. Fillers left behind by
merged cells look like blank cells: they are told apart by count, never by guessing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gov_disclosure.vocabulary.values import MONEY_EXPONENTS, UNIT_SYNONYMS

BARS = re.compile(r"[|｜]")
TABS = re.compile(r"\t")
LINES = re.compile(r"\n|[ \u3000\xa0]{2,}")
_SPACES = re.compile(r"[ \u3000\xa0]+")
_BLANK = re.compile(r"(?:[\s\u3000\xa0\u200b\ufeff]|&nbsp;)*")
_NUMBER_LIKE = re.compile(r"[-+－—–―/\\]|[-+－]?[0-9０-９][0-9０-９.,，．]*")
_LIST_NUMBER = re.compile(r"^(?:[0-9]{1,2}|[(（][一二三四五六七八九十]{1,2}[)）])[.．、]?\s*(?=[\u4e00-\u9fff])")
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
        return [c for c in pieces if not c.is_blank]
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
    return _WORD.search(words) is not None and not has_number(words)


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


def is_unit(cell: Cell) -> bool:
    """Whether a cell holds a unit and nothing else: the column of units of form B."""
    return cell.text in UNIT_SYNONYMS or cell.text in MONEY_EXPONENTS


def _split_numbers(text: str, cell: Cell) -> list[Cell]:
    """The numbers of a cell that holds nothing but numbers with spaces between them, else the cell itself.

    A unit may stand before them; behind a number it belongs to the number.
    """
    parts = _pieces(text, cell.start, cell.end, _SPACES)
    numbers = parts[1:] if is_unit(parts[0]) else parts
    return parts if len(parts) > 1 and numbers and all(map(is_number_like, numbers)) else [cell]


def _split_lines(text: str, cell: Cell, border: re.Pattern[str]) -> list[Cell]:
    """A bordered piece that spans lines of nothing but numbers is several cells, the border between them lost."""
    if "\n" not in cell.text:
        return [cell]
    parts = [p for p in _pieces(text, cell.start, cell.end, re.compile(r"\n")) if not p.is_blank]
    return parts if all(map(is_number_like, parts)) or _starts_with_values(parts) else [cell]


def _starts_with_values(parts: Sequence[Cell]) -> bool:
    """Numbers and then words: the last cell of a row with the text behind the table on the lines below."""
    return len(parts) > 1 and is_number_like(parts[0])


def place_cells(cells: Sequence[Cell], width: int, lead: int | None = None) -> list[Cell] | None:
    """The `width` cells of a row among the printed ones, or None where the text does not decide.

    As many printed values as columns: they are the row. Fewer: their places decide, if the row fits in one place only,
    or if the table's complete rows all begin after the same number of fillers (`lead`).

    >>> blank, two = Cell("", 0, 0), Cell("2", 5, 6)
    >>> [c.text for c in place_cells([two, blank, two], 3)]
    ['2', '', '2']
    >>> place_cells([blank, two, blank], 2) is None
    True
    """
    cells = _before_words(cells, width)
    values = [c for c in cells if not c.is_blank]
    if len(values) == width:
        return values
    if len(values) > width or len(cells) < width:
        return None
    places = [o for o in range(len(cells) - width + 1) if all(c.is_blank for c in (*cells[:o], *cells[o + width :]))]
    if len(places) > 1 and values:
        places = [lead] if lead in places else []
    return list(cells[places[0] : places[0] + width]) if places else None


def place_cut_cells(cells: Sequence[Cell], width: int, lead: int | None) -> list[Cell | None] | None:
    """The first cells of a row that the end of the document cuts, where complete rows begin at once (`lead` 0)."""
    if lead != 0 or not 0 < len(cells) < width or any(is_word(c) for c in cells):
        return None
    return [*cells, *[None] * (width - len(cells))]


def find_lead(rows: Sequence[tuple[Sequence[Cell], int]]) -> int | None:
    """Number of fillers before the values of the complete rows of a table, where all of them agree."""
    leads = {
        next(i for i, c in enumerate(cells) if not c.is_blank)
        for cells, width in rows
        if sum(not c.is_blank for c in _before_words(cells, width)) == width > 0
    }
    return leads.pop() if len(leads) == 1 else None


def _before_words(cells: Sequence[Cell], width: int) -> Sequence[Cell]:
    """The cells up to the first one of words behind a full row: a row that the form does not know, or prose."""
    values = 0
    for i, cell in enumerate(cells):
        if values >= width and is_word(cell):
            return cells[:i]
        values += not cell.is_blank
    return cells
