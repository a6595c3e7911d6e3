"""What has to be written again: found from what the files say they were made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.numbers import COMPARED_TABLES
from gov_disclosure.steps.accepted import build_stamp, read_stamps, select_accepted
from gov_disclosure.steps.analysis_material import _hash_register
from gov_disclosure.steps.reuse import RunningTextReader
from gov_disclosure.steps.seams import NumbersReader
from gov_disclosure.steps.stale import REPORT_TABLES, Wanted, list_stale_keys
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure_tests.builders import SAMPLES
from gov_disclosure_tests.steps.registering import register

HENAN = PartitionKey("henan", 2019)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(str(tmp_path / "warehouse"))


def write(warehouse: Warehouse, table: str, stamp: str, rows: int = 0) -> None:
    schema = TABLES[table].arrow_schema
    with warehouse.open_writer(TABLES[table], HENAN, stamp=stamp) as writer:
        writer.append(
            pa.table([pa.array(["0"] * rows, pa.string()).cast(field.type) for field in schema], schema=schema)
        )


def test_facts_of_documents_that_are_gone_are_stale_whichever_tables_were_emptied(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    (tmp_path / "raw").mkdir()
    register(tmp_path / "raw", warehouse)
    for table in REPORT_TABLES:
        write(warehouse, table, build_stamp([]))
    assert list_stale_keys(warehouse, Wanted()) == []
    write(warehouse, "rejected_cell", "old", rows=1)
    assert list_stale_keys(warehouse, Wanted()) == [HENAN]


def test_a_year_whose_texts_are_not_those_of_the_register_is_not_compared(warehouse: Warehouse) -> None:
    register(SAMPLES, warehouse)
    tables = {name: StoredTable(warehouse, spec) for name, spec in TABLES.items()}
    stamp = read_stamps(tables["document_register"])[HENAN]
    for table in REPORT_TABLES:
        write(warehouse, table, stamp)
    texts = RunningTextReader(tables["report_text"], tables["report_element"])
    accepted = select_accepted(tables["document_register"], [HENAN])

    def find_stamp() -> str:
        return NumbersReader(accepted, {name: tables[name] for name in COMPARED_TABLES}, texts).find_stamp(HENAN)

    assert find_stamp() == stamp
    write(warehouse, "report_text", "")
    assert find_stamp() == ""


@dataclass
class Pieces:
    """A register in some row groups."""

    table: pa.Table
    ends: Sequence[int]

    def read_groups(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        for start, end in zip((0, *self.ends), (*self.ends, self.table.num_rows), strict=True):
            yield self.table.select(columns).slice(start, end - start)


def test_what_the_panel_is_made_from_does_not_depend_on_the_row_groups_of_the_register(warehouse: Warehouse) -> None:
    register(SAMPLES, warehouse)
    table = pa.concat_tables([warehouse.read(TABLES["document_register"])] * 8)
    hashes = {_hash_register(Pieces(table, ends)) for ends in ((), (1,), (7, 20), (3, 9, 31))}  # type: ignore[arg-type]
    assert len(hashes) == 1
