"""A year of the panel: the series and indicators of all regions as tables, wide and long.

Belongs here: putting measures and marks into the columns of the contract. Does not belong here: computing them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from gov_disclosure.analysis.arrays import to_floats, to_numbers, to_words
from gov_disclosure.analysis.cells import FACT_OF_LAYOUT
from gov_disclosure.analysis.comparability import Marks, Rows, compare
from gov_disclosure.analysis.series import Measures
from gov_disclosure.analysis.states import (
    STATES,
)
from gov_disclosure.analysis.years import Year, empty_year
from gov_disclosure.frames.analysis_tables import BASES, FLAGS, MARKS, REASONS
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.matrix import Bools
from gov_disclosure.vocabulary.forms import FORMS
from gov_disclosure.vocabulary.series import Term, list_derived_indicators, list_series


def build_tables(year: Year, before: Year | None) -> Mapping[str, pa.Table]:
    """All tables of a year, each compared with the year before."""
    past = before or empty_year(year)
    rows = (_describe_rows(year.regions, past.regions), _describe_rows(past.regions, past.regions))
    series = compare(year.series, past.series, rows, list_series())
    indicators = compare(year.quotients.measures, past.quotients.measures, rows, list_derived_indicators())
    return {
        "panel_region_year": _build_wide("panel_region_year", year, _list_series_columns(year, series)),
        "panel_series": _build_long_series(year, series),
        "indicator_region_year": _build_wide("indicator_region_year", year, _list_indicator_columns(year, indicators)),
        "indicator_series": _build_long_indicators(year, indicators),
    }


def _describe_rows(own: pd.DataFrame, past: pd.DataFrame) -> Rows:
    """For each region that of the year before: the same area, whatever its code, else the same code."""
    areas = pd.Index(past["area_id"].astype("object")).get_indexer(pd.Index(own["area_id"].astype("object")))
    codes = pd.Index(past["region_code"].astype("object")).get_indexer(pd.Index(own["region_code"].astype("object")))
    form = pd.Index(FORMS).get_indexer(pd.Index(own["form"].astype("object")))
    basis = pd.Index(BASES).get_indexer(pd.Index(own["basis"].astype("object")))
    places = (np.where(areas >= 0, areas, codes), form, basis)
    before, form, basis = (np.asarray(array, np.int64) for array in places)
    return Rows(before, areas >= 0, form, basis)


Columns = Iterator[tuple[str, pa.Array]]


def _list_series_columns(year: Year, marks: Marks) -> Columns:
    measures = year.series
    for at, series in enumerate(list_series()):
        yield series.key, to_numbers(measures.value[:, at], measures.has_value[:, at])
        yield f"{series.key}_in_doubt", pa.array(year.doubts[:, at])
        yield f"{series.key}_low", to_numbers(measures.low[:, at], _has_low(measures)[:, at])
        yield f"{series.key}_high", to_numbers(measures.high[:, at], measures.bounded[:, at])
        yield f"{series.key}_status", to_words(STATES, measures.state[:, at])
        yield f"{series.key}_comparability", to_words(MARKS, marks.mark[:, at])


def _has_low(measures: Measures) -> Bools:
    return measures.has_value | measures.bounded


def _list_indicator_columns(year: Year, marks: Marks) -> Columns:
    found = year.quotients
    for at, indicator in enumerate(list_derived_indicators()):
        key = indicator.key
        yield key, to_floats(found.value[:, at])
        yield f"{key}_numerator", to_numbers(found.numerator.value[:, at], found.numerator.has_value[:, at])
        yield f"{key}_denominator", to_numbers(found.denominator.value[:, at], found.denominator.has_value[:, at])
        yield f"{key}_flag", to_words(FLAGS, found.flag[:, at])
        yield f"{key}_in_doubt", pa.array(found.in_doubt[:, at])
        yield f"{key}_low", to_floats(found.low[:, at])
        yield f"{key}_high", to_floats(found.high[:, at])
        yield f"{key}_status", to_words(STATES, found.measures.state[:, at])
        yield f"{key}_comparability", to_words(MARKS, marks.mark[:, at])


def _build_wide(table: str, year: Year, columns: Columns) -> pa.Table:
    """The regions, and beside them what is known of them; a column that the table does not have is left out."""
    schema, given = TABLES[table].arrow_schema, dict(columns)
    arrays = [given[f.name] if f.name in given else pa.array(year.regions[f.name], f.type) for f in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _build_long_series(year: Year, marks: Marks) -> pa.Table:
    measures, names = year.series, [series.key for series in list_series()]
    table, cells = _trace_cells(year.regions["form"])
    columns = {
        "series": _repeat_names(names, len(year.regions)),
        "value": to_numbers(measures.value.ravel(), measures.has_value.ravel()),
        "low": to_numbers(measures.low.ravel(), _has_low(measures).ravel()),
        "high": to_numbers(measures.high.ravel(), measures.bounded.ravel()),
        "status": to_words(STATES, measures.state.ravel()),
        "in_doubt": pa.array(year.doubts.ravel()),
        "fact_table": table,
        "cell_keys": cells,
    }
    return _build_long("panel_series", year.regions, columns, marks)


def _build_long_indicators(year: Year, marks: Marks) -> pa.Table:
    found, names = year.quotients, [indicator.key for indicator in list_derived_indicators()]
    has_below = found.denominator.has_value & np.array([indicator.is_rate for indicator in list_derived_indicators()])
    columns = {
        "indicator": _repeat_names(names, len(year.regions)),
        "numerator": to_numbers(found.numerator.value.ravel(), found.numerator.has_value.ravel()),
        "denominator": to_numbers(found.denominator.value.ravel(), has_below.ravel()),
        "value": to_floats(found.value.ravel()),
        "low": to_floats(found.low.ravel()),
        "high": to_floats(found.high.ravel()),
        "status": to_words(STATES, found.measures.state.ravel()),
        "flag": to_words(FLAGS, found.flag.ravel()),
        "in_doubt": pa.array(found.in_doubt.ravel()),
    }
    return _build_long("indicator_series", year.regions, columns, marks)


def _build_long(table: str, regions: pd.DataFrame, given: Mapping[str, pa.Array], marks: Marks) -> pa.Table:
    """A row for each region and measure."""
    schema, times = TABLES[table].arrow_schema, marks.mark.shape[1]
    lines = pa.array(np.repeat(np.arange(len(regions)), times))
    known = {
        **given,
        "comparability": to_words(MARKS, marks.mark.ravel()),
        "comparability_reason": to_words(REASONS, marks.reason.ravel()),
    }
    arrays = [known[f.name] if f.name in known else pa.array(regions[f.name], f.type).take(lines) for f in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _repeat_names(names: Sequence[str], times: int) -> pa.Array:
    return to_words(names, np.tile(np.arange(len(names)), times))


def _trace_cells(forms: pd.Series[str]) -> tuple[pa.Array, pa.Array]:
    """Fact table and cells of each series in the form of each region; null where the form has none."""
    places = np.asarray(pd.Index(FORMS).get_indexer(pd.Index(forms.astype("object"))), np.int64)
    tables, cells = _list_sources()
    number = len(list_series())
    at = np.where(places[:, None] < 0, -1, places[:, None] * number + np.arange(number)).ravel()
    return to_words(tables, at), to_words(cells, at)


@cache
def _list_sources() -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
    """By form and series, one form after the other."""
    expressions = [series.cells.get(form) for form in FORMS for series in list_series()]
    tables = tuple(FACT_OF_LAYOUT[e.table] if e else None for e in expressions)
    return tables, tuple("; ".join(map(_spell_term, e.terms)) if e else None for e in expressions)


def _spell_term(term: Term) -> str:
    return term.name if term.factor > 0 else f"-{term.name}"
