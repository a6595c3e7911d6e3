"""Memory that was freed goes back to the system, in the process of a run and in its workers.

Belongs here: the settings of the two allocators behind Python and Arrow. A run makes and drops tables of some megabytes
without end. Over 8,000 reports Arrow's own allocator kept 110 MB of them in each worker, and the heaps that the C library
keeps for each thread 160 MB in the process of the run: 968 MB in all processes, against 610 MB with these settings and at
the same speed. What a library that is only imported does to its process is none of its business: nothing happens on import.
"""

import ctypes
import platform
from functools import cache

import pyarrow as pa

_TRIM_THRESHOLD, _ARENA_MAX = -1, -8
"""Parameters of `mallopt`, as in the GNU C library's malloc.h."""
_KEPT = 1024 * 1024
"""Bytes at the end of the heap that are kept for what comes next."""


def give_memory_back() -> None:
    """Let one allocator serve all, and let it keep little; where the C library is another one, only the first."""
    pa.set_memory_pool(pa.system_memory_pool())
    library = _find_library()
    if library is not None:
        library.mallopt(_ARENA_MAX, 1)
        library.mallopt(_TRIM_THRESHOLD, _KEPT)


def trim_memory() -> None:
    """Give back what is free between what is in use too: some milliseconds, for the time between two tasks."""
    library = _find_library()
    if library is not None:
        library.malloc_trim(0)


@cache
def _find_library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None
