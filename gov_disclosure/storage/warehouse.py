"""The warehouse: where each table lies, how its files are replaced and read back.

Belongs here: paths, the atomic write of one Parquet file, reading with the schema of the contract. Does not belong
here: which partitions a run may write (`partitions.py`) and what the rows mean. Source: the data contract, "Place and
keys" and promises 2, 3 and 6.

One file per table and partition, `<table>/region=<region>/year=<year>/part-0.parquet`, or `<table>/part-0.parquet`.
A reader at any moment sees the whole old or the whole new file: rows go to a temporary file whose name begins with a
dot (pyarrow and pandas stumble over others), which takes the place of the old one when it is complete. In an object
store nothing can be seen of an object before its last byte was sent: rows go to a file without a name, which is then
sent. Reading there copies the object first: one that is replaced meanwhile is read as it was.
"""

import contextlib
import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq

from gov_disclosure.frames.schemas import TableSpec
from gov_disclosure.storage.corpus import read_stamp
from gov_disclosure.storage.locations import Location, parse_location
from gov_disclosure.storage.object_store import StorePath
from gov_disclosure.storage.replacement import PASSING, replaced
from gov_disclosure.storage.row_groups import RowGroups

FILE_NAME = "part-0.parquet"
_STAMP = "made_from"
_STALE_AFTER_SECONDS = 3600.0
_DISK = pafs.LocalFileSystem()
_FOOTER = 64 * 1024
"""Bytes at the end of a stored file that are asked for first: the footers of nearly all files are shorter."""


class PartitionKey(NamedTuple):
    """Province-level division and report year: one file of every partitioned table."""

    region: str
    year: int


class TableNotWrittenError(FileNotFoundError):
    """A file of the warehouse that somebody wants to read was not written yet, or by another version."""


@dataclass(frozen=True)
class Warehouse:
    """Typed tables below one location.

    Attributes:
        location: a local folder, or the URL of a place in an object store such as `s3://bucket/folder`.
        folder: the same as what it is.
        root: the same as an absolute path or URL.
    """

    location: str
    folder: Location = field(init=False, repr=False, compare=False)
    root: str = field(init=False)

    def __post_init__(self) -> None:
        folder = parse_location(self.location)
        object.__setattr__(self, "folder", folder)
        object.__setattr__(self, "root", folder.as_posix() if isinstance(folder, Path) else str(folder))

    def find_path(self, spec: TableSpec, key: PartitionKey | None = None) -> str:
        """Path or URL of one file."""
        return f"{self.root}/{self._find_name(spec, key)}"

    def _find_name(self, spec: TableSpec, key: PartitionKey | None) -> str:
        if spec.partitioned != (key is not None):
            raise ValueError(f"{spec.name} is {'' if spec.partitioned else 'not '}partitioned, key {key!r}")
        folder = f"region={key.region}/year={key.year}/" if key else ""
        return f"{spec.name}/{folder}{FILE_NAME}"

    @contextlib.contextmanager
    def open_writer(
        self, spec: TableSpec, key: PartitionKey | None = None, *, stamp: str | Callable[[], str] = ""
    ) -> Iterator[RowGroups]:
        """Write one file: it takes the place of the old one at the end of the block, and never if the block raises.

        Args:
            spec: the table.
            key: the partition.
            stamp: what the rows were made from; kept in the file, see `read_stamp`. May be asked for at the end of the
                block: what could not be read is known only then.
        """
        place = self.folder / self._find_name(spec, key)
        # Of a partition the stamp tells that its old file is back; of the register nothing does.
        with _replaced(place, lasts=key is None) as temporary, RowGroups(temporary, spec.arrow_schema) as rows:
            yield rows
            stamp = stamp() if callable(stamp) else stamp
            rows.note({_STAMP: stamp} if stamp else {})

    def put_file(self, name: str, source: Path) -> bool:
        """Put a file beside the tables, unless the same is there already; returns whether it was put."""
        place = self.folder / name
        with contextlib.suppress(FileNotFoundError), place.open("rb") as there:
            if there.read() == source.read_bytes():
                return False
        with _replaced(place) as temporary:
            target = temporary.open("wb") if isinstance(temporary, Path) else contextlib.nullcontext(temporary)
            with target as content, source.open("rb") as given:
                shutil.copyfileobj(given, content)
        return True

    def remove_leftovers(self) -> None:
        """Remove what killed processes left anywhere; an hour spares the file that another process writes now.

        A look at the folders of a whole country takes a fifth of a second.
        """
        if isinstance(self.folder, StorePath):
            return
        for depth in ("", "*/", "*/region=*/year=*/"):
            for path in self.folder.glob(f"{depth}{PASSING}"):
                with contextlib.suppress(OSError):  # what cannot be removed harms nobody
                    if time.time() - path.stat().st_mtime > _STALE_AFTER_SECONDS:
                        path.unlink()

    def read_stamp(self, spec: TableSpec, key: PartitionKey | None = None) -> str | None:
        """What the rows of one file were made from; empty if nobody told, None if there is no file."""
        try:
            metadata = self._read_footer(spec, key).metadata or {}
        except FileNotFoundError:
            return None
        return str(metadata.get(_STAMP.encode(), b"").decode())

    def read(
        self,
        spec: TableSpec,
        key: PartitionKey | None = None,
        columns: Sequence[str] | None = None,
    ) -> pa.Table:
        """The rows of one file."""
        with self._open(spec, key) as file:
            return file.read(columns=list(columns) if columns is not None else None)

    def read_groups(
        self,
        spec: TableSpec,
        key: PartitionKey | None = None,
        columns: Sequence[str] | None = None,
    ) -> Iterator[pa.Table]:
        """The rows of one file in bounded pieces, at least one (an empty file gives an empty table)."""
        names = list(columns) if columns is not None else None
        with self._open(spec, key) as file:
            for number in range(file.num_row_groups):
                yield file.read_row_group(number, columns=names)
            if file.num_row_groups == 0:
                yield file.read(columns=names)

    def read_between(self, spec: TableSpec, key: PartitionKey, column: str, span: tuple[str, str]) -> pa.Table:
        """Rows of a file that is sorted by a column, of the row groups that reach into a span of its values."""
        with self._open(spec, key) as file:
            place = file.schema_arrow.names.index(column)
            bounds = [file.metadata.row_group(group).column(place).statistics for group in range(file.num_row_groups)]
            groups = [group for group, found in enumerate(bounds) if _reaches(found, span)]
            return file.read_row_groups(groups)

    def count_rows(self, spec: TableSpec, key: PartitionKey | None = None) -> int:
        """Rows of one file, also of one that another version wrote; 0 if there is none."""
        try:
            return int(self._read_footer(spec, key).num_rows)
        except FileNotFoundError:
            return 0

    def read_state(self, spec: TableSpec, key: PartitionKey | None = None) -> str | None:
        """A name for the state of one file, another one whenever it was replaced; None if there is no file."""
        return read_stamp(self.folder / self._find_name(spec, key)) or None

    def read_fingerprint(self, spec: TableSpec, key: PartitionKey | None = None) -> str | None:
        """A name for the content of one file, by what its footer tells of it; None if there is no file.

        It is the same for the same rows wherever and whenever they are written: stamps alone say nothing of files without one.
        """
        try:
            footer = self._read_footer(spec, key)
        except FileNotFoundError:
            return None
        return hashlib.sha256(repr((footer.to_dict(), footer.metadata)).encode()).hexdigest()[:16]

    def _read_footer(self, spec: TableSpec, key: PartitionKey | None) -> pq.FileMetaData:
        """What a file says of itself, without reading the rest of it.

        Raises:
            FileNotFoundError: there is no such file.
        """
        if not isinstance(self.folder, StorePath):
            with _DISK.open_input_file(self.find_path(spec, key)) as handle:
                return pq.read_metadata(handle)
        tail = (self.folder / self._find_name(spec, key)).read_tail(_FOOTER)
        size = int.from_bytes(tail[-8:-4], "little") + 8
        if size > len(tail):
            tail = (self.folder / self._find_name(spec, key)).read_tail(size)
        return pq.read_metadata(pa.BufferReader(tail))

    def list_keys(self, spec: TableSpec) -> list[PartitionKey]:
        """Partitions of a table that have a file."""
        files = (name.split("/") for name in self._list_names(spec))
        parts = [dict(part.split("=", 1) for part in file[-3:-1]) for file in files if file[-1] == FILE_NAME]
        return sorted(PartitionKey(part["region"], int(part["year"])) for part in parts)

    def _list_names(self, spec: TableSpec) -> Iterator[str]:
        if isinstance(self.folder, StorePath):
            return (found.name for found in (self.folder / spec.name).list_objects())
        selector = pafs.FileSelector(f"{self.root}/{spec.name}", recursive=True, allow_not_found=True)
        return (info.path for info in _DISK.get_file_info(selector))

    @contextlib.contextmanager
    def _open(self, spec: TableSpec, key: PartitionKey | None) -> Iterator[pq.ParquetFile]:
        path = self.find_path(spec, key)
        place = f"{spec.name} of {key.region} {key.year}" if key else spec.name
        try:
            handle = self._open_file(spec, key)
        except FileNotFoundError:
            raise TableNotWrittenError(f"{place} is not there yet ({path}): materialise it first") from None
        with handle, pq.ParquetFile(handle, pre_buffer=False) as file:
            if not file.schema_arrow.equals(spec.arrow_schema):
                raise TableNotWrittenError(
                    f"{place} has other columns than this version writes ({path}): materialise it again"
                )
            yield file

    def _open_file(self, spec: TableSpec, key: PartitionKey | None) -> Any:
        if isinstance(self.folder, StorePath):
            return (self.folder / self._find_name(spec, key)).open()
        return _DISK.open_input_file(self.find_path(spec, key))


def _reaches(bounds: pq.Statistics | None, span: tuple[str, str]) -> bool:
    """Whether a row group may hold values of a span; one whose bounds nobody wrote may."""
    return bounds is None or not bounds.has_min_max or (bounds.min <= span[1] and span[0] <= bounds.max)


def _replaced(place: Location, *, lasts: bool = True) -> contextlib.AbstractContextManager[Path | BinaryIO]:
    """A temporary file that becomes a file or an object at the end of the block."""
    return _sent(place) if isinstance(place, StorePath) else replaced(place, lasts=lasts)


@contextlib.contextmanager
def _sent(place: StorePath) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as temporary:
        yield temporary
        temporary.seek(0)
        place.write(temporary)
