"""Lines being collected while a page is read: of the page itself, of each open cell, table and doubtful element.

Belongs here: when a line, a cell, a row ends, and what a row becomes. Does not belong here: the shape of lines and rows
(`layout`), and the elements that end them (`html`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gov_disclosure.reading.layout import clean_line, write_cells
from gov_disclosure.reading.merges import Cell, Merges
from gov_disclosure.reading.visibility import Look


class Flow:
    """The page, or a cell: finished lines and the line that is being written.

    `has_table` says that a table with several cells stands inside; `look` how its last digit is seen. A page has a thousand
    flows: this is no dataclass because those take twice as long to make.
    """

    __slots__ = ("has_table", "lines", "look", "parts")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.parts: list[str] = []
        self.has_table = False
        self.look: Look = ()

    def close_line(self) -> None:
        if self.parts:
            line = "".join(self.parts)
            self.parts.clear()
            if not line.isspace() and (line := clean_line(line)):
                self.lines.append(line)

    def close_tabbed(self) -> None:
        """Close a line in which tabs are the author's."""
        line = "\t".join(map(clean_line, "".join(self.parts).split("\t")))
        self.parts.clear()
        if line.strip():
            self.lines.append(line if "\t" in line.strip() else line.strip())

    def close_raw(self) -> None:
        """Close a stretch whose line ends and tabs are the author's."""
        self.lines.extend(line for line in "".join(self.parts).splitlines() if line.strip())
        self.parts.clear()

    def add(self, other: Flow) -> None:
        """Take over what an element inside of this flow collected."""
        if other.lines:
            self.add_rows(other.lines, has_table=other.has_table)
        self.parts += other.parts

    def add_rows(self, lines: list[str], *, has_table: bool) -> None:
        self.close_line()
        self.lines.extend(lines)
        self.has_table = self.has_table or has_table


@dataclass(slots=True)
class Table:
    """An open table: the flow that it stands in, its finished lines, the cells of the open row, the open cell.

    `rows` says how many rows the open cell covers, `has_table` whether a table with several cells stands in the open row.
    `spares_tables` says that what is hidden stays where a table stands in it.
    """

    around: Flow = field(default_factory=Flow)
    lines: list[str] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    merges: Merges = field(default_factory=Merges)
    rows: int = 1
    cell: Flow | None = None
    in_row: bool = False
    cells: int = 0
    hides_cell: bool = False
    hides_row: bool = False
    has_table: bool = False
    spares_tables: bool = False

    def close_cell(self) -> None:
        if self.cell is not None:
            self.cell.close_line()
            if not self.hides_cell or (self.spares_tables and self.cell.has_table):
                self.row.append((self.cell.lines, self.rows))
                self.has_table = self.has_table or self.cell.has_table
                self.cells += 1
            self.cell = None
        self.rows = 1

    def close_row(self) -> None:
        self.close_cell()
        if self.row and (not self.hides_row or (self.spares_tables and self.has_table)):
            if self.has_table:
                self.lines += [line for lines, _ in self.row for line in lines]
            else:
                self.lines += write_cells(self.merges.complete(self.row))
        self.row, self.in_row, self.has_table, self.hides_row = [], False, False, False


@dataclass(slots=True)
class Doubtful:
    """An open element that goes when it ends, unless something turns up in it that must stay.

    `longest` is the number of characters up to which it goes, None for one that is not displayed. `has_no_size` says
    that its text is set in size 0, which holds only until an element in it sets another.
    """

    depth: int
    longest: int | None
    flow: Flow = field(default_factory=Flow)
    stays: bool = False
    has_no_size: bool = False

    def is_kept(self) -> bool:
        length = sum(map(len, self.flow.lines)) + sum(map(len, self.flow.parts))
        return self.stays or (self.longest is not None and length > self.longest)
