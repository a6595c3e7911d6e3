"""The whole way for the reports of a country: from raw files to Parquet, through Dagster, by the command of the user.

Belongs here: sizes beside each other, executors beside each other. SIZES names the numbers of documents, CORPORA a folder
that keeps the generated documents for the next measurement.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec

from bench.changes import measure_changes
from bench.corpus import YEARS, Corpora, count_cores, open_corpora
from bench.pipeline import STAGES, Place, Run, count_rows, hash_files, list_files, run_pipeline
from bench.plan import Measured, plan
from bench.tables import Table

SIZES = (5_000, 20_000, 57_600, 200_000)
QUICK_SIZES = (2,)
EXECUTORS = ("serial", "processes:{}", "dask")
QUICK_EXECUTORS = EXECUTORS[:2]
QUICK_YEARS = YEARS[-1:]
"""Few documents of many years would be spread over as many partitions, and as many runs of Dagster."""

CHANGED = 57_600
"""A change is measured among so many documents, or among the most of SIZES that are fewer."""

_SIZE_NOTE = (
    "`gov-disclosure run` with `{executor}` in a fresh process, on an empty warehouse and an empty Dagster home. Seconds on the "
    "wall: of the jobs by Dagster's records, `total` of the whole command, its start and its summary too. `CPU s`, `MB`: "
    "CPU time and peak of memory of all processes together (Pss). `accepted`: documents that gave a report."
)
_EXECUTOR_NOTE = (
    "The whole way for {size:,} documents with each executor, {workers} workers where there are any. `CPU s`, `MB`: of all "
    "processes, those of the cluster too. `same`: files that are byte for byte those of the first row."
)
_SIZE_COLUMNS = (
    "documents",
    "accepted",
    "partitions",
    *STAGES,
    "total",
    "documents/s",
    "CPU s",
    "MB",
    "files",
    "MB out",
)
_EXECUTOR_COLUMNS = ("executor", *STAGES, "total", "documents/s", "CPU s", "MB", "files", "same")


def list_national_tables(quick: bool) -> Iterator[Table]:
    """Sizes beside each other, a change among many documents, executors beside each other."""
    sizes = QUICK_SIZES if quick else _read_sizes()
    with open_corpora(QUICK_YEARS if quick else YEARS) as corpora:
        yield from _compare_sizes(sizes, corpora)
        yield _compare_executors(sizes[0], corpora, QUICK_EXECUTORS if quick else EXECUTORS)


def _read_sizes() -> tuple[int, ...]:
    return tuple(sorted(int(size) for size in os.environ.get("SIZES", "").split())) or SIZES


def _compare_sizes(sizes: tuple[int, ...], corpora: Corpora) -> Iterator[Table]:
    executor = f"processes:{count_cores()}"
    changed = max((size for size in sizes if size <= CHANGED), default=sizes[0])
    measured, changes = [], []
    for size in sizes:
        with corpora.open_place(size) as place:
            measured.append(_measure(size, place, run_pipeline(place, executor)))
            changes += [measure_changes(place, executor, size)] if size == changed else []
    rows = [_describe(one) for one in measured]
    yield Table("Raw files to Parquet", _SIZE_NOTE.format(executor=executor), _SIZE_COLUMNS, rows)
    yield plan(measured)
    yield from changes


def _measure(size: int, place: Place, run: Run) -> Measured:
    files = list_files(place.warehouse)
    if count_rows(place.warehouse, "document_register") != size:
        raise ValueError(f"the register of {size:,} documents has another number of rows")
    return Measured(
        documents=size,
        accepted=count_rows(place.warehouse, "dim_report"),
        run=run,
        partitions=sum(name.startswith("dim_report/") for name in files),
        files=len(files),
        written=sum(length for _, _, length in files.values()),
        raw=sum(path.stat().st_size for path in place.raw.rglob("*.*")),
        home=sum(path.stat().st_size for path in place.home.rglob("*")),
    )


def _describe(one: Measured) -> list[str]:
    before = f"{one.documents:,}", f"{one.accepted:,}", f"{one.partitions:,}"
    return [*before, *_spell(one.documents, one.run), f"{one.files:,}", f"{one.written / 1e6:,.0f}"]


def _spell(size: int, run: Run) -> list[str]:
    usage = run.usage
    return [
        *(f"{run.stages[stage]:.1f}" for stage in STAGES),
        f"{usage.seconds:.1f}",
        f"{size / usage.seconds:,.0f}",
        f"{usage.cpu_seconds:,.0f}",
        f"{usage.megabytes:,.0f}",
    ]


def _compare_executors(size: int, corpora: Corpora, executors: Sequence[str]) -> Table:
    workers, rows = count_cores(), []
    first: Mapping[str, str] = {}
    for executor in (name.format(workers) for name in executors):
        with corpora.open_place(size) as place:
            try:
                run = _run_with(executor, place, workers)
                files = hash_files(place.warehouse)
                first = first or files
                rows.append([executor, *_spell(size, run), f"{len(files):,}", f"{_count_same(first, files):,}"])
            except (LookupError, subprocess.CalledProcessError) as error:
                rows.append([f"{executor}: {_explain(error)}", *[""] * (len(_EXECUTOR_COLUMNS) - 1)])
    note = _EXECUTOR_NOTE.format(size=size, workers=workers)
    return Table("Executors", note, _EXECUTOR_COLUMNS, rows)


def _run_with(executor: str, place: Place, workers: int) -> Run:
    if executor != "dask":
        return run_pipeline(place, executor)
    if find_spec("distributed") is None:
        raise LookupError("not installed (extra gov-disclosure[dask])")
    from gov_disclosure_tests.steps.clusters import running_cluster  # it needs dask

    (place.folder / "cluster").mkdir()
    with running_cluster(place.folder / "cluster", workers) as cluster:
        processes = [process.pid for process in (cluster.scheduler, *cluster.workers)]
        return run_pipeline(place, f"dask://{cluster.address}", processes)


def _explain(error: Exception) -> str:
    told = getattr(error, "stderr", None) or str(error)
    return str(told).strip().splitlines()[-1]


def _count_same(first: Mapping[str, str], files: Mapping[str, str]) -> int:
    return sum(first.get(name) == digest for name, digest in files.items())
