"""A year of the panel: what is known of each region, in series and indicators.

Belongs here: regions with the reports that stand for them. Does not belong here: comparing years and the columns of the tables
(`panel.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from gov_disclosure.analysis.cells import Cells
from gov_disclosure.analysis.doubts import find_beside, find_doubts
from gov_disclosure.analysis.indicators import FACTS, Quotients, measure_indicators
from gov_disclosure.analysis.reuse import COLUMNS, Reuse, measure_reuse
from gov_disclosure.analysis.series import Measures, empty_measures, measure_series
from gov_disclosure.analysis.states import (
    ABSENT,
    CONTESTED,
    NO_REPORT,
    NOT_WRITTEN,
    OTHER_SCOPE,
    REFUSED,
    REPORTED,
    code,
)
from gov_disclosure.quality.matrix import SCALE, Bools, Ints
from gov_disclosure.vocabulary.series import list_series

_ROW_STATES = {"missing": NO_REPORT, **{name: name for name in (CONTESTED, NOT_WRITTEN, OTHER_SCOPE, REFUSED)}}
"""States of coverage in which no report stands for the region, as the panel calls them."""


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of the regions of one year, in the order of `regions`.

    Attributes:
        regions: rows of coverage.
        series: (regions, series).
        quotients: (regions, indicators).
        doubts: (regions, series), whether a finding is about one of its cells.
    """

    regions: pd.DataFrame
    series: Measures
    quotients: Quotients
    doubts: Bools


def build_year(
    regions: pd.DataFrame,
    cells: Cells,
    report_ids: pa.Array,
    findings: pa.Table | None = None,
    reuse: Reuse | None = None,
) -> Year:
    """Measure the regions of a year.

    Args:
        regions: rows of coverage of one year.
        cells: of the reports that stand for them.
        report_ids: the reports, in the order of `cells`.
        findings: what was found in them.
        reuse: what their texts share with those of the year before; None if they were not compared.
    """
    lines = pd.Index(report_ids.to_pylist(), dtype="object").get_indexer(
        pd.Index(regions["report_id"].astype("object"))
    )
    forms = [None if pd.isna(form) else str(form) for form in regions["form"]]
    has_report = lines >= 0
    state = np.array([code(_ROW_STATES.get(name, ABSENT)) for name in regions["state"]], np.int64)
    series = empty_measures(state, len(list_series()))
    followed = [form for form in forms if form]
    years = regions["report_year"].astype(int).tolist()
    chosen, doubts, beside = report_ids.take(pa.array(lines[has_report])), np.zeros(series.state.shape, np.bool_), None
    if findings is not None:
        doubts[has_report] = find_doubts(findings, chosen, followed)
        beside = find_beside(findings, chosen)
    asked = [year for year, form in zip(years, forms, strict=True) if form]
    found = measure_series(cells.select(lines[has_report]), followed, asked, beside)
    for own, new in zip(series.list_arrays(), found.list_arrays(), strict=True):
        own[has_report] = new
    facts = _measure_facts(regions, state, reuse or Reuse(pd.DataFrame(columns=list(COLUMNS))))
    return Year(regions, series, measure_indicators(series, facts, doubts, forms, years), doubts)


def _measure_facts(regions: pd.DataFrame, state: Ints, reuse: Reuse) -> Measures:
    """In the order of `FACTS`."""
    facts = empty_measures(state, len(FACTS))
    _measure_punctuality(facts, regions)
    own, shared, found = measure_reuse(regions, reuse, state)
    for at, characters in enumerate((own, shared), 1):
        for numbers in (facts.value, facts.low, facts.high):
            numbers[:, at] = characters * SCALE
        facts.bounded[:, at], facts.state[:, at] = found == code(REPORTED), found
    return facts


def _measure_punctuality(facts: Measures, regions: pd.DataFrame) -> None:
    """Whether it was published on time: 1 or 0, and nothing where no date is printed."""
    known, on_time = (
        regions["timeliness"].isin(names).to_numpy(np.bool_) for names in (("on_time", "late"), ("on_time",))
    )
    for numbers in (facts.value, facts.low, facts.high):
        numbers[:, 0] = np.where(on_time, SCALE, 0)
    facts.bounded[:, 0], facts.state[known, 0] = known, code(REPORTED)


def empty_year(like: Year) -> Year:
    """A year without regions."""
    nothing = np.zeros(0, np.int64)
    series = empty_measures(nothing, len(list_series()))
    facts = empty_measures(nothing, len(FACTS))
    doubts = np.zeros_like(series.bounded)
    return Year(like.regions.iloc[:0], series, measure_indicators(series, facts, doubts, [], []), doubts)
