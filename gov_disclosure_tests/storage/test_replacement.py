"""What is brought to the disk when a file gets its name: a power cut leaves the old file or the new one, whole."""

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage.content_cache import ContentCache
from gov_disclosure.storage.notices import write_notices
from gov_disclosure.storage.row_cache import FILE, RowCache
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse


def write_register(folder: Path) -> Path:
    with Warehouse(str(folder)).open_writer(TABLES["document_register"]):
        pass
    return folder / "document_register" / "part-0.parquet"


def write_partition(folder: Path) -> Path:
    with Warehouse(str(folder)).open_writer(TABLES["report_text"], PartitionKey("henan", 2019)):
        pass
    return folder / "report_text" / "region=henan" / "year=2019" / "part-0.parquet"


def write_rows(folder: Path) -> Path:
    cache = RowCache(folder, pa.schema([("row", pa.string())]), "1")
    cache.update(pa.array([], pa.string()), [pa.table([[name] for name in "abcd"], schema=cache.full_schema)])
    assert pa.concat_tables(cache.read_groups())[FILE].to_pylist() == ["a"]
    return folder / "rows.parquet"


def write_keys(folder: Path) -> Path:
    ContentCache(folder, "1").write({("r", "C", 2019): "key"})
    return folder / "contents.parquet"


def write_told(folder: Path) -> Path:
    write_notices(folder, ["a notice"])
    return folder / "notices.json"


@pytest.mark.parametrize("write", [write_register, write_partition, write_rows, write_keys, write_told])
def test_a_file_is_flushed_before_it_has_its_name_and_its_folder_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], Path]
) -> None:
    seen: list[tuple[int, bool]] = []
    target = write(tmp_path)
    target.unlink()
    flush = os.fsync

    def see(handle: int) -> None:
        seen.append((os.fstat(handle).st_ino, target.exists()))
        flush(handle)

    monkeypatch.setattr(os, "fsync", see)
    assert write(tmp_path) == target
    file, folder = (path.stat().st_ino for path in (target, target.parent))
    assert (file, False) in seen
    assert ((folder, True) in seen) == (
        write is not write_partition
    )  # the stamp of a partition tells that it is the old one
    parts = [place for place, named in seen if not named and place != file]
    assert len(parts) == (2 if write is write_rows else 0)  # the part that the row was in, and its folder
    assert [path.name for path in target.parent.iterdir()] == [target.name]
