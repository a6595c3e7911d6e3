"""Asking after a run when nobody answers; a server that came back without the run is tested with the services."""

import json
import socket

import dagster as dg
import pytest
from dagster._core.launcher import WorkerStatus
from dagster._core.storage.tags import GRPC_INFO_TAG

from gov_disclosure.definitions import defs
from gov_disclosure.defs import run_launcher
from gov_disclosure.defs.run_launcher import WatchingRunLauncher


def start_run(instance: dg.DagsterInstance, tags: dict[str, str]) -> dg.DagsterRun:
    job = defs.resolve_job_def("register")
    return instance.create_run_for_job(job, tags=tags, status=dg.DagsterRunStatus.STARTED)


@pytest.fixture
def launcher(instance: dg.DagsterInstance) -> WatchingRunLauncher:
    launcher = WatchingRunLauncher()
    launcher.register_instance(instance)
    return launcher


def test_a_server_that_is_silent_for_long_has_lost_its_runs(
    instance: dg.DagsterInstance, launcher: WatchingRunLauncher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        run = start_run(instance, {GRPC_INFO_TAG: json.dumps({"host": "127.0.0.1", "port": probe.getsockname()[1]})})
        assert launcher.check_run_worker_health(run).status == WorkerStatus.RUNNING
        monkeypatch.setattr(run_launcher, "PATIENCE_SECONDS", 0.0)
        assert launcher.check_run_worker_health(run).status == WorkerStatus.FAILED


def test_a_run_of_the_command_line_has_no_server_to_ask(
    instance: dg.DagsterInstance, launcher: WatchingRunLauncher
) -> None:
    assert launcher.supports_check_run_worker_health
    assert launcher.check_run_worker_health(start_run(instance, {})).status == WorkerStatus.RUNNING
