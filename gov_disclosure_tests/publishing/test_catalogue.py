"""The catalogue answers from any folder it is moved to, whoever asks from wherever."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import sqlalchemy

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.publishing.catalogue import NAME, is_catalogue_stale, write_catalogue
from gov_disclosure.publishing.views import list_views
from gov_disclosure.storage.warehouse import FILE_NAME, Warehouse
from gov_disclosure_tests.storage.object_stores import running_store

VIEWS = [*TABLES, *(view.name for view in list_views())]
CLI = Path(sys.executable).with_name("duckdb")


@pytest.fixture(scope="module")
def moved(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse in another folder, whose name has a blank and Chinese characters."""
    return shutil.copytree(warehouse, tmp_path_factory.mktemp("moved") / "数据 仓库" / "w")


def count_rows(warehouse: Path, table: str) -> int:
    with duckdb.connect(str(warehouse / NAME), read_only=True) as database:
        return len(database.execute(f"FROM {table}").fetchall())


def test_there_is_a_view_of_every_table_with_its_columns_and_rows(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse / NAME), read_only=True) as database:
        found = dict(database.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
        assert set(found) == set(VIEWS)
        assert all(found.values())
        for spec in TABLES.values():
            stored = Warehouse(str(warehouse))
            rows = sum(stored.count_rows(spec, key) for key in (stored.list_keys(spec) if spec.partitioned else [None]))
            read = database.execute(f"FROM {spec.name}")
            assert [column[0] for column in read.description or []] == spec.arrow_schema.names
            assert len(read.fetchall()) == rows


def test_every_column_of_every_view_is_told(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse / NAME), read_only=True) as database:
        told = database.execute("SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal")
        assert [(table, column) for table, column, comment in told.fetchall() if not comment or comment == column] == []


@pytest.mark.parametrize("here", ["/", ".", "fact_requests"])
def test_python_reads_it_from_any_working_directory(moved: Path, here: str) -> None:
    place = Path(here) if here == "/" else moved / here
    path = os.path.relpath(moved / NAME, place)
    code = (
        f"import duckdb; print(len(duckdb.connect({path!r}, read_only=True).execute('FROM fact_requests').fetchall()))"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=place, capture_output=True, text=True, check=True)
    assert int(told.stdout) == count_rows(moved, "fact_requests") > 300


@pytest.mark.parametrize("here", ["/", "."])
def test_the_command_line_of_duckdb_reads_it(moved: Path, here: str) -> None:
    place = Path(here) if here == "/" else moved
    path = os.path.relpath(moved / NAME, place)
    command = [str(CLI), "-readonly", "-csv", "-noheader", path, "-c", "SELECT count(*) FROM view_values"]
    told = subprocess.run(command, cwd=place, capture_output=True, text=True, check=True)
    assert int(told.stdout) == count_rows(moved, "view_values") > 700


def test_sqlalchemy_reads_it(moved: Path) -> None:
    engine = sqlalchemy.create_engine(f"duckdb:///{moved / NAME}", connect_args={"read_only": True})
    with engine.connect() as connection:
        counted = connection.execute(sqlalchemy.text("SELECT count(*) FROM view_reports")).scalar()
        assert sorted(sqlalchemy.inspect(connection).get_view_names()) == sorted(VIEWS)
    engine.dispose()
    assert counted == 5


@pytest.mark.parametrize("say", ["SET VARIABLE warehouse = '{0}'", "SET file_search_path = '{0}'"])
def test_attached_to_another_database_it_has_to_be_told_where_the_files_are(moved: Path, say: str) -> None:
    with duckdb.connect() as database:
        database.execute(f"ATTACH '{moved / NAME}' AS reports (READ_ONLY)")
        with pytest.raises(duckdb.IOException, match="No files found"):
            database.execute("FROM reports.fact_requests")
        database.execute(say.format(moved))
        assert len(database.execute("FROM reports.fact_requests").fetchall()) == count_rows(moved, "fact_requests")


def test_with_another_folder_for_temporary_files_too(moved: Path, tmp_path: Path) -> None:
    settings = {"temp_directory": str(tmp_path)}
    with duckdb.connect(str(moved / NAME), read_only=True, config=settings) as database:
        with pytest.raises(duckdb.IOException, match="No files found"):
            database.execute("FROM fact_requests")
        database.execute(f"SET VARIABLE warehouse = '{moved}'")
        assert database.execute("FROM fact_requests").fetchall()


def test_the_characters_around_a_number_are_those_of_the_report(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse / NAME), read_only=True) as database:
        rows = database.execute(
            "SELECT raw_text, text_before || text_here || text_after, text_here, t.text, source_start, source_end"
            " FROM view_context JOIN report_text t USING (report_id)"
        ).fetchall()
    assert len(rows) > 700
    for raw, around, here, text, start, end in rows:
        assert raw == here == text[start:end]
        assert around == text[max(start - 40, 0) : end + 40]


def test_it_is_the_same_file_until_its_definition_changes(warehouse: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(warehouse, tmp_path / "w")
    first = (copy / NAME).stat().st_mtime_ns, (copy / NAME).stat().st_ino
    again = write_catalogue(Warehouse(str(copy)))
    assert not again.replaced
    assert not again.missing
    assert not is_catalogue_stale(Warehouse(str(copy)))
    assert ((copy / NAME).stat().st_mtime_ns, (copy / NAME).stat().st_ino) == first
    before = hashlib.sha256((copy / NAME).read_bytes()).digest()
    (copy / NAME).write_bytes(b"no database")
    assert is_catalogue_stale(Warehouse(str(copy)))
    (copy / NAME).unlink()
    assert is_catalogue_stale(Warehouse(str(copy)))
    assert write_catalogue(Warehouse(str(copy))).replaced
    assert hashlib.sha256((copy / NAME).read_bytes()).digest() == before


def test_a_table_without_files_is_an_empty_view_until_it_has_some(warehouse: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(warehouse, tmp_path / "w")
    shutil.rmtree(copy / "fact_seam")
    (copy / "dim_region" / FILE_NAME).unlink()
    assert write_catalogue(Warehouse(str(copy))).missing == ("dim_region", "fact_seam")
    assert count_rows(copy, "fact_seam") == 0
    assert count_rows(copy, "view_reports") == 5
    shutil.copytree(warehouse / "dim_region", copy / "dim_region", dirs_exist_ok=True)
    assert is_catalogue_stale(Warehouse(str(copy)))
    assert write_catalogue(Warehouse(str(copy))).missing == ("fact_seam",)
    assert count_rows(copy, "dim_region") > 3000


def test_in_an_object_store_the_views_name_the_place(warehouse: Path, tmp_path: Path) -> None:
    """Whether DuckDB can read the store depends on its extension `httpfs`; here it is told of a copy on the disk."""
    with running_store() as store:
        location = store.put_folder(warehouse, "reports/w")
        assert write_catalogue(Warehouse(location)).path == f"{location}/{NAME}"
        assert not write_catalogue(Warehouse(location)).replaced
        assert not is_catalogue_stale(Warehouse(location))
        (tmp_path / NAME).write_bytes(store.read_all("reports/w")[NAME])
    with duckdb.connect(str(tmp_path / NAME), read_only=True) as database:
        (sql,) = database.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'fact_requests'").fetchall()[0]
        assert f"'{location}/'" in sql
        database.execute(f"SET VARIABLE warehouse = '{warehouse}'")
        assert len(database.execute("FROM fact_requests").fetchall()) == count_rows(warehouse, "fact_requests")
