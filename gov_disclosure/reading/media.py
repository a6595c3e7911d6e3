"""What kind of file some bytes are: by their first bytes and their directory, never by a name.

Belongs here: signatures, and the media type that each gives. Does not belong here: reading any of them.
"""

from enum import StrEnum
from typing import BinaryIO

from gov_disclosure.reading.container import open_container
from gov_disclosure.reading.refused import RefusedFileError


class Medium(StrEnum):
    """Media type of a file."""

    PLAIN_TEXT = "text/plain"
    HTML = "text/html"
    XML = "text/xml"
    MHTML = "multipart/related"
    BINARY = "application/octet-stream"
    PDF = "application/pdf"
    ZIP = "application/zip"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    OFD = "application/ofd"
    OLE = "application/x-ole-storage"
    DOC = "application/msword"
    XLS = "application/vnd.ms-excel"
    RTF = "application/rtf"
    RAR = "application/vnd.rar"
    SEVEN_ZIP = "application/x-7z-compressed"
    GZIP = "application/gzip"
    PNG = "image/png"
    JPEG = "image/jpeg"
    GIF = "image/gif"
    TIFF = "image/tiff"
    BMP = "image/bmp"
    WEBP = "image/webp"


_SIGNATURES: tuple[tuple[bytes, Medium], ...] = (
    (b"PK\x03\x04", Medium.ZIP),
    (b"PK\x05\x06", Medium.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Medium.OLE),
    (b"{\\rtf", Medium.RTF),
    (b"Rar!\x1a\x07", Medium.RAR),
    (b"7z\xbc\xaf\x27\x1c", Medium.SEVEN_ZIP),
    (b"\x1f\x8b\x08", Medium.GZIP),
    (b"\x89PNG\r\n\x1a\n", Medium.PNG),
    (b"\xff\xd8\xff", Medium.JPEG),
    (b"GIF8", Medium.GIF),
    (b"II*\x00", Medium.TIFF),
    (b"MM\x00*", Medium.TIFF),
    (b"RIFF", Medium.WEBP),
)
IMAGES = frozenset((Medium.PNG, Medium.JPEG, Medium.GIF, Medium.TIFF, Medium.BMP, Medium.WEBP))
# Parts of a ZIP file, and streams of an OLE file, that only one medium has; the stream names stand in UTF-16.
_PARTS = {
    "word/document.xml": Medium.DOCX,
    "xl/workbook.xml": Medium.XLSX,
    "ppt/presentation.xml": Medium.PPTX,
    "OFD.xml": Medium.OFD,
}
_STREAMS: tuple[tuple[bytes, Medium], ...] = (
    ("EncryptedPackage".encode("utf-16-le"), Medium.OLE),
    ("WordDocument".encode("utf-16-le"), Medium.DOC),
    ("Workbook".encode("utf-16-le"), Medium.XLS),
    ("Book\0".encode("utf-16-le"), Medium.XLS),
)
# A PDF may begin with a few bytes of another kind, as the readers of PDF allow.
_PDF_WITHIN = 1024


def find_medium(data: bytes) -> Medium | None:
    """Medium that the bytes prove, or None for what may be text.

    >>> find_medium(b"%PDF-1.7"), find_medium(b"<html>")
    (<Medium.PDF: 'application/pdf'>, None)
    """
    medium = next((medium for signature, medium in _SIGNATURES if data.startswith(signature)), None)
    if medium is Medium.ZIP:
        return find_medium_of_parts(data)
    if medium is Medium.OLE:
        return next((kind for stream, kind in _STREAMS if stream in data), medium)
    if medium is Medium.WEBP and data[8:12] != b"WEBP":
        return Medium.BINARY
    return Medium.PDF if medium is None and b"%PDF-" in data[:_PDF_WITHIN] else medium


def find_medium_of_parts(data: bytes | BinaryIO) -> Medium:
    """Medium of a ZIP file, by the names in its directory; a damaged one stays a ZIP file."""
    try:
        with open_container(data) as container:
            names = container.namelist()
    except RefusedFileError:
        return Medium.ZIP
    return next((_PARTS[name] for name in names if name in _PARTS), Medium.ZIP)
