"""The cheapest sets of cells whose change repairs every broken rule of a block, by exact search with bounded work.

After Fellegi and Holt (1976): of all sets of cells that can be given other counts so that every rule holds, those of least
weight. A set is built cell by cell. Choosing a cell solves one broken rule for it and eliminates it from the others
(Gauss-Jordan), so that what is still broken is known at each step; some cell of a rule that is still broken must be in any
set that repairs it, which gives the branches. Sets are taken up cheapest first (A*). What a set still has to cost is bounded
from below by the cheapest share of each broken rule: a cell that could repair three of them pays a third of its weight to
each. Counts are not negative: a cell that would have to fall below zero is held at zero and the search goes on.

Belongs here: arithmetic on arrays. Does not belong here: which cells weigh what (`location.py`), and what a change
looks like (`location_kinds.py`).
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import numpy as np
import numpy.typing as npt

from gov_disclosure.quality.matrix import SCALE, Bools

Numbers = npt.NDArray[np.float64]

MOST_CELLS = 6
"""Cells of a set: a table with more errors than that says too little about each of them."""
MOST_NODES = 400
"""Sets that are tried for one block: 16 ms or so. Two errors in table 三 mostly take fewer than thirty, and of 90 drawings of
five errors in it 85 were found within these, 89 within 600."""
SLACK = 2.0
"""What a set may weigh above the cheapest one and still be named."""
_UNIT = 0.5
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Problem:
    """The rules of one block in one report, `coefficients @ numbers` being 0, or not above 0 where not `is_equality`.

    Attributes:
        balance: what each rule adds up to with the printed numbers.
        tolerance: what rounding leaves open in each rule.
        printed: the numbers, ten-thousandths.
        weights: what changing a cell costs; infinite where it has no number.
        lines: whole rows and columns that one slip may spoil, as positions.
        line_weight: what a whole line costs.
        forced: cells that are wrong for certain, as no number below zero can stand.
    """

    coefficients: Numbers
    is_equality: Bools
    balance: Numbers
    tolerance: Numbers
    printed: Numbers
    weights: Numbers
    lines: tuple[tuple[int, ...], ...] = ()
    line_weight: float = np.inf
    forced: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """Cells and the numbers that they need, ten-thousandths.

    Attributes:
        is_line: whether they were taken as one slip.
        is_bound: whether a rule that leaves room decided: the numbers are the nearest ones that fit, not the only ones.
    """

    weight: float
    cells: tuple[int, ...]
    needed: tuple[int, ...]
    is_line: bool = False
    is_bound: bool = False


@dataclass(frozen=True, slots=True)
class Repairs:
    """Repairs in the order of their cells; without `is_complete` the work was cut short and there may be others."""

    found: tuple[Repair, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class _Node:
    """Rules with the chosen cells eliminated: `matrix @ changes = rest`."""

    matrix: Numbers
    rest: Numbers
    basis: tuple[tuple[int, int], ...] = ()
    zeroed: tuple[int, ...] = ()

    @property
    def cells(self) -> tuple[int, ...]:
        return (*(cell for _, cell in self.basis), *self.zeroed)


@dataclass(slots=True)
class _Frontier:
    """Nodes still to be taken up: bound, still broken, order, parent, row, cell."""

    heap: list[tuple[float, int, int, _Node, int, int]] = field(default_factory=list)
    seen: set[frozenset[int]] = field(default_factory=set)
    order: Iterator[int] = field(default_factory=count)

    def push(self, bound: float, broken: int, step: tuple[_Node, int, int]) -> None:
        heapq.heappush(self.heap, (bound, broken, next(self.order), *step))


def find_repairs(problem: Problem) -> Repairs:
    """The cheapest repairs of a block, and those that weigh hardly more."""
    start = _choose_forced(problem, _Node(problem.coefficients, -problem.balance))
    lines = list(_repair_lines(problem, start))
    found: list[Repair] = []
    is_complete = _search(problem, start, found, min((line.weight for line in lines), default=np.inf))
    smaller = [set(repair.cells) for repair in found]
    found += (line for line in lines if not any(cells <= set(line.cells) for cells in smaller))
    cheapest = min((repair.weight for repair in found), default=np.inf)
    found = [repair for repair in found if repair.weight <= cheapest + SLACK]
    return Repairs(tuple(sorted(found, key=lambda repair: repair.cells)), is_complete)


def _choose_forced(problem: Problem, node: _Node) -> _Node:
    """The cells that are wrong for certain, each solved from a sum, or from a bound that is broken; others stay as they are."""
    for cell in problem.forced:
        stands_in = np.abs(node.matrix[:, cell]) > _UNIT
        broken = np.zeros(len(stands_in), np.bool_)
        broken[_find_broken(problem, node)] = True
        taken = [row for row, _ in node.basis]
        rows = [*np.flatnonzero(stands_in & problem.is_equality), *np.flatnonzero(stands_in & broken)]
        free = [int(row) for row in rows if row not in taken]
        node = _pivot(node, free[0], cell) if free else node
    return node


def _search(problem: Problem, start: _Node, found: list[Repair], most: float) -> bool:
    """Fill `found` with the sets of cells that weigh no more than `most`; whether all of them were looked at."""
    if _least_cost(problem, start) > MOST_CELLS * problem.weights[np.isfinite(problem.weights)].max(initial=0.0):
        return False
    frontier = _Frontier()
    only = _branch(problem, frontier, start, 0.0)
    if only is not None:
        found += [only] if only.cells else []
        return True
    for _ in range(MOST_NODES):
        if not frontier.heap or frontier.heap[0][0] > most:
            return True
        bound, _, _, parent, row, cell = heapq.heappop(frontier.heap)
        cells = frozenset((*parent.cells, cell))
        if cells in frontier.seen or any(cells.issuperset(repair.cells) for repair in found):
            continue
        node = _pivot(parent, row, cell)
        exact = float(problem.weights[list(cells)].sum()) + _least_cost(problem, node)
        if bound < exact <= most:
            frontier.push(exact, 0, (parent, row, cell))
        elif exact <= most:
            frontier.seen.add(cells)
            repair = _branch(problem, frontier, node, bound)
            if repair is not None:
                found.append(repair)
                most = min(most, found[0].weight + SLACK)
    return False


def _branch(problem: Problem, frontier: _Frontier, node: _Node, bound: float) -> Repair | None:
    """The repair that a node is, or its children in the frontier."""
    for _ in range(MOST_CELLS):
        broken = _find_broken(problem, node)
        if broken.size:
            if len(node.cells) < MOST_CELLS:
                _push_children(problem, frontier, node, broken, bound)
            return None
        negative = _find_negative(problem, node)
        if negative is None:
            return _build_repair(problem, node)
        node = _hold_at_zero(problem, node, *negative)
    return None


def _push_children(
    problem: Problem, frontier: _Frontier, node: _Node, broken: npt.NDArray[np.intp], bound: float
) -> None:
    """One child for every cell of the broken rule that has the fewest."""
    usable = _usable(problem, node, broken)
    choices = usable.sum(axis=1)
    at = int(np.argmin(np.where(choices > 0, choices, np.iinfo(np.int64).max)))
    if choices.min() == 0:
        return
    row, cells = int(broken[at]), np.flatnonzero(usable[at])
    steps = node.rest[row] / node.matrix[row, cells]
    rest = node.rest[broken, None] - node.matrix[np.ix_(broken, cells)] * steps
    still = (np.abs(rest) > problem.tolerance[broken, None] + _NEAR).sum(axis=0)
    costs = problem.weights[list(node.cells)].sum() + problem.weights[cells]
    for cell, left, cost in zip(cells.tolist(), still.tolist(), costs.tolist(), strict=True):
        frontier.push(max(bound, cost), left, (node, row, cell))


def _usable(problem: Problem, node: _Node, rows: npt.NDArray[np.intp]) -> Bools:
    """(rows, cells): where choosing a cell would repair a rule."""
    usable = (np.abs(node.matrix[rows]) > _UNIT) & np.isfinite(problem.weights)
    usable[:, list(node.cells)] = False
    return usable


def _least_cost(problem: Problem, node: _Node) -> float:
    """What the rules that are still broken cost at least."""
    broken = _find_broken(problem, node)
    if not broken.size:
        return 0.0
    usable = _usable(problem, node, broken)
    shares = problem.weights / np.maximum(usable.sum(axis=0), 1)
    return float(np.where(usable, shares, np.inf).min(axis=1).sum())


def _find_broken(problem: Problem, node: _Node) -> npt.NDArray[np.intp]:
    """Rules that do not hold and are not solved for a cell."""
    limit = problem.tolerance + _NEAR
    broken = np.where(problem.is_equality, np.abs(node.rest) > limit, node.rest < -limit)
    broken[[row for row, _ in node.basis]] = False
    return np.flatnonzero(broken)


def _pivot(node: _Node, row: int, cell: int) -> _Node:
    """Solve a rule for a cell and eliminate it from the others."""
    factor = node.matrix[row, cell]
    line, number = node.matrix[row] / factor, node.rest[row] / factor
    share = node.matrix[:, cell].copy()
    share[row] = 0.0
    matrix, rest = node.matrix - np.outer(share, line), node.rest - share * number
    matrix[row], rest[row] = line, number
    return _Node(matrix, rest, (*node.basis, (row, cell)), node.zeroed)


def _find_negative(problem: Problem, node: _Node) -> tuple[int, int] | None:
    """The first chosen cell that would have to fall below zero, with its rule."""
    return next(
        ((row, cell) for row, cell in node.basis if problem.printed[cell] + node.rest[row] < -_NEAR),
        None,
    )


def _hold_at_zero(problem: Problem, node: _Node, row: int, cell: int) -> _Node:
    rest = node.rest.copy()
    rest[row] += problem.printed[cell]
    basis = tuple(pair for pair in node.basis if pair != (row, cell))
    return _Node(node.matrix, rest, basis, (*node.zeroed, cell))


def _build_repair(problem: Problem, node: _Node) -> Repair | None:
    """The cells of a node with their numbers; None where a count would not be whole."""
    changed = {cell: problem.printed[cell] + node.rest[row] for row, cell in node.basis}
    changed |= dict.fromkeys(node.zeroed, 0.0)
    if any(abs(number / SCALE - round(number / SCALE)) > _NEAR for number in changed.values()):
        return None
    cells = tuple(sorted(changed))
    weight = float(problem.weights[list(cells)].sum())
    is_bound = not all(problem.is_equality[row] for row, _ in node.basis)
    return Repair(weight, cells, tuple(round(changed[cell]) for cell in cells), is_bound=is_bound)


def _repair_lines(problem: Problem, start: _Node) -> Iterator[Repair]:
    """Lines that repair everything if three or more of their cells are changed; fewer are found as cells."""
    broken = _find_broken(problem, start)
    usable = _usable(problem, start, broken)
    for line in problem.lines:
        at = [cell for cell in line if np.isfinite(problem.weights[cell])]
        if len(at) > 2 and usable[:, at].any(axis=1).all():
            repair = _repair_line(problem, start, at)
            if repair is not None and len(repair.cells) > 2:
                yield repair


def _repair_line(problem: Problem, node: _Node, line: list[int]) -> Repair | None:
    outside = np.ones(len(problem.weights), np.bool_)
    outside[line] = False
    for _ in line:
        broken = _find_broken(problem, node)
        if not broken.size:
            break
        usable = _usable(problem, node, broken[:1])[0] & ~outside
        if not usable.any():
            return None
        node = _pivot(node, int(broken[0]), int(np.argmax(usable)))
    if _find_broken(problem, node).size or _find_negative(problem, node) is not None:
        return None
    built = _build_repair(problem, node)
    if built is None:
        return None
    pairs = zip(built.cells, built.needed, strict=True)
    changed = [(cell, needed) for cell, needed in pairs if needed != problem.printed[cell]]
    cells, needed_numbers = (tuple(pair[at] for pair in changed) for at in (0, 1))
    return Repair(problem.line_weight, cells, needed_numbers, is_line=True, is_bound=built.is_bound)
