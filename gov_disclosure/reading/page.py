"""The elements of a page become lines.

Belongs here: one pass over the events of the parser. A stack of open tables holds cells; each cell, like the page
itself, is a flow of lines. A table inside a cell means that the outer row only lays out the page: its cells become
blocks of the page, in order. Does not belong here: how an element is seen (`sight`), and the shape of lines and rows
(`flow`, `layout`).
"""

from __future__ import annotations

from collections.abc import Mapping

from gov_disclosure.reading.elements import BLOCKS, CELLS, NOTES, RAW, STRUCTURE
from gov_disclosure.reading.flow import Doubtful, Flow, Table
from gov_disclosure.reading.furniture import DROPPED, LONGEST
from gov_disclosure.reading.merges import count_rows
from gov_disclosure.reading.refused import RefusedFileError
from gov_disclosure.reading.sight import BARE, PLAIN, Sight, Sights
from gov_disclosure.reading.visibility import BEHIND_DIGIT, SEAM, Look, add_look

DEEPEST = 1000
_SPECIAL = frozenset(("title", "h1", "meta", "input", *NOTES))


class PageReader:
    """Target of the parser's events; starts and ends of elements come in pairs, implied ones included.

    Hidden blocks and tables are left out; with `spares_tables` only those that hold no table.
    """

    def __init__(self, sights: Sights, *, spares_tables: bool = False) -> None:
        self.sights, self.spares_tables = sights, spares_tables
        self.hidden_tables: int | None = None  # open ones in the hidden element that is being left out
        self.has_hidden_article = False
        self.looks: list[tuple[int, Look]] = [(0, ())]  # of the text in each element that is open in a table
        self.page = Flow()
        self.open: list[Table | Doubtful] = []
        self.tables: list[Table] = []  # those of the open elements
        self.doubted: list[Doubtful] = []  # those of the open elements that do not stay yet
        self.flow = self.page  # where text goes: the innermost open cell or doubtful element, or the page
        self.row: Table | None = None  # where text opens a cell: the innermost element, between the cells of a row
        self.doubt = 0  # depth of the innermost element, if it is doubtful
        self.depth = 0
        self.dropped_at = 0
        self.title: list[str] = []
        self.meta: dict[str, str] = {}
        self.in_title = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise RefusedFileError("too_large", f"elements nested {DEEPEST} deep")
        if self.dropped_at and not self._ends_hidden(tag):
            return
        if tag in DROPPED:
            self.dropped_at = self.depth
            return
        sight = self.sights.find(tag, attributes) if attributes else BARE.get(tag, PLAIN)
        if sight is not PLAIN and self._leave_out(tag, attributes, sight):
            return
        if tag in CELLS:
            self._start_cell(attributes, sight)
        elif tag == "tr":
            self._start_row(sight)
        elif tag == "table":
            self._start_table()
        else:
            self._start_element(tag, attributes, sight)

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.dropped_at:
            self._end_dropped(tag)
        elif tag in STRUCTURE:
            self._end_structure(tag)
        elif tag in BLOCKS:
            if self.flow.parts:
                self._end_block(tag)
        elif tag in NOTES:
            self.flow.parts.append("]")
        elif tag == "title":
            self.in_title = False
        while self.looks[-1][0] > self.depth:
            self.looks.pop()
        while self.doubt > self.depth:
            self._settle()

    def data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data)
        elif not self.dropped_at:
            if self.row and not data.isspace():
                self._open_cell(self.row)  # text in a row and in no cell of it: the start of its cell is lost
            flow, look = self.flow, self.looks[-1][1]
            if flow.look != look:
                if flow.parts and data[:1] in BEHIND_DIGIT:
                    flow.parts.append(SEAM)  # a number may go on in another look
                flow.look = look
            flow.parts.append(data)

    def close(self) -> PageReader:
        while self.open:
            if self.doubt:
                self._settle()
            else:
                self._end_structure("table")
        self.page.close_line()
        return self

    def _leave_out(self, tag: str, attributes: Mapping[str, str], sight: Sight) -> bool:
        """Leave out what is crossed out, and a block or table that is not displayed, with all that stands in it.

        A cell that is crossed out keeps its place.
        """
        is_hidden = (tag in BLOCKS or tag == "table") and not self.spares_tables and self._is_hidden(sight)
        if not (sight.is_struck or is_hidden):
            return False
        if tag in CELLS:
            self._start_cell(attributes, sight)
        elif tag in BLOCKS:
            self.flow.close_line()
        self.dropped_at = self.depth
        if not sight.is_struck:
            self.hidden_tables = int(tag == "table")
            self.has_hidden_article = self.has_hidden_article or tag == "table"
        return True

    def _is_hidden(self, sight: Sight) -> bool:
        return sight.is_hidden_in_table if self.tables else sight.is_hidden

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

    def _end_dropped(self, tag: str) -> None:
        if self.hidden_tables and tag == "table":
            self.hidden_tables -= 1
        if self.depth < self.dropped_at:
            self.dropped_at, self.hidden_tables = 0, None
            if tag in CELLS:
                self._end_structure(tag)  # its text was crossed out

    def _start_element(self, tag: str, attributes: Mapping[str, str], sight: Sight) -> None:
        if tag in BLOCKS:
            self.flow.close_line()
        if sight is not PLAIN:
            self._doubt(tag, sight)
            if self.tables and sight.look:
                self.looks.append((self.depth, add_look(self.looks[-1][1], sight.look)))
        if tag in _SPECIAL:
            self._start_special(tag, attributes)

    def _start_special(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "title":
            self.in_title = True
        elif tag == "h1":
            self._keep()
        elif tag == "meta":
            self.meta.setdefault(attributes.get("name", "").lower(), attributes.get("content", ""))
        elif tag in NOTES:
            self.flow.parts.append("[")
        elif self.tables and attributes.get("type", "text") == "text":
            self.flow.parts += SEAM, attributes.get("value", ""), SEAM

    def _end_block(self, tag: str) -> None:
        if tag in RAW:
            self.flow.close_raw()
        else:
            self.flow.close_line()

    def _doubt(self, tag: str, sight: Sight) -> None:
        if sight.has_size and self.open and isinstance(around := self.open[-1], Doubtful) and around.has_no_size:
            around.stays = True
        has_no_size = sight.has_size is False and tag not in BLOCKS
        hidden = self._is_hidden(sight) or has_no_size
        if hidden or sight.is_furniture:
            element = Doubtful(self.depth, None if hidden else LONGEST, has_no_size=has_no_size)
            self.open.append(element)
            self.doubted.append(element)
            self._turn()

    def _settle(self, *, is_kept: bool = False) -> None:
        """Close the innermost doubtful element, and hand what it holds to the flow around it if it stays."""
        element = self.open.pop()
        self._turn()
        if self.doubted and self.doubted[-1] is element:
            self.doubted.pop()
        if isinstance(element, Doubtful) and (is_kept or element.is_kept()):
            self.flow.add(element.flow)

    def _keep(self) -> None:
        for element in self.doubted:
            element.stays = True
        self.doubted.clear()

    def _turn(self) -> None:
        """Go on in the element that is the innermost one now."""
        innermost = self.open[-1] if self.open else None
        self.row, self.doubt = None, 0
        if innermost is None:
            self.flow = self.page
        elif isinstance(innermost, Doubtful):
            self.flow, self.doubt = innermost.flow, innermost.depth
        else:
            self.flow = innermost.cell or innermost.around
            self.row = innermost if innermost.in_row and innermost.cell is None else None

    def _start_table(self) -> Table:
        """Open a table; one that begins between the cells of another follows what that one has so far."""
        self._keep()
        around = self.tables[-1] if self.tables else None
        if around is not None and (around.hides_cell or around.hides_row):
            self.has_hidden_article = True
        if around is not None and around is self.open[-1] and around.cell is None:
            around.close_row()
            self.flow.add_rows(around.lines, has_table=around.cells > 1)
            around.lines = []
        self.flow.close_line()
        table = Table(self.flow, spares_tables=self.spares_tables)
        self.open.append(table)
        self.tables.append(table)
        self._turn()
        return table

    def _start_row(self, sight: Sight) -> None:
        table = self._enter_table()
        table.close_row()
        table.in_row, table.hides_row = True, sight.is_hidden_in_table
        self.flow, self.row = table.around, table

    def _start_cell(self, attributes: Mapping[str, str], sight: Sight) -> None:
        table = self.row
        if table is None:
            table = self._enter_table()
            table.close_cell()
        table.hides_cell = sight.is_hidden_in_table
        table.rows = count_rows(attributes.get("rowspan")) if attributes else 1
        self._open_cell(table)

    def _open_cell(self, table: Table) -> None:
        table.cell = self.flow = Flow()
        table.in_row, self.row = True, None

    def _enter_table(self) -> Table:
        """The innermost table; a row or cell that begins in an element that began in another cell ends that element."""
        table = self.tables[-1] if self.tables else self._start_table()
        while self.doubt:
            self._settle(is_kept=True)
        return table

    def _end_structure(self, tag: str) -> None:
        if not self.tables:
            return
        table = self._enter_table()
        if tag in CELLS:
            table.close_cell()
            self.flow, self.row = table.around, table if table.in_row else None
            return
        table.close_row()
        self.flow, self.row = table.around, None
        if tag == "table":
            self.open.pop()
            self.tables.pop()
            self._turn()
            self.flow.add_rows(table.lines, has_table=table.cells > 1)
