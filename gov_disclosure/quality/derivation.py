"""What the form's arithmetic implies for cells without a number, beside `value` and never instead of it.

A cell is derived only if an identity has every other number printed (or itself derived), and if no other identity implies
another number. Blank cells beside it are not taken for zeros: they leave it undecided.
"""

import numpy as np
import pandas as pd
import pyarrow as pa

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.frames.facts import CELL_KEYS, as_declared
from gov_disclosure.quality.identities import RuleInstance, rule_instances
from gov_disclosure.quality.matrix import Bools, CellMatrix, Ints, build_matrix, unscale

_PASSES = 4
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
    instances = [
        i
        for i in rule_instances(form, TABLE_OF_FACT[fact_table])
        if i.identity.relation == "=" and set(i.left + i.right) <= set(matrix.index)
    ]
    values, rules = _solve(matrix, instances)
    derived = rules != ""
    if not derived.any():
        return fact
    numbers = [unscale(v) if d else None for v, d in zip(values[matrix.places], derived[matrix.places], strict=True)]
    names = [r or None for r in rules[matrix.places]]
    return fact.assign(
        value_derived=pd.Series(pa.array(numbers, pa.decimal128(18, 4)), index=fact.index, dtype=_NUMBER),
        derivation=pd.Series(pa.array(names, pa.string()), index=fact.index, dtype=_TEXT),
    )


def _solve(matrix: CellMatrix, instances: list[RuleInstance]) -> tuple[Ints, np.ndarray]:
    values, known = matrix.values.copy(), matrix.known.copy()
    rules = np.full(values.shape, "", dtype="<U40")
    refuted = np.zeros(values.shape, np.bool_)
    for _ in range(_PASSES):
        before = int(known.sum())
        for instance in instances:
            _apply(matrix, instance, (values, known), rules, refuted)
        if int(known.sum()) == before:
            break
    rules[refuted] = ""
    return values, rules


def _apply(
    matrix: CellMatrix, instance: RuleInstance, solved: tuple[Ints, Bools], rules: np.ndarray, refuted: Bools
) -> None:
    values, known = solved
    left, right = matrix.columns(instance.left), matrix.columns(instance.right)
    at = np.array([*left, *right])
    signs = np.array([-1] * len(left) + [1] * len(right))
    one_unknown = (~known[:, at]).sum(axis=1) == 1
    complete = known[:, at].all(axis=1)
    balance = (values[:, at] * known[:, at] * signs).sum(axis=1)
    broken = complete & (balance != 0)
    refuted[np.ix_(broken, at)] |= rules[np.ix_(broken, at)] != ""
    for line in np.flatnonzero(one_unknown):
        place = int(np.flatnonzero(~known[line, at])[0])
        number = -balance[line] * signs[place]
        if number >= 0 and matrix.status[line, at[place]] != "":
            values[line, at[place]], known[line, at[place]] = number, True
            rules[line, at[place]] = instance.identity.rule
