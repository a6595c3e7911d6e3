"""The whole warehouse in few numbers: how many regions, reports and findings there are, and how the main indicators go.

Belongs here: counting what the tables of the analysis hold while they are in hand. Does not belong here: how it is shown
(`publishing/pictures.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.analysis.states import (
    ABSENT,
    AMBIGUOUS,
    BELOW_ZERO,
    BOUNDED,
    DERIVED,
    NOT_IN_FORM,
    REPORTED,
    ROUNDED,
    STATES,
    UNREADABLE,
)
from gov_disclosure.frames.analysis_tables import MARKS, REASONS
from gov_disclosure.quality.matrix import Ints
from gov_disclosure.vocabulary.series import list_derived_indicators, list_series

STATUS_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "number": (REPORTED, ROUNDED, DERIVED),
        "blank": ("blank", "dash", "not_applicable"),
        "absent": (ABSENT,),
        "unreadable": (UNREADABLE, AMBIGUOUS, BELOW_ZERO),
        "not_in_form": (NOT_IN_FORM,),
    }
)
"""What is known of a number where a report stands for the region; the other states are those of regions without one."""

MAIN_INDICATORS = (
    "requests_received", "proactive_total", "substantive_disclosure_rate", "denied_rate",
    "unable_rate", "carry_over_rate", "dispute_conversion", "overall_correction_rate",
)  # fmt: skip
FINDING_KEY = ["table", "rule", "severity"]
LEAST_COMPARED, FEWEST_COMPARED = 30, 5
"""Regions with a number in both years that tell whether medians may be joined: so many, or half of the regions of the year if
that is less, but never fewer than the second. The marks of one region say nothing of a country."""
_QUARTILES = {"lower": 0.25, "median": 0.5, "upper": 0.75}
_COUNTS = ["findings", "waived"]


@dataclass(slots=True)
class Overview:
    """What is counted while the tables are written.

    Attributes:
        coverage: `regions` by `region`, `report_year` and `state`.
        findings: `findings` and `waived` by `table`, `rule` and `severity`; of all bodies.
        statuses: of each year, see `count_statuses`.
        quartiles: of each year, see `find_quartiles`.
    """

    coverage: pd.DataFrame
    findings: pd.DataFrame
    statuses: list[pd.DataFrame] = field(default_factory=list)
    quartiles: list[pd.DataFrame] = field(default_factory=list)

    def add(self, year: int, tables: Mapping[str, pa.Table]) -> None:
        """Count the tables of a year."""
        self.statuses.append(count_statuses(year, tables["panel_series"]))
        self.quartiles.append(find_quartiles(year, tables["indicator_series"]))


def count_coverage(coverage: pd.DataFrame) -> pd.DataFrame:
    """Regions of each province, year and state: all years of the register, for one of which nothing is known is missing too."""
    counted = coverage.groupby(["region", "report_year", "state"], observed=True).size().rename("regions")
    return counted.reset_index().astype({"region": str, "report_year": int, "state": str})


def count_statuses(year: int, rows: pa.Table) -> pd.DataFrame:
    """Of each series: `reports` that stand for a region, and how many of them are in each of `STATUS_GROUPS`.

    Args:
        year: of the rows.
        rows: `panel_series`, every series of one region after the other.
    """
    state = _find_places(rows["status"], STATES, len(list_series()))
    counted = {
        name: np.isin(state, [STATES.index(word) for word in words]).sum(axis=0)
        for name, words in STATUS_GROUPS.items()
    }
    keys = {"series": [series.key for series in list_series()], "report_year": year}
    return pd.DataFrame(keys | {"reports": sum(counted.values())} | counted)


def find_quartiles(year: int, rows: pa.Table) -> pd.DataFrame:
    """Of each main indicator: how many regions have it, its quartiles, and whether it goes on from the year before.

    It goes on (`joined`) where most of the regions with a number in both years may be compared by their marks: the form breaks
    it for nearly all of them in the same year, and a median of what cannot be joined is not joined either. Regions that have no
    number the year before are not asked (`compared` counts the others); where too few are left (`is_known` is false) nothing is
    known of it, and it is not joined. A rate that is not given, contradictory ones among them, is in none of these.

    Args:
        year: of the rows.
        rows: `indicator_series`, every indicator of one region after the other.
    """
    names = [indicator.key for indicator in list_derived_indicators()]
    value = pd.DataFrame(rows["value"].to_numpy().reshape(-1, len(names)), columns=names)[list(MAIN_INDICATORS)]
    mark, reason = (
        pd.DataFrame(_find_places(rows[column], words, len(names)), columns=names)[list(MAIN_INDICATORS)]
        for column, words in (("comparability", MARKS), ("comparability_reason", REASONS))
    )
    compared = value.notna() & (mark >= 0) & (reason != REASONS.index("no_number_before"))
    joined = compared & (mark <= MARKS.index(BOUNDED))
    frame = pd.DataFrame({"regions": value.count()} | {name: value.quantile(at) for name, at in _QUARTILES.items()})
    frame["compared"] = compared.sum()
    enough = (frame["regions"] / 2).clip(FEWEST_COMPARED, LEAST_COMPARED)
    frame["is_known"] = frame["compared"] >= enough
    frame["joined"] = frame["is_known"] & (joined.sum() * 2 > compared.sum())
    return frame.rename_axis("indicator").reset_index().assign(report_year=year)


def sum_findings(pieces: Sequence[pa.Table]) -> pd.DataFrame:
    """Findings of all partitions by table, rule and severity, the most frequent first.

    Args:
        pieces: `findings` and `waived` of each partition, by the same keys.
    """
    names = [*FINDING_KEY, *_COUNTS]
    if not pieces:
        return pd.DataFrame(columns=names)
    counted = pa.concat_tables(piece.select(names) for piece in pieces).group_by(FINDING_KEY)
    frame = counted.aggregate([(name, "sum") for name in _COUNTS]).rename_columns(names).to_pandas()
    ordered = frame.sort_values(["findings", *FINDING_KEY], ascending=[False, True, True, True], ignore_index=True)
    return pd.DataFrame(ordered)


def _find_places(column: pa.ChunkedArray, words: tuple[str, ...], times: int) -> Ints:
    """Places of words, -1 for none; a row for each region."""
    places = pc.fill_null(pc.index_in(column, pa.array(words)), -1)
    return np.asarray(places.to_numpy().reshape(-1, times), np.int64)
