"""What it costs to register a folder: from nothing, again, and again after one document has changed.

Each measurement is a process of its own, so that its peak memory is its own; documents are generated before, one report
for each body and year. How many is told by the environment variable DOCUMENTS.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

from bench.memory import run_and_measure
from bench.tables import Table
from gov_disclosure.steps.register import register_documents
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure_tests.generator import choose_recipe, generate
from gov_disclosure_tests.generator.bodies import list_regions
from gov_disclosure_tests.generator.recipe import YEARS

DOCUMENTS = 10_000
QUICK_DOCUMENTS = 120
FILES_PER_FOLDER = 1_000
_BODIES = ("government", "department", "township", "office")
_NOTE = (
    "Seconds on the wall, with {workers} worker processes, each in a new process whose start is not counted. "
    "`MB`: peak of memory of all processes together. `each, µs`: what a document costs in that run. "
    "`floor`: a look at the entry of every file (os.scandir and stat), which tells whether it has changed, and nothing else."
)
_RUNS = ("from nothing", "nothing changed", "one document changed")
Choice = tuple[int, int, str, str]


def list_registration_tables(quick: bool) -> Iterator[Table]:
    """One table: a row for each registration of one folder, and the floor."""
    count = QUICK_DOCUMENTS if quick else int(os.environ.get("DOCUMENTS") or DOCUMENTS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder / "raw", count)
        rows = [_measure_run(folder, run, count) for run in _RUNS]
        seconds = min(_look_at_entries(folder / "raw") for _ in range(3))
    rows.append(("floor", "", f"{seconds:.2f}", f"{count / seconds:,.0f}", f"{seconds / count * 1e6:,.1f}", ""))
    columns = ("run", "read", "seconds", "documents/s", "each, µs", "MB")
    yield Table(f"Registering {count:,} documents", _NOTE.format(workers=count_workers()), columns, rows)


def _measure_run(folder: Path, run: str, count: int) -> tuple[str, ...]:
    if run == _RUNS[2]:
        changed = min((folder / "raw").rglob("*.*"))
        changed.write_bytes(changed.read_bytes() + b"\n")
    output, megabytes = run_and_measure([sys.executable, "-m", "bench.registration", str(folder)])
    found: dict[str, float] = json.loads(output)
    seconds = found["seconds"]
    numbers = (f"{found['read']:,}", f"{seconds:.2f}", f"{count / seconds:,.0f}", f"{seconds / count * 1e6:,.1f}")
    return run, *numbers, f"{megabytes:.0f}"


def _look_at_entries(raw: Path) -> float:
    """Seconds to look at every entry below a folder."""
    began, folders = time.perf_counter(), [os.fspath(raw)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                else:
                    entry.stat()
    return time.perf_counter() - began


def count_workers() -> int:
    """One for each core."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def write_corpus(raw: Path, size: int) -> None:
    """Write `size` reports, each of another body or year, in folders of a thousand."""
    choices = [(number, *choice) for number, choice in enumerate(islice(_list_choices(), size))]
    for start in range(0, size, FILES_PER_FOLDER):
        (raw / f"{start // FILES_PER_FOLDER:04}").mkdir(parents=True)
    tasks = [(raw, chunk) for chunk in _chunk(choices, 200)]
    deque(Workers(count_workers()).map(_write_reports, tasks), maxlen=0)


def _list_choices() -> Iterator[tuple[int, str, str]]:
    """Year, region and body of one report after the other: all governments of all years first."""
    years = [year for form in YEARS.values() for year in form]
    for body, year in product(_BODIES, years):
        yield from ((year, code, body) for code in list_regions(year))


def _chunk(choices: list[Choice], length: int) -> Iterator[list[Choice]]:
    yield from (choices[start : start + length] for start in range(0, len(choices), length))


def _write_reports(task: tuple[Path, list[Choice]]) -> None:
    raw, choices = task
    for seed, year, code, body in choices:
        form = next(form for form, years in YEARS.items() if year in years)
        medium = "html" if seed % 3 == 0 else "text"
        recipe = choose_recipe(
            seed, form=form, year=year, region_code=code, body=body, medium=medium, damage=(), stray=""
        )
        name = f"{seed // FILES_PER_FOLDER:04}/{code}_{year}_{seed}.{'html' if medium == 'html' else 'txt'}"
        (raw / name).write_bytes(generate(recipe).data)


def register_and_measure(folder: Path) -> dict[str, float]:
    """Register once, as the assets do; what it took."""
    began = time.perf_counter()
    warehouse = Warehouse(str(folder / "warehouse"))
    registration = register_documents(folder / "raw", Workers(count_workers()), warehouse)
    for table, stream in registration.list_streams():
        with warehouse.open_writer(table) as writer:
            for rows in stream:
                writer.append(rows)
    assert registration.is_conserved
    return {"seconds": time.perf_counter() - began, "read": registration.read}


if __name__ == "__main__":
    print(json.dumps(register_and_measure(Path(sys.argv[1]))))
