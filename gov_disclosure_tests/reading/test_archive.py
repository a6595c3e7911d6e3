"""Members of archives: names, bounds, and archives inside of archives."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.reading.archive import Archive, ArchiveTooLargeError, list_members, read_name
from gov_disclosure.reading.document import Unreadable, read_document
from gov_disclosure.reading.refused import RefusedFileError


def build_zip(members: list[tuple[str, bytes]], method: int = ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", method) as container:
        for name, content in members:
            container.writestr(ZipInfo(name), content, method)
    return file.getvalue()


def gbk_name(name: str) -> ZipInfo:
    """A member as Chinese Windows writes it: the bytes of the name are GBK, and no flag says so."""
    part = ZipInfo(name.encode("gbk").decode("cp437"))
    part.orig_filename = part.filename
    part.flag_bits = 0
    return part


def test_members_in_order_and_inner_archives_as_folders() -> None:
    inner = build_zip([("c.txt", b"c"), ("deep.zip", build_zip([("d.txt", b"d")]))])
    data = build_zip(
        [("a.txt", b"a"), ("目录/b.txt", b"b"), ("x.zip", inner), ("./a.txt", b"a2"), ("__MACOSX/a.txt", b"")]
    )
    members = list(list_members(data))
    assert members[:3] == [("a.txt", b"a"), ("目录/b.txt", b"b"), ("x.zip/c.txt", b"c")]
    name, refused = members[3]
    assert name == "x.zip/deep.zip"
    assert isinstance(refused, Unreadable)
    assert refused.reason == "unsupported_media"
    assert members[4:] == [("a.txt#2", b"a2")]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/absolute.txt", "absolute.txt"),
        ("C:\\temp\\..\\年报.txt", "temp/年报.txt"),
        ("a//./b.txt", "a/b.txt"),
        ("a\x01\nb.txt", "ab.txt"),
        ("..", ""),
    ],
)
def test_names_stay_inside(name: str, read: str) -> None:
    part = ZipInfo(name)
    part.flag_bits = 0x800
    assert read_name(part) == read


@given(st.text(max_size=30))
def test_no_name_leads_out(name: str) -> None:
    part = ZipInfo(name)
    part.flag_bits = 0x800
    pieces = read_name(part).split("/")
    assert not {"..", "."} & set(pieces)
    assert pieces == [""] or all(pieces)


def test_names_in_gbk() -> None:
    assert read_name(gbk_name("年报/某市2019年.html")) == "年报/某市2019年.html"


def test_one_refused_member_does_not_stop_the_others() -> None:
    data = build_zip([("big.txt", b" " * (21 * 1024 * 1024)), ("dense.txt", b"1" * (8 * 1024 * 1024)), ("a.txt", b"a")])
    (_, big), (_, dense), last = list_members(data)
    assert isinstance(big, Unreadable)
    assert isinstance(dense, Unreadable)
    assert big.reason == dense.reason == "too_large"
    assert last == ("a.txt", b"a")


def test_unusual_packing_is_refused() -> None:
    ((_, member),) = list_members(build_zip([("a.txt", b"a")], ZIP_LZMA))
    assert isinstance(member, Unreadable)
    assert member.reason == "unsupported_media"


@pytest.mark.parametrize("bounds", [{"most_members": 20}, {"largest_total": 2_000}])
def test_bounds_of_the_whole(bounds: dict[str, int]) -> None:
    inner = build_zip([(f"{i}.txt", b"1" * 100) for i in range(30)])
    for data in (inner, build_zip([("inner.zip", inner)])):
        with pytest.raises(ArchiveTooLargeError):
            list(list_members(data, **bounds))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18, build_zip([("a", b"a")])[:-5]])
def test_damaged_archives(data: bytes) -> None:
    with pytest.raises(RefusedFileError):
        list(list_members(data))


def test_an_archive_is_no_document() -> None:
    document = read_document(build_zip([("a.txt", "年报".encode())]))
    assert isinstance(document, Unreadable)
    assert document.media_type == "application/zip"


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6))
def test_damage_is_refused_or_listed(changes: list[tuple[int, int]]) -> None:
    data = bytearray(build_zip([("a.txt", b"a" * 50), ("b.zip", build_zip([("c.txt", b"c")]))]))
    for place, value in changes:
        data[place % len(data)] = value
    try:
        members = list(list_members(bytes(data)))
    except RefusedFileError:
        return
    assert all(isinstance(content, bytes | Unreadable) for _, content in members)


def test_archives_inside_count_though_nobody_reads_their_members() -> None:
    inner = build_zip([("a.txt", bytes(range(256)) * 40)], ZIP_STORED)
    data = build_zip([(f"{i}.zip", inner) for i in range(30)])
    with pytest.raises(ArchiveTooLargeError):
        list(list_members(data, largest_total=200_000))


def test_a_member_is_read_again_by_itself_from_memory_and_from_disk(tmp_path: Path) -> None:
    data = build_zip(
        [("a.txt", b"a"), ("x.zip", build_zip([("c.txt", b"c")])), ("y.zip", build_zip([("d.txt", b"d")]))]
    )
    (tmp_path / "a.zip").write_bytes(data)
    with (tmp_path / "a.zip").open("rb") as file:
        for archive in (Archive(data), Archive(file)):
            members = {member.name: member for member in archive.list_members()}
            for name, content in (("y.zip/d.txt", b"d"), ("x.zip/c.txt", b"c"), ("a.txt", b"a"), ("y.zip/d.txt", b"d")):
                assert archive.read(members[name]) == content
