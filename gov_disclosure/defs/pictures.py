"""Pictures and their numbers as metadata of the assets of the analysis.

Belongs here: which asset shows which picture, and what Dagster shows of it. Does not belong here: the pictures
(`publishing/pictures/`).

They lie in the event log, so they are made only where that is kept: a run of the command without DAGSTER_HOME forgets its log at
the end. Where a picture cannot be drawn the tables stay, and the reason is told.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
import pandas as pd

from gov_disclosure.analysis.overview import Overview
from gov_disclosure.publishing.pictures.coverage import build_coverage_picture
from gov_disclosure.publishing.pictures.drawing import NotDrawnError, draw
from gov_disclosure.publishing.pictures.findings import build_finding_picture
from gov_disclosure.publishing.pictures.looks import Picture
from gov_disclosure.publishing.pictures.statuses import build_status_picture
from gov_disclosure.publishing.pictures.trends import build_trend_picture

_BUILDERS: Mapping[tuple[str, str, str], Callable[[Overview], Picture]] = {
    ("coverage_region_year", "有什么", "what there is"): lambda found: build_coverage_picture(found.coverage),
    ("coverage_region_year", "什么不符", "findings"): lambda found: build_finding_picture(found.findings),
    ("panel_region_year", "哪些数没有", "missing numbers"): lambda found: build_status_picture(found.statuses),
    ("indicator_region_year", "走势", "trends"): lambda found: build_trend_picture(found.quartiles),
}
"""By table, and by what the picture is called there in both languages."""
FORGOTTEN = "gov_disclosure/forgotten"
"""Tag of a run whose event log goes with it."""
_NOTHING = "没有可画的 nothing to draw"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


def is_kept(context: dg.AssetExecutionContext) -> bool:
    """Whether anybody can look at the metadata of a run."""
    return not context.instance.is_ephemeral and FORGOTTEN not in context.run.tags


def describe_pictures(overview: Overview) -> Mapping[str, Mapping[str, Any]]:
    """Metadata of each table that has pictures: in words, which the page shows at once, and the picture and its numbers on a click.

    The numbers have a click of their own: a dialog that begins with a long table opens at its end, where its button is.
    """
    pictures = {place: build(overview) for place, build in _BUILDERS.items()}
    addresses, why = _draw([picture for picture in pictures.values() if picture.spec is not None])
    shown: dict[str, dict[str, Any]] = {}
    for (table, zh, en), picture in pictures.items():
        image = f"**{_escape(_NOTHING)}**"
        if picture.spec is not None:
            address = next(addresses, None)
            image = f"![{_escape(picture.told)}]({address})" if address else f"**{_escape(why)}**"
        own = shown.setdefault(table, {})
        own[f"{zh} {en}"] = dg.MetadataValue.md(_escape(picture.told))
        own[f"{zh}：图 {en}: picture"] = dg.MetadataValue.md(
            "\n\n".join([image, *map(_escape, (picture.told, picture.caution))])
        )
        if picture.tables:
            own[f"{zh}：表 {en}: tables"] = dg.MetadataValue.md("\n\n".join(_list_parts(picture)))
    return shown


def _draw(pictures: Sequence[Picture]) -> tuple[Any, str]:
    """Addresses of the drawings one after the other; where there are none, why."""
    try:
        return iter(draw([picture.spec for picture in pictures if picture.spec is not None])), ""
    except NotDrawnError as error:
        return iter(()), f"not drawn: {error}"


def _list_parts(picture: Picture) -> Iterator[str]:
    """The tables of a picture with their titles."""
    for title, frame in picture.tables.items():
        yield f"**{_escape(title)}**"
        yield _spell_table(frame)


def _spell_table(frame: pd.DataFrame) -> str:
    """A table of Markdown, numbers to the right; a table of Dagster would be cut where the page is narrow."""
    names = "|".join(_escape(str(name)) for name in frame.columns)
    sides = "|".join("--:" if kind.kind == "i" else ":--" for kind in frame.dtypes)
    rows = ("|".join(_escape(str(value)) for value in row) for row in frame.itertuples(index=False))
    return "\n".join(f"|{line}|" for line in (names, sides, *rows))


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
