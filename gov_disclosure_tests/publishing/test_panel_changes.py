"""Why a number of the panel is another one: each reason by a case one can read."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from gov_disclosure.frames.arrow import build_table_of_records
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.publishing.panel_changes import TABLE, find_panel_changes

Row = Mapping[str, object]
USUAL: Row = {
    "region_name": "濮阳市", "region_code": "410900", "area_id": "410900@2008", "report_year": 2019, "series": "granted",
    "value": 5, "low": 5, "high": 5, "status": "reported", "in_doubt": False, "comparability": "same", "report_id": "a",
}  # fmt: skip
NOTHING: Row = USUAL | {
    "value": None,
    "low": None,
    "high": None,
    "status": "no_report",
    "comparability": None,
    "report_id": None,
}
PAIRS = {("a", "a"): "same", ("c", "c"): "same", ("b", "b2"): "document_corrected",
         ("g", None): "document_gone", (None, "n"): "document_new"}  # fmt: skip


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """What the comparison of the facts leaves: the fate of some reports, and the facts of report c read otherwise."""
    with duckdb.connect() as database:
        database.execute("CREATE TABLE pair (old_id VARCHAR, new_id VARCHAR, kind VARCHAR)")
        database.executemany("INSERT INTO pair VALUES (?, ?, ?)", [[*ids, kind] for ids, kind in PAIRS.items()])
        for side, place in (("old", 0), ("new", 1)):
            known = ", ".join(f"('{ids[place]}')" for ids in PAIRS if ids[place])
            database.execute(
                f"CREATE TABLE {side}_report AS SELECT id AS report_id, '410900' AS region_code, 2019 AS report_year,"
                f" id || '.txt' AS source_file FROM (VALUES {known}) t(id)"
            )
        database.execute(
            "CREATE TABLE changes AS SELECT 'c' AS old_report_id, 'c' AS new_report_id, 'register' AS reason,"
            " 'fact_requests' AS \"table\""
        )
        yield database


def compare(
    database: duckdb.DuckDBPyConnection, folder: Path, old: list[Row], new: list[Row], *, same_program: bool = True
) -> list[tuple[object, ...]]:
    """Year, change, columns that differ and reason."""
    for side, rows in (("old", old), ("new", new)):
        (folder / side).mkdir()
        for table, own in (("panel_series", rows), ("indicator_series", [])):
            pq.write_table(build_table_of_records(TABLES[table], own), folder / side / f"{table}.parquet")
    count = find_panel_changes(database, folder / "old", folder / "new", same_program=same_program)
    found = database.execute(f"SELECT report_year, change, changed, reason FROM {TABLE} ORDER BY ALL").fetchall()
    assert count == len(found)
    return found


OTHER = {"value": 6, "low": 6, "high": 6}
NUMBER = "value, low, high"
CASES = {
    "nothing": (USUAL, USUAL, []),
    "a year without a report that was not there before": (None, NOTHING, []),
    "corrected": (USUAL | {"report_id": "b"}, USUAL | {"report_id": "b2"} | OTHER, [("changed", NUMBER, "document_corrected")]),
    "corrected, and the number is the same": (USUAL | {"report_id": "b"}, USUAL | {"report_id": "b2"}, []),
    "gone": (USUAL | {"report_id": "g"}, NOTHING, [("removed", None, "document_gone")]),
    "new": (NOTHING, USUAL | {"report_id": "n"}, [("added", None, "document_new")]),
    "another report stands": (USUAL | {"report_id": "c"}, USUAL | OTHER, [("changed", NUMBER, "choice")]),
    "read otherwise": (USUAL | {"report_id": "c"}, USUAL | {"report_id": "c"} | OTHER, [("changed", NUMBER, "register")]),
    "nothing tells": (USUAL, USUAL | OTHER, [("changed", NUMBER, "unknown")]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_change_has_its_reason(database: duckdb.DuckDBPyConnection, tmp_path: Path, case: str) -> None:
    old, new, expected = CASES[case]
    found = compare(database, tmp_path, [old] if old else [], [new])
    assert [row[1:] for row in found] == expected


def test_a_mark_that_is_another_one_for_the_year_before_says_so(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    after = USUAL | {"report_year": 2020, "report_id": "c"}
    marked = after | {"comparability": "bounded", "comparability_reason": "interval"}
    found = compare(
        database, tmp_path, [USUAL | {"report_id": "b"}, after], [USUAL | {"report_id": "b2"} | OTHER, marked]
    )
    assert found == [
        (2019, "changed", NUMBER, "document_corrected"),
        (2020, "changed", "comparability, comparability_reason", "year_before"),
    ]


def test_another_version_of_the_program_is_a_reason_where_there_is_no_other(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert compare(database, tmp_path, [USUAL], [USUAL | OTHER], same_program=False)[0][3] == "program"


def test_a_column_that_came_later_is_no_change_of_every_row(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for side, row in (("old", USUAL), ("new", USUAL | {"in_doubt": True})):
        (tmp_path / side).mkdir()
        for table, own in (("panel_series", [row]), ("indicator_series", [])):
            written = build_table_of_records(TABLES[table], own)
            columns = [name for name in written.column_names if side == "new" or name != "in_doubt"]
            pq.write_table(written.select(columns), tmp_path / side / f"{table}.parquet")
    assert find_panel_changes(database, tmp_path / "old", tmp_path / "new", same_program=False) == 0


def test_a_release_without_a_panel_is_not_compared(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert find_panel_changes(database, tmp_path, tmp_path, same_program=True) is None
