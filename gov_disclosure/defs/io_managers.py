"""Between Dagster and the warehouse: tables without partitions as outputs, and readers of tables as inputs.

Belongs here: which file belongs to which output or input, and what the UI shows of a file. Does not belong here: how a
file is written (`storage/`), and partitions: one step writes many of several tables, which an output cannot be.
"""

from collections.abc import Iterable

import dagster as dg
import pyarrow as pa
from pydantic import Field

from gov_disclosure.defs.resources import WAREHOUSE_VARIABLE, open_warehouse
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.stored import StoredTable


class WarehouseIOManager(dg.ConfigurableIOManager):
    """Writes tables without partitions, hands out readers of all."""

    location: str = Field(default="", description=f"Folder or URL; empty means {WAREHOUSE_VARIABLE}, or data/warehouse")

    def handle_output(self, context: dg.OutputContext, obj: pa.Table | Iterable[pa.Table]) -> None:
        """Write a table without partitions; those with partitions are written while their stream runs."""
        spec = TABLES[context.asset_key.path[-1]]
        warehouse = open_warehouse(self.location)
        with warehouse.open_writer(spec) as writer:
            for piece in [obj] if isinstance(obj, pa.Table) else obj:
                writer.append(piece)
        path = dg.MetadataValue.path(warehouse.find_path(spec))
        context.add_output_metadata({"dagster/row_count": writer.rows, "path": path})

    def load_input(self, context: dg.InputContext) -> StoredTable:
        """A reader of the upstream table; nothing is read yet."""
        return StoredTable(open_warehouse(self.location), TABLES[context.asset_key.path[-1]])
