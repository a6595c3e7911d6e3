"""HTML to text: blocks on lines, rows of tables on lines, cells ended by tabs; menus and hidden text left out.

Belongs here: from the source of a page to its lines, and which lines of a page are its text. Does not belong here: what the
elements do to the lines (`page`), which elements are furniture (`furniture`) or not displayed (`visibility`), the shape of
lines and rows (`layout`), and deciding whether a text is HTML (`markup`).
"""

from __future__ import annotations

import re

from lxml import etree

from gov_disclosure.reading.furniture import is_furniture_line
from gov_disclosure.reading.head import list_head_lines
from gov_disclosure.reading.markup import mend_piece
from gov_disclosure.reading.page import PageReader
from gov_disclosure.reading.refused import RefusedFileError
from gov_disclosure.reading.sight import Sights
from gov_disclosure.reading.visibility import write_seams

_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_END_OF_CELL = re.compile(r"<(?:/t[dhr]|/table|/tbody|tr)\b", re.IGNORECASE)


def read_html(text: str) -> str:
    r"""The text of a page or of a piece of one.

    >>> read_html("<table><tr><td>行政<br>许可<td><span>2</span><span>0</span><td>&nbsp;</table><p>二、情况")
    '行政许可\t20\t\t\n二、情况'
    """
    # Tags behind the end of the page are read as well.
    page = _END_OF_PAGE.sub("", mend_piece(text))
    sights = Sights(page)
    reader = _read_page(page, PageReader(sights))
    if reader.has_hidden_article and not any("\t" in line for line in reader.page.lines):
        whole = _read_page(page, PageReader(sights, spares_tables=True))
        is_article = sum(map(len, whole.page.lines)) > 2 * sum(map(len, reader.page.lines))
        reader = whole if is_article else reader  # hidden until a script shows it
    lines = [line for line in reader.page.lines if "\t" in line or not is_furniture_line(line)]
    laid_out = write_seams("\n".join([*list_head_lines(reader.meta, "".join(reader.title), lines), *lines]))
    return laid_out.rstrip("\t") if _is_cut(text) else laid_out


def _read_page(page: str, reader: PageReader) -> PageReader:
    """Feed a page to a reader, as bytes: they keep the parser from looking for a declaration."""
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)  # type: ignore[arg-type]
    try:
        etree.fromstring(page.encode(), parser)
    except etree.LxmlError as error:
        raise RefusedFileError("error_page", f"no readable HTML: {error}") from error
    return reader


def _is_cut(text: str) -> bool:
    """Whether a page ends inside a cell: then its last number may lack digits, and must end the text to show it."""
    cell = max(text.rfind("<td"), text.rfind("<TD"), text.rfind("<th"), text.rfind("<TH"))
    return cell >= 0 and _END_OF_CELL.search(text, cell + 1) is None
