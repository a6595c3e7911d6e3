"""Workers: one function over many chunks, in this process or in several, with the same results in the same order.

Belongs here: how tasks are spread, how many are under way, what happens when a worker dies. Does not belong here: what
a task does, and the workers of a cluster (`cluster.py`). `Workers.map` is the one way to spread work.
"""

import gc
import multiprocessing
import os
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import connection
from typing import Generic, TypeVar

from gov_disclosure.steps.cluster import Cluster, connect
from gov_disclosure.steps.cluster import WorkerDiedError as WorkerDiedError
from gov_disclosure.steps.memory import give_memory_back, trim_memory

Task = TypeVar("Task")
Result = TypeVar("Result")

SETTINGS = "serial, processes, processes:N or dask://host:port"
_IN_FLIGHT_PER_WORKER = 2
_OBJECTS_BETWEEN_LOOKS = 20_000
"""What Python makes before it looks for garbage: a report makes some thousand, and hardly ever any garbage that needs a look."""
_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_TO_NOTICE = 5.0
"""After which an executor that has not noticed the death of a worker never will."""
_PRELOADED = tuple(f"gov_disclosure.steps.{name}" for name in ("derived", "reading", "register"))
"""Where tasks come from: imported once, not by every worker of every step."""

_START_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class WorkerSettingError(ValueError):
    """The executor setting is not one of those that exist."""


class WorkerPoolError(RuntimeError):
    """This machine gives no worker processes, or not what keeps them at work."""

    def __init__(self, why: object) -> None:
        super().__init__(
            f"no worker processes here ({why}): they need shared memory (/dev/shm), threads and memory of their own. "
            "With GOV_DISCLOSURE_EXECUTOR=serial one process does all the work"
        )


class _UnfedError(WorkerPoolError):
    """A pool that nobody feeds any more: one of whose workers died while a task came in, or that had no memory for a thread."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Runs tasks: in this process, in several, or on the cluster whose scheduler has an address."""

    processes: int = 0
    cluster: str = ""

    def check(self) -> None:
        """Ask for the cluster before there is work for it: a small run needs it only near its end.

        Raises:
            ClusterError: no scheduler answers.
        """
        if self.cluster:
            connect(self.cluster)

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """`function` of every task, in their order, with few tasks under way.

        A single task is run in this process: starting others would cost more than it saves.

        Raises:
            WorkerDiedError: a task killed its worker twice, the second time alone. Other tasks that were under way when
                a worker died are run again: no result is lost or comes twice.
            WorkerPoolError: no process can be started, or the thread that feeds them is gone.
            ClusterError: the cluster cannot be used.
        """
        tasks = iter(tasks)
        head = list(islice(tasks, 2))
        return _give_back(self._map(function, chain(head, tasks), len(head) == 2))

    def _map(self, function: Callable[[Task], Result], tasks: Iterable[Task], are_several: bool) -> Iterator[Result]:
        if self.cluster and are_several:
            return Cluster(self.cluster, function).map(tasks)
        if self.processes and are_several:
            return _Pool(function, self.processes).map(tasks)
        return map(function, tasks)


def parse_workers(setting: str) -> Workers:
    """Workers by their setting: `serial`, `processes` (one for each core), `processes:N` or `dask://host:port`.

    >>> parse_workers("processes:3")
    Workers(processes=3, cluster='')
    >>> parse_workers("dask://10.0.0.7:8786")
    Workers(processes=0, cluster='10.0.0.7:8786')
    """
    scheduler = re.fullmatch(r"dask://([\w.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})/?", setting.strip(), re.ASCII)
    if scheduler is not None:
        return Workers(cluster=f"{scheduler[1]}:{scheduler[2]}")
    match = re.fullmatch(r"(serial)|processes(?::([1-9]\d?\d?))?", setting.strip(), re.ASCII)
    if match is None:
        raise WorkerSettingError(f"the executor {setting!r} is none of {SETTINGS}")
    return Workers(0 if match[1] else int(match[2] or _count_cores()))


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin_worker(environment: Mapping[str, str]) -> None:
    """In a worker: end when the process that started it is gone; a killed run would leave its workers behind.

    Settings are those of now, not of the moment when the server that forks workers was started. What was imported is no
    garbage, and is not looked through for any: that took a twentieth of parsing, and so did looking after every 700 objects.
    """
    os.environ.update(environment)
    give_memory_back()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _give_back(results: Iterator[Result]) -> Iterator[Result]:
    """The same results, between giving back what the step before has left in this process and what this one has."""
    trim_memory()
    yield from results
    trim_memory()


def _run_task(function: Callable[[Task], Result], task: Task) -> Result:
    """Run a task after what the one before has left is given back."""
    trim_memory()
    return function(task)


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _close(executor: ProcessPoolExecutor) -> None:
    """End a pool whose results have come, or are no longer wanted.

    Its workers are killed. Asked to leave, one waits without end for a lock of another that died with it, and one that was
    started while the pool broke is not even asked: of some hundred runs whose workers were killed, one stood still here.
    """
    for worker in list((executor._processes or {}).values()):
        worker.kill()
    with suppress(RuntimeError, OSError):  # its thread was never started, or its pipe is closed
        executor.shutdown(wait=True, cancel_futures=True)


def _await_result(executor: ProcessPoolExecutor, future: Future[Result]) -> Result:
    """The result of a task; a pool that waits for a dead worker is broken, and says so.

    A worker that is killed while it sends a result leaves the first part of it in the pipe. The executor then waits for the
    rest without end, because it has the other end of that pipe open itself.

    Its thread may be gone too, when there was no memory for one more: nobody would ever feed the workers again.

    Raises:
        BrokenProcessPool: a worker died before the task was done.
        WorkerPoolError: nobody is left to bring the result.
    """
    while not wait([future], timeout=_SECONDS_BETWEEN_LOOKS).done:
        if not _is_fed(executor) and not future.done():
            raise _UnfedError("the thread that feeds them has ended")
        workers = list((executor._processes or {}).values())
        if connection.wait([worker.sentinel for worker in workers], timeout=0):
            if wait([future], timeout=_SECONDS_TO_NOTICE).done:
                break
            for worker in workers:
                worker.kill()
            executor._result_queue._writer.close()  # type: ignore[attr-defined]
    return future.result()


def _is_fed(executor: ProcessPoolExecutor) -> bool:
    feeder = vars(executor)["_executor_manager_thread"]
    return feeder is not None and feeder.is_alive()


class _Pool(Generic[Task, Result]):
    """A pool of processes that is opened anew when one of them dies."""

    def __init__(self, function: Callable[[Task], Result], processes: int) -> None:
        self._function = function
        self._processes = processes
        self._executor = self._open(processes)
        self._pending: deque[tuple[Task, Future[Result] | None]] = deque()

    def map(self, tasks: Iterable[Task]) -> Iterator[Result]:
        try:
            for task in tasks:
                self._submit(task)
                if len(self._pending) >= self._processes * _IN_FLIGHT_PER_WORKER:
                    yield self._next_result()
            while self._pending:
                yield self._next_result()
        finally:
            _close(self._executor)

    def _open(self, processes: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context(_START_METHOD)
        if _START_METHOD == "forkserver":
            context.set_forkserver_preload(list(_PRELOADED))
        try:
            return ProcessPoolExecutor(
                processes, mp_context=context, initializer=_begin_worker, initargs=(dict(os.environ),)
            )
        except (OSError, ImportError, NotImplementedError) as error:
            raise WorkerPoolError(error) from None

    def _submit(self, task: Task) -> None:
        """Put a task into the pool; one that takes none any more is found out when the result is wanted.

        A pool whose worker has just died says so, or that a pipe is closed (the thread that feeds it was leaving; seen once in
        1,400 kills).
        """
        try:
            future = self._executor.submit(_run_task, self._function, task)
        except (OSError, RuntimeError):
            future = None
        self._pending.append((task, future))

    def _next_result(self) -> Result:
        task, future = self._pending.popleft()
        if future is not None:
            with suppress(BrokenProcessPool, _UnfedError):
                return _await_result(self._executor, future)
        return self._run_again(task)

    def _run_again(self, task: Task) -> Result:
        """Run a task that was under way when a worker died, alone, to see whether it was the one."""
        _close(self._executor)
        alone = self._open(1)
        try:
            result = _await_result(alone, self._submit_alone(alone, task))
        except BrokenProcessPool:
            raise WorkerDiedError(f"a worker died twice, the second time with this task alone: {task!r:.500}") from None
        finally:
            _close(alone)
        self._reopen()
        return result

    def _submit_alone(self, alone: ProcessPoolExecutor, task: Task) -> Future[Result]:
        try:
            return alone.submit(_run_task, self._function, task)
        except BrokenProcessPool:
            raise
        except (OSError, RuntimeError) as error:
            raise WorkerPoolError(error) from None

    def _reopen(self) -> None:
        """A fresh pool for the tasks whose worker died; results that had come before are kept."""
        self._executor = self._open(self._processes)
        waiting, self._pending = self._pending, deque()
        for task, future in waiting:
            if future is not None and future.done() and not future.cancelled() and future.exception() is None:
                self._pending.append((task, future))
            else:
                self._submit(task)
