"""A manifest to fill in: one line for each document of which the text does not say the region or the year.

Belongs here: what of a document is known, what is asked for, and why. Does not belong here: reading the manifest
(`storage/manifest.py`).
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage.manifest import COLUMNS, guard_cell
from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure.vocabulary.regions import REPORT_YEARS, find_region_near
from gov_disclosure.vocabulary.rejections import REJECTIONS

ABSTENTIONS = (
    "region_unknown",
    "region_ambiguous",
    "manifest_region_unknown",
    "year_unknown",
    "year_ambiguous",
    "year_out_of_range",
)
"""Reasons for which a document is refused that a line of the manifest resolves, as a rule; see `is_too_new`."""

_NEEDED = [
    "source_file", "status", "reason", "detail", "source_url", "manifest_issuer", "text_region_code",
    "text_report_year", "title", "issuer", "identity_evidence",
]  # fmt: skip
_DECIDING = ["reason", "detail", "text_report_year"]
_SHOWN_CANDIDATES = 10
_YEAR = re.compile(r"\d+")


def list_abstained(warehouse: Warehouse, columns: Sequence[str] = _NEEDED) -> Iterator[dict[str, Any]]:
    """Rows of the register that wait for a line of the manifest."""
    this_year = date.today().year
    for group in warehouse.read_groups(TABLES["document_register"], columns=list(columns)):
        rows = group.filter(pc.is_in(group["reason"], pa.array(ABSTENTIONS))).to_pylist()
        yield from (row for row in rows if not is_too_new(row, this_year))


def count_abstained(warehouse: Warehouse) -> int:
    """Their number."""
    return sum(1 for _ in list_abstained(warehouse, _DECIDING))


def is_too_new(row: Mapping[str, Any], this_year: int) -> bool:
    """Whether a document is of a year that this version does not know yet: any line of the manifest would be refused again.

    A year that has not begun was misread, or is wrong in the manifest; so may be one beside a year that the text names too.
    """
    if row["reason"] != "year_out_of_range":
        return False
    named = {int(year) for year in _YEAR.findall(row["detail"] or "")} | {row["text_report_year"]} - {None}
    return bool(named) and named <= set(range(REPORT_YEARS[-1] + 1, this_year + 1))


def write_manifest_template(warehouse: Warehouse, path: Path) -> int:
    """Write one line per document that abstained, with what is known and why the rest is not; give their number.

    The file is a manifest itself: filled in, its lines can be added to `manifest.csv` as they are. It is written with a
    byte order mark, for Excel, and nothing in it is a formula to a spreadsheet, whatever a file or a body is called.

    Raises:
        FileExistsError: there is such a file, which somebody may have filled in.
    """
    count = 0
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for count, row in enumerate(list_abstained(warehouse), 1):  # noqa: B007  # the last count is returned
            line = _build_line(row)
            writer.writerow({name: guard_cell(v) if isinstance(v, str) else v for name, v in line.items()})
    return count


def _build_line(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "path": row["source_file"],
        "url": row["source_url"],
        "region_code": row["text_region_code"],
        "report_year": row["text_report_year"],
        "issuer": row["manifest_issuer"],
        "note": _explain(row),
    }


def _explain(row: dict[str, Any]) -> str:
    """Why the document abstained, what it calls itself, and between which regions it could not be decided."""
    pieces = [REJECTIONS[row["reason"]].message(row["detail"] or "—"), row["title"] or row["issuer"] or ""]
    candidates = json.loads(row["identity_evidence"] or "{}").get("candidates", [])
    year = row["text_report_year"] or REPORT_YEARS[-1]
    pieces += [f"{code} {_name(code, year)}".strip() for code in candidates[:_SHOWN_CANDIDATES]]
    return " | ".join(filter(None, (" ".join(piece.split()) for piece in pieces)))


def _name(code: str, year: int) -> str:
    region = find_region_near(code, year)
    return region.name if region else ""
