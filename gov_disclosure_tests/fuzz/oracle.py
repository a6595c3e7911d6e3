"""What must hold of any input: the promises of the package that need no truth beside the document.

Belongs here: spans, statuses and digits of what was read, and that every number of a table is counted once. Does not
belong here: whether a reading is right, which only a document with its truth can tell (`generator.truth`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from gov_disclosure.parsing.extents import find_extents
from gov_disclosure.parsing.identity import Identity
from gov_disclosure.parsing.labels import column_labels, find_labels, row_labels
from gov_disclosure.parsing.narrative import Figure
from gov_disclosure.parsing.numerals import Reading
from gov_disclosure.parsing.report import ParsedReport
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.parsing.tables import ParsedTable, TableCell, parse_table
from gov_disclosure.reading.document import LONGEST_TEXT, Document, Unreadable
from gov_disclosure.vocabulary.forms import form_tables
from gov_disclosure.vocabulary.indicators import UNLISTED, narrative_indicators_by_key
from gov_disclosure.vocabulary.rejections import REJECTIONS
from gov_disclosure.vocabulary.values import ValueStatus

Span = tuple[int, int]
INTEGER_PLACES = 14
DECIMALS = 4
"""Places that the decimal type of the warehouse holds."""
_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_CHINESE = str.maketrans("一二两三四五六七八九壹贰叁肆伍陆柒捌玖", "1223456789123456789")
_ENTITY = re.compile(r"&nbsp;?|&#160;|&#xa0;", re.IGNORECASE)
_LONE_TEN = re.compile(r"(?<![1-9一二三四五六七八九])[十拾]")
_NONE = re.compile("[未无無零没沒〇○]|0")
_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,，．]*")


class BrokenPromiseError(AssertionError):
    """Something that must hold of any input does not."""


def require(holds: bool, promise: str, *found: object) -> None:
    """Raise unless a promise holds."""
    if not holds:
        raise BrokenPromiseError(f"{promise}: {', '.join(map(repr, found))}"[:2000])


def check_document(document: Document | Unreadable) -> None:
    """A document is text that can be stored; a refusal gives a reason of the closed list."""
    if isinstance(document, Unreadable):
        require(document.reason in REJECTIONS, "reason of the closed list", document)
        return
    require(document.text.strip() != "", "text in a document", document)
    require(len(document.text) <= LONGEST_TEXT, "text within bounds", len(document.text))
    require("\x00" not in document.text and "\r" not in document.text, "line ends and no NUL", document.media_type)
    document.text.encode()


def check_identity(text: str, identity: Identity) -> None:
    """Evidence is in the text, a region is whole or absent, a confidence is a share."""
    for evidence in identity.evidence:
        require(0 <= evidence.start <= evidence.end <= len(text), "evidence inside the text", evidence)
        quoted = evidence.start == evidence.end or text[evidence.start : evidence.end] == evidence.text
        require(quoted, "evidence as printed", evidence)
    region = (
        identity.region_code,
        identity.region_name,
        identity.region_level,
        identity.province_code,
        identity.region,
    )
    require(all(region) or not any(region), "a whole region", region)
    require(0 <= identity.confidence <= 1, "confidence is a share", identity.confidence)
    certain = identity.region_code is not None and identity.report_year is not None
    require(certain or identity.refusal is not None, "an uncertain identity is refused", identity)


def check_report(text: str, form: str, report: ParsedReport) -> None:
    """Everything read has its characters, and no character was read twice."""
    for section in report.sections:
        order = (0, section.heading_start, section.heading_end, section.start, section.end, len(text))
        require(list(order) == sorted(order), "section inside the text", section)
    for cell in report.cells:
        _check_cell(text, cell)
    for figure in report.figures:
        _check_figure(text, figure)
    _check_keys(form, report.cells)
    _check_spans(report)


def check_conservation(text: str, form: str) -> None:
    """Every number inside a table is in one cell, left over, or part of a label of the form."""
    skeleton = parse_skeleton(text)
    for extent in find_extents(text, skeleton, form, ()):
        table = parse_table(text, skeleton, form, extent.table, extent)
        labels = (row_labels(form, extent.table), column_labels(form, extent.table))
        span = (extent.start, extent.end)
        known = _list_places(table)
        known.update(
            i for part in labels for x in find_labels(text, skeleton, part, span) for i in range(x.start, x.end)
        )
        for number in _list_numbers(text, table):
            digits = {place for place in range(*number) if text[place].isdecimal()}
            require(digits <= known, "every number of a table counted", extent, number)


def _check_cell(text: str, cell: TableCell) -> None:
    _check_reading(cell.reading)
    if cell.raw_text is None:
        require(cell.start is None and cell.end is None, "no span without text", cell)
        require(cell.reading.value is None, "no value without text", cell)
        return
    require(cell.start is not None and cell.end is not None, "a span with text", cell)
    require(text[cell.start : cell.end] == cell.raw_text, "span gives the text", cell)
    if cell.reading.status is ValueStatus.BLANK:
        require(not cell.raw_text.strip(), "blank where nothing is printed", cell)
    if cell.reading.value is not None:
        _check_digits(cell.reading, cell.raw_text, is_whole=True)


def _check_figure(text: str, figure: Figure) -> None:
    _check_reading(figure.reading)
    places = (0, figure.sentence_start, figure.start, figure.end, figure.sentence_end, len(text))
    require(list(places) == sorted(places) and figure.start < figure.end, "figure inside its sentence", figure)
    known = {UNLISTED, *narrative_indicators_by_key()}
    require(figure.indicator in known, "indicator of the closed list", figure)
    require(figure.reading.value is not None, "a figure has a value", figure)
    _check_digits(figure.reading, text[figure.start : figure.end], is_whole=False)


def _check_reading(reading: Reading) -> None:
    reported = reading.status is ValueStatus.REPORTED
    require((reading.value is not None) == reported, "a value where one is reported", reading)
    numbers = [reading.precision] if reading.value is None else [reading.precision, reading.value]
    for number in numbers:
        require(number.is_finite(), "finite", reading)
        exponent = number.as_tuple().exponent
        fits = isinstance(exponent, int) and exponent >= -DECIMALS and number.adjusted() < INTEGER_PLACES
        require(fits, "fits the column", reading)
    require(reading.precision >= 0, "precision is a width", reading)


def _check_digits(reading: Reading, raw: str, *, is_whole: bool) -> None:
    """A value has the digits that are printed, zeros apart; a sentence may hold a gloss between them."""
    value = reading.value or Decimal(0)
    printed = _list_digits(raw)
    if not value:
        require(_NONE.search(raw.translate(_HALF_WIDTH)) is not None, "a zero is printed", reading, raw)
        return
    wanted = format(abs(value), "f").replace(".", "").replace("0", "")
    if reading.precision and value.as_tuple().exponent == -DECIMALS:
        return  # rounded to the places of the column
    same = wanted == printed if is_whole else _is_within(wanted, printed)
    require(same, "digits of a value as printed", reading, raw)


def _list_digits(raw: str) -> str:
    plain = _LONE_TEN.sub("1", _ENTITY.sub("", raw.translate(_HALF_WIDTH))).translate(_CHINESE)
    return "".join(character for character in plain if character in "123456789")


def _is_within(wanted: str, printed: str) -> bool:
    """Whether some characters come in this order among others."""
    rest = iter(printed)
    return all(character in rest for character in wanted)


def _check_keys(form: str, cells: Iterable[TableCell]) -> None:
    count = Counter((cell.table, cell.row, cell.column) for cell in cells)
    asked = {(layout.key, row.key, column.key) for layout in form_tables(form) for row, column in layout.cells()}
    require(set(count.values()) <= {1}, "one cell for each key", count.most_common(3))
    require(asked <= set(count), "every cell that the form asks for", sorted(asked - set(count))[:3])


def _check_spans(report: ParsedReport) -> None:
    placed = [(c.start or 0, c.end or 0) for c in report.cells if c.reading.value is not None]
    _require_apart(placed, "a number stands in one cell")
    left_over = [(n.start, n.end) for n in report.left_over]
    _require_apart([*placed, *left_over], "a number is placed or left over")
    in_table = sorted((*placed, *left_over))
    for figure in report.figures:
        overlapping = in_table[max(0, bisect_left(in_table, (figure.end, 0)) - 1) :][:1]
        apart = all(end <= figure.start or figure.end <= start for start, end in overlapping)
        require(apart, "a number is in a table or in a sentence", figure, overlapping)


def _require_apart(spans: Iterable[Span], promise: str) -> None:
    last: Span = (0, 0)
    for span in sorted(spans):
        require(last[1] <= span[0], promise, last, span)
        last = span


def _list_numbers(text: str, table: ParsedTable) -> Iterator[Span]:
    if table.covered is not None:
        yield from (match.span() for match in _NUMBER.finditer(text, *table.covered))


def _list_places(table: ParsedTable) -> set[int]:
    """Places of the characters that are in a cell with a value, or left over."""
    cells = [(c.start or 0, c.end or 0) for c in table.cells if c.reading.value is not None]
    left_over = [(n.start, n.end) for n in table.left_over]
    return {place for span in (*cells, *left_over) for place in range(*span)}
