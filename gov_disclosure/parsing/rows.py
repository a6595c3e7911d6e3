"""A row of the form as it is printed: its label, its columns, its cells, and what puts them in doubt.

Belongs here: the shape of what `printed_rows.py` finds and `placement.py` places. Does not belong here: finding it.
"""

from typing import NamedTuple

from gov_disclosure.parsing.cells import Cell
from gov_disclosure.parsing.labels import Label
from gov_disclosure.vocabulary.forms import FormColumn, FormRow


class PrintedColumn(NamedTuple):
    """A column above a row, and the label that prints it; None where the header does not show it."""

    column: FormColumn
    label: Label | None


class PrintedRow(NamedTuple):
    """A row of the form as printed.

    Attributes:
        rows: rows of the form whose cells stand here; several only in table 四.
        label: the label that names it.
        columns: its columns in printed order.
        cells: what is printed behind the label.
        is_last: whether the text ends inside it or at once behind it.
        is_joined: whether some of its cells may belong elsewhere: they stand on several lines, and the next row of the form is
            not there; or a number among them has no tab where cells begin with one.
        is_moved: whether it stands out of the order of the form.
        border: the border behind its last cell, empty where there is none.
        has_unit: whether a unit stands before its value.
        is_unordered: whether the header leaves open which column is which.
        borders: how many borders its line has, and how many of them behind the label; None where a row is no line.
    """

    rows: tuple[FormRow, ...]
    label: Label
    columns: tuple[PrintedColumn, ...]
    cells: tuple[Cell, ...]
    is_last: bool
    is_joined: bool = False
    is_moved: bool = False
    border: str = ""
    has_unit: bool = False
    borders: tuple[int, int] | None = None
    is_unordered: bool = False

    @property
    def width(self) -> int:
        return len(self.rows) * len(self.columns)

    @property
    def is_full(self) -> bool:
        """Whether it has a cell for each column, and none of them is blank."""
        return len(self.cells) == self.width and "" not in [c.text for c in self.cells]

    @property
    def is_glued_to_label(self) -> bool:
        """Whether a digit follows the label at once."""
        return bool(self.cells) and self.cells[0].start == self.label.end and self.cells[0].has_digit

    @property
    def level(self) -> str:
        """Depth of the row in its table, as its list number shows it: 一、 or (一) or 1."""
        ordinal = self.rows[0].ordinal
        return "1" if ordinal.isdigit() else ordinal[:1] if ordinal.startswith("(") else "一" if ordinal else ""


class PrintedTable(NamedTuple):
    """The rows that were found, every label seen on the way, and the rows of a second copy of the table."""

    rows: tuple[PrintedRow, ...]
    labels: tuple[Label, ...]
    copy: tuple[PrintedRow, ...] = ()
