"""Bytes become a document: its text, media type and encoding, or the reason why there is none.

Belongs here: which medium a file is, and the order in which media are tried. Does not belong here: encodings
(`decode.py`), or whether the text is a report (`parsing.refusal`). The text of a document is the space that every span of
the warehouse refers to; line ends are `\\n` and nothing else of it is changed.
"""

from dataclasses import dataclass

from gov_disclosure.reading.decode import find_encoding

PLAIN_TEXT = "text/plain"
BINARY = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Document:
    """A document that could be read."""

    text: str
    media_type: str
    encoding: str | None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that could not be read: reason code and what was found."""

    reason: str
    detail: str
    media_type: str


# First bytes of media that are no text, with the reason for which they are refused today.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", "unsupported_media"),
    (b"PK\x03\x04", "application/zip", "unsupported_media"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "unsupported_media"),
    (b"{\\rtf", "application/rtf", "unsupported_media"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "needs_ocr"),
    (b"\xff\xd8\xff", "image/jpeg", "needs_ocr"),
    (b"GIF8", "image/gif", "needs_ocr"),
    (b"II*\x00", "image/tiff", "needs_ocr"),
    (b"MM\x00*", "image/tiff", "needs_ocr"),
)
_MARKUP = ("<!doctype html", "<html", "<table", "<body", "<head", "<div", "<?xml")


def read_document(data: bytes) -> Document | Unreadable:
    """Read one file.

    >>> read_document("一、总体情况".encode("gb18030")).encoding
    'gb18030'
    >>> read_document(b"").reason
    'empty_file'
    """
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        return Unreadable("empty_file", f"{len(data)} bytes, none of them text", PLAIN_TEXT)
    for signature, media_type, reason in _SIGNATURES:
        if data.startswith(signature):
            return Unreadable(reason, media_type, media_type)
    encoding = find_encoding(data)
    if encoding is None:
        return _refuse_bytes(data)
    text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        return Unreadable("binary_file", "NUL characters in the text", BINARY)
    if any(mark in text[:4000].lower() for mark in _MARKUP):
        return Unreadable("unsupported_media", "text/html", "text/html")
    return Document(text, PLAIN_TEXT, encoding)


def _refuse_bytes(data: bytes) -> Unreadable:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in data[:65536])
    if controls:
        return Unreadable("binary_file", f"{controls} control characters in the first 64 KiB", BINARY)
    return Unreadable("unknown_encoding", "neither UTF-8, UTF-16, GB18030 nor Big5 gives Chinese text", PLAIN_TEXT)
