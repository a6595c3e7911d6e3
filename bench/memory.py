"""What a command and everything it starts hold and use: the peak of memory of all processes together, and their CPU time.

Belongs here: adding up the processes of sessions. Shared pages count once, each process by its share (Pss), so that
workers which share their libraries are not counted several times. Linux only; elsewhere nothing is measured.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

EVERY = 0.2
"""Seconds between two looks."""

_SHARE = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_PROC = Path("/proc")
_SESSION, _USER, _SYSTEM = 3, 11, 12
"""Fields of /proc/PID/stat behind the name of the process."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What was seen of a command.

    Attributes:
        output: its standard output.
        began: when it was started, in seconds since 1970.
        seconds: on the wall.
        cpu_seconds: of all processes; what one used between the last look and its end is missing.
        megabytes: peak of all processes together; 0 where it cannot be measured.
    """

    output: str
    began: float
    seconds: float
    cpu_seconds: float
    megabytes: float

    @property
    def ended(self) -> float:
        """When it ended, in seconds since 1970."""
        return self.began + self.seconds


@dataclass(slots=True)
class _Watch:
    """Looks again and again at the processes of a session, and at some others."""

    session: int
    others: Collection[int]
    peak: int = 0
    ticks: dict[int, int] = field(default_factory=dict)

    def look(self) -> None:
        shares = 0
        for process, ticks, share in _list_processes(self.session, self.others):
            self.ticks[process] = ticks
            shares += share
        self.peak = max(self.peak, shares)

    @property
    def cpu_seconds(self) -> float:
        return sum(self.ticks.values()) / os.sysconf("SC_CLK_TCK")


def run_and_measure(command: Sequence[str]) -> tuple[str, float]:
    """Standard output of a command, and the peak of memory in megabytes."""
    usage = run_and_watch(command)
    return usage.output, usage.megabytes


def run_and_watch(
    command: Sequence[str], settings: Mapping[str, str] | None = None, helpers: Collection[int] = ()
) -> Usage:
    """Run a command to its end.

    Args:
        command: the program and its arguments.
        settings: environment variables besides those of this process.
        helpers: other processes that work for it; they are counted too.

    Raises:
        subprocess.CalledProcessError: the command failed.
    """
    before = _Watch(0, helpers)
    before.look()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as complaints:
        environment, began = {**os.environ, **(settings or {})}, time.time()
        with subprocess.Popen(command, stdout=out, stderr=complaints, env=environment, start_new_session=True) as run:
            watch = _Watch(run.pid, helpers)
            _look_until_end(run, watch)
        seconds = time.time() - began
        output, errors = (_read_back(file) for file in (out, complaints))
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, command, output, errors)
    return Usage(output, began, seconds, watch.cpu_seconds - before.cpu_seconds, watch.peak / 1024)


def _look_until_end(run: subprocess.Popen[bytes], watch: _Watch) -> None:
    while True:
        watch.look()
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(EVERY)
            return


def _read_back(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


def _list_processes(session: int, others: Collection[int]) -> Iterator[tuple[int, int, int]]:
    """Number, ticks and kilobytes of each process that is watched; processes end while they are looked at."""
    for folder in _PROC.glob("[0-9]*"):
        try:
            # the name in brackets may hold blanks
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[_SESSION]) == session or int(folder.name) in others:
                found = _SHARE.search((folder / "smaps_rollup").read_text())
                yield int(folder.name), int(fields[_USER]) + int(fields[_SYSTEM]), int(found[1]) if found else 0
        except (OSError, IndexError, ValueError):
            continue
