"""Small panels for tests: a report from a few numbers, and what the series say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa

from gov_disclosure.analysis.cells import FIGURE_TABLE, Cells, build_cells, select_needed
from gov_disclosure.analysis.doubts import FINDING_COLUMNS
from gov_disclosure.analysis.panel import build_tables
from gov_disclosure.analysis.reuse import COLUMNS, Reuse
from gov_disclosure.analysis.series import Measures, measure_series
from gov_disclosure.analysis.states import STATES
from gov_disclosure.analysis.years import Year, build_year
from gov_disclosure.frames.arrow import build_table_of_records
from gov_disclosure.frames.elements import FACT_OF_TABLE
from gov_disclosure.frames.facts import as_declared
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.derivation import derive_values
from gov_disclosure.vocabulary.series import list_series
from gov_disclosure.vocabulary.succession import find_area
from gov_disclosure_tests.builders import REPORT, build_fact_of

Known = tuple[object, object, object, str]
"""Value, least, most and status."""


@dataclass(frozen=True)
class Report:
    """A report of a region: its form, and the numbers of some tables; cells that are not named are blank.

    `text` is what its text was compared with: the other report, own and shared characters, and the own characters of the other.
    `findings` have severity, table, cells and rule.
    """

    form: str
    tables: Mapping[str, Mapping[str, object]]
    code: str = "410900"
    year: int = 2019
    basis: str = "assumed"
    state: str = "present"
    timeliness: str = "unknown"
    text: tuple[str, int, int, int] | None = None
    findings: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def report_id(self) -> str:
        """A name of its own."""
        return f"{self.code}-{self.year}"


def read_cells(*reports: Report) -> Cells:
    """The cells of some reports."""
    facts: dict[str, list[pa.Table]] = {}
    for report in reports:
        for table, numbers in report.tables.items():
            fact = FIGURE_TABLE if table == "narrative" else FACT_OF_TABLE[table]
            facts.setdefault(fact, []).append(_build_fact(report, table, numbers))
    joined = {fact: select_needed(fact, pa.concat_tables(tables)) for fact, tables in facts.items()}
    return build_cells(joined, pa.array([report.report_id for report in reports], pa.string()))


def _build_fact(report: Report, table: str, numbers: Mapping[str, object]) -> pa.Table:
    if table == "narrative":
        return build_table_of_records(TABLES[FIGURE_TABLE], _list_figures(report, numbers))
    frame = derive_values(FACT_OF_TABLE[table], build_fact_of(report.form, table, numbers, report.report_id))
    return pa.Table.from_pandas(frame, schema=TABLES[FACT_OF_TABLE[table]].arrow_schema, preserve_index=False)


def _list_figures(report: Report, numbers: Mapping[str, object]) -> list[dict[str, object]]:
    """A figure for each number; a list is one that is stated several times."""
    stated = [(name, n) for name, given in numbers.items() for n in (given if isinstance(given, list) else [given])]
    same = REPORT | {"report_id": report.report_id, "form": report.form, "is_current_year": True, "sentence": ""}
    return [
        same
        | {
            "indicator": name,
            "value": Decimal(str(n)),
            "value_status": "reported",
            "precision": Decimal(0),
            "bound": "exact",
        }
        for name, n in stated
    ]


def know(report: Report) -> dict[str, Known]:
    """What is known of each series of one report."""
    measures = measure_series(read_cells(report), [report.form], [report.year])
    return {series.key: tell_known(measures, at) for at, series in enumerate(list_series())}


def tell_known(measures: Measures, at: int) -> Known:
    """What is known of one measure of the first row."""
    known = bool(measures.bounded[0, at])
    value = measures.value[0, at] / 10_000 if measures.has_value[0, at] else None
    least, most = (float(n[0, at]) / 10_000 if known else None for n in (measures.low, measures.high))
    return value, least, most, STATES[measures.state[0, at]]


def build_regions(*reports: Report) -> pd.DataFrame:
    """Rows of coverage of some regions of one year."""
    rows = [
        {
            "region_code": r.code, "report_year": r.year, "region_name": r.code, "region_level": "county",
            "parent_code": None, "province_code": f"{r.code[:2]}0000", "region": "henan", "area_id": find_area(r.code, r.year),
            "report_id": r.report_id if r.state == "present" else None, "form": r.form if r.state == "present" else None,
            "basis": r.basis if r.state == "present" else None, "choice": None, "candidates": 1, "issuer": None,
            "issuer_kind": None, "scope": None, "published_on": None, "state": r.state, "timeliness": r.timeliness,
            "reports": 1, "replaced": 0, "refused": 0, "refused_reasons": None, "findings_error": 0, "findings_warning": 0,
            "findings_info": 0, "seams": None,
        }
        for r in reports
    ]  # fmt: skip
    return as_declared("coverage_region_year", pd.DataFrame(rows))


def build_reuse(reports: Sequence[Report], before: Year | None, *, is_compared: bool) -> Reuse:
    """What the texts of a year share with those of the year before."""
    named = {
        "report_id": [r.report_id for r in reports if r.text],
        "other_report_id": [r.text[0] for r in reports if r.text],
    }
    counts = {name: [r.text[at] for r in reports if r.text] for at, name in zip((1, 2, 3), COLUMNS[2:], strict=True)}
    return Reuse(pd.DataFrame(named | counts), {"henan"} if is_compared else (), before.regions if before else None)


def _list_findings(reports: Sequence[Report]) -> pa.Table:
    rows = [(r.report_id, *finding) for r in reports for finding in r.findings]
    return pa.Table.from_pylist(
        [dict(zip(FINDING_COLUMNS, row, strict=True)) for row in rows],
        pa.schema([(name, pa.string()) for name in FINDING_COLUMNS]),
    )


def build_panel(*years: tuple[Report, ...], is_compared: bool = True) -> list[Mapping[str, pd.DataFrame]]:
    """All tables of some years, one after the other; `is_compared` tells whether their texts were."""
    panel, before = [], None
    for reports in years:
        with_report = [report for report in reports if report.state == "present"]
        names = pa.array([report.report_id for report in with_report], pa.string())
        reuse = build_reuse(reports, before, is_compared=is_compared)
        findings = _list_findings(with_report)
        year = build_year(build_regions(*reports), read_cells(*with_report), names, findings, reuse)
        panel.append({name: table.to_pandas() for name, table in build_tables(year, before).items()})
        before = year
    return panel


def find_row(table: pd.DataFrame, key: str, code: str = "410900") -> Mapping[str, object]:
    """The row of a series or an indicator of one region."""
    name = "series" if "series" in table else "indicator"
    (row,) = table[(table[name] == key) & (table["region_code"] == code)].to_dict("records")
    return {column: None if _is_null(value) else value for column, value in row.items()}


def _is_null(value: object) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value))


__all__ = ["Report", "Year", "build_panel", "build_regions", "find_row", "know", "read_cells", "tell_known"]
