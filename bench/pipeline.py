"""One run of the whole way, as a user starts it: the command in a fresh process, on a Dagster home of its own.

Belongs here: running `gov-disclosure run`, and what it took by the records of Dagster, by the processes and by the files
that lie there afterwards. Does not belong here: which runs are compared (`national.py`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pyarrow.parquet as pq

from bench.memory import Usage, run_and_watch

COMMAND = Path(sys.executable).with_name("gov-disclosure")
INSTANCE = Path(__file__).parents[1] / "data/dagster_home/dagster.yaml"
STAGES = ("register", "reports", "seams", "analysis")
"""The jobs that a run consists of."""

Files = Mapping[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Place:
    """A raw folder, and an empty folder for everything that runs over it write."""

    raw: Path
    folder: Path

    @property
    def warehouse(self) -> Path:
        """Where the tables go."""
        return self.folder / "warehouse"

    @property
    def home(self) -> Path:
        """Where Dagster keeps its records."""
        return self.folder / "home"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took.

    Attributes:
        usage: of its processes.
        stages: seconds of each job.
        work: seconds from the first job to the end of the process; the rest is start-up.
        facts: seconds from the first job until the facts of all reports are written.
    """

    usage: Usage
    stages: Mapping[str, float]
    work: float
    facts: float


def run_pipeline(place: Place, executor: str, helpers: Collection[int] = (), launcher: Collection[str] = ()) -> Run:
    """Run the command once.

    Args:
        place: where.
        executor: the setting of `GOV_DISCLOSURE_EXECUTOR`.
        helpers: other processes that work for it.
        launcher: what runs the command, if not the operating system.

    Raises:
        subprocess.CalledProcessError: the run failed.
    """
    _prepare_home(place.home)
    settings = {
        "DAGSTER_HOME": str(place.home),
        "GOV_DISCLOSURE_RAW": str(place.raw),
        "GOV_DISCLOSURE_WAREHOUSE": str(place.warehouse),
        "GOV_DISCLOSURE_EXECUTOR": executor,
    }
    usage = run_and_watch([*(launcher or [str(COMMAND)]), "run"], settings, helpers)
    spans = [(job, begin, end) for job, begin, end in list_jobs(place.home) if begin >= usage.began]
    stages = defaultdict(float, dict.fromkeys(STAGES, 0.0))
    for job, begin, end in spans:
        stages[job] += end - begin
    first = min((begin for _, begin, _ in spans), default=usage.ended)
    written = max((end for job, _, end in spans if job == "reports"), default=first)
    return Run(usage, stages, usage.ended - first, written - first)


def _prepare_home(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(INSTANCE, home)


def list_jobs(home: Path) -> list[tuple[str, float, float]]:
    """Name, begin and end of every job that a Dagster home has a record of."""
    with dg.DagsterInstance.from_config(str(home)) as instance:
        records = instance.get_run_records()
    return [(r.dagster_run.job_name, r.start_time or 0.0, r.end_time or 0.0) for r in records]


def list_files(warehouse: Path) -> Files:
    """Every file of the tables, hidden ones left out, with what changes when it is replaced."""
    return {name: (s.st_ino, s.st_mtime_ns, s.st_size) for name, s in _list_entries(warehouse)}


def _list_entries(warehouse: Path) -> Iterator[tuple[str, os.stat_result]]:
    for path in sorted(warehouse.rglob("*.parquet")):
        name = path.relative_to(warehouse).as_posix()
        if not any(piece.startswith(".") for piece in name.split("/")):
            yield name, path.stat()


def hash_files(warehouse: Path) -> Mapping[str, str]:
    """The same files with the hash of their bytes."""
    return {name: hashlib.sha256((warehouse / name).read_bytes()).hexdigest() for name, _ in _list_entries(warehouse)}


def count_rows(warehouse: Path, table: str) -> int:
    """Rows of a table, by the footers of its files."""
    return sum(pq.read_metadata(path).num_rows for path in (warehouse / table).rglob("*.parquet"))
