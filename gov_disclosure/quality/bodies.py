"""Which report of one year is of the same body, and of the same scope, as which of the year before.

Belongs here: joining bodies over a year. A body that a report does not name is joined with none; neither is a body with two
current reports for one year, or of a division that was joined or divided in between.
"""

from collections.abc import Hashable, Iterator

import numpy as np

from gov_disclosure.quality.matrix import Ints
from gov_disclosure.quality.numbers import Numbers
from gov_disclosure.vocabulary.succession import find_successor

NOBODY = -1
_UNNAMED = "?"

Body = tuple[str, int, str, str]
"""Region code and year, name inside the region, and scope."""


def find_predecessors(later: Numbers, earlier: Numbers) -> Ints:
    """For each report of a year the line of its body's report for the year before; -1 where there is none for certain."""
    lines = _index(_list_bodies(earlier, is_earlier=True))
    own = list(_list_bodies(later, is_earlier=False))
    single = _index(iter(own))
    found = [lines.get(body, NOBODY) if body in single else NOBODY for body in own]
    return np.array(found, np.int64)


def find_followers(own: Numbers, later: Numbers) -> Ints:
    """The same towards the year after."""
    followers = np.full(len(own), NOBODY, np.int64)
    before = find_predecessors(later, own)
    joined = before != NOBODY
    followers[before[joined]] = np.flatnonzero(joined)
    return followers


def _index(bodies: Iterator[Body | None]) -> dict[Hashable, int]:
    """Line by body, of bodies that have one report."""
    lines: dict[Hashable, int] = {}
    twice = set()
    for line, body in enumerate(bodies):
        if body in lines:
            twice.add(body)
        lines[body] = line
    return {body: line for body, line in lines.items() if body is not None and body not in twice}


def _list_bodies(numbers: Numbers, *, is_earlier: bool) -> Iterator[Body | None]:
    """The body of each report, as the later year has it."""
    reports = numbers.reports
    columns = (reports[name].tolist() for name in ("body_key", "scope", "report_year"))
    for key, scope, year in zip(*columns, strict=True):
        code, _, name = str(key).split("|", 2)
        successor = find_successor(code, int(year)) if is_earlier else code
        is_known = successor is not None and not name.startswith(_UNNAMED)
        yield (str(successor), int(year) + is_earlier, name, str(scope)) if is_known else None
