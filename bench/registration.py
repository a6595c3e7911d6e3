"""What it costs to register a folder: from nothing, again, and again after one document has changed.

Each measurement is a process of its own, so that its peak memory is its own; documents are generated before, one report
for each body and year.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice, product
from multiprocessing import get_context
from pathlib import Path

from bench.tables import Table
from gov_disclosure.steps.register import register_documents
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure_tests.generator import choose_recipe, generate
from gov_disclosure_tests.generator.bodies import list_regions
from gov_disclosure_tests.generator.recipe import YEARS

SIZES = (10_000, 100_000)
QUICK_SIZES = (60, 120)
FILES_PER_FOLDER = 1_000
_BODIES = ("government", "department", "township", "office")
Choice = tuple[int, int, str, str]


def list_registration_tables(quick: bool) -> Iterator[Table]:
    """One table: a row for each size of the folder."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [_measure_size(Path(folder, str(size)), size) for size in (QUICK_SIZES if quick else SIZES)]
    yield Table(
        "Registering a folder",
        f"Seconds on the wall with {_count_workers()} worker processes, and the peak of memory of all of them together. "
        "A file that has not changed costs a look at its entry in the folder and its row in the register that is written.",
        ("documents", "from nothing, s", "documents/s", "MB", "unchanged, s", "one changed, s", "read then", "MB then"),
        rows,
    )


def _count_workers() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _measure_size(folder: Path, size: int) -> tuple[object, ...]:
    write_corpus(folder / "raw", size)
    first = _register_apart(folder)
    unchanged = _register_apart(folder)
    changed = min((folder / "raw").rglob("*.*"))
    changed.write_bytes(changed.read_bytes() + b"\n")
    again = _register_apart(folder)
    return (
        f"{size:,}",
        f"{first['seconds']:.1f}",
        f"{size / first['seconds']:,.0f}",
        f"{first['megabytes']:.0f}",
        f"{unchanged['seconds']:.2f}",
        f"{again['seconds']:.2f}",
        f"{again['read']:.0f}",
        f"{again['megabytes']:.0f}",
    )


def _register_apart(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.registration", str(folder)]
    answer: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return answer


def write_corpus(raw: Path, size: int) -> None:
    """Write `size` reports, each of another body or year, in folders of a thousand."""
    choices = [(number, *choice) for number, choice in enumerate(islice(_list_choices(), size))]
    for start in range(0, size, FILES_PER_FOLDER):
        (raw / f"{start // FILES_PER_FOLDER:04}").mkdir(parents=True)
    tasks = [(raw, chunk) for chunk in _chunk(choices, 200)]
    with get_context("forkserver").Pool(_count_workers()) as pool:
        for _ in pool.imap_unordered(_write_reports, tasks):
            pass


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
    registration = register_documents(folder / "raw", Workers(_count_workers()), warehouse)
    for table, stream in registration.list_streams():
        with warehouse.open_writer(table) as writer:
            for rows in stream:
                writer.append(rows)
    assert registration.is_conserved
    own, workers = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "seconds": time.perf_counter() - began,
        "megabytes": (own + workers * _count_workers() * (registration.read > 1)) / 1024,
        "read": registration.read,
    }


if __name__ == "__main__":
    print(json.dumps(register_and_measure(Path(sys.argv[1]))))
