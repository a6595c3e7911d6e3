"""Which printed cell stands in which column of its row.

In this order: as many values as columns; the places of the cells where some are blank; digits printed without borders, where
the form's arithmetic leaves one reading. A row that none of these decides stays undecided, with the number of readings left.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from gov_disclosure.parsing.cells import Cell, find_lead, place_cells, place_cut_cells
from gov_disclosure.parsing.glue import Block, find_readings
from gov_disclosure.parsing.printed_rows import SINGLE_LINE, PrintedRow
from gov_disclosure.vocabulary.forms import FormTable, Identity, identities

Numbers = dict[tuple[str, str], int]
MOST_COMBINATIONS = 2_000
"""Bound on the readings of several rows that are tried together."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The cells of a printed row, one a column (None: the document does not reach it); None if undecided.

    Attributes:
        readings: full readings that remain of digits without borders.
    """

    row: PrintedRow
    cells: tuple[Cell | None, ...] | None
    readings: tuple[tuple[Cell, ...], ...] = field(default=())


def place_rows(layout: FormTable, rows: Sequence[PrintedRow]) -> list[Placement]:
    """Place the cells of every row of a table."""
    lead = find_lead([(row.cells, row.width) for row in rows])
    placements = [_place_row(layout, row, lead) for row in rows]
    return _decide_by_columns(layout, placements)


def _place_row(layout: FormTable, row: PrintedRow, lead: int | None) -> Placement:
    cells: Sequence[Cell | None] | None = place_cells(row.cells, row.width, lead)
    if cells is None and row.is_last:
        cells = place_cut_cells(row.cells, row.width, lead)
    if cells is not None:
        return Placement(row, tuple(cells))
    readings = find_readings(row.cells, row.width, _blocks(layout, row)) or []
    if len(readings) == 1:
        return Placement(row, tuple(readings[0]))
    return Placement(row, None, tuple(tuple(reading) for reading in readings))


def _blocks(layout: FormTable, row: PrintedRow) -> list[Block]:
    """Columns of a printed row that the form says add up: all but the last to the last, in every block of table 四."""
    if layout.key not in (SINGLE_LINE, "requests") or [p.column.key for p in row.columns][-1] != "total":
        return []
    size = len(row.columns)
    return [Block(range(i * size, (i + 1) * size - 1), (i + 1) * size - 1) for i in range(len(row.rows))]


def _decide_by_columns(layout: FormTable, placements: Sequence[Placement]) -> list[Placement]:
    """Choose among the readings of rows by the identities of their columns, all undecided rows at once.

    A row is decided if every combination of readings that keeps the identities reads it in the same way.
    """
    rules = [r for r in identities(layout.form) if r.table == layout.key and r.over == "columns" and r.relation == "="]
    undecided = [p for p in placements if p.readings]
    combinations = math.prod(len(p.readings) for p in undecided)
    if not rules or not undecided or combinations > MOST_COMBINATIONS:
        return list(placements)
    known = _known_numbers(placements)
    kept = [
        c for c in itertools.product(*(p.readings for p in undecided)) if _is_consistent(undecided, c, rules, known)
    ]
    chosen = {id(p): set(readings) for p, readings in zip(undecided, zip(*kept, strict=True), strict=False)}
    return [_choose(p, chosen.get(id(p), set())) for p in placements]


def _choose(placement: Placement, readings: set[tuple[Cell, ...]]) -> Placement:
    return replace(placement, cells=readings.pop(), readings=()) if len(readings) == 1 else placement


def _known_numbers(placements: Sequence[Placement]) -> Numbers:
    known: Numbers = {}
    for placement in placements:
        if placement.cells is not None:
            known |= _numbers(placement.row, placement.cells)
    return known


def _numbers(row: PrintedRow, cells: Sequence[Cell | None]) -> Numbers:
    keys = [(r.key, p.column.key) for r in row.rows for p in row.columns]
    return {key: int(c.text) for key, c in zip(keys, cells, strict=True) if c is not None and c.text.isdecimal()}


def _is_consistent(
    rows: Sequence[Placement], readings: Sequence[tuple[Cell, ...]], rules: Sequence[Identity], known: Numbers
) -> bool:
    numbers = dict(known)
    for placement, reading in zip(rows, readings, strict=True):
        numbers |= _numbers(placement.row, reading)
    columns = {column for _, column in numbers}
    return all(_holds(rule, column, numbers) for column in columns for rule in rules)


def _holds(rule: Identity, column: str, numbers: Mapping[tuple[str, str], int]) -> bool:
    """Whether a rule holds in a column; it does not speak where one of its numbers is not known."""
    sides = [[numbers.get((row, column)) for row in side] for side in (rule.left, rule.right)]
    if any(number is None for side in sides for number in side):
        return True
    return sum(n or 0 for n in sides[0]) == sum(n or 0 for n in sides[1])
