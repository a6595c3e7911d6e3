"""Cells without a number: said once per report and table, so that nobody takes them for zeros.

Whether the blank cells of a table behave as zeros is proved, refuted or open, by its own sums and never by habit:

- proved: no number but zero is possible in any of them;
- refuted: one of them cannot be zero, or a sum holds only if one of them is not;
- open: everything else, cells that stand in no sum among it.
"""

from collections.abc import Iterator

import numpy as np

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.quality.bounds import Bounds, find_bounds
from gov_disclosure.quality.constraints import balance, find_constraints, find_undecided
from gov_disclosure.quality.matrix import Bools, CellMatrix
from gov_disclosure.vocabulary.findings import (
    EXTRACTION,
    INFO,
    MESSAGES,
    SOURCE,
    TABLE_NAMES,
    UNDECIDED,
    WARNING,
    Finding,
)

# value status → rule, message, severity, verdict
_KINDS = {
    "blank": ("cells.blank", "blank_cells", INFO, SOURCE),
    "unreadable": ("cells.unreadable", "unreadable_cells", WARNING, EXTRACTION),
    "absent": ("cells.absent", "absent_cells", WARNING, UNDECIDED),
}
PROVED, REFUTED, OPEN = "proved", "refuted", "open"
# state → words
_PROOFS = {
    PROVED: ("由合计可证均为 0", "the sums prove that all of them are 0"),
    REFUTED: (
        "由合计可证并非都为 0（{nonzero} 个可证不为 0）",
        "the sums prove that not all of them are 0 ({nonzero} for certain)",
    ),
    OPEN: ("{zero} 个由合计可证为 0，其余不能判定", "the sums prove {zero} of them to be 0 and leave the others open"),
}


def check_blanks(matrix: CellMatrix, form: str, fact_table: str) -> Iterator[Finding]:
    """Findings for cells that are blank, unreadable or absent."""
    printed = (matrix.status != "").sum(axis=1)
    has_blanks = (matrix.status == "blank").any()
    states = judge_blanks(matrix, form, TABLE_OF_FACT[fact_table]) if has_blanks else {}
    for status, (rule, message, severity, verdict) in _KINDS.items():
        counts = (matrix.status == status).sum(axis=1)
        for i in map(int, np.flatnonzero(counts)):
            state, zero, nonzero = states[i] if status == "blank" else (None, 0, 0)
            words = dict(zip(("table_zh", "table_en"), TABLE_NAMES[fact_table], strict=True))
            words |= {"count": str(counts[i]), "all": str(printed[i])}
            proof = (text.format(zero=zero, nonzero=nonzero) for text in _PROOFS[state or OPEN])
            words |= dict(zip(("proof_zh", "proof_en"), proof, strict=True))
            cells = tuple(cell for cell, at in matrix.index.items() if matrix.status[i, at] == status)
            yield Finding(
                matrix.report_ids[i], rule, severity, verdict, fact_table, cells,
                MESSAGES[message].zh.format(**words), MESSAGES[message].en.format(**words),
                suggestion=state and f"blank = 0: {state}",
            )  # fmt: skip


def judge_blanks(matrix: CellMatrix, form: str, table: str) -> dict[int, tuple[str, int, int]]:
    """By line of the matrix: whether its blanks behave as zeros, how many are proved zero, how many proved not zero."""
    bounds = find_bounds(matrix, form, table)
    blank = matrix.status[bounds.lines] == "blank"
    sure = blank & ~bounds.contradicted
    zero = (sure & bounds.decided & (bounds.low == 0)).sum(axis=1)
    nonzero = (sure & (bounds.low > 0)).sum(axis=1)
    needs_one = _needs_a_number(matrix, form, table, bounds, sure)
    states = {}
    for at, line in enumerate(bounds.lines):
        is_refuted = nonzero[at] or needs_one[at]
        state = REFUTED if is_refuted else PROVED if zero[at] == blank[at].sum() else OPEN
        states[int(line)] = (state, int(zero[at]), int(nonzero[at]))
    everywhere = {int(line): (OPEN, 0, 0) for line in np.flatnonzero((matrix.status == "blank").any(axis=1))}
    return everywhere | states


def _needs_a_number(matrix: CellMatrix, form: str, table: str, bounds: Bounds, sure: Bools) -> Bools:
    """Reports in which some sum without other doubt holds only if one of its blanks is not zero."""
    constraints = find_constraints(matrix, form, table)
    sums = balance(matrix, constraints)
    is_sum = np.array([i.identity.relation == "=" and i.is_hard for i in constraints.instances], np.bool_)
    cells = constraints.all_cells.T
    doubtful = (~sure & ~matrix.known[bounds.lines]).astype(np.int64) @ cells > 0
    doubtful |= bounds.contradicted.astype(np.int64) @ cells > 0
    doubtful |= find_undecided(matrix, constraints.instances)[bounds.lines]
    gap = np.abs(sums.left - sums.right)[bounds.lines] > sums.tolerance[bounds.lines]
    return np.asarray((gap & ~doubtful & is_sum).any(axis=1))
