"""Whether a number goes on from that of the year before.

Belongs here: the mark of each number and its reason. Does not belong here: what breaks between two forms
(`vocabulary/reference/series.csv`) and which area goes on as which (`vocabulary/succession.py`).

The worst reason decides: two counts that share only their name; a definition that changed; another area; another scope; a number
that is known within bounds alone. A definition comes before what lies in the region or in its report: who sees that a region was
divided would else take the numbers of another one to go on. What does not depend on the scope of a report is not broken by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np

from gov_disclosure.analysis.series import Measures
from gov_disclosure.analysis.states import BOUNDED, BREAK, NOT_COMPARABLE, SAME
from gov_disclosure.frames.analysis_tables import MARKS, REASONS
from gov_disclosure.quality.matrix import Bools, Ints
from gov_disclosure.vocabulary import series as joins
from gov_disclosure.vocabulary.forms import FORMS

NONE = -1
"""No mark: there is no number. No reason: the mark is `same`."""


class Joinable(Protocol):
    """A series or an indicator."""

    @property
    def has_scope(self) -> bool: ...

    def join(self, earlier: str, later: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of the reports of some rows, one a row.

    Attributes:
        before: for each row that of the year before, -1 where there is none: of the same area, or of the same code.
        is_same_area: whether it is of the same area.
        form: places in `FORMS`, -1 without a report.
        basis: any numbers, equal for reports whose scope is known alike.
    """

    before: Ints
    is_same_area: Bools
    form: Ints
    basis: Ints


@dataclass(frozen=True, slots=True)
class Marks:
    """Places in `MARKS` and `REASONS`, -1 for none; (rows, measures)."""

    mark: Ints
    reason: Ints


def compare(now: Measures, before: Measures, rows: tuple[Rows, Rows], kinds: Sequence[Joinable]) -> Marks:
    """Compare each number with that of the year before.

    Args:
        now, before: the numbers of two years; `before` in the order of its own rows.
        rows: of this year, and of the year before.
        kinds: the measures.
    """
    own, past = rows
    then = before.take(own.before)
    known, was_known = now.has_value | now.bounded, then.has_value | then.bounded
    join = _find_joins(own.form, _take(past.form, own.before), kinds)
    other_area = np.broadcast_to(~own.is_same_area[:, None], known.shape)
    has_scope = np.array([kind.has_scope for kind in kinds], np.bool_)
    other_scope = (own.basis != _take(past.basis, own.before))[:, None] & has_scope
    cases = (
        (~known, NONE, NONE),
        (~was_known, MARKS.index(NOT_COMPARABLE), REASONS.index("no_number_before")),
        (join == joins.JOINS.index(joins.NOT_COMPARABLE), MARKS.index(NOT_COMPARABLE), REASONS.index("definition")),
        (join == joins.JOINS.index(joins.BREAK), MARKS.index(BREAK), REASONS.index("definition")),
        (other_area, MARKS.index(BREAK), REASONS.index("area")),
        (other_scope, MARKS.index(BREAK), REASONS.index("scope")),
        (now.is_open | then.is_open, MARKS.index(BOUNDED), REASONS.index("interval")),
    )
    conditions = [case[0] for case in cases]
    mark = np.select(conditions, [case[1] for case in cases], MARKS.index(SAME))
    return Marks(mark, np.select(conditions, [case[2] for case in cases], NONE))


def _take(values: Ints, lines: Ints) -> Ints:
    return np.where(lines < 0, NONE, values[lines]) if len(values) else np.full(len(lines), NONE)


def _find_joins(now: Ints, before: Ints, kinds: Sequence[Joinable]) -> Ints:
    """How each measure goes on between two forms; the worst where there is no form."""
    table = _build_joins(tuple(kinds))
    return np.asarray(np.where((now < 0) | (before < 0), len(joins.JOINS) - 1, table[:, before, now]).T)


@cache
def _build_joins(kinds: tuple[Joinable, ...]) -> Ints:
    """(measures, earlier form, later form), places in `JOINS`."""
    return np.array([[[joins.JOINS.index(kind.join(a, b)) for b in FORMS] for a in FORMS] for kind in kinds], np.int64)
