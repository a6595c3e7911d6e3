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
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.findings import build_findings
from gov_disclosure.quality.validation import Quarantine, quarantine
from gov_disclosure.steps.streams import Assignment, ReportBatch, StoredTable, Tally, read_reports
from gov_disclosure.storage.partitions import Parts
from gov_disclosure.storage.warehouse import PartitionKey

_REJECTED_SHOWN = ("report_id", "issuer", "keys", "raw_text", "reason")
_FINDINGS_SHOWN = (
    "severity", "report_id", "issuer", "report_year", "rule", "cell_keys", "observed", "expected",
    "message_zh", "message_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Derived:
    """Rows of one batch, what was counted in them, and what a reader should know."""

    key: PartitionKey
    rows: pa.Table
    counts: Mapping[str, int]
    problems: tuple[dict[str, Any], ...] = ()


def stream_facts(table: str, assignment: Assignment, elements: StoredTable, tally: Tally) -> Parts:
    """Rows of one fact table; cells that fail its schema stay as unreadable and are counted."""
    return _stream(partial(derive_fact, table), assignment, [elements], tally)


def stream_rejected_cells(assignment: Assignment, elements: StoredTable, tally: Tally) -> Parts:
    """Rows of `rejected_cell`: the same cheap validation once more, for what it rejects."""
    return _stream(derive_rejected_cells, assignment, [elements], tally)


def stream_sections(assignment: Assignment, elements: StoredTable, texts: StoredTable, tally: Tally) -> Parts:
    """Rows of `report_section`."""
    return _stream(derive_sections, assignment, [elements, texts], tally)


def stream_reports(assignment: Assignment, elements: StoredTable, rejected: StoredTable, tally: Tally) -> Parts:
    """Rows of `dim_report`; an accepted document that gave no report is named."""
    return _stream(derive_reports, assignment, [elements, rejected], tally)


def stream_findings(assignment: Assignment, facts: Mapping[str, StoredTable], tally: Tally) -> Parts:
    """Rows of `fact_finding`."""
    return _stream(partial(derive_findings, tuple(facts)), assignment, list(facts.values()), tally)


def _stream(
    derive: Callable[[ReportBatch], Derived], assignment: Assignment, tables: Sequence[StoredTable], tally: Tally
) -> Parts:
    """Batches through the workers, in order."""
    for derived in assignment.workers.map(derive, read_reports(assignment, tables)):
        tally.counts[derived.key].update(derived.counts)
        tally.add_problems(derived.problems)
        yield derived.key, derived.rows


def derive_fact(table: str, batch: ReportBatch) -> Derived:
    """Task of a worker: one fact table of some reports."""
    checked = _build_checked(table, batch)
    counts = {**Counter(checked.valid["value_status"].tolist()), "rejected": len(checked.rejected)}
    problems = _list_records(checked.rejected[list(_REJECTED_SHOWN)])
    return Derived(batch.key, to_table(TABLES[table], checked.valid), counts, tuple(problems))


def derive_rejected_cells(batch: ReportBatch) -> Derived:
    """Task of a worker: what the schemas of the fact tables reject in some reports."""
    spec = TABLES["rejected_cell"]
    rejected = [to_table(spec, _build_checked(table, batch).rejected) for table in FACT_TABLES]
    order = [(name, "ascending") for name in ("report_id", "table", "source_start", "keys")]
    rows = pa.concat_tables(rejected).sort_by(order)
    return Derived(batch.key, rows, {"rejected": rows.num_rows})


def _build_checked(table: str, batch: ReportBatch) -> Quarantine:
    return quarantine(build_fact(table, to_frame(batch.tables[0]), to_frame(batch.register)), TABLES[table])


def derive_sections(batch: ReportBatch) -> Derived:
    """Task of a worker: the sections of some reports."""
    elements, texts = batch.tables
    sections = to_frame(elements.filter(pc.equal(elements["element"], "section")))
    rows = build_sections(sections, to_frame(texts), to_frame(batch.register))
    return Derived(batch.key, to_table(TABLES["report_section"], rows), {})


def derive_reports(batch: ReportBatch) -> Derived:
    """Task of a worker: the reports themselves, and the accepted documents that gave none."""
    elements, rejected = batch.tables
    register = to_frame(batch.register)
    reports = build_reports(to_frame(elements), to_frame(rejected), register)
    missing = register[~register["report_id"].isin(reports["report_id"])]
    problems = _list_records(missing[["report_id", "source_file", "issuer"]])
    return Derived(batch.key, to_table(TABLES["dim_report"], reports), {"reports": len(reports)}, tuple(problems))


def derive_findings(names: Sequence[str], batch: ReportBatch) -> Derived:
    """Task of a worker: what does not agree in some reports."""
    frames = {name: to_frame(rows) for name, rows in zip(names, batch.tables, strict=True)}
    findings = build_findings(frames, to_frame(batch.register))
    counts = Counter(findings["severity"].tolist())
    serious = findings[findings["severity"].isin(["error", "warning"])]
    problems = _list_records(serious[list(_FINDINGS_SHOWN)])
    return Derived(batch.key, to_table(TABLES["fact_finding"], findings), counts, tuple(problems))


def _list_records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    return ({str(name): value for name, value in record.items()} for record in frame.to_dict("records"))
