"""What the sums of a table leave open for each cell: the least and the most that can stand in a cell without a number.

Counts are never negative, so that a sum bounds its parts. A bound is proof, not plausibility: a cell is decided only where no
other count is possible. Where the printed numbers of a block contradict each other nothing follows for any cell of it, for
which of them is wrong is not known; a block is what sums connect, all of table 三 or one channel of table 四.

Belongs here: the propagation of bounds. Does not belong here: what a table says about its cells (`derivation.py`, `blanks.py`).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from gov_disclosure.quality.constraints import RuleInstance, find_constraints, find_undecided
from gov_disclosure.quality.matrix import Bools, CellMatrix, Ints

PASSES = 8
"""Table 三 passes a bound from a row to a column and back; four passes were enough in all trials."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds of the cells of some reports, ten-thousandths.

    Attributes:
        lines: the reports, as lines of their matrix: those with a cell without a number.
        low, high: (lines, cells); `high` counts only where `bounded`.
        rule: (lines, cells), the rule that decided a cell without a number; empty elsewhere.
        contradicted: (lines, cells), whether the numbers of the cell's block contradict each other.
    """

    lines: Ints
    low: Ints
    high: Ints
    bounded: Bools
    rule: np.ndarray
    contradicted: Bools

    @property
    def decided(self) -> Bools:
        """Cells without a number for which one number alone is possible."""
        return np.asarray(self.rule != "")


@dataclass(slots=True)
class _State:
    low: Ints
    high: Ints
    bounded: Bools
    rule: np.ndarray
    changed: Bools
    """Cells that the current pass has changed in some report."""
    contradicted: Bools
    """(lines, cells): blocks in which bounds have crossed: they would go on crossing, and nothing follows from them."""


def find_bounds(matrix: CellMatrix, form: str, table: str) -> Bounds:
    """Bounds of all cells of the reports in which some cell has no number."""
    instances = [i for i in find_constraints(matrix, form, table).instances if i.identity.relation == "=" and i.is_hard]
    lines = np.flatnonzero((~matrix.known & (matrix.status != "")).any(axis=1)) if instances else np.zeros(0, np.int64)
    known, precision = matrix.known[lines], matrix.precision[lines]
    state = _State(
        np.where(known, np.maximum(matrix.values[lines] - precision, 0), 0),
        np.where(known, matrix.values[lines] + precision, 0),
        known.copy(),
        np.full(known.shape, "", dtype="<U16"),
        np.ones(known.shape[1], np.bool_),
        np.zeros(known.shape, np.bool_),
    )
    holds = ~find_undecided(matrix, instances)[lines]
    sides = [(i.identity.rule, matrix.columns(i.left), matrix.columns(i.right)) for i in instances]
    for _ in range(PASSES if len(lines) else 0):
        before, state.changed = state.changed, np.zeros_like(state.changed)
        for at, (rule, left, right) in enumerate(sides):
            if (before | state.changed)[left + right].any():
                _tighten(state, rule, left, right, holds[:, [at]])
                _tighten(state, rule, right, left, holds[:, [at]])
        state.contradicted = _spread(state.bounded & (state.low > state.high), matrix, instances)
        if not state.changed.any():
            break
    state.rule[known | state.contradicted | (matrix.status[lines] == "")] = ""
    return Bounds(lines, state.low, state.high, state.bounded, state.rule, state.contradicted)


def _tighten(state: _State, rule: str, own: list[int], other: list[int], holds: Bools) -> None:
    """Bound the cells of one side by the other side and the rest of their own, in the reports in which the rule holds."""
    low, high, bounded = state.low[:, own], state.high[:, own], state.bounded[:, own]
    open_cells = (~bounded).sum(axis=1, keepdims=True)
    other_bounded = state.bounded[:, other].all(axis=1, keepdims=True)
    most = state.high[:, other].sum(axis=1, keepdims=True) - (low.sum(axis=1, keepdims=True) - low)
    rest_most = (high * bounded).sum(axis=1, keepdims=True) - high * bounded
    least = state.low[:, other].sum(axis=1, keepdims=True) - rest_most
    raised = (open_cells - ~bounded == 0) & (least > low)
    lowered = other_bounded & (~bounded | (most < high))
    goes_on = holds & ~state.contradicted[:, own[:1]]
    raised, lowered = raised & goes_on, lowered & goes_on
    if not (raised.any() or lowered.any()):
        return
    state.changed[own] |= (raised | lowered).any(axis=0)
    state.low[:, own] = np.where(raised, least, low)
    state.high[:, own] = np.where(lowered, most, high)
    state.bounded[:, own] = bounded | lowered
    is_decided = state.bounded[:, own] & (state.low[:, own] == state.high[:, own]) & (state.rule[:, own] == "")
    now = (raised | lowered) & is_decided  # by this rule in this report, whatever other reports are looked at beside it
    alone = now.sum(axis=1, keepdims=True) == open_cells
    names = np.where(alone & (open_cells == 1), rule, f"{rule}.zero")
    state.rule[:, own] = np.where(now, np.where(state.low[:, own] > 0, rule, names), state.rule[:, own])


def _spread(crossed: Bools, matrix: CellMatrix, instances: list[RuleInstance]) -> Bools:
    """Every cell of a block in which bounds cross."""
    blocks = find_blocks(tuple(instances), tuple(matrix.index))
    members = np.array([blocks == block for block in range(blocks.max(initial=-1) + 1)], np.bool_).reshape(
        -1, len(blocks)
    )
    return np.asarray((crossed.astype(np.int64) @ members.T.astype(np.int64) > 0).astype(np.int64) @ members > 0)


@cache
def find_blocks(instances: tuple[RuleInstance, ...], cells: tuple[str, ...]) -> Ints:
    """Block of each cell: cells that stand in one rule, or in rules that share cells, have the same; -1 stands in none."""
    index = {cell: at for at, cell in enumerate(cells)}
    blocks = np.full(len(cells), -1, np.int64)
    for number, instance in enumerate(instances):
        at = [index[cell] for cell in instance.left + instance.right]
        joined = np.isin(blocks, [b for b in blocks[at] if b >= 0])
        blocks[joined] = number
        blocks[at] = number
    return np.unique(blocks, return_inverse=True)[1].astype(np.int64) - int((blocks < 0).any())
