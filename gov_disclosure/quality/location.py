"""Which number is wrong: for each block of broken rules the cells whose change would repair all of them, with a verdict.

The findings of broken rules stay, one for each rule, as errors; a finding `location` beside them, one for each independent
defect, tells an editor where to look first: cells in order of likelihood, the number each would need, what kind of slip it
looks like, and whose it is. `value` stays as it is.

Weights of a cell, and why:

- a part of a sum weighs `PART`;
- a total weighs a tenth more: the text of the report mostly repeats it, so that its writer has seen it twice;
- a cell whose reading is in doubt weighs `DOUBTFUL`, so that two of them weigh more than one clear cell, and fewer errors
  remain the better explanation;
- a whole row or column weighs `LINE`, more than two cells and less than three: shifting, copying or leaving out a line is one
  slip, while two wrong cells may well stand in one line by chance.

A number below zero is wrong whatever the sums say (`refused.py`): it stands in every repair of its block.

Verdicts: `extraction` where the likeliest repair has a cell in doubt, `source` where all its characters are clear, `undecided`
where the search was cut short or nothing was found.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from gov_disclosure.quality.bounds import find_blocks
from gov_disclosure.quality.constraints import (
    Balance,
    Constraints,
    balance,
    find_broken,
    find_constraints,
)
from gov_disclosure.quality.location_search import Problem, Repairs, find_repairs
from gov_disclosure.quality.matrix import Bools, CellMatrix, Ints

PART, TOTAL, DOUBTFUL, LINE = 10.0, 11.0, 6.0, 22.0


@dataclass(frozen=True, slots=True)
class Defect:
    """A block of broken rules of one report, and what would repair it.

    Attributes:
        cells: names of the cells that the positions in `repairs` mean.
        printed: numbers of these cells, ten-thousandths.
        broken: for each broken rule, the cells that stand in it.
        totals: cells that are the total of some sum.
        doubts: characters in doubt by cell.
    """

    report_id: str
    cells: tuple[str, ...]
    printed: tuple[int, ...]
    broken: tuple[frozenset[str], ...]
    totals: frozenset[str]
    doubts: Mapping[str, str]
    repairs: Repairs


@dataclass(frozen=True, slots=True)
class _Block:
    """Rules and cells of one block, as positions in the constraints."""

    rules: Ints
    cells: Ints


def locate_errors(
    matrix: CellMatrix, form: str, table: str, doubts: Mapping[str, Mapping[str, str]]
) -> Iterator[Defect]:
    """Defects of all reports of a table; `doubts` by report and cell. Reports that keep all rules cost nothing."""
    constraints = find_constraints(matrix, form, table)
    sums = balance(matrix, constraints)
    broken, negative = find_broken(constraints, sums) & _hard(constraints), _find_negative(matrix, constraints)
    for line in map(int, np.flatnonzero(broken.any(axis=1) | negative.any(axis=1))):
        report_id = matrix.report_ids[line]
        for block in _list_blocks(constraints, tuple(matrix.index)):
            if broken[line, block.rules].any() or negative[line, block.cells].any():
                yield _locate(matrix, constraints, sums, (line, block, broken[line]), doubts.get(report_id, {}))


def find_broken_reports(matrix: CellMatrix, form: str, table: str) -> list[str]:
    """Reports in which a rule is broken that no right report breaks."""
    constraints = find_constraints(matrix, form, table)
    broken = find_broken(constraints, balance(matrix, constraints)) & _hard(constraints)
    wrong = broken.any(axis=1) | _find_negative(matrix, constraints).any(axis=1)
    return [matrix.report_ids[line] for line in np.flatnonzero(wrong)]


def _find_negative(matrix: CellMatrix, constraints: Constraints) -> Bools:
    """(reports, cells): numbers below zero in cells that stand in a sum; no sum need be broken by them."""
    is_sum = np.array([i.identity.relation == "=" for i in constraints.instances], np.bool_)
    summed = constraints.all_cells[_hard(constraints) & is_sum].any(axis=0)
    return np.asarray((matrix.values < 0) & matrix.known & summed)


def _hard(constraints: Constraints) -> Bools:
    return np.array([i.is_hard for i in constraints.instances], np.bool_)


def _list_blocks(constraints: Constraints, cells: tuple[str, ...]) -> Iterator[_Block]:
    hard = np.flatnonzero(_hard(constraints))
    blocks = find_blocks(tuple(constraints.instances[at] for at in hard), cells)
    for block in range(blocks.max(initial=-1) + 1):
        members = np.flatnonzero(blocks == block)
        yield _Block(hard[constraints.all_cells[np.ix_(hard, members)].any(axis=1)], members)


def _locate(
    matrix: CellMatrix,
    constraints: Constraints,
    sums: Balance,
    where: tuple[int, _Block, Bools],
    doubts: Mapping[str, str],
) -> Defect:
    line, block, broken = where
    names = tuple(matrix.index)
    instances = [constraints.instances[at] for at in block.rules]
    totals = frozenset(i.left[0] for i in instances if i.identity.relation == "=" and len(i.left) == 1)
    cells = tuple(names[at] for at in block.cells)
    known = matrix.known[line, block.cells]
    weights = [DOUBTFUL if cell in doubts else TOTAL if cell in totals else PART for cell in cells]
    numbers = matrix.values[line, block.cells].astype(np.float64)
    coefficients, amounts, is_equality = _orient(constraints, sums, line, block)
    problem = Problem(
        coefficients * known,
        is_equality,
        amounts,
        np.full(len(amounts), float(matrix.precision[line, block.cells].sum())),
        numbers,
        np.where(known, weights, np.inf),
        _list_lines(cells),
        LINE,
        tuple(np.flatnonzero(known & (numbers < 0)).tolist()),
    )
    printed = tuple(matrix.values[line, block.cells].tolist())
    told = tuple(frozenset(i.left + i.right) for at, i in zip(block.rules, instances, strict=True) if broken[at])
    told += tuple(frozenset((cell,)) for cell, number in zip(cells, printed, strict=True) if number < 0)
    return Defect(matrix.report_ids[line], cells, printed, told, totals, doubts, find_repairs(problem))


def _orient(constraints: Constraints, sums: Balance, line: int, block: _Block) -> tuple[np.ndarray, np.ndarray, Bools]:
    """Rules as `coefficients @ numbers` that is 0, or at most 0 where a cell without a number may make up for the rest."""
    rules = block.rules
    sides = constraints.left[np.ix_(rules, block.cells)] - constraints.right[np.ix_(rules, block.cells)]
    amounts = (sums.left - sums.right)[line, rules].astype(np.float64)
    left_open, right_open = sums.left_open[line, rules] > 0, sums.right_open[line, rules] > 0
    is_sum = np.array([constraints.instances[at].identity.relation == "=" for at in rules], np.bool_)
    turned = np.where(is_sum & right_open, -1.0, 1.0)
    says_something = ~(right_open & (left_open | ~is_sum)) & sums.in_force[line, rules]
    says_something &= ~sums.is_loose[line, rules]
    return (
        (sides * turned[:, None])[says_something].astype(np.float64),
        (amounts * turned)[says_something],
        (is_sum & ~left_open & ~right_open)[says_something],
    )


def _list_lines(cells: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
    """Rows and columns of a block that has several of both."""
    rows: dict[str, list[int]] = {}
    columns: dict[str, list[int]] = {}
    for at, cell in enumerate(cells):
        row, _, column = cell.partition("|")
        rows.setdefault(row, []).append(at)
        columns.setdefault(column, []).append(at)
    if len(rows) < 2 or len(columns) < 2:
        return ()
    return tuple(map(tuple, (*rows.values(), *columns.values())))
