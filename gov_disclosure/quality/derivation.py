"""What the form's arithmetic implies for cells without a number, beside `value` and never instead of it.

A cell is derived only where its sums leave one count possible (`bounds.py`): every other number of a sum is there, or the
parts that are printed already reach the total, so that nothing is left for the others. The latter is told by `.zero` behind
the rule. Blank cells are not taken for zeros: they leave undecided what they might be.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa

from gov_disclosure.frames.arrow import list_records
from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.quality.bounds import Bounds, find_bounds
from gov_disclosure.quality.matrix import MATRIX_COLUMNS, CellMatrix, build_matrix, unscale
from gov_disclosure.quality.strays import mark_strays
from gov_disclosure.vocabulary.values import ValueStatus

_NUMBER = pd.ArrowDtype(pa.decimal128(18, 4))
_PRINTED = ("source_start", "raw_text")
_DIGITS = re.compile("[0-9]+")
_TEXT = pd.ArrowDtype(pa.string())


def derive_values(fact_table: str, fact: pd.DataFrame, elements: pd.DataFrame | None = None) -> pd.DataFrame:
    """The fact table with `value_derived` and `derivation` where its identities decide.

    `elements`, where they are at hand, say which tables print numbers beside those of the form: their sums decide nothing.
    """
    if fact_table not in CELL_KEYS or not len(fact):
        return fact
    numbers: list[Decimal | None] = [None] * len(fact)
    names: list[str | None] = [None] * len(fact)
    forms = fact["form"].to_numpy(dtype=object)
    cells = fact[[*MATRIX_COLUMNS, *_PRINTED, *CELL_KEYS[fact_table]]]
    for form in sorted(set(forms)):
        places = np.flatnonzero(forms == form)
        for row, number, rule in _derive_form(fact_table, str(form), cells.iloc[places], elements):
            numbers[places[row]], names[places[row]] = number, rule
    return fact.assign(
        value_derived=pd.Series(pa.array(numbers, pa.decimal128(18, 4)), index=fact.index, dtype=_NUMBER),
        derivation=pd.Series(pa.array(names, pa.string()), index=fact.index, dtype=_TEXT),
    )


def _derive_form(
    fact_table: str, form: str, fact: pd.DataFrame, elements: pd.DataFrame | None
) -> Iterator[tuple[int, Decimal, str]]:
    """Rows of one form with the number that follows for each, and the rule."""
    matrix = mark_strays(build_matrix(fact, CELL_KEYS[fact_table]), fact_table, elements)
    bounds = find_bounds(matrix, form, TABLE_OF_FACT[fact_table])
    if not bounds.decided.any():
        return
    rules = _find_rules(matrix, bounds)
    place = {int(line): at for at, line in enumerate(bounds.lines)}
    numbers: list[Decimal | None] = [None] * len(fact)
    for row in np.flatnonzero(rules != "").tolist():
        line, cell = int(matrix.places[0][row]), int(matrix.places[1][row])
        numbers[row] = unscale(int(bounds.low[place[line], cell]))
    for row in _list_excluded(fact, numbers):
        numbers[row] = None
    yield from ((row, number, str(rules[row])) for row, number in enumerate(numbers) if number is not None)


def _find_rules(matrix: CellMatrix, bounds: Bounds) -> np.ndarray:
    """Rule that decides each row of the fact table; empty where none does."""
    lines, cells = matrix.places
    has_bounds = np.isin(lines, bounds.lines)
    rules = np.full(len(lines), "", dtype=bounds.rule.dtype)
    rules[has_bounds] = bounds.rule[np.searchsorted(bounds.lines, lines[has_bounds]), cells[has_bounds]]
    return rules


def _list_excluded(fact: pd.DataFrame, numbers: Sequence[Decimal | None]) -> Iterator[int]:
    """Places in the table of derived numbers that the digits printed there exclude.

    The cells of a row that ran together share its digits: all of their numbers, in the order of the form, have to spell them.
    """
    shared: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    raw: dict[tuple[str, int], str] = {}
    is_shared = (
        (fact["value_status"] == ValueStatus.UNREADABLE) & fact["raw_text"].notna() & fact["source_start"].notna()
    )
    places = np.flatnonzero(is_shared.to_numpy(np.bool_)).tolist()
    for at, row in zip(places, list_records(fact[is_shared], ["report_id", "source_start", "raw_text"]), strict=True):
        key = (row["report_id"], row["source_start"])
        shared[key].append(at)
        raw[key] = row["raw_text"]
    for key, cells in shared.items():
        if any(numbers[at] is not None for at in cells) and not _can_spell(raw[key], [numbers[at] for at in cells]):
            yield from cells


def _can_spell(raw: str, numbers: Sequence[Decimal | None]) -> bool:
    """Whether what is printed may be these numbers, None being any; without digits it may be anything.

    Of one damaged number the digits left must stand in it in their order. Where borders are printed a cell may be blank.
    """
    digits = "".join(_DIGITS.findall(raw))
    if not digits:
        return True
    spelled = [None if n is None else f"{n.normalize():f}".lstrip("-") for n in numbers]
    if len(spelled) == 1:
        return re.search(".*".join(digits), spelled[0] or "") is not None
    if raw.strip().isdecimal():
        return _is_run(digits, spelled)
    return all(s is None or s == "0" or s in digits for s in spelled)


def _is_run(digits: str, spelled: Sequence[str | None]) -> bool:
    """Whether numbers printed one behind the other give these digits; None is any number, which begins with a 0 only if it is 0."""
    ends = {0}
    for number in spelled:
        if number is not None:
            ends = {end + len(number) for end in ends if digits.startswith(number, end)}
        else:
            zeros = {end + 1 for end in ends if digits[end : end + 1] == "0"}
            others = [end for end in ends if digits[end : end + 1] not in ("", "0")]
            ends = zeros | set(range(min(others) + 1, len(digits) + 1) if others else ())
    return len(digits) in ends
