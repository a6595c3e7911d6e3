"""What there is of each year and province, against the register of regions.

Belongs here: the picture and tables of `coverage_region_year`. Does not belong here: the states (`analysis/coverage.py`).
"""

import pandas as pd

from gov_disclosure.frames.analysis_tables import COVERAGE_STATES
from gov_disclosure.publishing.pictures.looks import LINE, STATE_COLOURS, Picture, Shares, Spec, frame_spec, list_values
from gov_disclosure.vocabulary.labels import find_term_label
from gov_disclosure.vocabulary.regions import REGIONS, load_provinces

WITH_REPORT = ("present", "prose_only", "attachment")
_SHARES = Shares((0.2, 0.4, 0.6, 0.8), ("#eef1f4", "#d6e6f4", "#abcfe6", "#6aaed6", "#3787c0", "#105ba4", "#08306b"))
_CAUTION = (
    "有报告代表的地区数 ÷ 登记册中的地区数（各级合计）。没有文件的地区可能已公布而未收集。"
    "Regions for which a report stands, of the regions of the register, all levels; a region without a document may have published."
)
_STEP = 30
_APART = {"scale": {"color": "independent"}}


def build_coverage_picture(counted: pd.DataFrame) -> Picture:
    """From `Overview.coverage`."""
    states = counted.pivot_table(
        index="report_year", columns="state", values="regions", aggfunc="sum", fill_value=0
    ).reindex(columns=list(COVERAGE_STATES), fill_value=0)
    provinces = _count_provinces(counted)
    spec = frame_spec(
        {"vconcat": [_draw_states(counted), _draw_provinces(provinces)], "spacing": 18, "resolve": _APART}
    )
    return Picture(
        spec if states[list(WITH_REPORT)].to_numpy().any() else None,
        _tell(states),
        _CAUTION,
        {
            "各年各状态地区数 regions by year and state": _name_states(states),
            "各省各年有报告地区 regions with a report by province": _lay_out(provinces),
        },
    )


def _count_provinces(counted: pd.DataFrame) -> pd.DataFrame:
    """Regions, and those with a report, of each province and year, in the official order."""
    names = {province.slug: f"{province.short_name} {province.slug}" for province in load_provinces()}
    known = counted.assign(found=counted["regions"].where(counted["state"].isin(WITH_REPORT), 0))
    sums = known.groupby(["region", "report_year"], as_index=False)[["found", "regions"]].sum()
    sums["place"] = sums["region"].map({region: place for place, region in enumerate(REGIONS)})
    sums["province"] = sums["region"].map(names)
    return sums.sort_values(["place", "report_year"], ignore_index=True)


def _name_states(states: pd.DataFrame) -> pd.DataFrame:
    return states.rename(columns=_spell_state).rename_axis("年 year").reset_index()


def _spell_state(state: str) -> str:
    label = find_term_label("state", state)
    return f"{label.zh} {state}" if label else state


def _lay_out(provinces: pd.DataFrame) -> pd.DataFrame:
    """A row for each province, a column for each year: regions with a report / regions."""
    told = provinces["found"].astype(str) + "/" + provinces["regions"].astype(str)
    wide = provinces.assign(told=told).pivot(index="province", columns="report_year", values="told")
    ordered = wide.reindex(provinces["province"].unique()).fillna("").rename(columns=str)
    return ordered.rename_axis("省份 province").reset_index()


def _draw_states(counted: pd.DataFrame) -> Spec:
    sums = counted.groupby(["report_year", "state"], as_index=False)["regions"].sum()
    found = [state for state in COVERAGE_STATES if (sums["state"] == state).any()]
    rows = sums.assign(what=sums["state"].map(_spell_state), place=sums["state"].map(COVERAGE_STATES.index))
    scale = {"domain": [_spell_state(state) for state in found], "range": [STATE_COLOURS[state] for state in found]}
    return {
        "title": {"text": "各年有什么 What there is", "subtitle": "地区数 regions"},
        "data": list_values(rows[["report_year", "what", "place", "regions"]]),
        "width": {"step": _STEP},
        "height": 110,
        "mark": {"type": "bar", "width": _STEP - 4},
        "encoding": {
            "x": {"field": "report_year", "type": "ordinal", "axis": None},
            "y": {"field": "regions", "type": "quantitative", "axis": {"title": None, "tickCount": 4}},
            "order": {"field": "place"},
            "color": {"field": "what", "scale": scale, "legend": {"title": None, "orient": "right"}},
        },
    }


def _draw_provinces(provinces: pd.DataFrame) -> Spec:
    rows = provinces.assign(share=_SHARES.classify(provinces["found"], provinces["regions"]))
    axis = {"title": None, "ticks": False, "domain": False}
    return {
        "title": "各省有报告的地区占比 Share of regions with a report, by province",
        "data": list_values(rows[["report_year", "province", "share"]]),
        "width": {"step": _STEP},
        "height": {"step": 15},
        "mark": {"type": "rect", "stroke": None},
        "encoding": {
            "x": {
                "field": "report_year",
                "type": "ordinal",
                "axis": {**axis, "labelAngle": 0, "orient": "top"},
                "scale": {"paddingInner": 0.06},
            },
            "y": {
                "field": "province",
                "sort": rows["province"].unique().tolist(),
                "axis": {**axis, "gridColor": LINE},
                "scale": {"paddingInner": 0.12},
            },
            "color": _SHARES.encode(["占比 share"]),
        },
    }


def _tell(states: pd.DataFrame) -> str:
    found, regions = states[list(WITH_REPORT)].sum(axis=1), states.sum(axis=1)
    zh = "、".join(f"{year}年{n:,}/{of:,}" for year, n, of in zip(states.index, found, regions, strict=True))
    return f"有报告代表的地区/登记册地区 regions with a report/of the register: {zh or '无 none'}。"
