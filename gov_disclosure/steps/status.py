"""Where a warehouse stands, year by year: what is registered, what is written, what has to be written again.

Belongs here: counts from the register, the names of files and their footers; no table of facts is read, and
no document but those that could not be read before. Does not belong here: what a run has done (`summary.py`) and deciding
what is stale (`stale.py`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.analysis import DEFAULT_RULE, is_analysis_stale
from gov_disclosure.steps.explain_terminal import make_plain
from gov_disclosure.steps.manifest_template import count_abstained
from gov_disclosure.steps.register import count_changes
from gov_disclosure.steps.stale import REPORT_TABLES, Wanted, list_stale_keys, list_stale_seams
from gov_disclosure.storage.locations import Location
from gov_disclosure.storage.waivers import read_waivers
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse

NO_YEAR = None
_NAMES = ("accepted", "duplicate", "refused", "gone", "partitions", "written", "stale", "uncompared")


@dataclass(slots=True)
class YearStatus:
    """Counts of one year; documents whose year is not known have None.

    Attributes:
        refused: by reason.
        partitions: those with accepted documents.
        written: those of them that have all their files, up to date or not.
        stale: partitions to be written: they have no files yet, or others than they would have now.
        uncompared: partitions whose reports are to be compared with those of the years beside.
    """

    year: int | None
    accepted: int = 0
    duplicate: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    gone: int = 0
    partitions: int = 0
    written: int = 0
    stale: int = 0
    uncompared: int = 0

    def count(self, name: str) -> int:
        """One count, refusals of all reasons together."""
        value = getattr(self, name)
        return value.total() if isinstance(value, Counter) else int(value)


@dataclass(frozen=True, slots=True)
class WarehouseStatus:
    """All years in order, those without one last, and what has happened in the raw folder since.

    Attributes:
        unread: files of the raw folder of which a registration would read something new, None where there is no such folder.
        missing: files of the last registration that are not there.
        is_analysis_stale: whether panel, indicators and coverage are not made from what there is now.
        waiting: refused documents that a line of the manifest resolves.
    """

    years: tuple[YearStatus, ...]
    unread: int | None
    missing: int
    is_analysis_stale: bool
    waiting: int

    def count(self, name: str) -> int:
        """Sum of one count over all years."""
        return sum(year.count(name) for year in self.years)

    @property
    def refused(self) -> Counter[str]:
        """Refused documents of all years by reason."""
        return sum((year.refused for year in self.years), Counter())

    @property
    def next_step(self) -> str:
        """What to do next, in one line."""
        return next(_list_steps(self))


def build_status(warehouse: Warehouse, root: Location, rule: str = DEFAULT_RULE) -> WarehouseStatus:
    """Look at a warehouse and at the raw folder that it was made from.

    Args:
        warehouse: the tables.
        root: the documents.
        rule: which report is to stand for a region in the panel.

    Raises:
        TableNotWrittenError: there is no register.
    """
    years: dict[int | None, YearStatus] = {}
    registered = _count_documents(warehouse, years)
    for key in registered:
        years[key.year].partitions += 1
    for key in registered & _list_written(warehouse):
        _find_year(years, key.year).written += 1
    is_there = root.is_dir()
    wanted = Wanted(waivers=read_waivers(root).by_finding if is_there else {})
    for name, keys in (
        ("stale", list_stale_keys(warehouse, wanted)),
        ("uncompared", list_stale_seams(warehouse, wanted)),
    ):
        for key in keys:
            year = _find_year(years, key.year)
            setattr(year, name, getattr(year, name) + 1)
    unread, missing = count_changes(root, warehouse) if is_there else (None, 0)
    ordered = sorted(years.values(), key=lambda year: (year.year is NO_YEAR, year.year or 0))
    return WarehouseStatus(
        tuple(ordered), unread, missing, is_analysis_stale(warehouse, rule), count_abstained(warehouse)
    )


def _find_year(years: dict[int | None, YearStatus], year: int | None) -> YearStatus:
    return years.setdefault(year, YearStatus(year))


def _count_documents(warehouse: Warehouse, years: dict[int | None, YearStatus]) -> set[PartitionKey]:
    """Count the rows of the register into their years; the partitions of those that were accepted."""
    columns = ["status", "reason", "region", "report_year"]
    keys: set[PartitionKey] = set()
    for group in warehouse.read_groups(TABLES["document_register"], columns=columns):
        for row in pa.table(group).group_by(columns).aggregate([([], "count_all")]).to_pylist():
            year, count = _find_year(years, row["report_year"]), row["count_all"]
            if row["status"] == "rejected":
                year.refused[row["reason"]] += count
            else:
                setattr(year, row["status"], getattr(year, row["status"]) + count)
            if row["status"] == "accepted":
                keys.add(PartitionKey(row["region"], row["report_year"]))
    return keys


def _list_written(warehouse: Warehouse) -> set[PartitionKey]:
    """Partitions that have a file of every table."""
    return set.intersection(*(set(warehouse.list_keys(TABLES[table])) for table in REPORT_TABLES))


def _list_steps(status: WarehouseStatus) -> Iterator[str]:
    """What is to be done, the first thing first."""
    if status.unread is None:
        yield "the raw folder is not there: give it with --raw"
    elif status.unread or status.missing:
        yield f"files to read: {status.unread:,}, files gone: {status.missing:,}: gov-disclosure run"
    if status.count("stale") or status.count("uncompared"):
        yield "partitions are to be written: gov-disclosure run"
    elif status.is_analysis_stale:
        yield "panel and indicators are to be written: gov-disclosure run"
    if status.waiting:
        yield f"{status.waiting:,} documents wait for a line of the manifest: gov-disclosure register --template todo.csv"
    if status.refused:
        yield "nothing to write; what to do about each refused document stands in rejected_document"
    yield "nothing to do"


def build_record(status: WarehouseStatus) -> dict[str, Any]:
    """The same for a program."""
    totals = {name: status.count(name) for name in _NAMES} | {"refused": dict(status.refused)}
    return {
        "years": [asdict(year) | {"refused": dict(year.refused)} for year in status.years],
        "totals": totals,
        "unread": status.unread,
        "missing": status.missing,
        "analysis_stale": status.is_analysis_stale,
        "next": status.next_step,
    }


def print_status(console: Console, status: WarehouseStatus) -> None:
    """A table of the years, the refusals by reason, and what to do next."""
    table = Table("year", show_edge=False, pad_edge=False, collapse_padding=True)
    for name in _NAMES:
        table.add_column(name, justify="right")
    for year in status.years:
        table.add_row(str(year.year or "none"), *_spell(year.count(name) for name in _NAMES))
    table.add_section()
    table.add_row("all", *_spell(status.count(name) for name in _NAMES))
    console.print(table)
    for reason, count in sorted(status.refused.items(), key=lambda item: (-item[1], item[0])):
        console.print(f"refused {count:,} {reason}", highlight=False)
    console.print(f"next: {make_plain(status.next_step)}", highlight=False, soft_wrap=True)


def _spell(counts: Iterable[int]) -> Iterator[str]:
    """Numbers of a row; a zero is left out, so that the others are seen."""
    return (f"{count:,}" if count else "·" for count in counts)
