"""A table of the warehouse as a step sees it: what it holds, a partition at a time.

Belongs here: the one thing that assets hand to the steps. Does not belong here: paths and files (`storage.warehouse`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.schemas import TableSpec
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse


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

    def read_fingerprint(self, key: PartitionKey) -> str | None:
        """A name for the content of one partition, None if it has no file."""
        return self.warehouse.read_fingerprint(self.spec, key)

    def find_path(self, key: PartitionKey) -> str:
        """Path or URL of one partition."""
        return self.warehouse.find_path(self.spec, key)
