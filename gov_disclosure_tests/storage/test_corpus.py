import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.storage.corpus import RawFolderMissingError, SkippedEntry, list_raw_files
from gov_disclosure.storage.names import find_path, spell_name


def write(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def list_names(root: Path) -> list[str]:
    return [file.source_file for file in list_raw_files(root)]


def test_lists_any_depth_in_the_order_of_the_names_and_no_hidden_files(tmp_path: Path) -> None:
    names = ("b.txt", "a/c.html", "a/b/deep.txt", "a.txt", "a/manifest.csv", "a/b.txt", "年报/一.txt")
    for name in (*names, ".hidden", "a/.git/config", "manifest.csv"):
        write(tmp_path / name)
    assert list_names(tmp_path) == sorted(names)


def test_a_change_is_seen_though_size_and_date_are_as_before(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"abc")
    (before,) = list_raw_files(tmp_path)
    assert list(list_raw_files(tmp_path)) == [before]
    path.write_bytes(b"abd")
    os.utime(path, ns=(0, int(before.stamp.split("-")[1])))
    (after,) = list_raw_files(tmp_path)
    assert before.stamp.split("-")[:2] == after.stamp.split("-")[:2]
    assert before != after


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
    assert [file.source_file for file in list_raw_files(raw, skipped)] == ["inside.txt", "real.txt"]
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


@given(st.lists(st.binary(min_size=1, max_size=8), min_size=2, max_size=2, unique=True))
def test_no_two_names_are_spelled_alike_and_each_is_found_again(names: list[bytes]) -> None:
    spelled = [spell_name(os.fsdecode(name.replace(b"/", b"\\x").replace(b"\0", b"x"))) for name in names]
    paths = [os.fsencode(find_path(Path("raw"), name)) for name in spelled]
    assert (spelled[0] == spelled[1]) == (paths[0] == paths[1])
    assert [spell_name(os.fsdecode(path.removeprefix(b"raw/"))) for path in paths] == spelled


def test_bytes_and_their_spelling_are_two_names(tmp_path: Path) -> None:
    for name in ("中".encode("gbk"), b"\\xd6\\xd0"):
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_bytes(name)
    spelled = list_names(tmp_path)
    assert spelled == ["\\x5cxd6\\x5cxd0", "\\xd6\\xd0"]
    assert [find_path(tmp_path, name).read_bytes() for name in spelled] == [b"\\xd6\\xd0", "中".encode("gbk")]


def test_a_link_to_itself_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    skipped: list[SkippedEntry] = []
    assert [file.source_file for file in list_raw_files(tmp_path, skipped)] == ["a.txt"]
    assert skipped == [SkippedEntry("loop.txt", "broken link")]
