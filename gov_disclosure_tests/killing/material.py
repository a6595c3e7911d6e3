"""What the killed runs read and write: two raw folders, a warehouse, and the bytes that may lie in it.

Belongs here: writing the documents, running the jobs undisturbed, judging the files. Does not belong here: killing (`kills.py`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import dagster as dg
import pyarrow.parquet as pq
import pytest

from gov_disclosure.defs.partitions import build_range_tags
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure_tests.defs.launching import hash_files, launch, settings
from gov_disclosure_tests.generator import choose_recipe, generate
from gov_disclosure_tests.generator.bodies import list_regions

YEAR = 2019
FIRST, LAST = "shandong", "hubei"
PROVINCES = ("37", "41", "42")
JOBS = ("refresh", "seams")
SMALL_CHUNKS = {
    "gov_disclosure.steps.reading.BYTES_PER_CHUNK": 20_000,
    "gov_disclosure.steps.register.FILES_PER_CHUNK": 2,
    "gov_disclosure.steps.streams.REPORTS_PER_BATCH": 2,
}
"""So that a few documents are many tasks: with one task, a run starts no worker."""

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Material:
    """Two raw folders that give different files, and these files by their hashes."""

    raws: tuple[Path, Path]
    files: tuple[Files, Files]

    def list_damage(self, warehouse: Path) -> list[str]:
        """Files that are neither those of the one raw folder nor of the other, and anything that cannot be read."""
        found = drop_passing(hash_files(warehouse))
        strange = [path for path, digest in found.items() if digest not in (self.files[0][path], self.files[1][path])]
        return [*strange, *_list_unreadable(warehouse / ".register")]


def drop_passing(files: Files) -> Files:
    """Without what has a passing name: no reader takes it for a file of a table."""
    return {path: digest for path, digest in files.items() if not Path(path).name.startswith(".")}


def count_passing(warehouse: Path) -> int:
    """Files with a passing name, each left by a process that was killed while it wrote them."""
    return sum(name.startswith(".") for _, _, names in os.walk(warehouse) for name in names)


def _list_unreadable(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.parquet"):
        if not path.name.startswith("."):
            try:
                pq.read_table(path, partitioning=None)
            except Exception as error:
                yield f"{path}: {error}"


def prepare(folder: Path, documents: int) -> Material:
    """Write both raw folders and run over each, undisturbed and in one process."""
    raws = folder / "raw_a", folder / "raw_b"
    for turn, raw in enumerate(raws):
        _write_raw(raw, documents, turn)
    files = []
    for turn, raw in enumerate(raws):
        warehouse = folder / f"undisturbed_{turn}"
        with dg.DagsterInstance.ephemeral() as instance:
            run_all(instance, raw, warehouse, "serial")
        files.append(drop_passing(hash_files(warehouse)))
    if files[0].keys() != files[1].keys() or files[0] == files[1]:
        raise ValueError("both raw folders have to give the same files with different bytes")
    return Material(raws, (files[0], files[1]))


def _write_raw(raw: Path, documents: int, turn: int) -> None:
    """Reports of the same places; of every other one another report, and sometimes none.

    Both folders have the same names: the register keeps the name of what is gone, which an undisturbed run never saw.
    """
    raw.mkdir(parents=True)
    codes = [code for province in PROVINCES for code in islice(_list_codes(province), documents // len(PROVINCES))]
    for number, code in enumerate(codes):
        changed = turn * (number % 2)
        fixed = {"form": "C", "year": YEAR, "region_code": code, "body": "government", "damage": ()}
        stray = "news" if changed and number % 10 == 9 else ""
        medium, ending = ("html", "html") if number % 3 == 0 else ("text", "txt")
        made = generate(choose_recipe(number + 1_000 * changed, medium=medium, stray=stray, **fixed))
        (raw / f"{code}.{ending}").write_bytes(made.data)


def _list_codes(province: str) -> Iterator[str]:
    return (code for code in list_regions(YEAR) if code.startswith(province))


@contextmanager
def small_chunks() -> Iterator[None]:
    """Many tasks out of a few documents, in this process and those that are forked from it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SMALL_CHUNKS.items():
            patch.setattr(name, value)
        yield


def run_all(instance: dg.DagsterInstance, raw: Path, warehouse: Path, executor: str) -> None:
    """Register, write the reports and compare the years."""
    tags = build_range_tags(PartitionKey(FIRST, YEAR), PartitionKey(LAST, YEAR))
    with settings(raw, warehouse, executor):
        for job in JOBS:
            result = launch(instance, job, tags=tags)
            if not result.success:
                raise RuntimeError(
                    f"{job}: {[str(e.step_failure_data.error) for e in result.all_events if e.is_step_failure]}"
                )
