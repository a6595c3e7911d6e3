"""The command of the user with a look, every few milliseconds of CPU time, at what it is doing.

Belongs here: taking samples. Does not belong here: what they are called and how they add up (`stages.py`).

    python -m bench.sampling SAMPLES.json run …
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

EVERY = 0.005
"""Seconds of CPU time between two looks."""

_PROJECT = "gov_disclosure."
_LOADING = "importlib._bootstrap"
IMPORTS = "imports"
OTHERS = ("dagster", "sqlalchemy", "rich", "click")
"""What is named beside the package's own modules; whatever else is running counts for the one that called it."""

Sample = tuple[float, str]


def take_samples(work: Callable[[], None]) -> list[Sample]:
    """Do some work in this process: when each sample was taken, and the innermost module that has a name here."""
    samples: list[Sample] = []

    def look(_: int, frame: FrameType | None) -> None:
        samples.append((time.time(), _find_module(frame)))

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return samples


def _find_module(frame: FrameType | None) -> str:
    found = ""
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name == _LOADING:
            return IMPORTS
        if not found and (name.startswith(_PROJECT) or name.partition(".")[0] in OTHERS):
            found = name.removeprefix(_PROJECT)
        frame = frame.f_back
    return found


def _run_command() -> None:
    from gov_disclosure.cli import main

    main(standalone_mode=False)


if __name__ == "__main__":
    told = Path(sys.argv.pop(1))
    os.environ["GOV_DISCLOSURE_EXECUTOR"] = "serial"
    told.write_text(json.dumps(take_samples(_run_command)))
