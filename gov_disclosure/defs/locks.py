"""Two runs over the same tables, one after the other: whoever comes second waits until the first is done.

Belongs here: locks that the system gives back when a process dies, however it dies. Does not belong here: which places a run
needs (`run_warehouse.py`). The queue of `deploy/dagster.yaml` keeps such runs apart too, where it can tell; this holds for
`dagster dev`, the command line, and ranges that overlap without being equal. Warehouses of an object store are locked for
the runs of one machine; between machines the queue has to do it.

A lock is a stretch of bytes of one file, and nothing is ever written there. All processes take their stretches in the same
order before they begin, so that none waits for one that waits for it.
"""

import contextlib
import errno
import time
from collections.abc import Callable, Collection, Iterator
from itertools import groupby
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # no such locks on this system: the queue has to do it
    fcntl = None  # type: ignore[assignment]

_FILE = "locks"
_SECONDS_BETWEEN_TRIES = 0.5
_TAKEN = (errno.EAGAIN, errno.EACCES)


@contextlib.contextmanager
def holding(folder: Path, places: Collection[int], tell: Callable[[str], None]) -> Iterator[None]:
    """Hold some places of a folder within the block, and wait for them before it.

    Args:
        folder: beside the files that are written.
        places: numbers of what is written.
        tell: is told once that another process has them.
    """
    with contextlib.ExitStack() as stack:
        file = _open(folder, stack) if fcntl is not None and places else None
        if file is not None:
            _take_all(file, list_stretches(places), tell)
        yield


def is_held(folder: Path, places: Collection[int]) -> bool:
    """Whether another process holds any of some places; unknown counts as held."""
    with contextlib.ExitStack() as stack:
        file = _open(folder, stack) if fcntl is not None and places else None
        return file is None or not all(_take(file, first, count) for first, count in list_stretches(places))


def _open(folder: Path, stack: contextlib.ExitStack) -> IO[bytes] | None:
    """The file of the locks; None where there can be none: whoever writes there will say why."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return stack.enter_context((folder / _FILE).open("ab"))
    except OSError:
        return None


def list_stretches(places: Collection[int]) -> list[tuple[int, int]]:
    """Places as stretches of first and count, in order.

    >>> list_stretches([7, 3, 4, 5])
    [(3, 3), (7, 1)]
    """
    numbered = ((place - order, place) for order, place in enumerate(sorted(set(places))))
    groups = ([place for _, place in group] for _, group in groupby(numbered, lambda item: item[0]))
    return [(group[0], len(group)) for group in groups]


def _take_all(file: IO[bytes], stretches: list[tuple[int, int]], tell: Callable[[str], None]) -> None:
    told = False
    for first, count in stretches:
        while not _take(file, first, count):
            if not told:
                tell("another run writes the same tables: waiting until it is done")
                told = True
            time.sleep(_SECONDS_BETWEEN_TRIES)


def _take(file: IO[bytes], first: int, count: int) -> bool:
    """Whether the places are held now; also on file systems that know no locks."""
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, count, first)
    except OSError as error:
        return error.errno not in _TAKEN
    return True
