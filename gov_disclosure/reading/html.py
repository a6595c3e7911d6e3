"""HTML to text: blocks on lines, rows of tables on lines, cells ended by tabs; menus and hidden text left out.

Belongs here: one pass over the events of the parser. A stack of open tables holds cells; each cell, like the page
itself, is a flow of lines. A table inside a cell means that the outer row only lays out the page: its cells become
blocks of the page, in order. Does not belong here: which elements are furniture (`furniture`), the shape of lines and
rows (`layout`), and deciding whether a text is HTML (`markup`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from gov_disclosure.reading.flow import Doubtful, Flow, Table
from gov_disclosure.reading.furniture import (
    DROPPED,
    FURNITURE,
    LONGEST,
    find_size,
    is_furniture,
    is_furniture_line,
    is_hidden,
    is_struck,
)
from gov_disclosure.reading.layout import clean_line
from gov_disclosure.reading.markup import mend_piece
from gov_disclosure.reading.merges import count_rows
from gov_disclosure.reading.refused import RefusedFileError

_BLOCKS = frozenset(
    (
        *(
            "html",
            "body",
            "main",
            "article",
            "section",
            "header",
            "footer",
            "nav",
            "aside",
            "menu",
            "address",
            "div",
            "p",
        ),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "br",
            "center",
            "blockquote",
            "pre",
            "textarea",
            "form",
            "fieldset",
        ),
        *("ul", "ol", "li", "dl", "dt", "dd", "dir", "caption", "figure", "figcaption", "details", "summary"),
    )
)
_CELLS = frozenset(("td", "th"))
_STRUCTURE = frozenset(("table", "tr", "td", "th"))
_RAW = frozenset(("pre", "textarea"))
# A note mark behind a number must not become its last digit.
_NOTES = frozenset(("sup", "sub"))
_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_END_OF_CELL = re.compile(r"<(?:/t[dhr]|/table|/tbody|tr)\b", re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")
_SAME = re.compile(r"[^\w]+")
# What the head of a page knows about its article, with the words under which a page prints it.
_META = {"pubdate": "发布日期：", "contentsource": "来源："}
DEEPEST = 1000


class _Reader:
    """Target of the parser's events; starts and ends of elements come in pairs, implied ones included."""

    def __init__(self) -> None:
        self.page = Flow()
        self.open: list[Table | Doubtful] = []
        self.doubted: list[Doubtful] = []  # those of the open elements that do not stay yet
        self.depth = 0
        self.dropped_at = 0
        self.title: list[str] = []
        self.meta: dict[str, str] = {}
        self.in_title = False

    @property
    def flow(self) -> Flow:
        """Where text goes: the innermost open cell or doubtful element, or the page."""
        if not self.open:
            return self.page
        frame = self.open[-1]
        return frame.flow if isinstance(frame, Doubtful) else frame.cell or frame.around

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise RefusedFileError("too_large", f"elements nested {DEEPEST} deep")
        if self.dropped_at:
            return
        if tag in DROPPED:
            self.dropped_at = self.depth
        elif is_struck(tag, attributes):
            self._strike(tag, attributes)
        elif tag in _STRUCTURE:
            self._start_structure(tag, attributes)
        else:
            self._start_element(tag, attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.dropped_at:
            self.dropped_at = 0 if self.depth < self.dropped_at else self.dropped_at
            if not self.dropped_at and tag in _CELLS:
                self._end_structure(tag)  # its text was crossed out
        elif tag in _STRUCTURE:
            self._end_structure(tag)
        else:
            self._end_element(tag)
        while self.open and isinstance(self.open[-1], Doubtful) and self.open[-1].depth > self.depth:
            self._settle(self.open[-1].is_kept())

    def data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data)
        elif not self.dropped_at:
            if self.open and isinstance(table := self.open[-1], Table) and table.in_row and not data.isspace():
                table.cell = table.cell or Flow()  # text in a row and in no cell of it: the start of its cell is lost
            self.flow.parts.append(data)

    def close(self) -> _Reader:
        while self.open:
            if isinstance(self.open[-1], Doubtful):
                self._settle(self.open[-1].is_kept())
            else:
                self._end_structure("table")
        self.page.close_line()
        return self

    def _strike(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Leave out what is crossed out; a cell keeps its place."""
        if tag in _CELLS:
            self._start_structure(tag, attributes)
        elif tag in _BLOCKS:
            self.flow.close_line()
        self.dropped_at = self.depth

    def _start_element(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _BLOCKS:
            self.flow.close_line()
        if attributes or tag in FURNITURE:
            self._doubt(tag, attributes)
        if tag == "title":
            self.in_title = True
        elif tag == "h1":
            self._keep()
        elif tag == "meta":
            self.meta.setdefault(attributes.get("name", "").lower(), attributes.get("content", ""))
        elif tag == "input" and self._table() and attributes.get("type", "text") == "text":
            self.flow.parts.append(attributes.get("value", ""))
        elif tag in _NOTES:
            self.flow.parts.append("[")

    def _end_element(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False
        elif tag in _NOTES:
            self.flow.parts.append("]")
        elif tag in _RAW:
            self.flow.close_raw()
        elif tag in _BLOCKS:
            self.flow.close_line()

    def _doubt(self, tag: str, attributes: Mapping[str, str]) -> None:
        size = find_size(attributes)
        if size and self.open and isinstance(around := self.open[-1], Doubtful) and around.has_no_size:
            around.stays = True
        has_no_size = size is False and tag not in _BLOCKS
        hidden = is_hidden(attributes) or has_no_size
        if hidden or (tag in _BLOCKS and is_furniture(tag, attributes)):
            element = Doubtful(self.depth, None if hidden else LONGEST, has_no_size=has_no_size)
            self.open.append(element)
            self.doubted.append(element)

    def _settle(self, is_kept: bool) -> None:
        """Close the innermost doubtful element, and hand what it holds to the flow around it if it stays."""
        element = self.open.pop()
        if self.doubted and self.doubted[-1] is element:
            self.doubted.pop()
        if is_kept and isinstance(element, Doubtful):
            self.flow.add(element.flow)

    def _keep(self) -> None:
        for element in self.doubted:
            element.stays = True
        self.doubted.clear()

    def _table(self) -> Table | None:
        for frame in reversed(self.open):
            if isinstance(frame, Table):
                return frame
        return None

    def _start_structure(self, tag: str, attributes: Mapping[str, str]) -> None:
        table = None if tag == "table" else self._table()
        if table is None:
            table = self._open_table()
        while isinstance(self.open[-1], Doubtful):  # a row or cell begins in an element that began in another cell
            self._settle(is_kept=True)
        if tag == "tr":
            table.close_row()
            table.in_row = True
            table.hides_row = is_hidden(attributes)
        elif tag in _CELLS:
            table.close_cell()
            table.cell, table.in_row = Flow(), True
            table.hides_cell = is_hidden(attributes)
            table.rows = count_rows(attributes.get("rowspan"))

    def _open_table(self) -> Table:
        """Open a table; one that begins between the cells of another follows what that one has so far."""
        self._keep()
        if self.open and isinstance(outer := self.open[-1], Table) and outer.cell is None:
            outer.close_row()
            self.flow.add_rows(outer.lines, has_table=outer.cells > 1)
            outer.lines = []
        self.flow.close_line()
        table = Table(self.flow)
        self.open.append(table)
        return table

    def _end_structure(self, tag: str) -> None:
        table = self._table()
        if table is None:
            return
        while isinstance(self.open[-1], Doubtful):
            self._settle(is_kept=True)
        if tag in _CELLS:
            table.close_cell()
        else:
            table.close_row()
        if tag == "table":
            self.open.pop()
            self.flow.add_rows(table.lines, has_table=table.cells > 1)


def read_html(text: str) -> str:
    r"""The text of a page or of a piece of one.

    >>> read_html("<table><tr><td>行政<br>许可<td><span>2</span><span>0</span><td>&nbsp;</table><p>二、情况")
    '行政许可\t20\t\t\n二、情况'
    """
    reader = _Reader()
    # Feeding bytes keeps the parser from looking for a declaration; tags behind the end of the page are read as well.
    page = _END_OF_PAGE.sub("", mend_piece(text)).encode()
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)  # type: ignore[arg-type]
    try:
        etree.fromstring(page, parser)
    except etree.LxmlError as error:
        raise RefusedFileError("error_page", f"no readable HTML: {error}") from error
    lines = [line for line in reader.page.lines if "\t" in line or not is_furniture_line(line)]
    laid_out = "\n".join([*_head_lines(reader, lines), *lines])
    return laid_out.rstrip("\t") if _is_cut(text) else laid_out


def _is_cut(text: str) -> bool:
    """Whether a page ends inside a cell: then its last number may lack digits, and must end the text to show it."""
    cell = max(text.rfind("<td"), text.rfind("<TD"), text.rfind("<th"), text.rfind("<TH"))
    return cell >= 0 and _END_OF_CELL.search(text, cell + 1) is None


def _head_lines(reader: _Reader, lines: list[str]) -> list[str]:
    """What the head tells and the page does not: title, date, source."""
    printed = _SAME.sub("", "".join(lines))
    titles = [reader.meta.get("articletitle", ""), "".join(reader.title)]
    title = next((clean_line(t) for t in titles if _HAN.search(t)), "")
    known = [title] if title and not _is_printed(title, printed) else []
    for name, words in _META.items():
        value = clean_line(reader.meta.get(name, ""))
        if value and not _is_printed(value, printed):
            known.append(f"{words}{value}")
    return known


def _is_printed(words: str, printed: str) -> bool:
    """Whether the page prints these words, or the longest part of them: titles carry the site's name as well."""
    parts = re.split(r"\s*[-_|—–]+\s*|\s{1,}", words)
    longest = max((_SAME.sub("", part) for part in (words, *parts[:1])), key=len)
    return longest in printed or any(_SAME.sub("", p) in printed for p in parts if len(p) > len(words) // 2)
