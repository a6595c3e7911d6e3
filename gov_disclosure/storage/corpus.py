"""The raw folder: which files lie there, and in which state.

Belongs here: listing, and telling a changed file from one that is what it was. Does not belong here: reading a file
(`documents.py`), what its bytes mean (floors 1 to 3), the manifest (`manifest.py`) and the waivers (`waivers.py`).
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from gov_disclosure.storage.locations import Location
from gov_disclosure.storage.names import spell_name
from gov_disclosure.storage.object_store import StoredObject, StoreError, StorePath

MANIFEST_NAME = "manifest.csv"
WAIVERS_NAME = "waivers.csv"


MOST_FOLDERS = 100
"""Folders inside of each other; beyond some thousand a path has no name that the system takes."""


class RawFolderMissingError(FileNotFoundError):
    """The raw folder does not exist: an empty register would be a wrong answer, so there is none."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file of the raw folder.

    Attributes:
        source_file: the name by which it is known, see `names.py`.
        stamp: its state. On a disk: size, and times of the last change of its content and of its entry. The last one
            cannot be set by hand, so that a file that was replaced under its old date is seen to have changed. In an
            object store: size, time, and ETag.
    """

    source_file: str
    stamp: str


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An entry of the raw folder that is not taken for a document, and why.

    Attributes:
        hides: whether documents may lie below it that nobody could see.
    """

    source_file: str
    why: str
    hides: bool = False


@dataclass(frozen=True, slots=True)
class _Walk:
    """The folder that is walked, and what was left out on the way."""

    root: str
    inside: str
    refused: list[SkippedEntry] = field(default_factory=list)


def list_raw_files(root: Location, skipped: list[SkippedEntry] | None = None) -> Iterator[RawFile]:
    """All files below `root` in the order of their names; dot-files, the manifest and the waivers are none.

    Links are followed to files inside the raw folder only; other links, and things that are no regular files (a pipe
    would block its reader for ever), are added to `skipped`.

    Raises:
        RawFolderMissingError: there is no such folder, or nothing at all in such a place of an object store.
        OSError: it cannot be looked into: nobody knows what lies there.
        StoreError: the object store cannot be used.
    """
    if not root.is_dir():
        raise RawFolderMissingError(f"the raw folder {root} does not exist")
    refused = skipped if skipped is not None else []
    if isinstance(root, StorePath):
        return _list_objects(root, refused)
    return _walk(_Walk(os.fspath(root), os.path.realpath(root), refused), "")


def _walk(walk: _Walk, below: str) -> Iterator[RawFile]:
    """Files of one folder; `below` is its path below the root, empty or ending in a slash."""
    if below.count("/") > MOST_FOLDERS:
        why = f"more than {MOST_FOLDERS} folders inside of each other"
        walk.refused.append(SkippedEntry(spell_name(below.rstrip("/")), why, hides=True))
        return
    try:
        # Through its dot: a folder that can be listed and not entered hides what its files hold.
        with os.scandir(os.path.join(walk.root, below, os.curdir)) as entries:
            named = sorted((_spell(entry), entry) for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        if not below:
            raise
        why = error.strerror or "cannot be read"
        walk.refused.append(SkippedEntry(spell_name(below.rstrip("/")), why, hides=True))
        return
    for name, entry in named:
        if name.endswith("/"):
            yield from _walk(walk, f"{below}{entry.name}/")
        elif below or name not in (MANIFEST_NAME, WAIVERS_NAME):
            yield from _list_entry(walk, spell_name(below) + name, entry)


def _spell(entry: "os.DirEntry[str]") -> str:
    """A name by which entries sort as the whole paths do: that of a folder ends in a slash."""
    return spell_name(entry.name) + ("/" if entry.is_dir(follow_symlinks=False) else "")


def _list_entry(walk: _Walk, source_file: str, entry: "os.DirEntry[str]") -> Iterator[RawFile]:
    why = _why_no_document(walk, entry)
    if why:
        walk.refused.append(SkippedEntry(source_file, why))
    else:
        yield RawFile(source_file, read_stamp(entry.path))


def _list_objects(root: StorePath, refused: list[SkippedEntry]) -> Iterator[RawFile]:
    """Objects below a place; their names are paths, and names that no path can have are left out."""
    files: list[str] = []
    for found in root.list_objects():
        why = _why_no_path(found, files)
        if why:
            refused.append(SkippedEntry(spell_name(found.name), why))
        elif not _is_hidden(found.name) and found.name not in (MANIFEST_NAME, WAIVERS_NAME):
            files = [file for file in files if found.name.startswith(file)]
            files.append(found.name)
            yield RawFile(spell_name(found.name), found.stamp)


def _is_hidden(name: str) -> bool:
    """Whether a part of a name begins with a dot, or it is that of a folder, which some programs write as an object.

    The object of the folder that is listed has no name below it.
    """
    return not name or name.startswith(".") or "/." in name or name.endswith("/")


def _why_no_path(found: StoredObject, files: list[str]) -> str | None:
    """Names that would be mistaken: `files` are those listed before with which this one begins."""
    if "//" in found.name or found.name.startswith("/"):
        return "an empty part in its name"
    if any(found.name.startswith(f"{file}/") for file in files):
        return "below another document: members of an archive are named like this"
    return None


def read_stamp(path: str | Location) -> str:
    """State of a file; empty for one that vanished since it was listed, which its reader will tell."""
    try:
        if isinstance(path, StorePath):
            return path.read_stamp()
        state = os.stat(path)
    except StoreError:
        raise
    except OSError:
        return ""
    return f"{state.st_size}-{state.st_mtime_ns}-{state.st_ctime_ns}"


def _why_no_document(walk: _Walk, entry: "os.DirEntry[str]") -> str | None:
    try:
        if not entry.is_symlink():
            return None if entry.is_file() else "not a regular file"
        if entry.is_dir():  # it may lie outside or lead round in a circle
            return "linked folder"
        target = os.path.realpath(entry.path, strict=True)
        if os.path.commonpath([target, walk.inside]) != walk.inside:
            return "link out of the raw folder"
        return None if entry.is_file() else "not a regular file"
    except OSError:  # a link that leads nowhere or to itself
        return "broken link"
