"""Which numbers of the panel a finding is about.

Belongs here: from the cells that a finding names to the series that they are in, and from the tables to their cells. Does
not belong here: what is wrong with them (`quality/`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.analysis.cells import FACT_OF_LAYOUT, index_cells
from gov_disclosure.quality.doubts import LEFT_OVER
from gov_disclosure.quality.matrix import Bools, Ints
from gov_disclosure.vocabulary.forms import FORMS
from gov_disclosure.vocabulary.series import Expression, list_series

FINDING_COLUMNS = ("report_id", "severity", "table", "cell_keys", "rule")
SERIOUS = ("error", "warning")
_BETWEEN = "; "


def find_doubts(findings: pa.Table, report_ids: pa.Array, forms: Sequence[str]) -> Bools:
    """Whether an error or a warning names a cell of each series; (reports, series)."""
    cells = _mark_cells(findings, report_ids)
    doubts = np.zeros((len(report_ids), len(list_series())), np.bool_)
    own = np.array(list(forms), dtype=object)
    for form in FORMS:
        lines = np.flatnonzero(own == form)
        for at, series in enumerate(list_series()):
            if len(lines) and form in series.cells:
                doubts[lines, at] = cells[lines][:, _list_places(series.cells[form])].any(axis=1)
    return doubts


def find_beside(findings: pa.Table, report_ids: pa.Array) -> Bools:
    """(reports, cells), whether the table of the cell prints numbers that no cell has: its totals may count them or not."""
    marked = np.zeros((len(report_ids), len(index_cells())), np.bool_)
    told = findings.filter(pc.equal(findings["rule"], LEFT_OVER))
    tables = np.array([table for table, _ in index_cells()])
    lines = _places(pc.index_in(told["report_id"].combine_chunks(), report_ids))
    for line, table in zip(lines, told["table"].to_pylist(), strict=True):
        if line >= 0:
            marked[line] |= tables == table
    return marked


def _list_places(expression: Expression) -> list[int]:
    return [index_cells()[FACT_OF_LAYOUT[expression.table], term.name] for term in expression.terms]


def _mark_cells(findings: pa.Table, report_ids: pa.Array) -> Bools:
    """(reports, cells), whether a finding names it."""
    marked = np.zeros((len(report_ids), len(index_cells())), np.bool_)
    serious = findings.filter(pc.is_in(findings["severity"], pa.array(SERIOUS)))
    named = pc.split_pattern(pc.fill_null(serious["cell_keys"], ""), _BETWEEN).combine_chunks()
    rows = pc.list_parent_indices(named)
    known = pa.array([f"{table} {cell}" for table, cell in index_cells()])
    names = pc.binary_join_element_wise(serious["table"].combine_chunks().take(rows), pc.list_flatten(named), " ")
    lines: Ints = _places(pc.index_in(serious["report_id"].combine_chunks().take(rows), report_ids))
    places: Ints = _places(pc.index_in(names, known))
    inside = (lines >= 0) & (places >= 0)
    marked[lines[inside], places[inside]] = True
    return marked


def _places(found: pa.Array) -> Ints:
    return np.asarray(pc.fill_null(found, -1).to_numpy(zero_copy_only=False), np.int64)
