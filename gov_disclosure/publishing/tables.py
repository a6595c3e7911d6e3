"""Whole tables of a warehouse as single files.

Belongs here: reading all partitions in order, in bounded memory, and telling whether they changed meanwhile. Does not belong here:
what is made of the files.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from gov_disclosure.frames.schemas import TABLES, TableSpec
from gov_disclosure.steps.streams import sort_keys
from gov_disclosure.storage.row_groups import RowGroups
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse

States = Mapping[tuple[str, PartitionKey | None], str | None]


class WarehouseChangedError(OSError):
    """A run wrote to the warehouse while it was read: what was read may be half of one state and half of another."""


def list_released() -> list[TableSpec]:
    """Tables for readers, all but what other tables are made from."""
    return [spec for spec in TABLES.values() if not spec.staging]


def read_states(warehouse: Warehouse) -> States:
    """The state of every file of the tables for readers."""
    return {
        (spec.name, key): warehouse.read_state(spec, key)
        for spec in list_released()
        for key in list_files(warehouse, spec)
    }


def list_files(warehouse: Warehouse, spec: TableSpec) -> list[PartitionKey | None]:
    """The files of a table in the order of its rows: regions in their official order, years."""
    return [*sort_keys(warehouse.list_keys(spec))] if spec.partitioned else [None]


def write_whole(warehouse: Warehouse, spec: TableSpec, path: Path) -> int:
    """Write all rows of a table to one file; returns how many there are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with RowGroups(path, spec.arrow_schema) as rows:
        for piece in _read_all(warehouse, spec):
            rows.append(piece)
    return rows.rows


def _read_all(warehouse: Warehouse, spec: TableSpec) -> Iterator[pa.Table]:
    for key in list_files(warehouse, spec):
        yield from warehouse.read_groups(spec, key)
