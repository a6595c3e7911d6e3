"""A waiver: somebody looked at a finding and decided that it needs no action.

Belongs here: what a waiver is. Does not belong here: the file that holds them (`storage/waivers.py`) and what they do to
findings (`quality/waivers.py`).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiver:
    """One line of `waivers.csv`."""

    finding_id: str
    reason: str
    author: str
    date: date
