"""What a worker of a cluster has to see as it is seen here, for it to read the same documents and the same tables.

Belongs here: naming it for a task, and looking. Does not belong here: what follows where it is not seen (`cluster.py`).

Any file tells one raw folder from another, for the bytes of each document are compared with the register where it is read.
Nothing else would tell that a table of an older warehouse is not the one that is meant, so every file that is read is looked at.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.storage.warehouse import PartitionKey


class Witness(Protocol):
    """A file that a worker has to see as it is seen here.

    Attributes:
        place: where it lies, for people.
    """

    @property
    def path(self) -> str: ...
    @property
    def place(self) -> str: ...

    def is_seen(self) -> bool:
        """Whether this process sees it like that."""


class RawFile(NamedTuple):
    """A file of the raw folder."""

    path: str
    size: int
    changed: int

    @property
    def place(self) -> str:
        """Where it lies."""
        return "the raw folder"

    def is_seen(self) -> bool:
        """Whether this process sees it like that."""
        try:
            state = os.stat(self.path)
        except OSError:
            return False
        return (state.st_size, int(state.st_mtime)) == (self.size, self.changed)


class TableFile(NamedTuple):
    """A partition of a table.

    Attributes:
        fingerprint: what its file says of itself; None if there is none.
    """

    table: StoredTable
    key: PartitionKey
    fingerprint: str | None

    @property
    def path(self) -> str:
        """Path or URL."""
        return self.table.find_path(self.key)

    @property
    def place(self) -> str:
        """Where it lies."""
        return "the warehouse"

    def is_seen(self) -> bool:
        """Whether this process sees it like that."""
        return self.table.read_fingerprint(self.key) == self.fingerprint


@runtime_checkable
class TableReader(Protocol):
    """A task for which a worker reads tables."""

    def list_files(self) -> Iterator[tuple[StoredTable, PartitionKey]]:
        """The partitions that it may read."""


def find_witnesses(task: object, files: dict[Path, RawFile | None]) -> tuple[Witness, ...]:
    """Those of a task that reads from a raw folder or from tables; `files` keeps the file of each raw folder."""
    root, found = getattr(task, "root", None), list[Witness]()
    if isinstance(root, Path):
        files[root] = files.get(root) or find_raw_file(root)
        found += [file for file in [files[root]] if file is not None]
    if isinstance(task, TableReader):
        found += [TableFile(table, key, table.read_fingerprint(key)) for table, key in task.list_files()]
    return tuple(found)


def find_raw_file(root: Path) -> RawFile | None:
    """Any file of a folder."""
    for folder, _, names in os.walk(root):
        for name in names:
            with suppress(OSError):
                state = os.stat(os.path.join(folder, name))
                return RawFile(os.path.join(folder, name), state.st_size, int(state.st_mtime))
    return None
