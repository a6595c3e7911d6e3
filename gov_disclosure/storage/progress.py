"""Who wants to know that a file was written: the command line shows it, nobody else listens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str], None]
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Call `listener` with the table of each file written within the block."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def write_progress(table: str) -> None:
    """Tell that a file of a table was written."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(table)
