"""Bytes become a document: its text, media type and encoding, or the reason why there is none.

Belongs here: the order in which media are tried, and that every failure of a reader becomes a refusal. Does not belong
here: telling media apart (`media.py`, `markup.py`), encodings (`decode.py`), reading one medium (a module each), or
whether the text is a report (`parsing.refusal`). The text of a document is the space that every span of the warehouse
refers to; of plain text, line ends become `\\n` and nothing else is changed; other media are laid out by `layout.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from gov_disclosure.reading.decode import decode_text
from gov_disclosure.reading.markup import is_markup, is_other_xml
from gov_disclosure.reading.media import IMAGES, Medium, find_medium
from gov_disclosure.reading.refused import RefusedFileError, refuse_without

PLAIN_TEXT = Medium.PLAIN_TEXT.value
BINARY = Medium.BINARY.value
LONGEST_TEXT = 500_000
"""Characters of the longest text; the longest report has some 60,000."""


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


@dataclass(frozen=True, slots=True)
class _Reader:
    """Where the reader of a medium is; it is loaded when the first file of its kind comes, for its library may be missing."""

    module: str
    function: str
    extra: str

    def load(self) -> Callable[..., str]:
        try:
            read: Callable[..., str] = getattr(import_module(f"gov_disclosure.reading.{self.module}"), self.function)
        except ModuleNotFoundError as error:
            raise refuse_without(error.name or self.module, self.extra) from error
        return read


_READERS = {
    Medium.HTML: _Reader("html", "read_html", "all"),
    Medium.DOCX: _Reader("docx", "read_docx", "all"),
    Medium.XLSX: _Reader("xlsx", "read_xlsx", "spreadsheets"),
    Medium.XLS: _Reader("xls", "read_xls", "spreadsheets"),
    Medium.PDF: _Reader("pdf", "read_pdf", "pdf"),
}
_UNREAD = {
    Medium.ZIP: "an archive: its members are documents of their own",
    Medium.DOC: "Word 97-2003 (.doc): save it as .docx",
    Medium.OLE: "an encrypted or unknown office file: save it without a password, as .docx or .xlsx",
    Medium.MHTML: "a web archive (.mht): save the page as HTML",
}


def read_document(data: bytes) -> Document | Unreadable:
    """Read one file; no file makes it raise.

    >>> read_document("一、总体情况".encode("gb18030")).encoding
    'gb18030'
    >>> read_document(b"").reason
    'empty_file'
    """
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        return Unreadable("empty_file", f"{len(data)} bytes, none of them text", PLAIN_TEXT)
    medium = find_medium(data)
    if medium is None:
        return _read_text(data)
    if medium in _READERS:
        return _read(medium, data, None)
    reason = "needs_ocr" if medium in IMAGES else "unsupported_media"
    return Unreadable(reason, _UNREAD.get(medium, medium.value), medium.value)


def _read_text(data: bytes) -> Document | Unreadable:
    decoded = decode_text(data)
    if decoded is None:
        return _refuse_bytes(data)
    text, encoding = decoded[0].replace("\r\n", "\n").replace("\r", "\n"), decoded[1]
    if "\x00" in text:
        return Unreadable("binary_file", "NUL characters in the text", BINARY)
    if "multipart/" in text[:2000] and "mime-version" in text[:2000].lower():
        return Unreadable("unsupported_media", _UNREAD[Medium.MHTML], Medium.MHTML.value)
    if is_other_xml(text):
        return Unreadable("unsupported_media", "XML that is no web page", Medium.XML.value)
    if is_markup(text):
        return _read(Medium.HTML, text, encoding)
    return _accept(text, Medium.PLAIN_TEXT, encoding)


def _read(medium: Medium, content: bytes | str, encoding: str | None) -> Document | Unreadable:
    try:
        text = _READERS[medium].load()(content)
    except RefusedFileError as refusal:
        return Unreadable(refusal.reason, refusal.detail, medium.value)
    except MemoryError:  # says something of this machine: readers are bounded
        raise
    except Exception as error:  # libraries fail in many ways on damaged files
        return Unreadable("unsupported_media", f"damaged: {type(error).__name__}: {error}"[:500], medium.value)
    # No digits may close up over a character that is no text: sheets and fonts hold any.
    return _accept(text.replace("\x00", "\ufffd"), medium, encoding)


def _accept(text: str, medium: Medium, encoding: str | None) -> Document | Unreadable:
    if not text.strip():
        return Unreadable("error_page" if medium is Medium.HTML else "empty_file", "no text in it", medium.value)
    if len(text) > LONGEST_TEXT:
        return Unreadable("too_large", f"{len(text)} characters of text", medium.value)
    return Document(text, medium.value, encoding)


def _refuse_bytes(data: bytes) -> Unreadable:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in data[:65536])
    if controls:
        return Unreadable("binary_file", f"{controls} control characters in the first 64 KiB", BINARY)
    return Unreadable("unknown_encoding", "neither UTF-8, UTF-16, GB18030 nor Big5 gives Chinese text", PLAIN_TEXT)
