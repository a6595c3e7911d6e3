"""PDF files, old Excel files and pictures that loop, unpack without end, or are two kinds of file at once."""

import struct
import zlib
from collections.abc import Collection, Sequence
from io import BytesIO

import xlwt

from gov_disclosure_tests.hostile.archives import Entry, build_zip
from gov_disclosure_tests.hostile.case import OUTSIDE, Case, write_report

MEGA = 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\xff\xff\xff\xff" * 2


def build_pdf(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF file of some objects, the first its catalogue."""
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d %b>>\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        trailer,
    )
    return bytes(data + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A packed stream."""
    return b"<</Length %d /Filter %b>>\nstream\n%b\nendstream" % (len(content), filters, content)


CATALOGUE, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
FONT = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources %b/Contents 4 0 R>>" % FONT


def list_pages(objects: Collection[int]) -> bytes:
    """The tree of pages."""
    return b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(objects), b" ".join(b"%d 0 R" % number for number in objects))


def write_page(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF file of one page."""
    return build_pdf([CATALOGUE, PAGES, PAGE, stream(content, filters)])


def save_xls() -> bytearray:
    """A real workbook of Excel 97."""
    book, file = xlwt.Workbook(), BytesIO()
    sheet = book.add_sheet("a")
    for row in range(500):
        sheet.write(row, 0, f"第{row}行")
    book.save(file)
    return bytearray(file.getvalue())


def loop_xls() -> bytes:
    """A workbook whose first chain of sectors leads back to itself."""
    data = save_xls()
    table = 512 * (1 + int.from_bytes(data[76:80], "little"))
    data[table : table + 4] = (0).to_bytes(4, "little")
    return bytes(data)


def draw(operators: bytes) -> bytes:
    """A PDF file of one page that is drawn by some operators."""
    return write_page(zlib.compress(operators, 9))


def draw_with(font: bytes, *more: bytes) -> bytes:
    """A page that prints two characters of a font of its own."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"
    composed = (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
        b"/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>%b>>]%b>>"
    )
    inner, outer = (b"", font) if b"/ToUnicode" in font else (font, b"")
    printed = stream(zlib.compress(b"BT /F 9 Tf 9 9 Td (ab) Tj ET"))
    return build_pdf([CATALOGUE, PAGES, page, printed, composed % (inner, outer), *more])


def build_font(table: bytes) -> bytes:
    """A font file with nothing but a table of its characters."""
    table = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + table
    return struct.pack(">4sHHHH4sLLL", b"true", 1, 0, 0, 0, b"cmap", 0, 28, len(table)) + table


def double_forms(depth: int) -> bytes:
    """A form that draws another one twice, which draws another one twice, and so on."""
    form = (
        b"<</Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length 11>>\nstream\n/X Do /X Do\nendstream"
    )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
    forms = [form % (6 + number) for number in range(depth)]
    return build_pdf([CATALOGUE, PAGES, page, stream(zlib.compress(b"/X Do")), *forms, stream(zlib.compress(b"q"))])


EMPTY = stream(zlib.compress(b"BT ET"))
SCRIPT = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('%b'\\))>>>>" % OUTSIDE.encode()
CODES = b"begincmap 1 beginbfrange <00000000> <7fffffff> <0000> endbfrange endcmap"
GROUPS = struct.pack(">HHIIIIII", 12, 0, 0, 0, 1, 0, 0x7FFFFFFF, 1)
ZEROS = zlib.compress(bytes(200 * MEGA))

CASES = (
    Case(
        "pages_loop.pdf",
        "PDF: a tree of pages that holds itself",
        "empty_file",
        lambda: build_pdf([CATALOGUE, b"<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>"]),
    ),
    Case(
        "parent_loop.pdf",
        "PDF: a page that is its own parent",
        "unsupported_media",
        lambda: build_pdf([CATALOGUE, PAGES, b"<</Type/Page/Parent 3 0 R/Contents 3 0 R>>"]),
    ),
    Case(
        "count.pdf",
        "PDF that says it has two billion pages",
        "empty_file",
        lambda: build_pdf([CATALOGUE, b"<</Type/Pages/Count 2147483647/Kids[]>>"]),
    ),
    Case(
        "many_pages.pdf",
        "PDF: one page, listed 20,000 times",
        "needs_ocr",
        lambda: build_pdf([CATALOGUE, list_pages([3] * 20_000), PAGE, EMPTY]),
    ),
    Case(
        "pages.pdf",
        "PDF of 1,000 pages",
        "too_large",
        lambda: build_pdf([CATALOGUE, list_pages(range(3, 1003)), *[PAGE] * 1000]),
    ),
    Case(
        "arrays.pdf",
        "PDF: 20,000 arrays inside of each other",
        "empty_file",
        lambda: build_pdf([CATALOGUE, b"[" * 20_000 + b"]" * 20_000]),
    ),
    Case(
        "folders.pdf",
        "PDF: a page below 5,000 others",
        "unsupported_media",
        lambda: build_pdf(
            [CATALOGUE, *(b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 3) for n in range(5_000)), PAGE]
        ),
    ),
    Case("unpack.pdf", "PDF: 200 MB in a stream of 200 kB", "too_large", lambda: write_page(ZEROS)),
    Case(
        "unpack_named.pdf",
        "PDF: the same, its packing spelled `/Fl#61teDecode`",
        "too_large",
        lambda: write_page(ZEROS, b"/Fl#61teDecode"),
    ),
    Case(
        "unpack_picture.pdf",
        "PDF: the same, said to be a picture",
        "too_large",
        lambda: write_page(ZEROS, b"/FlateDecode /Subtype /Image"),
    ),
    Case(
        "unpack_hidden.pdf",
        "PDF: the same, its dictionary hidden from a search",
        "too_large",
        lambda: write_page(ZEROS, b"/FlateDecode /X (obj)"),
    ),
    Case(
        "unpack_twice.pdf",
        "PDF: packed twice",
        "unsupported_media",
        lambda: write_page(zlib.compress(ZEROS), b"[/FlateDecode/FlateDecode]"),
    ),
    Case(
        "fax.pdf",
        "PDF: text packed as a fax of 300 million columns",
        "unsupported_media",
        lambda: write_page(bytes(1000), b"/CCITTFaxDecode /DecodeParms<</K -1/Columns 300000000/Rows 2>>"),
    ),
    Case(
        "coded.pdf",
        "PDF: four megabytes of digits, to be decoded twenty times",
        "too_large",
        lambda: write_page(b"0" * 4_000_000, b"[" + b"/ASCIIHexDecode" * 20 + b"]"),
    ),
    Case(
        "directory_loop.pdf",
        "PDF: a directory that goes on in itself",
        "needs_ocr",
        lambda: build_pdf([CATALOGUE, PAGES, PAGE, EMPTY], b"/Root 1 0 R /Prev 300"),
    ),
    Case(
        "characters.pdf",
        "PDF: two million characters on a page of two kilobytes",
        "too_large",
        lambda: draw(b"BT /F 9 Tf 9 9 Td (" + b"a" * 2_000_000 + b") Tj ET"),
    ),
    Case("states.pdf", "PDF: a million states saved and none restored", "too_large", lambda: draw(b"q " * 1_000_000)),
    Case("rules.pdf", "PDF: 100,000 lines on a page", "too_large", lambda: draw(b"0 0 m 9 9 l S " * 100_000)),
    Case(
        "forms.pdf",
        "PDF: forms that draw each other, two to the power of forty times",
        "too_large",
        lambda: double_forms(40),
    ),
    Case("forms_16.pdf", "PDF: the same, sixteen deep", "too_large", lambda: double_forms(16)),
    Case(
        "widths.pdf",
        "PDF: a font of two billion widths, in a file of 700 bytes",
        "too_large",
        lambda: draw_with(b"/W[0 2000000000 500]"),
    ),
    Case(
        "codes.pdf",
        "PDF: a font of two billion characters",
        "too_large",
        lambda: draw_with(b"/ToUnicode 6 0 R", stream(zlib.compress(CODES))),
    ),
    Case(
        "glyphs.pdf",
        "PDF: a font file of two billion characters",
        "too_large",
        lambda: draw_with(b"/FontDescriptor<</FontFile2 6 0 R>>", stream(zlib.compress(build_font(GROUPS)))),
    ),
    Case(
        "script.pdf",
        "PDF that runs a script and asks for an address",
        "needs_ocr",
        lambda: build_pdf([SCRIPT, PAGES, PAGE, EMPTY]),
    ),
    Case(
        "locked.pdf",
        "PDF, encrypted",
        "unsupported_media",
        lambda: build_pdf(
            [CATALOGUE, PAGES, PAGE, b"<</Filter/Standard/V 4/R 4/O(a)/U(a)/P -1>>"],
            b"/Root 1 0 R /Encrypt 4 0 R /ID[(a)(a)]",
        ),
    ),
    Case("cut.pdf", "PDF, cut before its end", "unsupported_media", lambda: draw(b"BT ET")[:-300]),
    Case("loop.xls", "Excel 97: sectors that lead back to themselves", "unsupported_media", loop_xls),
    Case("cut.xls", "Excel 97, cut in the middle", "unsupported_media", lambda: bytes(save_xls()[:6000])),
    Case("picture.png", "a picture that says it is four billion points wide", "needs_ocr", lambda: PNG),
    Case(
        "pdf_and_zip.pdf",
        "PDF that is a ZIP archive of a report as well",
        "needs_ocr",
        lambda: draw(b"BT ET") + build_zip([Entry(b"a.txt", write_report("双").encode())]),
    ),
    Case(
        "gif_and_page.gif",
        "picture that is a web page as well",
        "needs_ocr",
        lambda: b"GIF89a/*<html><body>" + write_report("图").encode(),
    ),
    Case(
        "page_and_zip.html",
        "web page that is a ZIP archive as well",
        "binary_file",
        lambda: (
            f"<html><body><pre>{write_report('页')}</pre></body></html>".encode()
            + build_zip([Entry(b"a.txt", write_report("双二").encode())])
        ),
    ),
)
