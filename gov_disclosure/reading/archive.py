"""The documents in a ZIP archive.

Belongs here: which members there are, under which names, and how many and how large they may be. Does not belong here:
reading a member, which is a document like any other (`document.read_document`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile, ZipInfo

from gov_disclosure.reading.container import open_container, read_part
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
    """What is left of the members and bytes that one archive may hold, archives inside of it included."""

    members: int
    size: int
    names: dict[str, int] = field(default_factory=dict)

    def take_name(self, name: str) -> str:
        """A name that no member had before: the second `a.txt` is `a.txt#2`."""
        self.members -= 1
        if self.members < 0:
            raise ArchiveTooLargeError("too many members")
        count = self.names[name] = self.names.get(name, 0) + 1
        return name if count == 1 else f"{name}#{count}"

    def take_size(self, size: int) -> None:
        self.size -= size
        if self.size < 0:
            raise ArchiveTooLargeError("the members unpack to too many bytes")


def list_members(
    data: bytes, *, most_members: int = MOST_MEMBERS, largest_total: int = LARGEST_TOTAL
) -> Iterator[tuple[str, bytes | Unreadable]]:
    """Members of an archive in its order: name and bytes, or why a member is refused.

    Names are relative paths with `/` and nothing that leads out of the folder; members of an archive inside stand
    under its name. A refused member does not stop the others. One member is in memory at a time.

    Raises:
        RefusedFileError: The archive as a whole is damaged, or too large (`ArchiveTooLargeError`, also when some
            members were listed).
    """
    return _list_members(data, "", 0, _Bounds(most_members, largest_total))


def _list_members(data: bytes, folder: str, depth: int, bounds: _Bounds) -> Iterator[tuple[str, bytes | Unreadable]]:
    with open_container(data) as container:
        for part in container.infolist():
            name = read_name(part)
            if part.filename.endswith("/") or _SKIPPED.search(name):
                continue
            name = bounds.take_name(f"{folder}{name or UNNAMED}")
            content = _read_member(container, part, bounds)
            if isinstance(content, bytes) and find_medium(content) is Medium.ZIP:
                yield from _list_inner(content, name, depth, bounds)
            else:
                yield name, content


def _list_inner(data: bytes, name: str, depth: int, bounds: _Bounds) -> Iterator[tuple[str, bytes | Unreadable]]:
    if depth >= DEEPEST:
        yield name, Unreadable("unsupported_media", f"an archive {depth + 1} archives deep", Medium.ZIP.value)
        return
    try:
        yield from _list_members(data, f"{name}/", depth + 1, bounds)
    except ArchiveTooLargeError:
        raise
    except RefusedFileError as refusal:
        yield name, Unreadable(refusal.reason, refusal.detail, Medium.ZIP.value)


def _read_member(container: ZipFile, part: ZipInfo, bounds: _Bounds) -> bytes | Unreadable:
    try:
        content = read_part(container, part, LARGEST_MEMBER)
    except RefusedFileError as refusal:
        bounds.take_size(LARGEST_MEMBER if refusal.reason == "too_large" else 0)
        return Unreadable(refusal.reason, refusal.detail, Medium.BINARY.value)
    bounds.take_size(len(content))
    if len(content) > RATIO_FROM and len(content) > HIGHEST_RATIO * part.compress_size:
        detail = f"unpacks to {len(content)} bytes from {part.compress_size}"
        return Unreadable("too_large", detail, Medium.BINARY.value)
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
