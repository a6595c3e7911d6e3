"""Texts become elements: one row per section, cell, figure, left-over number and doubt that the parser had.

Belongs here: the one call of the parser per text. Source of the grain: `schemas.ReportElement`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from gov_disclosure.frames.arrow import build_table, build_table_of_records
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.parsing.doubts import Doubt
from gov_disclosure.parsing.narrative import Figure
from gov_disclosure.parsing.numerals import Reading
from gov_disclosure.parsing.report import ParsedReport, parse_report
from gov_disclosure.parsing.sections import Section
from gov_disclosure.parsing.tables import LeftOver, TableCell
from gov_disclosure.reading.document import Document, read_document

Row = tuple[Any, ...]
FACT_OF_TABLE = {
    "proactive": "fact_proactive_disclosure",
    "requests": "fact_requests",
    "review_litigation": "fact_review_litigation",
    "statistics": "fact_statistics",
}
TABLE_OF_FACT = {fact: table for table, fact in FACT_OF_TABLE.items()}


def build_texts(documents: Iterable[tuple[Mapping[str, Any], bytes]]) -> pa.Table:
    """`report_text` of accepted files: their register rows with their bytes."""
    return build_table_of_records(TABLES["report_text"], (_text_record(row, data) for row, data in documents))


def build_elements(texts: pa.Table) -> pa.Table:
    """`report_element` of some texts, in the order of the texts; each is parsed once."""
    return build_table(TABLES["report_element"], (row for text in texts.to_pylist() for row in _element_rows(text)))


def _text_record(row: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    document = read_document(data)
    if not isinstance(document, Document):
        raise ValueError(f"{row['source_file']} was accepted and is {document.reason}: register it again")
    return {name: row[name] for name in ("report_id", "source_file", "form", "report_year")} | {"text": document.text}


def _element_rows(record: Mapping[str, Any]) -> Iterator[Row]:
    text, report = record["text"], parse_report(record["text"], record["form"], record["report_year"])
    return (_row(record["report_id"], **values) for values in _elements(text, report))


def _elements(text: str, report: ParsedReport) -> Iterator[dict[str, Any]]:
    yield from (_section(text, section) for section in report.sections)
    yield from (_cell(cell) for cell in report.cells)
    yield from (_figure(text, figure) for figure in report.figures)
    yield from (_left_over(text, number) for number in report.left_over)
    yield from (_doubt(text, doubt) for doubt in report.doubts)


def _section(text: str, section: Section) -> dict[str, Any]:
    heading = text[section.heading_start : section.heading_end]
    span = {"source_start": section.start, "source_end": section.end}
    return {"element": "section", "table": section.key, "note": heading, **span}


def _cell(cell: TableCell) -> dict[str, Any]:
    return {
        "element": "cell",
        "table": FACT_OF_TABLE[cell.table],
        "row_key": cell.row,
        "column_key": cell.column,
        "value": cell.reading.value,
        "value_status": cell.reading.status.value,
        "precision": cell.reading.precision,
        "bound": _find_bound(cell.reading),
        "unit": cell.unit or None,
        "raw_text": cell.raw_text,
        "source_start": cell.start,
        "source_end": cell.end,
        "note": cell.note,
    }


def _figure(text: str, figure: Figure) -> dict[str, Any]:
    return {
        "element": "figure",
        "table": figure.indicator,
        "value": figure.reading.value,
        "value_status": figure.reading.status.value,
        "precision": figure.reading.precision,
        "bound": _find_bound(figure.reading),
        "unit": figure.reading.unit,
        "raw_text": text[figure.start : figure.end],
        "source_start": figure.start,
        "source_end": figure.end,
        "note": figure.kind,
        "subject_year": figure.subject_year,
        "is_current_year": figure.is_current_year,
        "sentence": text[figure.sentence_start : figure.sentence_end].strip(),
    }


def _find_bound(reading: Reading) -> str | None:
    return None if reading.value is None else str(reading.bound)


def _left_over(text: str, number: LeftOver) -> dict[str, Any]:
    span = {"source_start": number.start, "source_end": number.end}
    return {
        "element": "left_over",
        "table": FACT_OF_TABLE[number.table],
        "raw_text": text[number.start : number.end],
        **span,
    }


def _doubt(text: str, doubt: Doubt) -> dict[str, Any]:
    return {
        "element": "doubt",
        "table": FACT_OF_TABLE[doubt.table],
        "row_key": doubt.row,
        "column_key": doubt.column,
        "value": doubt.number,
        "raw_text": text[doubt.start : doubt.end],
        "source_start": doubt.start,
        "source_end": doubt.end,
        "note": doubt.rule,
    }


_NAMES = TABLES["report_element"].arrow_schema.names[1:]


def _row(report_id: str, **values: Any) -> Row:
    return (report_id, *map(values.get, _NAMES))
