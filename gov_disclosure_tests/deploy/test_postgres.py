"""A backfill of several years on PostgreSQL, through the services of `deploy/`, with the daemon killed in the middle."""

import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.dagster_run import IN_PROGRESS_RUN_STATUSES, NOT_FINISHED_STATUSES
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_graphql.client.query import LAUNCH_PARTITION_BACKFILL_MUTATION
from dagster_graphql.test.utils import execute_dagster_graphql

from gov_disclosure.defs.assets import REPORT_TABLES
from gov_disclosure.defs.partitions import spell_key
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure_tests.defs.launching import hash_files, launch, launch_range, settings
from gov_disclosure_tests.deploy.postgres import Postgres
from gov_disclosure_tests.deploy.services import DEPLOY, ROOT, Services, machine, open_instance, wait_until

YEARS = (2018, 2019, 2020)
REGIONS = ("shandong", "henan", "hubei")
KEYS = [spell_key(PartitionKey(*key)) for key in product(REGIONS, YEARS)]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "data" / "raw", tmp_path / "raw"))


@pytest.fixture
def services(postgres: Postgres, raw: Path, tmp_path: Path) -> Iterator[Services]:
    with machine(tmp_path / "machine", {**postgres.variables, "GOV_DISCLOSURE_RAW": str(raw)}) as running:
        yield running


def ask_for_backfill(instance: dg.DagsterInstance) -> str:
    target = WorkspaceFileTarget([str(DEPLOY / "workspace.yaml")])
    selection = [{"path": [table]} for table in REPORT_TABLES]
    parameters = {"partitionNames": KEYS, "assetSelection": selection}
    with WorkspaceProcessContext(instance, target) as process, process.create_request_context() as context:
        answer = execute_dagster_graphql(
            context, LAUNCH_PARTITION_BACKFILL_MUTATION, variables={"backfillParams": parameters}
        )
    assert "backfillId" in answer.data["launchPartitionBackfill"], answer.data
    return str(answer.data["launchPartitionBackfill"]["backfillId"])


def is_running(instance: dg.DagsterInstance) -> bool:
    """Whether the first run works, and none is just being launched: that one would be given up after two minutes only."""
    runs = instance.get_runs(dg.RunsFilter(statuses=IN_PROGRESS_RUN_STATUSES))
    return bool(runs) and {run.status for run in runs} == {dg.DagsterRunStatus.STARTED}


def count_written(instance: dg.DagsterInstance) -> int:
    done = dg.RunsFilter(job_name="__ASSET_JOB", statuses=[dg.DagsterRunStatus.SUCCESS])
    return len(instance.get_runs(done))


# From Dagster alone: it calls a function that it deprecates.
@pytest.mark.filterwarnings("ignore:Function `AssetSelection:DeprecationWarning")
def test_a_backfill_of_several_years_survives_the_death_of_the_daemon(
    services: Services, raw: Path, tmp_path: Path
) -> None:
    services.start("code")
    reference = tmp_path / "reference"
    with dg.DagsterInstance.ephemeral() as other, settings(raw, reference):
        for year in YEARS:
            assert launch_range(other, "shandong", "hubei", year).success
    with open_instance(services) as instance:
        assert "Postgres" in type(instance.run_storage).__name__
        assert launch(instance, "register").success
        services.wait_for_code()
        backfill = ask_for_backfill(instance)
        services.start("daemon")
        wait_until(lambda: is_running(instance), "the first run", services)
        services.kill("daemon")
        services.start("daemon")
        wait_until(lambda: count_written(instance) == len(YEARS), "the last run", services)
        services.kill("daemon")  # a daemon looks at backfills when it starts, and then every half minute
        services.start("daemon")
        ends = ("COMPLETED_SUCCESS", "COMPLETED_FAILED", "FAILED")
        wait_until(lambda: str(instance.get_backfill(backfill).status.value) in ends, "the end", services)
        assert instance.get_backfill(backfill).status.value == "COMPLETED_SUCCESS"
        assert instance.get_runs(dg.RunsFilter(statuses=NOT_FINISHED_STATUSES)) == []
        assert count_written(instance) == len(YEARS)
    assert hash_files(Path(services.environment["GOV_DISCLOSURE_WAREHOUSE"])) == hash_files(reference)
