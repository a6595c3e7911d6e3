"""The register of documents: every file of the raw folder, read once, in chunks.

Belongs here: from the raw folder to `document_register` and `rejected_document`. Does not belong here: what makes a
file a report (`frames/register.py` and below).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.register import build_register, build_register_row
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.corpus import RawFile, SkippedEntry, list_raw_files, read_raw_document
from gov_disclosure.storage.manifest import (
    Manifest,
    ManifestLine,
    ManifestProblem,
    find_strangers,
    read_manifest,
)

FILES_PER_CHUNK = 100


@dataclass(frozen=True, slots=True)
class FileChunk:
    """Files that one worker reads, with what the manifest says about them."""

    root: Path
    files: tuple[tuple[str, ManifestLine | None], ...]


@dataclass(frozen=True, slots=True)
class Registration:
    """The two tables of the register, and what has to be told about the raw folder.

    Attributes:
        listed: files that were found: each must be one row of `register`.
        skipped: entries that were not taken for documents.
    """

    register: pa.Table
    rejected: pa.Table
    listed: int
    skipped: tuple[SkippedEntry, ...] = ()
    manifest_problems: tuple[ManifestProblem, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_conserved(self) -> bool:
        """Whether every file is exactly one of accepted, duplicate and rejected."""
        files = pc.count_distinct(self.register["source_file"]).as_py()
        known = sum(self.counts.get(status, 0) for status in ("accepted", "duplicate", "rejected"))
        return bool(self.listed == files == self.register.num_rows == known)


def register_documents(root: Path, workers: Workers) -> Registration:
    """Read every file of the raw folder and say what it is; holds one row per file, and a chunk of files at a time."""
    skipped: list[SkippedEntry] = []
    manifest = read_manifest(root)
    names: set[str] = set()
    chunks = _split_files(_noted(list_raw_files(root, skipped), names), root, manifest)
    rows = (row for chunk in workers.map(read_file_chunk, chunks) for row in chunk)
    register, rejected = build_register(rows)
    return Registration(
        register=register,
        rejected=rejected,
        listed=len(names),
        skipped=tuple(skipped),
        manifest_problems=(*manifest.problems, *find_strangers(manifest, names)),
        counts={item["values"]: item["counts"] for item in pc.value_counts(register["status"]).to_pylist()},
    )


def _noted(files: Iterable[RawFile], names: set[str]) -> Iterator[RawFile]:
    for file in files:
        names.add(file.source_file)
        yield file


def _split_files(files: Iterator[RawFile], root: Path, manifest: Manifest) -> Iterator[FileChunk]:
    while chunk := tuple(islice(files, FILES_PER_CHUNK)):
        yield FileChunk(root, tuple((file.source_file, manifest.lines.get(file.source_file)) for file in chunk))


def read_file_chunk(chunk: FileChunk) -> list[dict[str, Any]]:
    """Task of a worker: one row of the register per file."""
    return [_read_row(chunk.root, source_file, line) for source_file, line in chunk.files]


def _read_row(root: Path, source_file: str, line: ManifestLine | None) -> dict[str, Any]:
    document = read_raw_document(root, source_file)
    return build_register_row(document, line)
