"""Where the tables come from: a release or a warehouse.

Belongs here: reading whole tables in bounded pieces, and the rows of one province-level division. Does not belong here: what is
made of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.publishing.tables import read_states
from gov_disclosure.steps.streams import sort_keys
from gov_disclosure.storage.warehouse import PartitionKey, TableNotWrittenError, Warehouse
from gov_disclosure.vocabulary.regions import REGIONS, load_provinces

PARQUET = "parquet"
_REPORTS = "dim_report"


class Source(Protocol):
    """Tables of the contract."""

    def read_pieces(self, table: str, columns: Sequence[str]) -> Iterator[pa.Table]:
        """All rows, a bounded piece at a time."""
        ...

    def read_region(self, table: str, region: str, columns: Sequence[str]) -> pa.Table:
        """Rows of one province-level division, by year."""
        ...

    def name_state(self) -> str:
        """A name for the state of all files, another one whenever one was replaced."""
        ...


@dataclass(frozen=True)
class WarehouseSource:
    """The tables of a warehouse, one file for each partition."""

    warehouse: Warehouse

    def read_pieces(self, table: str, columns: Sequence[str]) -> Iterator[pa.Table]:
        """All rows, a bounded piece at a time."""
        spec = TABLES[table]
        for key in sort_keys(self.warehouse.list_keys(spec)) if spec.partitioned else [None]:
            yield from self.warehouse.read_groups(spec, key, columns)

    def read_region(self, table: str, region: str, columns: Sequence[str]) -> pa.Table:
        """Rows of one province-level division, by year."""
        keys = self._keys.get(table)
        if keys is None:
            keys = self._keys[table] = sort_keys(self.warehouse.list_keys(TABLES[table]))
        pieces = [self.warehouse.read(TABLES[table], key, columns) for key in keys if key.region == region]
        return pa.concat_tables([_build_empty(table, columns), *pieces])

    def name_state(self) -> str:
        """A name for the state of all files, another one whenever one was replaced."""
        return repr(sorted(map(str, read_states(self.warehouse).items())))

    @cached_property
    def _keys(self) -> dict[str, list[PartitionKey]]:
        return {}


@dataclass(frozen=True)
class ReleaseSource:
    """The tables of a release, one file each, in the order of the partitions."""

    folder: Path
    _groups: dict[str, Mapping[str, list[int]]] = field(default_factory=dict, init=False, repr=False)

    def read_pieces(self, table: str, columns: Sequence[str]) -> Iterator[pa.Table]:
        """All rows, a bounded piece at a time."""
        with self._open(table) as file:
            for number in range(file.num_row_groups):
                yield file.read_row_group(number, columns=list(columns))

    def read_region(self, table: str, region: str, columns: Sequence[str]) -> pa.Table:
        """Rows of one province-level division, by year."""
        if table not in self._groups:
            self._groups[table] = self._find_groups(table)
        groups = self._groups[table].get(region, [])
        with self._open(table) as file:
            rows = file.read_row_groups(groups, columns=list(dict.fromkeys(["report_id", *columns])))
        here = pc.equal(pc.take(self._regions, pc.index_in(rows["report_id"], self._report_ids)), REGIONS.index(region))
        return rows.filter(here).select(list(columns))

    def name_state(self) -> str:
        """A release stays as it is."""
        return ""

    def _find_groups(self, table: str) -> Mapping[str, list[int]]:
        """Row groups by the regions that have rows in them."""
        found: dict[str, list[int]] = {}
        with self._open(table) as file:
            for number in range(file.num_row_groups):
                report_ids = file.read_row_group(number, columns=["report_id"])["report_id"]
                places = pc.unique(pc.take(self._regions, pc.index_in(report_ids, self._report_ids)))
                for place in places.drop_null().to_pylist():
                    found.setdefault(REGIONS[place], []).append(number)
        return found

    @cached_property
    def _reports(self) -> pa.Table:
        return pa.concat_tables(self.read_pieces(_REPORTS, ["report_id", "province_code"]))

    @cached_property
    def _report_ids(self) -> pa.Array:
        return self._reports["report_id"].combine_chunks()

    @cached_property
    def _regions(self) -> pa.Array:
        places = {province.code: REGIONS.index(province.slug) for province in load_provinces()}
        return pa.array([places.get(code) for code in self._reports["province_code"].to_pylist()], pa.int32())

    def _open(self, table: str) -> pq.ParquetFile:
        path = self.folder / PARQUET / f"{table}.parquet"
        if not path.is_file():
            raise TableNotWrittenError(f"the release has no {table} ({path})")
        file = pq.ParquetFile(path)
        if not file.schema_arrow.equals(TABLES[table].arrow_schema):
            file.close()
            raise TableNotWrittenError(f"{path} has other columns than this version reads: release again")
        return file


def _build_empty(table: str, columns: Sequence[str]) -> pa.Table:
    return TABLES[table].arrow_schema.empty_table().select(list(columns))
