"""What a reader can still know of damaged tables: blanks without a trace, numbers run together, cells that are gone.

Belongs here: bringing the truth in line with what stands on paper. Does not belong here: the damage itself (`damage`) and
the search for readings (`decisions`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gov_disclosure_tests.generator.decisions import (
    SHAPES,
    Reading,
    RowShape,
    decide_rows,
    list_placements,
    list_readings,
)
from gov_disclosure_tests.generator.grid import Line, Sheet
from gov_disclosure_tests.generator.layouts import Layout
from gov_disclosure_tests.generator.truth import ABSENT, EITHER, REPORTED, UNDECIDABLE, CellTruth

_NUMBER = {"change_items": "signed", "amount": "money", "fees": "money", "budget": "money"}


@dataclass(slots=True)
class Tables:
    """The tables of one document with the truth about their cells, both changed by damage."""

    form: str
    sheets: list[Sheet]
    cells: dict[str, CellTruth]
    doubtful: set[str]
    """Keys of cells whose number no longer stands alone; later steps leave them as they are."""

    def rows(self, table: str | None = None) -> list[tuple[Sheet, Line]]:
        """Lines that hold numbers."""
        return [
            (sheet, line)
            for sheet in self.sheets
            for line in sheet.lines
            if line.numbers and table in (None, sheet.table)
        ]


def shape_of(table: str, keys: list[str]) -> RowShape:
    return SHAPES.get(table) or RowShape(tuple(_NUMBER.get(key.rsplit("|", 1)[1], "count") for key in keys))


def settle_placements(tables: Tables, keys: list[str], printed: list[str]) -> None:
    """Truth of a row of which only some cells are printed, and nothing but sums tells which."""
    shape = SHAPES.get(keys[0].split("|")[0])
    sums = shape.sums if shape and len(shape.kinds) == len(keys) else ()
    for key, open_texts in zip(keys, list_placements(printed, len(keys), sums), strict=True):
        truth = tables.cells[key]
        if truth.status == REPORTED:
            tables.cells[key] = truth.in_doubt(EITHER if open_texts <= {truth.printed, None} else UNDECIDABLE)
        else:
            tables.cells[key] = CellTruth(UNDECIDABLE, None, truth.drawn if truth.status == ABSENT else None)
        tables.doubtful.add(key)


def settle_layout(tables: Tables, layout: Layout) -> None:
    """Take out of the truth what the flattening leaves undecided: blanks without a trace, numbers run together."""
    if layout.joined:
        _settle_joined(tables)
        return
    for sheet, line in tables.rows():
        numbers = line.numbers
        printed = [c.text for c in numbers if c.text]
        if not 0 < len(printed) < len(numbers) or any(c.key in tables.doubtful for c in numbers):
            continue
        leading = line.cells[0].key and not line.cells[0].text
        filled = layout.blanks == "filled" and line.fillers(sheet.width)
        if layout.blanks == "lost":
            settle_placements(tables, [c.key for c in numbers], printed)
        elif layout.blanks == "unsure" or leading or filled:
            _doubt(tables, (c.key for c in numbers), EITHER)


def _doubt(tables: Tables, keys: Iterable[str], status: str) -> None:
    for key in keys:
        if tables.cells[key].status == REPORTED:
            tables.cells[key] = tables.cells[key].in_doubt(status)
        tables.doubtful.add(key)


def is_plain(line: Line) -> bool:
    return all(c.text and c.text.replace("-", "").replace(".", "").isdecimal() for c in line.numbers)


def _settle_joined(tables: Tables) -> None:
    """Numbers of a row run together: keep those of which only one reading is left by the sums of the form."""
    requests: dict[str, list[Reading] | None] = {}
    keys: dict[str, list[str]] = {}
    for sheet, line in tables.rows():
        names = [c.key for c in line.numbers]
        if len(names) < 2 or any(name in tables.doubtful for name in names):
            continue
        shape = shape_of(sheet.table, names)
        readings = list_readings(["".join(c.text for c in line.numbers)], shape) if is_plain(line) else None
        if sheet.table == "requests" and len(names) == 7:
            requests[names[0].split("|")[1]], keys[names[0].split("|")[1]] = readings, names
        else:
            digit_each = sum(len(c.text) for c in line.numbers) == len(names)
            settle_readings(tables, names, readings, soft=not (digit_each or sheet.table in SHAPES))
    alone = dict(requests)
    complete = len(requests) == sum(
        line.band == "data" for s in tables.sheets if s.table == "requests" for line in s.lines
    )
    for row, together in (decide_rows(tables.form, requests) if complete else alone).items():
        settle_readings(tables, keys[row], together, soft=alone[row] is None or len(alone[row] or ()) != 1)


def settle_readings(tables: Tables, keys: list[str], readings: list[Reading] | None, soft: bool = False) -> None:
    """Truth of a row by its open readings; `soft`: even a single reading takes more than the row itself to find."""
    for place, key in enumerate(keys):
        truth = tables.cells[key]
        if truth.value is None:
            continue
        tokens = {Decimal(r[place]) for r in readings} if readings else set()
        if readings is None or truth.value not in tokens:
            tables.cells[key] = truth.in_doubt(
                EITHER if readings is None and keys[0].split("|")[0] in SHAPES else UNDECIDABLE
            )
        elif len(tokens) > 1:
            tables.cells[key] = truth.in_doubt(UNDECIDABLE)
        elif len(readings) > 1 or soft:
            tables.cells[key] = truth.in_doubt(EITHER)
        tables.doubtful.add(key)
