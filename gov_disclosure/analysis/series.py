"""From cells to series: the value of each, how far it is known, and why not.

Belongs here: sums of cells. Does not belong here: whether a number can be compared with another one (`comparability.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from gov_disclosure.analysis.cells import FACT_OF_LAYOUT, Cells, index_cells
from gov_disclosure.analysis.known import Known
from gov_disclosure.analysis.states import ABSENT, BELOW_ZERO, HAS_VALUE, NOT_IN_FORM, STATES, code
from gov_disclosure.analysis.sums import SumRule, bound_cells, list_trusted
from gov_disclosure.quality.matrix import Bools, Ints
from gov_disclosure.vocabulary.forms import FORMS, FORMS_WITH_TABLES, find_form_of_year
from gov_disclosure.vocabulary.series import Expression, list_series


class Measures(Known):
    """Some measures of some rows; arrays are (rows, measures). Nothing is known of a bound of a measure that is not `bounded`."""

    __slots__ = ()

    @property
    def has_value(self) -> Bools:
        """Where there is one number."""
        return np.asarray(self.state < HAS_VALUE)

    @property
    def is_open(self) -> Bools:
        """Where more than one number is possible, and the most is known."""
        return np.asarray(self.bounded & (self.low < self.high))

    def take(self, lines: Ints) -> Measures:
        """Those of some rows; nothing is known of row -1."""
        if not len(self):
            return empty_measures(np.full(len(lines), len(STATES) - 1, np.int64), self.value.shape[1])
        gone = (lines < 0)[:, None]
        value, low, high = (np.where(gone, 0, numbers[lines]) for numbers in (self.value, self.low, self.high))
        state = np.where(gone, len(STATES) - 1, self.state[lines])
        return Measures(value, low, high, self.bounded[lines] & ~gone, state)


def empty_measures(state: Ints, count: int) -> Measures:
    """Nothing known of some rows, for the reason that each has."""
    return Measures.build_empty(np.repeat(state[:, None], count, axis=1))


def join_measures(left: Measures, right: Measures) -> Measures:
    """Measures of the same rows, side by side."""
    value, low, high, bounded, state = (
        np.concatenate(pair, axis=1) for pair in zip(left.list_arrays(), right.list_arrays(), strict=True)
    )
    return Measures(value, low, high, bounded, state)


def measure_series(cells: Cells, forms: Sequence[str], years: Sequence[int], beside: Bools | None = None) -> Measures:
    """Every series of some reports, each by the form that it follows.

    A report of prose in a year that has tables was asked for what they count: it does not give it, and they may lie in a file of
    their own.

    Args:
        cells: of the reports.
        forms: of each report.
        years: of each report.
        beside: (reports, cells), whether the table of the cell prints numbers beside those of the form; None if none does.
    """
    beside = np.zeros_like(cells.bounded) if beside is None else beside
    own = np.array(list(forms), dtype=object)
    asking = np.array([FORMS.index(find_asking_form(*report)) for report in zip(forms, years, strict=True)], np.int64)
    measures = Measures.build_empty(np.where(_list_asked()[asking], code(ABSENT), code(NOT_IN_FORM)))
    for form in FORMS:
        lines = np.flatnonzero(own == form)
        if len(lines):
            _measure_form(measures, lines, cells.select(lines), form, beside[lines])
    return measures


@cache
def _list_asked() -> Bools:
    """(forms, series), whether the form has it."""
    return np.array([[form in series.cells for series in list_series()] for form in FORMS], np.bool_)


def find_asking_form(form: str, year: int) -> str:
    """The form that tells what a report was asked for: its own, unless it has no tables where there should be some."""
    return form if form in FORMS_WITH_TABLES else find_form_of_year(year)


def _measure_form(measures: Measures, lines: Ints, cells: Cells, form: str, beside: Bools) -> None:
    rules = list_trusted(cells, form, beside)
    open_cells = bound_cells(cells, rules)
    for at, series in enumerate(list_series()):
        expression = series.cells.get(form)
        if expression is not None:
            _measure(measures, (lines, at), open_cells, expression, rules)


def _measure(
    measures: Measures,
    at: tuple[Ints, int],
    cells: Cells,
    expression: Expression,
    rules: Sequence[tuple[SumRule, Bools]],
) -> None:
    """One series of the reports of one form: its value follows from its cells, its bounds from the sums they stand in too."""
    fact, known = FACT_OF_LAYOUT[expression.table], index_cells()
    places = [known[fact, term.name] for term in expression.terms]
    factors = np.array([term.factor for term in expression.terms], np.int64)
    low, high = (_sum_side(cells, places, factors, side) for side in (1, -1))
    bounded: Bools = np.asarray(cells.bounded[:, places].all(axis=1))
    state = cells.state[:, places].max(axis=1)
    if (factors == 1).all():
        low, high, bounded = _tighten((low, high, bounded), cells, places, rules)
    impossible = bounded & (high < 0)
    low, bounded = np.maximum(low, 0), bounded & ~impossible
    state = np.where(impossible, code(BELOW_ZERO), state)
    value = np.maximum((cells.value[:, places] * factors).sum(axis=1), low)
    has_value = state < HAS_VALUE
    measures.value[at] = np.where(has_value, value, 0)
    measures.low[at], measures.high[at] = np.where(bounded, low, 0), np.where(bounded, high, 0)
    measures.bounded[at], measures.state[at] = bounded, state


def _sum_side(cells: Cells, places: list[int], factors: Ints, side: int) -> Ints:
    """The least (`side` 1) or the most (-1) that a sum can be, by its cells alone: it may be below 0."""
    up, down = (cells.low, cells.high) if side > 0 else (cells.high, cells.low)
    terms = np.where(factors > 0, up[:, places] * factors, down[:, places] * factors)
    return np.asarray(terms.sum(axis=1))


def _tighten(
    bounds: tuple[Ints, Ints, Bools], cells: Cells, places: list[int], rules: Sequence[tuple[SumRule, Bools]]
) -> tuple[Ints, Ints, Bools]:
    """What the total leaves for several parts together is less than what it leaves for each of them."""
    low, high, bounded = bounds
    is_missing = (cells.state[:, places] >= HAS_VALUE).any(axis=1)
    for rule, holds in rules:
        if rule.total is None or not {*places} < {*rule.right}:
            continue
        others = [place for place in rule.right if place not in places]
        known = cells.state < HAS_VALUE
        most = cells.high[:, rule.total] - np.where(known, cells.low, 0)[:, others].sum(axis=1)
        least = cells.low[:, rule.total] - cells.high[:, others].sum(axis=1)
        holds = holds & is_missing & known[:, rule.total] & (most >= low)
        complete = known[:, others].all(axis=1)
        high = np.where(holds, np.where(bounded, np.minimum(high, most), most), high)
        low = np.where(holds & complete, np.maximum(low, least), low)
        bounded = bounded | holds
    return low, high, bounded
