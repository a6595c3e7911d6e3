"""The event log that writes batches says what Dagster's own says."""

import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from queue import Queue
from typing import Any

import dagster as dg
import pytest
from dagster._core.events.log import EventLogEntry

from gov_disclosure.definitions import defs
from gov_disclosure.defs import event_log
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure_tests.defs.launching import launch, launch_range, settings

TABLES_SEEN = ("report_text", "fact_requests", "fact_finding")
_BATCHING = {"module": event_log.__name__, "class": "BatchingSqliteEventLogStorage"}


def tell_history(raw: Path, folder: Path, storage: Mapping[str, Any]) -> dict[str, Any]:
    """What an instance knows after two runs, the second over one of the partitions."""
    folder.mkdir()
    overrides = (
        {"event_log_storage": {**storage, "config": {"base_dir": str(folder / "history/runs")}}} if storage else {}
    )
    with dg.DagsterInstance.local_temp(str(folder), overrides) as instance, settings(raw, folder / "warehouse"):
        assert launch_range(instance, "shandong", "hubei", 2019).success
        assert launch(instance, "reports", partition_key="henan|2019").success
        assert type(instance.event_log_storage).__name__ == storage.get("class", "SqliteEventLogStorage")
        return {table: _describe(instance, dg.AssetKey(table)) for table in TABLES_SEEN}


def _describe(instance: dg.DagsterInstance, key: dg.AssetKey) -> dict[str, Any]:
    records = instance.fetch_materializations(key, limit=50).records
    shown = [(r.partition_key, r.asset_materialization.metadata, r.asset_materialization.tags) for r in records]
    partitions = instance.get_materialized_partitions(key)
    latest = instance.get_latest_materialization_event(key)
    planned = instance.get_latest_planned_materialization_info(key, partition="henan|2019")
    return {
        "rows": [(str(p), m["dagster/partition_row_count"].value, sorted(t)) for p, m, t in shown if m and t],
        "partitions": sorted(partitions),
        "latest": latest.asset_materialization.partition if latest and latest.asset_materialization else None,
        "is_planned": planned is not None,
    }


def test_a_batch_is_stored_as_its_events_are_one_by_one(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(TABLES_SEEN) <= {key.path[-1] for key in defs.resolve_asset_graph().get_all_asset_keys()} & set(TABLES)
    monkeypatch.delenv(event_log.BATCH_VARIABLE)
    one_by_one = tell_history(raw, tmp_path / "alone", {})
    monkeypatch.setenv(event_log.BATCH_VARIABLE, event_log.EVENTS_PER_BATCH)
    batched = tell_history(raw, tmp_path / "batched", _BATCHING)
    assert batched == one_by_one
    assert batched["fact_requests"]["rows"][0][0] == "henan|2019"
    assert len(batched["fact_requests"]["rows"]) == 4


def test_a_relative_folder_is_one_below_the_home_of_dagster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    storage = event_log.BatchingSqliteEventLogStorage.from_config_value(None, {"base_dir": "history/runs"})
    assert storage.path_for_shard("index") == f"{tmp_path}/history/runs/index.db"


def test_files_stay_open_while_an_instance_is_and_are_whole_afterwards(raw: Path, tmp_path: Path) -> None:
    """The log of changes of a file is brought into it when the last one closes it: at the end, not after each event."""
    files = tmp_path / "history/runs"
    overrides = {"event_log_storage": {**_BATCHING, "config": {"base_dir": str(files)}}}
    with dg.DagsterInstance.local_temp(str(tmp_path), overrides) as instance, settings(raw, tmp_path / "warehouse"):
        assert launch_range(instance, "shandong", "hubei", 2019).success
        assert launch(instance, "reports", partition_key="henan|2019").success
        runs = [record.dagster_run.run_id for record in instance.get_run_records()]
        told = {run: len(instance.all_logs(run)) for run in runs}
        assert all((files / f"{name}.db-wal").exists() for name in ("index", *runs))
    assert not list(files.glob("*-wal"))
    for run, events in told.items():
        with closing(sqlite3.connect(files / f"{run}.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("SELECT count(*) FROM event_logs").fetchall() == [(events,)]


def test_only_so_many_files_stay_open(tmp_path: Path) -> None:
    storage = event_log.BatchingSqliteEventLogStorage(str(tmp_path))
    for number in range(event_log.FILES_HELD + 5):
        with storage.run_connection(f"run{number}"):
            pass
    assert len(list(tmp_path.glob("*-wal"))) == event_log.FILES_HELD
    storage.dispose()
    assert not list(tmp_path.glob("*-wal"))


def test_who_watches_a_run_sees_its_events_while_the_file_is_held_open(tmp_path: Path) -> None:
    """As the page of a run in the UI does, in another process."""
    seen: Queue[str] = Queue()
    writer, reader = (event_log.BatchingSqliteEventLogStorage(str(tmp_path)) for _ in range(2))
    writer.store_event(_tell("first"))
    reader.watch("run", None, lambda entry, _: seen.put(entry.user_message))
    told = ["second", "third"]
    for message in told:
        writer.store_event(_tell(message))
        while seen.get(timeout=30) != message:
            pass
    for storage in (writer, reader):
        storage.dispose()


def _tell(message: str) -> EventLogEntry:
    return EventLogEntry(None, logging.INFO, message, "run", 1_700_000_000.0)
