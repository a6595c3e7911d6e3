"""`catalog.duckdb`, beside the tables of a warehouse: a view for each table, and some that join them.

Belongs here: where the views find the files, and writing the file. Does not belong here: the joined views (`views.py`).

DuckDB takes a relative path from the working directory of whoever asks, never from the folder of the database, and a view may
not ask where its database lies. But it may ask for a setting, and the folder for temporary files is, unless somebody has set
another, the path of the database with `.tmp` behind it: so a view finds the files beside its own database, wherever both were
moved. Where that cannot be (the catalogue attached to another database, another folder for temporary files) a variable says
where the files are: `SET VARIABLE warehouse = '/data/warehouse'`, which comes first always.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from gov_disclosure.frames.schemas import TABLES, TableSpec
from gov_disclosure.publishing.dictionary import TableEntry, build_dictionary
from gov_disclosure.publishing.sql import (
    list_comments,
    open_database,
    quote_name,
    quote_text,
    spell_columns,
    spell_empty,
)
from gov_disclosure.publishing.views import View, list_views
from gov_disclosure.storage.object_store import StorePath
from gov_disclosure.storage.warehouse import FILE_NAME, Warehouse

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAME = "catalog.duckdb"
VARIABLE = "warehouse"
_BESIDE = r"regexp_extract(current_setting('temp_directory'), '^(.*[/\\])[^/\\]+\.tmp$', 1)"
_NOT_WRITTEN = "尚无数据。Not written yet."


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue that stands as it should.

    Attributes:
        replaced: whether it was another one, or none, before.
        views: all views, those of tables and the joined ones.
        missing: tables that have no file yet; their views are empty.
    """

    path: str
    replaced: bool
    views: tuple[str, ...]
    missing: tuple[str, ...]


def write_catalogue(warehouse: Warehouse) -> Catalogue:
    """Write the catalogue of a warehouse, unless the one that is there is the same already."""
    missing = tuple(name for name, spec in TABLES.items() if not _is_written(warehouse, spec))
    with tempfile.TemporaryDirectory() as folder:
        skeleton, path = Path(folder, "tables"), Path(folder, NAME)
        _write_skeleton(skeleton)
        views = tuple(_build(path, skeleton, _find_base(warehouse), missing))
        replaced = warehouse.put_file(NAME, path)
    return Catalogue(f"{warehouse.root}/{NAME}", replaced, views, missing)


def _is_written(warehouse: Warehouse, spec: TableSpec) -> bool:
    return bool(warehouse.list_keys(spec)) if spec.partitioned else warehouse.read_state(spec) is not None


def _find_base(warehouse: Warehouse) -> str:
    """SQL of the place of the tables, with a slash behind it; in an object store it is part of the definition."""
    place = quote_text(f"{warehouse.root}/") if isinstance(warehouse.folder, StorePath) else _BESIDE
    return f"coalesce(getvariable('{VARIABLE}') || '/', {place})"


def _write_skeleton(folder: Path) -> None:
    """A file without rows for each table: DuckDB makes no view of files that it cannot see."""
    for spec in TABLES.values():
        path = folder / _spell_files(spec).replace("*", "0")
        path.parent.mkdir(parents=True)
        pq.write_table(spec.arrow_schema.empty_table(), path)


def _spell_files(spec: TableSpec) -> str:
    return f"{spec.name}/region=*/year=*/{FILE_NAME}" if spec.partitioned else f"{spec.name}/{FILE_NAME}"


def _build(path: Path, skeleton: Path, base: str, missing: tuple[str, ...]) -> Iterator[str]:
    with open_database(path) as database:
        database.execute(f"SET VARIABLE {VARIABLE} = {quote_text(skeleton.as_posix())}")
        for entry in build_dictionary().values():
            note = _NOT_WRITTEN if entry.name in missing else ""
            query = spell_empty(entry) if note else _select_files(entry, base)
            database.execute(f"CREATE VIEW {quote_name(entry.name)} AS {query}")
            for statement in list_comments(entry, "VIEW", note):
                database.execute(statement)
            yield entry.name
        for view in list_views():
            create_view(database, view)
            yield view.name


def create_view(database: "DuckDBPyConnection", view: View) -> None:
    """Make a joined view and tell its columns."""
    for statement in view.list_statements():
        database.execute(statement)
    for column, *_ in database.execute(f"DESCRIBE {quote_name(view.name)}").fetchall():
        database.execute(view.comment_on(column))


def _select_files(entry: TableEntry, base: str) -> str:
    files = f"{base} || {quote_text(_spell_files(entry.spec))}"
    return f"SELECT {spell_columns(entry)} FROM read_parquet({files}, hive_partitioning = false)"
