"""Numbers that a table prints beside the cells of the form: local rows and columns, for the most part.

What such a row counts is part of the totals of its table or is not; nobody can know. Where one of its numbers is not zero,
nothing follows from the sums over the rows of that table, and nothing from the sum of a row that it stands in.

Belongs here: which numbers these are, and which sums they leave open. Does not belong here: what is said about them
(`doubts.py`, `identities.py`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from gov_disclosure.frames.arrow import group_records
from gov_disclosure.quality.matrix import SCALE, CellMatrix, Strays

_ORDINAL = re.compile(r"[(（]?[0-9０-９]{1,2}[.、．)）]\s*")
_NUMBER = re.compile(r"[0-9]+(,[0-9]{3})*(\.[0-9]{1,4})?")
_ZERO = re.compile(r"[0０○〇.]+")
_KINDS = ("cell", "left_over", "doubt")
_Record = Mapping[str, Any]
_Group = tuple[list[str], str | None, str | None]
"""Characters of numbers without a cell between them, and the rows of the cells before and behind."""


def mark_strays(matrix: CellMatrix, fact_table: str, elements: pd.DataFrame | None) -> CellMatrix:
    """The matrix with what its reports print beside the form; the same one where they print nothing but zeros."""
    records = _select(elements, fact_table)
    lines = {report: line for line, report in enumerate(matrix.report_ids)}
    has, loose = np.zeros(len(lines), np.bool_), np.zeros(matrix.known.shape, np.bool_)
    rows: dict[int, tuple[tuple[int, ...], ...]] = {}
    for report_id, own in records.items():
        line = lines.get(report_id)
        groups = [] if line is None else list(_list_groups(own))
        if line is None or not any(_is_count(raw) for raws, _, _ in groups for raw in raws):
            continue
        width = max(1, len({r["column_key"] for r in own if r["element"] == "cell"}))
        has[line] = True
        rows[line] = tuple(row for raws, _, _ in groups for row in _cut(raws, width))
        touched = _list_touched(groups, width)
        loose[line] = [cell.partition("|")[0] in touched for cell in matrix.index]
    return replace(matrix, strays=Strays(has, loose, rows)) if has.any() else matrix


def _select(elements: pd.DataFrame | None, fact_table: str) -> Mapping[str, Sequence[_Record]]:
    """Cells, doubts and left-over numbers of a table in the reports that have any of the last, in the order of the text."""
    if elements is None or not len(elements):
        return {}
    is_own = elements["table"] == fact_table
    with_strays = elements.loc[is_own & (elements["element"] == "left_over"), "report_id"].unique()
    if not len(with_strays):
        return {}
    is_own &= (
        elements["report_id"].isin(with_strays) & elements["source_start"].notna() & elements["element"].isin(_KINDS)
    )
    names = ["element", "row_key", "column_key", "value_status", "raw_text", "source_start", "source_end"]
    own = elements.loc[is_own, ["report_id", *names]].sort_values("source_start", kind="stable")
    return {report: records for (report,), records in group_records(own, ["report_id"], names).items()}


def _list_groups(records: Sequence[_Record]) -> Iterator[_Group]:
    """Numbers that follow each other, with the rows of the cells before and behind; those of cells in doubt are the form's."""
    told = [
        (r["source_start"], r["source_end"])
        for r in records
        if r["element"] == "doubt" or (r["element"] == "cell" and r["value_status"] == "unreadable")
    ]
    before: str | None = None
    raws: list[str] = []
    for record in records:
        if record["element"] == "cell":
            if raws:
                yield raws, before, str(record["row_key"])
            before, raws = str(record["row_key"]), []
        elif record["element"] == "left_over" and not any(
            a <= record["source_start"] and record["source_end"] <= b for a, b in told
        ):
            raws = [*raws, str(record["raw_text"])]
    if raws:
        yield raws, before, None


def _is_count(raw: str) -> bool:
    """Whether characters are a number other than zero, and no ordinal of a row."""
    text = raw.strip()
    return not _ORDINAL.fullmatch(text) and not _ZERO.fullmatch(text)


def _cut(raws: Sequence[str], width: int) -> Iterator[tuple[int, ...]]:
    """Whole rows of numbers, ten-thousandths."""
    numbers = [raw.strip() for raw in raws if not _ORDINAL.fullmatch(raw.strip())]
    if len(numbers) % width == 0 and all(_NUMBER.fullmatch(number) for number in numbers):
        scaled = [int(Decimal(number.replace(",", "")) * SCALE) for number in numbers]
        yield from (tuple(scaled[at : at + width]) for at in range(0, len(scaled), width))


def _list_touched(groups: Sequence[_Group], width: int) -> set[str]:
    """Rows that a number stands in, or beside where it is no whole row by itself."""
    touched: set[str] = set()
    for raws, before, behind in groups:
        counted = [raw for raw in raws if not _ORDINAL.fullmatch(raw.strip())]
        is_inside = before == behind
        if any(map(_is_count, counted)) and (is_inside or len(counted) % width):
            touched |= {row for row in (before, behind) if row is not None}
    return touched
