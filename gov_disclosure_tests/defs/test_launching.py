"""The ways of launching: judged by which files exist and what is in them, never by the status of a run alone."""

import logging
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from dagster._core.instance import DagsterInstance
from dagster._core.test_utils import create_test_daemon_workspace_context
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget
from dagster._daemon.backfill import execute_backfill_iteration
from dagster_graphql.client.query import LAUNCH_PARTITION_BACKFILL_MUTATION
from dagster_graphql.test.utils import execute_dagster_graphql

from gov_disclosure.definitions import defs
from gov_disclosure.defs.assets import COMPARING_TABLES, REPORT_TABLES
from gov_disclosure.defs.partitions import find_asked_range
from gov_disclosure.defs.schedules import refresh_year_due
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS
from gov_disclosure_tests.defs.launching import hash_files, launch, launch_range, settings

RangeRun = tuple[dg.ExecuteInProcessResult, Warehouse]
KEYS = ["shandong|2019", "henan|2019", "hubei|2019"]
WRITTEN = [name for name, spec in TABLES.items() if not spec.analyses]
SYNCHRONOUS = {
    "telemetry": {"enabled": False},
    "run_launcher": {
        "module": "dagster._core.launcher.sync_in_memory_run_launcher",
        "class": "SyncInMemoryRunLauncher",
    },
    "run_coordinator": {"module": "dagster._core.run_coordinator", "class": "DefaultRunCoordinator"},
}


def test_single_partitions_and_a_range_write_the_same_bytes(
    raw: Path, range_run: RangeRun, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    with settings(raw, tmp_path):
        assert launch(instance, "register").success
        for key in reversed(KEYS):
            assert launch(instance, "reports", partition_key=key).success
    assert hash_files(tmp_path) == hash_files(Path(range_run[1].root))


def test_launching_twice_changes_no_byte(raw: Path, range_run: RangeRun, instance: dg.DagsterInstance) -> None:
    location = Path(range_run[1].root)
    before = hash_files(location)
    with settings(raw, location):
        assert launch_range(instance, "shandong", "hubei", 2019).success
    assert hash_files(location) == before


def test_several_processes_write_the_same_bytes_as_one(
    raw: Path, range_run: RangeRun, instance: dg.DagsterInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gov_disclosure.steps.reading.BYTES_PER_CHUNK", 10_000)
    monkeypatch.setattr("gov_disclosure.steps.register.FILES_PER_CHUNK", 2)
    monkeypatch.setattr("gov_disclosure.steps.streams.REPORTS_PER_BATCH", 1)
    with settings(raw, tmp_path, executor="processes:2"):
        assert launch_range(instance, "shandong", "hubei", 2019).success
    assert hash_files(tmp_path) == hash_files(Path(range_run[1].root))


def evaluate_schedule(instance: dg.DagsterInstance, *day: int) -> dg.RunRequest | dg.SkipReason:
    when = datetime(*day, 3, tzinfo=ZoneInfo("Asia/Shanghai"))  # type: ignore[arg-type, misc]
    context = dg.build_schedule_context(instance=instance, scheduled_execution_time=when)
    answer = refresh_year_due(context)
    assert isinstance(answer, (dg.RunRequest, dg.SkipReason))
    return answer


def test_the_schedule_asks_for_one_run_that_writes_the_whole_year_before(
    raw: Path, range_run: RangeRun, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    request = evaluate_schedule(instance, 2020, 2, 3)
    assert isinstance(request, dg.RunRequest)
    with settings(raw, tmp_path):
        assert launch(instance, refresh_year_due.job_name, tags=request.tags).success
    written = hash_files(tmp_path)
    expected = [f"{t}/region={region}/year=2019/part-0.parquet" for t in REPORT_TABLES for region in REGIONS]
    assert set(expected) == {path for path in written if "region=" in path}
    reference = hash_files(Path(range_run[1].root))
    assert {path: written[path] for path in reference} == reference


def test_the_schedule_says_why_it_skips_a_year_that_is_no_partition(instance: dg.DagsterInstance) -> None:
    answer = evaluate_schedule(instance, 2031, 2, 3)
    assert isinstance(answer, dg.SkipReason)
    assert answer.skip_message == f"2030 is not among the partitions, 2008 to {REPORT_YEARS[-1]}"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkspaceProcessContext]:
    """A real instance and code server; runs are executed here, as soon as the daemon launches them."""
    home = str(tmp_path_factory.mktemp("home"))
    target = ModuleTarget("gov_disclosure.definitions", None, os.getcwd(), "gov_disclosure")
    with (
        DagsterInstance.local_temp(home, overrides=SYNCHRONOUS) as instance,
        create_test_daemon_workspace_context(target, instance) as context,
    ):
        yield context


def backfill(workspace: WorkspaceProcessContext, parameters: dict[str, Any]) -> str:
    """Ask for a backfill as the UI does, let the daemon work on it, give its status."""
    with workspace.create_request_context() as context:
        answer = execute_dagster_graphql(
            context, LAUNCH_PARTITION_BACKFILL_MUTATION, variables={"backfillParams": parameters}
        )
    assert "backfillId" in answer.data["launchPartitionBackfill"], answer.data
    backfill_id = answer.data["launchPartitionBackfill"]["backfillId"]
    for _ in range(10):
        list(execute_backfill_iteration(workspace, logging.getLogger(__name__)))
        found = workspace.instance.get_backfill(backfill_id)
        if found is not None and found.status.value.startswith(("COMPLETED", "FAILED")):
            return str(found.status.value)
    raise AssertionError("the backfill did not end")


def list_paths(names: Sequence[str]) -> list[dict[str, list[str]]]:
    return [{"path": [name]} for name in names]


# Both come from Dagster alone: its daemon calls a function that it deprecates, and a run that is executed inside the
# event loop of a GraphQL call cannot close its own.
@pytest.mark.filterwarnings(
    "ignore:Function `AssetSelection:DeprecationWarning",
    "ignore:coroutine 'BaseEventLoop.shutdown_asyncgens':RuntimeWarning",
)
class TestBackfills:
    def test_from_the_assets_writes_every_partition_with_the_same_bytes(
        self, workspace: WorkspaceProcessContext, raw: Path, range_run: RangeRun, tmp_path: Path
    ) -> None:
        with settings(raw, tmp_path):
            status = backfill(workspace, {"partitionNames": KEYS, "assetSelection": list_paths(WRITTEN)})
        assert status == "COMPLETED_SUCCESS"
        written = hash_files(tmp_path)
        compared = {path for path in written if path.startswith(COMPARING_TABLES)}
        beside = product(("shandong", "henan", "hubei"), (2018, 2019, 2020))
        assert compared == {
            f"{table}/region={region}/year={year}/part-0.parquet"
            for region, year in beside
            for table in COMPARING_TABLES
        }
        assert {path: written[path] for path in written.keys() - compared} == hash_files(Path(range_run[1].root))

    def test_from_a_job_fails_loudly_instead_of_writing_one_partition_of_many(
        self, workspace: WorkspaceProcessContext, raw: Path, tmp_path: Path
    ) -> None:
        selector = {"repositoryLocationName": "gov_disclosure", "repositoryName": "__repository__"}
        parameters = {
            "selector": {"partitionSetName": "reports_partition_set", "repositorySelector": selector},
            "partitionNames": KEYS,
        }
        with settings(raw, tmp_path), DagsterInstance.ephemeral() as other:
            assert launch(other, "register").success
            status = backfill(workspace, parameters)
        assert status == "COMPLETED_FAILED"
        assert [path for path in hash_files(tmp_path) if "region=" in path] == []
        (run,) = workspace.instance.get_runs(limit=1)
        failures = [
            e for e in workspace.instance.all_logs(run.run_id) if e.dagster_event and e.dagster_event.is_step_failure
        ]
        assert "asked for 3 partitions and Dagster hands over 1 of them" in str(failures)


def test_a_range_is_a_rectangle() -> None:
    tags = {
        "dagster/asset_partition_range_start": "shandong|2018",
        "dagster/asset_partition_range_end": "henan|2019",
    }
    assert find_asked_range(tags) == [
        PartitionKey("shandong", 2018),
        PartitionKey("shandong", 2019),
        PartitionKey("henan", 2018),
        PartitionKey("henan", 2019),
    ]
    assert find_asked_range({}) is None


def test_steps_run_in_the_process_of_the_run() -> None:
    for name in ("register", "reports", "refresh", "seams"):
        assert defs.resolve_job_def(name).executor_def.name == "in_process"
