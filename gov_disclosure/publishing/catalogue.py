"""`catalog.duckdb`, beside the tables of a warehouse: a view for each table, and some that join them; a release has the same.

Belongs here: where the views find the files, and writing the file. Does not belong here: the joined views (`views.py`).

DuckDB takes a relative path from the working directory of whoever asks, never from the folder of the database, and a view may
not ask where its database lies. But it may ask for a setting, and the folder for temporary files is, unless somebody has set
another, the path of the database with `.tmp` behind it: so a view finds the files beside its own database, wherever both were
moved. Where that cannot be (the catalogue attached to another database, another folder for temporary files) a variable says
where the files are: `SET VARIABLE warehouse = '/data/warehouse'`, which comes first always.

A database of views alone has the same bytes whenever it is written, which one with rows has not: DuckDB leaves in the gaps
between columns whatever was in memory.
"""

import contextlib
import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version as find_package_version
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from gov_disclosure.frames.schemas import TABLES, TableSpec
from gov_disclosure.publishing.dictionary import build_dictionary
from gov_disclosure.publishing.sql import (
    list_comments,
    open_database,
    quote_name,
    quote_text,
    read_text,
    spell_columns,
    spell_empty,
)
from gov_disclosure.publishing.views import View, list_views
from gov_disclosure.steps.version import ALL_FLOORS, find_code_version
from gov_disclosure.storage.object_store import StorePath
from gov_disclosure.storage.warehouse import FILE_NAME, Warehouse

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAME = "catalog.duckdb"
VARIABLE = "warehouse"
BESIDE = r"regexp_extract(current_setting('temp_directory'), '^(.*[/\\])[^/\\]+\.tmp$', 1)"
"""SQL of the folder of the database that is open, with a slash behind it."""
_STAMP = "made_from()"
"""A macro, not a view: nobody takes it for a table."""
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
    files = _list_files(warehouse)
    is_stored = isinstance(warehouse.folder, StorePath)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        views = write_views(path, files, quote_text(f"{warehouse.root}/") if is_stored else BESIDE)
        with open_database(path) as database:
            database.execute(f"CREATE MACRO {_STAMP} AS {quote_text(_find_stamp(warehouse, files))}")
        replaced = warehouse.put_file(NAME, path)
    missing = tuple(name for name, file in files.items() if file is None)
    return Catalogue(f"{warehouse.root}/{NAME}", replaced, views, missing)


def is_catalogue_stale(warehouse: Warehouse) -> bool:
    """Whether there is none, or one of another program, or of other tables than have files now."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        with contextlib.suppress(FileNotFoundError), (warehouse.folder / NAME).open("rb") as there:
            path.write_bytes(there.read())
        found = read_text(path, f"SELECT {_STAMP}")
    return found != _find_stamp(warehouse, _list_files(warehouse))


def _find_stamp(warehouse: Warehouse, files: Mapping[str, str | None]) -> str:
    """What a catalogue follows from: a moved one is the same, unless it names the place."""
    place = warehouse.root if isinstance(warehouse.folder, StorePath) else ""
    made_from = (
        find_code_version((*ALL_FLOORS, "publishing")),
        find_package_version("duckdb"),
        place,
        sorted(files.items()),
    )
    return hashlib.sha256(repr(made_from).encode()).hexdigest()[:16]


def _list_files(warehouse: Warehouse) -> Mapping[str, str | None]:
    return {name: _spell_files(spec) if _is_written(warehouse, spec) else None for name, spec in TABLES.items()}


def _is_written(warehouse: Warehouse, spec: TableSpec) -> bool:
    return bool(warehouse.list_keys(spec)) if spec.partitioned else warehouse.read_state(spec) is not None


def _spell_files(spec: TableSpec) -> str:
    return f"{spec.name}/region=*/year=*/{FILE_NAME}" if spec.partitioned else f"{spec.name}/{FILE_NAME}"


def write_views(path: Path, files: Mapping[str, str | None], place: str = BESIDE) -> tuple[str, ...]:
    """Write a database of views; returns their names.

    Args:
        path: of the database.
        files: of each table, below the place; None for a table that has none yet.
        place: SQL of the place of the files, with a slash behind it.
    """
    base = f"coalesce(getvariable('{VARIABLE}') || '/', {place})"
    with tempfile.TemporaryDirectory() as skeleton, open_database(path) as database:
        _write_skeleton(Path(skeleton), files)
        database.execute(f"SET VARIABLE {VARIABLE} = {quote_text(Path(skeleton).as_posix())}")
        for name, pattern in files.items():
            _create_table_view(database, name, None if pattern is None else f"{base} || {quote_text(pattern)}")
        for view in list_views():
            _create_view(database, view)
    return (*files, *(view.name for view in list_views()))


def _write_skeleton(folder: Path, files: Mapping[str, str | None]) -> None:
    """A file without rows for each table: DuckDB makes no view of files that it cannot see."""
    for name, pattern in files.items():
        if pattern is not None:
            path = folder / pattern.replace("*", "0")
            path.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(TABLES[name].arrow_schema.empty_table(), path)


def _create_table_view(database: "DuckDBPyConnection", name: str, files: str | None) -> None:
    entry = build_dictionary()[name]
    if files is None:
        query = spell_empty(entry)
    else:
        query = f"SELECT {spell_columns(entry)} FROM read_parquet({files}, hive_partitioning = false)"
    database.execute(f"CREATE VIEW {quote_name(name)} AS {query}")
    for statement in list_comments(entry, _NOT_WRITTEN if files is None else ""):
        database.execute(statement)


def _create_view(database: "DuckDBPyConnection", view: View) -> None:
    for statement in view.list_statements():
        database.execute(statement)
    for column, *_ in database.execute(f"DESCRIBE {quote_name(view.name)}").fetchall():
        database.execute(view.comment_on(column))
