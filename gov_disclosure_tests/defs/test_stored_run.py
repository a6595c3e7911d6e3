"""Whole runs from documents in an object store to tables in one: the same bytes as on the disk, whatever happens on the way."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner, Result

from gov_disclosure.cli import main
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.analysis import ANALYSIS_TABLES
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure_tests.defs.launching import get_metadata, hash_files, launch, launch_range, settings
from gov_disclosure_tests.storage.object_stores import BUCKET, Store, running_store

RangeRun = tuple[dg.ExecuteInProcessResult, Warehouse]
LISTS = {
    "manifest.csv": b"path,url\nreports/puyang_2019.txt,http://example.invalid/1\n",
    "waivers.csv": b"finding_id,reason,author,date\nnone,as printed,Li,2024-03-31\n",
}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with running_store() as running:
        yield running


@pytest.fixture
def warehouse(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a warehouse of this test, whose cache on this machine is of this test too."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return f"s3://{BUCKET}/{request.node.name}"


def hash_objects(store: Store, url: str) -> dict[str, str]:
    objects = store.read_all(url.removeprefix(f"s3://{BUCKET}/"))
    return {name: hashlib.sha256(content).hexdigest() for name, content in objects.items()}


@pytest.mark.parametrize("executor", ["serial", "processes:2"])
def test_a_run_over_a_store_writes_the_bytes_of_one_over_a_folder(
    executor: str,
    store: Store,
    raw: Path,
    range_run: RangeRun,
    instance: dg.DagsterInstance,
    warehouse: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gov_disclosure.steps.register.FILES_PER_CHUNK", 2)
    with settings(store.put_folder(raw, "raw-of-a-run"), warehouse, executor):
        assert launch_range(instance, "shandong", "hubei", 2019).success
    assert hash_objects(store, warehouse) == hash_files(Path(range_run[1].root))


def test_only_what_has_changed_is_read_and_what_broke_off_is_completed(
    store: Store, raw: Path, range_run: RangeRun, instance: dg.DagsterInstance, warehouse: str
) -> None:
    url = store.put_folder(raw, "raw-that-changes")
    expected = hash_files(Path(range_run[1].root))
    with settings(url, warehouse):
        for requests in (10, 40):
            with store.failing(after=requests):
                result = launch_range(instance, "shandong", "hubei", 2019)
            assert not result.success
            assert "ServiceUnavailable: come back later" in str([e for e in result.all_events if e.is_step_failure])
            written = hash_objects(store, warehouse)
            assert written.items() <= expected.items()
        assert launch_range(instance, "shandong", "hubei", 2019).success
        assert hash_objects(store, warehouse) == expected

        again = launch(instance, "register")
        assert get_metadata(again, "document_register")["dagster/row_count"] == 9
        assert "0 of them read" in str(again.get_asset_check_evaluations()[0].description)
        assert hash_objects(store, warehouse) == expected


def run(store: Store, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["run", *arguments], catch_exceptions=False)


def test_the_command_line_writes_into_a_store_and_rewrites_one_partition_for_one_object(
    store: Store, raw: Path, warehouse: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RAW", "WAREHOUSE", "EXECUTOR"):
        monkeypatch.setenv(f"GOV_DISCLOSURE_{name}", "")
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    samples = {path.name: path.read_bytes() for path in (raw / "reports").glob("[ajp]*.txt")}
    url = store.put({**{f"reports/{name}": content for name, content in samples.items()}, **LISTS}, "raw-of-commands")
    arguments = ("--raw", url, "--warehouse", warehouse)

    first = run(store, *arguments)
    assert (first.exit_code, "not used waivers.csv, line 2: none has no finding" in first.output) == (0, True), first
    stored = Warehouse(warehouse)
    keys = stored.list_keys(TABLES["dim_report"])
    assert len(keys) == len(samples)
    before = hash_objects(store, warehouse)
    assert "0 written" in run(store, *arguments).output
    assert hash_objects(store, warehouse) == before

    changed = samples["puyang_2019.txt"].decode().replace("62044", "62045").encode()
    assert len(changed) == len(samples["puyang_2019.txt"])
    store.put({"reports/puyang_2019.txt": changed}, "raw-of-commands")
    assert "1 written" in run(store, *arguments).output
    touched = {name for name, digest in hash_objects(store, warehouse).items() if before.get(name) != digest}
    assert {name.split("/")[1] for name in touched if "=" in name} == {"region=henan"}
    whole = {name.split("/")[0] for name in touched if "=" not in name}
    assert "document_register" in whole
    assert whole <= {"document_register", *ANALYSIS_TABLES}

    store.client.delete_object(Bucket=BUCKET, Key="raw-of-commands/reports/puyang_2019.txt")
    assert "1 gone" in run(store, *arguments).output
    assert stored.count_rows(TABLES["dim_report"], PartitionKey("henan", 2019)) == 0
    assert list((tmp_path / "temporary").iterdir()) == []


def test_the_command_line_says_in_a_line_what_is_wrong_with_a_store(
    store: Store, warehouse: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RAW", "WAREHOUSE", "EXECUTOR"):
        monkeypatch.setenv(f"GOV_DISCLOSURE_{name}", "")
    missing = run(store, "--raw", "s3://corpus/nowhere")
    assert (missing.exit_code, "s3://corpus/nowhere does not exist" in missing.output) == (2, True)
    unknown = run(store, "--raw", "ftp://host/raw")
    assert (unknown.exit_code, "'ftp://host/raw' is neither a folder nor" in unknown.output) == (2, True)
    store.stop()
    try:
        away = run(store, "--raw", "s3://corpus/raw")
    finally:
        store.start()
    assert (away.exit_code, "s3://corpus/raw cannot be reached" in " ".join(away.output.split())) == (1, True)
