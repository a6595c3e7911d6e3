"""A launcher of runs that can say whether a run is still alive, so that no run hangs for ever after its machine went down.

Belongs here: asking the server of the code, which has every run in a process of its own. Does not belong here: what follows
(the monitoring of runs, switched on in `deploy/dagster.yaml`: such a run is marked as failed and made again).
Dagster's own launcher starts runs in the same way and does not ask.
"""

import time

from dagster import DagsterRun
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus
from dagster._core.storage.tags import GRPC_INFO_TAG
from dagster._grpc.types import CanCancelExecutionRequest, CanCancelExecutionResult
from dagster_shared.serdes import deserialize_value

PATIENCE_SECONDS = 300.0
"""How long a server may be silent, as while it is restarted, before its runs are given up."""


class WatchingRunLauncher(DefaultRunLauncher):
    """Starts runs as Dagster's own launcher does, and asks after them."""

    _silent_since: float | None = None

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Whether it can say if a run is alive."""
        return True

    def check_run_worker_health(self, run: DagsterRun) -> CheckRunHealthResult:
        """Alive, gone, or unknown for a while, which counts as alive; a run of the command line has no server to ask."""
        if GRPC_INFO_TAG not in run.tags:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        try:
            alive = self._ask(run)
        except DagsterUserCodeUnreachableError:
            return self._judge_silence()
        self._silent_since = None
        if alive:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.FAILED, "its process is gone")

    def _ask(self, run: DagsterRun) -> bool:
        client = self._get_grpc_client_for_termination(run.run_id)  # type: ignore[no-untyped-call]
        if client is None:  # it has ended meanwhile
            return True
        answer = client.can_cancel_execution(CanCancelExecutionRequest(run_id=run.run_id), timeout=10)
        return bool(deserialize_value(answer, CanCancelExecutionResult).can_cancel)

    def _judge_silence(self) -> CheckRunHealthResult:
        now = time.monotonic()
        self._silent_since = self._silent_since or now
        if now - self._silent_since < PATIENCE_SECONDS:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.FAILED, "the server of its code does not answer")
