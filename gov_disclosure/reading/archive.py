"""The documents in a ZIP archive.

Belongs here: which members there are, under which names, and how many and how large they may be. Does not belong here:
reading a member, which is a document like any other (`document.read_document`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from gov_disclosure.reading.container import is_container, open_container, read_part
from gov_disclosure.reading.document import Unreadable
from gov_disclosure.reading.media import Medium, find_medium
from gov_disclosure.reading.refused import RefusedFileError

MOST_MEMBERS = 5000
LARGEST_MEMBER = 20 * 1024 * 1024
LARGEST_TOTAL = 1024 * 1024 * 1024
HIGHEST_RATIO = 300
"""Times its packed size that a member of more than `RATIO_FROM` bytes may be: markup of word processors reaches 60."""
RATIO_FROM = 4 * 1024 * 1024
DEEPEST = 1
"""Archives in an archive are opened; archives in those are refused."""
UNNAMED = "unnamed"

_UTF8_NAME = 0x800
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_DRIVE = re.compile(r"^[A-Za-z]:")
# What operating systems put beside the documents.
_SKIPPED = re.compile(r"(?:^|/)(?:__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*)$")


class ArchiveTooLargeError(RefusedFileError):
    """The archive as a whole goes beyond its bounds, and is not read further."""

    def __init__(self, detail: str) -> None:
        super().__init__("too_large", detail)


@dataclass(slots=True)
class _Bounds:
    """What is left of the members that an archive may hold and the bytes it may unpack to, all that is inside included."""

    members: int
    size: int
    names: dict[str, int] = field(default_factory=dict)

    def take_size(self, size: int) -> None:
        self.size -= size
        if self.size < 0:
            raise ArchiveTooLargeError("the members unpack to too many bytes")

    def take_name(self, name: str) -> str:
        """A name that no member had before: the second `a.txt` is `a.txt#2`."""
        self.members -= 1
        if self.members < 0:
            raise ArchiveTooLargeError("too many members")
        count = self.names[name] = self.names.get(name, 0) + 1
        return name if count == 1 else f"{name}#{count}"


@dataclass(frozen=True, slots=True)
class Member:
    """A document in an archive: its name, the parts that lead to it, or why it is refused."""

    name: str
    parts: tuple[ZipInfo, ...] = ()
    refusal: Unreadable | None = None


class Archive:
    """An open archive: its members are listed by its directory, and each is unpacked when it is read.

    Names are relative paths with `/` and nothing that leads out of the folder; members of an archive inside stand
    under its name.
    """

    def __init__(self, source: bytes | BinaryIO) -> None:
        self._container = open_container(source)
        self._inner: tuple[ZipInfo, ZipFile] | None = None

    def list_members(self, bounds: _Bounds | None = None) -> Iterator[Member]:
        """Members in the order of the directory.

        Raises:
            ArchiveTooLargeError: There are too many, or archives inside are too large.
        """
        return self._list(self._container, (), "", bounds or _Bounds(MOST_MEMBERS, LARGEST_TOTAL))

    def read(self, member: Member) -> bytes | Unreadable:
        """Unpack one member, or say why it is refused."""
        if member.refusal is not None:
            return member.refusal
        try:
            return _read_part(self._open(member.parts[:-1]), member.parts[-1])
        except RefusedFileError as refusal:
            return _refuse(refusal, Medium.BINARY)

    def _open(self, parts: tuple[ZipInfo, ...]) -> ZipFile:
        """The container behind some parts: this one, or the archive inside that was opened last."""
        if not parts:
            return self._container
        if self._inner is None or self._inner[0] is not parts[0]:
            self._inner = (parts[0], open_container(_read_part(self._container, parts[0])))
        return self._inner[1]

    def _list(self, container: ZipFile, outer: tuple[ZipInfo, ...], folder: str, bounds: _Bounds) -> Iterator[Member]:
        for part in container.infolist():
            name = read_name(part)
            if part.filename.endswith("/") or _SKIPPED.search(name):
                continue
            name = bounds.take_name(f"{folder}{name or UNNAMED}")
            try:
                inner = _find_inner(container, part, bounds)
                if inner is None:
                    yield Member(name, (*outer, part))
                elif len(outer) < DEEPEST:
                    yield from self._list(inner, (*outer, part), f"{name}/", bounds)
                else:
                    raise RefusedFileError("unsupported_media", f"an archive {len(outer) + 1} archives deep")
            except ArchiveTooLargeError:
                raise
            except RefusedFileError as refusal:
                yield Member(name, refusal=_refuse(refusal, Medium.ZIP))


def list_members(
    data: bytes | BinaryIO, *, most_members: int = MOST_MEMBERS, largest_total: int = LARGEST_TOTAL
) -> Iterator[tuple[str, bytes | Unreadable]]:
    """Names of all members of an archive, each with its bytes, or why it is refused.

    A refused member does not stop the others. One member is in memory at a time.

    Raises:
        RefusedFileError: The archive as a whole is damaged, or too large (`ArchiveTooLargeError`, also when some
            members were listed).
    """
    archive, bounds = Archive(data), _Bounds(most_members, largest_total)
    for member in archive.list_members(bounds):
        content = archive.read(member)
        bounds.take_size(
            len(content) if isinstance(content, bytes) else LARGEST_MEMBER * (content.reason == "too_large")
        )
        yield member.name, content


def _find_inner(container: ZipFile, part: ZipInfo, bounds: _Bounds) -> ZipFile | None:
    """The archive that a member is, None for any other member, also one that cannot be unpacked.

    Only what begins like an archive is unpacked to find out.
    """
    try:
        if not is_container(read_part(container, part, LARGEST_MEMBER, first=4)):
            return None
        content = _read_part(container, part)
    except RefusedFileError:
        return None
    bounds.take_size(len(content))
    return open_container(content) if find_medium(content) is Medium.ZIP else None


def _refuse(refusal: RefusedFileError, medium: Medium) -> Unreadable:
    return Unreadable(refusal.reason, refusal.detail, medium.value)


def _read_part(container: ZipFile, part: ZipInfo) -> bytes:
    content = read_part(container, part, LARGEST_MEMBER)
    if len(content) > RATIO_FROM and len(content) > HIGHEST_RATIO * part.compress_size:
        raise RefusedFileError("too_large", f"unpacks to {len(content)} bytes from {part.compress_size}")
    return content


def read_name(part: ZipInfo) -> str:
    """Name of a member as a safe relative path; archives of Chinese Windows hold names in GBK without saying so."""
    name = part.filename
    if not part.flag_bits & _UTF8_NAME:
        name = _decode_name(part.orig_filename)
    pieces = _DRIVE.sub("", _CONTROLS.sub("", name).replace("\\", "/")).split("/")
    return "/".join(piece for piece in pieces if piece not in ("", ".", ".."))


def _decode_name(name: str) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return name
