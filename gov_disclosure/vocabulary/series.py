"""Series that run over the generations of the form, and indicators computed from them: read from data.

Belongs here: which cells of which form make up a series, whether its numbers go on from one form to the next, and which series
make up an indicator. Does not belong here: computing them (`analysis/`).

Source: labels of 国办发〔2014〕32号, 国办公开办函〔2019〕60号 and 〔2021〕30号, compared row by row. What has the same name in two
forms need not be the same count: `joins` says so for each pair of forms that follow each other.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from gov_disclosure.vocabulary.forms import FORMS, read_reference

SAME, BREAK, NOT_COMPARABLE = "same", "break", "no"
JOINS = (SAME, BREAK, NOT_COMPARABLE)
"""From the best to the worst: one series; one that breaks between the forms; two counts that have nothing but their name."""

YES_NO = "是/否"
"""Unit of a measure that is 1 where something is so and 0 where it is not: a share of regions says something, a rank nothing."""

JOINABLE = {SAME: "yes", BREAK: "care", NOT_COMPARABLE: "no"}
_PAIRS = tuple(pairwise(FORMS))
_WITHOUT_SCOPE = frozenset({"@published_on_time"})
"""Facts about a report that are the same whatever bodies it counts: when it was published."""
_TERM = re.compile(r"(?P<sign>[+-]?)\s*(?P<factor>\d+\s+)?(?P<name>@?[a-z_]+(?:\|[a-z_]+)?)\s*")


@dataclass(frozen=True, slots=True)
class Term:
    """A cell, or a series, with the number it is multiplied by."""

    name: str
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Expression:
    """A sum of cells of one table: `row|column`, or the row alone where the table has one column."""

    table: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A count that can be followed over the years.

    Attributes:
        cells: what it is in each form that has it.
        joins: by pair of forms that follow each other and both have it, one of `JOINS`.
        why_zh, why_en: why it breaks; empty where it does not.
    """

    key: str
    label_zh: str
    label_en: str
    unit: str
    cells: dict[str, Expression]
    joins: dict[tuple[str, str], str]
    why_zh: str
    why_en: str

    @property
    def joinable(self) -> str:
        """`yes`, `care` or `no`: by the worst of its joins."""
        return JOINABLE[max(self.joins.values(), key=JOINS.index, default=SAME)]

    @property
    def has_scope(self) -> bool:
        """Whether its numbers depend on the bodies that a report counts: all that are printed in tables and text do."""
        return True

    def join(self, earlier: str, later: str) -> str:
        """Whether its numbers go on from one form to another, in whatever order; by the worst join on the way."""
        if earlier not in self.cells or later not in self.cells:
            return NOT_COMPARABLE
        first, last = sorted((FORMS.index(earlier), FORMS.index(later)))
        steps = (self.joins.get(pair, NOT_COMPARABLE) for pair in _PAIRS[first:last])
        return max(steps, key=JOINS.index, default=SAME)


@dataclass(frozen=True, slots=True)
class DerivedIndicator:
    """A number that readers compute from series.

    Attributes:
        numerator: series that are added; a name that begins with @ is no series but a fact about the report.
        denominator: likewise; empty for a count.
        forms: generations of the form for which it is computed.
        minimum: least denominator for which the rate says anything; 0 for a count.
        is_share: whether the numerator is a part of the denominator by the meaning of the form.
    """

    key: str
    label_zh: str
    label_en: str
    unit: str
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    forms: str
    minimum: int
    is_share: bool
    note_zh: str
    note_en: str

    @property
    def is_rate(self) -> bool:
        """Whether it has a denominator."""
        return bool(self.denominator)

    @property
    def is_yes_no(self) -> bool:
        """Whether it says yes or no, and no amount."""
        return self.unit == YES_NO

    @property
    def has_scope(self) -> bool:
        """Whether it depends on the bodies that a report counts."""
        return not {term.name for term in (*self.numerator, *self.denominator)} <= _WITHOUT_SCOPE

    def join(self, earlier: str, later: str) -> str:
        """Like that of a series: by the worst of those it is computed from."""
        if earlier not in self.forms or later not in self.forms:
            return NOT_COMPARABLE
        known = series_by_key()
        names = (term.name for term in (*self.numerator, *self.denominator))
        return max((known[n].join(earlier, later) for n in names if n in known), key=JOINS.index, default=SAME)


@cache
def list_series() -> tuple[Series, ...]:
    """All series, in the order of the forms."""
    return tuple(_read_series(row) for row in read_reference("series.csv"))


@cache
def series_by_key() -> dict[str, Series]:
    """The same by key."""
    return {series.key: series for series in list_series()}


@cache
def list_derived_indicators() -> tuple[DerivedIndicator, ...]:
    """All indicators."""
    return tuple(
        DerivedIndicator(
            row["key"], row["label_zh"], row["label_en"], row["unit"], _parse_terms(row["numerator"]),
            _parse_terms(row["denominator"]), row["forms"], int(row["minimum"] or 0),
            row["is_share"] == "yes", row["note_zh"], row["note_en"],
        )
        for row in read_reference("derived_indicators.csv")
    )  # fmt: skip


def _read_series(row: dict[str, str]) -> Series:
    cells = {form: _parse_expression(row[form]) for form in FORMS if row[form]}
    joins = {pair: join for pair in _PAIRS if (join := row["_".join(pair).lower()])}
    return Series(row["key"], row["label_zh"], row["label_en"], row["unit"], cells, joins, row["why_zh"], row["why_en"])


def _parse_expression(text: str) -> Expression:
    """`requests: granted|total + partially_granted|total`."""
    table, _, terms = text.partition(":")
    return Expression(table.strip(), _parse_terms(terms))


def _parse_terms(text: str) -> tuple[Term, ...]:
    found = _TERM.finditer(text.strip())
    return tuple(Term(m["name"], int(m["factor"] or 1) * (-1 if m["sign"] == "-" else 1)) for m in found)
