"""What does not add up, by rule and severity.

Belongs here: the picture and table of the findings of the whole warehouse. Does not belong here: the rules.
"""

import pandas as pd

from gov_disclosure.frames.finding_tables import SEVERITIES
from gov_disclosure.publishing.lists import find_rule
from gov_disclosure.publishing.pictures.looks import SEVERITY_COLOURS, Picture, Spec, frame_spec, list_values
from gov_disclosure.vocabulary.labels import find_term_label

MOST = 20
"""Rules that are drawn; the table has all."""
_CAUTION = (
    "报告之内与报告之间的全部问题，各机关的报告都在内，包括已豁免的。问题多不等于工作差：表格多的年份，可核对的规则也多。"
    "All findings, in reports of all bodies and between them, waived ones too. More findings need not be worse reports: "
    "years with more tables have more rules."
)


def _spell_severity(severity: str) -> str:
    label = find_term_label("severity", severity)
    return f"{label.zh} {severity}" if label else severity


_COLOUR: Spec = {
    "field": "what",
    "scale": {"domain": [_spell_severity(s) for s in SEVERITY_COLOURS], "range": list(SEVERITY_COLOURS.values())},
    "legend": {"title": None, "orient": "top"},
}
_LABEL: Spec = {"type": "text", "align": "left", "dx": 4}
_QUIET: Spec = {"title": None, "ticks": False, "domain": False}


def build_finding_picture(counted: pd.DataFrame) -> Picture:
    """From `Overview.findings`."""
    if not len(counted):
        return Picture(None, "没有问题 no findings", _CAUTION)
    counted = counted.astype({"findings": int, "waived": int})
    named = counted.assign(name=[_name_rule(rule) for rule in counted["rule"]])
    order = named.groupby("name")["findings"].sum().sort_values(ascending=False, kind="stable")
    return Picture(
        frame_spec(_draw(named, order), left=40), _tell(counted), _CAUTION, {"各规则 findings by rule": _lay_out(named)}
    )


def _name_rule(rule: str) -> str:
    """The rule and what it says, in two lines."""
    entry = find_rule(rule)
    zh, en = (_cut(entry.zh, 22), _cut(entry.en, 48)) if entry else ("", "")
    return f"{zh} {rule}\n{en}".strip()


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def _draw(named: pd.DataFrame, order: "pd.Series[int]") -> Spec:
    rest = f"其余 {len(order) - MOST} 条规则\nother rules"
    shown = [*order.index[:MOST].tolist(), *([rest] if len(order) > MOST else [])]
    axis = {**_QUIET, "labelExpr": "split(datum.label, '\\n')", "labelFontSize": 10}
    y = {"field": "name", "type": "nominal", "sort": shown, "axis": axis, "scale": {"paddingInner": 0.3}}
    x = {
        "field": "findings",
        "type": "quantitative",
        "stack": True,
        "axis": {"title": "问题数 findings", "tickCount": 5},
    }
    total = {"field": "findings", "aggregate": "sum", "type": "quantitative"}
    bars = {"x": x, "y": y, "color": _COLOUR, "order": {"field": "place"}}
    return {
        "data": list_values(_sum(named, shown, rest)),
        "width": 420,
        "height": {"step": 28},
        "layer": [
            {"mark": "bar", "encoding": bars},
            {"mark": _LABEL, "encoding": {"x": total, "y": y, "text": {**total, "format": ","}}},
        ],
    }


def _sum(named: pd.DataFrame, shown: list[str], rest: str) -> pd.DataFrame:
    """Findings of the rules that are drawn, and of all others together."""
    drawn = named.assign(name=named["name"].where(named["name"].isin(shown), rest))
    rows: pd.DataFrame = drawn.groupby(["name", "severity"]).agg(findings=("findings", "sum")).reset_index()
    return rows.assign(what=rows["severity"].map(_spell_severity), place=rows["severity"].map(SEVERITIES.index))


def _lay_out(named: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "规则 rule": named["rule"],
            "说明": [entry.zh if (entry := find_rule(rule)) else "" for rule in named["rule"]],
            "what": [entry.en if (entry := find_rule(rule)) else "" for rule in named["rule"]],
            "表 table": named["table"],
            "程度 severity": named["severity"].map(_spell_severity),
            "问题 findings": named["findings"],
            "已豁免 waived": named["waived"],
        }
    )


def _tell(counted: pd.DataFrame) -> str:
    sums = counted.groupby("severity")["findings"].sum()
    told = "、".join(f"{_spell_severity(s)} {sums[s]:,}" for s in SEVERITY_COLOURS if s in sums)
    first = counted.iloc[0]
    return f"{told}；最多的规则 most frequent rule: {first['rule']} ({first['findings']:,})。"
