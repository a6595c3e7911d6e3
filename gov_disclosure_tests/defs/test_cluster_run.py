"""Whole runs whose documents are read on a dask cluster: the same bytes as in one process, also when a worker is killed."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure_tests.defs.launching import hash_files, launch_range, settings
from gov_disclosure_tests.steps.clusters import RunningCluster, running_cluster

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


def test_a_scheduler_that_is_not_there_is_told_by_the_run(
    raw: Path, instance: dg.DagsterInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gov_disclosure.steps.cluster.CONNECTING_SECONDS", 0.5)
    monkeypatch.setattr("gov_disclosure.steps.register.FILES_PER_CHUNK", 2)
    with settings(raw, tmp_path, executor="dask://127.0.0.1:9"):
        result = launch_range(instance, "shandong", "hubei", 2019)
    assert not result.success
    assert "no dask scheduler answers at 127.0.0.1:9" in str([e for e in result.all_events if e.is_step_failure])
