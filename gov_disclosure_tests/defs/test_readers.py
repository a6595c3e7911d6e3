"""Readers of the warehouse: every table, with and without hive partitioning, with the types of the contract."""

import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from gov_disclosure.defs.partitions import build_range_tags
from gov_disclosure.frames.schemas import TABLES, TableSpec
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure_tests.defs.launching import launch, settings

TABLE = pytest.mark.parametrize("table", list(TABLES))
HIVE = pytest.mark.parametrize("hive", [True, False], ids=["hive", "plain"])
DUCKDB_TYPES = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.decimal128(18, 4): "DECIMAL(18,4)",
}
POLARS_TYPES = {
    pa.string(): pl.String,
    pa.int32(): pl.Int32,
    pa.int64(): pl.Int64,
    pa.float64(): pl.Float64,
    pa.bool_(): pl.Boolean,
    pa.date32(): pl.Date,
    pa.decimal128(18, 4): pl.Decimal(18, 4),
}


@pytest.fixture(scope="module")
def warehouse(
    raw: Path,
    range_run: tuple[object, Warehouse],
    instance: dg.DagsterInstance,
    tmp_path_factory: pytest.TempPathFactory,
) -> Warehouse:
    """All tables: those of the run over one year, and what compares it with the years beside it."""
    location = tmp_path_factory.mktemp("readers") / "warehouse"
    shutil.copytree(range_run[1].root, location)
    tags = build_range_tags(PartitionKey("shandong", 2019), PartitionKey("hubei", 2019))
    with settings(raw, location):
        assert launch(instance, "seams", tags=tags).success
        assert launch(instance, "analysis").success
    return Warehouse(str(location))


def expect_rows(warehouse: Warehouse, spec: TableSpec) -> int:
    keys = warehouse.list_keys(spec) if spec.partitioned else [None]
    return sum(warehouse.count_rows(spec, key) for key in keys)


@TABLE
@HIVE
def test_duckdb(warehouse: Warehouse, table: str, hive: bool) -> None:
    spec = TABLES[table]
    hive = hive and spec.partitioned
    place = f"'{warehouse.root}/{table}/**/*.parquet', hive_partitioning={hive}"
    described = duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet({place})").fetchall()
    types = {name: kind for name, kind, *_ in described}
    expected = {field.name: DUCKDB_TYPES[field.type] for field in spec.arrow_schema}
    assert types == expected | ({"region": "VARCHAR", "year": "BIGINT"} if hive else {})
    (counted,) = duckdb.sql(f"SELECT count(*) FROM read_parquet({place})").fetchall()
    assert counted[0] == expect_rows(warehouse, spec)


@TABLE
@HIVE
def test_polars(warehouse: Warehouse, table: str, hive: bool) -> None:
    spec = TABLES[table]
    hive = hive and spec.partitioned
    frame = pl.read_parquet(f"{warehouse.root}/{table}/**/*.parquet", hive_partitioning=hive)
    expected = {field.name: POLARS_TYPES[field.type] for field in spec.arrow_schema}
    assert dict(frame.schema) == expected | ({"region": pl.String, "year": pl.Int64} if hive else {})
    assert frame.height == expect_rows(warehouse, spec)


@TABLE
@HIVE
def test_pyarrow_dataset(warehouse: Warehouse, table: str, hive: bool) -> None:
    spec = TABLES[table]
    hive = hive and spec.partitioned
    dataset = ds.dataset(f"{warehouse.root}/{table}", partitioning="hive" if hive else None)
    extra = [pa.field("region", pa.string()), pa.field("year", pa.int32())] if hive else []
    assert dataset.schema.equals(pa.schema([*spec.arrow_schema, *extra]))
    assert dataset.to_table().num_rows == expect_rows(warehouse, spec)


@TABLE
@HIVE
def test_pandas(warehouse: Warehouse, table: str, hive: bool) -> None:
    spec = TABLES[table]
    hive = hive and spec.partitioned
    frame = pd.read_parquet(f"{warehouse.root}/{table}", dtype_backend="pyarrow", partitioning="hive" if hive else None)
    read = {name: kind.pyarrow_dtype for name, kind in frame.dtypes.items() if name in spec.arrow_schema.names}
    assert read == {field.name: field.type for field in spec.arrow_schema}
    assert set(frame.columns) - set(read) == ({"region", "year"} if hive else set())
    assert len(frame) == expect_rows(warehouse, spec)


def test_a_temporary_file_of_a_killed_run_disturbs_no_reader(warehouse: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "fact_requests/region=henan/year=2019"
    folder.mkdir(parents=True)
    source = Path(warehouse.root, "fact_requests/region=henan/year=2019/part-0.parquet")
    (folder / "part-0.parquet").write_bytes(source.read_bytes())
    (folder / ".part-0.parquet.1.ab.tmp").write_bytes(b"PAR1 half a file")
    place = f"{tmp_path}/fact_requests"
    assert len(pd.read_parquet(place)) == 161
    assert ds.dataset(place, partitioning="hive").to_table().num_rows == 161
    assert pl.read_parquet(f"{place}/**/*.parquet").height == 161
    assert duckdb.sql(f"SELECT count(*) FROM '{place}/**/*.parquet'").fetchall() == [(161,)]
