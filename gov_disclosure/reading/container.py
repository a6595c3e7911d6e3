"""ZIP containers, opened within bounds: office files and archives are both of them.

Belongs here: how much a container may hold and unpack to, and XML parts without declarations of their own. Does not belong
here: what the parts say, and the members of an archive (`archive`). A few kilobytes can unpack to terabytes, so sizes
are measured while unpacking; those that the directory states may lie.
"""

from io import SEEK_END, BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from gov_disclosure.reading.refused import RefusedFileError

LARGEST_DIRECTORY = 1024 * 1024
LARGEST_PART = 24 * 1024 * 1024
LARGEST_TOTAL = 64 * 1024 * 1024
"""Bytes that the XML parts of an office file may unpack to; those of the longest report take some three million."""
_END = b"PK\x05\x06"
_LONGEST_END = 22 + 0xFFFF
"""Bytes of the record at the end of a container, with the longest comment."""
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_ENCRYPTED = 0x1


def open_container(data: bytes | BinaryIO) -> ZipFile:
    """Open a container, in memory or on disk, whose directory is of a sane size.

    Raises:
        RefusedFileError: It is damaged, or its directory is too large.
    """
    tail = data if isinstance(data, bytes) else _read_tail(data)
    end = tail.rfind(_END)
    size = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if size > LARGEST_DIRECTORY:
        raise RefusedFileError("too_large", f"a directory of {size} bytes")
    try:
        return ZipFile(BytesIO(data) if isinstance(data, bytes) else data)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RefusedFileError("unsupported_media", f"damaged ZIP file: {error}") from error


def _read_tail(file: BinaryIO) -> bytes:
    """The end of a file, where the directory of a container says how large it is."""
    file.seek(max(0, file.seek(0, SEEK_END) - _LONGEST_END))
    return file.read(_LONGEST_END)


def is_container(data: bytes) -> bool:
    """Whether some bytes begin as a container does."""
    return data.startswith((b"PK\x03\x04", _END))


def read_part(container: ZipFile, part: ZipInfo, largest: int = LARGEST_PART, *, first: int | None = None) -> bytes:
    """Unpack one part, or the first bytes of it.

    Raises:
        RefusedFileError: It is too large, encrypted, damaged, or packed in an unusual way.
    """
    if part.flag_bits & _ENCRYPTED:
        raise RefusedFileError("unsupported_media", "encrypted: save it without a password")
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise RefusedFileError("unsupported_media", f"packed by method {part.compress_type}")
    try:
        with container.open(part) as stream:
            content = stream.read(largest + 1 if first is None else first)
    except MemoryError:
        raise
    except Exception as error:  # zipfile, zlib and struct each have their own errors for damage
        raise RefusedFileError("unsupported_media", f"damaged ZIP file: {error}") from error
    if len(content) > largest:
        raise RefusedFileError("too_large", f"{part.filename} unpacks to more than {largest} bytes")
    return content


def read_xml_parts(data: bytes) -> dict[str, bytes]:
    """XML parts of an office file by name, none of which declares entities."""
    parts: dict[str, bytes] = {}
    left = LARGEST_TOTAL
    with open_container(data) as container:
        for part in container.infolist():
            if part.filename.endswith((".xml", ".rels")):
                content = read_part(container, part, min(left, LARGEST_PART))
                left -= len(content)
                if any(mark in content for mark in _DOCTYPES):
                    raise RefusedFileError("unsupported_media", f"{part.filename} declares a document type")
                parts[part.filename] = content
    return parts
