"""The shape of an explanation: one document as it was read, arranged for a reader.

Belongs here: what is told. Does not belong here: where it comes from (`explain.py`) and how it is shown
(`explain_terminal.py`, `explain_page.py`). Every span is a stretch of `Explanation.text`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]
SHOWN_CELLS = 8
"""Cells that are listed with a finding; a finding on blanks may have a hundred and more."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that gives no report, and what to do about it."""

    source_file: str
    media_type: str
    reason: str
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Characters of the document with what they are taken for; no span where they come from elsewhere."""

    name: str
    text: str
    span: Span | None
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedCell:
    """One cell of a table.

    Attributes:
        key: `fact table:row|column`.
        value: the number with its rounding and, for money, its unit; empty without a number.
        derived: what the form's arithmetic implies for a cell without a number, and by which rule.
        doubt: checks that the number failed.
    """

    key: str
    name: str
    status: str
    value: str
    raw_text: str | None
    span: Span | None
    derived: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """A row of the form, the label that was found for it (empty for none), and its cells; a title row has no cells.

    Attributes:
        span: where that label stands; None where the row has none of its own.
        certainty: how the label names the row: same, variant or by_place.
    """

    ordinal: str
    label: str
    printed: str
    cells: tuple[ExplainedCell, ...]
    span: Span | None = None
    certainty: str = ""

    @property
    def name(self) -> str:
        """The label with its number as the form prints them: 一、…, (一)…, 1.…."""
        is_bare = self.ordinal and not self.ordinal.endswith(")")
        behind = "" if not is_bare else "." if self.ordinal.isdecimal() else "、"
        return f"{self.ordinal}{behind}{self.label}"


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a table that share their columns."""

    columns: tuple[str, ...]
    rows: tuple[ExplainedRow, ...]


@dataclass(frozen=True, slots=True)
class ExplainedTable:
    """A table of the form as read, the numbers in it that belong to no cell, and the labels that named no row."""

    name: str
    blocks: tuple[Block, ...]
    left_over: tuple[Excerpt, ...]
    unused_labels: tuple[Excerpt, ...] = ()

    @property
    def rows(self) -> Iterator[ExplainedRow]:
        """Rows with cells."""
        return (row for block in self.blocks for row in block.rows if row.cells)

    @property
    def cells(self) -> Iterator[ExplainedCell]:
        """All cells, in the form's order."""
        return (cell for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class ExplainedFigure:
    """A figure of the prose with its sentence."""

    name: str
    value: str
    year: int | None
    kind: str
    sentence: str
    raw_text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ExplainedFinding:
    """A finding in the words of its editor; `cells` are those concerned: key and name."""

    severity: str
    verdict: str
    message: str
    cells: tuple[tuple[str, str], ...]

    @property
    def unnamed_cells(self) -> tuple[tuple[str, str], ...]:
        """The cells, where the message does not name them."""
        return tuple(cell for cell in self.cells if cell[1] not in self.message)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that was read in one report; `left_over` are numbers in tables that are none of the form's."""

    source_file: str
    text: str
    facts: tuple[tuple[str, str], ...]
    evidence: tuple[Excerpt, ...]
    sections: tuple[Excerpt, ...]
    tables: tuple[ExplainedTable, ...]
    figures: tuple[ExplainedFigure, ...]
    set_aside: tuple[Excerpt, ...]
    findings: tuple[ExplainedFinding, ...]
    left_over: tuple[Excerpt, ...] = ()
