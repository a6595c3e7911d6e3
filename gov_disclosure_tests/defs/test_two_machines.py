"""Two machines that write the same partitions of a store at the same time, while documents change under them.

They share no disk, so no lock of one holds for the other: what is left may be of two runs, table by table. What must hold is
that this is seen, and that the next run makes the files of a first one.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.stale import Wanted, list_stale_keys
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure_tests.defs.launching import hash_files, launch, launch_range, settings
from gov_disclosure_tests.storage.object_stores import BUCKET, Store, running_store

ROUNDS = 3
WRITTEN = Wanted((2019,), ("shandong", "henan", "hubei"))
CHANGED = "reports/puyang_2019.txt"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with running_store() as running:
        yield running


def start_machine(number: int, raw: str, warehouse: str, folder: Path) -> subprocess.Popen[str]:
    """A process with a register cache, and so with locks, of its own."""
    command = [sys.executable, "-m", "gov_disclosure_tests.defs.machines", raw, warehouse, str(ROUNDS)]
    environment = os.environ | {"XDG_CACHE_HOME": str(folder / f"machine{number}")}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True)


def change_while_they_run(store: Store, contents: list[bytes], machines: list[subprocess.Popen[str]]) -> int:
    """Change a document again and again until both have ended; how often."""
    changes = 0
    while any(machine.poll() is None for machine in machines):
        store.put({CHANGED: contents[changes % 2]}, "raw-of-two")
        changes += 1
        time.sleep(0.3)
    store.put({CHANGED: contents[0]}, "raw-of-two")
    return changes


def test_what_two_machines_leave_behind_is_told_from_the_right_files_and_completed(
    store: Store, raw: Path, instance: dg.DagsterInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, warehouse = store.put_folder(raw, "raw-of-two"), f"s3://{BUCKET}/tables-of-two"
    with settings(raw, tmp_path / "first"):
        assert launch_range(instance, "shandong", "hubei", 2019).success
    expected = hash_files(tmp_path / "first")
    original = (raw / CHANGED).read_bytes()
    contents = [original, original.replace(b"62044", b"62045")]
    assert contents[0] != contents[1]

    machines = [start_machine(number, url, warehouse, tmp_path) for number in range(2)]
    for machine in machines:
        assert machine.stdout is not None
        assert machine.stdin is not None
        assert machine.stdout.readline() == "ready\n"
        machine.stdin.write("go\n")
        machine.stdin.flush()
    assert change_while_they_run(store, contents, machines) > ROUNDS
    for machine in machines:
        machine.communicate(timeout=60)
        assert machine.returncode == 0

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "machine0"))
    with settings(url, warehouse):
        left = hash_objects(store)
        stale = list_stale_after_registering(instance, warehouse)
        for name, digest in left.items():
            if "region=" in name and digest != expected[name]:
                assert PartitionKey(name.split("/")[1].removeprefix("region="), 2019) in stale, name
        assert launch_range(instance, "shandong", "hubei", 2019).success
        assert list_stale_keys(Warehouse(warehouse), WRITTEN) == []
    healed = hash_objects(store)
    register = "document_register/part-0.parquet"
    assert {n: d for n, d in healed.items() if n != register} == {n: d for n, d in expected.items() if n != register}
    rows = Warehouse(warehouse).read(TABLES["document_register"]).to_pylist()
    first = Warehouse(str(tmp_path / "first")).read(TABLES["document_register"]).to_pylist()
    assert [row for row in rows if row["status"] != "gone"] == first


def list_stale_after_registering(instance: dg.DagsterInstance, warehouse: str) -> list[PartitionKey]:
    assert launch(instance, "register").success
    return list_stale_keys(Warehouse(warehouse), WRITTEN)


def hash_objects(store: Store) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in store.read_all("tables-of-two").items()}
