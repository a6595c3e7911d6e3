"""Which version of the program made something: another one makes it stale.

Belongs here: a short hash over the source of some floors. A number in a file would have to be remembered by whoever
changes a rule; the source cannot be forgotten.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

READING_FLOORS = ("vocabulary", "reading", "parsing", "frames")
"""What decides which row of the register a file gives."""

ALL_FLOORS = (*READING_FLOORS, "quality", "storage", "steps")
"""What decides which rows the tables have."""


@cache
def find_code_version(floors: Iterable[str] = ALL_FLOORS) -> str:
    """A hash over everything below some floors that a row may depend on."""
    digest = hashlib.sha256()
    package = files("gov_disclosure")
    for floor in floors:
        _add_files(digest, package / floor)
    return digest.hexdigest()[:12]


def _add_files(digest: Any, folder: Traversable) -> None:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            _add_files(digest, entry)
        elif entry.name.endswith((".py", ".csv")):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
