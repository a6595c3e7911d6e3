"""What may pass by itself is told from what stays wrong; that a step is tried again is tested with the services."""

import errno

import pytest

from gov_disclosure.defs.retries import can_pass
from gov_disclosure.steps.workers import WorkerDiedError, WorkerSettingError
from gov_disclosure.storage.corpus import RawFolderMissingError
from gov_disclosure.storage.object_store import StoreError, StoreUnavailableError
from gov_disclosure.storage.partitions import PartitionMismatchError
from gov_disclosure.storage.warehouse import TableNotWrittenError


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EROFS, "Read-only file system"),
        OSError(errno.ESTALE, "Stale file handle"),
        PermissionError(errno.EACCES, "Permission denied"),
        TimeoutError("timed out"),
        ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"),
        StoreUnavailableError("no answer"),
    ],
)
def test_the_storage_may_come_back(error: Exception) -> None:
    assert can_pass(error)


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "No such file or directory"),
        IsADirectoryError(errno.EISDIR, "Is a directory"),
        RawFolderMissingError("the raw folder does not exist"),
        TableNotWrittenError("document_register is not there yet"),
        StoreError("no such bucket"),
        WorkerDiedError("a worker died twice"),
        WorkerSettingError("the executor 'threads'"),
        PartitionMismatchError("rows came for henan 2019"),
        KeyError("value"),
    ],
)
def test_settings_dead_workers_and_mistakes_stay(error: Exception) -> None:
    assert not can_pass(error)
