"""Tasks for worker processes: they must be importable by name."""

import os
import signal
import struct
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from gov_disclosure.steps.workers import Workers


def square(number: int) -> int:
    return number * number


def name_allocator(number: int) -> str:
    return str(pa.default_memory_pool().backend_name)


def fail_on_three(number: int) -> int:
    if number == 3:
        raise ValueError("three is no number for us")
    return number


def die_once(task: tuple[int, str]) -> int:
    """Kill the worker at number 5 unless somebody did it before."""
    number, folder = task
    mark = Path(folder, "died")
    if number == 5 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_while_sending_once(task: tuple[int, str]) -> int:
    """Kill the worker at number 5, when it has sent the beginning of a result, unless somebody did it before."""
    number, folder = task
    mark = Path(folder, "died")
    if number == 5 and not mark.exists():
        mark.touch()
        frame = sys._getframe()
        while "result_queue" not in frame.f_locals:
            assert frame.f_back is not None
            frame = frame.f_back
        os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 1_000_000) + b"half")
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_beside_a_deaf_worker_once(task: tuple[int, str]) -> int:
    """Kill the worker at number 5 when another one has begun that does not end when it is asked to."""
    number, folder = task
    begun, dead = Path(folder, "begun"), Path(folder, "died")
    if number == 4 and not begun.exists():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        begun.touch()
        time.sleep(600)
    if number == 5 and not dead.exists():
        while not begun.exists():
            time.sleep(0.01)
        dead.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def leave_a_thread_behind(number: int) -> int:
    """Give a result, and keep the worker from leaving when it is asked to."""
    threading.Thread(target=time.sleep, args=(600,)).start()
    return number


def die_always(number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def tell_process(_: int) -> int:
    return os.getpid()


def sleep_long(number: int) -> int:
    os.write(sys.stdout.fileno(), f"{os.getpid()}\n".encode())  # in one piece: two workers write here
    time.sleep(60)
    return number


def nap(number: int) -> int:
    time.sleep(0.2)
    return number


@dataclass(frozen=True)
class TaskInFolder:
    """A task that reads files of a folder."""

    root: Path
    number: int


def nap_in_folder(task: TaskInFolder) -> int:
    return nap(task.number)


TOGETHER: list[int] = []
_RUNNING: list[int] = []


def count_together(number: int) -> int:
    """How many of these tasks run at this moment in this process."""
    _RUNNING.append(number)
    time.sleep(0.02)
    TOGETHER.append(len(_RUNNING))
    _RUNNING.pop()
    return number


def run_until_killed() -> None:
    """Entry of a process that a test kills."""
    list(Workers(2).map(sleep_long, range(2)))


if __name__ == "__main__":
    from gov_disclosure_tests.steps.worker_tasks import run_until_killed as run

    run()
