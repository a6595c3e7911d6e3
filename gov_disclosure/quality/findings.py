"""All checks of a partition, as rows of `fact_finding`."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import pandas as pd

from gov_disclosure.frames.arrow import build_table_of_records, list_records, to_frame
from gov_disclosure.frames.facts import CELL_KEYS, REPORT_COLUMNS, accepted_reports, as_declared
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.blanks import check_blanks
from gov_disclosure.quality.conflicts import check_conflicts
from gov_disclosure.quality.doubts import ELEMENTS, check_doubts
from gov_disclosure.quality.levels import check_levels
from gov_disclosure.quality.location_findings import check_arithmetic
from gov_disclosure.quality.loose_sums import check_loose_sums
from gov_disclosure.quality.matrix import MATRIX_COLUMNS, CellMatrix, build_matrix
from gov_disclosure.quality.prose import FIGURES, check_channels, check_restatements
from gov_disclosure.quality.provenance import check_provenance
from gov_disclosure.quality.refused import (
    check_refused,
    find_refused,
    mark_refused,
    restore_refused,
    select_suspects,
)
from gov_disclosure.quality.report_names import name_reports
from gov_disclosure.quality.statements import check_statements
from gov_disclosure.quality.strays import mark_strays
from gov_disclosure.vocabulary.findings import Finding

Record = dict[str, Any]
_SEVERITY_ORDER = {"error": 0, "warning": 1, "info": 2}


def build_findings(facts: Mapping[str, pd.DataFrame], register: pd.DataFrame) -> pd.DataFrame:
    """`fact_finding` from the fact tables of a partition, by name, and its register rows.

    `report_element` may stand among the tables: what the parser left in doubt is told where it does.
    """
    matrices = dict(_matrices(facts))
    elements = facts.get(ELEMENTS)
    cells = chain.from_iterable(_check_cells(matrices, elements))
    figures = facts[FIGURES]
    prose = (check_restatements(figures, matrices), check_channels(figures), check_statements(figures))
    forms = dict(zip(register["report_id"], register["form"], strict=True))
    doubts = check_doubts(elements, forms) if elements is not None else ()
    levels = check_levels(facts["fact_proactive_disclosure"])
    found = chain(cells, doubts, *prose, levels, check_provenance(register), check_conflicts(register))
    return _frame(found, register)


def _check_cells(
    matrices: Mapping[tuple[str, str], CellMatrix], elements: pd.DataFrame | None
) -> Iterator[Iterator[Finding]]:
    """The sums of each table, held against what is printed, and its cells without a number."""
    suspects = select_suspects(elements)
    for (form, fact), matrix in matrices.items():
        refused = find_refused(matrix, fact, suspects)
        yield check_arithmetic(restore_refused(matrix, refused), form, fact, elements)
        yield check_loose_sums(restore_refused(matrix, refused), form, fact)
        yield check_refused(matrix, form, fact, refused)
        yield check_blanks(mark_refused(matrix, refused), form, fact)


def _matrices(facts: Mapping[str, pd.DataFrame]) -> Iterator[tuple[tuple[str, str], CellMatrix]]:
    for fact, keys in CELL_KEYS.items():
        cells = facts[fact][["form", *MATRIX_COLUMNS, *keys]]
        for form, rows in cells.groupby("form"):
            yield (str(form), fact), mark_strays(build_matrix(rows, keys), fact, facts.get(ELEMENTS))


def _frame(findings: Iterable[Finding], register: pd.DataFrame) -> pd.DataFrame:
    spec = TABLES["fact_finding"]
    by_id = {report["report_id"]: report for report in list_records(accepted_reports(register), REPORT_COLUMNS)}
    names = name_reports(register)
    unique = {finding_id(f, names[f.report_id]): f for f in findings}
    records: list[Record] = [by_id[f.report_id] | _record(key, f) for key, f in unique.items()]
    records.sort(key=_order)
    return as_declared("fact_finding", to_frame(build_table_of_records(spec, records)))


def _order(record: Record) -> tuple[str, ...]:
    """Errors first within a report."""
    severity = str(_SEVERITY_ORDER[record["severity"]])
    return record["report_id"], severity, record["rule"], record["cell_keys"] or "", record["finding_id"]


def _record(key: str, finding: Finding) -> Record:
    both = finding.observed is not None and finding.expected is not None
    return {
        "finding_id": key,
        "rule": finding.rule,
        "severity": finding.severity,
        "verdict": finding.verdict,
        "table": finding.table,
        "cell_keys": "; ".join(finding.cells) or None,
        "observed": finding.observed,
        "expected": finding.expected,
        "difference": finding.observed - finding.expected if both else None,  # type: ignore[operator]
        "suggestion": finding.suggestion,
        "message_zh": finding.message_zh,
        "message_en": finding.message_en,
    }


def finding_id(finding: Finding, report: str) -> str:
    """Name of a finding that stays the same from run to run: by report, rule, cells and numbers."""
    parts = (report, finding.rule, finding.table, *finding.cells, finding.observed, finding.expected)
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]
