"""Which numbers the reports have and which they have not, by series and year.

Belongs here: the picture and tables of the statuses of `panel_region_year`. Does not belong here: how statuses are grouped
(`analysis/overview.py`).
"""

import json

import pandas as pd

from gov_disclosure.analysis.overview import STATUS_GROUPS
from gov_disclosure.publishing.pictures.looks import WASH, Picture, Shares, Spec, frame_spec, list_values
from gov_disclosure.vocabulary.series import list_series

_GROUPS = {
    "number": ("有数字", "a number"),
    "blank": ("空白、横线、写无", "blank, dash, 'none'"),
    "absent": ("报告中没有", "absent"),
    "unreadable": ("不能确定", "unreadable"),
    "not_in_form": ("表式未设", "not asked by the form"),
}
_SHARES = Shares((0.05, 0.25, 0.5, 0.75), (WASH, "#d6e6f4", "#abcfe6", "#6aaed6", "#3787c0", "#105ba4", "#08306b"))
_CAUTION = (
    "只计有报告代表的地区，各年五栏之和为报告数；各年均为 0 的序列表中不列。空白不是零。"
    "Only regions for which a report stands; the five panels of a year add up to its reports. Tables leave out series that are 0 "
    "in every year. A blank is not a zero."
)
_WIDTH, _STEP, _MOST_YEARS = 8, 11, 9
_QUIET: Spec = {"ticks": False, "domain": False, "grid": False, "title": None}


def build_status_picture(years: list[pd.DataFrame]) -> Picture:
    """From `Overview.statuses`."""
    counted = pd.concat(years, ignore_index=True) if years else pd.DataFrame(columns=["report_year", "reports"])
    shown = counted[counted["reports"] > 0]
    if not len(shown):
        return Picture(None, "没有报告 no report", _CAUTION)
    names = {series.key: f"{series.label_zh} {series.label_en}" for series in list_series()}
    shown = shown.assign(name=shown["series"].map(names))
    tables = {f"{' '.join(words)}: 报告数 reports": _lay_out(shown, group) for group, words in _GROUPS.items()}
    panels = [_draw_group(shown, group, is_first=not place) for place, group in enumerate(_GROUPS)]
    return Picture(frame_spec({"hconcat": panels, "spacing": 8}, left=70), _tell(shown), _CAUTION, tables)


def _lay_out(shown: pd.DataFrame, group: str) -> pd.DataFrame:
    """Reports of each year, then how many of them are in the group, a row for each series that has any."""
    wide = shown.pivot(index="name", columns="report_year", values=group).reindex(shown["name"].unique())
    reports = shown.groupby("report_year")["reports"].first().to_frame("报告 reports").T
    laid = pd.concat([reports, wide[(wide > 0).any(axis=1)]])
    return laid.rename(columns=str).rename_axis("序列 series").reset_index()


def _draw_group(shown: pd.DataFrame, group: str, *, is_first: bool) -> Spec:
    years = sorted(shown["report_year"].unique().tolist())
    names = shown["name"].unique().tolist()
    x_scale, y_scale = {"domain": [0, len(years)], "nice": False}, {"domain": names, "paddingInner": 0.1}
    y_axis = {**_QUIET, "labelFontSize": 9, "labelPadding": 4} if is_first else None
    zh, en = _GROUPS[group]
    return {
        "title": {"text": zh, "subtitle": en, "fontSize": 11, "subtitleFontSize": 10},
        "data": list_values(_find_runs(shown, group, years)),
        "width": _WIDTH * len(years),
        "height": {"step": _STEP},
        "view": {"fill": WASH},
        "mark": "rect",
        "encoding": {
            "x": {"field": "first", "type": "quantitative", "axis": _spell_years(years), "scale": x_scale},
            "x2": {"field": "behind"},
            "y": {"field": "name", "type": "nominal", "sort": names, "axis": y_axis, "scale": y_scale},
            "color": _SHARES.encode(["占该年报告的比例 share of the reports of the year"]),
        },
    }


def _spell_years(years: list[int]) -> Spec:
    """The axis over places of years, every second one if there are many."""
    places = [place + 0.5 for place in range(0, len(years), 2 if len(years) > _MOST_YEARS else 1)]
    names = json.dumps([str(year) for year in years])
    told = {"values": places, "labelExpr": f"({names})[datum.value - 0.5]", "labelOverlap": False}
    return {**_QUIET, **told, "labelAngle": -90, "labelFontSize": 9, "orient": "top"}


def _find_runs(shown: pd.DataFrame, group: str, years: list[int]) -> pd.DataFrame:
    """Years one after the other with one class are one rectangle: that keeps the drawing small."""
    rows = shown.assign(share=_SHARES.classify(shown[group], shown["reports"]))
    rows = rows.assign(place=rows["report_year"].map(years.index)).sort_values(["name", "place"], ignore_index=True)
    is_new = (rows[["name", "share"]] != rows[["name", "share"]].shift()).any(axis=1)
    runs = rows.assign(run=is_new.cumsum())[rows[group] > 0].groupby("run", as_index=False)
    found = runs.agg(
        name=("name", "first"), share=("share", "first"), first=("place", "first"), behind=("place", "last")
    )
    return found.assign(behind=found["behind"] + 1).drop(columns="run")


def _tell(shown: pd.DataFrame) -> str:
    sums = shown[list(STATUS_GROUPS)].sum()
    told = "、".join(f"{zh} {en} {sums[group] / sums.sum():.1%}" for group, (zh, en) in _GROUPS.items())
    return f"各序列各年合计 over all series and years: {told}。"
