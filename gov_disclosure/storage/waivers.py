"""`waivers.csv` in the raw folder: findings that somebody looked at and let stand.

Belongs here: reading the file and saying what is wrong with it, line by line. Columns: finding_id, reason, author, date
(2024-03-31), all of them filled in: a waiver that does not say who let a finding stand, when and why, is none.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from gov_disclosure.storage.corpus import WAIVERS_NAME
from gov_disclosure.storage.listings import ListingProblem, read_listing
from gov_disclosure.storage.locations import Location
from gov_disclosure.vocabulary.waivers import Waiver

COLUMNS = ("finding_id", "reason", "author", "date")


@dataclass(frozen=True, slots=True)
class Waivers:
    """The usable lines by finding, the lines they stand on, and what could not be used."""

    by_finding: Mapping[str, Waiver] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[ListingProblem, ...] = ()


def read_waivers(root: Location) -> Waivers:
    """The waivers of a raw folder; none where there is no such file. Never raises for its content."""
    text = read_listing(root / WAIVERS_NAME)
    if isinstance(text, ListingProblem):
        return Waivers(problems=(text,))
    return Waivers() if text is None else parse_waivers(text)


def parse_waivers(text: str) -> Waivers:
    """Read the text of the file.

    >>> parse_waivers("finding_id,reason,author,date\\n1a2b,as printed,Li,2024-03-31").by_finding["1a2b"].author
    'Li'
    >>> parse_waivers("finding_id,reason,author,date\\n1a2b,,Li,2024-03-31").problems
    (ListingProblem(line=2, message='1a2b has no reason; the line was not used'),)
    """
    rows = csv.reader(StringIO(text, newline=""))
    problems: list[ListingProblem] = []
    found: dict[str, Waiver] = {}
    lines: dict[str, int] = {}
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        if not set(COLUMNS) <= set(header):
            message = f"the first line must name the columns {', '.join(COLUMNS)}; none of it was used"
            return Waivers(problems=(ListingProblem(1, message),))
        for cells in rows:
            values = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            waiver = _read_line(values, rows.line_num, problems) if any(values.values()) else None
            if waiver and _is_new(waiver, found, rows.line_num, problems):
                found[waiver.finding_id], lines[waiver.finding_id] = waiver, rows.line_num
    except csv.Error as error:
        problems.append(ListingProblem(rows.line_num, f"is no CSV ({error}); the lines from here on were not used"))
    return Waivers(found, lines, tuple(problems))


def _read_line(values: Mapping[str, str], number: int, problems: list[ListingProblem]) -> Waiver | None:
    name = values.get("finding_id") or "the line"
    missing = [column for column in COLUMNS if not values.get(column)]
    if missing:
        problems.append(ListingProblem(number, f"{name} has no {' and no '.join(missing)}; the line was not used"))
        return None
    try:
        day = date.fromisoformat(values["date"])
    except ValueError:
        message = f"date {values['date']!r} of {name} is no date like 2024-03-31; the line was not used"
        problems.append(ListingProblem(number, message))
        return None
    return Waiver(values["finding_id"], values["reason"], values["author"], day)


def _is_new(waiver: Waiver, found: Mapping[str, Waiver], number: int, problems: list[ListingProblem]) -> bool:
    """The first line about a finding counts."""
    if waiver.finding_id in found:
        problems.append(ListingProblem(number, f"{waiver.finding_id} stands twice; the line was not used"))
    return waiver.finding_id not in found
