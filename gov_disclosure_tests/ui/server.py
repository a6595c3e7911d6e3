"""A real `dagster dev` for the tests: an instance of its own, a free port, and an end that leaves nothing running."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
ATTEMPTS = 3
SECONDS_TO_START = 120
SECONDS_TO_STOP = 15
_LOADED = json.dumps({"query": "{ assetNodes { assetKey { path } } }"}).encode()


class ServerNotReadyError(RuntimeError):
    """`dagster dev` ended, or did not show the assets in time."""


@dataclass(frozen=True)
class Server:
    """Where the page is, and where the files go.

    Attributes:
        url: address of the page, without a slash at the end.
        warehouse: where its runs write.
        log: what it and its processes print.
    """

    url: str
    warehouse: Path
    log: Path


@contextlib.contextmanager
def serve(folder: Path, raw: Path) -> Iterator[Server]:
    """Start Dagster from the workspace file of this repository, with home, log and warehouse in an empty folder."""
    environment = _build_environment(folder, raw)
    for attempt in range(1, ATTEMPTS + 1):
        server = Server(f"http://127.0.0.1:{_find_free_port()}", folder / "warehouse", folder / "dagster.log")
        with server.log.open("ab") as log, _started(server.url, environment, log) as process:
            try:
                _wait_until_loaded(server, process)
            except ServerNotReadyError:
                if attempt == ATTEMPTS:
                    raise
                continue
            yield server
            return


def _build_environment(folder: Path, raw: Path) -> Mapping[str, str]:
    home = folder / "home"
    home.mkdir()
    shutil.copy(ROOT / "data" / "dagster_home" / "dagster.yaml", home)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DAGSTER_", "GOV_"))}
    return inherited | {
        "DAGSTER_HOME": str(home),
        "GOV_DISCLOSURE_RAW": str(raw),
        "GOV_DISCLOSURE_WAREHOUSE": str(folder / "warehouse"),
    }


def _find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _started(url: str, environment: Mapping[str, str], log: IO[bytes]) -> Iterator["subprocess.Popen[bytes]"]:
    """The process, in a session of its own, so that all it started can be ended by one id."""
    port = url.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "dagster", "dev", "-w", "workspace.yaml", "-p", port]  # as `make dev` does
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
    )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask as Ctrl+C does; then end what is left of its group: code servers and runs may outlive their parent."""
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(SECONDS_TO_STOP)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait_until_loaded(server: Server, process: "subprocess.Popen[bytes]") -> None:
    """Ask the page for its assets: `dagster dev` may end with status 0 after its web server crashed."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        if _count_assets(server.url) > 0:
            return
        time.sleep(0.5)
    raise ServerNotReadyError(f"dagster dev shows no assets at {server.url}:\n{read_end(server.log)}")


def _count_assets(url: str) -> int:
    request = urllib.request.Request(f"{url}/graphql", _LOADED, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            data = json.load(answer).get("data") or {}
    except (OSError, urllib.error.URLError, ValueError):
        return 0
    return len(data.get("assetNodes") or [])


def read_end(log: Path) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-60:])
