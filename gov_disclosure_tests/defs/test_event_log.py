"""The event log that writes batches says what Dagster's own says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

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
