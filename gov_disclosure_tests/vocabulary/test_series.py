"""Series and indicators: every cell exists, every break has its reason, every indicator has its series."""

from itertools import pairwise

import pytest

from gov_disclosure.vocabulary.forms import FORMS, form_table
from gov_disclosure.vocabulary.indicators import narrative_indicators_by_key
from gov_disclosure.vocabulary.series import (
    BREAK,
    JOINS,
    DerivedIndicator,
    Series,
    list_derived_indicators,
    list_series,
    series_by_key,
)
from gov_disclosure.vocabulary.values import MONEY_EXPONENTS


def list_cells(form: str, table: str) -> dict[str, str]:
    """Cells of a form with their units."""
    if table == "narrative":
        return {key: indicator.unit or "" for key, indicator in narrative_indicators_by_key().items()}
    layout = form_table(form, table)
    assert layout is not None, (form, table)
    single = table == "statistics"
    return {row.key if single else f"{row.key}|{c.key}": layout.unit_of(row, c) for row, c in layout.cells()}


@pytest.mark.parametrize("series", list_series(), ids=lambda series: series.key)
def test_every_cell_is_one_of_its_form_and_has_the_unit_of_the_series(series: Series) -> None:
    for form, expression in series.cells.items():
        cells = list_cells(form, expression.table)
        for term in expression.terms:
            unit = cells[term.name]
            factor = 10 ** (MONEY_EXPONENTS.get(unit, 0) - MONEY_EXPONENTS.get(series.unit, 0))
            assert abs(term.factor) == factor, term
            assert factor != 1 or unit == series.unit or BREAK in series.joins.values(), term


@pytest.mark.parametrize("series", list_series(), ids=lambda series: series.key)
def test_every_pair_of_forms_says_whether_it_joins_and_every_break_says_why(series: Series) -> None:
    both = {(a, b) for a, b in pairwise(FORMS) if a in series.cells and b in series.cells}
    assert set(series.joins) == both
    assert set(series.joins.values()) <= set(JOINS)
    assert series.joinable == "yes" or (series.why_zh and series.why_en)


@pytest.mark.parametrize("indicator", list_derived_indicators(), ids=lambda indicator: indicator.key)
def test_every_indicator_has_its_series_in_its_forms(indicator: DerivedIndicator) -> None:
    names = [term.name for term in (*indicator.numerator, *indicator.denominator)]
    assert names
    for name in names:
        assert name.startswith("@") or set(indicator.forms) <= set(series_by_key()[name].cells), name
    assert bool(indicator.minimum) == indicator.is_rate


@pytest.mark.parametrize(
    ("key", "forms", "join"),
    [
        ("requests_received", "BC", "break"),
        ("requests_received", "CD", "same"),
        ("requests_received", "AC", "break"),
        ("requests_received", "DC", "same"),  # a report of 2022 on the form of 2019
        ("denied_state_secret", "BC", "same"),
        ("denied", "BD", "no"),
        ("normative_stock", "CD", "no"),
        ("requests_carried_in", "BC", "no"),  # the statistics table has no such count
    ],
)
def test_joins(key: str, forms: str, join: str) -> None:
    assert series_by_key()[key].join(*forms) == join


def test_keys_name_one_thing() -> None:
    for items in (list_series(), list_derived_indicators()):
        for name in ("key", "label_zh", "label_en"):
            values = [getattr(item, name) for item in items]
            assert len(set(values)) == len(values), name


def test_what_is_one_or_zero_is_said_to_be_yes_or_no() -> None:
    assert [indicator.key for indicator in list_derived_indicators() if indicator.is_yes_no] == ["on_time"]
    assert not any(indicator.is_rate for indicator in list_derived_indicators() if indicator.is_yes_no)
