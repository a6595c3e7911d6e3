"""The cells that series are made of, for some reports, as arrays: what is known of each.

Belongs here: the array and how it is filled from the fact tables. Does not belong here: sums (`series.py`) and what the form's
arithmetic says about cells without a number (`sums.py`).

Numbers are whole ten-thousandths, exact up to the last decimal of the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.analysis.known import Known
from gov_disclosure.analysis.states import ABSENT, AMBIGUOUS, DERIVED, REPORTED, ROUNDED, STATES, UNREADABLE, code
from gov_disclosure.frames.elements import FACT_OF_TABLE
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.quality.matrix import Bools, Ints, scale
from gov_disclosure.vocabulary.series import list_series
from gov_disclosure.vocabulary.values import Bound

FIGURE_TABLE = "fact_narrative_figure"
FACT_OF_LAYOUT: Mapping[str, str] = {**FACT_OF_TABLE, "narrative": FIGURE_TABLE}
KEYS: Mapping[str, tuple[str, ...]] = {**CELL_KEYS, FIGURE_TABLE: ("indicator",)}
NUMBER_COLUMNS = ("report_id", "value", "value_status", "value_derived", "precision", "bound")
MOST = 10**14
"""Ten-thousandths; a larger number is nothing that a government body counts, and sums of it could leave the range of integers."""

Cell = tuple[str, str]
"""Fact table, and `row|column` in it (one key alone in the tables that have one)."""


@cache
def index_cells() -> Mapping[Cell, int]:
    """Every cell that a series is made of, with its column."""
    expressions = (expression for series in list_series() for expression in series.cells.values())
    cells = ((FACT_OF_LAYOUT[e.table], term.name) for e in expressions for term in e.terms)
    return {cell: place for place, cell in enumerate(dict.fromkeys(cells))}


class Cells(Known):
    """The cells of some reports: the number printed, or the one that the form's arithmetic decides; arrays are (reports, cells)."""

    __slots__ = ()


def empty_cells(reports: int) -> Cells:
    """Nothing known of some reports."""
    return Cells.build_empty(np.full((reports, len(index_cells())), code(ABSENT), np.int64))


def build_cells(facts: Mapping[str, pa.Table], report_ids: pa.Array) -> Cells:
    """The cells of some reports, in their order, from the fact tables by name."""
    cells = empty_cells(len(report_ids))
    for table, rows in facts.items():
        if table == FIGURE_TABLE:
            rows = rows.filter(pc.fill_null(rows["is_current_year"], False))
        lines, places, known = _find_places(table, rows, report_ids)
        if known.any():
            _fill(cells, table, rows.filter(pa.array(known)), (lines[known], places[known]))
    return cells


def select_needed(table: str, rows: pa.Table) -> pa.Table:
    """Rows of a fact table that may be cells of a series, found by one of their keys: most are not."""
    key = KEYS[table][-1]
    names = pa.array(sorted({cell.split("|")[-1] for fact, cell in index_cells() if fact == table}))
    needed = pc.is_in(rows[key], names)
    if table == "fact_requests":
        needed = pc.and_(needed, pc.or_(pc.equal(rows["applicant"], "total"), pc.equal(rows["disposition"], "new")))
    return rows.filter(needed)


def _find_places(table: str, rows: pa.Table, report_ids: pa.Array) -> tuple[Ints, Ints, Bools]:
    """Line and column of each row, and whether it has both."""
    known = {cell: place for (fact, cell), place in index_cells().items() if fact == table}
    keys = [rows[key] for key in KEYS[table]]
    names = keys[0] if len(keys) == 1 else pc.binary_join_element_wise(*keys, "|")
    at = pc.fill_null(pc.index_in(names, pa.array(list(known))), -1).to_numpy()
    lines = pc.fill_null(pc.index_in(rows["report_id"], report_ids), -1).to_numpy().astype(np.int64)
    places = np.array([*known.values(), -1], np.int64)[at]
    return lines, places, (lines >= 0) & (places >= 0)


def _fill(cells: Cells, table: str, rows: pa.Table, at: tuple[Ints, Ints]) -> None:
    value, precision, derived = (_scale(rows[name]) for name in ("value", "precision", "value_derived"))
    has_value, has_derived = (pc.is_valid(rows[name]).to_numpy() for name in ("value", "value_derived"))
    is_derived = has_derived & ~has_value
    value = np.where(is_derived, derived, value)
    precision = np.where(has_value, precision, 0)
    has_number = (has_value | is_derived) & (np.abs(value) + precision <= MOST)
    at_least = pc.fill_null(pc.equal(rows["bound"], Bound.AT_LEAST.value), False).to_numpy()
    state = _find_states(rows, has_number, is_derived, precision)
    low = np.where(at_least, value, np.maximum(value - precision, 0))
    if table == FIGURE_TABLE:
        cells.state[at[0][~has_number], at[1][~has_number]] = code(UNREADABLE)
        stated = at[0][has_number], at[1][has_number]
        return _fill_figures(cells, stated, value[has_number], low[has_number], (value + precision)[has_number])
    cells.value[at], cells.state[at], cells.bounded[at] = np.where(has_number, value, 0), state, has_number
    cells.low[at], cells.high[at] = np.where(has_number, low, 0), np.where(has_number, value + precision, 0)
    return None


def _find_states(rows: pa.Table, has_number: Bools, is_derived: Bools, precision: Ints) -> Ints:
    """State of each row: the status of the contract, but for what has a number."""
    printed = pc.fill_null(pc.index_in(rows["value_status"], pa.array(STATES)), code(UNREADABLE)).to_numpy()
    inexact = (precision > 0) | pc.not_equal(pc.fill_null(rows["bound"], "exact"), "exact").to_numpy()
    number = np.where(is_derived, code(DERIVED), np.where(inexact, code(ROUNDED), code(REPORTED)))
    lost = np.where(printed == code(REPORTED), code(UNREADABLE), printed)
    return np.where(has_number, number, lost).astype(np.int64)


def _fill_figures(cells: Cells, at: tuple[Ints, Ints], value: Ints, low: Ints, high: Ints) -> None:
    """Figures of the text may be stated twice: the same number is one, two numbers are none."""
    limit = np.iinfo(np.int64).max
    least, most = np.full(cells.value.shape, limit), np.full(cells.value.shape, -1, np.int64)
    np.minimum.at(least, at, value)
    np.maximum.at(most, at, value)
    lowest = np.full(cells.value.shape, limit)
    np.minimum.at(lowest, at, low)
    highest = np.full(cells.value.shape, -1, np.int64)
    np.maximum.at(highest, at, high)
    stated = most >= 0
    single = stated & (least == most) & (highest <= MOST)
    cells.value[single], cells.bounded[single] = most[single], True
    cells.low[single], cells.high[single] = lowest[single], highest[single]
    exact = single & (lowest == highest)
    for name, places in ((AMBIGUOUS, stated & ~single), (ROUNDED, single & ~exact), (REPORTED, exact)):
        cells.state[places] = code(name)


def _scale(column: pa.ChunkedArray) -> Ints:
    return scale(column.combine_chunks())
