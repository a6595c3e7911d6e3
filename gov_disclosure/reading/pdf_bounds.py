"""Bounds on what a page of a PDF file makes its reader do.

Belongs here: counting what the library is about to do, and refusing the file before it does it. A file of a kilobyte may draw a
form that draws another twice, and so on thirty times over, print millions of characters, or name a range of two billion
of them. Does not belong here: what streams unpack to (`streams`) and what the page says (`pdf`).
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any, BinaryIO

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.layout import LTPage
from pdfminer.pdffont import TrueTypeFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psparser import KWD, PSKeyword
from pdfminer.utils import choplist, nunpack
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

from gov_disclosure.reading.refused import RefusedFileError
from gov_disclosure.reading.streams import LARGEST_CODED, LARGEST_STREAM, measure_packed

MOST_CHARACTERS = 20_000
"""Characters of the fullest page; a page of a report has some 1,500."""
MOST_DRAWN = 100_000
"""Points of the lines, and pictures, of a page; a page of a hundred rows has some 6,000."""
LARGEST_CONTENT = 8 * 1024 * 1024
"""Bytes of what draws the pages, counted as often as it is drawn; the longest report has some two million."""
COST_OF_A_STREAM = 500
"""Bytes that a stream counts for beside its own: one of a few bytes costs as much as these."""
DEEPEST_STATES = 10_000
DEEPEST_FORMS = 20
LARGEST_COMPRESSED = 256 * 1024
"""Bytes of a stream packed in a way that nothing new writes: each may stand for thousands."""
MOST_CODES = 200_000
"""Characters that a font may give widths or Unicode values to in ranges: it has no more than 65,536."""
MOST_GLYPHS = 1_000_000
"""Characters of all tables of a font file, which may say the same several times over."""

_WIDTHS = {"W": 3, "W2": 5}
"""Lists of widths, and how many numbers in a row mean a range."""
_FLATE = frozenset(("FlateDecode", "Fl"))
_IN_TEXT = ("ASCII85Decode", "A85", "ASCIIHexDecode", "AHx")
_COMPRESSED = ("LZWDecode", "LZW", "RunLengthDecode", "RL", "Crypt")
_RANGES = (KWD(b"endbfrange"), KWD(b"endcidrange"))


class Bounds:
    """What is left of the work that one file may make."""

    def __init__(self) -> None:
        self.fonts = _Fonts()
        self.content = LARGEST_CONTENT

    def lay_out(self, page: Page) -> None:
        """Lay a page out as `pdfplumber` does, but within bounds; it takes what was laid out for its own."""
        paper = _Paper(self.fonts, page.page_number)
        _Pen(self, paper).process_page(page.page_obj)
        laid_out: LTPage = paper.get_result()
        page._layout = laid_out

    def take_content(self, size: int) -> None:
        """Count bytes that are about to be drawn."""
        self.content -= size
        if self.content < 0:
            raise RefusedFileError("too_large", f"the pages draw more than {LARGEST_CONTENT} bytes")


class _Paper(PDFPageAggregatorWithMarkedContent):
    """What a page prints and draws."""

    def __init__(self, fonts: PDFResourceManager, number: int) -> None:
        super().__init__(fonts, pageno=number)
        self.printed = self.drawn = 0

    def render_char(self, *args: Any, **settings: Any) -> float:
        self.printed += 1
        if self.printed > MOST_CHARACTERS:
            raise RefusedFileError("too_large", f"more than {MOST_CHARACTERS} characters on page {self.pageno}")
        return super().render_char(*args, **settings)

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        self._draw(len(path))
        super().paint_path(gstate, stroke, fill, evenodd, path)

    def render_image(self, name: str, stream: PDFStream) -> None:
        self._draw(1)
        super().render_image(name, stream)

    def _draw(self, points: int) -> None:
        self.drawn += points
        if self.drawn > MOST_DRAWN:
            raise RefusedFileError("too_large", f"more than {MOST_DRAWN} points drawn on page {self.pageno}")


class _Pen(PDFPageInterpreter):
    """Follows what draws a page, and the forms in it."""

    def __init__(self, bounds: Bounds, paper: _Paper, depth: int = 0) -> None:
        super().__init__(bounds.fonts, paper)
        self.bounds, self.paper, self.form_depth = bounds, paper, depth

    def dup(self) -> "_Pen":
        return _Pen(self.bounds, self.paper, self.form_depth + 1)

    def do_q(self) -> None:
        if len(self.gstack) >= DEEPEST_STATES:
            raise RefusedFileError("too_large", f"graphics states nested {DEEPEST_STATES} deep")
        super().do_q()

    def execute(self, streams: Sequence[object]) -> None:
        if self.form_depth > DEEPEST_FORMS:
            raise RefusedFileError("too_large", f"forms nested {DEEPEST_FORMS} deep")
        for stream in map(stream_value, streams):
            self.bounds.take_content(len(read_stream(stream)) + COST_OF_A_STREAM)
        super().execute(streams)


class _Fonts(PDFResourceManager):
    """The fonts of a file, each measured before it is loaded."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> Any:
        if objid not in self._cached_fonts:
            _check_font(spec)
        return super().get_font(objid, spec)


def _check_font(spec: Mapping[str, object]) -> None:
    for name, length in _WIDTHS.items():
        widths = resolve1(spec.get(name))
        if isinstance(widths, list):
            _check_widths(widths, length)
    for name in ("ToUnicode", "Encoding"):
        stream = resolve1(spec.get(name))
        if isinstance(stream, PDFStream):
            _CodeMeter(FileUnicodeMap(), BytesIO(read_stream(stream))).run()
    descriptor = resolve1(spec.get("FontDescriptor"))
    for name, value in descriptor.items() if isinstance(descriptor, dict) else ():
        stream = resolve1(value)
        if isinstance(stream, PDFStream):
            content = read_stream(stream)
            if name == "FontFile2":
                _GlyphMeter(content).measure()


def _check_widths(widths: Iterable[object], length: int) -> None:
    """Measure the ranges `first last width` of a list that also has `first [width ...]`."""
    left = MOST_CODES
    numbers: list[float] = []
    for value in map(resolve1, widths):
        numbers = [*numbers, value] if isinstance(value, int | float) else []
        if len(numbers) == length:
            left -= int(max(0, numbers[1] - numbers[0]))
            numbers = []
        if left < 0:
            raise RefusedFileError("too_large", f"a font of more than {MOST_CODES} widths")


class _CodeMeter(CMapParser):
    """Measures the ranges of a table of characters, which its parser writes out one by one."""

    left = MOST_CODES

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        if token not in _RANGES:
            super().do_keyword(pos, token)
            return
        for first, last, _ in choplist(3, [value for _, value in self.popall()]):
            if isinstance(first, bytes) and isinstance(last, bytes):
                self.left -= max(0, nunpack(last) - nunpack(first)) + 1
            if self.left < 0:
                raise RefusedFileError("too_large", f"a font of more than {MOST_CODES} characters")


class _GlyphMeter(TrueTypeFont):
    """Measures the ranges of the table that a font file has of its characters."""

    def __init__(self, data: bytes) -> None:
        super().__init__("", BytesIO(data))
        self.left = MOST_GLYPHS

    def measure(self) -> None:
        """Go through the table as the reader of the library would; what is damaged in it is left to that one."""
        with suppress(TrueTypeFont.CMapNotFound, AssertionError, struct.error):
            self.create_unicode_map()

    def parse_cmap_format_0(self, fp: BinaryIO, char2gid: dict[int, int]) -> None:
        self._take(256)

    def parse_cmap_format_2(self, fp: BinaryIO, char2gid: dict[int, int]) -> None:
        raise RefusedFileError("unsupported_media", "damaged: a font whose table is of no Unicode")

    def parse_cmap_format_4(self, fp: BinaryIO, char2gid: dict[int, int]) -> None:
        _, _, twice, *_ = struct.unpack(">6H", fp.read(12))
        count = twice // 2
        numbers = struct.unpack(f">{2 * count + 1}H", fp.read(4 * count + 2))
        for last, first in zip(numbers[:count], numbers[count + 1 :], strict=True):
            self._take(last - first)

    def parse_cmap_format_6(self, fp: BinaryIO, char2gid: dict[int, int]) -> None:
        self._take(0x10000)

    def parse_cmap_format_10(self, fp: BinaryIO, char2gid: dict[int, int]) -> None:
        self._take(len(fp.read()) // 2)

    def parse_cmap_format_12(self, fp: BinaryIO, char2gid: dict[int, int]) -> None:
        for _ in range(struct.unpack(">HIII", fp.read(14))[3]):
            first, last, _ = struct.unpack(">III", fp.read(12))
            self._take(last - first)

    def _take(self, count: int) -> None:
        self.left -= max(0, count) + 1
        if self.left < 0:
            raise RefusedFileError("too_large", f"a font of more than {MOST_GLYPHS} characters")


def read_stream(stream: PDFStream) -> bytes:
    """What a stream holds, its unpacking measured before it is done.

    `streams.check_streams` looks at the bytes of the file, where dictionaries can hide and what is encrypted says nothing.
    """
    if stream.rawdata is not None:  # else it is unpacked already
        _check_packing(stream, [getattr(kind, "name", "") for kind, _ in stream.get_filters()])
    return bytes(stream.get_data())


def _check_packing(stream: PDFStream, packings: Sequence[str]) -> None:
    data = stream.rawdata or b""
    if stream.decipher and stream.objid is not None and stream.genno is not None:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    if packings and packings[0] in _IN_TEXT:
        data, packings = _read_text(data, packings[0]), packings[1:]
    if len(packings) > 1 or set(packings) - _FLATE - set(_COMPRESSED):
        raise RefusedFileError("unsupported_media", f"a stream packed by {', '.join(packings)}")
    if packings and packings[0] in _FLATE:
        measure_packed(memoryview(data), LARGEST_STREAM)
    elif packings and len(data) > LARGEST_COMPRESSED:
        raise RefusedFileError("too_large", f"a stream of {len(data)} bytes packed by {packings[0]}")


def _read_text(data: bytes, coding: str) -> bytes:
    """Bytes that were written as text."""
    if len(data) > LARGEST_CODED:
        raise RefusedFileError("too_large", f"a coded stream of {len(data)} bytes")
    return asciihexdecode(data) if coding in ("ASCIIHexDecode", "AHx") else ascii85decode(data)
