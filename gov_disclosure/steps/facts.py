"""From elements to facts, findings and reports, a few whole reports at a time.

Belongs here: the streams of every table that is derived from `report_element`. Does not belong here: how a row is made
(`frames/`) and when it is right (`quality/`).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.arrow import to_frame, to_table
from gov_disclosure.frames.dimensions import build_reports
from gov_disclosure.frames.facts import FACT_TABLES, build_fact, build_sections
from gov_disclosure.frames.finding_tables import SEVERITIES
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.derivation import derive_values
from gov_disclosure.quality.findings import build_findings
from gov_disclosure.quality.validation import Quarantine, quarantine
from gov_disclosure.quality.waivers import apply_waivers, select_unwaived
from gov_disclosure.steps.streams import Assignment, ReportBatch, StoredTable, Tally, read_reports
from gov_disclosure.storage.partitions import Parts
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure.vocabulary.waivers import Waiver

_REJECTED_SHOWN = ("report_id", "issuer", "keys", "raw_text", "reason")
# Counts that a reader looks for, also where there are none.
_COUNTED = {"value_status": ("reported", "blank", "unreadable"), "severity": SEVERITIES}
_FINDINGS_SHOWN = (
    "severity", "region_name", "issuer", "report_year", "message_zh", "observed", "expected", "cell_keys", "rule",
    "message_en", "report_id", "finding_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reports:
    """Frames of some reports, from one or several partitions."""

    register: pd.DataFrame
    tables: tuple[pd.DataFrame, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a table is made from the rows of some reports.

    Attributes:
        build: frames to the frame of the table, and problems that name their report.
        counted: column whose values are counted for each partition.
        problem: what the problems are called in these counts.
    """

    table: str
    build: Callable[[Reports], tuple[pd.DataFrame, pd.DataFrame]]
    counted: str | None = None
    problem: str = "problems"


@dataclass(frozen=True, slots=True)
class Derived:
    """Rows of one partition, what was counted in them, and what a reader should know."""

    key: PartitionKey
    rows: pa.Table
    counts: Mapping[str, int]
    problems: tuple[dict[str, Any], ...] = ()


def stream_facts(table: str, assignment: Assignment, elements: StoredTable, tally: Tally) -> Parts:
    """Rows of one fact table; cells that fail its schema stay as unreadable and are counted."""
    derivation = Derivation(table, partial(_build_fact, table), counted="value_status", problem="rejected")
    return _stream(derivation, assignment, [elements], tally)


def stream_rejected_cells(assignment: Assignment, elements: StoredTable, tally: Tally) -> Parts:
    """Rows of `rejected_cell`: the same cheap validation once more, for what it rejects."""
    return _stream(Derivation("rejected_cell", _build_rejected_cells, counted="table"), assignment, [elements], tally)


def stream_sections(assignment: Assignment, elements: StoredTable, texts: StoredTable, tally: Tally) -> Parts:
    """Rows of `report_section`."""
    return _stream(Derivation("report_section", _build_sections), assignment, [elements, texts], tally)


def stream_reports(assignment: Assignment, elements: StoredTable, rejected: StoredTable, tally: Tally) -> Parts:
    """Rows of `dim_report`; an accepted document that gave no report is named."""
    derivation = Derivation("dim_report", _build_reports, problem="missing")
    return _stream(derivation, assignment, [elements, rejected], tally)


def stream_findings(
    assignment: Assignment, facts: Mapping[str, StoredTable], waivers: Mapping[str, Waiver], tally: Tally
) -> Parts:
    """Rows of `fact_finding`; those that are waived are no problems."""
    build = partial(_build_findings, tuple(facts), waivers)
    derivation = Derivation("fact_finding", build, counted="severity", problem="errors_and_warnings")
    return _stream(derivation, assignment, list(facts.values()), tally)


def _stream(derivation: Derivation, assignment: Assignment, tables: Sequence[StoredTable], tally: Tally) -> Parts:
    """Batches through the workers, in order."""
    batches = read_reports(assignment, tables)
    for parts in assignment.workers.map(partial(derive_parts, derivation), batches):
        for part in parts:
            tally.counts[part.key].update(part.counts)
            tally.add_problems(part.problems)
            yield part.key, part.rows


def derive_parts(derivation: Derivation, batch: ReportBatch) -> list[Derived]:
    """Task of a worker: the rows of a table for some reports, partition by partition."""
    spec = TABLES[derivation.table]
    register = pa.concat_tables([piece.register for _, piece in batch])
    rows, problems = spec.arrow_schema.empty_table(), pd.DataFrame(columns=["report_id"])
    if register.num_rows:
        tables = zip(*(piece.tables for _, piece in batch), strict=True)
        frames = tuple(to_frame(pa.concat_tables(pieces)) for pieces in tables)
        frame, problems = derivation.build(Reports(to_frame(register), frames))
        rows = to_table(spec, frame)
    return [_select_part(derivation, key, piece.register, rows, problems) for key, piece in batch]


def _select_part(
    derivation: Derivation, key: PartitionKey, register: pa.Table, rows: pa.Table, problems: pd.DataFrame
) -> Derived:
    """What belongs to the reports of one partition."""
    own = rows.filter(pc.is_in(rows["report_id"], register["report_id"].combine_chunks()))
    told = problems[problems["report_id"].isin(register["report_id"].to_pylist())]
    counts = dict.fromkeys(_COUNTED.get(derivation.counted or "", ()), 0)
    counts |= Counter(own[derivation.counted].to_pylist() if derivation.counted else ())
    return Derived(key, own, {**counts, derivation.problem: len(told)}, tuple(_list_records(told)))


def _list_records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    return ({str(name): value for name, value in record.items()} for record in frame.to_dict("records"))


def _build_fact(table: str, reports: Reports) -> tuple[pd.DataFrame, pd.DataFrame]:
    checked = _check_fact(table, reports)
    return derive_values(table, checked.valid, reports.tables[0]), checked.rejected[list(_REJECTED_SHOWN)]


def _build_rejected_cells(reports: Reports) -> tuple[pd.DataFrame, pd.DataFrame]:
    rejected = pd.concat([_check_fact(table, reports).rejected for table in FACT_TABLES], ignore_index=True)
    order = ["report_id", "table", "source_start", "keys"]
    return rejected.sort_values(order, kind="stable"), rejected.head(0)


def _check_fact(table: str, reports: Reports) -> Quarantine:
    return quarantine(build_fact(table, reports.tables[0], reports.register), TABLES[table])


def _build_sections(reports: Reports) -> tuple[pd.DataFrame, pd.DataFrame]:
    elements, texts = reports.tables
    sections = build_sections(elements[elements["element"] == "section"], texts, reports.register)
    return sections, sections.head(0)


def _build_reports(reports: Reports) -> tuple[pd.DataFrame, pd.DataFrame]:
    elements, rejected = reports.tables
    built = build_reports(elements, rejected, reports.register)
    missing = reports.register[~reports.register["report_id"].isin(built["report_id"])]
    return built, missing[["report_id", "source_file", "issuer"]]


def _build_findings(
    names: Sequence[str], waivers: Mapping[str, Waiver], reports: Reports
) -> tuple[pd.DataFrame, pd.DataFrame]:
    facts = dict(zip(names, reports.tables, strict=True))
    findings = apply_waivers(build_findings(facts, reports.register), waivers)
    serious = select_unwaived(findings[findings["severity"].isin(["error", "warning"])])
    files = reports.register[["report_id", "source_file"]]
    return findings, serious[list(_FINDINGS_SHOWN)].merge(files, on="report_id", how="left")
