"""The register on the terminal: what was registered, what was not and why.

Belongs here: tables for a reader. Does not belong here: what stands in them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.explain_terminal import make_plain
from gov_disclosure.storage.warehouse import Warehouse

MOST_SHOWN = 50
_COLUMNS = {
    "source_file": "document", "region_code": "code", "region_name": "region", "report_year": "year", "form": "form",
    "issuer": "issuer", "issuer_kind": "kind", "identity_confidence": "confidence", "status": "status",
}  # fmt: skip


def print_registered(console: Console, warehouse: Warehouse) -> None:
    """The first reports of the register: whose, of which year, how surely, and whether they count."""
    table, count = _build_table(_COLUMNS.values()), 0
    for rows in warehouse.read_groups(TABLES["document_register"], columns=[*_COLUMNS, "is_current"]):
        reports = rows.filter(pc.is_in(rows["status"], pa.array(["accepted", "gone"])))
        for row in reports.slice(0, max(0, MOST_SHOWN - count)).to_pylist():
            table.add_row(*map(Text, _spell(row)))
        count += reports.num_rows
    console.print(table)
    if count > MOST_SHOWN:
        console.print(f"… and {count - MOST_SHOWN:,} more in document_register")


def _build_table(names: Iterable[str]) -> Table:
    """A table that breaks what is too long: Chinese has no spaces to break at, and what to do must not end in dots."""
    return Table(*(Column(name, overflow="fold") for name in names), show_edge=False)


def _spell(row: Mapping[str, Any]) -> Iterable[str]:
    outdated = row["status"] == "accepted" and not row["is_current"]
    values = [row[name] for name in _COLUMNS][:-1]
    return (
        make_plain("" if value is None else str(value))
        for value in [*values, "replaced" if outdated else row["status"]]
    )


def print_refusals(console: Console, refused: Iterable[Mapping[str, Any]]) -> None:
    """Documents that gave no report, and what to do about each."""
    rows = list(refused)
    if not rows:
        return
    table = _build_table(("refused document", "reason", "what to do"))
    for row in rows[:MOST_SHOWN]:
        messages = "\n".join(map(make_plain, (row["message_zh"], row["message_en"])))
        table.add_row(*map(Text, (make_plain(row["source_file"]), row["reason"], messages)))
    console.print(table)
    if len(rows) > MOST_SHOWN:
        console.print(f"… and {len(rows) - MOST_SHOWN:,} more in rejected_document")


def print_notices(console: Console, notices: Sequence[str]) -> None:
    """What of the raw folder was not used."""
    for notice in notices[:MOST_SHOWN]:
        console.print(f"[yellow]not used[/yellow] {make_plain(notice)}", highlight=False)
    if len(notices) > MOST_SHOWN:
        console.print(f"… and {len(notices) - MOST_SHOWN:,} more that were not used", highlight=False)
