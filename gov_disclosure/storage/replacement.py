"""Files that take the place of older ones whole, whenever a process is killed or the power fails.

Belongs here: the passing name, and what is brought to the disk before and after a file gets its own. Does not belong here:
what files hold, and objects of a store, which are whole or not there by themselves.
"""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

PASSING = ".*.tmp"
"""Pattern of the passing names: hidden, for pyarrow and pandas stumble over others."""

_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS))
"""Of writing alone; Arrow tells them without the file that it could not write."""


@contextlib.contextmanager
def replaced(path: Path, *, lasts: bool = True) -> Iterator[Path]:
    """A temporary file that gets a name at the end of the block, and never if the block raises.

    Args:
        path: the name.
        lasts: whether the old file must not come back after a power cut. False saves half of the time where somebody
            would see that it is the old one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    try:
        yield temporary
        flush(temporary)  # else a power cut may leave the new name with no content
        temporary.replace(path)
    except OSError as error:
        if error.errno in _NO_ROOM and error.filename is None:
            raise OSError(error.errno, os.strerror(error.errno), str(path)) from None
        raise
    finally:
        temporary.unlink(missing_ok=True)
    if lasts:
        with contextlib.suppress(
            OSError
        ):  # some file systems flush no folders: the file is there and whole all the same
            flush(path.parent)


def flush(path: Path) -> None:
    """Bring the content of a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
