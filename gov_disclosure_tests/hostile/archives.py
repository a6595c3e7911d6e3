"""Archives that unpack to more than they say, into each other, over each other, or out of the folder."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from gov_disclosure_tests.hostile.case import Case, write_report

MEGA = 1024 * 1024
UTF8, ENCRYPTED = 0x800, 0x1
LINK = 0o120777 << 16


@dataclass(frozen=True)
class Entry:
    """A member as it stands in the file, true or not.

    Attributes:
        size: that the directory states; None for the true one.
        at: offset of the local header that it shares with another member; None for one of its own.
    """

    name: bytes
    content: bytes = b""
    flags: int = UTF8
    size: int | None = None
    attributes: int = 0
    at: int | None = None


def build_zip(entries: Sequence[Entry]) -> bytes:
    """An archive, written by hand: libraries write no false ones."""
    body, directory = bytearray(), bytearray()
    for entry in entries:
        packed = _pack(entry.content)
        size = len(entry.content) if entry.size is None else entry.size
        fields = (20, entry.flags, 8, 0, 0, zlib.crc32(entry.content), len(packed), size, len(entry.name), 0)
        at = len(body) if entry.at is None else entry.at
        directory += struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, *fields, 0, 0, 0, entry.attributes, at) + entry.name
        if entry.at is None:
            body += struct.pack("<4s5H3I2H", b"PK\3\4", *fields) + entry.name + packed
    count = min(len(entries), 0xFFFF)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


@cache
def _pack(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def nest(depth: int) -> bytes:
    """A report in an archive in an archive, and so on."""
    data, name = write_report("套").encode(), b"report.txt"
    for _ in range(depth):
        data, name = build_zip([Entry(name, data)]), b"inner.zip"
    return data


def spread() -> bytes:
    """A few kilobytes that hold sixteen times sixteen files of 20 MB, as 42.zip does."""
    zeros = build_zip([Entry(b"%d.txt" % number, bytes(20 * MEGA)) for number in range(1)])
    return build_zip([Entry(b"%d.zip" % number, zeros) for number in range(256)])


def overlap() -> bytes:
    """Three hundred members that are one and the same stretch of the file."""
    zeros = Entry(b"a.txt", bytes(MEGA))
    return build_zip([zeros, *[replace(zeros, at=0)] * 299])


def name_members(*names: bytes) -> bytes:
    """Reports under some names."""
    return build_zip([Entry(name, write_report(f"档案{at}{name!r}").encode()) for at, name in enumerate(names)])


def fill(count: int) -> bytes:
    """Empty members."""
    return build_zip([Entry(b"%d" % number) for number in range(count)])


def hold(content: bytes, **false: int) -> bytes:
    """One member, maybe with something false about it."""
    return build_zip([Entry(b"a.txt", content, **false)])


CASES = (
    Case("nested.zip", "ZIP: sixty archives inside of each other", "unsupported_media", partial(nest, 60)),
    Case("spread.zip", "ZIP of 70 kB: 256 archives inside, each unpacking to 20 MB", "52 too_large", spread),
    Case(
        "overlap.zip",
        "ZIP: three hundred members of 1 MB that are one stretch of it",
        "300 empty_file or 1 empty_file, 299 unsupported_media",
        overlap,
    ),
    Case("many.zip", "ZIP: 70,000 empty members", "too_large", partial(fill, 70_000)),
    Case("members.zip", "ZIP: 6,000 empty members", "5000 empty_file, 1 too_large", partial(fill, 6_000)),
    Case("big.zip", "ZIP: a member of 200 MB, packed to 200 kB", "too_large", lambda: hold(bytes(200 * MEGA))),
    Case(
        "low.zip",
        "ZIP: a member of 30 MB, stated as 10 bytes",
        "unsupported_media",
        lambda: hold(bytes(30 * MEGA), size=10),
    ),
    Case(
        "high.zip",
        "ZIP: a member of 10 bytes, stated as 4 GB",
        "not_a_report",
        lambda: hold(b"0123456789", size=0xFFFFFFFE),
    ),
    Case("locked.zip", "ZIP: an encrypted member", "unsupported_media", lambda: hold(b"a", flags=UTF8 | ENCRYPTED)),
    Case(
        "paths.zip",
        "ZIP: members named `/etc/cron.d/a`, `../../b`, `C:\\Windows\\c`, `a\\..\\..\\d`, `..`",
        "5 accepted",
        partial(name_members, b"/etc/cron.d/a", b"../../b", b"C:\\Windows\\c", b"a\\..\\..\\d", b".."),
    ),
    Case(
        "signs.zip",
        "ZIP: names with NUL, a line end, terminal escapes, a turned direction, quotes, a script",
        "7 accepted",
        partial(
            name_members,
            b"a\0b",
            b"c\nd",
            b"\x1b[31me",
            "f\u202etxt.exe".encode(),
            "\x9bg".encode(),
            b"\"',",
            b"<script>acted()<\\script>",
        ),
    ),
    Case(
        "bad_name.zip",
        "ZIP: a name that says it is UTF-8 and is not",
        "unsupported_media",
        partial(name_members, b"\xff\xfe"),
    ),
    Case("long.zip", "ZIP: a name of 65,000 characters", "accepted", partial(name_members, b"n" * 65_000)),
    Case(
        "link.zip", "ZIP: a symbolic link to /etc/passwd", "not_a_report", lambda: hold(b"/etc/passwd", attributes=LINK)
    ),
    Case("twice.zip", "ZIP: two members of one name", "2 accepted", partial(name_members, b"a.txt", b"a.txt")),
    Case("cut.zip", "ZIP, cut before its end", "unsupported_media", lambda: name_members(b"cut.txt")[:-100]),
    Case("no_member.zip", "ZIP without a member", "empty_file", partial(build_zip, ())),
    Case(
        "manifest.zip",
        "ZIP: a manifest inside",
        "not_a_report",
        lambda: build_zip([Entry(b"manifest.csv", b"path,region_code\n")]),
    ),
)
