"""The warehouse: where each table lies, how its files are replaced and read back.

Belongs here: paths, the atomic write of one Parquet file, reading with the schema of the contract. Does not belong
here: which partitions a run may write (`partitions.py`) and what the rows mean. Source: the data contract, "Place and
keys" and promises 2, 3 and 6.

One file per table and partition, `<table>/region=<region>/year=<year>/part-0.parquet`, or `<table>/part-0.parquet`.
A reader at any moment sees the whole old or the whole new file: rows go to a temporary file whose name begins with a
dot (pyarrow and pandas stumble over others), which takes the place of the old one when it is complete.
"""

import contextlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq

from gov_disclosure.frames.schemas import TableSpec
from gov_disclosure.storage.row_groups import RowGroups

FILE_NAME = "part-0.parquet"
_STAMP = "made_from"
_STALE_AFTER_SECONDS = 3600.0


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
        location: a local folder, or the URL of an object store such as `s3://bucket/folder`.
    """

    location: str
    filesystem: pafs.FileSystem = field(init=False, repr=False, compare=False)
    root: str = field(init=False)

    def __post_init__(self) -> None:
        remote = "://" in self.location
        filesystem, root = pafs.FileSystem.from_uri(self.location) if remote else _open_folder(self.location)
        object.__setattr__(self, "filesystem", filesystem)
        object.__setattr__(self, "root", root)

    def find_path(self, spec: TableSpec, key: PartitionKey | None = None) -> str:
        """Path of one file on `filesystem`."""
        if spec.partitioned != (key is not None):
            raise ValueError(f"{spec.name} is {'' if spec.partitioned else 'not '}partitioned, key {key!r}")
        folder = f"region={key.region}/year={key.year}/" if key else ""
        return f"{self.root}/{spec.name}/{folder}{FILE_NAME}"

    @contextlib.contextmanager
    def open_writer(self, spec: TableSpec, key: PartitionKey | None = None, *, stamp: str = "") -> Iterator[RowGroups]:
        """Write one file: it takes the place of the old one at the end of the block, and never if the block raises.

        Args:
            spec: the table.
            key: the partition.
            stamp: what the rows were made from; kept in the file, see `read_stamp`.
        """
        path = self.find_path(spec, key)
        schema = spec.arrow_schema.with_metadata({_STAMP: stamp} if stamp else None)
        with _replaced(self.filesystem, path) as temporary, RowGroups(temporary, schema) as rows:
            yield rows

    def read_stamp(self, spec: TableSpec, key: PartitionKey) -> str | None:
        """What the rows of one file were made from; empty if nobody told, None if there is no file."""
        try:
            with self.filesystem.open_input_file(self.find_path(spec, key)) as handle:
                metadata = pq.read_schema(handle).metadata or {}
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
            with self.filesystem.open_input_file(self.find_path(spec, key)) as handle:
                return int(pq.read_metadata(handle).num_rows)
        except FileNotFoundError:
            return 0

    def list_keys(self, spec: TableSpec) -> list[PartitionKey]:
        """Partitions of a table that have a file."""
        selector = pafs.FileSelector(f"{self.root}/{spec.name}", recursive=True, allow_not_found=True)
        files = [info.path for info in self.filesystem.get_file_info(selector) if info.base_name == FILE_NAME]
        parts = [dict(part.split("=", 1) for part in path.split("/")[-3:-1]) for path in files]
        return sorted(PartitionKey(part["region"], int(part["year"])) for part in parts)

    @contextlib.contextmanager
    def _open(self, spec: TableSpec, key: PartitionKey | None) -> Iterator[pq.ParquetFile]:
        path = self.find_path(spec, key)
        place = f"{spec.name} of {key.region} {key.year}" if key else spec.name
        try:
            handle = self.filesystem.open_input_file(path)
        except FileNotFoundError:
            raise TableNotWrittenError(f"{place} is not there yet ({path}): materialise it first") from None
        with handle, pq.ParquetFile(handle, pre_buffer=False) as file:
            if not file.schema_arrow.equals(spec.arrow_schema):
                raise TableNotWrittenError(
                    f"{place} has other columns than this version writes ({path}): materialise it again"
                )
            yield file


def _reaches(bounds: pq.Statistics | None, span: tuple[str, str]) -> bool:
    """Whether a row group may hold values of a span; one whose bounds nobody wrote may."""
    return bounds is None or not bounds.has_min_max or (bounds.min <= span[1] and span[0] <= bounds.max)


def _open_folder(location: str) -> tuple[pafs.FileSystem, str]:
    return pafs.LocalFileSystem(), Path(location).expanduser().absolute().as_posix()


@contextlib.contextmanager
def _replaced(filesystem: pafs.FileSystem, path: str) -> Iterator[Path]:
    """A temporary local file that becomes `path` at the end of the block."""
    local = isinstance(filesystem, pafs.LocalFileSystem)
    folder = Path(path).parent
    if local:
        folder.mkdir(parents=True, exist_ok=True)
    name = f".{FILE_NAME}.{os.getpid()}.{secrets.token_hex(4)}.tmp"
    temporary = (folder if local else Path(tempfile.gettempdir())) / name
    try:
        yield temporary
        _flush(temporary)
        if local:
            temporary.replace(path)
            _remove_stale(folder)
        else:
            _upload(temporary, filesystem, path)
    finally:
        temporary.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Bring a file to the disk before it is renamed: else a power cut may leave the new name with no content."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


def _upload(source: Path, filesystem: pafs.FileSystem, path: str) -> None:
    """Object stores show an object when its last byte was sent."""
    filesystem.create_dir(path.rsplit("/", 1)[0], recursive=True)
    with source.open("rb") as handle, filesystem.open_output_stream(path) as stream:
        shutil.copyfileobj(handle, stream)


def _remove_stale(folder: Path) -> None:
    """Remove what killed processes left; an hour spares the file of a process that writes the same partition now."""
    for path in folder.glob(f".{FILE_NAME}.*.tmp"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _STALE_AFTER_SECONDS:
                path.unlink()
