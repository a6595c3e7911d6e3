"""What a warehouse holds, in a few counts: the end of a command-line run.

Belongs here: counts over the tables. Does not belong here: how they are shown (`cli.py`).
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pyarrow.compute as pc

from gov_disclosure.frames.columns import VALUE_STATUSES
from gov_disclosure.frames.finding_tables import SEVERITIES
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.waivers import list_waiver_notices
from gov_disclosure.storage.locations import Location
from gov_disclosure.storage.notices import read_notices
from gov_disclosure.storage.parallel_reads import read_in_parallel
from gov_disclosure.storage.row_cache import find_cache_folder
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse


@dataclass(slots=True)
class Summary:
    """Counts of a run.

    Attributes:
        documents: files of the raw folder by status.
        refused: rows of `rejected_document` that are no duplicates.
        partitions: partitions that are counted.
        expected: accepted documents in these partitions.
        reports: reports in `dim_report` of these partitions.
        seams: findings between reports of these partitions and others, by severity.
        lost: accepted files of these partitions that gave no report.
    """

    documents: Counter[str] = field(default_factory=Counter)
    refused: list[dict[str, Any]] = field(default_factory=list)
    partitions: int = 0
    expected: int = 0
    reports: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    seams: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)

    def add(self, other: "Summary") -> None:
        """Add the counts of other partitions."""
        self.reports += other.reports
        self.cells.update(other.cells)
        self.findings.update(other.findings)
        self.seams.update(other.seams)

    @property
    def is_complete(self) -> bool:
        """Whether each accepted document of the run is one report."""
        return self.expected == self.reports


def list_registered_keys(warehouse: Warehouse) -> Counter[PartitionKey]:
    """Partitions of the accepted documents, with how many each has."""
    keys: Counter[PartitionKey] = Counter()
    for rows in warehouse.read_groups(TABLES["document_register"], columns=["status", "region", "report_year"]):
        accepted = rows.filter(pc.equal(rows["status"], "accepted")).select(["region", "report_year"])
        keys.update(PartitionKey(*row.values()) for row in accepted.to_pylist())
    return keys


def build_summary(warehouse: Warehouse, keys: Collection[PartitionKey]) -> Summary:
    """Counts over the register and over some partitions."""
    summary = Summary(partitions=len(keys))
    for rows in warehouse.read_groups(TABLES["document_register"], columns=["status"]):
        summary.documents.update(_count(rows, "status"))
    refused = warehouse.read(TABLES["rejected_document"])
    summary.refused = refused.filter(pc.not_equal(refused["reason"], "duplicate")).to_pylist()
    registered = list_registered_keys(warehouse)
    summary.expected = sum(registered[key] for key in keys)
    for counted in read_in_parallel(partial(_count_partition, warehouse), keys):
        summary.add(counted)
    if not summary.is_complete:
        summary.lost = sorted(_list_lost(warehouse, keys))
    return summary


def _list_lost(warehouse: Warehouse, keys: Collection[PartitionKey]) -> Iterator[str]:
    """Accepted files without a row in `dim_report`."""
    written = {
        f for key in keys for f in warehouse.read(TABLES["dim_report"], key, ["source_file"])["source_file"].to_pylist()
    }
    names = ["source_file", "status", "region", "report_year"]
    for rows in warehouse.read_groups(TABLES["document_register"], columns=names):
        for row in rows.to_pylist():
            here = row["status"] == "accepted" and PartitionKey(row["region"], row["report_year"]) in keys
            if here and row["source_file"] not in written:
                yield row["source_file"]


def list_notices(root: Location, warehouse: Warehouse) -> list[str]:
    """What of the raw folder was not used: what the last registration told, and waivers, which depend on what was found since."""
    return [*read_notices(find_cache_folder(warehouse)), *list_waiver_notices(root, warehouse)]


def _count_partition(warehouse: Warehouse, key: PartitionKey) -> Summary:
    """What one partition holds."""
    cells = [f"cells_{status}" for status in VALUE_STATUSES]
    rows = warehouse.read(TABLES["dim_report"], key, columns=cells)
    findings, seams = (
        _count(warehouse.read(TABLES[table], key, columns=["severity"]), "severity")
        for table in ("fact_finding", "fact_seam")
    )
    return Summary(
        reports=rows.num_rows,
        cells=Counter({status: pc.sum(rows[f"cells_{status}"]).as_py() or 0 for status in VALUE_STATUSES}),
        findings=Counter({severity: findings.get(severity, 0) for severity in SEVERITIES}),
        seams=Counter({severity: seams.get(severity, 0) for severity in SEVERITIES}),
    )


def _count(rows: Any, column: str) -> dict[str, int]:
    return {item["values"]: item["counts"] for item in pc.value_counts(rows[column]).to_pylist()}
