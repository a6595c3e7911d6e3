"""How the main indicators go from year to year: the median of the regions, and the half of them around it.

Belongs here: the picture and table of `indicator_region_year`. Does not belong here: when a line goes on
(`analysis/overview.py`).
"""

from typing import Any

import pandas as pd

from gov_disclosure.analysis.overview import FEWEST_COMPARED, LEAST_COMPARED, MAIN_INDICATORS
from gov_disclosure.publishing.pictures.looks import BAND, BROKEN, MEDIAN, Picture, Spec, frame_spec, list_values
from gov_disclosure.vocabulary.series import DerivedIndicator, list_derived_indicators

_QUARTILES = {"lower": "下四分位 lower quartile", "median": "中位数 median", "upper": "上四分位 upper quartile"}
_STEPS = {(True, True): "是 yes", (True, False): "否 no", (False, False): "地区过少 too few"}
LEAST = 5
"""Regions; quartiles of fewer say nothing and are not drawn. The table has them."""
_COLUMNS = 4
_ROOM = 1.08
"""Above the highest number, so that no label of the axis stands at the very top and moves the title."""
_X: Spec = {
    "field": "report_year",
    "type": "quantitative",
    "axis": {"title": None, "format": "d", "grid": False, "tickMinStep": 1, "tickCount": 5},
}
_Y_AXIS: Spec = {"title": None, "tickCount": 4, "minExtent": 40}
_CAUTION = (
    f"各级地区一起计算，不加权；不足 {LEAST} 个地区的年份不画。线只在多数地区两年可比时相连，虚线处不可比；两年都有数的地区过少"
    f"（不足 {LEAST_COMPARED} 个且不足半数，或不足 {FEWEST_COMPARED} 个）时不知可否相比，不连线，也不画虚线。逐年的地区不尽相同。"
    f"Regions of all levels, unweighted; years with fewer than {LEAST} are not drawn. The line goes on where most regions with "
    "both years may be compared; where it is dashed they may not. With neither, too few regions have both years: fewer than "
    f"{LEAST_COMPARED} and than half of them, or fewer than {FEWEST_COMPARED}. The regions are not the same every year."
)


def build_trend_picture(years: list[pd.DataFrame]) -> Picture:
    """From `Overview.quartiles`."""
    known = {indicator.key: indicator for indicator in list_derived_indicators()}
    columns = ["indicator", "report_year", "regions", "lower", "median", "upper", "compared", "is_known", "joined"]
    counted = pd.concat(years, ignore_index=True)[columns] if years else pd.DataFrame(columns=columns)
    counted = counted[counted["regions"] > 0]
    drawn = counted[counted["regions"] >= LEAST]
    panels = [
        _draw(known[key], rows, drawn) for key in MAIN_INDICATORS if len(rows := drawn[drawn["indicator"] == key])
    ]
    spec = frame_spec({"concat": panels, "columns": _COLUMNS, "bounds": "flush", "spacing": {"row": 64, "column": 60}})
    return Picture(
        spec if panels else None,
        _tell(drawn, known),
        _CAUTION,
        {"主要指标 main indicators": _lay_out(counted, known)} if len(counted) else {},
    )


def _draw(indicator: DerivedIndicator, rows: pd.DataFrame, drawn: pd.DataFrame) -> Spec:
    ordered = rows.sort_values("report_year").assign(line=_number_lines)
    breaks = [{"report_year": year - 0.5} for year in ordered.loc[_find_breaks(ordered), "report_year"].tolist()]
    y = {
        "type": "quantitative",
        "scale": {"nice": False},
        "axis": {**_Y_AXIS, "format": ".0%" if indicator.is_share else ",~r"},
    }
    split = {"field": "line", "type": "nominal"}
    band = {"y": {"field": "lower", **y}, "y2": {"field": "upper"}, "detail": split}
    line = {"y": {"field": "median", **y}, "detail": split}
    return {
        "title": {"text": indicator.label_zh, "subtitle": _spell_unit(indicator)},
        "data": list_values(ordered[["report_year", "lower", "median", "upper", "line"]].round(6)),
        "width": 210,
        "height": 120,
        "encoding": {"x": {**_X, "scale": {"domain": _find_span(drawn), "nice": False}}},
        "layer": [
            {"mark": {"type": "area", "color": BAND}, "encoding": band},
            {"mark": {"type": "rule", "color": BAND, "strokeWidth": 4}, "encoding": band},
            {"mark": {"type": "line", "color": MEDIAN, "point": {"color": MEDIAN, "size": 16}}, "encoding": line},
            {"data": {"values": breaks}, "mark": {"type": "rule", "color": BROKEN, "strokeDash": [3, 3]}},
        ],
    }


def _find_span(rows: pd.DataFrame) -> list[float]:
    return [int(rows["report_year"].min()) - 0.5, int(rows["report_year"].max()) + 0.5]


def _number_lines(rows: pd.DataFrame) -> Any:
    """A new line begins where the year does not go on from the one before, or that one is not there."""
    return (~(rows["joined"].astype(bool) & _follows(rows))).cumsum()


def _find_breaks(rows: pd.DataFrame) -> Any:
    """Where the year is known not to go on from the one before."""
    return rows["is_known"].astype(bool) & ~rows["joined"].astype(bool) & _follows(rows)


def _follows(rows: pd.DataFrame) -> Any:
    """Whether the year before is there."""
    return rows["report_year"] == rows["report_year"].shift() + 1


def _spell_unit(indicator: DerivedIndicator) -> str:
    return f"{indicator.label_en} ({indicator.unit})" if indicator.unit else indicator.label_en


def _lay_out(counted: pd.DataFrame, known: dict[str, DerivedIndicator]) -> pd.DataFrame:
    rows = counted.assign(order=counted["indicator"].map(MAIN_INDICATORS.index)).sort_values(["order", "report_year"])
    indicators = [known[key] for key in rows["indicator"]]
    laid = {
        "指标 indicator": [f"{indicator.label_zh} {indicator.label_en}" for indicator in indicators],
        "年 year": rows["report_year"].to_list(),
        "地区 regions": rows["regions"].to_list(),
    }
    for name, column in _QUARTILES.items():
        laid[column] = [_spell(*pair) for pair in zip(rows[name].to_list(), indicators, strict=True)]
    laid["两年都有 compared"] = rows["compared"].to_list()
    steps = zip(rows["is_known"].to_list(), rows["joined"].to_list(), strict=True)
    laid["与上年相连 joined"] = [_STEPS[bool(known), bool(joined)] for known, joined in steps]
    return pd.DataFrame(laid)


def _spell(value: float, indicator: DerivedIndicator) -> str:
    return f"{value:.4f}" if indicator.is_rate else f"{value:,.1f}"


def _tell(drawn: pd.DataFrame, known: dict[str, DerivedIndicator]) -> str:
    last = _lay_out(drawn.sort_values("report_year").drop_duplicates("indicator", keep="last"), known)
    told = [
        f"{name} {year}: {median} ({regions})" for name, year, regions, _, median, *_ in last.itertuples(index=False)
    ]
    return f"最近一年的中位数（地区数）latest median (regions): {'; '.join(told) or '无 none'}。"
