"""What was read of each file, kept beside the warehouse, so that a file is read again only when it has changed.

Belongs here: the files of the cache, which rows of it still hold, and that nothing read is lost when a run is killed.
Does not belong here: how a row is made (`frames/register.py`). The cache is no part of the contract: without it
everything is read again, and the result is the same.

Rows stand in the order of their files, in one `rows.parquet`. A run adds its rows as parts in a folder of its own while
it reads; at its end, or at the beginning of the next run when it was killed, they are merged into `rows.parquet`.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gov_disclosure.storage.merging import merge_sorted
from gov_disclosure.storage.replacement import replaced
from gov_disclosure.storage.row_groups import RowGroups
from gov_disclosure.storage.warehouse import Warehouse

FILE = "file"
STATE = pa.schema([(FILE, pa.string()), ("stamp", pa.string()), ("known", pa.string())])
"""File that a row was read from, its state on the disk, and what the manifest said: a row holds while all three do."""

ROWS_PER_PART = 1_000
_BASE = "rows.parquet"
_FOLDER = ".register"


@dataclass(frozen=True)
class RowCache:
    """Rows by file.

    Attributes:
        folder: where the cache lies.
        schema: of the rows, without the columns of `STATE`.
        version: of the program that makes the rows; those of another version are none.
    """

    folder: Path
    schema: pa.Schema
    version: str

    @property
    def full_schema(self) -> pa.Schema:
        """Columns of the cache: those of `STATE`, then those of the rows."""
        return pa.schema([*STATE, *self.schema], metadata={"version": self.version})

    def find_known(self, files: pa.Table) -> pa.ChunkedArray:
        """For each file of `files` (the columns of `STATE`), whether the cache has its rows and they still hold."""
        held = self._read_state()
        places = pc.index_in(files[FILE], held[FILE].combine_chunks())
        same = [pc.equal(files[name], held[name].take(places)) for name in ("stamp", "known")]
        return pc.fill_null(pc.and_(*same), False)

    def update(self, known: pa.Array, parts: Iterable[pa.Table]) -> None:
        """Add rows that were read anew, in the order of their files, and forget other files than these and `known`."""
        run = self.folder / f"run-{os.getpid()}-{secrets.token_hex(4)}"
        run.mkdir(parents=True)
        for number, part in enumerate(_collect(parts)):
            _write_part(part.cast(self.full_schema), run / f"part-{number:06}.parquet")
        added = sorted(run.iterdir())
        if added or len(known) != pc.count_distinct(self._read_state()[FILE]).as_py():
            kept = (_select(group, known) for group in self.read_groups())
            self._replace(merge_sorted(kept, self._read_parts(added), FILE))
        shutil.rmtree(run, ignore_errors=True)

    def recover(self) -> None:
        """Merge what killed runs have left; what a run that is still under way has written so far is merged too."""
        for run in sorted(self.folder.glob("run-*")):
            parts = [part for part in sorted(run.glob("part-*.parquet")) if _is_whole(part)]
            if parts:
                files = pa.concat_tables([self._read(part, [FILE]) for part in parts])[FILE]
                older = (_select(group, files.combine_chunks(), invert=True) for group in self.read_groups())
                self._replace(merge_sorted(older, self._read_parts(parts), FILE))
            shutil.rmtree(run, ignore_errors=True)

    def read_groups(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """All rows in bounded pieces, at least one."""
        path = self.folder / _BASE
        with contextlib.suppress(FileNotFoundError, pa.ArrowInvalid), pq.ParquetFile(path) as file:
            if self._is_own(file):
                for number in range(file.num_row_groups):
                    yield file.read_row_group(number, columns=list(columns) if columns is not None else None)
        empty = self.full_schema.empty_table()
        yield empty.select(columns) if columns is not None else empty

    def _is_own(self, file: pq.ParquetFile) -> bool:
        own = self.full_schema
        return bool(file.schema_arrow.equals(own) and file.schema_arrow.metadata == own.metadata)

    def _read_state(self) -> pa.Table:
        return pa.concat_tables(self.read_groups(STATE.names))

    def _read_parts(self, paths: Iterable[Path]) -> Iterator[pa.Table]:
        yield self.full_schema.empty_table()
        for path in paths:
            yield self._read(path, None)

    def _read(self, path: Path, columns: list[str] | None) -> pa.Table:
        """Rows of a part; none of one that another version wrote."""
        with pq.ParquetFile(path) as file:
            table = file.read(columns)
            return table if self._is_own(file) else table.slice(0, 0)

    def _replace(self, groups: Iterable[pa.Table]) -> None:
        with replaced(self.folder / _BASE) as temporary, RowGroups(temporary, self.full_schema) as rows:
            for group in groups:
                rows.append(group)


def find_cache_folder(warehouse: Warehouse) -> Path:
    """Where the cache of a warehouse lies: in it, or on this machine if the warehouse is in an object store.

    The cache only saves time. Its rows hold for the state of a file as the machine that read it saw it, so two machines
    that take turns never take over rows that no longer hold, and write the same register: which documents are gone is found
    in the register of the warehouse, which they share. A machine reads once what only the other one has read so far.
    """
    if isinstance(warehouse.folder, Path):
        return warehouse.folder / _FOLDER
    name = hashlib.sha256(warehouse.location.encode()).hexdigest()[:16]
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gov_disclosure" / name


def _collect(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Tables put together until they are worth a file."""
    waiting: list[pa.Table] = []
    for part in parts:
        waiting.append(part)
        if sum(table.num_rows for table in waiting) >= ROWS_PER_PART:
            yield pa.concat_tables(waiting)
            waiting.clear()
    if waiting:
        yield pa.concat_tables(waiting)


def _write_part(rows: pa.Table, path: Path) -> None:
    """A part that is there is whole."""
    with replaced(path) as temporary:
        pq.write_table(rows, temporary, compression="zstd")


def _is_whole(part: Path) -> bool:
    """Whether a part can be read; the files of one that a disk has lost are read again."""
    try:
        with pq.ParquetFile(part) as file:
            file.read()
    except (pa.ArrowInvalid, OSError):
        return False
    return True


def _select(rows: pa.Table, files: pa.Array, *, invert: bool = False) -> pa.Table:
    wanted = pc.is_in(rows[FILE], files)
    return rows.filter(pc.invert(wanted) if invert else wanted)
