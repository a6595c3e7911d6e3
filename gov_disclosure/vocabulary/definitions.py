"""What a series or an indicator is in each generation of the form, in words and in keys.

Belongs here: spelling the definitions of `series.csv` and `derived_indicators.csv` with the labels of the forms, and the unit that
each form counts in. Does not belong here: the definitions themselves (`series.py`), computing them (`analysis/`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from gov_disclosure.vocabulary.forms import FORMS, cell_label, form_table, read_reference
from gov_disclosure.vocabulary.indicators import narrative_indicators_by_key
from gov_disclosure.vocabulary.series import (
    NOT_COMPARABLE,
    DerivedIndicator,
    Expression,
    Series,
    Term,
    list_derived_indicators,
    list_series,
    series_by_key,
)
from gov_disclosure.vocabulary.values import MONEY_EXPONENTS

SERIES, INDICATOR = "series", "indicator"
MEASURES = COUNT, RATIO, SHARE = "count", "ratio", "share"
_WORD_OF_JOIN = {NOT_COMPARABLE: "not_comparable"}
"""The panel's word for a join of `series.csv`, where it is another one."""
NARRATIVE = "narrative"
Name = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Sum:
    """What is added: by keys, and by labels in both languages."""

    keys: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A series or an indicator in one generation of the form.

    Attributes:
        kind: `SERIES` or `INDICATOR`.
        unit: that the form counts in; empty for a rate.
        table: layout of the cells; empty for an indicator, which is made of series.
        measure: `COUNT`, `RATIO` or `SHARE`, the latter where the numerator is a part of the denominator.
        denominator: None for a count.
        minimum: least denominator for which the rate is given; None for a count.
        joins: how it goes on from the generation before; None where that has no such count.
    """

    kind: str
    key: str
    form: str
    label_zh: str
    label_en: str
    unit: str
    table: str
    measure: str
    numerator: Sum
    denominator: Sum | None
    minimum: int | None
    joins: str | None
    note_zh: str
    note_en: str


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A number of a report that is no series, which indicators are computed from."""

    label_zh: str
    label_en: str
    unit: str


@cache
def list_definitions() -> tuple[Definition, ...]:
    """All series, then all indicators, each with its forms from the first to the last."""
    found = [d for series in list_series() for d in _define_series(series)]
    return (*found, *(d for indicator in list_derived_indicators() for d in _define_indicator(indicator)))


@cache
def find_definitions(kind: str, key: str) -> tuple[Definition, ...]:
    """Those of one series or indicator.

    >>> [(d.form, d.unit) for d in find_definitions("series", "normative_published")]
    [('B', '条'), ('C', '件')]
    """
    return tuple(d for d in list_definitions() if (d.kind, d.key) == (kind, key))


@cache
def load_report_facts() -> dict[str, ReportFact]:
    """What is known of a report beside its series, by name."""
    rows = read_reference("report_facts.csv")
    return {row["fact"]: ReportFact(row["label_zh"], row["label_en"], row["unit"]) for row in rows}


@cache
def find_side_units(indicator: str) -> dict[str, str]:
    """Units of numerator and denominator of an indicator, where all that is added has the same.

    >>> find_side_units("text_reuse"), find_side_units("denied_rate")
    ({'numerator': '字', 'denominator': '字'}, {'numerator': '件', 'denominator': '件'})
    """
    found = next(i for i in list_derived_indicators() if i.key == indicator)
    sides = {"numerator": found.numerator, "denominator": found.denominator}
    units = {side: {_find_measure(term.name).unit for term in terms} for side, terms in sides.items()}
    return {side: next(iter(own)) for side, own in units.items() if len(own) == 1}


def find_unit(form: str, expression: Expression, default: str) -> str:
    """The unit of the cells in a form; amounts of money are converted to that of the series."""
    units = {_find_cell_unit(form, expression.table, term.name) for term in expression.terms}
    unit = units.pop() if len(units) == 1 else default
    return default if unit in MONEY_EXPONENTS else unit


def _find_cell_unit(form: str, table: str, cell: str) -> str:
    layout = form_table(form, table)
    if layout is None:
        return narrative_indicators_by_key()[cell].unit or ""
    row, _, column = cell.partition("|")
    return next(layout.unit_of(r, c) for r, c in layout.cells() if r.key == row and column in ("", c.key))


def _define_series(series: Series) -> Iterator[Definition]:
    before = dict(zip(FORMS[1:], FORMS, strict=False))
    for form, cells in series.cells.items():
        join = series.joins.get((before.get(form, ""), form))
        yield Definition(
            SERIES, series.key, form, series.label_zh, series.label_en, find_unit(form, cells, series.unit), cells.table,
            COUNT, _spell_cells(form, cells), None, None, _WORD_OF_JOIN.get(join, join) if join else None,
            series.why_zh, series.why_en,
        )  # fmt: skip


def _define_indicator(indicator: DerivedIndicator) -> Iterator[Definition]:
    before = dict(zip(FORMS[1:], FORMS, strict=False))
    measure = (SHARE if indicator.is_share else RATIO) if indicator.is_rate else COUNT
    denominator = _spell_series(indicator.denominator) if indicator.is_rate else None
    for form in indicator.forms:
        join = indicator.join(before[form], form) if before.get(form, "-") in indicator.forms else None
        yield Definition(
            INDICATOR, indicator.key, form, indicator.label_zh, indicator.label_en, indicator.unit, "",
            measure, _spell_series(indicator.numerator), denominator, indicator.minimum if indicator.is_rate else None,
            _WORD_OF_JOIN.get(join, join) if join else None, indicator.note_zh, indicator.note_en,
        )  # fmt: skip


def _spell_cells(form: str, cells: Expression) -> Sum:
    return _spell(cells.terms, lambda name, language: _name_cell(form, cells.table, name, language))


def _name_cell(form: str, table: str, cell: str, language: str) -> str:
    if table == NARRATIVE:
        figure = narrative_indicators_by_key()[cell]
        return figure.label_zh if language == "zh" else figure.label_en
    return cell_label(form, table, cell, language)


def _spell_series(terms: Sequence[Term]) -> Sum:
    return _spell(terms, _name_series)


def _find_measure(name: str) -> ReportFact | Series:
    return load_report_facts().get(name) or series_by_key()[name]


def _name_series(name: str, language: str) -> str:
    found = _find_measure(name)
    return found.label_zh if language == "zh" else found.label_en


def _spell(terms: Sequence[Term], name: Name) -> Sum:
    keys = [term.name for term in terms]
    zh, en = ([name(key, language) for key in keys] for language in ("zh", "en"))
    return Sum(_join(terms, keys), _join(terms, zh), _join(terms, en))


def _join(terms: Sequence[Term], names: Sequence[str]) -> str:
    """A sum with its signs and factors: `a + 10000 × b - c`."""
    parts = [f"{abs(t.factor)} × {name}" if abs(t.factor) != 1 else name for t, name in zip(terms, names, strict=True)]
    signs = [" - " if term.factor < 0 else " + " for term in terms]
    return "".join(f"{sign}{part}" for sign, part in zip(signs, parts, strict=True)).removeprefix(" + ").strip()
