"""What the sums of the form leave open for cells without a number, where they do not decide one.

A total that is printed bounds its parts: what it leaves over, when all parts that are known are taken off, is the most that
those without a number hold together. Nothing follows from a rule that is broken by its own numbers, or that shares a cell with
one that is: which of the numbers is wrong is not known. Nor from one that leaves a single number for a cell for which the facts
derive none: they know what contradicts it. Nor where a cell is printed and could not be read, for its digits say something too, nor
in a table that prints numbers beside those of the form, for its totals may count them.

Belongs here: the rules between the cells of `cells.py`. Does not belong here: deciding a cell. The facts do that, which see all
cells, all that is printed beside them and their digits; it is carried as `value_derived`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from gov_disclosure.analysis.cells import FACT_OF_LAYOUT, Cells, index_cells
from gov_disclosure.analysis.states import UNREADABLE, code
from gov_disclosure.quality.matrix import Bools, Ints
from gov_disclosure.vocabulary.forms import Identity, form_table, identities

_LEAST = 2
"""Fewer cells of a rule than so many, and it says nothing about a series."""


@dataclass(frozen=True, slots=True)
class SumRule:
    """Cells whose sum is that of others; `total` where one side is a single cell."""

    left: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def total(self) -> int | None:
        """The cell that is the sum of the others."""
        return self.left[0] if len(self.left) == 1 else None

    @property
    def cells(self) -> tuple[int, ...]:
        """All of them."""
        return self.left + self.right


@cache
def list_sum_rules(form: str) -> tuple[SumRule, ...]:
    """Rules that no right report breaks, in each column or row of which all cells are at hand."""
    hard = (i for i in identities(form) if i.relation == "=" and i.severity == "error" and i.years is None)
    return tuple(rule for identity in hard for rule in _list_instances(form, identity))


def _list_instances(form: str, identity: Identity) -> Iterator[SumRule]:
    known, fact = index_cells(), FACT_OF_LAYOUT[identity.table]
    for pattern in _list_patterns(form, identity):
        left, right = ([(fact, pattern.format(term)) for term in side] for side in (identity.left, identity.right))
        if all(cell in known for cell in left + right) and len(right) >= _LEAST:
            yield SumRule(tuple(known[cell] for cell in left), tuple(known[cell] for cell in right))


def _list_patterns(form: str, identity: Identity) -> Sequence[str]:
    layout = form_table(form, identity.table)
    if layout is None or identity.table == "statistics":
        return ("{}",)
    if identity.over == "columns":
        return [f"{{}}|{column.key}" for column in layout.columns]
    return [f"{row.key}|{{}}" for row in layout.rows if row.kind == "data"]


def list_trusted(cells: Cells, form: str, beside: Bools) -> list[tuple[SumRule, Bools]]:
    """Each rule with the reports in which it can be relied on.

    Args:
        cells: of reports that follow the form.
        form: which one.
        beside: (reports, cells), whether the table of the cell prints numbers beside those of the form.
    """
    rules = list_sum_rules(form)
    open_cells = bound_cells(cells, ((rule, np.ones(len(cells), np.bool_)) for rule in rules))
    crossed = open_cells.bounded & (open_cells.low > open_cells.high)
    broken = [
        _is_broken(cells, rule) | _is_refused(cells, rule) | crossed[:, list(rule.cells)].any(axis=1) for rule in rules
    ]
    lost = ~cells.bounded & (cells.state >= code(UNREADABLE))
    trusted = []
    for rule in rules:
        near = [bad for other, bad in zip(rules, broken, strict=True) if {*rule.cells} & {*other.cells}]
        trusted.append((rule, ~np.logical_or.reduce(near) & ~(lost | beside)[:, list(rule.cells)].any(axis=1)))
    return trusted


def bound_cells(cells: Cells, rules: Iterable[tuple[SumRule, Bools]]) -> Cells:
    """The same cells, those without a number with the bounds that the printed total, or the printed parts, give them.

    Bounds follow from numbers alone and not from other bounds, by each rule in the reports in which it holds.
    """
    low, high, bounded = cells.low.copy(), cells.high.copy(), cells.bounded.copy()
    for rule, holds in rules:
        total, parts = rule.total, list(rule.right)
        if total is None:
            continue
        missing = holds & ~cells.bounded[:, total]
        low[missing, total] = np.maximum(low[:, total], _sum(cells.low, parts))[missing]
        room = cells.high[:, total] - _sum(cells.low, parts)
        for part in parts:
            at = holds & cells.bounded[:, total] & ~cells.bounded[:, part] & (room >= 0)
            high[at, part] = np.where(bounded[:, part], np.minimum(high[:, part], room), room)[at]
            bounded[at, part] = True
    return Cells(cells.value, low, high, bounded, cells.state)


def _is_broken(cells: Cells, rule: SumRule) -> Bools:
    """Where no choice within the rounding of the numbers, and none for the cells without one, keeps the sum."""
    left, right = list(rule.left), list(rule.right)
    has_left, has_right = (cells.bounded[:, side].all(axis=1) for side in (left, right))
    over = has_right & (_sum(cells.low, left) > _sum(cells.high, right))
    under = has_left & (_sum(cells.high, left) < _sum(cells.low, right))
    return np.asarray(over | under)


def _is_refused(cells: Cells, rule: SumRule) -> Bools:
    """Where it leaves one number for a cell that the facts leave without one."""
    left, right = list(rule.left), list(rule.right)
    return _leaves_one(cells, left, right) | _leaves_one(cells, right, left)


def _leaves_one(cells: Cells, own: list[int], other: list[int]) -> Bools:
    """Where the other side leaves one number for cells of this one: for the only one without, or zero for all of them."""
    missing = (~cells.bounded[:, own]).sum(axis=1)
    most = _sum(cells.high, other) - _sum(cells.low, own)
    least = np.where(missing == 1, _sum(cells.low, other) - _sum(cells.high, own), 0)
    return np.asarray((missing > 0) & cells.bounded[:, other].all(axis=1) & (most == np.maximum(least, 0)))


def _sum(numbers: Ints, places: list[int]) -> Ints:
    return np.asarray(numbers[:, places].sum(axis=1))
