"""The rows of the warehouse for one report, by the same calls that fill the warehouse.

Belongs here: the order of those calls for a single document. Does not belong here: what a reader is told of the rows
(`explain.py`, `check.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from gov_disclosure.frames.arrow import to_frame, to_table
from gov_disclosure.frames.elements import build_elements, build_texts
from gov_disclosure.frames.facts import FACT_TABLES, build_fact
from gov_disclosure.frames.register import build_register
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.derivation import derive_values
from gov_disclosure.quality.findings import build_findings
from gov_disclosure.quality.validation import quarantine

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReportFrames:
    """The tables of one report; `rejected` are cells that failed their schema."""

    register: pd.DataFrame
    text: str
    elements: pd.DataFrame
    facts: Mapping[str, pd.DataFrame]
    rejected: pd.DataFrame


@dataclass(frozen=True, slots=True)
class WarehouseRows:
    """Rows of the warehouse for one report, as plain records."""

    register: Record
    text: str
    elements: list[dict[str, Any]]
    facts: Mapping[str, list[dict[str, Any]]]
    rejected: list[dict[str, Any]]
    findings: list[dict[str, Any]]


def build_frames(row: Mapping[str, Any], data: bytes) -> ReportFrames:
    """The tables of an accepted document: its row of the register and its bytes."""
    register = to_frame(build_register([row]))
    texts = build_texts([(row, data)])
    elements = to_frame(build_elements(texts))
    checked = {table: quarantine(build_fact(table, elements, register), TABLES[table]) for table in FACT_TABLES}
    return ReportFrames(
        register,
        texts["text"][0].as_py(),
        elements,
        {table: derive_values(table, c.valid, elements) for table, c in checked.items()},
        pd.concat([c.rejected for c in checked.values()], ignore_index=True),
    )


def build_rows(row: Record, frames: ReportFrames) -> WarehouseRows:
    """The same as records, with what does not add up in them."""
    findings = build_findings({**frames.facts, "report_element": frames.elements}, frames.register)
    return WarehouseRows(
        row,
        frames.text,
        _list_records("report_element", frames.elements),
        {table: _list_records(table, fact) for table, fact in frames.facts.items()},
        _list_records("rejected_cell", frames.rejected),
        _list_records("fact_finding", findings),
    )


def _list_records(table: str, frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows: pa.Table = to_table(TABLES[table], frame)
    return rows.to_pylist()  # type: ignore[no-any-return]  # pyarrow has no types
