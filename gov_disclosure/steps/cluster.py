"""Workers of a dask cluster: one function over many chunks on other machines, with the same results in the same order.

Belongs here: what is under way on the cluster, that a worker may do it, and what happens when one dies. Does not belong
here: the choice of workers (`workers.py`) and what a task does.

A worker of a cluster is not a child of this process. It may have another version of the program or of a library, or another
raw folder or warehouse, and would then give other rows without an error. So every task carries what it was made with, and
a worker with anything else refuses it. A task runs alone in its worker: nothing here was made for threads, which would gain
nothing.
"""

import asyncio
import atexit
import pickle
import platform
import threading
import time
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import uuid4

from gov_disclosure.steps.version import find_code_version
from gov_disclosure.steps.witnesses import RawFile, Witness, find_witnesses

Task = TypeVar("Task")
Result = TypeVar("Result")

LIBRARIES = ("lxml", "numpy", "openpyxl", "pandas", "pandera", "pdfminer.six", "pdfplumber", "pyarrow", "xlrd")
"""On which the rows of a document depend, or whether it is read at all."""

CONNECTING_SECONDS = 10
PATIENCE = 60.0
"""Seconds that a cluster may be without any worker while it has something to do."""

_IN_FLIGHT_PER_WORKER = 2
_LOOK_AGAIN_SECONDS = 2.0
_ALONE = threading.Lock()


class ClusterError(RuntimeError):
    """The cluster cannot be used: it is not there, has no workers, or they are not such as this process needs."""


class FolderUnseenError(ClusterError):
    """A worker has no raw folder or no warehouse, or another one."""


class WorkerDiedError(RuntimeError):
    """A task ends its process again and again: most likely it needs more memory than there is."""


class Errand(NamedTuple):
    """What is sent to a worker."""

    function: Callable[[Any], Any]
    task: Any
    surroundings: tuple[tuple[str, str], ...]
    witnesses: tuple[Witness, ...] = ()


def run_errand(errand: bytes) -> Any:
    """Entry of a worker.

    Raises:
        ClusterError: the worker would do it with something else than this process has.
    """
    function, task, surroundings, witnesses = pickle.loads(errand)
    _check_surroundings(dict(surroundings))
    unseen = next((witness for witness in witnesses if not witness.is_seen()), None)
    if unseen is not None:
        raise FolderUnseenError(
            f"a worker on {platform.node()} does not see {unseen.path} as it is where the run was started: {unseen.place} "
            "has to be the same everywhere, on a shared disk or in an object store"
        )
    with _ALONE:
        return function(task)


@cache
def list_surroundings() -> tuple[tuple[str, str], ...]:
    """What the rows of a document depend on, besides the document."""
    fixed = {"gov_disclosure": find_code_version(), "Python": ".".join(platform.python_version_tuple()[:2])}
    return (*fixed.items(), ("Unicode", unicodedata.unidata_version), *((name, _find(name)) for name in LIBRARIES))


def _find(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


def _check_surroundings(wanted: dict[str, str]) -> None:
    own = dict(list_surroundings())
    others = [f"{name} {own.get(name)} instead of {value}" for name, value in wanted.items() if own.get(name) != value]
    if others:
        raise ClusterError(
            f"a worker on {platform.node()} has {', '.join(others)}: install the same versions there and restart it"
        )


@dataclass(frozen=True, slots=True)
class _Sent(Generic[Task]):
    """A task that is under way."""

    task: Task
    future: Any
    witnesses: tuple[Witness, ...]


class Cluster(Generic[Task, Result]):
    """One function on the workers of a scheduler."""

    def __init__(self, address: str, function: Callable[[Task], Result]) -> None:
        self._address = address
        self._client = connect(address)
        self._function = function
        self._pending: deque[_Sent[Task]] = deque()
        self._files: dict[Path, RawFile | None] = {}
        self._workers, self._looked = 0, 0.0

    def map(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """`function` of every task, in their order, with few tasks under way."""
        try:
            for task in tasks:
                self._pending.append(self._send(task))
                while len(self._pending) >= self._count_workers() * _IN_FLIGHT_PER_WORKER:
                    yield self._take_result()
            while self._pending:
                yield self._take_result()
        finally:
            for sent in self._pending:
                with suppress(Exception):  # nothing more can be done where the scheduler is gone
                    sent.future.cancel()

    def _send(self, task: Task) -> _Sent[Task]:
        witnesses = find_witnesses(task, self._files)
        errand = pickle.dumps(Errand(self._function, task, list_surroundings(), witnesses), 5)
        key = f"{getattr(self._function, '__name__', 'task')}-{uuid4().hex}"
        return _Sent(task, self._client.submit(run_errand, errand, key=key, pure=False), witnesses)

    def _count_workers(self) -> int:
        """Workers there are now, for they come and go; at least one."""
        if time.monotonic() - self._looked > _LOOK_AGAIN_SECONDS:
            self._workers, self._looked = len(self._list_workers()), time.monotonic()
        return max(1, self._workers)

    def _list_workers(self) -> Any:
        try:
            return self._client.nthreads()
        except Exception as error:  # each way of losing a scheduler has an error of its own
            raise ClusterError(f"the dask scheduler at {self._address} is gone: {error}") from None

    def _take_result(self) -> Result:
        from distributed import KilledWorker

        sent = self._pending.popleft()
        try:
            return self._wait(sent)
        except KilledWorker:
            return self._run_again(sent.task)
        except FolderUnseenError:
            if all(witness.is_seen() for witness in sent.witnesses):
                raise
            self._files.clear()  # the file that was looked for has changed here too
            return self._wait(self._send(sent.task))

    def _run_again(self, task: Task) -> Result:
        """Run a task that was under way whenever a worker died, alone, to see whether it was the one."""
        from distributed import KilledWorker

        for other in self._pending:
            self._wait_until_done(other)
        try:
            return self._wait(self._send(task))
        except KilledWorker:
            raise WorkerDiedError(
                f"several workers died with this task, the last ones with this task alone: {task!r:.500}"
            ) from None

    def _wait(self, sent: _Sent[Task]) -> Result:
        self._wait_until_done(sent)
        if sent.future.status not in ("finished", "error"):
            raise ClusterError(f"the dask scheduler at {self._address} has forgotten a task: was it restarted?")
        result: Result = sent.future.result()
        return result

    def _wait_until_done(self, sent: _Sent[Task]) -> None:
        since = time.monotonic()
        while not sent.future.done():
            with suppress(TimeoutError, asyncio.CancelledError):
                sent.future.exception(
                    timeout=_LOOK_AGAIN_SECONDS
                )  # it is given, not raised: no timeout of a task's own
            if sent.future.done() or self._list_workers():
                since = time.monotonic()
            elif time.monotonic() - since > PATIENCE:
                raise WorkerDiedError(
                    f"the cluster at {self._address} has no worker (any more). What is written is whole: start a worker "
                    f"(dask worker {self._address}) or choose another executor, and run again"
                )


_CLIENTS: dict[str, Any] = {}


def connect(address: str) -> Any:
    """The client of this process for a scheduler: connecting takes longer than most steps of a small run.

    Raises:
        ClusterError: no scheduler answers, or there is no client for it here.
    """
    client = _CLIENTS.get(address)
    if client is not None and client.status == "running":
        return client
    try:
        import dask
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ClusterError(f"dask://… needs {error.name}: install gov-disclosure[dask]") from None
    if not _CLIENTS:
        atexit.register(close_clients)
    # One long document makes a task that dask would warn of; nothing can be done about it.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
    try:
        client = Client(  # type: ignore[no-untyped-call]
            f"tcp://{address}", timeout=CONNECTING_SECONDS, set_as_default=False
        )
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"no dask scheduler answers at {address}: start `dask scheduler` and `dask worker`, or choose another "
            f"executor ({error})"
        ) from None
    _CLIENTS[address] = client
    return client


def close_clients() -> None:
    """Leave all clusters; what this process still has under way there ends."""
    while _CLIENTS:
        with suppress(Exception):
            _CLIENTS.popitem()[1].close(timeout=2)
