"""Registration: every document is known, what has not changed is not read again, what is gone stays visible."""

import shutil
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from rich.console import Console

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.register import FileChunk, count_changes, read_file_chunk
from gov_disclosure.steps.register_terminal import print_notices
from gov_disclosure.steps.summary import list_notices
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.documents import SIZE_LIMIT
from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure_tests.hostile.permissions import obeying_permissions
from gov_disclosure_tests.steps.registering import register

SAMPLES = Path(__file__).parents[2] / "data" / "raw"
ANXI, PUYANG = ((SAMPLES / f"{name}.txt").read_bytes() for name in ("anxi_2020", "puyang_2019"))


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(str(tmp_path / "warehouse"))


def read_statuses(warehouse: Warehouse) -> dict[str, str]:
    rows = warehouse.read(TABLES["document_register"], columns=["source_file", "status"])
    return dict(zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True))


def build_zip(members: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as container:
        for name, content in members.items():
            container.writestr(name, content)
    return file.getvalue()


def test_each_kind_of_refused_file_has_its_reason_and_all_are_counted(raw: Path, warehouse: Warehouse) -> None:
    (raw / "empty.txt").touch()
    (raw / "program.bin").write_bytes(bytes(range(256)) * 4)
    with (raw / "huge.txt").open("wb") as huge:
        huge.truncate(SIZE_LIMIT + 1)
    (raw / "report.txt").write_bytes(ANXI)
    (raw / "same.txt").write_bytes(ANXI)
    (raw / "list.txt").write_text("面包、牛奶、鸡蛋，周五前买好。\n", encoding="utf-8")
    registration = register(raw, warehouse)
    rejected = warehouse.read(TABLES["rejected_document"]).to_pylist()
    reasons = {row["source_file"]: row["reason"] for row in rejected}
    assert registration.is_conserved
    assert registration.counts == {"accepted": 1, "duplicate": 1, "rejected": 4}
    assert reasons.pop("list.txt") in ("not_a_report", "too_short", "not_chinese")
    assert reasons == {
        "empty.txt": "empty_file",
        "program.bin": "binary_file",
        "huge.txt": "too_large",
        "same.txt": "duplicate",
    }


def test_an_empty_raw_folder_gives_an_empty_register(raw: Path, warehouse: Warehouse) -> None:
    registration = register(raw, warehouse)
    assert registration.is_conserved
    assert warehouse.count_rows(TABLES["document_register"]) == warehouse.count_rows(TABLES["rejected_document"]) == 0


def test_members_of_an_archive_are_registered_as_documents(raw: Path, warehouse: Warehouse) -> None:
    (raw / "x.zip").write_bytes(build_zip({"b/anxi.txt": ANXI, "empty.txt": b"", "puyang.txt": PUYANG}))
    (raw / "x.zip.txt").write_bytes(PUYANG)
    (raw / "broken.zip").write_bytes(b"PK\x03\x04")
    (raw / "manifest.csv").write_text("path,url\nx.zip/b/anxi.txt,http://www.example.cn/\n")
    registration = register(raw, warehouse)
    assert registration.is_conserved
    assert registration.listed == 3
    assert registration.manifest_problems == ()
    assert read_statuses(warehouse) == {
        "broken.zip": "rejected",
        "x.zip/b/anxi.txt": "accepted",
        "x.zip/empty.txt": "rejected",
        "x.zip/puyang.txt": "duplicate",
        "x.zip.txt": "accepted",
    }
    urls = warehouse.read(TABLES["document_register"], columns=["source_file", "source_url"]).to_pylist()
    assert [u["source_file"] for u in urls if u["source_url"]] == ["x.zip/b/anxi.txt"]


def test_a_manifest_in_an_archive_or_a_folder_is_told_not_to_be_used(raw: Path, warehouse: Warehouse) -> None:
    (raw / "x.zip").write_bytes(build_zip({"anxi.txt": ANXI, "manifest.csv": b"path,report_year\nanxi.txt,2019\n"}))
    (raw / "deep").mkdir()
    (raw / "deep" / "waivers.csv").write_text("finding_id,reason,author,date\n")
    register(raw, warehouse)
    assert list_notices(raw, warehouse) == [
        "manifest.csv: deep/waivers.csv was not used: only waivers.csv at the top of the raw folder is",
        "manifest.csv: x.zip/manifest.csv was not used: only manifest.csv at the top of the raw folder is",
    ]


def test_what_was_not_used_is_told_as_the_registration_found_it(raw: Path, warehouse: Warehouse) -> None:
    for name in ("a.txt", "b.txt"):
        (raw / name).write_bytes(ANXI)
    (raw / "away.txt").symlink_to("/")
    (raw / "manifest.csv").write_text("path,region_code,report_year\nb.txt,410900,2019\nc.txt,,2019\n")
    register(raw, warehouse)
    assert list_notices(raw, warehouse) == [
        "manifest.csv: c.txt is not in the raw folder",
        "manifest.csv: a.txt and b.txt are the same bytes, put at 350524 2020 and at 410900 2019; only the first counts,"
        " the second was not used",
        "away.txt: linked folder, left out",
    ]
    assert list_notices(raw, Warehouse(f"{warehouse.root}-never-written")) == []


def test_what_is_too_much_to_be_shown_is_counted() -> None:
    shown = StringIO()
    print_notices(Console(file=shown, width=80), [f"{number}.txt: broken link, left out" for number in range(53)])
    lines = shown.getvalue().splitlines()
    assert len(lines) == 51
    assert lines[-2:] == ["not used 49.txt: broken link, left out", "… and 3 more that were not used"]


@pytest.mark.parametrize("folder", [".", "deep"])
@pytest.mark.parametrize("mode", [0o311, 0o644], ids=["cannot be listed", "cannot be entered"])
def test_nothing_is_taken_for_deleted_in_a_folder_that_cannot_be_looked_into(
    raw: Path, warehouse: Warehouse, folder: str, mode: int
) -> None:
    (raw / "deep").mkdir()
    for name in ("a.txt", "deep/b.txt"):
        (raw / name).write_bytes(ANXI + name.encode())
    register(raw, warehouse)
    before = warehouse.read(TABLES["document_register"])
    (raw / folder).chmod(mode)
    with obeying_permissions():
        for attempt in (register, count_changes):
            with pytest.raises(PermissionError):
                attempt(raw, warehouse)
    (raw / folder).chmod(0o755)
    assert count_changes(raw, warehouse) == (0, 0)
    assert register(raw, warehouse).read == 0
    assert warehouse.read(TABLES["document_register"]).equals(before)


@pytest.mark.parametrize("by_content", [False, True], ids=["status", "release"])
def test_a_file_that_cannot_be_read_is_nothing_new_until_it_can(
    raw: Path, warehouse: Warehouse, by_content: bool
) -> None:
    files = {"a.txt": ANXI, "b.txt": PUYANG, "x.zip": build_zip({"anxi.txt": ANXI})}
    for name, content in files.items():
        (raw / name).write_bytes(content)
        (raw / name).chmod(0o644 if name == "b.txt" else 0)
    with obeying_permissions():
        register(raw, warehouse)
        assert read_statuses(warehouse) == {"a.txt": "rejected", "b.txt": "accepted", "x.zip": "rejected"}
        assert count_changes(raw, warehouse, by_content=by_content) == (0, 0)
        (raw / "manifest.csv").write_text("path,report_year\na.txt,2020\n")
        assert count_changes(raw, warehouse, by_content=by_content) == (1, 0)
        (raw / "manifest.csv").unlink()
        (raw / "x.zip").chmod(0o644)
        assert count_changes(raw, warehouse, by_content=by_content) == (1, 0)
    (raw / "a.txt").chmod(0o644)
    assert count_changes(raw, warehouse, by_content=by_content) == (2, 0)


def edit(raw: Path) -> None:
    (raw / "anxi_2020.txt").write_bytes(ANXI + b"\n\n")


def add(raw: Path) -> None:
    (raw / "new.txt").write_bytes(PUYANG + "附件".encode())


def annotate(raw: Path) -> None:
    (raw / "manifest.csv").write_text("path,report_year\nanxi_2020.txt,2019\n")


def move(raw: Path) -> None:
    (raw / "deep").mkdir()
    (raw / "anxi_2020.txt").rename(raw / "deep" / "a.txt")


def delete(raw: Path) -> None:
    (raw / "anxi_2020.txt").unlink()


def nothing(raw: Path) -> None:
    pass


@pytest.mark.parametrize(("change", "read"), [(nothing, 0), (edit, 1), (add, 1), (annotate, 1), (move, 1), (delete, 0)])
def test_only_what_has_changed_is_read_and_the_register_is_that_of_a_first_run(
    raw: Path, warehouse: Warehouse, tmp_path: Path, change: Callable[[Path], None], read: int
) -> None:
    shutil.copytree(SAMPLES, raw, dirs_exist_ok=True)
    first = register(raw, warehouse)
    assert first.read == first.listed == 5
    change(raw)
    again, fresh = register(raw, warehouse), Warehouse(str(tmp_path / "fresh"))
    register(raw, fresh)
    assert again.is_conserved
    assert again.read == read
    assert warehouse.read(TABLES["rejected_document"]).equals(fresh.read(TABLES["rejected_document"]))
    rows = warehouse.read(TABLES["document_register"]).to_pylist()
    present = [row for row in rows if row["status"] != "gone"]
    assert present == fresh.read(TABLES["document_register"]).to_pylist()
    assert [row["source_file"] for row in rows if row["status"] == "gone"] == ["anxi_2020.txt"] * (change is delete)


def test_a_deleted_document_stays_visible_until_it_is_back(raw: Path, warehouse: Warehouse) -> None:
    (raw / "a.txt").write_bytes(ANXI)
    (raw / "b.txt").write_bytes(PUYANG)
    register(raw, warehouse)
    (raw / "a.txt").unlink()
    for _ in range(2):
        register(raw, warehouse)
        assert read_statuses(warehouse) == {"a.txt": "gone", "b.txt": "accepted"}
    (raw / "elsewhere.txt").write_bytes(ANXI)
    register(raw, warehouse)
    assert read_statuses(warehouse) == {"b.txt": "accepted", "elsewhere.txt": "accepted"}


@pytest.mark.parametrize(("content", "read"), [(None, 50), (b"", 150)], ids=["whole", "lost"])
def test_what_a_killed_run_has_read_is_not_read_again_unless_a_power_cut_took_it(
    raw: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, content: bytes | None, read: int
) -> None:
    for number in range(250):
        (raw / f"{number:03}.txt").write_bytes(ANXI + b"\n" * number)
    monkeypatch.setattr("gov_disclosure.storage.row_cache.ROWS_PER_PART", 100)

    class KilledError(BaseException):
        """Stands for the end of the process."""

    def die(chunk: FileChunk) -> object:
        if chunk.files[0].file == "200.txt":
            raise KilledError
        return read_file_chunk(chunk)

    monkeypatch.setattr("gov_disclosure.steps.register.read_file_chunk", die)
    with pytest.raises(KilledError):
        register(raw, warehouse)
    first, _ = sorted(Path(warehouse.root, ".register").glob("run-*/part-*.parquet"))
    if content is not None:
        first.write_bytes(content)
    monkeypatch.setattr("gov_disclosure.steps.register.read_file_chunk", read_file_chunk)
    registration = register(raw, warehouse)
    assert (registration.listed, registration.read) == (250, read)
    assert not first.parent.exists()
    assert registration.is_conserved
    assert registration.counts == {"accepted": 1, "duplicate": 249}


def test_workers_write_the_same_register(raw: Path, tmp_path: Path) -> None:
    for number in range(150):
        (raw / f"{number:03}.txt").write_bytes(ANXI if number % 7 else PUYANG + b"\n" * number)
    one, two = Warehouse(str(tmp_path / "one")), Warehouse(str(tmp_path / "two"))
    register(raw, one)
    register(raw, two, Workers(2))
    path = "document_register/part-0.parquet"
    assert Path(one.root, path).read_bytes() == Path(two.root, path).read_bytes()
