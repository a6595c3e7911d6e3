"""What the panel is made from: which reports, which partitions, and how many findings.

Belongs here: reading the register and the small columns of the other tables, a bounded piece at a time. Does not belong here: the
numbers themselves (`analysis.py`) and what follows from any of it (`gov_disclosure/analysis/`).
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.analysis.attachments import names_attachment
from gov_disclosure.analysis.cells import KEYS
from gov_disclosure.analysis.choice import KEY, choose_reports
from gov_disclosure.analysis.coverage import COUNTS, FINDINGS, PROSE_YEARS, SEAMS, Material
from gov_disclosure.analysis.overview import sum_findings
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.accepted import read_stamps
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.version import ALL_FLOORS, find_code_version
from gov_disclosure.storage.parallel_reads import read_in_parallel
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse

FINDING, SEAM, REUSE, REPORTS, TEXTS = "fact_finding", "fact_seam", "fact_text_reuse", "dim_report", "report_text"
SOURCES = (*KEYS, FINDING, REPORTS, TEXTS)
"""Tables of a partition that have to be those of the register."""

ANALYSIS_FLOORS = (*ALL_FLOORS, "analysis")
_ISSUERS = ("government", "government_office")
_FOUND = ("report_id", "rule", "severity", "waived_by")
_REPORT = ("report_id", "region", *KEY, "issuer", "issuer_kind", "scope", "form", "published_on")
_DOCUMENT = ("status", "reason", "is_current", *_REPORT)


@dataclass(frozen=True, slots=True)
class Stamps:
    """What the partitions of a warehouse were made from.

    Attributes:
        current: partitions whose files are those that the register asks for.
        stale: partitions with accepted documents whose files are not.
        name: one name for all of it.
    """

    current: frozenset[PartitionKey]
    stale: frozenset[PartitionKey]
    name: str


def find_stamps(warehouse: Warehouse, rule: str) -> Stamps:
    """Compare the files of all partitions with the register."""
    register = StoredTable(warehouse, TABLES["document_register"])
    wanted = dict(read_stamps(register))
    found = dict(zip(wanted, read_in_parallel(partial(_read_stamps, warehouse), wanted), strict=True))
    current = frozenset(key for key, stamps in found.items() if set(stamps[: len(SOURCES)]) == {wanted[key]})
    digest = hashlib.sha256(f"{find_code_version(ANALYSIS_FLOORS)}:{rule}:{_hash_register(register)}".encode())
    for key in sorted(found):
        digest.update(f"{key.region}|{key.year}|{found[key]}".encode())
    return Stamps(current, frozenset(wanted) - current, digest.hexdigest()[:16])


def _read_stamps(warehouse: Warehouse, key: PartitionKey) -> list[str | None]:
    return [warehouse.read_stamp(TABLES[table], key) for table in (*SOURCES, SEAM, REUSE)]


def _hash_register(register: StoredTable) -> int:
    """A number for what the register says of documents that are there and whose region and year are known, in any pieces."""
    total = np.uint64(0)
    for rows in map(_select_located, register.read_groups(columns=_DOCUMENT)):
        hashes = pd.util.hash_pandas_object(rows.to_pandas(), index=False).to_numpy()
        total = np.sum(np.append(hashes, total), dtype=np.uint64)
    return int(total)


def _select_located(rows: pa.Table) -> pa.Table:
    is_there = pc.not_equal(rows["status"], "gone")
    return rows.filter(pc.and_(is_there, pc.and_(pc.is_valid(rows["region_code"]), pc.is_valid(rows["report_year"]))))


def read_material(warehouse: Warehouse, rule: str, stamps: Stamps) -> tuple[Material, pd.DataFrame]:
    """Everything but the numbers; and how many findings there are of each rule, in all reports."""
    reports, counts = _read_documents(warehouse)
    own, found = _read_partitions(warehouse, sorted(stamps.current), set(reports["report_id"]))
    reports = reports.merge(own, on="report_id", how="left")
    reports["cells"] = reports["cells"].fillna(0).astype("int64")
    chosen = choose_reports(reports, rule)
    findings = own[["report_id", *FINDINGS, SEAMS]]
    attached = _list_attached(warehouse, reports[reports["report_id"].isin(chosen["report_id"])], stamps.current)
    return Material(reports, counts, findings, chosen, stamps.stale, attached), found


def _read_documents(warehouse: Warehouse) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Current reports that may stand for a region, and how many documents there are of each region and year."""
    reports, counts, reasons = [], [], []
    for rows in map(_select_located, warehouse.read_groups(TABLES["document_register"], columns=_DOCUMENT)):
        current = pc.and_(pc.equal(rows["status"], "accepted"), rows["is_current"])
        issuers = pc.is_in(rows["issuer_kind"], pa.array(_ISSUERS))
        reports.append(rows.filter(pc.and_(current, issuers)).select(_REPORT))
        refused = pc.equal(rows["status"], "rejected")
        counts.append(_count_documents(rows, current, refused))
        reasons.append(rows.filter(refused).select([*KEY, "reason"]))
    counted = pa.concat_tables(counts).group_by(KEY).aggregate([(name, "sum") for name in COUNTS])
    counted = counted.rename_columns([*KEY, *COUNTS])
    return pa.concat_tables(reports).to_pandas(), counted.to_pandas().merge(_join_reasons(reasons), on=KEY, how="left")


def _count_documents(rows: pa.Table, current: pa.Array, refused: pa.Array) -> pa.Table:
    replaced = pc.and_(pc.equal(rows["status"], "accepted"), pc.invert(rows["is_current"]))
    flags = zip(COUNTS, (current, replaced, refused), strict=True)
    counted = rows.select(KEY)
    for name, flag in flags:
        counted = counted.append_column(name, pc.fill_null(flag, False).cast(pa.int64()))
    return counted


def _join_reasons(pieces: Sequence[pa.Table]) -> pd.DataFrame:
    rows = pa.concat_tables(pieces).to_pandas().drop_duplicates().sort_values([*KEY, "reason"])
    joined = rows.groupby(KEY)["reason"].agg(" ".join) if len(rows) else pd.Series(dtype="object")
    frame = joined.reset_index() if len(rows) else rows
    return frame.rename(columns={"reason": "refused_reasons"})


def _read_partitions(
    warehouse: Warehouse, keys: Sequence[PartitionKey], wanted: Collection[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cells with a number, and findings, of the wanted reports of some partitions; findings of all of their reports by rule."""
    names = pa.array(sorted(wanted), pa.string())
    pieces = list(read_in_parallel(lambda key: _read_partition(warehouse, key, names), keys))
    own = pd.DataFrame(columns=["report_id", "cells", *FINDINGS, SEAMS])
    if pieces:
        own = pd.concat([rows for rows, _ in pieces], ignore_index=True)
    return own, sum_findings([counted for _, found in pieces for counted in found])


def _read_partition(warehouse: Warehouse, key: PartitionKey, wanted: pa.Array) -> tuple[pd.DataFrame, list[pa.Table]]:
    rows = warehouse.read(TABLES[REPORTS], key, ["report_id", "cells_reported"])
    rows = rows.filter(pc.is_in(rows["report_id"], wanted))
    frame = pd.DataFrame({"report_id": rows["report_id"].to_pylist(), "cells": rows["cells_reported"].to_pylist()})
    findings = warehouse.read(TABLES[FINDING], key, _FOUND)
    found = _count_findings(findings)
    for name in FINDINGS:
        severity = name.removeprefix("findings_")
        frame[name] = [found[report, severity] for report in frame["report_id"]]
    seams = _read_seams(warehouse, key)
    frame[SEAMS] = _count_seams(seams, frame["report_id"])
    between = [] if seams is None else [_count_rules(SEAM, seams)]
    return frame, [_count_rules(FINDING, findings), *between]


def _read_seams(warehouse: Warehouse, key: PartitionKey) -> pa.Table | None:
    """Findings between reports; None where the partition was not compared with those of the years beside it."""
    return warehouse.read(TABLES[SEAM], key, _FOUND) if warehouse.read_stamp(TABLES[SEAM], key) else None


def _count_findings(rows: pa.Table) -> Counter[tuple[str, str]]:
    counted = rows.group_by(["report_id", "severity"]).aggregate([([], "count_all")])
    return Counter({(row["report_id"], row["severity"]): row["count_all"] for row in counted.to_pylist()})


def _count_rules(table: str, rows: pa.Table) -> pa.Table:
    """Findings of a partition by rule and severity."""
    counted = rows.group_by(["rule", "severity"]).aggregate([([], "count_all"), ("waived_by", "count")])
    names = {"count_all": "findings", "waived_by_count": "waived"}
    return counted.rename_columns(names).append_column("table", pa.repeat(pa.scalar(table), counted.num_rows))


def _count_seams(rows: pa.Table | None, reports: "pd.Series[str]") -> "pd.Series[float]":
    """Findings between reports of each report; null where it was not compared."""
    if rows is None:
        return pd.Series(np.nan, reports.index)
    found: Counter[str] = Counter()
    for (report, _), count in _count_findings(rows).items():
        found[report] += count
    return pd.Series([float(found[report]) for report in reports], reports.index, dtype="float64")


def _list_attached(warehouse: Warehouse, reports: pd.DataFrame, current: Collection[PartitionKey]) -> frozenset[str]:
    """Chosen reports without tables, of years whose form has some, that name an attachment."""
    bare = reports[(reports["cells"] == 0) & ~reports["report_year"].isin(PROSE_YEARS)].sort_values("report_id")
    texts = StoredTable(warehouse, TABLES[TEXTS])
    found: set[str] = set()
    for (region, year), rows in bare.groupby(["region", "report_year"]):
        key = PartitionKey(str(region), int(str(year)))
        if key in current:
            found.update(_select_attached(texts.read_reports(key, pa.chunked_array([rows["report_id"].to_list()]))))
    return frozenset(found)


def _select_attached(texts: pa.Table) -> Iterator[str]:
    for report, text in zip(texts["report_id"].to_pylist(), texts["text"].to_pylist(), strict=True):
        if names_attachment(text):
            yield report
