import ctypes
import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from gov_disclosure.steps.workers import WorkerDiedError, WorkerPoolError, Workers, WorkerSettingError, parse_workers
from gov_disclosure_tests.steps import worker_tasks

FEEDER = "_ExecutorManagerThread"
"""The class of the thread that feeds the workers of a pool."""

BOTH = pytest.mark.parametrize("workers", [Workers(), Workers(2)], ids=["serial", "processes"])


@pytest.mark.parametrize(("setting", "processes"), [("serial", 0), ("processes:2", 2), (" processes:16 ", 16)])
def test_reads_the_setting(setting: str, processes: int) -> None:
    assert parse_workers(setting) == Workers(processes)


def test_a_scheduler_is_named_by_its_address() -> None:
    assert parse_workers(" dask://scheduler.local:8786 ") == Workers(cluster="scheduler.local:8786")
    assert parse_workers("dask://[::1]:8786/") == Workers(cluster="[::1]:8786")


def test_processes_without_a_number_means_all_cores() -> None:
    assert parse_workers("processes").processes == len(os.sched_getaffinity(0))


@pytest.mark.parametrize(
    "setting",
    ["", "threads", "processes:0", "processes:-1", "processes:two", "serial:2", "dask://", "dask://host", "dask:h:1"],
)
def test_an_unknown_setting_names_the_known_ones(setting: str) -> None:
    with pytest.raises(WorkerSettingError, match="is none of serial, processes, processes:N or dask://host:port"):
        parse_workers(setting)


@BOTH
def test_results_come_in_the_order_of_the_tasks(workers: Workers) -> None:
    assert list(workers.map(worker_tasks.square, range(50))) == [number * number for number in range(50)]


@BOTH
def test_no_task_gives_no_result(workers: Workers) -> None:
    assert list(workers.map(worker_tasks.square, [])) == []


def test_arrow_in_a_worker_gives_memory_back() -> None:
    assert set(Workers(2).map(worker_tasks.name_allocator, range(4))) == {"system"}


def test_few_tasks_are_under_way_however_many_there_are() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = Workers(2).map(worker_tasks.square, tasks())
    assert next(results) == 0
    assert len(taken) <= 5
    results.close()  # type: ignore[attr-defined]


def test_a_single_task_starts_no_process() -> None:
    assert list(Workers(2).map(worker_tasks.tell_process, [0])) == [os.getpid()]
    assert os.getpid() not in list(Workers(2).map(worker_tasks.tell_process, [0, 1]))


@BOTH
def test_an_exception_reaches_the_caller(workers: Workers) -> None:
    with pytest.raises(ValueError, match="three is no number"):
        list(workers.map(worker_tasks.fail_on_three, range(10)))


def test_no_result_is_lost_or_doubled_when_a_worker_is_killed(tmp_path: Path) -> None:
    tasks = [(number, str(tmp_path)) for number in range(20)]
    assert list(Workers(2).map(worker_tasks.die_once, tasks)) == list(range(20))
    assert (tmp_path / "died").exists()


def test_a_worker_that_is_killed_while_it_sends_a_result_costs_time_and_nothing_else(tmp_path: Path) -> None:
    tasks = [(number, str(tmp_path)) for number in range(12)]
    assert list(Workers(2).map(worker_tasks.die_while_sending_once, tasks)) == list(range(12))
    assert (tmp_path / "died").exists()


def test_a_worker_that_does_not_leave_a_broken_pool_does_not_hold_it_up(tmp_path: Path) -> None:
    tasks = [(number, str(tmp_path)) for number in range(12)]
    assert list(Workers(2).map(worker_tasks.die_beside_a_deaf_worker_once, tasks)) == list(range(12))
    assert (tmp_path / "died").exists()


def test_workers_that_do_not_leave_at_the_end_hold_nothing_up() -> None:
    assert list(Workers(2).map(worker_tasks.leave_a_thread_behind, range(5))) == list(range(5))


def test_a_task_that_always_kills_its_worker_is_named() -> None:
    with pytest.raises(WorkerDiedError, match="with this task alone: 5"):
        list(Workers(2).map(worker_tasks.die_always, range(20)))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_pool_that_closes_its_pipe_while_a_task_comes_in_costs_time_and_nothing_else() -> None:
    results = Workers(2).map(worker_tasks.leave_a_thread_behind, iter(range(20)))
    assert next(results) == 0
    results.gi_yieldfrom.gi_frame.f_locals["self"]._executor._executor_manager_thread_wakeup._writer.close()  # type: ignore[attr-defined]
    assert list(results) == list(range(1, 20))
    gc.collect()  # the pool that was broken by hand complains here


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_pool_whose_thread_has_ended_costs_time_and_nothing_else() -> None:
    results = Workers(2).map(worker_tasks.leave_a_thread_behind, iter(range(20)))
    assert next(results) == 0
    for feeder in list_feeders():
        end_thread(feeder, MemoryError)
    assert list(results) == list(range(1, 20))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_pools_whose_threads_never_begin_are_told_of_instead_of_waited_for() -> None:
    threading.settrace(end_feeder)
    try:
        with pytest.raises(WorkerPoolError, match="GOV_DISCLOSURE_EXECUTOR=serial"):
            list(Workers(2).map(worker_tasks.square, range(100)))
    finally:
        threading.settrace(None)  # type: ignore[arg-type]


def end_feeder(frame: FrameType, event: str, argument: object) -> None:
    """A trace function for new threads: one that would feed workers has no memory for its first step."""
    if type(frame.f_locals.get("self")).__name__ == FEEDER and frame.f_code.co_name == "run":
        raise MemoryError


def list_feeders() -> list[threading.Thread]:
    """Threads that feed the workers of a pool."""
    return [thread for thread in threading.enumerate() if type(thread).__name__ == FEEDER]


def end_thread(thread: threading.Thread, error: type[Exception]) -> None:
    """Raise an error in another thread, as it would be without memory."""
    assert thread.ident is not None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(error))


def test_workers_end_when_the_process_that_started_them_is_killed() -> None:
    command = [sys.executable, "-m", "gov_disclosure_tests.steps.worker_tasks"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        workers = [int(process.stdout.readline()) for _ in range(2)]
        process.kill()
    deadline = time.monotonic() + 10
    while any(is_running(worker) for worker in workers):
        assert time.monotonic() < deadline, f"{workers} are still there"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """Whether a process is there and not just waiting to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # the latter where it goes between opening and reading
        return False
