"""Pictures and their numbers as metadata of the assets of the analysis.

Belongs here: which asset shows which picture, and what Dagster shows of it. Does not belong here: the pictures
(`publishing/pictures/`).

A picture lies in the event log, so it is drawn only where that is kept: a run of the command without DAGSTER_HOME forgets its log
at the end. The tables are there always, and so is the reason where a picture is not.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dagster as dg
import pandas as pd

from gov_disclosure.analysis.overview import Overview
from gov_disclosure.frames.arrow import list_records
from gov_disclosure.publishing.pictures.coverage import build_coverage_picture
from gov_disclosure.publishing.pictures.drawing import NotDrawnError, draw
from gov_disclosure.publishing.pictures.findings import build_finding_picture
from gov_disclosure.publishing.pictures.looks import Picture
from gov_disclosure.publishing.pictures.statuses import build_status_picture
from gov_disclosure.publishing.pictures.trends import build_trend_picture

_BUILDERS: Mapping[tuple[str, str], Callable[[Overview], Picture]] = {
    ("coverage_region_year", "图:有什么 picture: what there is"): lambda found: build_coverage_picture(found.coverage),
    ("coverage_region_year", "图:什么不符 picture: findings"): lambda found: build_finding_picture(found.findings),
    ("panel_region_year", "图:哪些数没有 picture: what is missing"): lambda found: build_status_picture(found.statuses),
    ("indicator_region_year", "图:走势 picture: trends"): lambda found: build_trend_picture(found.quartiles),
}
"""By table, and by what the picture is called there."""
_NOT_KEPT = "not drawn: without DAGSTER_HOME nothing of this run is kept to be looked at"
_NOTHING = "没有可画的 nothing to draw"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


def describe_pictures(overview: Overview) -> Mapping[str, Mapping[str, Any]]:
    """Metadata of each table that has pictures."""
    pictures = {place: build(overview) for place, build in _BUILDERS.items()}
    addresses, why = _draw([picture for picture in pictures.values() if picture.spec is not None])
    shown: dict[str, dict[str, Any]] = {}
    for (table, name), picture in pictures.items():
        missing = why if picture.spec is not None else _NOTHING
        address = next(addresses, None) if picture.spec is not None else None
        tables = {title: dg.MetadataValue.table(*tabulate(frame)) for title, frame in picture.tables.items()}
        shown.setdefault(table, {}).update({name: _spell(picture, address, missing), **tables})
    return shown


def _draw(pictures: Sequence[Picture]) -> tuple[Any, str]:
    """Addresses of the drawings one after the other; where there are none, why."""
    if not os.environ.get("DAGSTER_HOME"):
        return iter(()), _NOT_KEPT
    try:
        return iter(draw([picture.spec for picture in pictures if picture.spec is not None])), ""
    except NotDrawnError as error:
        return iter(()), f"not drawn: {error}"


def _spell(picture: Picture, address: str | None, missing: str) -> dg.MarkdownMetadataValue:
    """The picture with what it says in words, behind it and for whoever does not see it."""
    told, caution = _escape(picture.told), _escape(picture.caution)
    image = f"![{told}]({address})" if address else f"**{_escape(missing)}**"
    return dg.MetadataValue.md(f"{image}\n\n{told}\n\n{caution}")


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def tabulate(frame: pd.DataFrame) -> tuple[list[dg.TableRecord], dg.TableSchema]:
    """A frame as a table of the UI."""
    columns = [
        dg.TableColumn(str(name), "int" if kind.kind == "i" else "string") for name, kind in frame.dtypes.items()
    ]
    return [dg.TableRecord(record) for record in list_records(frame)], dg.TableSchema(columns)
