"""Figures of the statistics tables that provinces and cities printed before there was a national one.

Belongs here: from the rows of such a table to figures, and what of its numbers is left over. Does not belong here: headers
(`local_headers.py`), rows (`local_rows.py`), labels (`vocabulary/local_tables.py`). These tables have no cells in the form of
any generation: what they state is a figure like one of the running text, one row being its sentence.

A row is an indicator only where its whole label is known, its unit fits, and nothing above narrows it down; else it is
`unlisted`. A sum over the years is never the number of the year: only that of proactive disclosure has an indicator, the
others stay unlisted and not current. A table whose header does not end at a row that is known is left to the prose.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, takewhile
from typing import Final

from gov_disclosure.parsing.cells import Cell
from gov_disclosure.parsing.local_headers import Header, HeaderColumn, find_headers
from gov_disclosure.parsing.local_rows import LocalRow, place_row, split_rows
from gov_disclosure.parsing.narrative import Figure
from gov_disclosure.parsing.numerals import Reading, read_number
from gov_disclosure.parsing.skeleton import label_core, simplify
from gov_disclosure.parsing.tables import LeftOver
from gov_disclosure.vocabulary.indicators import UNLISTED
from gov_disclosure.vocabulary.local_tables import LocalRow as KnownRow
from gov_disclosure.vocabulary.local_tables import list_block_titles, list_local_rows

TABLE: Final = "statistics"
"""The table that numbers left over are counted with."""
TOTALS: Final = frozenset(("proactive_total", "requests_received", "requests_closed"))
"""Rows that have others under them, with a list number or not."""
MOST_LONG_ROWS: Final = 4
"""One row in so many may have a number too many: that of a page."""
CUMULATIVE: Final = {"proactive_total": "proactive_cumulative"}
DISPUTES: Final = ("review_", "litigation_")
_DISCLOSURE = "信息公开"
_LIST_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．,，]|[(（][一二三四五六七八九十]{0,3}[)）]|[)）]|其\s*中\s*[:：]?|[:：、])+"
)
_NOTE = re.compile(r"[(（][^()（）]*[)）]?$")
_PAGE = "第共页"
"""Characters of a page number between two rows."""
_PART = re.compile(r"其\s*中")


@dataclass(frozen=True, slots=True)
class LocalTables:
    """What the local tables of a text say, and where they stand."""

    figures: tuple[Figure, ...] = ()
    left_over: tuple[LeftOver, ...] = ()
    covered: tuple[tuple[int, int], ...] = ()


def parse_local_tables(text: str, report_year: int) -> LocalTables:
    """Read all local tables of a text.

    >>> line = "指标名称 计量单位 2011年度 历年累计 主动公开信息数 条 425 1516 其中:1.网站公开 条 418 1509 附件下载"
    >>> [(f.indicator, str(f.reading.value)) for f in parse_local_tables(line, 2011).figures]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('proactive_total', '425'), ('proactive_cumulative', '1516'), ('channel_website', '418'), ('unlisted', '1509')]
    """
    headers = find_headers(text)
    if not headers:
        return LocalTables()
    limits = [header.start for header in headers[1:]] + [len(text)]
    tables = [_read_table(text, *bounds, report_year) for bounds in zip(headers, limits, strict=True)]
    figures = _settle(figure for table in tables for figure in table.figures)
    return LocalTables(
        tuple(figures),
        tuple(chain.from_iterable(table.left_over for table in tables)),
        tuple(chain.from_iterable(table.covered for table in tables)),
    )


def _read_table(text: str, header: Header, limit: int, report_year: int) -> LocalTables:
    rows = _without_tail(split_rows(text, header, limit))
    if not rows or not _fits(header, rows):
        return LocalTables()
    cut = len(text.rstrip())
    needs_unit = 2 * sum(row.unit is not None for row in rows) > len(
        rows
    )  # where cells of units are merged, few have one
    figures: list[Figure] = []
    left_over: list[LeftOver] = []
    for row, indicator, is_part in _without_other_disputes(list(_name_rows(rows))):
        is_whole = row.end < cut and (row.unit is not None or not needs_unit)  # behind `cut` a number may go on
        cells = place_row(text, header, row) if is_whole else None
        found = list(_build_figures(row, indicator, header, cells or (), report_year))
        figures += (f._replace(kind="part") if is_part and f.kind == "total" else f for f in found)
        places = {f.start for f in found}
        left_over += (LeftOver(TABLE, c.start, c.end) for c in row.numbers if not _holds(places, c))
    return LocalTables(tuple(figures), tuple(left_over), ((header.start, rows[-1].end),))


def _fits(header: Header, rows: Sequence[LocalRow]) -> bool:
    """Whether a header is whole: a row that is known follows it, and few rows have more numbers than it has columns."""
    first = _name(rows[0])
    too_long = sum(len(row.numbers) > len(header.columns) for row in rows)
    return first.known is not None and first.is_clear and too_long * MOST_LONG_ROWS <= len(rows)


def _holds(places: set[int], cell: Cell) -> bool:
    return not places.isdisjoint(range(cell.start, cell.end))


def _without_tail(rows: Sequence[LocalRow]) -> list[LocalRow]:
    """Rows up to the last that is one for certain: its label is known, or it has a unit of its own."""
    last = max((i for i, row in enumerate(rows) if row.unit or _name(row).known), default=-1)
    return list(rows[: last + 1])


@dataclass(frozen=True, slots=True)
class _Name:
    """What the words of a row say: the row that is known, and whether all words above it are titles that are known."""

    known: KnownRow | None
    is_clear: bool
    has_title: bool


def _name(row: LocalRow) -> _Name:
    cores = [core for core in map(_core, row.pieces) if core.strip(_PAGE)]
    labels, titles = _known_labels()
    for first in range(len(cores)):
        known = labels.get("".join(cores[first:]))
        if known is not None:
            above = cores[:first]
            return _Name(known, all(t in titles for t in above) or "".join(above) in titles, bool(above))
    return _Name(None, True, False)


def _core(piece: str) -> str:
    """A label without its list number and its note, in the form's characters."""
    return simplify(label_core(_NOTE.sub("", _LIST_NUMBER.sub("", piece.strip()))))


@cache
def _known_labels() -> tuple[dict[str, KnownRow], frozenset[str]]:
    labels: dict[str, KnownRow] = {}
    for row in list_local_rows():
        for label in row.labels:
            labels.setdefault(label_core(label), row)
    return labels, frozenset(map(label_core, list_block_titles()))


def _name_rows(rows: Iterable[LocalRow]) -> Iterator[tuple[LocalRow, str, bool]]:
    """Each row with its indicator, and whether it is a part of the one above."""
    is_clear, is_inside, head = True, False, ""
    for row in rows:
        name = _name(row)
        if name.known is None:
            is_clear = is_clear and len(row.pieces) <= 1 + _begins_with_part(row)
        elif name.has_title:
            is_clear = name.is_clear
        is_inside = _begins_with_part(row) or (is_inside and row.ordinal is not None)
        indicator = _find_indicator(row, name.known, head) if is_clear else UNLISTED
        if not is_inside or indicator in TOTALS:
            head = indicator
        yield row, indicator, is_inside


def _without_other_disputes(named: Sequence[tuple[LocalRow, str, bool]]) -> Iterator[tuple[LocalRow, str, bool]]:
    """The rows, without the indicator of disputes where a part of them is said to be about disclosure: they all are not."""
    for at, (row, indicator, is_part) in enumerate(named):
        parts = takewhile(lambda other: other[2], named[at + 1 :])
        is_wider = indicator.startswith(DISPUTES) and any(
            _DISCLOSURE in "".join(other.pieces) for other, _, _ in parts if not is_part
        )
        yield row, UNLISTED if is_wider else indicator, is_part


def _begins_with_part(row: LocalRow) -> bool:
    return any(_PART.search(piece) for piece in row.pieces)


def _find_indicator(row: LocalRow, known: KnownRow | None, head: str) -> str:
    if known is None or (known.under and head not in known.under):
        return UNLISTED
    is_money = known.indicator == "fees_collected"
    fits = row.unit in known.units if row.unit is not None else not is_money
    return known.indicator if fits or not known.units else UNLISTED


def _build_figures(
    row: LocalRow, indicator: str, header: Header, cells: Sequence[Cell], report_year: int
) -> Iterator[Figure]:
    readings = [_read(cell, row.unit, indicator) for cell in cells]
    if row.unit == "%" or _contradicts(header, readings):
        return
    for cell, reading, column in zip(cells, readings, header.columns, strict=False):
        if reading.value is not None:
            key, year, is_current, kind = _date(indicator, column, report_year)
            yield Figure(key, reading, cell.start, cell.end, year, is_current, kind, row.start, row.end)


def _read(cell: Cell, unit: str | None, indicator: str) -> Reading:
    if unit in ("元", "万元") and cell.text:
        return read_number(cell.text + unit, unit="元" if indicator == "fees_collected" else None)
    reading = read_number(cell.text)
    return replace(reading, unit=unit) if reading.value is not None else reading


def _contradicts(header: Header, readings: Sequence[Reading]) -> bool:
    """Whether a sum over the years is less than the number of the year: then the header may name the wrong columns."""
    by_kind = {column.kind: r.value for column, r in zip(header.columns, readings, strict=False) if r.value is not None}
    year, sums = by_kind.get("year"), [by_kind.get(kind) for kind in ("all_years", "all_years_stated")]
    return year is not None and any(total is not None and total < year for total in sums)


def _date(indicator: str, column: HeaderColumn, report_year: int) -> tuple[str, int | None, bool, str]:
    """Indicator, year, whether that is the year of the report, and kind of a number, by its column."""
    if column.kind == "all_years_stated" and indicator in CUMULATIVE:
        return CUMULATIVE[indicator], report_year, True, "cumulative"
    if column.kind.startswith("all_years"):
        return UNLISTED, None, False, "cumulative"
    if column.kind == "part":
        return UNLISTED, column.year or report_year, False, "part"
    if column.kind == "year_before":
        return indicator, report_year - 1, False, "comparison"
    year = column.year or report_year
    return indicator, year, year == report_year, "total" if year == report_year else "comparison"


def _settle(figures: Iterable[Figure]) -> list[Figure]:
    """Two rows with one indicator and different numbers: which of them is the whole is not known, neither has it."""
    found = list(figures)
    values = defaultdict(set)
    for f in found:
        values[f.indicator, f.subject_year].add(f.reading.value)
    return [f if len(values[f.indicator, f.subject_year]) == 1 else f._replace(indicator=UNLISTED) for f in found]
