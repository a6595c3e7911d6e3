"""Writing many partitions of a table from one stream, and refusing what does not belong.

Belongs here: the agreement between the keys a run was asked for and the rows it brings. Does not belong here: how one
file is written (`warehouse.py`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.schemas import TableSpec
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import load_provinces

Parts = Iterable[tuple[PartitionKey, pa.Table]]
"""Rows of several partitions, one after the other; a partition may come in several pieces."""


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

    key: PartitionKey
    rows: int
    path: str


def write_partitions(
    warehouse: Warehouse,
    spec: TableSpec,
    requested: Sequence[PartitionKey],
    stamped: StampedParts,
) -> Iterator[WrittenPartition]:
    """Write each requested partition once, holding one piece of one partition in memory at a time.

    Raises:
        PartitionMismatchError: a key came that nobody asked for, or twice, or not at all; or a row belongs elsewhere.
            Files already replaced by then are whole and right, and the run fails.
    """
    waiting = set(requested)
    for key, pieces in groupby(stamped.parts, key=itemgetter(0)):
        if key not in waiting:
            raise PartitionMismatchError(
                f"{spec.name}: rows came for {_spell(key)}, which was not asked for or came before"
            )
        waiting.remove(key)
        with warehouse.open_writer(spec, key, stamp=stamped.find_stamp(key)) as rows:
            for _, piece in pieces:
                _check_rows(spec, key, piece)
                rows.append(piece)
        yield WrittenPartition(key, rows.rows, warehouse.find_path(spec, key))
    if waiting:
        missing = ", ".join(_spell(key) for key in sorted(waiting)[:10])
        raise PartitionMismatchError(f"{spec.name}: nothing came for {len(waiting)} requested partitions: {missing}")


def _spell(key: PartitionKey) -> str:
    return f"{key.region} {key.year}"


def _check_rows(spec: TableSpec, key: PartitionKey, rows: pa.Table) -> None:
    """Refuse rows of another year or province."""
    years = _list_values(rows, "report_year")
    provinces = _list_values(rows, "province_code")
    own = {province.code for province in load_provinces() if province.slug == key.region}
    if not years <= {key.year} or not provinces <= own:
        found = sorted(map(str, years | provinces))
        raise PartitionMismatchError(f"{spec.name} of {_spell(key)}: rows of {', '.join(found)}")


def _list_values(rows: pa.Table, column: str) -> set[object]:
    return set(pc.unique(rows[column]).to_pylist()) if column in rows.column_names else set()
