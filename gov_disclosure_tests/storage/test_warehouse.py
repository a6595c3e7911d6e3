import os
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage import row_groups
from gov_disclosure.storage.partitions import PartitionMismatchError, StampedParts, write_partitions
from gov_disclosure.storage.warehouse import PartitionKey, TableNotWrittenError, Warehouse

TEXTS = TABLES["report_text"]
HENAN, HUBEI = PartitionKey("henan", 2019), PartitionKey("hubei", 2019)


def rows(count: int, *, year: int = 2019, text: str = "正文", first: int = 0) -> pa.Table:
    return pa.table(
        {
            "report_id": [f"r{number:06}" for number in range(first, first + count)],
            "source_file": ["a.txt"] * count,
            "form": ["C"] * count,
            "report_year": pa.array([year] * count, pa.int32()),
            "text": [text] * count,
        }
    )


def write(warehouse: Warehouse, *pieces: pa.Table, key: PartitionKey = HENAN) -> Path:
    with warehouse.open_writer(TEXTS, key) as writer:
        for piece in pieces:
            writer.append(piece)
    return Path(warehouse.find_path(TEXTS, key))


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(str(tmp_path / "warehouse"))


def test_a_file_lies_where_the_contract_says(warehouse: Warehouse, tmp_path: Path) -> None:
    path = write(warehouse, rows(2))
    assert path == tmp_path / "warehouse/report_text/region=henan/year=2019/part-0.parquet"
    assert os.listdir(path.parent) == ["part-0.parquet"]
    assert warehouse.find_path(TABLES["dim_region"]).endswith("/warehouse/dim_region/part-0.parquet")


@pytest.mark.parametrize("table", list(TABLES))
def test_an_empty_file_has_the_types_of_the_contract_and_no_pandas_metadata(warehouse: Warehouse, table: str) -> None:
    spec = TABLES[table]
    key = HENAN if spec.partitioned else None
    with warehouse.open_writer(spec, key):
        pass
    assert warehouse.read(spec, key).num_rows == 0
    schema = pq.read_schema(warehouse.find_path(spec, key))
    assert schema.equals(spec.arrow_schema)
    assert not schema.metadata


def test_the_same_rows_in_other_pieces_give_the_same_bytes(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_groups, "ROWS_PER_GROUP", 7)
    whole = write(warehouse, rows(40)).read_bytes()
    pieces = [rows(40).slice(start, 3) for start in range(0, 40, 3)]
    assert write(warehouse, *pieces).read_bytes() == whole
    assert write(warehouse, rows(40).slice(0, 0), *pieces, rows(0)).read_bytes() == whole


def test_row_groups_are_bounded_by_rows_and_by_text(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_groups, "ROWS_PER_GROUP", 5)
    monkeypatch.setattr(row_groups, "TEXT_PER_GROUP", 100)
    write(warehouse, rows(12, text="a"), rows(3, text="b" * 60, first=12))
    sizes = [piece.num_rows for piece in warehouse.read_groups(TEXTS, HENAN)]
    assert sizes == [5, 5, 4, 1]
    assert warehouse.read(TEXTS, HENAN)["report_id"].to_pylist() == [f"r{number:06}" for number in range(15)]


def test_rows_of_other_columns_or_types_are_refused_and_the_old_file_stays(warehouse: Warehouse) -> None:
    path = write(warehouse, rows(2))
    before = path.read_bytes()
    for bad in (rows(1).drop_columns(["form"]), rows(1).set_column(3, "report_year", pa.array(["2019 ?"]))):
        with pytest.raises((ValueError, pa.ArrowInvalid)):
            write(warehouse, bad)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["part-0.parquet"]


def test_a_null_where_the_contract_has_none_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(ValueError, match="non-nullable"):
        write(warehouse, rows(1).set_column(2, "form", pa.array([None], pa.string())))


def test_an_error_while_writing_leaves_the_old_file_and_no_temporary_one(warehouse: Warehouse) -> None:
    path = write(warehouse, rows(2))
    before = path.read_bytes()
    with pytest.raises(ValueError, match="columns"):
        write(warehouse, rows(5), rows(1).drop_columns(["text"]))
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["part-0.parquet"]


def test_what_a_killed_process_left_goes_and_what_another_writes_stays(warehouse: Warehouse) -> None:
    path = write(warehouse, rows(1))
    old, fresh = path.with_name(".part-0.parquet.1.aa.tmp"), path.with_name(".part-0.parquet.2.bb.tmp")
    beside = path.parents[2] / old.name
    for left in (old, fresh, beside):
        left.write_bytes(b"PAR1")
    for left in (old, beside):
        os.utime(left, (time.time() - 7200,) * 2)
    warehouse.remove_leftovers()
    assert [left.exists() for left in (path, fresh, old, beside)] == [True, True, False, False]


def test_reading_what_was_not_written_says_what_to_do(warehouse: Warehouse) -> None:
    with pytest.raises(TableNotWrittenError, match=r"of henan 2019 is not there yet .*: materialise it first"):
        warehouse.read(TEXTS, HENAN)
    assert warehouse.count_rows(TEXTS, HENAN) == 0


def test_a_file_of_another_version_is_not_read_as_if_it_were_ours(warehouse: Warehouse) -> None:
    path = write(warehouse, rows(1))
    pq.write_table(rows(1).drop_columns(["form"]), path)
    with pytest.raises(TableNotWrittenError, match="other columns"):
        warehouse.read(TEXTS, HENAN)


def test_lists_the_partitions_that_have_a_file(warehouse: Warehouse) -> None:
    assert warehouse.list_keys(TEXTS) == []
    write(warehouse, rows(1), key=HUBEI)
    write(warehouse, rows(0), key=HENAN)
    assert warehouse.list_keys(TEXTS) == [HENAN, HUBEI]


def test_a_url_names_another_file_system(tmp_path: Path) -> None:
    warehouse = Warehouse(f"file://{tmp_path}/store")
    write(warehouse, rows(3))
    assert (tmp_path / "store/report_text/region=henan/year=2019/part-0.parquet").exists()


def by_table(parts: list[tuple[PartitionKey, pa.Table]], table: str = TEXTS.name) -> list[tuple[PartitionKey, Any]]:
    return [(key, {table: piece}) for key, piece in parts]


def test_one_stream_fills_the_files_of_many_partitions(warehouse: Warehouse) -> None:
    parts = by_table([(HENAN, rows(2)), (HENAN, rows(1, first=2)), (HUBEI, rows(0))])
    written = list(write_partitions(warehouse, [TEXTS], [HUBEI, HENAN], StampedParts(parts)))
    assert [(item.key, item.rows) for item in written] == [(HENAN, 3), (HUBEI, 0)]
    assert warehouse.read(TEXTS, HENAN).num_rows == 3


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([(HENAN, rows(1)), (HUBEI, rows(1)), (HENAN, rows(1))], "henan 2019, which was not asked for or came before"),
        ([(PartitionKey("henan", 2020), rows(1, year=2020))], "henan 2020, which was not asked for"),
        ([(HENAN, rows(1))], "nothing came for 1 requested partitions: hubei 2019"),
        ([(HENAN, rows(1, year=2018)), (HUBEI, rows(1))], "report_text of henan 2019: rows of 2018"),
    ],
)
def test_what_was_not_asked_for_or_did_not_come_is_refused(
    warehouse: Warehouse, parts: list[tuple[PartitionKey, pa.Table]], message: str
) -> None:
    with pytest.raises(PartitionMismatchError, match=message):
        list(write_partitions(warehouse, [TEXTS], [HENAN, HUBEI], StampedParts(by_table(parts))))


def test_rows_of_another_province_are_refused(warehouse: Warehouse) -> None:
    spec = TABLES["rejected_cell"]
    text = {field.name: ["x"] for field in spec.arrow_schema if pa.types.is_string(field.type)}
    numbers = {"report_year": pa.array([2019], pa.int32()), "source_start": pa.array([0], pa.int32())}
    columns = text | numbers | {"source_end": pa.array([0], pa.int32()), "province_code": ["420000"]}
    strangers = pa.table({name: columns[name] for name in spec.arrow_schema.names})
    parts = StampedParts(by_table([(HUBEI, strangers)], spec.name))
    assert [item.rows for item in write_partitions(warehouse, [spec], [HUBEI], parts)] == [1]
    with pytest.raises(PartitionMismatchError, match="rejected_cell of henan 2019: rows of 2019, 420000"):
        list(write_partitions(warehouse, [spec], [HENAN], StampedParts(by_table([(HENAN, strangers)], spec.name))))
