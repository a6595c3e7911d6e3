"""What the parser left in doubt in a table: numbers that ran together, copies that disagree, titles of
another year, numbers that no cell has.

Belongs here: the findings for `doubt` and `left_over` rows of `report_element`. Does not belong here: cells without a number
as such, which are counted by status (`blanks.py`).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from gov_disclosure.frames.arrow import list_records
from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.parsing.doubts import COPIED, GLUED
from gov_disclosure.parsing.glue import MOST_READINGS
from gov_disclosure.parsing.table_years import OTHER_YEAR
from gov_disclosure.vocabulary.findings import (
    EXTRACTION,
    INFO,
    MESSAGES,
    TABLE_NAMES,
    UNDECIDED,
    WARNING,
    Finding,
)
from gov_disclosure.vocabulary.forms import cell_label

ELEMENTS = "report_element"
LEFT_OVER = "table.left_over"
SHOWN = 5
"""Examples that a message names."""
HEAVY_SHARE = 0.1
"""Share of the numbers of a table from which those left over are more than a page number or a stray row."""
LONGEST_OBSERVED = 14
"""Digits that the column `observed` holds before the point."""
# readings that remain → words; more than one are counted
_READINGS = {
    None: (
        f"读法多于 {MOST_READINGS} 种或无法穷举",
        f"there are more than {MOST_READINGS} readings, or too many to try",
    ),
    0: ("没有一种读法使合计成立", "no reading keeps the sums of the row"),
    1: ("各栏均有数字时有 1 种读法，若有空白则不止", "one reading remains if no cell is blank, and more if one is"),
}

_Row = Mapping[Any, Any]


def check_doubts(elements: pd.DataFrame, forms: Mapping[str, str]) -> Iterator[Finding]:
    """Findings for the doubts of some reports; `forms` by report."""
    kinds = elements["element"]
    doubts, left_over = elements[kinds == "doubt"], elements[kinds == "left_over"]
    if not len(doubts) and not len(left_over):
        return
    cells = elements[(kinds == "cell") & elements["table"].isin(CELL_KEYS)]
    open_cells = cells[cells["value_status"] == "unreadable"]
    yield from _check_glued(doubts[doubts["note"] == GLUED], open_cells, forms)
    yield from _check_copies(doubts[doubts["note"] == COPIED], open_cells, forms)
    yield from _check_years(doubts[doubts["note"] == OTHER_YEAR])
    yield from _check_left_over(left_over, cells)


def _check_glued(doubts: pd.DataFrame, cells: pd.DataFrame, forms: Mapping[str, str]) -> Iterator[Finding]:
    """One for each row: how many readings of its digits remain."""
    place = ["report_id", "table", "source_start", "source_end"]
    names = cells.assign(cell=_name_cells(cells)).groupby(place, sort=False)["cell"].agg(tuple)
    for row in list_records(doubts):
        report_id, table, digits = str(row["report_id"]), str(row["table"]), str(row["raw_text"])
        readings = None if row["value"] is None else int(row["value"])
        zh, en = _READINGS.get(readings) or (f"有 {readings} 种读法", f"{readings} readings remain")
        words = {**_label(forms[report_id], table, str(row["row_key"])), "digits": digits, "zh": zh, "en": en}
        observed = Decimal(digits) if digits.isdecimal() and len(digits) <= LONGEST_OBSERVED else None
        found = names.get(tuple(row[name] for name in place), ())
        yield _finding(GLUED, WARNING, (report_id, table), tuple(found), words, observed)


def _check_copies(doubts: pd.DataFrame, cells: pd.DataFrame, forms: Mapping[str, str]) -> Iterator[Finding]:
    """One for each table: which cells its two copies print differently."""
    keys = ["report_id", "table", "row_key", "column_key"]
    pairs = doubts.merge(cells[[*keys, "raw_text"]], on=keys, suffixes=("_again", ""))
    pairs = pairs.assign(cell=_name_cells(pairs))
    for (report_id, table), rows in pairs.groupby(["report_id", "table"], sort=False):
        layout = TABLE_OF_FACT[str(table)]
        shown = [
            (cell_label(forms[str(report_id)], layout, cell), first, again)
            for cell, first, again in zip(rows["cell"], rows["raw_text"], rows["raw_text_again"], strict=True)
        ][:SHOWN]
        words = {
            **_name(str(table)),
            "count": str(len(rows)),
            "zh": ";".join(f"{label}:{first} / {again}" for label, first, again in shown),
            "en": "; ".join(f"{first} / {again}" for _, first, again in shown),
        }
        yield _finding(COPIED, WARNING, (str(report_id), str(table)), tuple(rows["cell"]), words)


def _check_years(doubts: pd.DataFrame) -> Iterator[Finding]:
    """One for each table whose title names another year."""
    for row in list_records(doubts):
        report_id, table, title = str(row["report_id"]), str(row["table"]), " ".join(str(row["raw_text"]).split())
        words = {**_name(table), "title": title, "year": str(int(row["value"]))}
        yield _finding(OTHER_YEAR, WARNING, (report_id, table), (), words)


def _check_left_over(numbers: pd.DataFrame, cells: pd.DataFrame) -> Iterator[Finding]:
    """One for each table in which numbers belong to no cell."""
    read = cells[cells["value"].notna()].groupby(["report_id", "table"]).size().to_dict()
    for (report_id, table), rows in numbers.groupby(["report_id", "table"], sort=False):
        share = len(rows) / (len(rows) + read.get((report_id, table), 0))
        examples = ", ".join(rows["raw_text"].head(SHOWN))
        words = {**_name(str(table)), "count": str(len(rows)), "examples": examples}
        severity = WARNING if share >= HEAVY_SHARE else INFO
        yield _finding(LEFT_OVER, severity, (str(report_id), str(table)), (), words)


def _finding(
    rule: str,
    severity: str,
    where: tuple[str, str],
    cells: tuple[str, ...],
    words: Mapping[str, str],
    observed: Decimal | None = None,
) -> Finding:
    message = MESSAGES[rule]
    verdict = UNDECIDED if rule in (COPIED, OTHER_YEAR) else EXTRACTION
    zh, en = message.zh.format(**words), message.en.format(**words)
    return Finding(where[0], rule, severity, verdict, where[1], cells, zh, en, observed)


def _name_cells(cells: pd.DataFrame) -> "pd.Series[str]":
    """`row|column`, and the row alone in the table that has one column."""
    names = cells["row_key"].astype("object")
    single = cells["table"].map(lambda table: len(CELL_KEYS[table]) == 1).astype("bool")
    return names.where(single, names + "|" + cells["column_key"].astype("object"))


def _name(table: str) -> dict[str, str]:
    zh, en = TABLE_NAMES[table]
    return {"table_zh": zh, "table_en": en}


def _label(form: str, table: str, row: str) -> dict[str, str]:
    layout = TABLE_OF_FACT[table]
    return {**_name(table), "row_zh": cell_label(form, layout, row), "row_en": cell_label(form, layout, row, "en")}
