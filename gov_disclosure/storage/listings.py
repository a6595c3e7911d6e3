"""CSV files that people keep in the raw folder (the manifest, the waivers): their text, and what of it was not used.

Belongs here: decoding, for a spreadsheet saves what its country's encoding is. Does not belong here: columns and values
(`manifest.py`, `waivers.py`).
"""

import stat
from dataclasses import dataclass
from pathlib import Path

from gov_disclosure.storage.locations import Location

LARGEST = 256 * 1024 * 1024
"""Bytes of the largest such file; a line for each of a million documents takes half of them."""


@dataclass(frozen=True, slots=True)
class ListingProblem:
    """Something in such a file that was not used, with the line it stands on (1 is the header, 0 is none of them)."""

    line: int
    message: str


def read_listing(path: Location) -> str | ListingProblem | None:
    """The text of a file, None where there is no such file, or why it cannot be read.

    UTF-8 with and without a byte order mark, or GB18030 as Chinese spreadsheets save it.

    Raises:
        OSError: it is there and cannot be read: what it says is not known, and nothing may be decided without it.
        StoreError: nobody knows, for the object store that it would lie in cannot be used.
    """
    try:
        why = _find_trouble(path)
        if why is None:
            return _decode(path.read_bytes())
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        why = "is neither UTF-8 nor GB18030; save it as CSV UTF-8"
    return ListingProblem(1, f"{path.name} {why}; none of it was used")


def _find_trouble(path: Location) -> str | None:
    """Why a file is not even opened: a pipe would block its reader for ever, a device never end."""
    if not isinstance(path, Path):
        return None
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        return "is no regular file"
    return f"has {state.st_size:,} bytes, the limit is {LARGEST:,}" if state.st_size > LARGEST else None


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
