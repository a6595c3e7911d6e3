"""Cells whose reading is in doubt, and the characters that cast it: a broken sum may then be the reading's mistake.

Belongs here: what of `report_element` makes a printed number less than clear. Does not belong here: the findings about these
doubts themselves (`doubts.py`).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gov_disclosure.frames.arrow import list_records
from gov_disclosure.frames.facts import CELL_KEYS

Doubts = Mapping[tuple[str, str], Mapping[str, str]]
"""Characters in doubt by report and fact table, then by cell."""
_CHOSEN = re.compile(r"\(\d+ readings\)$")
_BROKEN = re.compile(r"\d\s+\d")
_NEEDED = (
    "element",
    "table",
    "row_key",
    "column_key",
    "raw_text",
    "value_status",
    "note",
    "source_start",
    "source_end",
)
WIDEST_GAP = 400
"""Characters between a number left over and the cell before it beyond which they are no neighbours."""


def find_doubts(elements: pd.DataFrame, reports: Collection[str]) -> Doubts:
    """Cells in doubt of some reports."""
    rows = elements[elements["report_id"].isin(list(reports)) & elements["element"].isin(["cell", "left_over"])]
    rows = rows[_may_cast_doubt(rows)]
    rows = rows[rows["table"].isin(list(CELL_KEYS)) & rows["source_start"].notna()]
    found: dict[tuple[str, str], dict[str, str]] = {}
    for (report_id, table), group in rows.groupby(["report_id", "table"], sort=False):
        records = list_records(group.sort_values("source_start", kind="stable"), _NEEDED)
        doubts = dict(_find_unclear(records)) | dict(_find_beside(records))
        if doubts:
            found[str(report_id), str(table)] = doubts
    return found


def _may_cast_doubt(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Rows of the tables in which anything at all is unclear: most have nothing."""
    unclear = (rows["element"] == "left_over") | rows["note"].str.contains(_CHOSEN.pattern)
    unclear |= rows["raw_text"].str.contains(_BROKEN.pattern)
    places = rows["report_id"] + rows["table"]
    return places.isin(places[unclear.fillna(False)]).to_numpy(np.bool_)


def _find_unclear(records: list[dict[Any, Any]]) -> Iterator[tuple[str, str]]:
    """Cells cut out of digits without borders, and numbers with a break inside."""
    for row in records:
        is_unclear = _CHOSEN.search(str(row["note"])) or _BROKEN.search(str(row["raw_text"]))
        if row["element"] == "cell" and row["value_status"] == "reported" and is_unclear:
            yield _name(row), str(row["raw_text"])


def _find_beside(records: list[dict[Any, Any]]) -> Iterator[tuple[str, str]]:
    """Cells of the rows that a number left over stands in."""
    before: dict[Any, Any] | None = None
    for row in records:
        if row["element"] == "cell":
            before = row
        elif before is not None and row["source_start"] - before["source_end"] <= WIDEST_GAP:
            line = (cell for cell in records if cell["element"] == "cell" and cell["row_key"] == before["row_key"])
            yield from ((_name(cell), str(row["raw_text"])) for cell in line)


def _name(row: Mapping[Any, Any]) -> str:
    single = len(CELL_KEYS[str(row["table"])]) == 1
    return str(row["row_key"]) if single else f"{row['row_key']}|{row['column_key']}"
