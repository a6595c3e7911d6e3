"""Findings between two reports: their shape, and how they become rows of `fact_seam`.

Belongs here: the years that lie beside each other, the finding, its name, its row. Does not belong here: when there is one
(`seams.py`, `copies.py`, `magnitudes.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from gov_disclosure.frames.arrow import build_table_of_records, to_frame
from gov_disclosure.frames.facts import REPORT_COLUMNS, as_declared
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.bodies import find_followers, find_predecessors
from gov_disclosure.quality.matrix import Ints, unscale
from gov_disclosure.quality.numbers import NO_SPAN, Numbers, index_cells
from gov_disclosure.quality.report_names import NAMED_BY, name_report

_NAME = "fact_seam"
_SEVERITY_ORDER = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Years:
    """The reports of a region for three years that follow each other, and who is who.

    Attributes:
        before, own, after: the numbers of each year; of a year without reports, no lines.
        predecessors, followers: for each report of the own year, the line of its body's report of the year beside it.
    """

    before: Numbers
    own: Numbers
    after: Numbers
    predecessors: Ints
    followers: Ints


def align_years(before: Numbers, own: Numbers, after: Numbers) -> Years:
    """Three years, with the reports of one body found."""
    return Years(before, own, after, find_predecessors(own, before), find_followers(own, after))


@dataclass(frozen=True, slots=True)
class Place:
    """A report, by its year's numbers and its line, with some of its cells."""

    numbers: Numbers
    line: int
    cells: tuple[str, ...] = ()

    def get(self, column: str) -> Any:
        """What the register says of the report, None where it says nothing."""
        return _known(self.numbers.reports.at[self.line, column])

    def find_span(self, table: str) -> tuple[int | None, int | None]:
        """Where the first of the cells stands in the text."""
        if not self.cells:
            return None, None
        start, end = self.numbers.spans[self.line, index_cells()[table, self.cells[0]]].tolist()
        return (None, None) if start == NO_SPAN else (start, end)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One instance of a rule that is broken between a report and another one.

    Attributes:
        observed, expected: the number that stands in the report and the one that follows from the other, ten-thousandths.
        borne_out: which of them a further statement agrees with, and the report that makes it.
        is_of_group: whether the other report stands for many, so that another one may come in its place.
    """

    rule: str
    severity: str
    verdict: str
    table: str
    own: Place
    other: Place
    words: tuple[str, str]
    observed: int | None = None
    expected: int | None = None
    borne_out: tuple[str, str] | None = None
    is_of_group: bool = False


def name_comparison(found: Comparison) -> str:
    """Name of a finding that stays the same as long as the texts of both reports do; of a group, that of the one."""
    places, given = (found.own, found.other), (found.observed, found.expected)
    reports = (name_report(*map(place.get, NAMED_BY)) for place in places[: 1 if found.is_of_group else 2])
    numbers = (str(number) for number in given[: 1 if found.is_of_group else 2])
    parts = (*reports, found.rule, found.table, *found.own.cells, *numbers)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def build_comparisons(found: Iterable[Comparison]) -> pd.DataFrame:
    """`fact_seam` of one partition."""
    unique = {record["finding_id"]: record for record in map(_build_record, found)}
    records = sorted(unique.values(), key=_order)
    return as_declared(_NAME, to_frame(build_table_of_records(TABLES[_NAME], records)))


def _order(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Worst first within a report."""
    severity = str(_SEVERITY_ORDER[record["severity"]])
    return record["report_id"], severity, record["rule"], record["cell_keys"], record["finding_id"]


def _build_record(found: Comparison) -> dict[str, Any]:
    own, other = found.own, found.other
    observed, expected = (_spell(number) for number in (found.observed, found.expected))
    start, end = own.find_span(found.table)
    other_start, other_end = other.find_span(found.table)
    return {name: own.get(name) for name in REPORT_COLUMNS} | {
        "finding_id": name_comparison(found),
        "rule": found.rule,
        "severity": found.severity,
        "verdict": found.verdict,
        "table": found.table,
        "cell_keys": "; ".join(own.cells),
        "source_start": start,
        "source_end": end,
        "other_report_id": other.get("report_id"),
        "other_year": int(other.get("report_year")),
        "other_issuer": other.get("issuer"),
        "other_cell_keys": "; ".join(other.cells) or None,
        "other_source_start": other_start,
        "other_source_end": other_end,
        "observed": observed,
        "expected": expected,
        "difference": observed - expected if observed is not None and expected is not None else None,
        "borne_out": found.borne_out[0] if found.borne_out else None,
        "borne_out_by": found.borne_out[1] if found.borne_out else None,
        "message_zh": found.words[0],
        "message_en": found.words[1],
    }


def _spell(number: int | None) -> Decimal | None:
    return None if number is None else unscale(int(number))


def _known(value: Any) -> Any:
    """A value of the register as Python has it."""
    if pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value
