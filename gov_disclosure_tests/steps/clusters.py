"""A real dask cluster on loopback for tests: a scheduler and workers in processes of their own, ended with the block."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pytest

from gov_disclosure.steps.cluster import close_clients

LISTENING = {"--host": "127.0.0.1", "--dashboard-address": "127.0.0.1:0"}
"""Both: without the second one, and with `--no-dashboard`, the web server of each process listens on all addresses."""

MARKER = "GOV_DISCLOSURE_TEST_CLUSTER"
_PATIENCE = 60.0
_ROOT = Path(__file__).parents[2]


@dataclass
class RunningCluster:
    """A scheduler with its workers.

    Attributes:
        address: `host:port` of the scheduler.
        folder: for what its processes write.
        allowed_failures: times that a worker may die with a task before dask gives it up.
    """

    folder: Path
    stack: ExitStack
    allowed_failures: int = 3
    address: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_scheduler(self) -> None:
        told = self.folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(told))
        end = time.monotonic() + _PATIENCE
        while not (told.exists() and told.read_text().endswith("}")):
            assert time.monotonic() < end, "the scheduler did not start"
            time.sleep(0.05)
        self.address = json.loads(told.read_text())["address"].removeprefix("tcp://")

    def start_worker(self, *options: str, path: Sequence[Path] = ()) -> subprocess.Popen[bytes]:
        """A worker with one thread; options come after the usual ones, folders of modules before the usual ones."""
        usual = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder), "--death-timeout", "60")
        worker = self._start("worker", f"tcp://{self.address}", *usual, *options, path=path)
        self.workers.append(worker)
        return worker

    def _start(self, role: str, *options: str, path: Sequence[Path] = ()) -> subprocess.Popen[bytes]:
        log = self.stack.enter_context((self.folder / f"{role}-{len(self.workers)}.log").open("wb"))
        command = [sys.executable, "-m", "dask", role, *chain(*LISTENING.items()), *options]
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(map(str, (*path, _ROOT))),
            MARKER: str(self.folder),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(self.allowed_failures),
        }
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=self.folder)
        self.stack.callback(_end, process)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


@contextmanager
def running_cluster(folder: Path, workers: int = 2, allowed_failures: int = 3) -> Iterator[RunningCluster]:
    """A cluster without any restarting of workers, so that a test says who lives."""
    pytest.importorskip("distributed", reason="dask is not installed (extra gov-disclosure[dask])")
    with ExitStack() as stack:
        cluster = RunningCluster(folder, stack, allowed_failures)
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        stack.callback(close_clients)
        yield cluster
