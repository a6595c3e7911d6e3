"""What all pictures share: their shape, colours and letters, those of the explorer's pages.

Belongs here: colours, and the frame around a drawing. Does not belong here: what any of them shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pandas as pd

Spec = Mapping[str, Any]

INK, SOFT, LINE, WASH = "#1f2a37", "#5b6675", "#e3e7ec", "#f4f6f8"
MEDIAN, BAND, BROKEN = "#b45309", "#f1d9b8", "#c88a3a"
STATE_COLOURS = {
    "present": "#2b6ca3", "prose_only": "#8db8dd", "attachment": "#c7dcee", "contested": "#b45309",
    "not_written": "#d9c3a0", "other_scope": "#e8c27a", "refused": "#7a3b69", "missing": "#e9ecf0",
}  # fmt: skip
SEVERITY_COLOURS = {"error": "#a61b1b", "warning": "#d18b12", "info": "#6b9bc9"}
_FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_SMALL = {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "labelColor": SOFT, "titleColor": SOFT}
_TITLE = {"color": INK, "fontSize": 13, "anchor": "start", "frame": "group"}
_CONFIG: Spec = {
    "font": _FONT,
    "background": "#fff",
    "view": {"stroke": None},
    "title": {**_TITLE, "subtitleColor": SOFT, "subtitleFontSize": 11},
    "axis": {**_SMALL, "gridColor": LINE, "domainColor": "#aab4c0", "tickColor": "#aab4c0", "labelLimit": 400},
    "legend": {**_SMALL, "labelLimit": 300, "titleLimit": 500, "symbolStrokeWidth": 0},
    "text": {"color": SOFT, "fontSize": 10},
}
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing to be made, and the same in words and numbers.

    Attributes:
        spec: of Vega-Lite; None where there is nothing to draw.
        told: what it shows, for whoever does not see it.
        caution: how it was counted, and what may not be concluded.
        tables: the same numbers, by the names of the tables.
    """

    spec: Spec | None
    told: str
    caution: str
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def frame_spec(body: Spec, left: int = 12) -> Spec:
    """A whole specification around what is drawn.

    Args:
        body: what is drawn.
        left: pixels at the left; labels are measured without the fonts of the browser, and may be longer there.
    """
    return {
        "$schema": _SCHEMA,
        "config": _CONFIG,
        "padding": {"left": left, "top": 12, "right": 24, "bottom": 12},
        **body,
    }


def list_values(frame: pd.DataFrame) -> Spec:
    """Rows as the data of a drawing."""
    return {"values": frame.to_dict("records")}


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares in classes: nothing and all are classes of their own, for nearly all is not all.

    Attributes:
        bounds: between the classes from above 0 to below 1.
        colours: from 0 on.
    """

    bounds: tuple[float, ...]
    colours: tuple[str, ...]

    def list_labels(self) -> list[str]:
        """Names of the classes.

        >>> Shares((0.5,), ("w", "b", "g", "k")).list_labels()
        ['0', '< 50%', '≥ 50%', '100%']
        """
        edges = [f"{bound:.0%}" for bound in self.bounds]
        between = [f"{low}–{high}" for low, high in pairwise(edges)]
        return ["0", f"< {edges[0]}", *between, f"≥ {edges[-1]}", "100%"]

    def classify(self, part: "pd.Series[int]", whole: "pd.Series[int]") -> "pd.Series[str]":
        """The name of the class of each share.

        >>> Shares((0.5,), ("w", "b", "g", "k")).classify(pd.Series([0, 1, 5, 9]), pd.Series([9, 9, 10, 9])).to_list()
        ['0', '< 50%', '≥ 50%', '100%']
        """
        labels, share = self.list_labels(), part / whole
        place = sum(((share >= bound).astype(int) for bound in self.bounds), start=(part > 0).astype(int))
        return place.where(part < whole, len(labels) - 1).where(part > 0, 0).map(dict(enumerate(labels)))

    def encode(self, title: Sequence[str]) -> Spec:
        """The colour of a rectangle whose field `share` is the name of a class."""
        scale = {"domain": self.list_labels(), "range": list(self.colours)}
        legend = {"title": list(title), "orient": "bottom", "direction": "horizontal", "symbolType": "square"}
        return {"field": "share", "type": "ordinal", "scale": scale, "legend": legend}
