"""Streams of partitions: the order of the keys, bounded chunks over partition borders, whole reports.

Belongs here: how rows are cut into pieces that fit into memory. Does not belong here: what is done with a piece.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pyarrow as pa

from gov_disclosure.steps.accepted import AcceptedReports
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure.vocabulary.regions import REGIONS

Piece = TypeVar("Piece")
Row = Mapping[str, Any]
REPORTS_PER_BATCH = 1_000
"""Reports whose rows are held as frames at a time, however many a partition has."""

_SHOWN_PROBLEMS = 200
_SHOWN_SLOWEST = 20


def sort_keys(keys: Iterable[PartitionKey]) -> list[PartitionKey]:
    """Keys by region in the official order, then by year."""
    return sorted(keys, key=lambda key: (REGIONS.index(key.region), key.year))


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
    pieces = (
        (key, piece) for key in assignment.keys for piece in assignment.reports.read_batches(key, REPORTS_PER_BATCH)
    )
    return split_chunks(pieces, lambda register: max(1, register.num_rows), REPORTS_PER_BATCH)
