"""Numbers that are printed clearly and that the cell cannot hold: those below zero, but for 本年增/减.

The fact table keeps such a cell without a value, for nobody can know what was meant; its characters are no matter of doubt,
and the sums of the table are held against what is printed, so that they may tell what the number should have been.

Belongs here: finding them and saying so. Does not belong here: which numbers a cell can hold (`frames/schemas.py`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.quality.identities import spell
from gov_disclosure.quality.matrix import CellMatrix, scale, unscale
from gov_disclosure.vocabulary.findings import ERROR, EXTRACTION, MESSAGES, SOURCE, TABLE_NAMES, Finding
from gov_disclosure.vocabulary.forms import cell_label

RULE = "cells.impossible"
REFUSED = "refused"
"""Status in a matrix of a cell whose number was refused."""
_CLEAR = re.compile(r"[-−－–]?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class RefusedNumber:
    """A number that its cell cannot hold: its place in the matrix, ten-thousandths, and its characters."""

    line: int
    column: int
    number: int
    raw_text: str


def select_suspects(elements: pd.DataFrame | None) -> pd.DataFrame:
    """Cells of `report_element` whose number is below zero; some may be."""
    if elements is None:
        return pd.DataFrame()
    cells = elements[(elements["element"] == "cell") & elements["value"].notna()]
    return cells[scale(cells["value"]) < 0]


def find_refused(matrix: CellMatrix, fact_table: str, suspects: pd.DataFrame) -> tuple[RefusedNumber, ...]:
    """Suspects that the fact table keeps as unreadable."""
    if not len(suspects):
        return ()
    rows = suspects[suspects["table"] == fact_table]
    lines = {report: line for line, report in enumerate(matrix.report_ids)}
    places = zip(rows["report_id"], rows["row_key"], rows["column_key"], strict=True)
    found = []
    for (report, row, column), number, raw in zip(places, scale(rows["value"]), rows["raw_text"], strict=True):
        at = matrix.index.get(f"{row}|{column}", matrix.index.get(str(row)))
        line = lines.get(str(report))
        if at is not None and line is not None and matrix.status[line, at] == "unreadable":
            found.append(RefusedNumber(line, at, int(number), str(raw)))
    return tuple(found)


def mark_refused(matrix: CellMatrix, refused: Sequence[RefusedNumber]) -> CellMatrix:
    """The matrix with these cells told apart from those that could not be read."""
    if not refused:
        return matrix
    status = matrix.status.copy()
    status[_places(refused)] = REFUSED
    return replace(matrix, status=status)


def restore_refused(matrix: CellMatrix, refused: Sequence[RefusedNumber]) -> CellMatrix:
    """The matrix with the numbers as they are printed."""
    if not refused:
        return matrix
    values, known = matrix.values.copy(), matrix.known.copy()
    values[_places(refused)] = [cell.number for cell in refused]
    known[_places(refused)] = True
    return replace(matrix, values=values, known=known)


def check_refused(
    matrix: CellMatrix, form: str, fact_table: str, refused: Sequence[RefusedNumber]
) -> Iterator[Finding]:
    """One finding for each of these cells: the characters are clear, so that the mistake is the report's own."""
    cells = tuple(matrix.index)
    names = dict(zip(("table_zh", "table_en"), TABLE_NAMES[fact_table], strict=True))
    for number in refused:
        cell = cells[number.column]
        labels = (cell_label(form, TABLE_OF_FACT[fact_table], cell, language) for language in ("zh", "en"))
        words = names | dict(zip(("cell_zh", "cell_en"), labels, strict=True))
        words["number"] = spell(unscale(number.number))
        verdict = SOURCE if _CLEAR.fullmatch(number.raw_text) else EXTRACTION
        yield Finding(
            matrix.report_ids[number.line], RULE, ERROR, verdict, fact_table, (cell,),
            MESSAGES[RULE].zh.format(**words), MESSAGES[RULE].en.format(**words), unscale(number.number),
        )  # fmt: skip


def _places(refused: Sequence[RefusedNumber]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([cell.line for cell in refused]), np.array([cell.column for cell in refused])
