"""Which errors may pass by themselves, and how often a step that met one is tried again.

Belongs here: telling a storage that is not there for a moment from what stays wrong however often it is tried. Does not
belong here: what an error means to a reader. Bad settings, dead workers, mistakes of the program, a missing raw folder and
a table that was not written yet are not tried again: the run fails at once and says so.
"""

import errno
import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg

RETRIES = 3
SECONDS_VARIABLE = "GOV_DISCLOSURE_RETRY_SECONDS"
_DEFAULT_SECONDS = "20"

PASSING = frozenset(
    (
        errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.EAGAIN, errno.EBUSY, errno.ENOLCK,
        errno.ECONNRESET, errno.ECONNREFUSED, errno.ECONNABORTED, errno.EPIPE,
        errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ENETUNREACH, errno.ENETDOWN, errno.ENETRESET,
        errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM,
        errno.EMFILE, errno.ENFILE, errno.ENOBUFS,
    )
)  # fmt: skip
"""Of the network, of disks that are full, read-only or not yet mounted again, and of rights that somebody sets right."""


def can_pass(error: BaseException) -> bool:
    """Whether trying again later may help.

    >>> can_pass(OSError(errno.ENOSPC, "No space left on device"))
    True
    >>> can_pass(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    False
    """
    if not isinstance(error, OSError):
        return False
    return error.errno in PASSING or isinstance(error, (ConnectionError, TimeoutError))


@contextmanager
def retrying(run: dg.DagsterRun | None) -> Iterator[None]:
    """Have the step tried again when an error within the block may pass.

    Not in a run of the command line: whoever waits in front of it had better be told.
    """
    try:
        yield
    except OSError as error:
        if run is None or run.remote_job_origin is None or not can_pass(error):
            raise
        seconds = float(os.environ.get(SECONDS_VARIABLE) or _DEFAULT_SECONDS)
        raise dg.RetryRequested(max_retries=RETRIES, seconds_to_wait=seconds) from error


def retry_what_passes(function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """The body of an asset, a generator, with that; what is written of its outputs is the matter of the IO manager."""

    @functools.wraps(function)
    def body(*args: Any, **kwargs: Any) -> Iterator[Any]:
        with retrying(dg.AssetExecutionContext.get().run):
            yield from function(*args, **kwargs)

    return body
