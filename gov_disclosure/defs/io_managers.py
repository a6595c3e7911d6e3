"""Between Dagster and the warehouse: one file per table and partition, however many partitions a run has.

Belongs here: which file belongs to which output or input, and what the UI shows of a file. Does not belong here: how a
file is written (`storage/`). Dagster's own file managers refuse an output of many partitions.
"""

from collections.abc import Iterable
from typing import Any

import dagster as dg
import pyarrow as pa
from pydantic import Field

from gov_disclosure.defs.partitions import parse_key, spell_key
from gov_disclosure.defs.resources import WAREHOUSE_VARIABLE, open_warehouse
from gov_disclosure.frames.schemas import TABLES, TableSpec
from gov_disclosure.steps.streams import StoredTable
from gov_disclosure.storage.partitions import StampedParts, write_partitions
from gov_disclosure.storage.progress import write_progress
from gov_disclosure.storage.warehouse import Warehouse


class WarehouseIOManager(dg.ConfigurableIOManager):
    """Writes streams of partitions, hands out readers."""

    location: str = Field(default="", description=f"Folder or URL; empty means {WAREHOUSE_VARIABLE}, or data/warehouse")

    def handle_output(self, context: dg.OutputContext, obj: Any) -> None:
        """Write a table or a stream of tables; or a stream of `(key, rows)` with just the partitions of this run."""
        spec = TABLES[context.asset_key.path[-1]]
        warehouse = open_warehouse(self.location)
        if spec.partitioned:
            _write_stream(context, warehouse, spec, obj)
        else:
            _write_table(context, warehouse, spec, obj)

    def load_input(self, context: dg.InputContext) -> StoredTable:
        """A reader of the upstream table; nothing is read yet."""
        return StoredTable(open_warehouse(self.location), TABLES[context.asset_key.path[-1]])


def _write_stream(context: dg.OutputContext, warehouse: Warehouse, spec: TableSpec, parts: StampedParts) -> None:
    requested = [parse_key(key) for key in context.asset_partition_keys]
    for written in write_partitions(warehouse, spec, requested, parts):
        write_progress(spec.name)
        context.step_context.add_asset_metadata(
            {"dagster/partition_row_count": written.rows, "path": dg.MetadataValue.path(written.path)},
            asset_key=context.asset_key,
            partition_key=spell_key(written.key),
        )


def _write_table(
    context: dg.OutputContext, warehouse: Warehouse, spec: TableSpec, rows: pa.Table | Iterable[pa.Table]
) -> None:
    with warehouse.open_writer(spec) as writer:
        for piece in [rows] if isinstance(rows, pa.Table) else rows:
            writer.append(piece)
    path = dg.MetadataValue.path(warehouse.find_path(spec))
    context.add_output_metadata({"dagster/row_count": writer.rows, "path": path})
