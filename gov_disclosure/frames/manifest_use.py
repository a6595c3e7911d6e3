"""What the manifest says of documents and cannot be used: a replacement that cannot be, one document in two places.

Belongs here: telling it, from the rows of the register. Does not belong here: the lines by themselves (`storage.manifest`),
and what follows from a replacement that can be (`versions`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

COLUMNS = ("source_file", "status", "report_id", "region_code", "report_year", "manifest_supersedes")
Rows = Mapping[str, Mapping[str, Any]]


def list_unused(rows: pa.Table) -> list[str]:
    """A sentence for each, in the order of the files."""
    reports = rows.filter(pc.equal(rows["status"], "accepted")).select(COLUMNS).to_pylist()
    by_file = {row["source_file"]: row for row in sorted(reports, key=lambda row: row["source_file"])}
    return [*_list_two_places(by_file), *_list_replacements(by_file)]


def _list_two_places(rows: Rows) -> Iterator[str]:
    firsts: dict[str, Mapping[str, Any]] = {}
    for file, row in rows.items():
        first = firsts.setdefault(row["report_id"], row)
        if _find_place(first) != _find_place(row):
            yield (
                f"{first['source_file']} and {file} are the same bytes, put at {_find_place(first)} and at"
                f" {_find_place(row)}; only the first counts, the second was not used"
            )


def _find_place(row: Mapping[str, Any]) -> str:
    return f"{row['region_code']} {row['report_year']}"


def _list_replacements(rows: Rows) -> Iterator[str]:
    for file, row in rows.items():
        why = _find_obstacle(rows, row) if row["manifest_supersedes"] else None
        if why:
            yield f"supersedes {row['manifest_supersedes']!r} of {file} was not used: {why}"


def _find_obstacle(rows: Rows, row: Mapping[str, Any]) -> str | None:
    """Why a document cannot replace the one that is named; that it is not there at all is told elsewhere."""
    other = rows.get(row["manifest_supersedes"])
    if other is None:
        return None
    if other is row:
        return "it names itself"
    if _find_place(other) != _find_place(row):
        return f"the one is of {_find_place(row)}, the other of {_find_place(other)}"
    if other["report_id"] == row["report_id"]:
        return "both are the same bytes"
    return "the replacements go round in a circle" if _is_in_circle(rows, row) else None


def _is_in_circle(rows: Rows, row: Mapping[str, Any]) -> bool:
    seen: set[str] = set()
    at = rows.get(row["manifest_supersedes"])
    while at is not None and at is not row and at["source_file"] not in seen:
        seen.add(at["source_file"])
        at = rows.get(at["manifest_supersedes"] or "")
    return at is row
