"""What the arithmetic of a form can tell of wrong numbers, worked out cell by cell and without the package's own search.

Belongs here: which rules printed numbers break for certain, and which changes of one cell alone would repair all of them. Slow
and plain on purpose: the package's search is held against it. Does not belong here: what is found (`trust`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from gov_disclosure_tests.generator.counts import list_equations

Numbers = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Equation:
    """A rule in one row or column; a cell that prints no number is any count."""

    rule: str
    is_sum: bool
    left: tuple[str, ...]
    right: tuple[str, ...]

    def is_broken(self, numbers: Numbers) -> bool:
        """Whether no counts in the cells without a number keep the rule."""
        surplus = _add(numbers, self.left) - _add(numbers, self.right)
        left_open, right_open = (any(cell not in numbers for cell in side) for side in (self.left, self.right))
        return (surplus > 0 and not right_open) or (self.is_sum and surplus < 0 and not left_open)

    def find_repair(self, numbers: Numbers, cell: str) -> int:
        """The number that a cell needs, the others being as they are: for an inequality, the nearest."""
        surplus = _add(numbers, self.left) - _add(numbers, self.right)
        return numbers[cell] - surplus if cell in self.left else numbers[cell] + surplus


def _add(numbers: Numbers, cells: tuple[str, ...]) -> int:
    return sum(numbers.get(cell, 0) for cell in cells)


@cache
def list_rules(form: str) -> tuple[Equation, ...]:
    """The rules that no right report breaks."""
    return tuple(Equation(rule, sign == "=", left, right) for rule, sign, left, right in list_equations(form))


def list_broken(form: str, numbers: Numbers) -> list[Equation]:
    """Rules that are broken for certain; that a number in a rule is not below zero is one."""
    ruled = dict.fromkeys(cell for rule in list_rules(form) for cell in rule.left + rule.right)
    negative = [Equation("sign", False, (), (cell,)) for cell in ruled if numbers.get(cell, 0) < 0]
    return [rule for rule in list_rules(form) if rule.is_broken(numbers)] + negative


def find_single_repairs(form: str, numbers: Numbers, broken: list[Equation]) -> dict[str, int]:
    """Cells whose change alone repairs all these rules and breaks no other, with the number that each needs."""
    in_all = [
        cell for cell in broken[0].left + broken[0].right if all(cell in rule.left + rule.right for rule in broken)
    ]
    repairs = {cell: broken[0].find_repair(numbers, cell) for cell in in_all if cell in numbers}
    others = {cell: [r for r in list_rules(form) if cell in r.left + r.right] for cell in repairs}
    return {
        cell: needed
        for cell, needed in repairs.items()
        if needed >= 0 and not any(rule.is_broken({**numbers, cell: needed}) for rule in others[cell])
    }


def list_blocks(form: str, broken: list[Equation]) -> Iterator[tuple[frozenset[str], list[Equation]]]:
    """Broken rules by block, with all cells of the block: what rules connect is repaired together."""
    for cells in _join(form):
        own = [rule for rule in broken if cells.issuperset(rule.left + rule.right)]
        if own:
            yield cells, own


@cache
def find_parts(form: str) -> Mapping[str, tuple[str, ...]]:
    """What each total is the sum of."""
    return {rule.left[0]: rule.right for rule in list_rules(form) if rule.is_sum and len(rule.left) == 1}


@cache
def _join(form: str) -> tuple[frozenset[str], ...]:
    blocks: list[frozenset[str]] = []
    for rule in list_rules(form):
        own = frozenset(rule.left + rule.right)
        joined = [block for block in blocks if block & own]
        blocks = [block for block in blocks if not block & own] + [own.union(*joined)]
    return tuple(blocks)
