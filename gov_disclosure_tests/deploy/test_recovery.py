"""What passes is tried again, a run whose process died is made again, and what was backed up comes back."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from dagster._core.storage.tags import PARENT_RUN_ID_TAG

from gov_disclosure.defs.locks import holding
from gov_disclosure.defs.run_warehouse import REGISTERING_JOBS, list_asked, list_places
from gov_disclosure.storage.row_cache import find_cache_folder
from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure_tests.defs.launching import hash_files, launch
from gov_disclosure_tests.defs.ticking import Ticker
from gov_disclosure_tests.deploy.postgres import Postgres
from gov_disclosure_tests.deploy.services import (
    DEPLOY,
    ROOT,
    Services,
    machine,
    open_instance,
    start_sensor,
    wait_until,
    wait_until_quiet,
)

FAILED, STARTED, SUCCESS = dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.SUCCESS


@pytest.fixture
def services(postgres: Postgres, tmp_path: Path) -> Iterator[Services]:
    variables = {
        "GOV_DISCLOSURE_RAW": str(shutil.copytree(ROOT / "data" / "raw", tmp_path / "raw")),
        "GOV_DISCLOSURE_EXECUTOR": "serial",
        "GOV_DISCLOSURE_SENSOR_SECONDS": "1",
        "GOV_DISCLOSURE_RETRY_SECONDS": "10",
    }
    with machine(tmp_path / "machine", {**postgres.variables, **variables}) as running:
        yield running


def list_runs(instance: dg.DagsterInstance, job: str, *statuses: dg.DagsterRunStatus) -> list[dg.DagsterRun]:
    return list(instance.get_runs(dg.RunsFilter(job_name=job, statuses=list(statuses))))


def is_waiting_for_storage(instance: dg.DagsterInstance) -> bool:
    runs = list_runs(instance, "reports", STARTED)
    return any(instance.all_logs(run.run_id, of_type=dg.DagsterEventType.STEP_UP_FOR_RETRY) for run in runs)


@contextlib.contextmanager
def holding_all(services: Services, run: dg.DagsterRun) -> Iterator[None]:
    """Let nobody else write the partitions of a run: whoever begins to has not ended when he is looked for."""
    warehouse = Warehouse(services.environment["GOV_DISCLOSURE_WAREHOUSE"])
    with holding(find_cache_folder(warehouse), list_places(run, list_asked(run)), print):
        yield


def test_a_folder_that_becomes_writable_and_a_run_whose_process_died(services: Services) -> None:
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and there is no setpriv to keep it from it")
    blocked = Path(services.environment["GOV_DISCLOSURE_WAREHOUSE"]) / "fact_requests"
    blocked.mkdir(parents=True)
    blocked.chmod(0o555)
    services.start("code")
    services.wait_for_code()
    start_sensor(services)
    services.start("daemon")
    with open_instance(services) as instance:
        wait_until(lambda: is_waiting_for_storage(instance), "a step that is tried again", services)
        blocked.chmod(0o755)
        wait_until(lambda: bool(list_runs(instance, "reports", SUCCESS)), "the first run", services)
        with holding_all(services, list_runs(instance, "reports")[0]):
            wait_until(lambda: bool(list_runs(instance, "seams", STARTED)), "the second run", services)
            services.kill("code")
        assert [run.status for run in list_runs(instance, "reports")] == [SUCCESS]
        services.start("code")
        wait_until(lambda: bool(list_runs(instance, "seams", FAILED)), "a run marked as failed", services)
        wait_until_quiet(instance, services)
        again, died = list_runs(instance, "seams")
        assert (died.status, again.status) == (FAILED, SUCCESS)
        assert again.tags[PARENT_RUN_ID_TAG] == died.run_id
        assert instance.get_runs(dg.RunsFilter(statuses=NOT_FINISHED_STATUSES)) == []


def run_script(services: Services, postgres: Postgres, name: str, folder: Path, **variables: str) -> str:
    environment = {**services.environment, **variables, "PATH": f"{postgres.programs}:/usr/bin:/bin"}
    done = subprocess.run(
        [DEPLOY / name, folder], env=environment, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_backup_comes_back_on_another_machine(services: Services, postgres: Postgres, tmp_path: Path) -> None:
    with open_instance(services) as instance:
        Ticker(instance).run_until_quiet()
        runs = {run.run_id: run.status for run in instance.get_runs()}
        folder = Path(run_script(services, postgres, "backup", tmp_path / "backups"))
        assert launch(instance, REGISTERING_JOBS[0]).success  # what comes after it is not in it
    assert {path.name for path in folder.iterdir()} == {"dagster.dump", "warehouse.tar"}
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]

    postgres.run("createdb", "restored")
    moved = {"PGDATABASE": "restored", "GOV_DISCLOSURE_WAREHOUSE": str(tmp_path / "restored")}
    run_script(services, postgres, "restore", folder, **moved)
    other = Services({**services.environment, **moved}, services.folder)
    assert hash_files(tmp_path / "restored") == hash_files(Path(services.environment["GOV_DISCLOSURE_WAREHOUSE"]))
    with open_instance(other) as instance:
        assert {run.run_id: run.status for run in instance.get_runs()} == runs
        assert Ticker(instance).run_until_quiet() == ["register"], "another place, the same content: nothing is stale"


def test_a_restore_never_goes_into_a_warehouse_that_holds_anything(services: Services, tmp_path: Path) -> None:
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "something").touch()
    environment = {**services.environment, "GOV_DISCLOSURE_WAREHOUSE": str(tmp_path / "warehouse")}
    done = subprocess.run(
        [DEPLOY / "restore", tmp_path], env={**os.environ, **environment}, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "is not empty: move it away first" in done.stderr
