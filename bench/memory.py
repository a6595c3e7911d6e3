"""Peak memory of a command and of everything it starts.

Belongs here: adding up what the processes of a session hold. Shared pages count once, each process by its share (Pss), so
that workers which share their libraries are not counted several times. Linux only; elsewhere nothing is measured.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

EVERY = 0.2
"""Seconds between two looks."""

_SHARE = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_PROC = Path("/proc")


def run_and_measure(command: Sequence[str]) -> tuple[str, float]:
    """Standard output of a command, and the peak of memory in megabytes; 0 where it cannot be measured.

    Raises:
        subprocess.CalledProcessError: the command failed.
    """
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        while process.poll() is None:
            peak = max(peak, sum(_list_shares(process.pid)))
            time.sleep(EVERY)
        output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    return output, peak / 1024


def _list_shares(session: int) -> Iterator[int]:
    """Kilobytes of each process of a session; processes end while they are looked at."""
    for folder in _PROC.glob("[0-9]*"):
        try:
            # the name in brackets may hold blanks; behind it: state, parent, group, session
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                found = _SHARE.search((folder / "smaps_rollup").read_text())
                yield int(found[1]) if found else 0
        except (OSError, IndexError, ValueError):
            continue
