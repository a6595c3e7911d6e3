import hashlib
import os
from pathlib import Path

import pytest

from gov_disclosure.storage.corpus import (
    RawFile,
    RawFolderMissingError,
    SkippedEntry,
    find_path,
    list_raw_files,
    read_raw_document,
)


def write(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_lists_any_depth_in_a_fixed_order_and_no_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.html", "a/b/deep.txt", ".hidden", "a/.git/config", "manifest.csv", "a/manifest.csv"):
        write(tmp_path / name)
    assert [file.source_file for file in list_raw_files(tmp_path)] == [
        "b.txt",
        "a/c.html",
        "a/manifest.csv",
        "a/b/deep.txt",
    ]


def test_a_missing_raw_folder_is_an_error_and_not_an_empty_register(tmp_path: Path) -> None:
    with pytest.raises(RawFolderMissingError, match="does not exist"):
        list(list_raw_files(tmp_path / "nowhere"))


def test_links_out_of_the_folder_pipes_and_circles_are_left_out_and_named(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write(raw / "real.txt", b"abc")
    (raw / "inside.txt").symlink_to(raw / "real.txt")
    (raw / "outside.txt").symlink_to(write(tmp_path / "secret.txt"))
    (raw / "broken.txt").symlink_to(raw / "gone.txt")
    (raw / "circle").symlink_to(raw)
    os.mkfifo(raw / "pipe")
    skipped: list[SkippedEntry] = []
    assert list(list_raw_files(raw, skipped)) == [RawFile("inside.txt", 3), RawFile("real.txt", 3)]
    assert {entry.source_file: entry.why for entry in skipped} == {
        "outside.txt": "link out of the raw folder",
        "broken.txt": "broken link",
        "circle": "linked folder",
        "pipe": "not a regular file",
    }


def test_a_name_that_is_not_utf8_is_found_again(tmp_path: Path) -> None:
    name = "报告.txt".encode("gb18030")
    Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_bytes(b"abc")
    (listed,) = list_raw_files(tmp_path)
    assert listed.source_file == "\\xb1\\xa8\\xb8\\xe6.txt"
    assert find_path(tmp_path, listed.source_file).read_bytes() == b"abc"
    assert read_raw_document(tmp_path, listed.source_file).data == b"abc"


def test_reads_bytes_and_their_hash(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"abc")
    document = read_raw_document(tmp_path, "a.txt")
    assert (document.data, document.size_bytes, document.problem) == (b"abc", 3, None)
    assert document.sha256 == hashlib.sha256(b"abc").hexdigest()


def test_a_file_beyond_the_limit_is_hashed_but_not_kept(tmp_path: Path) -> None:
    data = bytes(range(256)) * 8
    write(tmp_path / "big.txt", data)
    document = read_raw_document(tmp_path, "big.txt", limit=2047)
    assert (document.data, document.problem) == (None, "too_large")
    assert (document.size_bytes, document.sha256) == (2048, hashlib.sha256(data).hexdigest())
    assert read_raw_document(tmp_path, "big.txt", limit=2048).data == data


def test_a_file_that_vanished_is_a_problem_and_not_an_exception(tmp_path: Path) -> None:
    document = read_raw_document(tmp_path, "gone.txt")
    assert (document.data, document.problem, document.sha256) == (None, "unreadable_file", "")


def test_a_link_to_itself_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    skipped: list[SkippedEntry] = []
    assert [file.source_file for file in list_raw_files(tmp_path, skipped)] == ["a.txt"]
    assert skipped == [SkippedEntry("loop.txt", "broken link")]
