"""From series to indicators: numerator, denominator, quotient, and whether the denominator is large enough.

Belongs here: quotients of series. Does not belong here: definitions (`vocabulary/reference/derived_indicators.csv`).

A rate is the quotient of two exact numbers as a float, not rounded: whoever divides the columns beside it gets the same. With a
denominator under the minimum it is not given, for chance moves it, and neither is a share of which the part is more than the whole,
for one of both is wrong; numerator and denominator still are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from gov_disclosure.analysis.series import Measures, find_asking_form, join_measures
from gov_disclosure.analysis.states import HAS_VALUE, NOT_IN_FORM, code
from gov_disclosure.frames.analysis_tables import FLAGS
from gov_disclosure.quality.matrix import SCALE, Bools, Ints
from gov_disclosure.vocabulary.series import Term, list_derived_indicators, list_series

Floats = npt.NDArray[np.float64]
FACTS = ("@published_on_time", "@own_text", "@shared_text")
"""What is known of a report beside its numbers."""

OK, SMALL, ZERO, CONTRADICTORY = "ok", "small", "zero", "contradictory"
"""Of a rate: it can be used; its denominator is under the minimum; it is 0 or may be; a share of more than everything."""


@dataclass(frozen=True, slots=True)
class Quotients:
    """Indicators of some rows; (rows, indicators).

    Attributes:
        numerator, denominator: the sums; of a count the numerator is the count, and there is no denominator.
        value, low, high: NaN where there is none, or where a rate is not given.
        flag: places in `FLAGS`; -1 where nothing is known, and of counts.
        measures: numerators, known where the whole indicator is; what years are compared by.
        in_doubt: whether a finding is about a cell of numerator or denominator.
    """

    numerator: Measures
    denominator: Measures
    value: Floats
    low: Floats
    high: Floats
    flag: Ints
    measures: Measures
    in_doubt: Bools


def measure_indicators(
    series: Measures, facts: Measures, doubts: Bools, forms: Sequence[str | None], years: Sequence[int]
) -> Quotients:
    """Every indicator of some rows, by the form that their reports follow.

    Args:
        series: every series.
        facts: what else is known of the reports, a column for each of `FACTS`.
        doubts: the series that a finding is about.
        forms: None for a row without a report.
        years: of the rows.
    """
    applies = _find_applying(forms)
    known = join_measures(series, facts)
    is_rate = np.array([indicator.is_rate for indicator in list_derived_indicators()])
    above, below = (_add(known, side) for side in _list_sides())
    asked = _find_applying([form and find_asking_form(form, year) for form, year in zip(forms, years, strict=True)])
    otherwise = _find_reasons(_join(above, below, is_rate).state, asked)
    numerator, denominator = (_leave(side, applies, otherwise) for side in (above, below))
    measures = _join(numerator, denominator, is_rate)
    flag = _find_flags(numerator, denominator, measures, is_rate)
    value, low, high = _divide(numerator, denominator, measures, is_rate)
    hidden = (flag > FLAGS.index(OK)) & is_rate
    value, low, high = (np.where(hidden, np.nan, numbers) for numbers in (value, low, high))
    return Quotients(numerator, denominator, value, low, high, flag, measures, _find_doubts(doubts) & applies)


def _find_applying(forms: Sequence[str | None]) -> Bools:
    """(rows, indicators), whether the form has the indicator; a row without a report may have any."""
    asked = [indicator.forms for indicator in list_derived_indicators()]
    applies = np.array([[form is None or form in own for own in asked] for form in forms], np.bool_)
    return applies.reshape(len(forms), len(asked))


def _find_doubts(doubts: Bools) -> Bools:
    """(rows, indicators), whether a series of either side is in doubt; no finding is about what is known beside the numbers."""
    known = np.concatenate((doubts, np.zeros((len(doubts), len(FACTS)), np.bool_)), axis=1)
    places = [
        [_index_measures()[term.name] for side in sides for term in side] for sides in zip(*_list_sides(), strict=True)
    ]
    return np.stack([known[:, own].any(axis=1) for own in places], axis=1)


@cache
def _list_sides() -> tuple[tuple[tuple[Term, ...], ...], tuple[tuple[Term, ...], ...]]:
    return tuple(i.numerator for i in list_derived_indicators()), tuple(
        i.denominator for i in list_derived_indicators()
    )


@cache
def _index_measures() -> dict[str, int]:
    return {name: place for place, name in enumerate((*(series.key for series in list_series()), *FACTS))}


def _add(measures: Measures, sides: Sequence[tuple[Term, ...]]) -> Measures:
    """Sums of series, one for each side; an empty side is 0 for certain."""
    places = [[_index_measures()[term.name] for term in side] for side in sides]
    columns = [
        [numbers[:, own].sum(axis=1) for own in places] for numbers in (measures.value, measures.low, measures.high)
    ]
    bounded = [measures.bounded[:, own].all(axis=1) for own in places]
    state = [measures.state[:, own].max(axis=1, initial=0) for own in places]
    value, low, high = (np.stack(column, axis=1) for column in columns)
    return Measures(value, low, high, np.stack(bounded, axis=1), np.stack(state, axis=1))


def _find_reasons(state: Ints, asked: Bools) -> Ints:
    """Why there is none where the form of a report does not define it: what the form of its year asks for and it does not give."""
    return np.where(asked & (state >= HAS_VALUE), state, code(NOT_IN_FORM))


def _leave(measures: Measures, applies: Bools, otherwise: Ints) -> Measures:
    """Only those of a form for which the indicator is defined; elsewhere the reason."""
    value, low, high = (np.where(applies, numbers, 0) for numbers in (measures.value, measures.low, measures.high))
    state = np.where(applies, measures.state, otherwise)
    return Measures(value, low, high, measures.bounded & applies, state)


def _join(numerator: Measures, denominator: Measures, is_rate: Bools) -> Measures:
    """What is known of both sides together: an interval if either side is one."""
    state = np.where(is_rate, np.maximum(numerator.state, denominator.state), numerator.state)
    bounded = numerator.bounded & (denominator.bounded | ~is_rate)
    is_open = bounded & (numerator.is_open | (denominator.is_open & is_rate))
    low, high = numerator.low, np.where(is_open, np.maximum(numerator.high, numerator.low + 1), numerator.high)
    return Measures(numerator.value, low, high, bounded, state)


def _find_flags(numerator: Measures, denominator: Measures, measures: Measures, is_rate: Bools) -> Ints:
    """By the least that the denominator can be, unless it is less than its part; nothing of a rate of which nothing is known."""
    least = np.array([indicator.minimum * SCALE for indicator in list_derived_indicators()], np.int64)
    known = (measures.state < HAS_VALUE) | measures.bounded
    flag = np.where(denominator.low < least, FLAGS.index(SMALL), FLAGS.index(OK))
    flag = np.where(denominator.low <= 0, FLAGS.index(ZERO), flag)
    flag = np.where(_find_contradictions(numerator, denominator), FLAGS.index(CONTRADICTORY), flag)
    return np.where(known & is_rate, flag, -1)


def _find_contradictions(numerator: Measures, denominator: Measures) -> Bools:
    """Where a part is more than its whole: as printed, or by the least and the most that they can be."""
    is_share = np.array([indicator.is_share for indicator in list_derived_indicators()])
    printed = numerator.has_value & denominator.has_value & (numerator.value > denominator.value)
    bounded = numerator.bounded & denominator.bounded & (numerator.low > denominator.high)
    return np.asarray((printed | bounded) & is_share)


def _divide(
    numerator: Measures, denominator: Measures, measures: Measures, is_rate: Bools
) -> tuple[Floats, Floats, Floats]:
    """Quotients; a count is divided by the scale alone."""
    sides = ((numerator.value, denominator.value), (numerator.low, denominator.high), (numerator.high, denominator.low))
    known = (measures.state < HAS_VALUE, measures.bounded, measures.bounded)
    with np.errstate(divide="ignore", invalid="ignore"):
        value, low, high = (
            np.where(where & ~(is_rate & (under == 0)), over / np.where(is_rate, under, SCALE), np.nan)
            for (over, under), where in zip(sides, known, strict=True)
        )
    capped = measures.is_open & np.array([indicator.is_share for indicator in list_derived_indicators()])
    return value, low, np.where(capped, np.maximum(np.minimum(high, 1.0), low), high)
