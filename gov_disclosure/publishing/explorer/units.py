"""Units of cells, series and indicators in both languages: 件 is a request, a case, a document or a decision by what it counts.

Belongs here: from a measure to the words behind its number. Does not belong here: the words (`vocabulary/reference/units.csv`), and
converting one unit into another.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache

from gov_disclosure.publishing.lists import list_indicators
from gov_disclosure.vocabulary.forms import read_reference
from gov_disclosure.vocabulary.series import YES_NO, DerivedIndicator, Expression, Series, series_by_key

Pair = tuple[str, str]
"""Chinese, English."""
_YES_NO = (YES_NO, "yes/no")


@cache
def name_unit(unit: str, table: str, cell: str) -> Pair:
    """The unit of a cell.

    >>> name_unit("件", "fact_proactive_disclosure", "normative_docs|issued")
    ('件', 'documents')
    """
    fitting = (
        row["label_en"]
        for row in read_reference("units.csv")
        if row["unit"] == unit and fnmatchcase(table, row["table"]) and fnmatchcase(cell, row["cell"])
    )
    return unit, next(fitting, unit)


def list_series_units(series: Series, tables: Mapping[str, str]) -> dict[str, Pair]:
    """By form; that of the cells, unless they are converted into that of the series.

    Args:
        tables: fact tables by what series call them.
    """
    return {form: _name_sum(series, sum_, tables[sum_.table]) for form, sum_ in series.cells.items()}


def _name_sum(series: Series, expression: Expression, table: str) -> Pair:
    first = expression.terms[0]
    is_converted = abs(first.factor) != 1
    return name_unit(series.unit if is_converted else _list_cell_units()[table, first.name], table, first.name)


def list_indicator_units(indicator: DerivedIndicator, tables: Mapping[str, str]) -> dict[str, Pair]:
    """By form; those of its first series where it counts the same, none of a rate."""
    known = series_by_key().get(indicator.numerator[0].name)
    if indicator.is_yes_no:
        return dict.fromkeys(indicator.forms, _YES_NO)
    if known is None or not indicator.unit:
        return {}
    return {form: unit for form, unit in list_series_units(known, tables).items() if form in indicator.forms}


@cache
def _list_cell_units() -> dict[tuple[str, str], str]:
    return {(record["table"], record["key"]): record["unit"] or "" for record in list_indicators()}
