"""What the sums of the form leave open for cells without a number, where they do not decide one.

A total that is printed bounds its parts: what it leaves over, when all parts that are known are taken off, is the most that
those without a number hold together. Nothing follows from a rule that is broken by its own numbers, or that shares a cell with
one that is: which of the numbers is wrong is not known.

Belongs here: the rules between the cells of `cells.py`. Does not belong here: cells that are decided, which the facts carry
as `value_derived`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from gov_disclosure.analysis.cells import FACT_OF_LAYOUT, Cells, index_cells
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


def bound_cells(cells: Cells, form: str) -> Cells:
    """The same cells, those without a number with the bounds that the printed total, or the printed parts, give them.

    Bounds follow from numbers alone and not from other bounds.
    """
    low, high, bounded = cells.low.copy(), cells.high.copy(), cells.bounded.copy()
    for rule, holds in list_trusted(cells, form):
        total, parts = rule.total, list(rule.right)
        if total is None:
            continue
        room = cells.high[:, total] - cells.low[:, parts].sum(axis=1)
        for part in parts:
            opened = holds & cells.bounded[:, total] & ~cells.bounded[:, part] & (room >= 0)
            high[opened, part] = np.where(bounded, np.minimum(high, room[:, None]), room[:, None])[opened, part]
            bounded[opened, part] = True
        missing = holds & ~cells.bounded[:, total]
        low[missing, total] = np.maximum(low[:, total], cells.low[:, parts].sum(axis=1))[missing]
    return Cells(cells.value, low, high, bounded, cells.state)


def list_trusted(cells: Cells, form: str) -> Iterator[tuple[SumRule, Bools]]:
    """Each rule with the reports in which neither it nor a rule that shares a cell with it is broken."""
    rules = list_sum_rules(form)
    broken = [_is_broken(cells, rule) for rule in rules]
    for rule in rules:
        near = [bad for other, bad in zip(rules, broken, strict=True) if {*rule.cells} & {*other.cells}]
        yield rule, ~np.logical_or.reduce(near)


def _is_broken(cells: Cells, rule: SumRule) -> Bools:
    """Where all numbers are known and no choice within their rounding keeps the sum."""
    left, right = list(rule.left), list(rule.right)
    known = cells.bounded[:, left + right].all(axis=1)
    over = _sum(cells.low, left) > _sum(cells.high, right)
    under = _sum(cells.high, left) < _sum(cells.low, right)
    return np.asarray(known & (over | under))


def _sum(numbers: Ints, places: list[int]) -> Ints:
    return np.asarray(numbers[:, places].sum(axis=1))
