"""Numbers about ten thousand times as large or as small as those of the same body beside them: 元 for 万元, or the reverse.

Belongs here: a cell against the years before and after. One year beside it makes a notice, two that agree a warning. Does
not belong here: a body against its peers, whose sizes differ by more than that (`peers.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from gov_disclosure.quality.bodies import NOBODY
from gov_disclosure.quality.comparison import Comparison, Place, Years
from gov_disclosure.quality.identities import spell
from gov_disclosure.quality.matrix import SCALE, Bools, Ints, unscale
from gov_disclosure.quality.numbers import (
    FACT_OF_LAYOUT,
    FIGURE_TABLE,
    Cell,
    Numbers,
    index_cells,
    name_cell,
    name_column,
)
from gov_disclosure.quality.seams import PROSE, name_cells_of
from gov_disclosure.vocabulary.findings import INFO, TABLE_NAMES, UNDECIDED, WARNING
from gov_disclosure.vocabulary.forms import FORMS_WITH_TABLES, form_tables
from gov_disclosure.vocabulary.indicators import list_narrative_indicators
from gov_disclosure.vocabulary.seams import SEAM_MESSAGES

RULE = "magnitude"
FACTOR = 10_000
SPREAD = 4
"""How far a number may drift from one year to the next: 10,000 times, give or take this factor."""
LEAST_COUNT = 10
"""With one year beside it, a count below this says nothing: from 1 to 5,000 decisions is a change of work."""
_EITHER = ("仅凭这两年不能判定是哪一年有误。", " These two years do not tell which of them is off.")
"""Said with one year beside it: the year before may itself be off against an older one."""
_MONEY = ("万元", "元")


def check_magnitudes(years: Years) -> Iterator[Comparison]:
    """Findings for numbers that are off by about 10,000 against all neighbours that have one."""
    befores = _look_up(years.before, years.predecessors)
    afters = _look_up(years.after, years.followers)
    for sign in (1, -1):
        off_before, off_after = (_is_off(years.own.values, values, sign) for values in (befores, afters))
        both = off_before & off_after
        alone = (off_before & (afters == 0)) | (off_after & (befores == 0))
        counts = np.abs(np.stack([years.own.values, befores, afters]))
        alone &= np.where(counts == 0, np.iinfo(np.int64).max, counts).min(axis=0) >= _least_numbers()
        for line, place in zip(*np.nonzero(both | alone), strict=True):
            yield _tell(years, (int(line), int(place)), (befores, afters), bool(both[line, place]))


@cache
def _least_numbers() -> Ints:
    """The least number of each column that counts with one year beside it."""
    money = set(list_money())
    return np.array([0 if cell in money else LEAST_COUNT * SCALE for cell in index_cells()], np.int64)


def list_money() -> Iterator[Cell]:
    """Cells and figures that are amounts of money."""
    for form in FORMS_WITH_TABLES:
        for table in form_tables(form):
            fact = FACT_OF_LAYOUT[table.key]
            cells = (
                (name_cell(fact, row.key, column.key), table.unit_of(row, column)) for row, column in table.cells()
            )
            yield from ((fact, cell) for cell, unit in cells if unit in _MONEY)
    yield from ((FIGURE_TABLE, i.key) for i in list_narrative_indicators() if i.unit in _MONEY)


def _look_up(numbers: Numbers, lines: Ints) -> Ints:
    """Numbers of a year beside, a line per report of the own year; 0 where there are none."""
    values = np.concatenate([numbers.values, np.zeros((1, len(index_cells())), np.int64)])
    return np.asarray(values[np.where(lines == NOBODY, len(numbers), lines)])


def _is_off(own: Ints, beside: Ints, sign: int) -> Bools:
    """Where a number is 10,000 times another (`sign` 1), or the other this one (-1)."""
    large, small = (own, beside) if sign > 0 else (beside, own)
    ratio = np.abs(large) / np.where(small == 0, 1, np.abs(small))
    return np.asarray((small != 0) & (ratio >= FACTOR / SPREAD) & (ratio <= FACTOR * SPREAD))


def _tell(years: Years, at: tuple[int, int], beside: tuple[Ints, Ints], both: bool) -> Comparison:
    line, place = at
    table, cell = name_column(place)
    own = Place(years.own, line, (cell,))
    others = [int(values[line, place]) for values in beside]
    side = 0 if others[0] else 1
    numbers, lines = ((years.before, years.predecessors), (years.after, years.followers))[side]
    names, names_en = TABLE_NAMES.get(table, PROSE)
    label, label_en = name_cells_of(table, str(own.get("form")), (cell,))
    words = {
        "table_zh": names,
        "table_en": names_en,
        "label_zh": label,
        "label_en": label_en,
        "observed": spell(unscale(int(years.own.values[at]))),
        "others": ", ".join(spell(unscale(other)) for other in others if other),
    }
    message, other = SEAM_MESSAGES["magnitude"], Place(numbers, int(lines[line]), (cell,))
    return Comparison(
        RULE, WARNING if both else INFO, UNDECIDED, table, own, other,
        (message.zh.format(**words) + ("" if both else _EITHER[0]), message.en.format(**words) + ("" if both else _EITHER[1])),
        int(years.own.values[at]), others[side],
    )  # fmt: skip
