"""What a change costs among many documents: nothing changed, then one document, and which files were replaced for it.

Belongs here: runs over a warehouse that a first run has filled. Does not belong here: how a run is measured (`pipeline.py`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.pipeline import Place, list_files, run_pipeline
from bench.tables import Table
from gov_disclosure.steps.stale import COMPARING_TABLES

COLUMNS = (
    "run",
    "facts are in",
    "work",
    "whole command",
    "CPU s",
    "its partition",
    "seams",
    "register",
    "other files",
    "arrived",
)
_PARTITION = "region={region}/year={year}/"
_NOTE = (
    "The same command again with `{executor}`, over {size:,} documents. Seconds from the first job until the facts are in the "
    "warehouse, and (`work`) to the end of the command with its summary; before that Python and the libraries start. Behind "
    "them how many files were replaced: those of the partition of the changed document, those that compare years in its "
    "region, those of the register and of the dimensions, and any others, of which there should be none. `arrived`: whether "
    "the report of the changed bytes is in the facts."
)


@dataclass(frozen=True, slots=True)
class Document:
    """An accepted document of a warehouse."""

    path: Path
    region: str
    year: int


def measure_changes(place: Place, executor: str, size: int) -> Table:
    """Run again with nothing changed, then with one document changed; the corpus is left as it was."""
    document = _choose_document(place)
    original = document.path.read_bytes()
    rows = [_measure("nothing changed", place, executor, document)]
    try:
        document.path.write_bytes(original + b"\n")
        rows.append(_measure("one document changed", place, executor, document))
    finally:
        document.path.write_bytes(original)
    return Table(f"One change among {size:,} documents", _NOTE.format(executor=executor, size=size), COLUMNS, rows)


def _choose_document(place: Place) -> Document:
    """One in the middle."""
    rows = pq.read_table(place.warehouse / "document_register" / "part-0.parquet")
    accepted = rows.filter(pc.and_(pc.equal(rows["status"], "accepted"), rows["is_current"]))
    row = accepted.slice(accepted.num_rows // 2, 1).to_pylist()[0]
    return Document(place.raw / row["source_file"], row["region"], row["report_year"])


def _measure(name: str, place: Place, executor: str, document: Document) -> list[str]:
    before = list_files(place.warehouse)
    run = run_pipeline(place, executor)
    after = list_files(place.warehouse)
    replaced = Counter(
        _sort(file, document) for file in before.keys() | after.keys() if before.get(file) != after.get(file)
    )
    return [
        name,
        f"{run.facts:.1f}",
        f"{run.work:.1f}",
        f"{run.usage.seconds:.1f}",
        f"{run.usage.cpu_seconds:.1f}",
        *(f"{replaced[kind]:,}" for kind in ("partition", "seams", "register", "other")),
        "yes" if _has_arrived(place, document) else "no",
    ]


def _sort(file: str, document: Document) -> str:
    """What a file has to do with the changed document."""
    table, _, rest = file.partition("/")
    years = range(document.year - 1, document.year + 2)
    beside = [_PARTITION.format(region=document.region, year=year) for year in years]
    if table in COMPARING_TABLES:
        return "seams" if rest.startswith(tuple(beside)) else "other"
    if rest.startswith("region="):
        return "partition" if rest.startswith(beside[1]) else "other"
    return "register"


def _has_arrived(place: Place, document: Document) -> bool:
    """Whether the reports of the partition have one of just these bytes."""
    folder = place.warehouse / "dim_report" / _PARTITION.format(region=document.region, year=document.year)
    hashes = pq.read_table(folder / "part-0.parquet", columns=["source_sha256"], partitioning=None)["source_sha256"]
    return hashlib.sha256(document.path.read_bytes()).hexdigest() in hashes.to_pylist()
