"""The cheapest repairs, held against trying every set of cells and every number."""

from itertools import combinations, product

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from gov_disclosure.quality.location_search import SLACK, Problem, find_repairs
from gov_disclosure.quality.matrix import SCALE

ROWS, COLUMNS = 2, 3
MOST = 6
"""Largest number of a slip, twice that of a part."""
LARGEST = 5 * MOST // 2
"""Largest number that a repair can need: all parts, one of them being a slip."""


def build_problem(numbers: list[int], weights: list[int]) -> Problem:
    """A grid whose last row and last column are sums: `ROWS + 1` by `COLUMNS`."""
    size = (ROWS + 1) * COLUMNS
    rules = []
    for row in range(ROWS + 1):
        rules.append([(row * COLUMNS + column, -1 if column == COLUMNS - 1 else 1) for column in range(COLUMNS)])
    for column in range(COLUMNS):
        rules.append([(row * COLUMNS + column, -1 if row == ROWS else 1) for row in range(ROWS + 1)])
    matrix = np.zeros((len(rules), size))
    for line, rule in enumerate(rules):
        for cell, sign in rule:
            matrix[line, cell] = sign
    printed = np.array(numbers, np.float64) * SCALE
    return Problem(
        matrix,
        np.ones(len(rules), np.bool_),
        matrix @ printed,
        np.zeros(len(rules)),
        printed,
        np.array(weights, np.float64),
    )


def try_everything(problem: Problem) -> set[tuple[int, ...]]:
    """Minimal sets of up to two cells within the slack of the cheapest, by trying all numbers; empty if two do not do."""
    repairing: list[tuple[int, ...]] = []
    for count in (1, 2):
        numbers = np.array(list(product(range(LARGEST + 1), repeat=count)), np.float64) * SCALE
        for cells in combinations(range(len(problem.printed)), count):
            if any(set(found) <= set(cells) for found in repairing):
                continue
            tried = np.tile(problem.printed, (len(numbers), 1))
            tried[:, cells] = numbers
            if not (tried @ problem.coefficients.T).any(axis=1).all():
                repairing.append(cells)
    weigh = {cells: problem.weights[list(cells)].sum() for cells in repairing}
    cheapest = min(weigh.values(), default=np.inf)
    return {cells for cells, weight in weigh.items() if weight <= cheapest + SLACK}


GRIDS = st.lists(st.integers(0, MOST // 2), min_size=ROWS * (COLUMNS - 1), max_size=ROWS * (COLUMNS - 1))
SLIPS = st.lists(st.tuples(st.integers(0, (ROWS + 1) * COLUMNS - 1), st.integers(0, MOST)), min_size=1, max_size=2)


def fill(parts: list[int]) -> list[int]:
    grid = np.array(parts).reshape(ROWS, COLUMNS - 1)
    grid = np.column_stack([grid, grid.sum(axis=1)])
    return np.vstack([grid, grid.sum(axis=0)]).ravel().tolist()


@given(GRIDS, SLIPS, st.lists(st.sampled_from([10, 11]), min_size=9, max_size=9))
def test_finds_what_trying_everything_finds(parts: list[int], slips: list[tuple[int, int]], weights: list[int]) -> None:
    numbers = fill(parts)
    for cell, number in slips:
        numbers[cell] = number
    problem = build_problem(numbers, weights)
    assume(problem.balance.any())
    repairs = find_repairs(problem)
    assert repairs.is_complete
    for repair in repairs.found:
        repaired = problem.printed.copy()
        repaired[list(repair.cells)] = repair.needed
        assert not (problem.coefficients @ repaired).any()
        assert (repaired >= 0).all()
    assert {repair.cells for repair in repairs.found} == try_everything(problem)


def test_work_is_bounded() -> None:
    rng = np.random.default_rng(0)
    matrix = np.hstack([-np.eye(40), (rng.random((40, 200)) < 0.2).astype(np.float64)])
    printed = rng.integers(0, 9, 240).astype(np.float64) * SCALE
    problem = Problem(matrix, np.ones(40, np.bool_), matrix @ printed, np.zeros(40), printed, np.full(240, 10.0))
    repairs = find_repairs(problem)
    assert not repairs.is_complete
    assert not repairs.found
