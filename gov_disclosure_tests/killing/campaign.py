"""A campaign: so many kills of each kind over one warehouse, and after each of them a look at every file.

Belongs here: the shares of the kinds, what must hold, and what is told. Does not belong here: how somebody is killed.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from random import Random

import dagster as dg

from gov_disclosure_tests.defs.launching import hash_files
from gov_disclosure_tests.killing.kills import Scene, kill_pool_worker, kill_run, kill_workers
from gov_disclosure_tests.killing.material import count_passing, drop_passing, prepare, run_all, small_chunks
from gov_disclosure_tests.steps.clusters import RunningCluster, running_cluster

RERUN_EVERY = 20
"""Kills after which what they have left is run over once, undisturbed."""

MOST_MISSED = 3
"""Runs for each kill that may be over too early, before no more is tried."""

SHARES: Mapping[str, float] = {
    "run, serial": 0.4,
    "run, processes": 0.12,
    "one worker of processes": 0.25,
    "run, dask": 0.08,
    "one worker of dask": 0.15,
}
"""How the kills are distributed."""


@dataclass(slots=True)
class Verdict:
    """What was seen of one kind of kills.

    Attributes:
        kills: how many.
        states: different states of the warehouse that they have left.
        torn: kills that left a file with a passing name: they came while it was written.
        reruns: undisturbed runs over what was left; those that disturbed ones completed themselves are counted too.
        missed: runs that were over before a worker of theirs could be killed.
        problems: what must not be.
    """

    kills: int = 0
    states: set[int] = field(default_factory=set)
    torn: int = 0
    reruns: int = 0
    missed: int = 0
    problems: Counter[str] = field(default_factory=Counter)

    def complete(self, problems: Iterable[str]) -> None:
        """Note a run that was not killed, and what was wrong after it."""
        self.reruns += 1
        self.problems.update(problems)


def run_campaign(kills: Mapping[str, int], documents: int, seed: int) -> Iterator[tuple[str, Verdict]]:
    """Kill so many of each kind, one kind after the other; without dask, its kinds are left out."""
    with tempfile.TemporaryDirectory() as name, small_chunks(), ExitStack() as stack:
        folder = Path(name)
        material = prepare(folder, documents)
        scene = Scene(material, folder / "warehouse", _measure_run(folder, material.raws[0]), Random(seed))
        cluster = (
            _open_cluster(folder, stack) if any(count for kind, count in kills.items() if "dask" in kind) else None
        )
        for kind, count in kills.items():
            if count and not ("dask" in kind and cluster is None):
                yield kind, _try_kind(kind, count, scene, cluster)


def _measure_run(folder: Path, raw: Path) -> float:
    """Seconds of a run when everything is warm."""
    with dg.DagsterInstance.ephemeral() as instance:
        began = time.monotonic()
        run_all(instance, raw, folder / "measured", "serial")
    return time.monotonic() - began


def _open_cluster(folder: Path, stack: ExitStack) -> RunningCluster | None:
    if find_spec("distributed") is None:
        return None
    (folder / "cluster").mkdir()
    return stack.enter_context(running_cluster(folder / "cluster", 2, allowed_failures=10))


def _try_kind(kind: str, count: int, scene: Scene, cluster: RunningCluster | None) -> Verdict:
    with closing(_kill(kind, scene, cluster)) as kills:
        return _watch_kills(kind, count, scene, kills)


def _watch_kills(kind: str, count: int, scene: Scene, kills: Iterable[list[str] | None]) -> Verdict:
    verdict = Verdict()
    passing = count_passing(scene.warehouse)
    for number, problems in enumerate(kills):
        verdict.kills += problems is not None
        verdict.missed += problems is None
        verdict.problems.update([*(problems or ()), *scene.material.list_damage(scene.warehouse)])
        files, left = drop_passing(hash_files(scene.warehouse)), count_passing(scene.warehouse)
        verdict.states.add(hash(tuple(files.items())))
        verdict.torn += left > passing
        passing = left
        is_last = verdict.kills == count or verdict.missed > MOST_MISSED * count or bool(verdict.problems)
        if "worker" in kind:
            verdict.complete(_compare(files, scene.material.files[number % 2]))
        elif is_last or verdict.kills % RERUN_EVERY == 0:
            verdict.complete(_run_again(scene))
        if is_last:
            break
    return verdict


def _kill(kind: str, scene: Scene, cluster: RunningCluster | None) -> Generator[list[str] | None, None, None]:
    dask = cluster is not None and "dask" in kind
    executor = f"dask://{cluster.address}" if cluster and dask else "serial" if "serial" in kind else "processes:2"
    if "worker" in kind:
        return kill_workers(scene, executor, _kill_in(cluster) if cluster and dask else kill_pool_worker)
    return (kill_run(scene, executor, turn) for turn in itertools.count())


def _kill_in(cluster: RunningCluster) -> Callable[[int], bool]:
    def kill_one(_: int) -> bool:
        worker = cluster.workers.pop(0)
        worker.kill()
        worker.wait()
        cluster.start_worker()
        return True

    return kill_one


def _run_again(scene: Scene) -> list[str]:
    """Run over what was left."""
    with dg.DagsterInstance.ephemeral() as instance:
        run_all(instance, scene.material.raws[0], scene.warehouse, "serial")
    return _compare(drop_passing(hash_files(scene.warehouse)), scene.material.files[0])


def _compare(files: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    others = sorted(path for path in files.keys() | wanted.keys() if files.get(path) != wanted.get(path))
    return [f"after a completed run {path} has other bytes than an undisturbed run gives" for path in others]
