"""CSV files that people keep in the raw folder (the manifest, the waivers): their text, and what of it was not used.

Belongs here: decoding, for a spreadsheet saves what its country's encoding is. Does not belong here: columns and values
(`manifest.py`, `waivers.py`).
"""

from dataclasses import dataclass

from gov_disclosure.storage.locations import Location
from gov_disclosure.storage.object_store import StoreError


@dataclass(frozen=True, slots=True)
class ListingProblem:
    """Something in such a file that was not used, with the line it stands on (1 is the header, 0 is none of them)."""

    line: int
    message: str


def read_listing(path: Location) -> str | ListingProblem | None:
    """The text of a file, None where there is no such file, or why it cannot be read.

    UTF-8 with and without a byte order mark, or GB18030 as Chinese spreadsheets save it.

    Raises:
        StoreError: nobody knows, for the object store that it would lie in cannot be used.
    """
    try:
        data = path.read_bytes()
        return _decode(data)
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        why = "is neither UTF-8 nor GB18030; save it as CSV UTF-8"
    except StoreError:
        raise
    except OSError as error:
        why = f"cannot be read: {error}"
    return ListingProblem(1, f"{path.name} {why}; none of it was used")


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
