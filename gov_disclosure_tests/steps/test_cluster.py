"""Work spread over a real dask cluster on loopback: order, deaths, and workers that may not do it."""

import pickle
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import gov_disclosure
from gov_disclosure.steps import cluster as module
from gov_disclosure.steps.cluster import (
    ClusterError,
    Errand,
    WorkerDiedError,
    close_clients,
    list_surroundings,
    run_errand,
)
from gov_disclosure.steps.witnesses import RawFile, find_raw_file
from gov_disclosure.steps.workers import Workers, parse_workers
from gov_disclosure_tests.steps import worker_tasks
from gov_disclosure_tests.steps.clusters import LISTENING, MARKER, RunningCluster, running_cluster
from gov_disclosure_tests.ui.listening import list_beyond_loopback, list_listening


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    """Workers that nobody replaces, and tasks that dask gives up at the first death: what it forgives is ours to do."""
    with running_cluster(tmp_path_factory.mktemp("cluster"), 2, allowed_failures=0) as running:
        yield running


@pytest.fixture
def workers(cluster: RunningCluster) -> Workers:
    """Two living workers."""
    while sum(worker.poll() is None for worker in cluster.workers) < 2:
        cluster.start_worker()
    return parse_workers(f"dask://{cluster.address}")


def test_results_come_in_the_order_of_the_tasks(workers: Workers) -> None:
    assert list(workers.map(worker_tasks.square, range(50))) == [number * number for number in range(50)]
    assert list(workers.map(worker_tasks.square, [])) == []


def test_with_the_options_of_the_page_a_cluster_listens_where_it_is_told_to_and_nowhere_else(
    cluster: RunningCluster,
) -> None:
    marker, end = f"{MARKER}={cluster.folder}", time.monotonic() + 60
    while len(list_listening(marker)) < 6:  # a scheduler and two workers, each for the others and for browsers
        assert time.monotonic() < end
        time.sleep(0.1)
    assert list_beyond_loopback(marker) == []
    page = (Path(__file__).parents[2] / "docs" / "machines.md").read_text(encoding="utf-8")
    commands = re.findall(r"^dask (?:scheduler|worker) .*", page, re.MULTILINE)
    assert len(commands) == 2
    assert all(set(LISTENING) <= set(command.split()) for command in commands)


def test_few_tasks_are_under_way_however_many_there_are(workers: Workers) -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = workers.map(worker_tasks.square, tasks())
    assert next(results) == 0
    assert len(taken) <= 6
    results.close()  # type: ignore[attr-defined]


def test_a_large_task_is_no_reason_for_a_warning(workers: Workers) -> None:
    assert list(workers.map(len, [bytes(11_000_000), b"a"])) == [11_000_000, 1]


def test_an_exception_reaches_the_caller(workers: Workers) -> None:
    with pytest.raises(ValueError, match="three is no number"):
        list(workers.map(worker_tasks.fail_on_three, range(10)))


def test_no_result_is_lost_or_doubled_when_a_worker_is_killed(workers: Workers, tmp_path: Path) -> None:
    tasks = [(number, str(tmp_path)) for number in range(20)]
    assert list(workers.map(worker_tasks.die_once, tasks)) == list(range(20))
    assert (tmp_path / "died").exists()


def test_a_task_that_always_kills_its_worker_is_named(workers: Workers, cluster: RunningCluster) -> None:
    cluster.start_worker()
    with pytest.raises(WorkerDiedError, match="with this task alone: 5"):
        list(workers.map(worker_tasks.die_always, range(20)))


def test_a_cluster_without_workers_is_told(
    workers: Workers, cluster: RunningCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.5)
    for worker in cluster.workers:
        worker.kill()
        worker.wait()
    with pytest.raises(WorkerDiedError, match=r"has no worker \(any more\).*start a worker"):
        list(workers.map(worker_tasks.square, range(5)))


def test_a_worker_with_another_version_of_the_program_refuses(tmp_path: Path, cluster: RunningCluster) -> None:
    shutil.copytree(Path(gov_disclosure.__file__).parent, tmp_path / "gov_disclosure")
    with (tmp_path / "gov_disclosure/vocabulary/forms.py").open("a") as file:
        file.write("# another version\n")
    for worker in cluster.workers:
        worker.kill()
        worker.wait()
    cluster.start_worker(path=[tmp_path])
    with pytest.raises(ClusterError, match=r"has gov_disclosure .* instead of .*: install the same versions there"):
        list(parse_workers(f"dask://{cluster.address}").map(worker_tasks.square, range(5)))
    cluster.workers.pop().kill()


def test_a_scheduler_that_goes_away_is_told(tmp_path: Path) -> None:
    with running_cluster(tmp_path, 1) as running:
        results = Workers(cluster=running.address).map(worker_tasks.nap, range(1000))
        next(results)
        running.scheduler.kill()
        with pytest.raises(
            ClusterError, match=r"the dask scheduler at 127\.0\.0\.1:\d+ (is gone|has forgotten a task)"
        ):
            list(results)


def test_where_no_scheduler_answers_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECTING_SECONDS", 0.5)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(ClusterError, match=f"no dask scheduler answers at {address}: start `dask scheduler`"):
            list(Workers(cluster=address).map(worker_tasks.square, range(2)))


def test_a_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"needs distributed: install gov-disclosure\[dask\]"):
        list(Workers(cluster="127.0.0.1:1").map(worker_tasks.square, range(2)))


def send(*witnesses: RawFile, task: int = 3, **other: str) -> int:
    surroundings = tuple((dict(list_surroundings()) | other).items())
    return int(run_errand(pickle.dumps(Errand(worker_tasks.square, task, surroundings, witnesses))))


def test_a_worker_refuses_what_it_would_do_with_other_libraries_or_another_raw_folder(tmp_path: Path) -> None:
    assert find_raw_file(tmp_path) is None
    (tmp_path / "a.txt").write_text("abc")
    witness = find_raw_file(tmp_path)
    assert witness is not None
    assert send(witness) == 9
    with pytest.raises(ClusterError, match=r"has pyarrow \S+ instead of 1\.0, xlrd \S+ instead of none: install"):
        send(pyarrow="1.0", xlrd="none")
    (tmp_path / "a.txt").write_text("abcd")
    with pytest.raises(
        ClusterError,
        match=r"does not see \S+/a\.txt as it is .*: the raw folder has to be the same",
    ):
        send(witness)
    with pytest.raises(ClusterError, match="does not see /nowhere"):
        send(RawFile("/nowhere/a.txt", 1, 1))


def test_a_file_that_changes_while_the_cluster_works_is_no_other_folder(workers: Workers, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("abc")
    results = workers.map(worker_tasks.nap_in_folder, (worker_tasks.TaskInFolder(tmp_path, n) for n in range(12)))
    assert next(results) == 0
    witness = find_raw_file(tmp_path)
    assert witness is not None
    Path(witness.path).unlink()
    assert list(results) == list(range(1, 12))


def test_a_worker_with_several_threads_runs_one_task_at_a_time() -> None:
    errand = pickle.dumps(Errand(worker_tasks.count_together, 0, list_surroundings()))
    threads = [threading.Thread(target=run_errand, args=(errand,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert worker_tasks.TOGETHER == [1, 1, 1, 1]


def test_what_nobody_waits_for_any_more_is_taken_from_the_cluster(workers: Workers, cluster: RunningCluster) -> None:
    results = workers.map(worker_tasks.nap, range(1000))
    assert next(results) == 0
    client = module._CLIENTS[cluster.address]
    assert any(client.processing().values())
    results.close()  # type: ignore[attr-defined]
    end = time.monotonic() + 10
    while any(client.processing().values()):
        assert time.monotonic() < end, client.processing()
        time.sleep(0.05)
    close_clients()
    assert client.status == "closed"
