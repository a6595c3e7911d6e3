"""Divisions from one year to the next: which code carries on which.

Belongs here: a division and its one successor. Does not belong here: divisions that were joined or divided, whose numbers
before and after are of different areas; they have none.
"""

from functools import cache

from gov_disclosure.vocabulary.regions import RegionSpan, find_region, load_spans


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


def _takes_over(code: str, year: int, own: RegionSpan | None) -> bool:
    """Whether `code` received another division, or a part of one, when the year ended."""
    ended = _list_ended(year)
    return any(code in span.successor_codes and span != own for span in ended)


@cache
def _list_ended(year: int) -> tuple[RegionSpan, ...]:
    return tuple(span for span in load_spans() if span.valid_to_year == year)
