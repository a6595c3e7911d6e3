"""Rows whose numbers ran together, decided by the sums of the columns: all undecided rows of a table at once.

Belongs here: a printed row with its cells in their places, and the choice between its readings. Does not belong here: how
many readings a row has by its own sum (`glue.py`).

The sum of a row alone is not asked: where its printed total is wrong, another reading may happen to add up. `18601050892`,
printed 186, 0, 1, 0, 5, 0 and a wrong 892, adds up as 18, 6, 0, 10, 50, 8, 92, which the rows below deny.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gov_disclosure.parsing.cells import Cell
from gov_disclosure.parsing.glue import find_readings
from gov_disclosure.parsing.rows import PrintedRow
from gov_disclosure.vocabulary.forms import FormTable, Identity, identities

Numbers = dict[tuple[str, str], int]
_Chosen = dict[int, set[tuple[Cell, ...]]]
"""Readings by the identity of the placement that has them."""
MOST_COMBINATIONS = 2_000
"""Bound on the readings of several rows that are tried together."""


class Placement(NamedTuple):
    """The cells of a printed row, one a column (None: the document does not reach it); None if undecided.

    Attributes:
        digits: the cells of an undecided row in which numbers ran together; none where they did not.
        readings: full readings that remain of them; None where they are too many to list.
    """

    row: PrintedRow
    cells: tuple[Cell | None, ...] | None
    digits: tuple[Cell, ...] = ()
    readings: tuple[tuple[Cell, ...], ...] | None = ()


def has_column_rules(layout: FormTable) -> bool:
    """Whether the form says of a table what the numbers of its columns come to."""
    return bool(_column_rules(layout))


def decide_by_columns(layout: FormTable, placements: Sequence[Placement]) -> list[Placement]:
    """Choose among the readings of rows by the identities of their columns, all undecided rows at once.

    A row is decided if every combination of readings that keeps the identities reads it in the same way. Where none does, a
    printed sum is wrong: a row with one reading keeps it unless the columns speak for another.
    """
    rules = _column_rules(layout)
    undecided = [p for p in placements if p.readings]
    if not rules or not undecided:
        return list(placements)
    rows = {row.key for p in undecided for row in p.row.rows}
    rules = [rule for rule in rules if rows & {*rule.left, *rule.right}]
    known = _known_numbers(placements)
    chosen = _list_kept(undecided, rules, known)
    if not chosen:
        chosen = _list_borne_out(undecided, rules, known)
    return [_choose(p, chosen.get(id(p), set())) for p in placements]


def _list_kept(undecided: Sequence[Placement], rules: Sequence[Identity], known: Numbers) -> _Chosen:
    """The readings of each row in all combinations that keep the identities; none if there are too many to try."""
    if math.prod(len(p.readings or ()) for p in undecided) > MOST_COMBINATIONS:
        return {}
    tried = itertools.product(*(p.readings or () for p in undecided))
    kept = [c for c in tried if not _count_broken(rules, _with_readings(known, undecided, c))]
    return {id(p): set(readings) for p, readings in zip(undecided, zip(*kept, strict=True), strict=False)}


def _list_borne_out(undecided: Sequence[Placement], rules: Sequence[Identity], known: Numbers) -> _Chosen:
    """The readings of rows that have one, if no other way to split their digits breaks fewer identities of the columns.

    Digits that can be split in one way only stand whatever the columns say: then the report's own sums are wrong.
    """
    single = [p for p in undecided if p.readings and len(p.readings) == 1]
    read = [(p, reading) for p in single for reading in p.readings or ()]
    numbers = _with_readings(known, single, [reading for _, reading in read])
    broken = _count_broken(rules, numbers)
    chosen: _Chosen = {}
    for placement, reading in read:
        others = find_readings(placement.digits, placement.row.width, ()) if broken else []
        if others is not None and all(
            _count_broken(rules, _with_readings(numbers, [placement], [other])) >= broken for other in others
        ):
            chosen[id(placement)] = {reading}
    return chosen


def _column_rules(layout: FormTable) -> list[Identity]:
    return [r for r in identities(layout.form) if r.table == layout.key and r.over == "columns" and r.relation == "="]


def _choose(placement: Placement, readings: set[tuple[Cell, ...]]) -> Placement:
    """A row with the readings that remain; none of those of a row is left where the columns deny the only one."""
    if len(readings) == 1:
        return Placement(placement.row, readings.pop())
    denied = placement.readings is not None and len(placement.readings) == 1
    return placement._replace(readings=tuple(readings)) if readings or denied else placement


def _known_numbers(placements: Iterable[Placement]) -> Numbers:
    known: Numbers = {}
    for placement in placements:
        if placement.cells is not None:
            known |= _numbers(placement.row, placement.cells)
    return known


def _numbers(row: PrintedRow, cells: Sequence[Cell | None]) -> Numbers:
    keys = [(r.key, p.column.key) for r in row.rows for p in row.columns]
    printed = ((key, c.number) for key, c in zip(keys, cells, strict=True) if c is not None)
    return {key: number for key, number in printed if number is not None}


def _with_readings(known: Numbers, rows: Sequence[Placement], readings: Sequence[Sequence[Cell]]) -> Numbers:
    numbers = dict(known)
    for placement, reading in zip(rows, readings, strict=True):
        numbers |= _numbers(placement.row, reading)
    return numbers


def _count_broken(rules: Iterable[Identity], numbers: Numbers) -> int:
    """In how many columns the rules cannot hold."""
    columns = {column for _, column in numbers}
    return sum(not _can_hold(rule, column, numbers) for rule in rules for column in columns)


def _can_hold(rule: Identity, column: str, numbers: Numbers) -> bool:
    """Whether a rule can hold in a column, whatever counts stand where none is known: a count is never below 0."""
    left, right = ([numbers.get((row, column)) for row in side] for side in (rule.left, rule.right))
    surplus = sum(n or 0 for n in left) - sum(n or 0 for n in right)
    return surplus == 0 or (None in right if surplus > 0 else None in left)
