"""Places in an object store, against a real server: what is read, listed and written, and what is not there."""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pytest

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage import object_store
from gov_disclosure.storage.corpus import RawFolderMissingError, SkippedEntry, list_raw_files
from gov_disclosure.storage.documents import list_raw_documents, read_raw_document
from gov_disclosure.storage.locations import LocationError, parse_location
from gov_disclosure.storage.manifest import read_manifest
from gov_disclosure.storage.object_store import StoreError, StorePath, StoreUnavailableError
from gov_disclosure.storage.waivers import read_waivers
from gov_disclosure.storage.warehouse import PartitionKey, TableNotWrittenError, Warehouse
from gov_disclosure_tests.storage.object_stores import BUCKET, Store
from gov_disclosure_tests.storage.test_warehouse import rows

TEXTS, HENAN, HUBEI = TABLES["report_text"], PartitionKey("henan", 2019), PartitionKey("hubei", 2019)


@pytest.fixture
def place(store: Store, request: pytest.FixtureRequest) -> StorePath:
    return StorePath(BUCKET, f"{request.node.name}/年报")


def put(store: Store, place: StorePath, **files: bytes) -> None:
    store.put(files, place.key)


@pytest.mark.parametrize("setting", ["gs://bucket/x", "s3://", "s3:///key", "http://host/x"])
def test_a_setting_that_names_no_place_is_refused(setting: str) -> None:
    with pytest.raises(LocationError, match="such as s3://bucket/prefix"):
        parse_location(setting)


@pytest.mark.parametrize("url", ["s3://b/p/q", "s3://b/p/q/", "s3://b//p/q"])
def test_slashes_around_a_prefix_mean_nothing(url: str) -> None:
    assert str(parse_location(url)) == "s3://b/p/q"


def test_a_folder_stays_a_plain_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_location("raw") == tmp_path / "raw"
    assert parse_location("file:///data/a%20b") == Path("/data/a b")


def test_an_object_is_read_as_it_was_when_it_was_opened(store: Store, place: StorePath) -> None:
    put(store, place, a=b"old")
    with (place / "a").open() as copy:
        put(store, place, a=b"new")
        assert copy.read() == b"old"
        assert copy.seek(0) == 0
    assert (place / "a").read_bytes() == b"new"


def test_lists_objects_in_the_order_of_their_names_and_leaves_out_what_no_folder_has(
    store: Store, place: StorePath
) -> None:
    documents = ["a b.txt", "a%20b.txt", "a+b.txt", "b/c.txt", "b.txt", "x.zip", "年报/一.txt", "t\tb.txt"]
    others = ["", ".hidden", "b/.git/config", "folder/", "manifest.csv", "waivers.csv"]
    store.put(dict.fromkeys([*documents, *others, "b//c.txt", "x.zip/a.txt"], b"x"), place.key)
    skipped: list[SkippedEntry] = []
    assert [file.source_file for file in list_raw_files(place, skipped)] == sorted(documents)
    assert {entry.source_file: entry.why for entry in skipped} == {
        "b//c.txt": "an empty part in its name",
        "x.zip/a.txt": "below another document: members of an archive are named like this",
    }
    for file in list_raw_files(place):
        (document,) = list_raw_documents(place, file.source_file)
        assert (document.data, document.source_file) == (b"x", file.source_file)


def test_a_change_is_seen_within_the_second_that_the_store_counts(store: Store, place: StorePath) -> None:
    stamps = []
    for content in (b"abc", b"abd", b"abe"):
        put(store, place, a=content)
        stamps += [file.stamp for file in list_raw_files(place)]
        assert (place / "a").read_stamp() == stamps[-1]
    assert len(set(stamps)) == 3
    assert [file.stamp for file in list_raw_files(place)] == stamps[-1:]


def test_more_objects_than_a_page_has(store: Store, place: StorePath) -> None:
    store.put({f"{number:04}.txt": b"" for number in range(1100)}, place.key)
    assert len(list(list_raw_files(place))) == 1100


@pytest.mark.parametrize("root", [StorePath("nobucket"), StorePath(BUCKET, "nothing/here")])
def test_a_place_without_objects_is_an_error_and_not_an_empty_register(store: Store, root: StorePath) -> None:
    with pytest.raises(RawFolderMissingError, match=f"{root} does not exist"):
        list_raw_files(root)


def test_an_object_that_vanished_is_a_problem_of_its_own(store: Store, place: StorePath) -> None:
    put(store, place, a=b"a")
    (document,) = list_raw_documents(place, "b.txt")
    assert (document.data, document.problem, document.detail) == (None, "unreadable_file", "No such file or directory")
    assert read_raw_document(place, "b.txt") == document
    with pytest.raises(FileNotFoundError):
        (place / "b.txt").read_bytes()


def test_members_of_a_stored_archive_are_documents(store: Store, place: StorePath) -> None:
    file = BytesIO()
    with ZipFile(file, "w") as container:
        container.writestr("a.txt", b"a")
        container.writestr("b.txt", b"bb")
    store.put({"x.zip": file.getvalue(), "broken.zip": file.getvalue()[:-9]}, place.key)
    members = list(list_raw_documents(place, "x.zip"))
    assert [(m.source_file, m.data, m.container) for m in members] == [
        ("x.zip/a.txt", b"a", "x.zip"),
        ("x.zip/b.txt", b"bb", "x.zip"),
    ]
    assert [read_raw_document(place, m.source_file, "x.zip") for m in members] == members
    (refused,) = list_raw_documents(place, "broken.zip")
    assert refused.problem == "unsupported_media"


def test_the_lists_that_people_keep_are_read_from_the_store_too(store: Store, place: StorePath) -> None:
    put(store, place, **{"manifest.csv": "path,report_year\na.txt,2019\n".encode("gb18030")})
    assert read_manifest(place).lines["a.txt"].report_year == 2019
    assert read_waivers(place).by_finding == {}


def test_a_store_that_gives_no_answer_says_nothing_about_a_document(store: Store, place: StorePath) -> None:
    put(store, place, a=b"a")
    listing = list_raw_files(place)
    answers = "ServiceUnavailable.*come back later"
    with store.failing():
        for attempt in (
            lambda: list(list_raw_documents(place, "a")),
            lambda: read_raw_document(place, "a"),
            lambda: list_raw_files(place),
            lambda: list(listing),
            lambda: read_manifest(place),
            lambda: (place / "a").write(BytesIO(b"b")),
        ):
            with pytest.raises(StoreUnavailableError, match=answers):
                attempt()
    assert store.read_all(place.key) == {"a": b"a"}
    store.stop()
    try:
        with pytest.raises(StoreUnavailableError, match=r"s3://.*cannot be reached: Could not connect to the endpoint"):
            read_raw_document(place, "a")
    finally:
        store.start()
    assert read_raw_document(place, "a").data == b"a"


@pytest.mark.parametrize(
    ("read", "content"),
    [(StorePath.read_bytes, b"content"), (lambda path: path.read_tail(6), b"ontent")],
    ids=["whole", "its end"],
)
def test_an_answer_that_breaks_off_is_asked_for_again_but_not_for_ever(
    store: Store, place: StorePath, read: Callable[[StorePath], bytes], content: bytes
) -> None:
    put(store, place, a=b"content")
    with store.breaking_off(2):
        assert read(place / "a") == content
    with store.breaking_off(9), pytest.raises(StoreUnavailableError, match="run it again"):
        read(place / "a")


def test_a_store_that_needs_a_library_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    object_store.open_client.cache_clear()
    with pytest.raises(StoreError, match=r"install gov-disclosure\[s3\]"):
        StorePath("b").is_dir()
    object_store.open_client.cache_clear()


def write(warehouse: Warehouse, table: pa.Table, key: PartitionKey = HENAN, stamp: str = "") -> None:
    with warehouse.open_writer(TEXTS, key, stamp=stamp) as writer:
        writer.append(table)


def test_a_stored_file_has_the_bytes_of_one_on_the_disk(store: Store, place: StorePath, tmp_path: Path) -> None:
    stored, local = Warehouse(str(place)), Warehouse(str(tmp_path))
    for warehouse in (stored, local):
        write(warehouse, rows(300), stamp="s1")
        write(warehouse, rows(0), key=HUBEI)
    name = "report_text/region=henan/year=2019/part-0.parquet"
    assert stored.find_path(TEXTS, HENAN) == f"{place}/{name}"
    assert store.read_all(place.key)[name] == (tmp_path / name).read_bytes()
    assert stored.read(TEXTS, HENAN).equals(local.read(TEXTS, HENAN))
    assert stored.list_keys(TEXTS) == local.list_keys(TEXTS) == [HENAN, HUBEI]
    assert (stored.read_stamp(TEXTS, HENAN), stored.read_stamp(TEXTS, HUBEI)) == ("s1", "")
    assert (stored.count_rows(TEXTS, HENAN), stored.count_rows(TEXTS, PartitionKey("hunan", 2019))) == (300, 0)


def test_a_long_footer_is_read_whole(store: Store, place: StorePath) -> None:
    warehouse = Warehouse(str(place))
    write(warehouse, rows(1), stamp="s" * 200_000)
    assert warehouse.read_stamp(TEXTS, HENAN) == "s" * 200_000


def test_the_state_of_a_stored_file_is_another_when_it_was_replaced(store: Store, place: StorePath) -> None:
    warehouse = Warehouse(str(place))
    assert warehouse.read_state(TEXTS, HENAN) is None
    states = set()
    for count in (1, 2, 3):
        write(warehouse, rows(count))
        states.add(warehouse.read_state(TEXTS, HENAN))
    assert len(states) == 3


def test_what_was_not_written_to_the_store_is_told(store: Store, place: StorePath) -> None:
    warehouse = Warehouse(str(place))
    with pytest.raises(TableNotWrittenError, match=r"of henan 2019 is not there yet \(s3://.*: materialise it first"):
        warehouse.read(TEXTS, HENAN)
    assert warehouse.read_stamp(TEXTS, HENAN) is None


def test_a_write_that_fails_leaves_the_old_object_and_no_local_file(
    store: Store, place: StorePath, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    warehouse = Warehouse(str(place))
    write(warehouse, rows(2))
    before = store.read_all(place.key)
    with store.failing(), pytest.raises(StoreUnavailableError, match=r"part-0\.parquet"):
        write(warehouse, rows(3))
    with pytest.raises(ValueError, match="columns"):
        write(warehouse, rows(1).drop_columns(["text"]))
    assert store.read_all(place.key) == before
    assert list(tmp_path.iterdir()) == []
