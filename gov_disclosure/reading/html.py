"""HTML to text: blocks on lines, rows of tables on lines, cells ended by tabs; menus and hidden text left out.

Belongs here: one pass over the events of the parser. A stack of open tables holds cells; each cell, like the page
itself, is a flow of lines. A table inside a cell means that the outer row only lays out the page: its cells become
blocks of the page, in order. Does not belong here: which elements are furniture (`furniture`) or not displayed
(`visibility`), the shape of lines and rows (`layout`), and deciding whether a text is HTML (`markup`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from gov_disclosure.reading.elements import BLOCKS, CELLS, NOTES, RAW, STRUCTURE
from gov_disclosure.reading.flow import Doubtful, Flow, Table
from gov_disclosure.reading.furniture import DROPPED, FURNITURE, LONGEST, is_furniture, is_furniture_line
from gov_disclosure.reading.head import list_head_lines
from gov_disclosure.reading.markup import mend_piece
from gov_disclosure.reading.merges import count_rows
from gov_disclosure.reading.refused import RefusedFileError
from gov_disclosure.reading.visibility import (
    BEHIND_DIGIT,
    SEAM,
    HiddenNames,
    Look,
    add_look,
    find_hidden_names,
    find_look,
    find_size,
    is_hidden,
    is_struck,
    write_seams,
)

_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_END_OF_CELL = re.compile(r"<(?:/t[dhr]|/table|/tbody|tr)\b", re.IGNORECASE)
DEEPEST = 1000


class _Reader:
    """Target of the parser's events; starts and ends of elements come in pairs, implied ones included.

    Hidden blocks and tables are left out; with `spares_tables` only those that hold no table.
    """

    def __init__(self, names: HiddenNames, *, spares_tables: bool = False) -> None:
        self.names, self.spares_tables = names, spares_tables
        self.hidden_tables: int | None = None  # open ones in the hidden element that is being left out
        self.has_hidden_article = False
        self.looks: list[tuple[int, Look]] = []  # of the text in each element that is open in a table
        self.page = Flow()
        self.open: list[Table | Doubtful] = []
        self.doubted: list[Doubtful] = []  # those of the open elements that do not stay yet
        self.tables = 0  # open ones
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
        if self.dropped_at and not self._ends_hidden(tag):
            return
        if tag in DROPPED:
            self.dropped_at = self.depth
        elif is_struck(tag, attributes):
            self._strike(tag, attributes)
        elif (tag in BLOCKS or tag == "table") and not self.spares_tables and self._is_hidden(tag, attributes):
            self._hide(tag)
        elif tag in STRUCTURE:
            self._start_structure(tag, attributes)
        else:
            self._start_element(tag, attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.dropped_at:
            if self.hidden_tables and tag == "table":
                self.hidden_tables -= 1
            if self.depth < self.dropped_at:
                self.dropped_at, self.hidden_tables = 0, None
                if tag in CELLS:
                    self._end_structure(tag)  # its text was crossed out
        elif tag in STRUCTURE:
            self._end_structure(tag)
        else:
            self._end_element(tag)
        while self.looks and self.looks[-1][0] > self.depth:
            self.looks.pop()
        while self.open and isinstance(self.open[-1], Doubtful) and self.open[-1].depth > self.depth:
            self._settle(self.open[-1].is_kept())

    def data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data)
        elif not self.dropped_at:
            if self.open and isinstance(table := self.open[-1], Table) and table.in_row and not data.isspace():
                table.cell = table.cell or Flow()  # text in a row and in no cell of it: the start of its cell is lost
            self._write(data)

    def _write(self, data: str) -> None:
        """Text of the page; where a number may go on in another look there is a seam."""
        flow = self.flow
        look = self.looks[-1][1] if self.looks else ()
        if flow.look != look and flow.parts and data[:1] in BEHIND_DIGIT:
            flow.parts.append(SEAM)
        flow.parts.append(data)
        flow.look = look

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
        if tag in CELLS:
            self._start_structure(tag, attributes)
        elif tag in BLOCKS:
            self.flow.close_line()
        self.dropped_at = self.depth

    def _is_hidden(self, tag: str, attributes: Mapping[str, str]) -> bool:
        return bool(attributes) and is_hidden(tag, attributes, self.names, in_table=self.tables > 0)

    def _hide(self, tag: str) -> None:
        """Leave out a block or a table that is not displayed, with all that stands in it."""
        if tag in BLOCKS:
            self.flow.close_line()
        self.dropped_at, self.hidden_tables = self.depth, int(tag == "table")
        self.has_hidden_article = self.has_hidden_article or tag == "table"

    def _ends_hidden(self, tag: str) -> bool:
        """Whether what is left out ends here: it is hidden, its end is lost, and a cell or row begins that is not in it."""
        if self.hidden_tables is None:
            return False
        self.hidden_tables += tag == "table"
        self.has_hidden_article = self.has_hidden_article or tag in ("table", "h1")
        if self.hidden_tables or tag not in STRUCTURE:
            return False
        self.dropped_at, self.hidden_tables = 0, None
        return True

    def _start_element(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in BLOCKS:
            self.flow.close_line()
        if attributes or tag in FURNITURE:
            self._doubt(tag, attributes)
        if self.tables and (look := find_look(tag, attributes)):
            self.looks.append((self.depth, add_look(self.looks[-1][1] if self.looks else (), look)))
        if tag == "title":
            self.in_title = True
        elif tag == "h1":
            self._keep()
        elif tag == "meta":
            self.meta.setdefault(attributes.get("name", "").lower(), attributes.get("content", ""))
        elif tag == "input" and self._table() and attributes.get("type", "text") == "text":
            self.flow.parts += SEAM, attributes.get("value", ""), SEAM
        elif tag in NOTES:
            self.flow.parts.append("[")

    def _end_element(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False
        elif tag in NOTES:
            self.flow.parts.append("]")
        elif tag in RAW:
            self.flow.close_raw()
        elif tag in BLOCKS:
            self.flow.close_line()

    def _doubt(self, tag: str, attributes: Mapping[str, str]) -> None:
        size = find_size(attributes)
        if size and self.open and isinstance(around := self.open[-1], Doubtful) and around.has_no_size:
            around.stays = True
        has_no_size = size is False and tag not in BLOCKS
        hidden = self._is_hidden(tag, attributes) or has_no_size
        if hidden or (tag in BLOCKS and is_furniture(tag, attributes)):
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
            table.hides_row = self._is_hidden(tag, attributes)
        elif tag in CELLS:
            table.close_cell()
            table.cell, table.in_row = Flow(), True
            table.hides_cell = self._is_hidden(tag, attributes)
            table.rows = count_rows(attributes.get("rowspan"))

    def _open_table(self) -> Table:
        """Open a table; one that begins between the cells of another follows what that one has so far."""
        self._keep()
        around = self._table()
        if around is not None and (around.hides_cell or around.hides_row):
            self.has_hidden_article = True
        if self.open and isinstance(outer := self.open[-1], Table) and outer.cell is None:
            outer.close_row()
            self.flow.add_rows(outer.lines, has_table=outer.cells > 1)
            outer.lines = []
        self.flow.close_line()
        table = Table(self.flow, spares_tables=self.spares_tables)
        self.open.append(table)
        self.tables += 1
        return table

    def _end_structure(self, tag: str) -> None:
        table = self._table()
        if table is None:
            return
        while isinstance(self.open[-1], Doubtful):
            self._settle(is_kept=True)
        if tag in CELLS:
            table.close_cell()
        else:
            table.close_row()
        if tag == "table":
            self.open.pop()
            self.tables -= 1
            self.flow.add_rows(table.lines, has_table=table.cells > 1)


def read_html(text: str) -> str:
    r"""The text of a page or of a piece of one.

    >>> read_html("<table><tr><td>行政<br>许可<td><span>2</span><span>0</span><td>&nbsp;</table><p>二、情况")
    '行政许可\t20\t\t\n二、情况'
    """
    # Tags behind the end of the page are read as well.
    page = _END_OF_PAGE.sub("", mend_piece(text))
    names = find_hidden_names(page)
    reader = _read_page(page, _Reader(names))
    if reader.has_hidden_article and not any("\t" in line for line in reader.page.lines):
        whole = _read_page(page, _Reader(names, spares_tables=True))
        is_article = sum(map(len, whole.page.lines)) > 2 * sum(map(len, reader.page.lines))
        reader = whole if is_article else reader  # hidden until a script shows it
    lines = [line for line in reader.page.lines if "\t" in line or not is_furniture_line(line)]
    laid_out = write_seams("\n".join([*list_head_lines(reader.meta, "".join(reader.title), lines), *lines]))
    return laid_out.rstrip("\t") if _is_cut(text) else laid_out


def _read_page(page: str, reader: _Reader) -> _Reader:
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
