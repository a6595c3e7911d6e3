"""Bodies that report but have no code of the standard: development zones, divisions of the Corps, central bodies.

What belongs here: their names, years and nearest coded ancestors. What does not: divisions with a code
(``vocabulary.regions``), and zones that only their town's name tells apart (临沂高新区), which ``parsing.places`` reads by
their class word.

Source: ``reference/zones.csv``, compiled by hand. A division of the Corps has carried the code of its city since the city was
founded (师市合一), and that of the Corps before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gov_disclosure.vocabulary.regions import REPORT_YEARS, RegionSpan, find_region_near, read_table

#: Levels of `list_zone_spans`, beside those of divisions.
ZONE_LEVELS = ("zone", "corps_division")


@dataclass(frozen=True, slots=True)
class Zone:
    """A body without a code of its own: a development zone or a division of the Corps; ``code`` is its coded ancestor."""

    name: str
    kind: str
    code: str
    valid_from_year: int | None
    valid_to_year: int | None

    def is_valid(self, year: int) -> bool:
        """Whether the body stood under this name in ``year``."""
        return (self.valid_from_year or year) <= year <= (self.valid_to_year or year)


@cache
def load_zones() -> tuple[Zone, ...]:
    """Bodies without a code, in the order of the table."""
    return tuple(
        Zone(name, kind, code, int(first) if first else None, int(last) if last else None)
        for name, kind, code, first, last, _note in read_table("zones.csv")
    )


@cache
def list_zone_spans() -> tuple[RegionSpan, ...]:
    """Zones and divisions of the Corps in the shape of the register, for `dim_region`.

    None has a code, so each gets its ancestor's with its own name behind it (320500-苏州工业园区): no report carries such a
    code, and a join on codes finds each division once.
    """
    return tuple(span for zone in load_zones() if zone.kind in ZONE_LEVELS if (span := _zone_span(zone)))


def _zone_span(zone: Zone) -> RegionSpan | None:
    first = zone.valid_from_year or REPORT_YEARS[0]
    above = find_region_near(zone.code, first)
    if above is None:
        return None
    return RegionSpan(
        f"{zone.code}-{zone.name}", zone.name, zone.name, zone.kind, zone.code, above.province_code, above.region,
        first, zone.valid_to_year, (),
    )  # fmt: skip
