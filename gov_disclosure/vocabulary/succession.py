"""Divisions from one year to the next: which code carries on which.

Belongs here: a division and its one successor. Does not belong here: divisions that were joined or divided, whose numbers
before and after are of different areas; they have none.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from gov_disclosure.vocabulary.regions import REPORT_YEARS, RegionSpan, find_region, load_spans


@cache
def find_successor(code: str, year: int) -> str | None:
    """The code in the year after of what `code` meant at the end of `year`.

    >>> find_successor("370125", 2017), find_successor("370115", 2018), find_successor("110103", 2009)
    ('370115', '370115', None)
    """
    span = find_region(code, year)
    if span is None or span.is_valid(year + 1):
        return code if not _takes_over(code, year, span) else None
    if len(span.successor_codes) != 1:
        return None
    heir = span.successor_codes[0]
    before = find_region(heir, year)
    is_other = before is not None and before != span
    return None if is_other or _takes_over(heir, year, span) else heir


@cache
def map_predecessors(year: int) -> Mapping[str, str]:
    """By code of a year, the code that the same area had in the year before; an area that is new or changed has none.

    >>> map_predecessors(2018)["370115"], "110101" in map_predecessors(2010)
    ('370125', False)
    """
    codes = (span.code for span in load_spans() if span.is_valid(year - 1))
    followed = ((find_successor(code, year - 1), code) for code in codes)
    return MappingProxyType({heir: code for heir, code in followed if heir is not None})


@cache
def find_area(code: str, year: int) -> str:
    """One name for an area as long as it stays the same, whatever its code: the first code it had, and the year of it.

    >>> find_area("370115", 2020), find_area("110101", 2009), find_area("110101", 2020)
    ('370125@2008', '110101@2008', '110101@2010')
    """
    before = map_predecessors(year).get(code) if year > REPORT_YEARS[0] else None
    return f"{code}@{year}" if before is None else find_area(before, year - 1)


def _takes_over(code: str, year: int, own: RegionSpan | None) -> bool:
    """Whether `code` received another division, or a part of one, when the year ended."""
    ended = _list_ended(year)
    return any(code in span.successor_codes and span != own for span in ended)


@cache
def _list_ended(year: int) -> tuple[RegionSpan, ...]:
    return tuple(span for span in load_spans() if span.valid_to_year == year)
