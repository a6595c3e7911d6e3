"""How much the streams of a PDF unpack to, measured before a reader unpacks them.

Belongs here: the bound. Does not belong here: reading the file (`pdf`), whose library unpacks streams whole, whatever
their size.
"""

import re
import zlib

from gov_disclosure.reading.refused import RefusedFileError

LARGEST_STREAM = 16 * 1024 * 1024
LARGEST_TOTAL = 64 * 1024 * 1024
"""Bytes of all streams but pictures, which are not unpacked; a report has some two million, fonts included."""
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY = 600
_BLOCK = 4096
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")


def check_streams(data: bytes) -> None:
    """Raise if the packed streams of a PDF unpack to too much."""
    left = LARGEST_TOTAL
    for match in _STREAM.finditer(data):
        start = data.rfind(b"obj", max(0, match.start() - _DICTIONARY), match.start())
        dictionary = data[max(start, 0) : match.start()]
        packings = len(_FLATE.findall(dictionary))
        if packings > 1:
            raise RefusedFileError("unsupported_media", "a stream packed twice")
        if packings and not _PICTURE.search(dictionary):
            left -= _measure(memoryview(data), match.end(), min(left, LARGEST_STREAM))


def _measure(data: memoryview, start: int, largest: int) -> int:
    """Bytes that the stream at a place unpacks to."""
    unpacker = zlib.decompressobj()
    size = 0
    try:
        while not unpacker.eof and start < len(data):
            # What a block leaves over when the bound is reached is of no interest: then the file is refused.
            size += len(unpacker.decompress(data[start : start + _BLOCK], largest + 1 - size))
            if size > largest:
                raise RefusedFileError("too_large", f"a stream unpacks to more than {largest} bytes")
            start += _BLOCK
    except zlib.error:
        pass  # readers take what came before the damage
    return size
