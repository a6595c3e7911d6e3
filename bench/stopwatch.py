"""Time of a piece of work: CPU time of this process, the median of several rounds, without garbage collection inside."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import process_time

ENOUGH = 2.0
"""Seconds after which no further round is begun."""


def measure(work: Callable[[], object], rounds: int) -> float:
    """Seconds that `work` takes.

    The first round warms caches and does not count, unless it took so long that nothing else would change.
    """
    times = [_time(work)]
    while len(times) <= rounds and sum(times) < ENOUGH:
        times.append(_time(work))
    return median(times[1:] or times)


def _time(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        start = process_time()
        work()
        return process_time() - start
    finally:
        gc.enable()
