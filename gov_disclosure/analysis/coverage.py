"""What there is of each region and year, and what is missing, against the register of regions.

Belongs here: the matrix of regions and years, and the state of each. Does not belong here: reading the tables it is made from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from gov_disclosure.analysis.choice import CONTESTED, KEY
from gov_disclosure.frames.facts import as_declared
from gov_disclosure.vocabulary.forms import find_form_of_year
from gov_disclosure.vocabulary.regions import REPORT_YEARS, load_spans
from gov_disclosure.vocabulary.succession import find_area

TABLE = "coverage_region_year"
PROSE_YEARS = tuple(year for year in REPORT_YEARS if find_form_of_year(year) == "A")
"""Years whose form is prose: nothing is missing from a report without tables."""

COUNTS = ("reports", "replaced", "refused")
SEAMS = "seams"
FINDINGS = ("findings_error", "findings_warning", "findings_info")
REPORT = ("report_id", "form", "issuer", "issuer_kind", "scope", "published_on", "cells")
"""What has to be known of a report."""

_WITH_REPORT = ("present", "prose_only", "attachment")
_CENTRAL = "central"
_DEADLINE = (3, 31)


@dataclass(frozen=True, slots=True)
class Material:
    """What a warehouse holds, as far as coverage depends on it.

    Attributes:
        reports: current reports that may stand for a region, with `REPORT` and the columns of the choice.
        counts: by region and year, `COUNTS` and `refused_reasons`.
        findings: by report, `FINDINGS` and `SEAMS`.
        chosen: what `choose_reports` gave.
        unwritten: partitions, region and year, whose facts are not those of the register.
        attached: reports that name an attachment with the tables they do not have.
    """

    reports: pd.DataFrame
    counts: pd.DataFrame
    findings: pd.DataFrame
    chosen: pd.DataFrame
    unwritten: Collection[tuple[str, int]] = ()
    attached: Collection[str] = ()


def build_coverage(material: Material, years: Sequence[int]) -> pd.DataFrame:
    """`coverage_region_year`: a row for each region of the register in each year, sorted by year and code."""
    frame = list_regions(tuple(years)).merge(material.chosen, on=KEY, how="left")
    frame = frame.merge(material.counts, on=KEY, how="left")
    reports = material.reports[list(REPORT)].drop_duplicates("report_id")
    frame = frame.merge(reports, on="report_id", how="left").merge(material.findings, on="report_id", how="left")
    counted = [*COUNTS, *FINDINGS, "candidates", "cells"]
    frame[counted] = frame[counted].astype("float64").fillna(0).astype("int64")
    frame["state"] = _find_states(frame, material)
    frame["timeliness"] = _find_timeliness(frame)
    has_report = frame["state"].isin(_WITH_REPORT)
    for name in ("report_id", "basis", *REPORT[1:-1], "timeliness"):
        frame[name] = frame[name].where(has_report, None)
    return as_declared(TABLE, frame)


@cache
def list_regions(years: tuple[int, ...]) -> pd.DataFrame:
    """The regions of the register in each year, sorted; the central government is none."""
    rows = [
        (s.code, year, s.name, s.level, s.parent_code, s.province_code, s.region, find_area(s.code, year))
        for year in years
        for s in sorted(load_spans(), key=lambda span: span.code)
        if s.region != _CENTRAL and s.is_valid(year)
    ]
    names = ("region_code", "report_year", "region_name", "region_level", "parent_code", "province_code", "region")
    return pd.DataFrame(rows, columns=[*names, "area_id"])


def select_documented(coverage: pd.DataFrame) -> pd.DataFrame:
    """Rows of areas of which any document is known in some year, from the first such year of all to the last."""
    known = coverage[(coverage["reports"] > 0) | (coverage["refused"] > 0)]
    years = (
        coverage["report_year"].between(known["report_year"].min(), known["report_year"].max()) if len(known) else False
    )
    return coverage[years & coverage["area_id"].isin(known["area_id"])].reset_index(drop=True)


def _find_states(frame: pd.DataFrame, material: Material) -> np.ndarray:
    chosen = frame["report_id"].notna()
    partitions = pd.MultiIndex.from_frame(frame[["region", "report_year"]])
    unwritten = partitions.isin(list(material.unwritten)) if material.unwritten else np.zeros(len(frame), np.bool_)
    is_prose = (frame["form"] == "A").fillna(False).astype("bool") & ~frame["report_year"].isin(PROSE_YEARS)
    bare = chosen & (is_prose | ((frame["cells"] == 0) & (frame["form"] != "A").fillna(False).astype("bool")))
    attached = bare & frame["report_id"].isin(list(material.attached))
    cases = (
        (unwritten & (frame["reports"] > 0), "not_written"),
        ((frame["choice"] == CONTESTED).fillna(False).astype("bool"), CONTESTED),
        (attached, "attachment"),
        (bare, "prose_only"),
        (chosen, "present"),
        (frame["reports"] > 0, "other_scope"),
        (frame["refused"] > 0, "refused"),
    )
    return np.select([np.asarray(case[0], np.bool_) for case in cases], [case[1] for case in cases], "missing")


def _find_timeliness(frame: pd.DataFrame) -> np.ndarray:
    """By the day that the regulation sets for the report of an area's government; unknown where no date is printed."""
    deadlines = np.array([dt.date(year + 1, *_DEADLINE) for year in frame["report_year"]], "datetime64[D]")
    days = pd.to_datetime(frame["published_on"]).to_numpy("datetime64[D]")
    return np.where(np.isnat(days), "unknown", np.where(days <= deadlines, "on_time", "late")).astype(object)
