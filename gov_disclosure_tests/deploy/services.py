"""The services of `deploy/`, started by their own commands, with another place and other ports."""

import contextlib
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import pytest
from dagster._grpc.client import DagsterGrpcClient

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
INSTALLED = "/opt/gov-disclosure"
_SECONDS_TO_START = 90


def read_unit(name: str) -> dict[str, str]:
    """The settings of a unit; of those that stand several times, the last."""
    lines = (DEPLOY / f"gov-disclosure-{name}.service").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def read_example() -> dict[str, str]:
    """The variables of the example of an environment."""
    lines = (DEPLOY / "environment.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def find_free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _list_restraints() -> list[str]:
    """What keeps a service that a test starts as root from writing where it may not; the units have users for that."""
    if os.geteuid() or shutil.which("setpriv") is None:
        return []
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@dataclass
class Services:
    """Services of one machine.

    Attributes:
        environment: what `/etc/gov-disclosure/environment` would say.
        folder: for their logs.
    """

    environment: Mapping[str, str]
    folder: Path
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, **variables: str) -> None:
        """Start a service as its unit says, with everything that it starts in a session of its own."""
        whole = {**os.environ, **self.environment, **variables, "PYTHONPATH": str(ROOT)}
        command = read_unit(name)["ExecStart"].replace(f"{INSTALLED}/.venv/bin", str(Path(sys.executable).parent))
        for variable, value in self.environment.items():
            command = command.replace(f"${{{variable}}}", value)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*_list_restraints(), *shlex.split(command.replace(INSTALLED, str(ROOT)))],
                cwd=self.folder,
                env=whole,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """End a service and all its processes as a power cut would."""
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait_for_code(self) -> None:
        """Wait until the code can be asked."""
        client = DagsterGrpcClient(host="127.0.0.1", port=int(self.environment["GOV_DISCLOSURE_CODE_PORT"]))
        deadline = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < deadline:
            with contextlib.suppress(Exception):  # there is no one name for not being there yet
                client.ping("")
                return
            time.sleep(0.2)
        raise AssertionError(f"no code server:\n{self.read_logs()}")

    def read_logs(self) -> str:
        """The ends of all logs."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"{log.name}:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}" for log in logs)


@contextlib.contextmanager
def machine(folder: Path, variables: Mapping[str, str]) -> Iterator[Services]:
    """An environment for the services; those that still run at the end are ended."""
    home = folder / "home"
    home.mkdir(parents=True)
    (home / "dagster.yaml").symlink_to(DEPLOY / "dagster.yaml")
    own = {
        **read_example(),
        **variables,
        "DAGSTER_HOME": str(home),
        "GOV_DISCLOSURE_WAREHOUSE": str(folder / "warehouse"),
        "GOV_DISCLOSURE_CODE_PORT": str(find_free_port()),
    }
    services = Services(own, folder)
    try:
        yield services
    finally:
        for name in list(services.processes):
            services.kill(name)
        print(services.read_logs())  # shown where a test failed


@contextlib.contextmanager
def open_instance(services: Services) -> Iterator[dg.DagsterInstance]:
    """The instance of a machine, with its environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in services.environment.items():
            patch.setenv(name, value)
        with dg.DagsterInstance.get() as instance:
            yield instance


def start_sensor(services: Services) -> None:
    """Switch the sensor over the raw folder on, as the guide says."""
    command = [Path(sys.executable).with_name("dagster"), "sensor", "start", "raw_folder_changed"]
    environment = {**os.environ, **services.environment, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [*command, "--workspace", DEPLOY / "workspace.yaml"], env=environment, check=True, capture_output=True
    )


def find_last_answer(instance: dg.DagsterInstance) -> tuple[float, str]:
    """When that sensor ticked last, and why it asked for no run."""
    (state,) = [state for state in instance.all_instigator_state() if state.name == "raw_folder_changed"]
    ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=1)
    return (ticks[0].timestamp, ticks[0].skip_reason or "") if ticks else (0.0, "")


def wait_until_quiet(instance: dg.DagsterInstance, services: Services, seconds: float = 400) -> None:
    """Wait until the sensor finds nothing left to do."""
    began = time.time()

    def is_quiet() -> bool:
        ticked, why = find_last_answer(instance)
        return ticked > began and why in ("nothing has changed", "everything is up to date")

    wait_until(is_quiet, "rest", services, seconds)


def wait_until(happened: Callable[[], bool], what: str, services: Services, seconds: float = 300) -> None:
    """Wait for something that the services do."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"{what} did not happen:\n{services.read_logs()}"
        time.sleep(0.3)
