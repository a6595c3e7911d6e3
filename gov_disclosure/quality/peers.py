"""Numbers ten thousand times those of the body's peers: 元 in a column of 万元, where no year beside can tell.

Peers are the governments of one level in one province for one year, counted alike (scope) and on one form. Bodies differ:
a small county beside a large one, a report of the office beside one of the whole county. A number is told only where

- at least `LEAST_PEERS` others have one that is not zero, and of counts their median is `LEAST_COUNT` or more;
- it is ten thousand times their median: a quarter of that at least, as between years, and sixteen times that at most;
- it is beyond their usual spread, on a scale of logarithms, and beyond the largest of them by far: where some bodies are
  large there are several large numbers, a slip of the unit stands alone;
- the body has no number in a year beside, which would tell better (`magnitudes.py`).

Money is a warning, for there the unit is at hand; a count is a notice. Numbers that are small against peers are not told: the
report of an office may have hardly any of what a county has.

Belongs here: a body against others of its year. Does not belong here: a body against itself (`magnitudes.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import numpy as np

from gov_disclosure.quality.bodies import NOBODY
from gov_disclosure.quality.comparison import Comparison, Place, Years
from gov_disclosure.quality.identities import spell
from gov_disclosure.quality.magnitudes import FACTOR, LEAST_COUNT, SPREAD, list_money
from gov_disclosure.quality.matrix import SCALE, Bools, Ints, unscale
from gov_disclosure.quality.numbers import FIGURE_TABLE, Numbers, name_column
from gov_disclosure.quality.seams import name_cells_of
from gov_disclosure.vocabulary.findings import INFO, TABLE_NAMES, UNDECIDED, WARNING
from gov_disclosure.vocabulary.seams import SEAM_MESSAGES

RULE = "magnitude.peers"
LEAST_PEERS = 8
BEYOND_LAST = 30
"""How many times a number is beyond the one next to it."""
DEVIATIONS = 4.0
_MAD = 1.4826
"""Median deviation of a normal distribution of deviation 1, inverted."""
_GOVERNMENTS = ("government", "government_office")
_LEAST, _MOST = FACTOR / SPREAD, FACTOR * SPREAD**2


@dataclass(frozen=True, slots=True)
class _Outlier:
    """A number of a report that none of its peers comes near: its place, their median, and the peer that has that."""

    line: int
    column: int
    median: int
    peer: int
    peers: int


def check_peers(years: Years) -> Iterator[Comparison]:
    """Findings for numbers of governments that are about 10,000 times those of the others of their level."""
    money = set(list_money())
    told_beside = _find_beside(years)
    for lines in _group(years.own):
        for found in _find_outliers(years.own, lines):
            cell = name_column(found.column)
            is_large = cell in money or found.median >= LEAST_COUNT * SCALE
            if is_large and cell[0] != FIGURE_TABLE and not told_beside[found.line, found.column]:
                yield _tell(years.own, found, WARNING if cell in money else INFO)


def _group(numbers: Numbers) -> Iterator[Ints]:
    """Lines of governments that are counted alike, of groups that are large enough."""
    reports = numbers.reports
    groups: dict[Hashable, list[int]] = defaultdict(list)
    columns = (reports[name].tolist() for name in ("issuer_kind", "region_level", "form", "scope"))
    for line, (kind, *alike) in enumerate(zip(*columns, strict=True)):
        if kind in _GOVERNMENTS:
            groups[tuple(alike)].append(line)
    yield from (np.array(lines) for lines in groups.values() if len(lines) > LEAST_PEERS)


def _find_outliers(numbers: Numbers, lines: Ints) -> Iterator[_Outlier]:
    """The largest number of each column where it is none of the group's."""
    values = np.abs(numbers.values[lines])
    for column in np.flatnonzero((values != 0).sum(axis=0) > LEAST_PEERS).tolist():
        given = np.flatnonzero(values[:, column])
        *others, own = given[np.argsort(values[given, column], kind="stable")].tolist()
        middle = others[len(others) // 2]
        if _is_off(int(values[own, column]), values[others, column]):
            median = int(values[middle, column])
            yield _Outlier(int(lines[own]), column, median, int(lines[middle]), len(others))


def _is_off(own: int, others: Ints) -> bool:
    """Whether a number is beyond the median, the spread and the last of the others, which are in order."""
    if own < BEYOND_LAST * int(others[-1]) or not _LEAST <= own / int(others[len(others) // 2]) <= _MOST:
        return False
    logs = np.log10(others)
    spread = _MAD * float(np.median(np.abs(logs - np.median(logs))))
    return bool(np.log10(own) - np.median(logs) >= DEVIATIONS * spread)


def _find_beside(years: Years) -> Bools:
    """(reports, cells): whether the same body has a number in a year beside."""
    beside = np.zeros(years.own.values.shape, np.bool_)
    for numbers, lines in ((years.before, years.predecessors), (years.after, years.followers)):
        there = lines != NOBODY
        beside[there] |= numbers.values[lines[there]] != 0
    return beside


def _tell(numbers: Numbers, found: _Outlier, severity: str) -> Comparison:
    table, cell = name_column(found.column)
    own, other = Place(numbers, found.line, (cell,)), Place(numbers, found.peer, (cell,))
    observed = int(numbers.values[found.line, found.column])
    label, label_en = name_cells_of(table, str(own.get("form")), (cell,))
    words = {
        "table_zh": TABLE_NAMES[table][0],
        "table_en": TABLE_NAMES[table][1],
        "label_zh": label,
        "label_en": label_en,
        "observed": spell(unscale(observed)),
        "median": spell(unscale(found.median)),
        "peers": str(found.peers),
    }
    message = SEAM_MESSAGES["peers"]
    return Comparison(
        RULE, severity, UNDECIDED, table, own, other, (message.zh.format(**words), message.en.format(**words)),
        observed, found.median, is_of_group=True,
    )  # fmt: skip
