"""Streams of partitions: the order of the keys, bounded chunks over partition borders, whole reports.

Belongs here: how rows are cut into pieces that fit into memory. Does not belong here: what is done with a piece.
"""

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.schemas import TableSpec
from gov_disclosure.steps.version import find_code_version
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import REGIONS

Piece = TypeVar("Piece")
Row = Mapping[str, Any]
REPORTS_PER_BATCH = 1_000
"""Reports whose rows are held as frames at a time, however many a partition has."""

_SHOWN_PROBLEMS = 200
_SHOWN_SLOWEST = 20
_DECIDING = [
    "source_file", "container", "source_sha256", "source_url", "manifest_issuer", "region_code", "report_year",
    "is_current", "supersedes", "conflicts_with",
]  # fmt: skip
"""Columns of the register from which, and from the program, everything else about an accepted document follows."""


def sort_keys(keys: Iterable[PartitionKey]) -> list[PartitionKey]:
    """Keys by region in the official order, then by year."""
    return sorted(keys, key=lambda key: (REGIONS.index(key.region), key.year))


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table of the warehouse that an asset may read, a partition at a time."""

    warehouse: Warehouse
    spec: TableSpec

    def read(self, key: PartitionKey | None = None, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of one partition, or of a table that has none."""
        return self.warehouse.read(self.spec, key, columns)

    def count_rows(self, key: PartitionKey) -> int:
        """How many rows one partition has."""
        return self.warehouse.count_rows(self.spec, key)

    def read_groups(self, key: PartitionKey | None = None, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The same rows in bounded pieces."""
        return self.warehouse.read_groups(self.spec, key, columns)

    def read_reports(self, key: PartitionKey, report_ids: pa.ChunkedArray) -> pa.Table:
        """The rows of some reports, sorted; those of reports that are not asked for are left out."""
        if not len(report_ids):
            return self.spec.arrow_schema.empty_table()
        rows = self.warehouse.read_between(self.spec, key, "report_id", (report_ids[0].as_py(), report_ids[-1].as_py()))
        return rows.filter(pc.is_in(rows["report_id"], report_ids.combine_chunks()))

    def read_stamp(self, key: PartitionKey) -> str | None:
        """What the rows of one partition were made from."""
        return self.warehouse.read_stamp(self.spec, key)


@dataclass(slots=True)
class Tally:
    """What was seen while a stream ran: counts for each partition, and problems that a reader should know.

    Attributes:
        severities: problems that have a severity, by it.
        slowest: documents that took longest.
        incomplete: partitions from which something was left out that may be there the next time.
    """

    counts: dict[PartitionKey, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    problems: list[dict[str, Any]] = field(default_factory=list)
    problem_count: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    slowest: list[Mapping[str, Any]] = field(default_factory=list)
    incomplete: set[PartitionKey] = field(default_factory=set)

    def add_problems(self, problems: Iterable[Mapping[str, Any]]) -> None:
        """Count problems and keep the first ones to show."""
        for problem in problems:
            self.problem_count += 1
            self.severities.update([problem["severity"]] if "severity" in problem else ())
            if len(self.problems) < _SHOWN_PROBLEMS:
                self.problems.append(dict(problem))

    def add_times(self, times: Iterable[Mapping[str, Any]]) -> None:
        """Keep the documents that took longest."""
        self.slowest = heapq.nlargest(_SHOWN_SLOWEST, [*self.slowest, *times], key=lambda each: each["milliseconds"])

    def count(self, name: str) -> int:
        """Sum of one count over all partitions."""
        return sum(counts[name] for counts in self.counts.values())


@dataclass(frozen=True, slots=True)
class AcceptedReports:
    """The accepted documents of the register, by partition, in the order of their reports."""

    rows: pa.Table
    places: Mapping[PartitionKey, list[int]]
    stamps: Mapping[PartitionKey, str]

    def find_stamp(self, key: PartitionKey) -> str:
        """What a partition is made from by this register and this version of the program."""
        return self.stamps.get(key) or build_stamp([])

    def count(self, key: PartitionKey) -> int:
        """How many there are of one partition."""
        return len(self.places.get(key, ()))

    def read(self, key: PartitionKey) -> pa.Table:
        """Register rows of one partition."""
        return self.rows.take(pa.array(self.places.get(key, []), pa.int64()))

    def restrict(self, keys: Iterable[PartitionKey]) -> "AcceptedReports":
        """Those of some partitions alone."""
        taken: list[int] = []
        places: dict[PartitionKey, list[int]] = {}
        for key in keys:
            places[key] = list(range(len(taken), len(taken) + len(self.places.get(key, []))))
            taken += self.places.get(key, [])
        stamps = {key: self.stamps[key] for key in places if key in self.stamps}
        return AcceptedReports(self.rows.take(pa.array(taken, pa.int64())), places, stamps)

    def read_batches(self, key: PartitionKey) -> Iterator[pa.Table]:
        """The same, a few reports at a time: at least one batch, maybe empty."""
        places = self.places.get(key, [])
        for start in range(0, max(len(places), 1), REPORTS_PER_BATCH):
            yield self.rows.take(pa.array(places[start : start + REPORTS_PER_BATCH], pa.int64()))


def select_accepted(register: StoredTable, keys: Iterable[PartitionKey]) -> AcceptedReports:
    """Read from the register what belongs to `keys`, a bounded piece of it at a time."""
    wanted = set(keys)
    regions = pa.array(sorted({key.region for key in wanted}), pa.string())
    years = pa.array(sorted({key.year for key in wanted}), pa.int32())
    pieces = [_filter_accepted(piece, regions, years) for piece in register.read_groups()]
    rows = pa.concat_tables(pieces).sort_by([("report_id", "ascending"), ("source_file", "ascending")])
    places: dict[PartitionKey, list[int]] = defaultdict(list)
    for place, (region, year) in enumerate(zip(*(rows[n].to_pylist() for n in ("region", "report_year")), strict=True)):
        places[PartitionKey(region, year)].append(place)
    return AcceptedReports(rows, places, _build_stamps(rows))


def read_stamps(register: StoredTable) -> Mapping[PartitionKey, str]:
    """What each partition is made from by a register; for a partition without reports, what an empty one is made from."""
    names = list(dict.fromkeys(["status", "region", *_DECIDING]))
    pieces = [rows.filter(pc.equal(rows["status"], "accepted")) for rows in register.read_groups(columns=names)]
    return defaultdict(lambda: build_stamp([]), _build_stamps(pa.concat_tables(pieces)))


def _build_stamps(rows: pa.Table) -> Mapping[PartitionKey, str]:
    hashes: dict[PartitionKey, list[int]] = defaultdict(list)
    columns = (rows["region"].to_pylist(), rows["report_year"].to_pylist(), hash_rows(rows))
    for region, year, number in zip(*columns, strict=True):
        hashes[PartitionKey(region, year)].append(int(number))
    return {key: build_stamp(own) for key, own in hashes.items()}


def select_current(reports: AcceptedReports) -> AcceptedReports:
    """Those that count in the facts: not the ones that a later version replaced."""
    current = reports.rows["is_current"].to_pylist()
    places = {key: [place for place in own if current[place]] for key, own in reports.places.items()}
    return AcceptedReports(reports.rows, places, reports.stamps)


def hash_rows(rows: pa.Table) -> Any:
    """A number for each row of the register, by everything that decides what its report gives."""
    return pd.util.hash_pandas_object(rows.select(_DECIDING).to_pandas(), index=False).to_numpy()


def build_stamp(hashes: Iterable[int]) -> str:
    """One name for what the reports of a partition are made from, in whatever order they come."""
    spelled = ",".join(f"{number:016x}" for number in sorted(hashes))
    return hashlib.sha256(f"{find_code_version()}:{spelled}".encode()).hexdigest()[:16]


def _filter_accepted(rows: pa.Table, regions: pa.Array, years: pa.Array) -> pa.Table:
    return rows.filter(
        pc.and_(
            pc.equal(rows["status"], "accepted"),
            pc.and_(pc.is_in(rows["region"], regions), pc.is_in(rows["report_year"], years)),
        )
    )


def split_chunks(
    pieces: Iterable[tuple[PartitionKey, Piece]], weigh: Callable[[Piece], int], limit: int
) -> Iterator[tuple[tuple[PartitionKey, Piece], ...]]:
    """Group pieces, over partition borders, until a chunk weighs `limit`; a heavier piece is a chunk of its own."""
    chunk: list[tuple[PartitionKey, Piece]] = []
    weight = 0
    for key, piece in pieces:
        if chunk and weight + weigh(piece) > limit:
            yield tuple(chunk)
            chunk, weight = [], 0
        chunk.append((key, piece))
        weight += weigh(piece)
    if chunk:
        yield tuple(chunk)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a run has to write: the partitions, their accepted reports, and who does the work."""

    keys: Sequence[PartitionKey]
    reports: AcceptedReports
    workers: Workers


def find_stamps(assignment: Assignment, sources: Sequence[StoredTable]) -> Callable[[PartitionKey], str]:
    """What the partitions of a table are made from: empty for one whose sources are older than the register."""

    def find(key: PartitionKey) -> str:
        own = assignment.reports.find_stamp(key)
        return own if all(source.read_stamp(key) == own for source in sources) else ""

    return find


ReportBatch = tuple[tuple[PartitionKey, pa.Table], ...]
"""Register rows of a few whole reports of one or several partitions, which are handled together."""


def split_reports(assignment: Assignment) -> Iterator[ReportBatch]:
    """All reports of an assignment, a few at a time, over partition borders; an empty partition is in a batch too.

    A frame costs tens of milliseconds however few rows it has: a thousand partitions with a report each are not a
    thousand frames.
    """
    pieces = ((key, piece) for key in assignment.keys for piece in assignment.reports.read_batches(key))
    return split_chunks(pieces, lambda register: max(1, register.num_rows), REPORTS_PER_BATCH)
