"""Registering far more files than are read: what the register itself costs, up to a million documents and beyond.

Belongs here: a folder of so many names and a register that knows them all, and one run over both. Few documents are really
there: each name is a link to one of them, and its row a copy of theirs, by another body. Nothing is read, so that what is
left is the look at the folder, the rows, and which versions there are. LISTED names the numbers of files.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bench.corpus import open_corpora
from bench.memory import run_and_measure
from bench.registration import count_workers, register_and_measure
from bench.tables import Table
from gov_disclosure.frames.register import ROW_SCHEMA
from gov_disclosure.steps.register import register_documents
from gov_disclosure.steps.version import READING_FLOORS, find_code_version
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.corpus import list_raw_files
from gov_disclosure.storage.row_cache import STATE, RowCache, find_cache_folder
from gov_disclosure.storage.warehouse import Warehouse

LISTED = (200_000, 1_000_000)
QUICK_LISTED = (100,)
DOCUMENTS = 1_000
"""That are really there; a file system allows some ten thousand names for each."""

QUICK_DOCUMENTS = 10
FILES_PER_FOLDER = 1_000
_DISTINCT = ("source_sha256", "text_sha256", "report_id", "body_key")
_NOTE = (
    "A folder of so many files that are all registered and unchanged, registered again in a new process whose start is not "
    "counted. `MB`: peak of memory of all processes together. The names are links to {documents:,} documents."
)


def list_listed_tables(quick: bool) -> Iterator[Table]:
    """One table: a row for each number of files."""
    sizes = QUICK_LISTED if quick else tuple(int(size) for size in os.environ.get("LISTED", "").split()) or LISTED
    documents = QUICK_DOCUMENTS if quick else DOCUMENTS
    rows = [_measure(size, documents) for size in sizes]
    columns = ("files", "read", "seconds", "each, µs", "MB", "MB of the register")
    yield Table("Registering what is known", _NOTE.format(documents=documents), columns, rows)


def _measure(size: int, documents: int) -> list[str]:
    with tempfile.TemporaryDirectory() as name, open_corpora() as corpora, corpora.open_place(documents) as place:
        folder = Path(name)
        _link_files(place.raw, folder / "raw", size)
        warehouse = Warehouse(str(folder / "warehouse"))
        _fill_cache(warehouse, folder / "raw", _read_rows(place.raw, place.warehouse))
        output, megabytes = run_and_measure([sys.executable, "-m", "bench.listed", str(folder)])
        found: dict[str, float] = json.loads(output)
        register = (folder / "warehouse" / "document_register" / "part-0.parquet").stat().st_size / 1e6
    seconds = found["seconds"]
    return [
        f"{size:,}", f"{found['read']:,}", f"{seconds:.1f}", f"{seconds / size * 1e6:.1f}", f"{megabytes:,.0f}",
        f"{register:,.0f}",
    ]  # fmt: skip


def _link_files(documents: Path, raw: Path, size: int) -> None:
    files = sorted(documents.rglob("*.*"))
    for start in range(0, size, FILES_PER_FOLDER):
        folder = raw / f"{start // FILES_PER_FOLDER:05}"
        folder.mkdir(parents=True)
        for number in range(start, min(start + FILES_PER_FOLDER, size)):
            os.link(files[number % len(files)], folder / f"{number:08}.txt")


def _read_rows(raw: Path, warehouse: Path) -> pa.Table:
    """Rows that the documents themselves give."""
    registration = register_documents(raw, Workers(count_workers()), Warehouse(str(warehouse)))
    return pa.concat_tables(registration.cache.read_groups(ROW_SCHEMA.names))


def _fill_cache(warehouse: Warehouse, raw: Path, rows: pa.Table) -> None:
    cache = RowCache(find_cache_folder(warehouse), ROW_SCHEMA, find_code_version(READING_FLOORS))
    cache.update(pa.array([], pa.string()), _copy_rows(list_raw_files(raw, []), rows, cache.full_schema))


def _copy_rows(files: Iterator[object], rows: pa.Table, schema: pa.Schema) -> Iterator[pa.Table]:
    """A row for each file, in pieces as long as `rows`; every piece is of other bodies."""
    number = 0
    while chunk := list(islice(files, rows.num_rows)):
        piece = _rename(rows.slice(0, len(chunk)), f"-{number}")
        names = pa.array([file.source_file for file in chunk], pa.string())  # type: ignore[attr-defined]
        stamps = pa.array([file.stamp for file in chunk], pa.string())  # type: ignore[attr-defined]
        piece = piece.set_column(piece.schema.get_field_index("source_file"), "source_file", names)
        state: Sequence[pa.Array] = (names, stamps, pa.repeat(pa.scalar("", pa.string()), len(chunk)))
        arrays = dict(zip([*STATE.names, *piece.column_names], [*state, *piece.columns], strict=True))
        yield pa.table([arrays[name] for name in schema.names], schema=schema)
        number += 1


def _rename(rows: pa.Table, suffix: str) -> pa.Table:
    for name in _DISTINCT:
        place = rows.schema.get_field_index(name)
        rows = rows.set_column(place, rows.schema.field(place), pc.binary_join_element_wise(rows[name], suffix, ""))
    return rows


if __name__ == "__main__":
    print(json.dumps(register_and_measure(Path(sys.argv[1]))))
