"""Documents of the raw folder: the bytes of a file, or of the members of an archive.

Belongs here: reading and hashing, and what is too large to be read. Does not belong here: which files there are
(`corpus.py`) and what the bytes mean (floors 1 to 3). A member of an archive is known by the name of the archive, a
slash, and its own name, as if the archive were a folder.
"""

import errno
import hashlib
import platform
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import SEEK_END
from typing import BinaryIO

from gov_disclosure.reading.archive import Archive, Member, list_members
from gov_disclosure.reading.container import is_container
from gov_disclosure.reading.document import Unreadable
from gov_disclosure.reading.media import Medium, find_medium_of_parts
from gov_disclosure.reading.refused import RefusedFileError
from gov_disclosure.storage.corpus import RawFolderMissingError, read_stamp
from gov_disclosure.storage.locations import Location
from gov_disclosure.storage.names import find_path
from gov_disclosure.storage.object_store import StoreError

SIZE_LIMIT = 20 * 1024 * 1024
ARCHIVE_LIMIT = 1024 * 1024 * 1024
_OPEN_ARCHIVES = 4
_BLOCK = 1024 * 1024
_NOT_OF_THE_FILE = frozenset((errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE))


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The content of a document as far as it could be read.

    Attributes:
        data: the bytes, None for a document that is too large or cannot be read.
        sha256: of the whole content, also where `data` is None; empty if nothing could be read.
        problem: reason code where `data` is None.
        container: the archive that it is a member of.
    """

    source_file: str
    size_bytes: int
    sha256: str
    data: bytes | None
    problem: str | None = None
    detail: str | None = None
    container: str | None = None


def list_raw_documents(root: Location, source_file: str) -> Iterator[RawDocument]:
    """The document that a file is, or the members of the archive that it is; never raises for what may be wrong with it.

    An archive that cannot be opened, that holds nothing, or whose members are too many or too large is itself a
    document that is refused, after the members that were read.

    Raises:
        StoreError: the object store cannot be used.
        RawFolderMissingError: the whole folder is not there any more.
    """
    try:
        with find_path(root, source_file).open("rb") as file:
            if _is_archive(file):
                yield from _list_members(file, source_file)
            else:
                yield _read_document(file, source_file, SIZE_LIMIT)
    except StoreError:
        raise
    except OSError as error:
        _check_root(root)
        yield _refuse(source_file, error)


def _check_root(root: Location) -> None:
    """A file that cannot be read is a fact about it; a whole folder that is not there (any more) is none about its files.

    Else a disk that went away, or a worker on a machine without it, would refuse every document.
    """
    if not root.is_dir():
        raise RawFolderMissingError(f"the raw folder {root} is not there, as seen from {platform.node() or 'here'}")


def _list_members(file: BinaryIO, source_file: str) -> Iterator[RawDocument]:
    count = 0
    try:
        for name, content in list_members(file):
            count += 1
            yield _build_member(source_file, name, content)
        refusal = None if count else ("empty_file", "an archive without documents")
    except RefusedFileError as error:
        refusal = (error.reason, error.detail)
    if refusal:
        file.seek(0)
        size, sha256, _ = _read_blocks(file, 0)
        yield RawDocument(source_file, size, sha256, None, *refusal)


def _refuse(source_file: str, error: OSError) -> RawDocument:
    return RawDocument(source_file, 0, "", None, "unreadable_file", _explain(error))


def _explain(error: OSError) -> str:
    """What is wrong with a file.

    Raises:
        OSError: it is wrong with this machine, or this process, and says nothing about the file.
    """
    if error.errno in _NOT_OF_THE_FILE:
        raise error
    return error.strerror or type(error).__name__


def read_raw_document(root: Location, source_file: str, container: str | None = None) -> RawDocument:
    """Read one document again; never raises for what may be wrong with it.

    Raises:
        StoreError: the object store cannot be used.
        RawFolderMissingError: the whole folder is not there any more.
    """
    if container is None:
        document = read_file(find_path(root, source_file), source_file)
        if document.problem == "unreadable_file":
            _check_root(root)
        return document
    name, path = source_file.removeprefix(f"{container}/"), find_path(root, container)
    try:
        directory = _open_directory(path, read_stamp(path))
        return _build_member(container, name, directory.archive.read(directory.members[name]))
    except KeyError:
        problem = "the archive has no such member any more"
    except RefusedFileError as error:
        problem = error.detail
    except StoreError:
        raise
    except OSError as error:
        _check_root(root)
        problem = _explain(error)
    return RawDocument(source_file, 0, "", None, "unreadable_file", problem, container)


class _Directory:
    """An archive that is kept open, with its members by name; its file is closed when nobody holds it any more."""

    def __init__(self, path: Location) -> None:
        self._file = path.open("rb")
        self.archive = Archive(self._file)
        self.members: dict[str, Member] = {}
        with suppress(RefusedFileError):  # it has more members than are listed
            self.members.update((member.name, member) for member in self.archive.list_members())

    def __del__(self) -> None:
        with suppress(AttributeError):  # the file could not be opened
            self._file.close()


@lru_cache(maxsize=_OPEN_ARCHIVES)
def _open_directory(path: Location, stamp: str) -> _Directory:
    """The directory of an archive: many documents of one archive are read one after the other."""
    return _Directory(path)


def _build_member(container: str, name: str, content: bytes | Unreadable) -> RawDocument:
    source_file = f"{container}/{name}"
    if isinstance(content, Unreadable):
        return RawDocument(source_file, 0, "", None, content.reason, content.detail, container)
    sha256 = hashlib.sha256(content).hexdigest()
    return RawDocument(source_file, len(content), sha256, content, container=container)


def _is_archive(file: BinaryIO) -> bool:
    """Whether a file is an archive of documents, and not a document that is packed itself."""
    begin = file.read(4)
    found = is_container(begin) and file.seek(0, SEEK_END) <= ARCHIVE_LIMIT
    found = found and find_medium_of_parts(file) is Medium.ZIP
    file.seek(0)
    return found


def read_file(path: Location, source_file: str, *, limit: int = SIZE_LIMIT) -> RawDocument:
    """Read the document that a file is.

    Raises:
        StoreError: the object store cannot be used.
    """
    try:
        with path.open("rb") as file:
            return _read_document(file, source_file, limit)
    except StoreError:
        raise
    except OSError as error:
        return _refuse(source_file, error)


def _read_document(file: BinaryIO, source_file: str, limit: int) -> RawDocument:
    size, sha256, data = _read_blocks(file, limit)
    if data is None:
        detail = f"{size:,} bytes, the limit is {limit:,}"
        return RawDocument(source_file, size, sha256, None, "too_large", detail)
    return RawDocument(source_file, size, sha256, data)


def _read_blocks(file: BinaryIO, limit: int) -> tuple[int, str, bytes | None]:
    """Size and hash of an open file, and its bytes if there are no more than `limit`."""
    digest = hashlib.sha256()
    blocks: list[bytes] = []
    size = 0
    while block := file.read(_BLOCK):
        digest.update(block)
        size += len(block)
        if size <= limit:
            blocks.append(block)
        else:
            blocks.clear()
    return size, digest.hexdigest(), b"".join(blocks) if size <= limit else None
