"""The rules of a table as arrays, so that all of them are held against all reports in a few operations.

Belongs here: which rule instances a table has, and what both sides of each add up to. Does not belong here: what is said
about a broken one (`identities.py`), what follows for cells without a number (`bounds.py`), which cell is wrong (`location.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from gov_disclosure.quality.matrix import Bools, CellMatrix, Ints
from gov_disclosure.vocabulary.findings import ERROR
from gov_disclosure.vocabulary.forms import FormTable, Identity, form_table, identities


@dataclass(frozen=True, slots=True)
class RuleInstance:
    """A rule in one column or row of its table: the cells on both sides."""

    identity: Identity
    place: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def is_hard(self) -> bool:
        """Whether no right report breaks it."""
        return self.identity.severity == ERROR


@dataclass(frozen=True, slots=True)
class Constraints:
    """Rule instances of a table over some cells.

    Attributes:
        left, right: (instances, cells), 1 where a cell stands on that side.
    """

    instances: tuple[RuleInstance, ...]
    left: Ints
    right: Ints

    @property
    def all_cells(self) -> Ints:
        """(instances, cells), 1 where a cell stands on either side."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class Balance:
    """Both sides of every rule instance in every report, (reports, instances).

    Attributes:
        left, right: sums of the numbers that are printed.
        left_open, right_open: how many cells have none.
        right_terms: how many numbers on the right are not zero.
        tolerance: what the rounding of the numbers leaves open.
        in_force: whether the rule holds in the year of the report.
        is_loose: sums over the rows of a table that prints other rows as well: they may hold with those.
    """

    left: Ints
    right: Ints
    left_open: Ints
    right_open: Ints
    right_terms: Ints
    tolerance: Ints
    in_force: Bools
    is_loose: Bools


@cache
def rule_instances(form: str, table: str) -> tuple[RuleInstance, ...]:
    """Every instance of every rule of a table."""
    layout = form_table(form, table)
    if layout is None:
        return ()
    return tuple(i for rule in identities(form) if rule.table == table for i in _instances(rule, layout))


def find_constraints(matrix: CellMatrix, form: str, table: str) -> Constraints:
    """The rule instances whose cells are all in a matrix."""
    return _constraints(form, table, tuple(matrix.index))


def balance(matrix: CellMatrix, constraints: Constraints) -> Balance:
    """What both sides of every instance add up to."""
    values, unknown = matrix.values * matrix.known, (~matrix.known).astype(np.int64)
    left, right = constraints.left.T, constraints.right.T
    years = [i.identity.years for i in constraints.instances]
    in_force = np.ones((len(matrix.years), len(years)), np.bool_)
    for at, held in enumerate(years):
        if held is not None:
            in_force[:, at] = (matrix.years >= held.start) & (matrix.years < held.stop)
    tolerance = matrix.precision @ constraints.all_cells.T
    terms = (values != 0).astype(np.int64) @ right
    is_loose = find_loose(matrix, constraints.instances)
    return Balance(values @ left, values @ right, unknown @ left, unknown @ right, terms, tolerance, in_force, is_loose)


def find_loose(matrix: CellMatrix, instances: Sequence[RuleInstance]) -> Bools:
    """(reports, instances): sums over the rows of tables that print numbers beside those of the form."""
    is_over_rows = np.array([i.identity.relation == "=" and i.identity.over == "columns" for i in instances], np.bool_)
    has = np.zeros(len(matrix.years), np.bool_) if matrix.strays is None else matrix.strays.has
    return np.asarray(has[:, None] & is_over_rows[None, :])


def find_undecided(matrix: CellMatrix, instances: Sequence[RuleInstance]) -> Bools:
    """The same, with the sums of rows that have such a number in them: nothing follows from either for a cell without one."""
    undecided = find_loose(matrix, instances)
    if matrix.strays is not None:
        is_sum = np.array([i.identity.relation == "=" for i in instances], np.bool_)
        for at in map(int, np.flatnonzero(is_sum)):
            cells = matrix.columns(instances[at].left + instances[at].right)
            undecided[:, at] |= matrix.strays.loose[:, cells].any(axis=1)
    return undecided


def find_broken(constraints: Constraints, sums: Balance) -> Bools:
    """(reports, instances): which rules are broken whatever stands in the cells without a number.

    A count is never negative: what is printed on one side is the least that this side can add up to.
    """
    return np.asarray(_find_unequal(constraints, sums) & ~sums.is_loose)


def find_loosely_broken(constraints: Constraints, sums: Balance) -> Bools:
    """(reports, instances): sums that do not hold over the rows of the form, beside which the table prints others."""
    return np.asarray(_find_unequal(constraints, sums) & sums.is_loose)


def _find_unequal(constraints: Constraints, sums: Balance) -> Bools:
    broken = np.zeros(sums.left.shape, np.bool_)
    relations = np.array([i.identity.relation for i in constraints.instances])
    for relation in np.unique(relations):
        at = relations == relation
        broken[:, at] = _BROKEN[str(relation)](_select(sums, at))
    return np.asarray(broken & sums.in_force)


def _select(sums: Balance, at: Bools) -> Balance:
    return Balance(*(getattr(sums, name)[:, at] for name in Balance.__slots__))


def _exceeds(sums: Balance) -> Bools:
    return np.asarray((sums.right_open == 0) & (sums.left - sums.right > sums.tolerance))


def _differs(sums: Balance) -> Bools:
    return np.asarray(_exceeds(sums) | ((sums.left_open == 0) & (sums.right - sums.left > sums.tolerance)))


def _is_one_sided(sums: Balance) -> Bools:
    return np.asarray(((sums.left_open + sums.right_open) == 0) & ((sums.left == 0) != (sums.right == 0)))


def _coincides(sums: Balance) -> Bools:
    """One number is the sum of several others, zeros not counted."""
    return np.asarray(((sums.left_open + sums.right_open) == 0) & (sums.left == sums.right) & (sums.right_terms > 1))


_BROKEN = {"=": _differs, "<=": _exceeds, "iff": _is_one_sided, "!=": _coincides}


@cache
def _constraints(form: str, table: str, cells: tuple[str, ...]) -> Constraints:
    index = {cell: at for at, cell in enumerate(cells)}
    instances = tuple(i for i in rule_instances(form, table) if index.keys() >= {*i.left, *i.right})
    sides = np.zeros((2, len(instances), len(cells)), np.int64)
    for line, instance in enumerate(instances):
        sides[0, line, [index[cell] for cell in instance.left]] = 1
        sides[1, line, [index[cell] for cell in instance.right]] = 1
    return Constraints(instances, sides[0], sides[1])


def _instances(rule: Identity, layout: FormTable) -> Iterator[RuleInstance]:
    for left in [(term,) for term in rule.left] if rule.is_each else [rule.left]:
        yield from _instances_of(rule, left, layout)


def _instances_of(rule: Identity, left: tuple[str, ...], layout: FormTable) -> Iterator[RuleInstance]:
    if layout.key == "statistics":
        label = next(row.label for row in layout.rows if row.key == left[0])
        yield RuleInstance(rule, label, left, rule.right)
        return
    if rule.over == "columns":
        for column in layout.columns:
            sides = [tuple(f"{row}|{column.key}" for row in side) for side in (left, rule.right)]
            yield RuleInstance(rule, column.label, sides[0], sides[1])
        return
    for row in layout.rows:
        if row.kind == "data" and {*left, *rule.right} <= {c.key for c in layout.columns_of(row)}:
            sides = [tuple(f"{row.key}|{column}" for column in side) for side in (left, rule.right)]
            yield RuleInstance(rule, row.label, sides[0], sides[1])
