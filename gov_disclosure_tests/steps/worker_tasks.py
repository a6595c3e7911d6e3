"""Tasks for worker processes: they must be importable by name."""

import os
import signal
from pathlib import Path


def square(number: int) -> int:
    return number * number


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


def die_always(number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def tell_process(_: int) -> int:
    return os.getpid()
