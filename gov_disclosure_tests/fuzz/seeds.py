"""What fuzzing begins with: small documents of every medium, and the words that readers look for.

Belongs here: documents as the generator, and the libraries that write PDF and XLS, make them. Does not belong here: damage
(`mutation`, `packages`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import xlwt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from gov_disclosure.vocabulary.forms import form_tables, section_titles
from gov_disclosure.vocabulary.values import MAGNITUDES, UNIT_SYNONYMS
from gov_disclosure_tests.generator import choose_recipe, generate

FORMS = "ABCD"
LONGEST = 24_000
"""Bytes of the longest document to begin with: short ones are read, and so explored, more often."""
_FONT = "STSong-Light"
WORDS: dict[str, list[str]] = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
"""Marks, markup, and what `lengths` repeats."""


@cache
def list_words() -> tuple[str, ...]:
    """Labels, headings, units and marks that a reader of text looks for."""
    layouts = [layout for form in FORMS for layout in form_tables(form)]
    labels = [name for table in layouts for x in (*table.rows, *table.columns) for name in (x.label, *x.variants)]
    headings = [title for section in section_titles() for title in section.titles]
    return tuple(dict.fromkeys([*labels, *headings, *UNIT_SYNONYMS, *MAGNITUDES, *WORDS["spaces"], *WORDS["marks"]]))


@cache
def list_markup() -> tuple[str, ...]:
    """What a reader of pages looks for."""
    return (*WORDS["markup"], *WORDS["spaces"], *WORDS["marks"], *list_words()[:40])


def list_seeds(medium: str, count: int = 60) -> list[bytes]:
    """Documents of a medium to begin with."""
    made = (_MAKERS[medium](number) for number in range(count))
    return [data for data in made if len(data) <= LONGEST]


def _generate(number: int, medium: str) -> bytes:
    form = "B" if medium == "xlsx" else FORMS[number % len(FORMS)]
    return generate(choose_recipe(number, medium=medium, form=form)).data


def _lines(number: int) -> list[list[str]]:
    """A document as rows of cells, for media that the generator does not write."""
    recipe = choose_recipe(
        number, medium="text", form=FORMS[number % 4], layout="tab_rows", encoding="utf-8", damage=()
    )
    text = generate(recipe).data.decode()
    return [line.split("\t") for line in text.split("\n") if line.strip()]


def _make_xls(number: int) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("统计表")
    for r, row in enumerate(_lines(number)[:60]):
        for c, value in enumerate(row[:20]):
            sheet.write(r, c, float(value) if value.isdecimal() else value[:2000])
    sheet.write_merge(70, 71, 0, 3, "合并")
    return _save(workbook)


def _make_pdf(number: int) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    rows = [[cell[:12] for cell in row[:6]] for row in _lines(number) if len(row) > 1][:12] or [["一、总体情况"]]
    width = max(map(len, rows))
    style = TableStyle([("FONT", (0, 0), (-1, -1), _FONT), ("GRID", (0, 0), (-1, -1), 0.5, "black")])
    table = Table([row + [""] * (width - len(row)) for row in rows], 70, style=style)
    file = BytesIO()
    SimpleDocTemplate(file, pageCompression=number % 2).build([table])
    return file.getvalue()


def _make_zip(number: int) -> bytes:
    members = {f"{medium}/{number}.{medium}": _generate(number, medium) for medium in ("text", "html", "docx")}
    inner = pack(members)
    return pack({**members, "年报/../内.zip": inner}) if number % 3 == 0 else inner


def pack(members: dict[str, bytes]) -> bytes:
    """A ZIP file of some members."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return file.getvalue()


def _save(workbook: xlwt.Workbook) -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


_MAKERS: dict[str, Callable[[int], bytes]] = {
    "text": lambda number: _generate(number, "text"),
    "html": lambda number: _generate(number, "html"),
    "docx": lambda number: _generate(number, "docx"),
    "xlsx": lambda number: _generate(number, "xlsx"),
    "xls": _make_xls,
    "pdf": _make_pdf,
    "zip": _make_zip,
}
