"""A table of results, printed as Markdown: read in a terminal, pasted into the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table as Grid

WIDTH = 400


@dataclass(frozen=True, slots=True)
class Table:
    """Results: what they are, what they mean, and the rows below the names of the columns."""

    title: str
    note: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


def print_table(table: Table) -> None:
    """Print one table; all columns but the first are numbers."""
    console = Console(width=WIDTH, highlight=False, color_system=None, markup=False)
    console.print(f"### {table.title}\n\n{table.note}\n", soft_wrap=True)
    grid = Grid(box=MARKDOWN)
    for place, name in enumerate(table.columns):
        grid.add_column(name, justify="right" if place else "left", no_wrap=True)
    for row in table.rows:
        grid.add_row(*map(str, row))
    console.print(grid)
    console.print()
