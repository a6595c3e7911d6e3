"""How much of its own text the report of a region shares with that of the year before, as facts about the report.

Belongs here: which pairs of reports are comparable, and why others are not. Does not belong here: comparing texts
(`quality/reuse.py`) and the quotient (`indicators.py`).

A text is compared with the report that stands for the same area in the year before, and only if it is known to be of the same body
and scope. With none, nothing is known: 0 would say that everything is new.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from gov_disclosure.analysis.states import (
    NO_REPORT_BEFORE,
    NO_TEXT_BEFORE,
    NOT_WRITTEN,
    OTHER_BODY_BEFORE,
    REPORTED,
    code,
)
from gov_disclosure.quality.matrix import Ints
from gov_disclosure.vocabulary.series import list_derived_indicators

INDICATOR = "text_reuse"
COLUMNS = ("report_id", "other_report_id", "own_characters", "shared_characters", "other_own_characters")


@dataclass(frozen=True, slots=True)
class Reuse:
    """What the comparison of texts says of the reports of a year.

    Attributes:
        rows: of `fact_text_reuse`, `COLUMNS`.
        compared: regions whose reports were compared with those of the year before.
        before: rows of coverage of the year before; None if there is nothing of that year.
    """

    rows: pd.DataFrame
    compared: Collection[str] = ()
    before: pd.DataFrame | None = None


def measure_reuse(regions: pd.DataFrame, reuse: Reuse, state: Ints) -> tuple[Ints, Ints, Ints]:
    """Own and shared characters of the reports of some regions, and what is known of them.

    Args:
        regions: rows of coverage of one year.
        reuse: what is known of their texts.
        state: why a region without a report has nothing.
    """
    rows = reuse.rows.drop_duplicates("report_id").set_index("report_id").reindex(regions["report_id"].astype("object"))
    own, shared, past = (rows[name].fillna(0).to_numpy(np.int64) for name in COLUMNS[2:])
    before = _find_reports_before(regions, reuse)
    is_same = (rows["other_report_id"].to_numpy(object) == before) & (before != "")
    cases = (
        (regions["report_id"].isna().to_numpy(np.bool_), state),
        (~regions["region"].isin(list(reuse.compared)).to_numpy(np.bool_), code(NOT_WRITTEN)),
        (before == "", code(NO_REPORT_BEFORE)),
        (~is_same, code(OTHER_BODY_BEFORE)),
        (past < find_least_text(), code(NO_TEXT_BEFORE)),
    )
    found = np.select([case[0] for case in cases], [case[1] for case in cases], code(REPORTED)).astype(np.int64)
    is_known = found == code(REPORTED)
    return np.where(is_known, own, 0), np.where(is_known, shared, 0), found


@cache
def find_least_text() -> int:
    """The least own text of a report that another one can be compared with: that for which a rate is given."""
    return next(indicator.minimum for indicator in list_derived_indicators() if indicator.key == INDICATOR)


def _find_reports_before(regions: pd.DataFrame, reuse: Reuse) -> np.ndarray:
    """The report that stood for the area of each row in the year before; empty where there is none."""
    past = reuse.before
    if (
        past is None
        or not len(past)
        or not len(regions)
        or int(past["report_year"].iloc[0]) + 1 != int(regions["report_year"].iloc[0])
    ):
        return np.full(len(regions), "", dtype=object)
    known = dict(zip(past["area_id"], past["report_id"].fillna("").astype("object"), strict=True))
    return np.array([known.get(area, "") for area in regions["area_id"]], dtype=object)
