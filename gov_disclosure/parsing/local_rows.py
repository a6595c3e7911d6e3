"""Rows of a local statistics table: labels, units and the cells behind them, from a stream of words and numbers.

Belongs here: where one row ends and the next begins, in bordered, spaced and glued text, and which digits are a list number.
Does not belong here: the header (`local_headers.py`), what a row counts and of which year (`local_tables.py`).

A row is words, then its unit where the table has a column of them, then cells without words. Digits that a mark and a word
follow are the list number of the next row: 条41815092.政府公报 is 4181509 and 2., where the row before was number 1. Where
that does not come out, the cells of the row are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from gov_disclosure.parsing.cell_places import place_cells, survey_cells
from gov_disclosure.parsing.cells import Cell, is_unit, split_cells
from gov_disclosure.parsing.glue import find_readings, is_forced
from gov_disclosure.parsing.local_headers import Header
from gov_disclosure.parsing.numerals import read_number
from gov_disclosure.parsing.skeleton import simplify
from gov_disclosure.vocabulary.values import MONEY_EXPONENTS, UNIT_SYNONYMS, ValueStatus

LONGEST_LABEL: Final = 60
"""Characters between two rows that may still be labels and titles; more are running text."""
_UNITS: Final = {**UNIT_SYNONYMS, **{unit: unit for unit in MONEY_EXPONENTS}, "%": "%", "％": "%"}
_TOKEN = re.compile(
    r"(?P<gap>[\s|｜\u3000\xa0\u200b\ufeff]+)"
    r"|(?P<number>[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?)"
    r"|(?P<stroke>[-—–―－/]+(?![^\s|｜]))"
    r"|(?P<word>[^\s|｜0-9０-９\u3000\xa0]+)"
)
_UNIT_AT_END = re.compile(f"(?:{'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})$")
_MARK = re.compile(r"[.．、](?:$|[\u4e00-\u9fff“\"《(（])")
_CLOSING = (")", "）")
_PROSE = re.compile("[。！？]")
_SCALE = re.compile("[十百千万亿余多几个]")
"""What makes the digits in front of it another number: 1.2万条, 80余条."""


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a stroke or words, and whether it follows the one before without anything between."""

    kind: str
    text: str
    start: int
    end: int
    is_adjacent: bool


@dataclass(slots=True)
class LocalRow:
    """A row as printed.

    Attributes:
        pieces: The words of its label, behind those of titles above it that have no numbers.
        ordinal: Its list number in digits, None without one.
        unit: Normalised unit of its own column, None without one.
        start: Where its label begins, -1 as long as there is none.
        label_end: Where its label ends.
        numbers: The numbers behind its label.
        end: Where the last cell with something in it ends.
        limit: Where the next row begins.
        is_glued: Whether its numbers follow the words without a gap.
        is_doubtful: Whether some of its digits may belong to the next row's list number.
    """

    pieces: list[str] = field(default_factory=list)
    ordinal: int | None = None
    unit: str | None = None
    start: int = -1
    label_end: int = -1
    numbers: list[Cell] = field(default_factory=list)
    end: int = -1
    limit: int = -1
    is_glued: bool = False
    is_doubtful: bool = False

    @property
    def has_cells(self) -> bool:
        """Whether a unit or a cell was printed behind its label."""
        return self.end > self.label_end >= 0

    def take_label(self, token: Token) -> None:
        """Words of the label, without the mark behind a list number."""
        self.start = token.start if self.start < 0 else self.start
        self.pieces.append(token.text.lstrip(".．、"))
        self.label_end = self.end = token.end

    def take_number(self, token: Token) -> None:
        """A cell."""
        self.is_glued = self.is_glued or token.is_adjacent
        self.numbers.append(Cell(token.text, token.start, token.end))
        self.end = token.end

    def take_unit(self, unit: str, end: int) -> None:
        """The cell of its unit."""
        self.unit, self.end = _UNITS[unit], end


def split_rows(text: str, header: Header, limit: int) -> list[LocalRow]:
    """Rows behind a header, up to running text or `limit`.

    >>> from gov_disclosure.parsing.local_headers import find_headers
    >>> line = "指标名称 计量单位 2011年度 网站公开 条 418 其中:1.公报公开 条 72.其他 条 8"
    >>> [(row.pieces, [c.text for c in row.numbers]) for row in split_rows(line, find_headers(line)[0], len(line))]
    [(['网站公开'], ['418']), (['其中:', '公报公开'], ['7']), (['其他'], ['8'])]
    """
    splitter = _Splitter(header)
    tokens = list(_list_tokens(text, header.end, limit))
    for token, behind in pairwise([*tokens, None]):
        if token is None or not splitter.take(token, behind):
            break
    splitter.close(tokens[-1].end if tokens else header.end)
    return splitter.rows


def place_row(text: str, header: Header, row: LocalRow) -> Sequence[Cell] | None:
    """The cells of a row, one a column, None where the text does not decide which is which."""
    width = len(header.columns)
    if row.is_doubtful or not row.numbers:
        return None
    if len(row.numbers) == width and not (row.is_glued and "\n" in text[row.numbers[0].end : row.numbers[-1].start]):
        return list(row.numbers)
    if row.is_glued:
        readings = find_readings(row.numbers, width, ())
        return readings[0] if readings and len(readings) == 1 and is_forced(row.numbers) else None
    return _place_bordered(text, row, width)


def _place_bordered(text: str, row: LocalRow, width: int) -> Sequence[Cell] | None:
    """Cells of a row with blanks, where bars on one line show all of them."""
    line = text.find("\n", row.label_end, row.limit)
    stretch = (row.label_end, row.limit if line < 0 else line)
    if not any(bar in text[slice(*stretch)] for bar in "|｜") or row.numbers[-1].end > stretch[1]:
        return None
    cells = [c for c in split_cells(text, *stretch) if not is_unit(c)]
    return place_cells(survey_cells(cells, width), width) if len(cells) == width else None


def _list_tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Numbers, strokes and words; running text ends the table."""
    after_gap = True
    for match in _TOKEN.finditer(text, start, end):
        if match.lastgroup == "gap":
            after_gap = True
            continue
        yield Token(match.lastgroup or "", match.group(), match.start(), match.end(), not after_gap)
        after_gap = False


class _Splitter:
    """Takes the tokens of a table one by one."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.rows: list[LocalRow] = []
        self.row = LocalRow()

    def take(self, token: Token, behind: Token | None) -> bool:
        """Whether the table goes on."""
        if token.kind == "number":
            self._take_number(token, behind)
        elif token.kind == "stroke" or self._says_none(token):
            self.row.end = token.end
        elif not self._take_unit(token, behind):
            self.row.is_doubtful |= token.is_adjacent and bool(self.row.numbers) and bool(_SCALE.match(token.text))
            return self._take_label(token)
        return True

    def close(self, limit: int) -> None:
        """End the row; words without cells stay as titles of the next one."""
        row = self.row
        if not row.has_cells:
            return
        if self.header.codes == "first" and row.numbers and len(row.numbers) > len(self.header.columns):
            row.numbers.pop()  # the line number of the next row
        elif self.header.codes == "before" and row.numbers:
            row.numbers.pop(0)
        row.limit = limit
        self.rows.append(row)
        self.row = LocalRow()

    def _says_none(self, token: Token) -> bool:
        return self.row.has_cells and read_number(token.text).status is ValueStatus.NOT_APPLICABLE

    def _take_label(self, token: Token) -> bool:
        self.close(token.start)
        row = self.row
        if _PROSE.search(token.text) or (row.start >= 0 and token.end - row.start > LONGEST_LABEL):
            return False
        row.take_label(token)
        return True

    def _take_unit(self, token: Token, behind: Token | None) -> bool:
        """A unit in its own cell, behind a number, or at the end of a label that a number follows at once."""
        row, unit = self.row, simplify(token.text)
        if unit in _UNITS and row.numbers and not token.is_adjacent and self.header.units == "before":
            self._begin_at_unit(token)
            row = self.row
        if unit in _UNITS and row.label_end >= 0:
            row.take_unit(unit, token.end)
            return True
        match = _UNIT_AT_END.search(unit) if self.header.units == "before" else None
        is_followed = behind is not None and behind.is_adjacent and behind.kind == "number"
        if match is None or not is_followed or (match.start() == 0 and row.label_end < 0):
            return False
        if match.start():
            self._take_label(
                Token("word", token.text[: match.start()], token.start, token.start + match.start(), False)
            )
        row = self.row
        row.take_unit(match.group(), token.end)
        return True

    def _begin_at_unit(self, token: Token) -> None:
        """A unit behind numbers: they were a line number, or this is another row, its label lost."""
        if self.row.unit is None:
            self.row.numbers.clear()
            return
        self.close(token.start)
        self.row.start = self.row.label_end = token.start
        self.row.is_doubtful = True

    def _take_number(self, token: Token, behind: Token | None) -> None:
        follows = behind.text if behind is not None and behind.is_adjacent and behind.kind == "word" else ""
        if _MARK.match(follows):
            self._take_ordinal(token)
        elif not follows.startswith(_CLOSING) and not self._is_in_label(token, follows):
            self.row.take_number(token)
            # 条 2012年, 条 22政务微博: a cell does not end in the middle of words unless it began there
            self.row.is_doubtful |= bool(follows) and not token.is_adjacent and simplify(follows) not in _UNITS

    def _is_in_label(self, token: Token, follows: str) -> bool:
        """Digits in the middle of words, before the cells begin: 免予公开范围1, 2011年."""
        row = self.row
        if row.label_end < 0:
            return True  # a line number before the first row
        is_unit_behind = simplify(follows) in _UNITS
        return (
            not row.has_cells
            and token.is_adjacent
            and (self.header.units == "before" or (bool(follows) and not is_unit_behind))
        )

    def _take_ordinal(self, token: Token) -> None:
        """A list number, with the digits of the last cell in front of it where nothing stands between them."""
        row, expected = self.row, str((self.row.ordinal or 0) + 1)
        if row.has_cells:
            ordinal = self._split_ordinal(token, expected)
            self.close(token.end - len(str(ordinal or "")))
            self.row.ordinal = ordinal
        elif len(token.text) <= 2:
            row.ordinal = int(token.text)
        if self.row.start < 0 and self.row.ordinal is not None:
            self.row.start = token.end - len(str(self.row.ordinal))

    def _split_ordinal(self, token: Token, expected: str) -> int | None:
        row, digits = self.row, token.text
        is_full = len(row.numbers) >= len(self.header.columns)
        if digits == expected or (is_full and not token.is_adjacent and len(digits) <= 2):
            return int(digits)
        if digits.endswith(expected):
            value = Token("number", digits[: -len(expected)], token.start, token.end - len(expected), token.is_adjacent)
            row.take_number(value)
            return int(expected)
        row.take_number(token)
        row.is_doubtful = True
        return None
