"""Documents of the raw folder: files, and members of archives as if those were folders."""

import hashlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from gov_disclosure.storage import documents
from gov_disclosure.storage.corpus import RawFolderMissingError
from gov_disclosure.storage.documents import list_raw_documents, read_file, read_raw_document


def build_zip(members: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as container:
        for name, content in members.items():
            container.writestr(name, content)
    return file.getvalue()


def test_reads_bytes_and_their_hash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    (document,) = list_raw_documents(tmp_path, "a.txt")
    assert (document.data, document.size_bytes, document.problem) == (b"abc", 3, None)
    assert document.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert read_raw_document(tmp_path, "a.txt") == document


def test_a_file_beyond_the_limit_is_hashed_but_not_kept(tmp_path: Path) -> None:
    data = bytes(range(256)) * 8
    path = tmp_path / "big.txt"
    path.write_bytes(data)
    document = read_file(path, "big.txt", limit=2047)
    assert (document.data, document.problem) == (None, "too_large")
    assert (document.size_bytes, document.sha256) == (2048, hashlib.sha256(data).hexdigest())
    assert read_file(path, "big.txt", limit=2048).data == data


def test_a_file_that_vanished_is_a_problem_and_not_an_exception(tmp_path: Path) -> None:
    (document,) = list_raw_documents(tmp_path, "gone.txt")
    assert (document.data, document.problem, document.sha256) == (None, "unreadable_file", "")


@pytest.mark.parametrize("container", [None, "x.zip"])
def test_a_folder_that_vanished_says_nothing_about_its_files(tmp_path: Path, container: str | None) -> None:
    with pytest.raises(RawFolderMissingError, match="raw is not there, as seen from"):
        list(list_raw_documents(tmp_path / "raw", "x.zip"))
    with pytest.raises(RawFolderMissingError, match="raw is not there, as seen from"):
        read_raw_document(tmp_path / "raw", "x.zip/a.txt", container)


def test_members_of_an_archive_are_documents_below_it_and_each_is_read_again(tmp_path: Path) -> None:
    inner = build_zip({"c.txt": b"ccc"})
    (tmp_path / "x.zip").write_bytes(build_zip({"a.txt": b"a", "年报/b.txt": b"bb", "in.zip": inner}))
    members = list(list_raw_documents(tmp_path, "x.zip"))
    assert [(m.source_file, m.data, m.container) for m in members] == [
        ("x.zip/a.txt", b"a", "x.zip"),
        ("x.zip/年报/b.txt", b"bb", "x.zip"),
        ("x.zip/in.zip/c.txt", b"ccc", "x.zip"),
    ]
    assert [read_raw_document(tmp_path, m.source_file, "x.zip") for m in reversed(members)] == members[::-1]


def test_a_member_that_is_no_longer_there_is_a_problem_and_not_an_exception(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(build_zip({"a.txt": b"a"}))
    assert read_raw_document(tmp_path, "x.zip/a.txt", "x.zip").data == b"a"
    path.write_bytes(build_zip({"longer.txt": b"b"}))
    assert read_raw_document(tmp_path, "x.zip/a.txt", "x.zip").problem == "unreadable_file"
    path.write_bytes(b"PK\x03\x04")
    assert read_raw_document(tmp_path, "x.zip/a.txt", "x.zip").problem == "unreadable_file"
    path.unlink()
    assert read_raw_document(tmp_path, "x.zip/a.txt", "x.zip").problem == "unreadable_file"


@pytest.mark.parametrize(
    ("data", "reason"),
    [(build_zip({}), "empty_file"), (build_zip({"a": b"a"})[:-4], "unsupported_media")],
    ids=["empty", "cut off"],  # the bytes of an archive hold the time of day
)
def test_an_archive_that_gives_nothing_is_a_document_that_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    (document,) = list_raw_documents(tmp_path, "x.zip")
    assert (document.source_file, document.problem, document.container) == ("x.zip", reason, None)
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_a_packed_document_is_no_archive(tmp_path: Path) -> None:
    data = build_zip({"word/document.xml": b"<w/>"})
    (tmp_path / "report.docx").write_bytes(data)
    (document,) = list_raw_documents(tmp_path, "report.docx")
    assert (document.source_file, document.data) == ("report.docx", data)


def test_an_archive_may_be_larger_than_a_document_but_not_without_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "ARCHIVE_LIMIT", 100)
    monkeypatch.setattr(documents, "SIZE_LIMIT", 50)
    (tmp_path / "x.zip").write_bytes(build_zip({"a.txt": b"a" * 200}))
    (document,) = list_raw_documents(tmp_path, "x.zip")
    assert document.problem in ("too_large", "unsupported_media") or document.data is not None
