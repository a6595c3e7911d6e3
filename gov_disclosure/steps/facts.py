"""From elements to facts, findings and reports, a few whole reports at a time.

Belongs here: the streams of every table that is derived from `report_element`. Does not belong here: how a row is made
(`frames/`) and when it is right (`quality/`).
"""

from collections.abc import Iterator, Mapping, Sequence
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
from gov_disclosure.steps.streams import AcceptedReports, StoredTable, Tally, read_reports
from gov_disclosure.storage.partitions import Parts
from gov_disclosure.storage.warehouse import PartitionKey


def stream_facts(
    table: str, keys: Sequence[PartitionKey], elements: StoredTable, reports: AcceptedReports, tally: Tally
) -> Parts:
    """Rows of one fact table; cells that fail its schema stay as unreadable and are counted."""
    spec = TABLES[table]
    for key in keys:
        for register, (batch,) in read_reports(key, reports, [elements]):
            checked = _build_checked(table, batch, register)
            _count_facts(tally, key, checked)
            yield key, to_table(spec, checked.valid)


def stream_rejected_cells(
    keys: Sequence[PartitionKey], elements: StoredTable, reports: AcceptedReports, tally: Tally
) -> Parts:
    """Rows of `rejected_cell`: the same cheap validation once more, for what it rejects."""
    spec = TABLES["rejected_cell"]
    for key in keys:
        for register, (batch,) in read_reports(key, reports, [elements]):
            rejected = [_build_checked(table, batch, register).rejected for table in FACT_TABLES]
            rows = pa.concat_tables([to_table(spec, frame) for frame in rejected])
            tally.counts[key]["rejected"] += rows.num_rows
            yield key, rows.sort_by([(name, "ascending") for name in ("report_id", "table", "source_start", "keys")])


def _build_checked(table: str, elements: pa.Table, register: pa.Table) -> Quarantine:
    return quarantine(build_fact(table, to_frame(elements), to_frame(register)), TABLES[table])


def _count_facts(tally: Tally, key: PartitionKey, checked: Quarantine) -> None:
    tally.counts[key].update(checked.valid["value_status"].tolist())
    tally.counts[key]["rejected"] += len(checked.rejected)
    shown = ["report_id", "issuer", "keys", "raw_text", "reason"]
    tally.add_problems(_list_records(checked.rejected[shown]))


def stream_sections(
    keys: Sequence[PartitionKey], elements: StoredTable, texts: StoredTable, reports: AcceptedReports
) -> Parts:
    """Rows of `report_section`."""
    spec = TABLES["report_section"]
    for key in keys:
        for register, (batch, texts_here) in read_reports(key, reports, [elements, texts]):
            sections = batch.filter(pc.equal(batch["element"], "section"))
            yield key, to_table(spec, build_sections(to_frame(sections), to_frame(texts_here), to_frame(register)))


def stream_reports(
    keys: Sequence[PartitionKey], elements: StoredTable, rejected: StoredTable, reports: AcceptedReports, tally: Tally
) -> Parts:
    """Rows of `dim_report`; an accepted document that gave no report is named."""
    spec = TABLES["dim_report"]
    for key in keys:
        for register, (counted, cells) in read_reports(key, reports, [elements, rejected]):
            accepted = to_frame(register)
            frame = build_reports(to_frame(counted), to_frame(cells), accepted)
            tally.counts[key]["reports"] += len(frame)
            missing = accepted[~accepted["report_id"].isin(frame["report_id"])]
            tally.add_problems(_list_records(missing[["report_id", "source_file", "issuer"]]))
            yield key, to_table(spec, frame)


def stream_findings(
    keys: Sequence[PartitionKey], facts: Mapping[str, StoredTable], reports: AcceptedReports, tally: Tally
) -> Parts:
    """Rows of `fact_finding`."""
    spec = TABLES["fact_finding"]
    for key in keys:
        for register, tables in read_reports(key, reports, list(facts.values())):
            frames = {name: to_frame(rows) for name, rows in zip(facts, tables, strict=True)}
            findings = build_findings(frames, to_frame(register))
            _count_findings(tally, key, findings)
            yield key, to_table(spec, findings)


def _count_findings(tally: Tally, key: PartitionKey, findings: pd.DataFrame) -> None:
    tally.counts[key].update(findings["severity"].tolist())
    serious = findings[findings["severity"].isin(["error", "warning"])]
    shown = ["severity", "report_id", "issuer", "report_year", "rule", "cell_keys", "observed", "expected"]
    tally.add_problems(_list_records(serious[[*shown, "message_zh", "message_en"]]))


def _list_records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    return ({str(name): value for name, value in record.items()} for record in frame.to_dict("records"))
