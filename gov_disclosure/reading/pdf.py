"""PDF files with a text layer to text: ruled tables by their cells, other lines joined to paragraphs.

Belongs here: what stands on a page, and where; text that rules enclose is a cell. A table whose rules leave some of its
text out is not trusted: its lines are given as they stand, columns apart by two spaces. Tables that go on over a page
go on here too, for page numbers are left out. Does not belong here: which lines make a paragraph (`paragraphs`), the
bounds on what streams unpack to (`streams`) and on what a page draws (`pdf_bounds`).
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table

from gov_disclosure.reading.layout import clean_line, write_cells
from gov_disclosure.reading.paragraphs import PrintedLine, write_paragraphs
from gov_disclosure.reading.pdf_bounds import Bounds
from gov_disclosure.reading.refused import RefusedFileError
from gov_disclosure.reading.streams import check_streams

MOST_PAGES = 300
MOST_RULES = 12_000
"""Rules of a page up to which tables are looked for: a full page of cells drawn one by one has 6,000, a map more."""
MOST_RULES_OF_ALL = 200_000
FEWEST_CHARACTERS = 20
"""Fewer characters than this on a page on average, and the text is in pictures."""
MOST_CODES = 0.05
"""Share of characters that may have no Unicode value."""
MARGIN = 0.1
"""Part of the page's height, above and below, in which a lone number counts the pages."""

_PAGE_NUMBER = re.compile(
    r"[-—–－·.\s]*(?:第\s*)?\d{1,3}(?:\s*[/／]\s*\d{1,3})?\s*(?:页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?)?[-—–－·.\s]*"
)
_LOSS = re.compile(r"[Dd]ata-loss")
_LOGGERS = ("pdfminer.pdftypes", "pdfminer.pdfinterp", "pdfminer.pdfpage", "pdfminer.pdffont", "pdfminer.pdfdevice")
_CODE = re.compile(r"\(cid:\d+\)")
_BAND = 16.0
_GAP_OF_WORDS = 0.3
_GAP_OF_COLUMNS = 1.2
_Char = dict[str, Any]
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines of a row of a table, and where it begins on the page."""

    top: float
    lines: Sequence[str]


class _Cells:
    """The cells of a page, by the bands of its height that they reach into."""

    def __init__(self, cells: Iterable[_Box]) -> None:
        self._bands: dict[int, list[_Box]] = defaultdict(list)
        for cell in cells:
            for band in range(int(cell[1] // _BAND), int(cell[3] // _BAND) + 1):
                self._bands[band].append(cell)

    def hold(self, char: _Char) -> bool:
        """Whether a character stands in one of the cells."""
        x, y = _middle(char)
        return any(c[0] <= x < c[2] and c[1] <= y < c[3] for c in self._bands.get(int(y // _BAND), ()))


def read_pdf(data: bytes) -> str:
    """The text of a document.

    Raises:
        RefusedFileError: It has too many pages, unpacks to too much, or holds pictures of text.
    """
    check_streams(data)
    with _heard_losses() as losses:
        text = _read_pages(data)
    if losses:
        raise RefusedFileError("unsupported_media", f"damaged: {losses[0]}")
    return text


@contextmanager
def _heard_losses() -> Iterator[list[str]]:
    """What the library says about data that it lost: it logs it, and goes on with the rest of the page."""
    losses: list[str] = []

    def hear(record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if _LOSS.search(message):
            losses.append(message)
        return False

    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addFilter(hear)
    try:
        yield losses
    finally:
        for logger in loggers:
            logger.removeFilter(hear)


def _read_pages(data: bytes) -> str:
    items: list[PrintedLine | str] = []
    with pdfplumber.open(BytesIO(data)) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise RefusedFileError("too_large", f"{len(pdf.pages)} pages")
        rules, bounds = 0, Bounds()
        for page in pdf.pages:
            bounds.lay_out(page)
            items += _read_page(page)
            rules += len(page.edges)
            if rules > MOST_RULES_OF_ALL:
                raise RefusedFileError(
                    "too_large", f"more than {MOST_RULES_OF_ALL} rules up to page {page.page_number}"
                )
            page.close()
        pages = len(pdf.pages)
    text = write_paragraphs(items)
    _check_text(text, pages)
    return text


def _check_text(text: str, pages: int) -> None:
    if len(text) < FEWEST_CHARACTERS * pages:
        raise RefusedFileError("needs_ocr", f"{len(text)} characters on {pages} pages")
    codes = len(_CODE.findall(text))
    if codes > MOST_CODES * len(text):
        raise RefusedFileError("needs_ocr", f"{codes} characters without a Unicode value")


def _read_page(page: Page) -> Iterator[PrintedLine | str]:
    page = page.dedupe_chars()
    tables = _find_tables(page)
    cells = _Cells([cell for table in tables for cell in table.cells])
    outside = [char for char in page.chars if not cells.hold(char)]
    parts: list[_Row | PrintedLine] = [row for table in tables for row in _rows(table)]
    parts += (line for line in _lines(outside, page) if not _is_page_number(line, page))
    for part in sorted(parts, key=lambda part: part.top):
        if isinstance(part, _Row):
            yield from part.lines
        else:
            yield part


def _find_tables(page: Page) -> list[Table]:
    """Ruled tables; where the rules at the sides are missing, they are drawn at the ends of those across."""
    if not 0 < len(page.edges) <= MOST_RULES:
        return []
    tables = page.find_tables()
    if all(_is_whole(table, page) for table in tables):
        return tables
    across = [edge for edge in page.edges if edge["orientation"] == "h"]
    sides = [min(edge["x0"] for edge in across), max(edge["x1"] for edge in across)] if across else []
    tables = page.find_tables({"explicit_vertical_lines": sides}) if sides else tables
    return [table for table in tables if _is_whole(table, page)]


def _is_whole(table: Table, page: Page) -> bool:
    """Whether everything printed beside the top and bottom of a table stands in one of its cells."""
    _, top, _, bottom = table.bbox
    beside = (char for char in page.chars if top < _middle(char)[1] < bottom and char["text"].strip())
    return all(map(_Cells(table.cells).hold, beside))


def _rows(table: Table) -> Iterator[_Row]:
    for row, texts in zip(table.rows, table.extract(), strict=True):
        cells = [(text or "").splitlines() for text, cell in zip(texts, row.cells, strict=True) if cell is not None]
        yield _Row(row.bbox[1], write_cells([[x for line in lines if (x := clean_line(line))] for lines in cells]))


def _lines(chars: Sequence[_Char], page: Page) -> Iterator[PrintedLine]:
    """Characters outside of tables as lines, from the top."""
    line: list[_Char] = []
    for char in sorted(chars, key=lambda char: (_middle(char)[1], char["x0"])):
        if line and _middle(char)[1] - _middle(line[0])[1] > 0.5 * max(char["size"], line[0]["size"]):
            yield from _line(line, page)
            line = []
        line.append(char)
    yield from _line(line, page)


def _line(chars: list[_Char], page: Page) -> Iterator[PrintedLine]:
    chars = [char for char in sorted(chars, key=lambda char: float(char["x0"])) if char["text"].strip()]
    if not chars:
        return
    text = chars[0]["text"] + "".join(_gap(a, b) + b["text"] for a, b in pairwise(chars))
    first, last = chars[0], chars[-1]
    yield PrintedLine(clean_line(text), first["top"], first["x0"], last["x1"], first["size"])


def _gap(left: _Char, right: _Char) -> str:
    """White space between two characters of a line: two spaces where columns stand apart."""
    gap = (right["x0"] - left["x1"]) / max(left["size"], right["size"], 1)
    return ("\xa0\xa0" if gap > _GAP_OF_COLUMNS else " ") if gap > _GAP_OF_WORDS else ""


def _is_page_number(line: PrintedLine, page: Page) -> bool:
    at_edge = line.top < MARGIN * page.height or line.top > (1 - MARGIN) * page.height
    return at_edge and _PAGE_NUMBER.fullmatch(line.text) is not None


def _middle(char: _Char) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
