"""What the form's arithmetic implies for cells without a number, beside `value` and never instead of it.

A cell is derived only where its sums leave one count possible (`bounds.py`): every other number of a sum is there, or the
parts that are printed already reach the total, so that nothing is left for the others. The latter is told by `.zero` behind
the rule. Blank cells are not taken for zeros: they leave undecided what they might be.
"""

from decimal import Decimal

import pandas as pd
import pyarrow as pa

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.frames.facts import CELL_KEYS, as_declared
from gov_disclosure.quality.bounds import find_bounds
from gov_disclosure.quality.matrix import build_matrix, unscale

_NUMBER = pd.ArrowDtype(pa.decimal128(18, 4))
_TEXT = pd.ArrowDtype(pa.string())


def derive_values(fact_table: str, fact: pd.DataFrame) -> pd.DataFrame:
    """The fact table with `value_derived` and `derivation` where its identities decide."""
    if fact_table not in CELL_KEYS or not len(fact):
        return fact
    parts = [_derive_form(fact_table, str(form), rows) for form, rows in fact.groupby("form")]
    return as_declared(fact_table, pd.concat(parts).sort_index())


def _derive_form(fact_table: str, form: str, fact: pd.DataFrame) -> pd.DataFrame:
    matrix = build_matrix(fact, CELL_KEYS[fact_table])
    bounds = find_bounds(matrix, form, TABLE_OF_FACT[fact_table])
    if not bounds.decided.any():
        return fact
    place = {int(line): at for at, line in enumerate(bounds.lines)}
    numbers: list[Decimal | None] = []
    names: list[str | None] = []
    for line, cell in zip(*matrix.places, strict=True):
        at = place.get(int(line))
        rule = "" if at is None else str(bounds.rule[at, cell])
        names.append(rule or None)
        numbers.append(unscale(int(bounds.low[at, cell])) if rule else None)
    return fact.assign(
        value_derived=pd.Series(pa.array(numbers, pa.decimal128(18, 4)), index=fact.index, dtype=_NUMBER),
        derivation=pd.Series(pa.array(names, pa.string()), index=fact.index, dtype=_TEXT),
    )
