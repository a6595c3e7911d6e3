"""What was found in and between reports, counted for the country and listed for each province-level division.

Belongs here: counts by rule and lists of where. Does not belong here: messages, which stand with the reports (`reports.py`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gov_disclosure.frames.finding_tables import SEVERITIES
from gov_disclosure.publishing.explorer.reports import FINDINGS, RegionRows
from gov_disclosure.vocabulary.regions import REGIONS


@dataclass(slots=True)
class FindingCounts:
    """Findings by rule, severity and region."""

    counts: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * len(REGIONS)))

    def build_chunk(self) -> Mapping[str, Any]:
        """Rules with their counts in each region, in the order of severity and frequency."""
        order = sorted(self.counts.items(), key=lambda item: (SEVERITIES.index(item[0][1]), -sum(item[1]), item[0][0]))
        return {"rules": [[rule, severity, counts] for (rule, severity), counts in order]}


def build_findings_chunk(
    rows: RegionRows, areas: Mapping[str, tuple[int, int]], region: str, counts: FindingCounts
) -> Mapping[str, Any]:
    """Where each rule is broken in a region, and add to the counts.

    Args:
        rows: of the region.
        areas: area and year of each report.
        region: its key.
        counts: for the country.
    """
    found: dict[tuple[str, str], list[Sequence[Any]]] = defaultdict(list)
    for table in FINDINGS:
        columns = rows.findings[table].table.select(["rule", "severity", "report_id", "waived_by"]).to_pydict()
        for rule, severity, report_id, waived in zip(*columns.values(), strict=True):
            if report_id in areas:
                area, year = areas[report_id]
                found[rule, severity].append((area, year, report_id, int(waived is not None)))
    for key, places in found.items():
        counts.counts[key][REGIONS.index(region)] += len(places)
    return {"rules": [[*key, sorted(places)] for key, places in sorted(found.items())]}
