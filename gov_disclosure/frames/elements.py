"""Texts become elements: one row per section, table, cell, figure, left-over number and doubt that the parser had.

Belongs here: the one call of the parser per text. Source of the grain: `schemas.ReportElement`.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa

from gov_disclosure.frames.arrow import build_table, build_table_of_records
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.parsing.doubts import Doubt
from gov_disclosure.parsing.extents import Extent
from gov_disclosure.parsing.narrative import Figure
from gov_disclosure.parsing.numerals import Reading
from gov_disclosure.parsing.report import ParsedReport, parse_report
from gov_disclosure.parsing.sections import Section
from gov_disclosure.parsing.tables import LeftOver, TableCell
from gov_disclosure.reading.document import Document, read_document

FACT_OF_TABLE = {
    "proactive": "fact_proactive_disclosure",
    "requests": "fact_requests",
    "review_litigation": "fact_review_litigation",
    "statistics": "fact_statistics",
}
TABLE_OF_FACT = {fact: table for table, fact in FACT_OF_TABLE.items()}


class Element(NamedTuple):
    """A row of `report_element`, its columns in the order of the table."""

    report_id: str
    element: str
    table: str | None = None
    row_key: str | None = None
    column_key: str | None = None
    value: Decimal | None = None
    value_status: str | None = None
    precision: Decimal | None = None
    bound: str | None = None
    unit: str | None = None
    raw_text: str | None = None
    source_start: int | None = None
    source_end: int | None = None
    note: str | None = None
    subject_year: int | None = None
    is_current_year: bool | None = None
    sentence: str | None = None


def build_texts(documents: Iterable[tuple[Mapping[str, Any], bytes]]) -> pa.Table:
    """`report_text` of accepted files: their register rows with their bytes."""
    return build_table_of_records(TABLES["report_text"], (_text_record(row, data) for row, data in documents))


def build_elements(texts: pa.Table, seconds: list[float] | None = None) -> pa.Table:
    """`report_element` of some texts, in the order of the texts; each is parsed once.

    Args:
        texts: rows of `report_text`.
        seconds: gets the time that each text took.
    """
    times = [] if seconds is None else seconds
    return build_table(TABLES["report_element"], (row for text in texts.to_pylist() for row in _time_rows(text, times)))


def _time_rows(record: Mapping[str, Any], seconds: list[float]) -> list[Element]:
    began = time.perf_counter()
    rows = list(_element_rows(record))
    seconds.append(time.perf_counter() - began)
    return rows


def _text_record(row: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    document = read_document(data)
    if not isinstance(document, Document):
        raise ValueError(f"{row['source_file']} was accepted and is {document.reason}: register it again")
    return {name: row[name] for name in ("report_id", "source_file", "form", "report_year")} | {"text": document.text}


def _element_rows(record: Mapping[str, Any]) -> Iterator[Element]:
    text, report = record["text"], parse_report(record["text"], record["form"], record["report_year"])
    return _elements(record["report_id"], text, report)


def _elements(report_id: str, text: str, report: ParsedReport) -> Iterator[Element]:
    yield from (_section(report_id, text, section) for section in report.sections)
    yield from (_table(report_id, table) for table in report.tables)
    yield from (_cell(report_id, cell) for cell in report.cells)
    yield from (_figure(report_id, text, figure) for figure in report.figures)
    yield from (_left_over(report_id, text, number) for number in report.left_over)
    yield from (_doubt(report_id, text, doubt) for doubt in report.doubts)


def _section(report_id: str, text: str, section: Section) -> Element:
    heading = text[section.heading_start : section.heading_end]
    return Element(report_id, "section", section.key, source_start=section.start, source_end=section.end, note=heading)


def _table(report_id: str, table: Extent) -> Element:
    return Element(report_id, "table", FACT_OF_TABLE[table.table], source_start=table.start, source_end=table.end)


def _cell(report_id: str, cell: TableCell) -> Element:
    reading = cell.reading
    return Element(
        report_id,
        "cell",
        FACT_OF_TABLE[cell.table],
        cell.row,
        cell.column,
        reading.value,
        reading.status.value,
        reading.precision,
        _find_bound(reading),
        cell.unit or None,
        cell.raw_text,
        cell.start,
        cell.end,
        cell.note,
    )


def _figure(report_id: str, text: str, figure: Figure) -> Element:
    return Element(
        report_id,
        "figure",
        figure.indicator,
        value=figure.reading.value,
        value_status=figure.reading.status.value,
        precision=figure.reading.precision,
        bound=_find_bound(figure.reading),
        unit=figure.reading.unit,
        raw_text=text[figure.start : figure.end],
        source_start=figure.start,
        source_end=figure.end,
        note=figure.kind,
        subject_year=figure.subject_year,
        is_current_year=figure.is_current_year,
        sentence=text[figure.sentence_start : figure.sentence_end].strip(),
    )


def _find_bound(reading: Reading) -> str | None:
    return None if reading.value is None else str(reading.bound)


def _left_over(report_id: str, text: str, number: LeftOver) -> Element:
    return Element(
        report_id,
        "left_over",
        FACT_OF_TABLE[number.table],
        raw_text=text[number.start : number.end],
        source_start=number.start,
        source_end=number.end,
    )


def _doubt(report_id: str, text: str, doubt: Doubt) -> Element:
    return Element(
        report_id,
        "doubt",
        FACT_OF_TABLE[doubt.table],
        doubt.row,
        doubt.column,
        doubt.number,
        raw_text=text[doubt.start : doubt.end],
        source_start=doubt.start,
        source_end=doubt.end,
        note=doubt.rule,
    )
