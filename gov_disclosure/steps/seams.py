"""From the facts and texts of neighbouring years to `fact_seam` and `fact_text_reuse`, a region at a time.

Belongs here: reading the numbers of three years, a few whole reports at a time, and the stream of both tables. Does not belong
here: what is compared (`quality/`) and reading texts (`reuse.py`).
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from gov_disclosure.frames.arrow import list_records, to_frame, to_table
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.frames.finding_tables import SEVERITIES
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.comparison import Years, align_years, build_comparisons
from gov_disclosure.quality.copies import check_copies
from gov_disclosure.quality.magnitudes import check_magnitudes
from gov_disclosure.quality.numbers import (
    IDENTITY,
    NEEDED,
    Numbers,
    build_numbers,
    empty_numbers,
    join_numbers,
)
from gov_disclosure.quality.peers import check_peers
from gov_disclosure.quality.reuse import TABLE as REUSE
from gov_disclosure.quality.reuse import compare_texts, list_compared
from gov_disclosure.quality.seams import check_seams, count_checked
from gov_disclosure.quality.waivers import apply_waivers, select_unwaived
from gov_disclosure.steps import streams
from gov_disclosure.steps.accepted import AcceptedReports
from gov_disclosure.steps.reuse import RunningTextReader
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.streams import Tally
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.merging import SortedStream
from gov_disclosure.storage.partitions import Parts
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure.vocabulary.regions import REPORT_YEARS
from gov_disclosure.vocabulary.waivers import Waiver

TABLE = "fact_seam"
SHOWN = (
    "severity", "region_name", "issuer", "report_year", "message_zh", "observed", "expected", "cell_keys", "other_year",
    "other_issuer", "rule", "message_en", "report_id", "other_report_id", "finding_id",
)  # fmt: skip
_YEARS_KEPT = 3


def list_neighbours(keys: Iterable[PartitionKey]) -> list[PartitionKey]:
    """Partitions with those of the years beside them, as far as there are any."""
    near = {PartitionKey(key.region, key.year + offset) for key in keys for offset in (-1, 0, 1)}
    return sorted(key for key in near if key.year in REPORT_YEARS)


def build_seam_stamp(key: PartitionKey, find_stamp: Callable[[PartitionKey], str]) -> str:
    """What a partition of seams is made from: its own year and those beside it; empty if one of them has no stamp."""
    stamps = [find_stamp(neighbour) for neighbour in list_neighbours([key])]
    return hashlib.sha256(",".join(stamps).encode()).hexdigest()[:16] if all(stamps) else ""


@dataclass
class NumbersReader:
    """Reads the numbers of partitions; keeps those of a few, because every year is needed by three.

    Attributes:
        sources: the tables with the numbers.
        texts: reads the running texts.
    """

    reports: AcceptedReports
    sources: Mapping[str, StoredTable]
    texts: RunningTextReader
    _kept: OrderedDict[PartitionKey, Numbers] = field(default_factory=OrderedDict)
    _stamps: dict[PartitionKey, str] = field(default_factory=dict)

    def restrict(self, keys: Sequence[PartitionKey]) -> "NumbersReader":
        """A reader of these partitions alone, for another process."""
        return NumbersReader(self.reports.restrict(keys), self.sources, self.texts.renew())

    def list_files(self) -> Iterator[tuple[StoredTable, PartitionKey]]:
        """The partitions that it may read: an empty one is not looked at."""
        tables = (*self.sources.values(), self.texts.elements, self.texts.texts)
        return ((table, key) for table in tables for key in self.reports.stamps)

    def read(self, key: PartitionKey) -> Numbers:
        """All current reports of one partition; none where its files are not what the register asks for."""
        if key not in self._kept:
            self._kept[key] = join_numbers(list(self._read_batches(key)))
            while len(self._kept) > _YEARS_KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]

    def find_stamp(self, key: PartitionKey) -> str:
        """The stamp of one year: empty where its facts are older than the register, or missing."""
        if key not in self._stamps:
            own, is_bare = self.reports.find_stamp(key), key not in self.reports.stamps
            sources = (*self.sources.values(), self.texts.elements, self.texts.texts)
            is_read = is_bare or all(source.read_stamp(key) == own for source in sources)
            self._stamps[key] = own if is_read else ""
        return self._stamps[key]

    def _read_batches(self, key: PartitionKey) -> Iterator[Numbers]:
        if not self.reports.count(key) or not self.find_stamp(key):
            yield empty_numbers(_select_identity(TABLES["document_register"].arrow_schema.empty_table()))
            return
        open_tables = {
            name: SortedStream(source.read_groups(key, _name_columns(name)), "report_id")
            for name, source in self.sources.items()
        }
        for register in self.reports.read_batches(key, streams.REPORTS_PER_BATCH):
            last = register["report_id"][-1].as_py()
            facts = {name: to_frame(stream.take_until(last)) for name, stream in open_tables.items()}
            yield build_numbers(facts, _select_identity(register))


def _name_columns(table: str) -> Sequence[str]:
    keys = (*CELL_KEYS[table],) if table in CELL_KEYS else ("indicator", "is_current_year")
    return (*NEEDED, *keys)


def _select_identity(register: pa.Table) -> pd.DataFrame:
    return to_frame(register.select(list(IDENTITY)))


def list_unread(keys: Sequence[PartitionKey], reader: NumbersReader) -> list[dict[str, Any]]:
    """Years that cannot be compared until their facts are written again."""
    unread = (key for key in list_neighbours(keys) if not reader.find_stamp(key))
    return [{"region": key.region, "year": key.year, "what": "facts older than the register"} for key in unread]


@dataclass(frozen=True, slots=True)
class RegionTask:
    """Partitions of one region, in the order of the years, that one worker compares, and the tables it makes of them."""

    keys: tuple[PartitionKey, ...]
    reader: NumbersReader
    waivers: Mapping[str, Waiver]
    tables: tuple[str, ...]

    def list_files(self) -> Iterator[tuple[StoredTable, PartitionKey]]:
        """The partitions that it may read."""
        return self.reader.list_files()


class ComparedYear(NamedTuple):
    """Rows of one partition, what was counted, and the problems that a reader should know."""

    key: PartitionKey
    rows: Mapping[str, pa.Table]
    counts: Mapping[str, Mapping[str, int]]
    problems: Sequence[dict[str, Any]]


def stream_comparisons(
    keys: Sequence[PartitionKey],
    reader: NumbersReader,
    waivers: Mapping[str, Waiver],
    workers: Workers,
    tallies: Mapping[str, Tally],
) -> Parts:
    """Rows of the tables that compare years, those of `tallies`; `keys` in the order of regions and years."""
    regions = (tuple(own) for _, own in groupby(keys, key=lambda key: key.region))
    tasks = (RegionTask(own, reader.restrict(list_neighbours(own)), waivers, tuple(tallies)) for own in regions)
    for compared in workers.map(compare_region, tasks):
        for year in compared:
            for table, tally in tallies.items():
                tally.counts[year.key].update(year.counts[table])
            if TABLE in tallies:
                tallies[TABLE].add_problems(year.problems)
            yield year.key, year.rows


def compare_region(task: RegionTask) -> list[ComparedYear]:
    """Task of a worker: the tables of each partition, which is read once for itself and the years beside it."""
    return [_compare(key, task) for key in task.keys]


def _compare(key: PartitionKey, task: RegionTask) -> ComparedYear:
    years, rows, counts = _read_years(key, task.reader), {}, {}
    problems: list[dict[str, Any]] = []
    if TABLE in task.tables:
        found = apply_waivers(compare_years(years), task.waivers)
        serious = select_unwaived(found)
        problems = list(_list_problems(serious[serious["severity"] != "info"], years))
        rows[TABLE], counts[TABLE] = to_table(TABLES[TABLE], found), _count(years, found)
    if REUSE in task.tables:
        rows[REUSE] = _compare_texts(key, task.reader, years)
        counts[REUSE] = {"reports": len(years.own), "joined": rows[REUSE].num_rows}
    return ComparedYear(key, rows, counts, problems)


def _compare_texts(key: PartitionKey, reader: NumbersReader, years: Years) -> pa.Table:
    """`fact_text_reuse`; texts are read only where a report has one to be compared with."""
    own, before = list_compared(years)
    past = reader.texts.read(PartitionKey(key.region, key.year - 1), before)
    return compare_texts(years, reader.texts.read(key, own), past)


def compare_years(years: Years) -> pd.DataFrame:
    """All findings between the reports of a year, and between them and those of the years beside."""
    found = (check_seams(years), check_copies(years), check_magnitudes(years), check_peers(years))
    return build_comparisons(chain.from_iterable(found))


def _read_years(key: PartitionKey, reader: NumbersReader) -> Years:
    before, own, after = (reader.read(PartitionKey(key.region, key.year + offset)) for offset in (-1, 0, 1))
    return align_years(before, own, after)


def _count(years: Years, found: pd.DataFrame) -> dict[str, int]:
    severities = {name: int((found["severity"] == name).sum()) for name in SEVERITIES}
    joined = int((years.predecessors >= 0).sum())
    waived = len(found) - len(select_unwaived(found))
    return severities | {"reports": len(years.own), "joined": joined, "checked": count_checked(years), "waived": waived}


def _list_problems(findings: pd.DataFrame, years: Years) -> Iterator[dict[str, Any]]:
    """Findings as a reader of the checks sees them, with the files of both reports."""
    files = {
        str(report): file
        for numbers in (years.before, years.own, years.after)
        for report, file in zip(numbers.reports["report_id"], numbers.reports["source_file"], strict=True)
    }
    for row in list_records(findings, SHOWN):
        yield row | {
            "source_file": files[row["report_id"]],
            "other_source_file": files[row["other_report_id"]],
        }
