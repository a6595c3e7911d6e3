"""The kinds of kills: the process of a run, or one of its workers, at a random moment.

Belongs here: starting what is killed, finding its workers, killing. Does not belong here: what must hold afterwards.

Runs are forked from a process that has imported everything, so that a thousand of them do not import Dagster a thousand
times; they are real processes of their own sessions, and their workers real processes, which get SIGKILL.
"""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random

import dagster as dg

from gov_disclosure_tests.killing.material import Material, run_all

BEGUN, DONE = b"<", b">"
_BETWEEN_LOOKS = 0.002
_LEAVING_SECONDS = 20.0
_LATEST = 0.6
"""Share of a run before which a worker has to die: later there may be none any more."""

_SESSION = 3
_PARENT = 1
"""Fields of /proc/PID/stat behind the name of the process."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where kills happen.

    Attributes:
        material: what is read, and the bytes that may come of it.
        warehouse: where everything is written.
        seconds: what one run takes here.
        moments: when to kill.
    """

    material: Material
    warehouse: Path
    seconds: float
    moments: Random


def kill_run(scene: Scene, executor: str, turn: int) -> list[str]:
    """Start runs over the one raw folder and the other in turn, and kill their process; its workers have to leave too."""
    raws = scene.material.raws[:: 1 if turn % 2 else -1]

    def write_without_end(_: int) -> None:
        with dg.DagsterInstance.ephemeral() as instance:
            for raw in cycle(raws):
                run_all(instance, raw, scene.warehouse, executor)

    with _forked(write_without_end) as (process, _):
        time.sleep(scene.moments.uniform(0.0, 1.5) * scene.seconds)
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        left = _wait_until_left(process)
    problems = [] if os.WIFSIGNALED(status) else ["a run failed before it was killed"]
    return problems + ([f"{left} processes outlive the one that started them"] if left else [])


def kill_workers(
    scene: Scene, executor: str, kill_one: Callable[[int], bool]
) -> Generator[list[str] | None, None, None]:
    """Runs of one process without end, over the one raw folder and the other in turn, each of which loses a worker.

    Args:
        scene: where.
        executor: the setting.
        kill_one: kills a worker of the process, and tells whether there was one.

    Yields:
        After each run what must not be, or None if it was over before a worker could be killed.
    """
    answers, answer = os.pipe()

    def write_without_end(pipe: int) -> None:
        with dg.DagsterInstance.ephemeral() as instance:
            for raw in cycle(scene.material.raws):
                os.write(pipe, BEGUN)
                run_all(instance, raw, scene.warehouse, executor)
                os.write(pipe, DONE)
                os.read(answers, 1)

    seconds = scene.seconds
    try:
        with _forked(write_without_end) as (process, pipe):
            while True:
                began = time.monotonic()
                moment = began + scene.moments.uniform(0.0, _LATEST) * seconds
                yield _disturb_one_run(process, pipe, moment, kill_one)
                seconds = min(seconds, time.monotonic() - began)
                os.write(answer, DONE)
    finally:
        os.close(answers)
        os.close(answer)


def _disturb_one_run(process: int, pipe: int, moment: float, kill_one: Callable[[int], bool]) -> list[str] | None:
    if os.read(pipe, 1) != BEGUN:
        return ["a run did not begin"]
    killed = False
    os.set_blocking(pipe, False)
    while (told := _read_now(pipe)) is None:
        killed = killed or (time.monotonic() >= moment and kill_one(process))
        time.sleep(_BETWEEN_LOOKS)
    os.set_blocking(pipe, True)
    if told != DONE:
        return ["a run did not survive the death of a worker"]
    return [] if killed else None


def _read_now(pipe: int) -> bytes | None:
    try:
        return os.read(pipe, 1)
    except BlockingIOError:
        return None


def kill_pool_worker(process: int) -> bool:
    """Kill a worker of a pool: a process of the session whose parent is the server that forks them."""
    for worker, parent in _list_session(process):
        if parent != process and "forkserver" in _read_command(worker) and "forkserver" in _read_command(parent):
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
                return True
    return False


@contextmanager
def _forked(work: Callable[[int], None]) -> Iterator[tuple[int, int]]:
    """A process of its own session that does some work, and a pipe from it; it is gone after the block."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        _work_and_leave(work, writing)
    os.close(writing)
    try:
        yield process, reading
    finally:
        os.close(reading)
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def _work_and_leave(work: Callable[[int], None], writing: int) -> None:
    try:
        os.setsid()
        work(writing)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _wait_until_left(session: int) -> int:
    """Processes of a session that do not leave in time."""
    end = time.monotonic() + _LEAVING_SECONDS
    while (left := len(list(_list_session(session)))) and time.monotonic() < end:
        time.sleep(0.02)
    return left


def _list_session(session: int) -> Iterator[tuple[int, int]]:
    """Number and parent of each process of a session that is not dead."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[_SESSION]) == session and fields[0] != "Z":
                yield int(folder.name), int(fields[_PARENT])


def _read_command(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text()
    return ""
