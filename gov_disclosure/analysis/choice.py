"""Which report stands for a region and year.

Belongs here: the rules of choice. Does not belong here: which version of a report counts, which the register decides.

A government's report may count its whole area or its own office, and many do not say. `whole_area` takes reports that say that
they sum over the area, and where there is none, that of the government itself if it says nothing: by the regulation
(第四十九条) it is the report of the area's government. `stated` takes the former alone, `own_body` those of the government or its
office for themselves. Departments, townships and zones never stand for a region.

Two reports of the same rank compete: one with tables beats one without. If that does not decide, none stands for the region,
for nothing tells which is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from gov_disclosure.frames.analysis_tables import BASES

WHOLE_AREA, STATED, OWN_BODY = "whole_area", "stated", "own_body"

_AREA = {("area_sum", "government"): 0, ("area_sum", "government_office"): 1}
RANKS: Mapping[str, Mapping[tuple[str, str], int]] = MappingProxyType(
    {
        WHOLE_AREA: {**_AREA, ("unknown", "government"): 2},
        STATED: _AREA,
        OWN_BODY: {
            ("own_body", "government_office"): 0,
            ("own_body", "government"): 1,
            ("unknown", "government_office"): 2,
        },
    }
)
"""By rule: scope and kind of issuer, from the best to the worst; others are no candidates."""

_ASSUMED = 2
"""From this rank on the scope is not stated."""

ONLY, SCOPE, ISSUER, TABLES_READ, CONTESTED = "only", "scope", "issuer", "tables", "contested"
"""Why this report: there is no other; it states its scope; its issuer; it has tables; none, for it cannot be told."""

KEY = ["region_code", "report_year"]


def choose_reports(reports: pd.DataFrame, rule: str = WHOLE_AREA) -> pd.DataFrame:
    """The report of each region and year.

    Args:
        reports: current reports; columns `region_code`, `report_year`, `report_id`, `scope`, `issuer_kind`, and `cells`, how many
            of its cells have a number.
        rule: one of `RANKS`.

    Returns:
        One row per region and year that has a candidate: `report_id` (null if contested), `basis`, `choice`, `candidates`.
    """
    kinds = zip(reports["scope"], reports["issuer_kind"], strict=True)
    ranked = reports.assign(rank=[RANKS[rule].get(kind, -1) for kind in kinds])
    ranked = ranked[ranked["rank"] >= 0].assign(bare=lambda frame: (frame["cells"] == 0).astype("int64"))
    ranked = ranked.sort_values([*KEY, "rank", "bare", "report_id"], ignore_index=True)
    groups = ranked.groupby(KEY, sort=False)
    first, second = ranked.loc[~ranked.duplicated(KEY)], groups.nth(1)
    joined = first.merge(second[[*KEY, "rank", "bare"]], on=KEY, how="left", suffixes=("", "_next"))
    joined["candidates"] = groups.size().to_numpy() if len(ranked) else pd.Series(dtype="int64")
    joined["choice"] = [_explain(*row) for row in zip(*(joined[n] for n in _COMPARED), strict=True)]
    joined["basis"] = [BASES[rank >= _ASSUMED] for rank in joined["rank"]]
    joined["report_id"] = joined["report_id"].where(joined["choice"] != CONTESTED)
    return joined[[*KEY, "report_id", "basis", "choice", "candidates"]]


_COMPARED = ("rank", "bare", "rank_next", "bare_next")


def _explain(rank: int, bare: int, rank_next: float, bare_next: float) -> str:
    """Why the first of two stands before the second."""
    if pd.isna(rank_next):
        return ONLY
    if rank != rank_next:
        return SCOPE if (rank >= _ASSUMED) != (rank_next >= _ASSUMED) else ISSUER
    return TABLES_READ if bare != bare_next else CONTESTED
