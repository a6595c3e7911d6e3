"""The accepted documents of the register, by partition, and the stamp of what each partition is made from.

Belongs here: what a run knows of the documents whose tables it writes. Does not belong here: deciding which documents are
accepted (`register.py`), and which files are older than the register (`stale.py`).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.version import find_code_version
from gov_disclosure.storage.warehouse import PartitionKey

_DECIDING = [
    "source_file", "container", "source_sha256", "source_url", "manifest_issuer", "region_code", "report_year",
    "is_current", "supersedes", "conflicts_with",
]  # fmt: skip
"""Columns of the register from which, and from the program, everything else about an accepted document follows."""

_ORDER = [("report_id", "ascending"), ("source_file", "ascending")]
_PACKED = pa.ipc.IpcWriteOptions(compression="zstd")


@dataclass(frozen=True, slots=True)
class AcceptedReports:
    """The accepted documents of the register, by partition, in the order of their reports.

    They wait packed until their partition is read: the rows of 200,000 documents take 230 MB, sorted twice that.

    Attributes:
        packed: register rows of each partition, in one or several pieces.
        counts: how many there are of each, and how many of them count in the facts.
        stamps: what each is made from.
        is_current: whether only those count that no later version replaced.
    """

    packed: Mapping[PartitionKey, tuple[bytes, ...]]
    counts: Mapping[PartitionKey, tuple[int, int]]
    stamps: Mapping[PartitionKey, str]
    is_current: bool = False

    def find_stamp(self, key: PartitionKey) -> str:
        """What a partition is made from by this register and this version of the program."""
        return self.stamps.get(key) or build_stamp([])

    def count(self, key: PartitionKey) -> int:
        """How many there are of one partition."""
        return self.counts.get(key, (0, 0))[self.is_current]

    def read(self, key: PartitionKey) -> pa.Table:
        """Register rows of one partition."""
        pieces = [pa.ipc.open_stream(piece).read_all() for piece in self.packed.get(key, ())]
        if not pieces:
            return TABLES["document_register"].arrow_schema.empty_table()
        rows = pa.concat_tables(pieces).sort_by(_ORDER)
        return rows.filter(rows["is_current"]) if self.is_current else rows

    def restrict(self, keys: Iterable[PartitionKey]) -> "AcceptedReports":
        """Those of some partitions alone."""
        known = self.packed.keys() & set(keys)
        return AcceptedReports(
            {key: self.packed[key] for key in known},
            {key: self.counts[key] for key in known},
            {key: self.stamps[key] for key in known},
            self.is_current,
        )

    def read_batches(self, key: PartitionKey, size: int) -> Iterator[pa.Table]:
        """The same, at most `size` reports at a time: at least one batch, maybe empty."""
        rows = self.read(key)
        return (rows.slice(start, size) for start in range(0, max(rows.num_rows, 1), size))


def select_accepted(register: StoredTable, keys: Iterable[PartitionKey]) -> AcceptedReports:
    """Read from the register what belongs to `keys`, a bounded piece of it at a time."""
    wanted = set(keys)
    regions = pa.array(sorted({key.region for key in wanted}), pa.string())
    years = pa.array(sorted({key.year for key in wanted}), pa.int32())
    return pack_reports(_filter_accepted(piece, regions, years) for piece in register.read_groups())


def pack_reports(pieces: Iterable[pa.Table]) -> AcceptedReports:
    """Rows of the register, all of them of accepted documents, by partition."""
    packed: dict[PartitionKey, list[bytes]] = defaultdict(list)
    counts: dict[PartitionKey, tuple[int, int]] = {}
    hashes: dict[PartitionKey, list[int]] = defaultdict(list)
    for piece in pieces:
        for key, rows in _split_partitions(piece):
            packed[key].append(_pack(rows))
            every, current = counts.get(key, (0, 0))
            counts[key] = every + rows.num_rows, current + (pc.sum(rows["is_current"]).as_py() or 0)
        _add_hashes(hashes, piece)
    stamps = {key: build_stamp(own) for key, own in hashes.items()}
    return AcceptedReports({key: tuple(own) for key, own in packed.items()}, counts, stamps)


def _split_partitions(rows: pa.Table) -> Iterator[tuple[PartitionKey, pa.Table]]:
    if not rows.num_rows:
        return
    rows = rows.sort_by([("region", "ascending"), ("report_year", "ascending")])
    regions = pc.dictionary_encode(rows["region"].combine_chunks()).indices.to_numpy(zero_copy_only=False)
    years = rows["report_year"].to_numpy()
    borders = np.flatnonzero((regions[1:] != regions[:-1]) | (years[1:] != years[:-1])) + 1
    for start, end in pairwise([0, *borders.tolist(), rows.num_rows]):
        yield PartitionKey(rows["region"][start].as_py(), int(years[start])), rows.slice(start, end - start)


def _pack(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema, options=_PACKED) as stream:
        stream.write_table(rows.combine_chunks())
    return bytes(sink.getvalue().to_pybytes())


def select_current(reports: AcceptedReports) -> AcceptedReports:
    """Those that count in the facts: not the ones that a later version replaced."""
    return replace(reports, is_current=True)


def read_stamps(register: StoredTable) -> Mapping[PartitionKey, str]:
    """What each partition is made from by a register; for a partition without reports, what an empty one is made from."""
    names = list(dict.fromkeys(["status", "region", *_DECIDING]))
    hashes: dict[PartitionKey, list[int]] = defaultdict(list)
    for rows in register.read_groups(columns=names):
        _add_hashes(hashes, rows.filter(pc.equal(rows["status"], "accepted")))
    return defaultdict(lambda: build_stamp([]), {key: build_stamp(own) for key, own in hashes.items()})


def _add_hashes(hashes: Mapping[PartitionKey, list[int]], rows: pa.Table) -> None:
    columns = (rows["region"].to_pylist(), rows["report_year"].to_pylist(), hash_rows(rows))
    for region, year, number in zip(*columns, strict=True):
        hashes[PartitionKey(region, year)].append(int(number))


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
