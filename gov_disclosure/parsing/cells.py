"""The printed cells between two labels, whatever separates them, and their columns.

Every layout is the same thing flattened differently: an ordered stream of cells, some of them empty. Tabs and bars are
borders; where there are none, a line is a cell, and a line of nothing but numbers is a row of them. Fillers left behind by
merged cells look like blank cells: they are told apart by count, never by guessing.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from gov_disclosure.parsing.numerals import MAX_INTEGER_DIGITS, read_number
from gov_disclosure.parsing.skeleton import simplify
from gov_disclosure.vocabulary.values import MONEY_EXPONENTS, UNIT_SYNONYMS, ValueStatus

BARS = re.compile(r"[|｜]")
TABS = re.compile(r"\t")
LINES = re.compile(r"\n|[ \u3000\xa0]{2,}")
_LINE = re.compile(r"\n")
_SPACES = re.compile(r"[ \u3000\xa0]+")
_SPACE = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\u200b\ufeff"
_BLANK = re.compile(r"(?:[\s\u3000\xa0\u200b\ufeff]|&nbsp;)*")
_NUMBER_LIKE = re.compile(r"[-+－—–―/\\]|[-+－]?[0-9０-９][0-9０-９.,，．]*")
_DAMAGED_NUMBER = re.compile(r"(?=.*[?？\ufffd□])[0-9０-９.,，．?？\ufffd□]*[0-9０-９?？\ufffd□]")  # not �. of a list
_NUMBER_WITH_UNIT = re.compile(r"(?:增加|减少|[-+－])?[0-9０-９][0-9０-９.,，．]*[\u4e00-\u9fff]{1,3}")
_UNIT_FIRST = re.compile(r"([\u4e00-\u9fff]{1,2})(?:\([^\W\d]+\))?[ \u3000\xa0]*(?=[0-9０-９])")
_LIST_NUMBER = re.compile(r"^(?:[0-9]{1,2}[.．、]|[(（][一二三四五六七八九十]{1,2}[)）][.．、]?)\s*(?=[\u4e00-\u9fff])")
_PINYIN = re.compile(r"\([^\W\d]+\)$")
PAGE_NUMBER = re.compile(r"[-—–―]\s*[0-9]{1,3}\s*[-—–―]|第\s*[0-9]{1,3}\s*页(?:\s*[,，/]?\s*共\s*[0-9]{1,3}\s*页)?")
# What can follow the last number of a table that lost its lines: words that no number takes as its unit.
_WORDS_BEHIND = re.compile(
    '[(（“"]?(?:[一二三四五六七八九十]{1,2}[)）、.．]|本(?:年|单位|机关|部门|行政|级|区|县|市|镇|乡|街)'
    "|(?![年月日时分秒万亿千百十余多左以上个件项条次篇人名位起宗例则回场期份部家户处批幅册本张台类字天元圆%])"
    "[\u4e00-\u9fff]{3})"
)
LONGEST_ABSENCE = 6
"""Characters of 不涉及 and the like in a cell of its own without borders; a longer one may be a sentence of the text."""
SHORTEST_ROW_OF_DIGITS = 7
"""Digits of a row of table 三, the narrowest whose sums tell the numbers of a run of digits apart."""
_ROW_OF_DIGITS = re.compile(f"([0-9]{{{SHORTEST_ROW_OF_DIGITS},}})(.*)", re.DOTALL)
_ROW = re.compile(r"[\u4e00-\u9fff]{2,}[ \u3000\xa0]+[0-9０-９]")
_PROSE = re.compile(r"(?:[\u4e00-\u9fff][^\u4e00-\u9fff]*){10}")
_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
_DIGIT = re.compile(r"[0-9０-９]")


class Cell(NamedTuple):
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

    @property
    def number(self) -> int | None:
        """The number, where the cell holds digits alone and no more of them than any count has."""
        return int(self.text) if self.text.isdecimal() and len(self.text) <= MAX_INTEGER_DIGITS else None


def split_cells(text: str, start: int, end: int, *, is_whole: bool = False) -> list[Cell]:
    """Cells printed in `text[start:end]`, the stretch behind a label.

    What stands before the first border is the rest of the label's own cell, and what stands behind the last one is
    the start of the next label's: neither counts unless a value is printed there, or the stretch ends where the row does
    (`is_whole`).
    """
    stretch = text[start:end]
    border = BARS if "|" in stretch or "｜" in stretch else TABS if "\t" in stretch else None
    if border is None:
        pieces = [part for piece in _pieces(text, start, end, LINES) for part in _split_numbers(text, piece)]
        return [c for c in pieces if not c.is_blank and not PAGE_NUMBER.fullmatch(c.text)]
    cells = _pieces(text, start, end, border)
    if "\n" in stretch:
        cells = [part for piece in cells for part in _split_lines(text, piece)]
    first = 1 if cells[0].is_blank or is_word(cells[0]) else 0
    last = len(cells) - 1 if len(cells) > 1 and cells[-1].is_blank and not is_whole else len(cells)
    return cells[first:last]


def has_number(text: str) -> bool:
    """Whether a digit stands in a text."""
    return _DIGIT.search(text) is not None


def is_number_like(cell: Cell) -> bool:
    """Whether a cell holds a number or a dash and nothing else."""
    return _NUMBER_LIKE.fullmatch(cell.text) is not None


def is_word(cell: Cell) -> bool:
    """Whether a cell holds words rather than a value: a label that the form does not know, or prose."""
    if cell.text.isdecimal() or not cell.text:
        return False
    words = _LIST_NUMBER.sub("", cell.text, count=1)
    says_none = read_number(cell.text).status is ValueStatus.NOT_APPLICABLE
    return is_prose(cell) or (_WORD.search(words) is not None and not has_number(words) and not says_none)


def holds_value(cell: Cell) -> bool:
    """Whether a cell holds what a cell of the form can: a number, what is left of one, a dash, or words that say none."""
    if cell.text.isdecimal() or _DAMAGED_NUMBER.fullmatch(cell.text):
        return True
    return read_number(cell.text).status is not ValueStatus.UNREADABLE or _NUMBER_LIKE.fullmatch(cell.text) is not None


def is_prose(cell: Cell) -> bool:
    """Whether a cell holds running text, with or without numbers in it, or a whole row with a label of its own."""
    text = cell.text
    return len(text) > 3 and not text.isdecimal() and (_PROSE.search(text) is not None or _ROW.match(text) is not None)


def _pieces(text: str, start: int, end: int, border: re.Pattern[str]) -> list[Cell]:
    pieces = []
    for mark in border.finditer(text, start, end):
        pieces.append(_stripped(text, start, mark.start()))
        start = mark.end()
    return [*pieces, _stripped(text, start, end)]


def _stripped(text: str, start: int, end: int) -> Cell:
    piece = text[start:end].lstrip(_SPACE)
    if piece.startswith("&"):
        blank = _BLANK.match(piece)
        piece = piece[blank.end() :] if blank else piece
    start = end - len(piece)
    piece = piece.rstrip(_SPACE)
    return Cell(piece, start, start + len(piece))


def has_false_start(cell: Cell) -> bool:
    """Whether a cell holds digits that no number begins with: 00, 018."""
    return len(cell.text) > 1 and cell.text[0] == "0" and cell.text.isdecimal()


def is_unit(cell: Cell) -> bool:
    """Whether a cell holds a unit and nothing else: the column of units of form B."""
    unit = simplify(_PINYIN.sub("", cell.text))
    return unit in UNIT_SYNONYMS or unit in MONEY_EXPONENTS


def without_unit(cell: Cell) -> Cell:
    """A cell without the unit printed in front of its number: 条418, where the border between the columns is lost."""
    match = _UNIT_FIRST.match(cell.text)
    if match is None or not is_unit(Cell(match.group(1), 0, 0)):
        return cell
    return Cell(cell.text[match.end() :], cell.start + match.end(), cell.end)


def begins_with_unit(cell: Cell) -> bool:
    """Whether a unit stands at the start of a cell, with its number or alone."""
    return is_unit(cell) or without_unit(cell) is not cell


def before_second_unit(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Cells up to the second unit: what begins there is a row whose label is lost."""
    units = [i for i, cell in enumerate(cells) if begins_with_unit(cell)]
    return cells[: units[1]] if len(units) > 1 else cells


def _split_numbers(text: str, cell: Cell) -> list[Cell]:
    """The values of a cell that holds nothing but values with spaces between them, else the cell itself.

    A unit may stand before them; behind a number it belongs to the number. Behind two values or more the running text of a
    table without lines may follow, which stays one cell.
    """
    if PAGE_NUMBER.fullmatch(cell.text):
        return [cell]
    parts = _pieces(text, cell.start, cell.end, _SPACES)
    if len(parts) == 1:
        return _split_digits(text, cell)
    first = 1 if is_unit(parts[0]) else 0
    end = next((i for i in range(first, len(parts)) if not _is_value(parts[i])), len(parts))
    if end == len(parts):
        return parts if end > first else [cell]
    rest = Cell(text[parts[end].start : cell.end], parts[end].start, cell.end)
    if end - first > 1 and _WORDS_BEHIND.match(rest.text):
        return [*parts[:end], rest]
    return _split_digits(text, cell)


def _split_digits(text: str, cell: Cell) -> list[Cell]:
    """A row of digits without borders, and the running text or the page number behind it."""
    match = _ROW_OF_DIGITS.fullmatch(cell.text)
    if match is None:
        return [cell]
    digits, rest = (
        _stripped(text, cell.start, cell.start + match.end(1)),
        _stripped(text, cell.start + match.end(1), cell.end),
    )
    if PAGE_NUMBER.fullmatch(rest.text):
        return [digits]
    return [digits, rest] if _WORDS_BEHIND.match(rest.text) else [cell]


def _is_value(cell: Cell) -> bool:
    """Whether a cell is a number, what is left of one, or a word that stands for one."""
    if _has_number_first(cell) or _DAMAGED_NUMBER.fullmatch(cell.text):
        return True
    return len(cell.text) <= LONGEST_ABSENCE and read_number(cell.text).status is ValueStatus.NOT_APPLICABLE


def _has_number_first(cell: Cell) -> bool:
    """Whether a cell is a number, with its unit if it has one: 0, 12件, 31.2万件."""
    if is_number_like(cell):
        return True
    return _NUMBER_WITH_UNIT.fullmatch(cell.text) is not None and read_number(cell.text).value is not None


def _split_lines(text: str, cell: Cell) -> list[Cell]:
    """A bordered piece that spans lines of nothing but numbers is several cells, the border between them lost."""
    if "\n" not in cell.text:
        return [cell]
    parts = [p for p in _pieces(text, cell.start, cell.end, _LINE) if not (p.is_blank or PAGE_NUMBER.fullmatch(p.text))]
    return parts if all(map(is_number_like, parts)) or _starts_with_values(parts) else [cell]


def _starts_with_values(parts: Sequence[Cell]) -> bool:
    """Numbers and then words: the last cell of a row with the text behind the table on the lines below."""
    return len(parts) > 1 and is_number_like(parts[0])
