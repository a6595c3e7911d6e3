"""The words of the statistics tables that provinces and cities printed before there was a national one.

Belongs here: labels of rows with the indicator that each is known to be, words of headers with what stands below them, and
titles inside a table. Does not belong here: finding and reading a table (`parsing/local_tables.py`). Such tables differ
from place to place and from year to year (2008-2013, in some places to 2018): a row that is not listed is a figure without
an indicator of its own. Source: the topics of 旧条例 (国务院令492号) 第三十二条, as the tables of the provinces spell them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from gov_disclosure.vocabulary.forms import read_reference

SHORTEST_NAME: Final = 4
"""A name of the first column with fewer characters (项目, 内容) makes a header only beside a column of units."""


@dataclass(frozen=True, slots=True)
class LocalRow:
    """A row of such tables.

    Attributes:
        indicator: Key of the closed list; `unlisted` for a row that is known and has none.
        labels: Wordings without list numbers, notes and 其中.
        units: Units that the count may have; empty where they do not matter.
        under: Indicators of the total that must stand above; empty where the label says enough.
    """

    indicator: str
    labels: tuple[str, ...]
    units: frozenset[str]
    under: frozenset[str]


@cache
def list_local_rows() -> tuple[LocalRow, ...]:
    """All rows that are known, in the order in which such tables print them."""
    return tuple(
        LocalRow(
            r["indicator"],
            (r["label"], *filter(None, r["variants"].split("|"))),
            frozenset(r["units"].split()),
            frozenset(r["under"].split()),
        )
        for r in read_reference("local_rows.csv")
    )


@cache
def list_block_titles() -> tuple[str, ...]:
    """Titles of blocks that leave the meaning of the rows below as it is; any other may narrow it: 重点信息, 区直单位."""
    return header_words()["title"]


@cache
def header_words() -> dict[str, tuple[str, ...]]:
    """Words of headers by what the column below them holds.

    `year` the number of the year, `all_years` and `all_years_stated` sums over the years, `part` a part of the year,
    `year_before` the year before; `title` are no columns but titles of blocks.
    """
    return {r["kind"]: tuple(r["words"].split("|")) for r in read_reference("local_headers.csv")}
