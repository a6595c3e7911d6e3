"""Whole runs whose documents are read on a dask cluster: the same bytes as in one process, also when a worker is killed."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import pytest

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.numbers import COMPARED_TABLES
from gov_disclosure.steps.accepted import select_accepted, select_current
from gov_disclosure.steps.cluster import ClusterError
from gov_disclosure.steps.derived import DerivationTask, stream_derived
from gov_disclosure.steps.reuse import RunningTextReader
from gov_disclosure.steps.seams import NumbersReader, stream_comparisons
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.streams import Assignment, Tally, sort_keys
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure_tests.defs.launching import hash_files, launch_range, settings
from gov_disclosure_tests.steps.clusters import RunningCluster, running_cluster

SHANDONG, HENAN = PartitionKey("shandong", 2019), PartitionKey("henan", 2019)
KEYS = sort_keys([SHANDONG, HENAN])
RangeRun = tuple[dg.ExecuteInProcessResult, Warehouse]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    with running_cluster(tmp_path_factory.mktemp("cluster"), 2) as running:
        yield running


@pytest.fixture
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gov_disclosure.steps.reading.BYTES_PER_CHUNK", 10_000)
    monkeypatch.setattr("gov_disclosure.steps.register.FILES_PER_CHUNK", 2)
    monkeypatch.setattr("gov_disclosure.steps.streams.REPORTS_PER_BATCH", 1)


@pytest.mark.usefixtures("_small_chunks")
@pytest.mark.parametrize("killed_at", [None, "document_register", "report_text"])
def test_a_cluster_writes_the_same_bytes_as_one_process(
    killed_at: str | None,
    cluster: RunningCluster,
    raw: Path,
    range_run: RangeRun,
    instance: dg.DagsterInstance,
    tmp_path: Path,
) -> None:
    victim = cluster.workers[-1]
    killer = threading.Thread(target=kill_when_written, args=(victim.pid, tmp_path, killed_at))
    killer.start()
    with settings(raw, tmp_path, executor=f"dask://{cluster.address}"):
        result = launch_range(instance, "shandong", "hubei", 2019)
    assert [event.event_specific_data for event in result.all_events if event.is_step_failure] == []
    killer.join()
    assert hash_files(tmp_path) == hash_files(Path(range_run[1].root))
    if killed_at:
        assert victim.wait(10) == -signal.SIGKILL
        cluster.start_worker()


def kill_when_written(victim: int, warehouse: Path, table: str | None) -> None:
    """Kill a worker as soon as there is a file of a table: the next ones are made from it."""
    end = time.monotonic() + 60
    while table and time.monotonic() < end:
        if any(warehouse.glob(f"{table}/**/part-0.parquet")):
            os.kill(victim, signal.SIGKILL)
            return
        time.sleep(0.01)


HERE = Path("/proc/self/cwd")
"""Each process takes it for another folder: its own."""


@pytest.fixture
def own_warehouses(cluster: RunningCluster, range_run: RangeRun, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """A warehouse that lies here, and where each worker sees another folder of its own."""
    if not HERE.exists():
        pytest.skip("no folder is another one for each process here")
    root = Path(range_run[1].root)
    monkeypatch.chdir(root.parent)
    return Warehouse(str(HERE / root.name))


def derive(warehouse: Warehouse, workers: Workers) -> list[PartitionKey]:
    elements, texts = (StoredTable(warehouse, TABLES[name]) for name in ("report_element", "report_text"))
    reports = select_accepted(StoredTable(warehouse, TABLES["document_register"]), KEYS)
    task = DerivationTask(("fact_requests",), elements, texts, {})
    return [key for key, _ in stream_derived(task, Assignment(KEYS, reports, workers), {"fact_requests": Tally()})]


def compare(warehouse: Warehouse, workers: Workers) -> list[PartitionKey]:
    tables = {name: StoredTable(warehouse, spec) for name, spec in TABLES.items()}
    reports = select_current(select_accepted(tables["document_register"], KEYS))
    texts = RunningTextReader(tables["report_text"], tables["report_element"])
    reader = NumbersReader(reports, {name: tables[name] for name in COMPARED_TABLES}, texts)
    return [key for key, _ in stream_comparisons(KEYS, reader, {}, workers, {"fact_seam": Tally()})]


@pytest.mark.usefixtures("_small_chunks")
@pytest.mark.parametrize(
    ("read", "table"), [(derive, "report_element"), (compare, "fact_requests"), (compare, "report_text")]
)
def test_a_worker_with_another_warehouse_refuses(
    read: Callable[[Warehouse, Workers], list[PartitionKey]],
    table: str,
    cluster: RunningCluster,
    own_warehouses: Warehouse,
) -> None:
    workers, copy = Workers(cluster=cluster.address), cluster.folder / Path(own_warehouses.root).name
    told = r"does not see /proc/self/cwd/.*/{}\S* as it is .*: the warehouse has to be the same everywhere"
    with pytest.raises(ClusterError, match=told.format("part-0.parquet")):
        read(own_warehouses, workers)
    shutil.copytree(own_warehouses.root, copy)
    try:
        assert read(own_warehouses, workers) == KEYS
        older = Warehouse(str(copy))
        rows = older.read(TABLES[table], HENAN)
        with older.open_writer(TABLES[table], HENAN, stamp="older") as writer:
            writer.append(rows)
        with pytest.raises(ClusterError, match=told.format(f"{table}/region=henan")):
            read(own_warehouses, workers)
    finally:
        shutil.rmtree(copy)


def test_a_scheduler_that_is_not_there_is_told_by_the_run(
    raw: Path, instance: dg.DagsterInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gov_disclosure.steps.cluster.CONNECTING_SECONDS", 0.5)
    monkeypatch.setattr("gov_disclosure.steps.register.FILES_PER_CHUNK", 2)
    with settings(raw, tmp_path, executor="dask://127.0.0.1:9"):
        result = launch_range(instance, "shandong", "hubei", 2019)
    assert not result.success
    assert "no dask scheduler answers at 127.0.0.1:9" in str([e for e in result.all_events if e.is_step_failure])
