"""Writing many partitions of some tables from one stream, and refusing what does not belong.

Belongs here: the agreement between the keys a run was asked for and the rows it brings. Does not belong here: how one
file is written (`warehouse.py`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from operator import itemgetter

import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.schemas import TableSpec
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import load_provinces

Parts = Iterable[tuple[PartitionKey, Mapping[str, pa.Table]]]
"""Rows of several partitions by table, one partition after the other; a partition may come in several pieces."""


def _find_no_stamp(key: PartitionKey) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class StampedParts:
    """Rows of several partitions, and for each what they are made from."""

    parts: Parts
    find_stamp: Callable[[PartitionKey], str] = _find_no_stamp


class PartitionMismatchError(ValueError):
    """The rows that came are not those of the partitions that were asked for."""


@dataclass(frozen=True, slots=True)
class WrittenPartition:
    """One file that was replaced."""

    table: str
    key: PartitionKey
    rows: int
    path: str


def write_partitions(
    warehouse: Warehouse, specs: Sequence[TableSpec], requested: Sequence[PartitionKey], stamped: StampedParts
) -> Iterator[WrittenPartition]:
    """Write each requested partition of some tables once, holding one piece of one partition in memory at a time.

    Raises:
        PartitionMismatchError: a key came that nobody asked for, or twice, or not at all; or a row belongs elsewhere.
            Files already replaced by then are whole and right, and the run fails.
    """
    names, waiting = " and ".join(spec.name for spec in specs), set(requested)
    for key, pieces in groupby(stamped.parts, key=itemgetter(0)):
        if key not in waiting:
            raise PartitionMismatchError(
                f"{names}: rows came for {_spell(key)}, which was not asked for or came before"
            )
        waiting.remove(key)
        with ExitStack() as files:
            stamp = partial(stamped.find_stamp, key)
            writers = [files.enter_context(warehouse.open_writer(spec, key, stamp=stamp)) for spec in specs]
            for _, piece in pieces:
                for spec, writer in zip(specs, writers, strict=True):
                    _check_rows(spec, key, piece[spec.name])
                    writer.append(piece[spec.name])
        for spec, writer in zip(specs, writers, strict=True):
            yield WrittenPartition(spec.name, key, writer.rows, warehouse.find_path(spec, key))
    if waiting:
        missing = ", ".join(_spell(key) for key in sorted(waiting)[:10])
        raise PartitionMismatchError(f"{names}: nothing came for {len(waiting)} requested partitions: {missing}")


def _spell(key: PartitionKey) -> str:
    return f"{key.region} {key.year}"


def _check_rows(spec: TableSpec, key: PartitionKey, rows: pa.Table) -> None:
    """Refuse rows of another year or province."""
    years = _list_values(rows, "report_year")
    provinces = _list_values(rows, "province_code")
    if not years <= {key.year} or not provinces <= _list_province_codes(key.region):
        found = sorted(map(str, years | provinces))
        raise PartitionMismatchError(f"{spec.name} of {_spell(key)}: rows of {', '.join(found)}")


@cache
def _list_province_codes(region: str) -> frozenset[str]:
    return frozenset(province.code for province in load_provinces() if province.slug == region)


def _list_values(rows: pa.Table, column: str) -> set[object]:
    return set(pc.unique(rows[column]).to_pylist()) if column in rows.column_names else set()
