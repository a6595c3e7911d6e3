"""The sensor over the raw folder without a daemon: ticks on a real instance, and the runs that it asks for, really run."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

import dagster as dg

from gov_disclosure.definitions import defs
from gov_disclosure.defs.sensors import raw_folder_changed
from gov_disclosure_tests.defs.launching import QUIET


@dataclass
class Ticker:
    """Evaluates the sensor again and again, with its cursor.

    Attributes:
        ran: what was run, as job and partitions.
    """

    instance: dg.DagsterInstance
    cursor: str | None = None
    ran: list[dg.DagsterRun] = field(default_factory=list)

    def tick(self) -> dg.RunRequest | str:
        """The run that is asked for, or why there is none."""
        result = raw_folder_changed(dg.build_sensor_context(instance=self.instance, cursor=self.cursor))
        assert isinstance(result, dg.SensorResult)
        self.cursor = result.cursor
        if result.skip_reason is not None:
            return str(result.skip_reason.skip_message)
        (request,) = result.run_requests or []
        return request

    def run(self, request: dg.RunRequest | str) -> dg.ExecuteInProcessResult:
        """Run what was asked for."""
        assert isinstance(request, dg.RunRequest), request
        job = defs.resolve_job_def(request.job_name or "")
        config: dict[str, Any] = {**request.run_config, **QUIET}
        result = job.execute_in_process(
            instance=self.instance, tags=request.tags, run_config=config, raise_on_error=False
        )
        self.ran.append(result.dagster_run)
        return result

    def run_until_quiet(self) -> list[str]:
        """Tick, and run what is asked for, until nothing is left to do: the jobs that ran."""
        jobs: list[str] = []
        for _ in range(20):
            answer = self.tick()
            if answer in ("everything is up to date", "nothing has changed"):
                return jobs
            if isinstance(answer, dg.RunRequest):
                assert self.run(answer).success
                jobs.append(str(answer.job_name))
        raise AssertionError(f"never quiet: {jobs}")

    def age(self, seconds: float) -> None:
        """Let the tick before have been earlier."""
        seen = json.loads(self.cursor or "{}")
        self.cursor = json.dumps(seen | {"since": time.time() - seconds})
