"""The raw folder: which files lie there, and their bytes.

Belongs here: listing, hashing and reading of raw documents. Does not belong here: what the bytes mean (floors 1 to 3)
and the manifest (`manifest.py`). A file is known by its path below the raw folder, with forward slashes.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MANIFEST_NAME = "manifest.csv"
SIZE_LIMIT = 20 * 1024 * 1024
_BLOCK = 1024 * 1024


class RawFolderMissingError(FileNotFoundError):
    """The raw folder does not exist: an empty register would be a wrong answer, so there is none."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file of the raw folder.

    Attributes:
        source_file: path below the raw folder; bytes that are no UTF-8 are written as `\\xd6`.
        size_bytes: size when it was listed.
    """

    source_file: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The content of a raw file as far as it could be read.

    Attributes:
        data: the bytes, None for a file that is too large or cannot be read.
        sha256: of the whole content, also where `data` is None; empty if nothing could be read.
        problem: reason code where `data` is None.
    """

    source_file: str
    size_bytes: int
    sha256: str
    data: bytes | None
    problem: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An entry of the raw folder that is not taken for a document, and why."""

    source_file: str
    why: str


def list_raw_files(root: Path, skipped: list[SkippedEntry] | None = None) -> Iterator[RawFile]:
    """All documents below `root` in a fixed order; dot-files and the manifest are none.

    Links are followed to files inside the raw folder only; other links, and things that are no regular files (a pipe
    would block its reader for ever), are added to `skipped`.
    """
    if not root.is_dir():
        raise RawFolderMissingError(f"the raw folder {root} does not exist")
    inside = root.resolve()
    refused = skipped if skipped is not None else []
    for folder, folders, names in os.walk(root, onerror=lambda error: refused.append(_unreadable(error, root))):
        _leave_out_folders(Path(folder), folders, root, refused)
        for name in sorted(names, key=os.fsencode):
            path = Path(folder, name)
            if name.startswith(".") or path == root / MANIFEST_NAME:
                continue
            why = _why_no_document(path, inside)
            if why:
                refused.append(SkippedEntry(spell_path(path, root), why))
            else:
                yield RawFile(spell_path(path, root), _size(path))


def _size(path: Path) -> int:
    """Size of a file; 0 for one that vanished since it was listed, which its reader will tell."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _unreadable(error: OSError, root: Path) -> SkippedEntry:
    return SkippedEntry(spell_path(Path(error.filename), root), error.strerror or "cannot be read")


def _leave_out_folders(folder: Path, folders: list[str], root: Path, refused: list[SkippedEntry]) -> None:
    """Prune hidden and linked folders from a walk: a linked folder may lie outside or lead round in a circle."""
    linked = [name for name in folders if (folder / name).is_symlink()]
    refused += [SkippedEntry(spell_path(folder / name, root), "linked folder") for name in sorted(linked)]
    folders[:] = sorted(
        (n for n in folders if not n.startswith(".") and n not in linked),
        key=os.fsencode,
    )


def _why_no_document(path: Path, inside: Path) -> str | None:
    try:
        if path.is_symlink():
            target = path.resolve(strict=True)
            if not target.is_relative_to(inside):
                return "link out of the raw folder"
        return None if path.is_file() else "not a regular file"
    except (OSError, RuntimeError) as error:  # a link that leads nowhere or to itself
        return "broken link" if path.is_symlink() else getattr(error, "strerror", None) or "cannot be read"


def spell_path(path: Path, root: Path) -> str:
    """Path below `root` as text; archives made on Chinese Windows unpack to names that are not UTF-8."""
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "backslashreplace")


def find_path(root: Path, source_file: str) -> Path:
    """The path that `spell_path` spelled."""
    literal = root / source_file
    if literal.exists() or "\\x" not in source_file:
        return literal
    raw = re.sub(
        rb"\\x([0-9a-f]{2})",
        lambda m: bytes.fromhex(m[1].decode()),
        source_file.encode(),
    )
    return root / os.fsdecode(raw)


def read_raw_document(root: Path, source_file: str, *, limit: int = SIZE_LIMIT) -> RawDocument:
    """Read one file; never raises for what may be wrong with it."""
    path = find_path(root, source_file)
    digest = hashlib.sha256()
    blocks: list[bytes] = []
    size = 0
    try:
        with path.open("rb") as handle:
            while block := handle.read(_BLOCK):
                digest.update(block)
                size += len(block)
                blocks = [*blocks, block] if size <= limit else []
    except OSError as error:
        return RawDocument(
            source_file,
            0,
            "",
            None,
            "unreadable_file",
            error.strerror or type(error).__name__,
        )
    if size > limit:
        detail = f"{size:,} bytes, the limit is {limit:,}"
        return RawDocument(source_file, size, digest.hexdigest(), None, "too_large", detail)
    return RawDocument(source_file, size, digest.hexdigest(), b"".join(blocks))
