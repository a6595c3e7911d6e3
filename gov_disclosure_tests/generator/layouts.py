"""How a table becomes lines of text: every way in which real documents flatten it.

Belongs here: one function for each way of flattening, the table of layouts, and what each leaves of an empty cell. Does
not belong here: markup (`html`, `office`) and damage (`damage`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from gov_disclosure_tests.generator.grid import LOCAL, Cell, Line, Sheet


class Canvas:
    """Text under construction; knows where each number stands."""

    __slots__ = ("_change", "at", "parts", "spans")

    def __init__(self, change: Callable[[str], str] | None = None) -> None:
        """Start with nothing; `change` is done to everything but numbers."""
        self._change = change
        self.parts: list[str] = []
        self.at = 0
        self.spans: dict[str, tuple[int, int]] = {}

    def write(self, text: str) -> None:
        """Add characters."""
        if self._change:
            text = self._change(text)
        self.parts.append(text)
        self.at += len(text)

    def write_cell(self, cell: Cell) -> None:
        """Add the characters of a cell, and remember where those of a number stand."""
        if not cell.key:
            self.write(cell.text)
            return
        start = self.at
        self.parts.append(cell.text)
        self.at += len(cell.text)
        self.mark(cell, start)

    def mark(self, cell: Cell, start: int) -> None:
        """Remember that a cell with a number stands from `start` to here."""
        for key in (cell.key, *cell.also) if cell.key and cell.text else ():
            if not key.startswith(LOCAL):
                self.spans[key] = (start, self.at)

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of flattening. `blanks`: what an empty cell leaves: `kept` its place, `filled` its place, but marks for
    merged cells may stand in the same row, `unsure` a mark that also stands for merged cells, `lost` nothing. `joined`:
    neighbouring numbers run together. `spaced`: spaces divide the cells. `running`: the whole report is one line."""

    write: Callable[[Canvas, Sheet, Random], None]
    blanks: str = "kept"
    joined: bool = False
    spaced: bool = False
    running: bool = False


def _flat(cell: Cell) -> Cell:
    """A header broken over lines stands on one line where a row is a line."""
    if "\n" in cell.text:
        cell.text = cell.text.replace("\n", "")
    return cell


def _tab_rows(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
    """Rows on lines; tabs for the cells of a row, now and then one too many, those of covered columns sometimes lost."""
    lost_from = rng.randrange(len(sheet.lines)) if rng.random() < 0.5 else len(sheet.lines)
    drifting = rng.random() < 0.5
    for number, line in enumerate(sheet.lines):
        canvas.write("\t" * (line.covered if number < lost_from else 0))
        numbers = line.numbers
        filled = len(numbers) > 1 and all(c.text for c in numbers)
        for place, cell in enumerate(line.cells):
            canvas.write_cell(_flat(cell))
            following = line.cells[place + 1] if place + 1 < len(line.cells) else None
            if following is None:
                canvas.write("\t" * (rng.randint(0, 2) if filled or not numbers else 0) + "\n")
            elif following.key and not cell.key:
                canvas.write("\t" * (1 + (filled and drifting and rng.random() < 0.6)))
            else:
                canvas.write("\t" * (1 if cell.key or following.key else cell.columns))


def _bars(opening: str, between: str, closing: str, fillers: bool) -> Callable[[Canvas, Sheet, Random], None]:
    """Rows on lines with bars; the columns that a row does not fill are bars at its end."""

    def write(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
        for line in sheet.lines:
            canvas.write(opening)
            for place, cell in enumerate(line.cells):
                canvas.write(between if place else "")
                canvas.write_cell(_flat(cell))
            missing = line.fillers(sheet.width) if fillers else 0
            canvas.write(closing + (" " + "|" * missing if missing > 0 else "") + "\n")

    return write


def _compact_bars(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
    """Rows on lines with bars; what is empty or merged is one run of bars."""
    for line in sheet.lines:
        bars = 0
        for cell in line.cells:
            if cell.text:
                canvas.write("|" * bars + " " if bars else "")
                bars = 0
                canvas.write_cell(_flat(cell))
                canvas.write(" | ")
            else:
                bars += 1
        canvas.write("|" * (bars + line.fillers(sheet.width)) + "\n")


def _mixed(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
    """Every table in a way of its own."""
    LAYOUTS[rng.choice(("tab_rows", "pipe_rows", "pipe_bars", "space_columns", "cell_lines"))].write(canvas, sheet, rng)


def _cell_lines(
    ending: str, row_end: str, covered: str = "", opening: str = ""
) -> Callable[[Canvas, Sheet, Random], None]:
    """A cell on a line of its own; empty ones leave nothing where `covered` is empty."""

    def write(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
        for line in sheet.lines:
            canvas.write(covered * line.covered)
            for cell in line.cells:
                if cell.text or covered:
                    canvas.write(opening)
                    canvas.write_cell(cell)
                    canvas.write(ending)
            canvas.write(row_end)

    return write


def _bar_lines(ending: str, alone: str) -> Callable[[Canvas, Sheet, Random], None]:
    """A cell on a line, a bar behind or below it; merged and empty cells are bars alone."""

    def write(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
        fillers = rng.random() < 0.8
        for line in sheet.lines:
            for cell in line.cells:
                canvas.write_cell(cell)
                canvas.write(ending if cell.text else alone)
            missing = line.fillers(sheet.width) if fillers else 0
            canvas.write("|" * missing + "\n" if missing > 0 else "")

    return write


def _words(separator: str, row_end: str) -> Callable[[Canvas, Sheet, Random], None]:
    """Cells divided by blanks; an empty one leaves nothing."""

    def write(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
        for line in sheet.lines:
            first = True
            for cell in line.cells:
                if cell.text:
                    canvas.write("" if first else separator)
                    canvas.write_cell(_flat(cell))
                    first = False
            canvas.write(row_end)

    return write


def _columns(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
    """Labels filled up with blanks to a common width, numbers under each other."""
    width = 2 + max(sum(len(c.text) for c in line.cells if not c.key) for line in sheet.lines if line.band == "data")
    for line in sheet.lines:
        labels = [c.text.replace("\n", "") for c in line.cells if not c.key]
        canvas.write("  ".join(labels).ljust(width if line.band == "data" and labels else 0))
        for cell in line.numbers:
            canvas.write("  " + " " * max(0, 6 - len(cell.text)))
            canvas.write_cell(cell)
        canvas.write("\n")


def _glued(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
    """Nothing between the cells; now and then a blank behind a label."""
    for line in sheet.lines:
        for cell in line.cells:
            canvas.write_cell(_flat(cell))
            if not cell.key and rng.random() < 0.05:
                canvas.write(" ")


def _glued_rows(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
    """Rows on lines, nothing between the cells of a row."""
    for line in sheet.lines:
        for cell in line.cells:
            canvas.write_cell(_flat(cell))
        canvas.write("\n")


def _flip_book(canvas: Canvas, sheet: Sheet, rng: Random) -> None:
    """Lines of a page viewer: narrow header cells are printed downwards and read across."""
    for line in sheet.lines:
        narrow = line.band == "header" and sum(c.columns == 1 and len(c.text) > 2 for c in line.cells) > 2
        if narrow and sheet.table != "proactive":
            _write_downwards(canvas, line)
            continue
        canvas.write(" ".join(c.text.replace("\n", "") for c in line.cells if not c.key))
        for place, cell in enumerate(c for c in line.numbers if c.text):
            canvas.write(" " if place or not line.cells[0].key else "")
            canvas.write_cell(cell)
        canvas.write("\n")


def _write_downwards(canvas: Canvas, line: Line) -> None:
    names = [c.text.replace("\n", "") for c in line.cells]
    for depth in range(max(map(len, names))):
        canvas.write(" ".join(n[depth] for n in names if depth < len(n)) + "\n")


LAYOUTS: dict[str, Layout] = {
    "tab_rows": Layout(_tab_rows, blanks="unsure"),
    "pipe_rows": Layout(_bars("", " | ", " |", True), blanks="filled"),
    "pipe_rows_bare": Layout(_bars("", " | ", "", False)),
    "pipe_bars": Layout(_bars("| ", " | ", " |", False)),
    "wide_pipes": Layout(_bars("", "  | ", "  | ", True), blanks="filled"),
    "tight_pipes": Layout(_bars("|", "|", "|", False)),
    "compact_pipes": Layout(_compact_bars, blanks="unsure"),
    "wrapped_pipes": Layout(_bars("", " |  \n         ", " |", True), blanks="unsure"),
    "mixed": Layout(_mixed, blanks="unsure"),
    "cell_lines": Layout(_cell_lines("\n\n", ""), blanks="lost"),
    "cell_lines_tight": Layout(_cell_lines("\n", ""), blanks="lost"),
    "cell_lines_indented": Layout(_cell_lines("\n", "", opening="    "), blanks="lost"),
    "word_cells": Layout(_cell_lines("\n", "\n", covered="\t\n", opening="\t")),
    "cell_bar_lines": Layout(_bar_lines(" |\n", "|\n"), blanks="unsure"),
    "bar_below_lines": Layout(_bar_lines("\n|\n", "|\n"), blanks="unsure"),
    "space_rows": Layout(_words(" ", "\n"), blanks="lost", spaced=True),
    "two_space_rows": Layout(_words("  ", "\n"), blanks="lost", spaced=True),
    "wide_space_rows": Layout(_words("　", "\n"), blanks="lost", spaced=True),
    "space_columns": Layout(_columns, blanks="unsure", spaced=True),
    "one_line": Layout(_words(" ", " "), blanks="lost", spaced=True, running=True),
    "glued": Layout(_glued, blanks="lost", joined=True, running=True),
    "glued_rows": Layout(_glued_rows, blanks="lost", joined=True),
    "flip_book": Layout(_flip_book, blanks="lost", spaced=True),
}
"""Layouts of plain text, by name."""
