"""Many small reads at a time.

Belongs here: how many. Does not belong here: what is read.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_READERS = 8
"""A read of a small file is spent waiting, for the disk or for an object store."""

_Key = TypeVar("_Key")
_Result = TypeVar("_Result")


def read_in_parallel(read: Callable[[_Key], _Result], keys: Iterable[_Key]) -> Iterator[_Result]:
    """What `read` gives for each key, in the order of the keys."""
    with ThreadPoolExecutor(_READERS) as readers:
        yield from readers.map(read, keys)
