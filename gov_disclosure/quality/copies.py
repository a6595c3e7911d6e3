"""Tables of two reports that have the same numbers in every cell: most likely one was made from the other and not filled in.

Belongs here: comparing the tables of a year with each other, and with those of the year before in the same region. Does not
belong here: files with the same report (`frames/versions.py`), which are one report.

Reports of other regions, and of years further back, are not compared: a partition would depend on all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.frames.version_order import LEAST_NUMBERS
from gov_disclosure.quality.bodies import NOBODY
from gov_disclosure.quality.comparison import Comparison, Place, Years
from gov_disclosure.quality.numbers import Numbers, columns_of_table
from gov_disclosure.vocabulary.findings import TABLE_NAMES, UNDECIDED, WARNING
from gov_disclosure.vocabulary.seams import SEAM_MESSAGES

OF_YEAR, OF_BODY = "copy.year", "copy.body"
_Tables = dict[bytes, list[int]]
"""Lines of reports by the numbers of a table."""


def check_copies(years: Years) -> Iterator[Comparison]:
    """A finding for each table that has the numbers of another report: one of the year before, or of the same year."""
    for table in CELL_KEYS:
        own, before = (_group(numbers, table) for numbers in (years.own, years.before))
        for content, lines in own.items():
            yield from _check_group(years, table, lines, before.get(content, []))


def _check_group(years: Years, table: str, lines: list[int], before: list[int]) -> Iterator[Comparison]:
    """Each report is named with one other: its body's last year, any of last year, or the first of this year."""
    for line in lines:
        predecessor = int(years.predecessors[line])
        if predecessor != NOBODY and predecessor in before:
            yield _tell(OF_YEAR, table, Place(years.own, line), Place(years.before, predecessor))
        elif before:
            yield _tell(OF_BODY, table, Place(years.own, line), Place(years.before, before[0]))
        elif len(lines) > 1:
            other = lines[1] if line == lines[0] else lines[0]
            yield _tell(OF_BODY, table, Place(years.own, line), Place(years.own, other))


def _group(numbers: Numbers, table: str) -> _Tables:
    """Reports by the numbers of a table, of those that have enough numbers of their own."""
    columns = columns_of_table(table)
    values, known = numbers.values[:, columns], numbers.known[:, columns]
    groups: _Tables = defaultdict(list)
    for line in range(len(numbers)):
        if count_distinct(values[line]) >= LEAST_NUMBERS:
            groups[values[line].tobytes() + known[line].tobytes()].append(line)
    return groups


def count_distinct(values: np.ndarray) -> int:
    """Different numbers other than zero: a table of zeros, or of a few small numbers, is no copy."""
    return len(set(values.tolist()) - {0})


def _tell(rule: str, table: str, own: Place, other: Place) -> Comparison:
    columns = list(columns_of_table(table))
    names, names_en = TABLE_NAMES[table]
    issuer = other.get("issuer") or other.get("region_name")
    names_differ = own.get("issuer") and other.get("issuer") and own.get("issuer") != other.get("issuer")
    is_own = rule == OF_YEAR and not names_differ
    words = {
        "table_zh": names,
        "table_en": names_en,
        "count": str(int(own.numbers.known[own.line, columns].sum())),
        "distinct": str(count_distinct(own.numbers.values[own.line, columns])),
        "other": "本机关 " if is_own else f"{issuer} ",
        "other_en": "the same body" if is_own else str(issuer),
        "other_year": str(other.get("report_year")),
    }
    message = SEAM_MESSAGES["copy"]
    return Comparison(
        rule, WARNING, UNDECIDED, table, own, other, (message.zh.format(**words), message.en.format(**words))
    )
