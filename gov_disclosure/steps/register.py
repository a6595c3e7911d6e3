"""The register of documents: every document of the raw folder, each read once, and again when its file has changed.

Belongs here: from the raw folder to `document_register` and `rejected_document`. Does not belong here: what makes a
document a report (`frames/register.py`), which of several versions counts (`frames/versions.py`), and where rows are
kept between runs (`storage/row_cache.py`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.manifest_use import COLUMNS, list_unused
from gov_disclosure.frames.register import (
    REFUSAL_COLUMNS,
    ROW_SCHEMA,
    Record,
    build_refusals,
    build_register_row,
    build_register_rows,
    build_rows,
)
from gov_disclosure.frames.schemas import TABLES, TableSpec
from gov_disclosure.steps.gone import find_hidden, list_gone, stream_with_gone
from gov_disclosure.steps.pace import Pace, Tell, tell_nobody
from gov_disclosure.steps.version import READING_FLOORS, find_code_version
from gov_disclosure.steps.versions import resolve_all
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.corpus import MANIFEST_NAME, WAIVERS_NAME, SkippedEntry, list_raw_files
from gov_disclosure.storage.documents import list_raw_documents, read_raw_document
from gov_disclosure.storage.listings import ListingProblem
from gov_disclosure.storage.locations import Location, check_apart
from gov_disclosure.storage.manifest import Manifest, ManifestLine, find_strangers, list_named, read_manifest
from gov_disclosure.storage.notices import write_notices
from gov_disclosure.storage.row_cache import FILE, STATE, RowCache, find_cache_folder
from gov_disclosure.storage.warehouse import Warehouse

FILES_PER_CHUNK = 100


class FolderHiddenError(PermissionError):
    """A folder with registered documents cannot be looked into any more."""


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file of the raw folder with its state, and what the manifest says about it or about members of it."""

    file: str
    stamp: str
    known: str
    lines: Mapping[str, ManifestLine]


@dataclass(frozen=True, slots=True)
class FileChunk:
    """Files that one worker reads."""

    root: Location
    files: tuple[FileToRead, ...]


@dataclass(slots=True)
class Registration:
    """The two tables of the register as streams, and what has to be told about the raw folder.

    Attributes:
        listed: files that were found; each gives one row or, if it is an archive, one for each member.
        read: files that were read, because they are new or have changed.
        skipped: entries that were not taken for documents.
        counts: documents by status, when the register was streamed.
        known: files that gave a row, when the register was streamed.
    """

    cache: RowCache
    warehouse: Warehouse
    versions: pa.Table
    listed: int
    read: int
    skipped: tuple[SkippedEntry, ...] = ()
    manifest_problems: tuple[ListingProblem, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)
    known: int = 0

    def stream_register(self) -> Iterator[pa.Table]:
        """`document_register`, in the order of the files."""
        self.counts.clear()
        self.known, last = 0, None
        present = pa.concat_tables(self.cache.read_groups(["source_file", "report_id"]))
        rows = (build_register_rows(group, self.versions) for group in self.cache.read_groups())
        for group in stream_with_gone(rows, list_gone(self.warehouse, present)):
            self.counts.update(group["status"].to_pylist())
            for file in pc.unique(_find_files(group)).to_pylist():
                self.known, last = self.known + (file != last), file
            yield group

    def stream_refusals(self) -> Iterator[pa.Table]:
        """`rejected_document`, in the same order."""
        groups = self.cache.read_groups(REFUSAL_COLUMNS)
        return (build_refusals(build_register_rows(group, self.versions, REFUSAL_COLUMNS)) for group in groups)

    def list_streams(self) -> Iterator[tuple[TableSpec, Iterator[pa.Table]]]:
        """Both tables, each with its rows."""
        yield TABLES["document_register"], self.stream_register()
        yield TABLES["rejected_document"], self.stream_refusals()

    @property
    def is_conserved(self) -> bool:
        """Whether every file gave a row, and every row is exactly one of accepted, duplicate and rejected."""
        return self.listed == self.known and set(self.counts) <= {"accepted", "duplicate", "rejected", "gone"}


def _find_files(rows: pa.Table) -> pa.ChunkedArray:
    """Files that some documents were read from; those that are gone were read from none."""
    present = rows.filter(pc.not_equal(rows["status"], "gone"))
    return pc.coalesce(present["container"], present["source_file"])


def register_documents(
    root: Location, workers: Workers, warehouse: Warehouse, tell: Tell = tell_nobody
) -> Registration:
    """Read what is new or changed in the raw folder, and say of every document what it is.

    Holds in memory a chunk of documents, and of all others what decides which of several versions counts.
    """
    check_apart(root, warehouse.folder)
    skipped: list[SkippedEntry] = []
    manifest = read_manifest(root)
    cache = RowCache(find_cache_folder(warehouse), ROW_SCHEMA, find_code_version(READING_FLOORS))
    cache.recover()
    notes = _sort_notes(manifest)
    files = _list_files(root, skipped, notes)
    _refuse_to_lose(warehouse, skipped)
    known = cache.find_known(files)
    chunks = _split_files(files.filter(pc.invert(known)), root, notes)
    pace = Pace(files.num_rows - (pc.sum(known).as_py() or 0), tell, "read")
    rows = pace.follow(workers.map(read_file_chunk, chunks), lambda table: int(table.num_rows))
    cache.update(files.filter(known)[FILE].combine_chunks(), rows)
    versions = resolve_all(cache, root, workers)
    registration = Registration(
        cache=cache,
        warehouse=warehouse,
        versions=versions,
        listed=files.num_rows,
        read=pace.total,
        skipped=tuple(skipped),
        manifest_problems=(
            *manifest.problems,
            *_find_misplaced(cache),
            *_find_strangers(manifest, cache),
            *_find_unused(manifest, cache, versions),
        ),
    )
    write_notices(cache.folder, _spell_notices(registration))
    return registration


def count_changes(root: Location, warehouse: Warehouse, *, by_content: bool = False) -> tuple[int, int]:
    """Files of which a registration would read something new, and files of the last one that are not there.

    What could not be read is tried again: while it cannot, nothing is new about it. Nothing else is read; `by_content` reads what
    looks changed, and a file of the same content, copied or touched, is no change then.

    Raises:
        FolderHiddenError: as of a registration.
    """
    cache = RowCache(find_cache_folder(warehouse), ROW_SCHEMA, find_code_version(READING_FLOORS))
    skipped: list[SkippedEntry] = []
    files = _list_files(root, skipped, _sort_notes(read_manifest(root)))
    _refuse_to_lose(warehouse, skipped)
    held = pa.concat_tables(cache.read_groups([FILE]))[FILE].unique()
    unread = files.filter(pc.invert(cache.find_known(files))).select([FILE, "known"])
    missing = pc.sum(pc.invert(pc.is_in(held, files[FILE].combine_chunks()))).as_py() or 0
    return unread.num_rows - _count_same(root, cache, unread, by_content), missing


def _count_same(root: Location, cache: RowCache, files: pa.Table, by_content: bool) -> int:
    """Files whose content is what was read, or cannot be read as before; archives are not looked into."""
    wanted = pc.field("container").is_null() & pc.field(FILE).isin(files[FILE].combine_chunks())
    wanted = wanted if by_content else wanted & (pc.field("stamp") == _UNREAD)
    held = cache.read_groups([*STATE.names, "container", "source_sha256"])
    plain = (row for group in held for row in group.filter(wanted).to_pylist())
    was_read = {(row[FILE], row["known"]): row["source_sha256"] for row in plain}
    expected = (
        (file, was_read.get((file, known))) for file, known in zip(*(c.to_pylist() for c in files), strict=True)
    )
    return sum(read_raw_document(root, file, None).sha256 == digest for file, digest in expected if digest is not None)


def _refuse_to_lose(warehouse: Warehouse, skipped: Sequence[SkippedEntry]) -> None:
    """Keep the last register where a folder of its documents cannot be looked into: they would be taken for deleted."""
    hiding = {entry.source_file: entry.why for entry in skipped if entry.hides}
    lost = find_hidden(warehouse, hiding)
    if lost is not None:
        why = "; ".join(f"{folder}: {why}" for folder, why in hiding.items())
        raise FolderHiddenError(
            f"{why}. Documents such as {lost} were registered there; nothing was changed. "
            "Make the folder readable, or remove it if they are to go."
        )


def _spell_notices(registration: Registration) -> Iterator[str]:
    """What was not used, as sentences for the command line."""
    for problem in registration.manifest_problems:
        line = f", line {problem.line}" if problem.line else ""
        yield f"{MANIFEST_NAME}{line}: {problem.message}"
    for entry in registration.skipped:
        yield f"{entry.source_file}: {entry.why}, left out"


def _find_misplaced(cache: RowCache) -> Iterator[ListingProblem]:
    """Manifests and waivers in folders and archives: they were taken for documents."""
    for group in cache.read_groups(["source_file"]):
        paths = group["source_file"]
        misplaced = pc.or_(*(pc.ends_with(paths, f"/{name}") for name in (MANIFEST_NAME, WAIVERS_NAME)))
        for path in paths.filter(misplaced).to_pylist():
            name = path.rpartition("/")[2]
            yield ListingProblem(0, f"{path} was not used: only {name} at the top of the raw folder is")


def _find_strangers(manifest: Manifest, cache: RowCache) -> Sequence[ListingProblem]:
    """Lines of the manifest that name no document."""
    if not manifest.lines:
        return ()
    wanted = pa.array(sorted(list_named(manifest)), pa.string())
    found: set[str] = set()
    for group in cache.read_groups(["source_file"]):
        names = group["source_file"]
        found.update(names.filter(pc.is_in(names, wanted)).to_pylist())
    return find_strangers(manifest, found)


def _find_unused(manifest: Manifest, cache: RowCache, versions: pa.Table) -> Sequence[ListingProblem]:
    """What the manifest says of documents that are there, and cannot be used."""
    if not manifest.lines:
        return ()
    rows = pa.concat_tables(cache.read_groups(list(COLUMNS)))
    return [ListingProblem(0, message) for message in list_unused(rows, versions)]


def _sort_notes(manifest: Manifest) -> Mapping[str, Mapping[str, ManifestLine]]:
    """Lines of the manifest by file: its own, and those of documents below it, which are members of an archive."""
    notes: dict[str, dict[str, ManifestLine]] = defaultdict(dict)
    for path, line in manifest.lines.items():
        pieces = path.split("/")
        for depth in range(1, len(pieces) + 1):
            notes["/".join(pieces[:depth])][path] = line
    return notes


def _list_files(
    root: Location, skipped: list[SkippedEntry], notes: Mapping[str, Mapping[str, ManifestLine]]
) -> pa.Table:
    batches = []
    files = list_raw_files(root, skipped)
    while chunk := list(islice(files, 10_000)):
        columns = (
            [file.source_file for file in chunk],
            [file.stamp for file in chunk],
            [repr(sorted(notes[f.source_file].items())) if f.source_file in notes else "" for f in chunk],
        )
        batches.append(pa.table([pa.array(column, pa.string()) for column in columns], schema=STATE))
    return pa.concat_tables([STATE.empty_table(), *batches])


def _split_files(
    files: pa.Table, root: Location, notes: Mapping[str, Mapping[str, ManifestLine]]
) -> Iterator[FileChunk]:
    for start in range(0, files.num_rows, FILES_PER_CHUNK):
        rows = files.slice(start, FILES_PER_CHUNK).to_pylist()
        yield FileChunk(root, tuple(FileToRead(**row, lines=notes.get(row[FILE], {})) for row in rows))


def read_file_chunk(chunk: FileChunk) -> pa.Table:
    """Task of a worker: the rows of some files, with the state in which each was read."""
    rows = (row for file in chunk.files for row in _read_file(chunk.root, file))
    return build_rows(rows, pa.schema([*STATE, *ROW_SCHEMA]))


_UNREAD = "unread"
"""Stands for the state of a file that could not be read; no file has it."""


def _read_file(root: Location, file: FileToRead) -> list[Record]:
    documents = list_raw_documents(root, file.file)
    rows = [build_register_row(document, file.lines.get(document.source_file)) for document in documents]
    # A file that could not be read may be readable the next time, though nothing about it has changed.
    stamp = _UNREAD if any(row.get("reason") == "unreadable_file" for row in rows) else file.stamp
    state = dict(zip(STATE.names, (file.file, stamp, file.known), strict=True))
    return [state | row for row in rows]
