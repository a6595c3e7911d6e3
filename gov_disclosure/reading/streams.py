"""How much the streams of a PDF unpack to, measured before a reader unpacks them.

Belongs here: the bound. Does not belong here: reading the file (`pdf`), whose library unpacks streams whole, whatever
their size.
"""

import re
import zlib
from base64 import a85decode

from gov_disclosure.reading.refused import RefusedFileError

LARGEST_STREAM = 16 * 1024 * 1024
LARGEST_TOTAL = 64 * 1024 * 1024
"""Bytes of all streams but pictures, which are not unpacked; a report has some two million, fonts included."""
LARGEST_CODED = 2 * 1024 * 1024
"""Bytes of a stream in a coding that Python itself decodes: text in ASCII, or LZW, which nothing new writes."""
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY = 600
"""Bytes before a stream in which its dictionary is looked for, though another stream seems to begin between them."""
_BLOCK = 4096
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_CODED = re.compile(rb"/(?:ASCII85Decode|A85|ASCIIHexDecode|AHx|LZWDecode|LZW|RunLengthDecode|RL)\b")
_ASCII85 = re.compile(rb"/(?:ASCII85Decode|A85)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_STRUCTURE = re.compile(rb"/Type\s*/(?:ObjStm|XRef)\b")
_UNUSUAL = re.compile(rb"/(?:CCITTFaxDecode|CCF|JBIG2Decode|DCTDecode|DCT|JPXDecode)\b|/Filter\s*\d+\s+\d+\s+R\b")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def check_streams(data: bytes) -> None:
    """Raise if the packed streams of a PDF unpack to too much."""
    left, last = LARGEST_TOTAL, 0
    for match in _STREAM.finditer(data):
        before = max(0, min(last, match.start() - _DICTIONARY))
        dictionary = data[max(before, data.rfind(b"obj", before, match.start())) : match.start()]
        dictionary = _ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), dictionary)
        last = match.end()
        if _STRUCTURE.search(dictionary):
            if _UNUSUAL.search(dictionary):
                raise RefusedFileError("unsupported_media", "objects packed as only pictures are")
        elif _PICTURE.search(dictionary):
            continue
        packings = len(_FLATE.findall(dictionary))
        if packings > 1:
            raise RefusedFileError("unsupported_media", "a stream packed twice")
        if _CODED.search(dictionary):
            left -= _measure_coded(data, match.end(), dictionary, min(left, LARGEST_STREAM))
        elif packings:
            left -= measure_packed(memoryview(data)[match.end() :], min(left, LARGEST_STREAM))
        if left < 0:
            raise RefusedFileError("too_large", f"the streams hold more than {LARGEST_TOTAL} bytes")


def _measure_coded(data: bytes, start: int, dictionary: bytes, largest: int) -> int:
    """Bytes of a stream in a coding around its packing, or in one of its own."""
    coded = data[start : data.find(b"endstream", start)]
    if len(coded) > LARGEST_CODED:
        raise RefusedFileError("too_large", f"a coded stream of {len(coded)} bytes")
    if not (_ASCII85.search(dictionary) and _FLATE.search(dictionary)):
        return len(coded)
    try:
        packed = a85decode(coded.strip().removesuffix(b"~>"), ignorechars=b" \t\n\r\v\0")
    except ValueError:
        return len(coded)
    return measure_packed(memoryview(packed), largest)


def measure_packed(packed: memoryview, largest: int) -> int:
    """Bytes that the stream at the beginning of some data unpacks to.

    Raises:
        RefusedFileError: They are more than `largest`.
    """
    unpacker = zlib.decompressobj()
    start = size = 0
    try:
        while not unpacker.eof and start < len(packed):
            # What a block leaves over when the bound is reached is of no interest: then the file is refused.
            size += len(unpacker.decompress(packed[start : start + _BLOCK], largest + 1 - size))
            if size > largest:
                raise RefusedFileError("too_large", f"a stream unpacks to more than {largest} bytes")
            start += _BLOCK
    except zlib.error:
        pass  # readers take what came before the damage
    return size
