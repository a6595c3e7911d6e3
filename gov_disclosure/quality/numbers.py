"""All numbers of the reports of one region and year as one array, so that reports are compared with each other.

Belongs here: the array, a line per report and a column per cell of any form, and the places of the numbers in the texts.
Does not belong here: comparing. About 8 kB a report: the largest partitions, of some thousand reports, take tens of
megabytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from gov_disclosure.frames.elements import FACT_OF_TABLE
from gov_disclosure.frames.facts import CELL_KEYS, REPORT_COLUMNS
from gov_disclosure.quality.matrix import Bools, Ints, scale
from gov_disclosure.vocabulary.forms import FORMS_WITH_TABLES, form_tables
from gov_disclosure.vocabulary.indicators import UNLISTED, list_narrative_indicators
from gov_disclosure.vocabulary.seams import FIGURES

FIGURE_TABLE = "fact_narrative_figure"
COMPARED_TABLES = (*CELL_KEYS, FIGURE_TABLE)
FACT_OF_LAYOUT = {**FACT_OF_TABLE, FIGURES: FIGURE_TABLE}
IDENTITY = (*REPORT_COLUMNS, "body_key", "source_file", "text_sha256")
NEEDED = ("report_id", "value", "precision", "source_start", "source_end")
"""Columns of a fact table that are read, beside its keys."""

Cell = tuple[str, str]
"""Fact table, and `row|column` in it (one key alone in the tables that have one)."""
Spans = npt.NDArray[np.int32]
NO_SPAN = -1


@cache
def index_cells() -> Mapping[Cell, int]:
    """Every cell of every form and every closed indicator of the text, with its column."""
    return {cell: place for place, cell in enumerate(dict.fromkeys(_list_cells()))}


def _list_cells() -> Iterator[Cell]:
    for form in FORMS_WITH_TABLES:
        for table in form_tables(form):
            fact = FACT_OF_TABLE[table.key]
            for row in table.rows:
                for column in table.columns_of(row):
                    yield fact, name_cell(fact, row.key, column.key)
    yield from ((FIGURE_TABLE, i.key) for i in list_narrative_indicators() if i.key != UNLISTED)


def name_cell(fact: str, row: str, column: str) -> str:
    """A cell inside its table."""
    return row if len(CELL_KEYS[fact]) == 1 else f"{row}|{column}"


@cache
def columns_of_table(fact: str) -> tuple[int, ...]:
    """Columns of one fact table."""
    return tuple(place for (table, _), place in index_cells().items() if table == fact)


@cache
def name_column(place: int) -> Cell:
    """The cell of a column."""
    return tuple(index_cells())[place]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of some reports.

    Attributes:
        reports: register columns of each report, `IDENTITY`.
        values: (reports, cells), ten-thousandths; 0 where not known.
        known: (reports, cells), whether one certain number is printed.
        precision: (reports, cells), half-width of the rounding interval in ten-thousandths.
        spans: (reports, cells, 2), characters of the text; -1 where there are none.
    """

    reports: pd.DataFrame
    values: Ints
    known: Bools
    precision: Ints
    spans: Spans

    def __len__(self) -> int:
        return len(self.reports)


def build_numbers(facts: Mapping[str, pd.DataFrame], register: pd.DataFrame) -> Numbers:
    """The numbers of the reports of `register`, in its order, from the fact tables by name."""
    numbers = empty_numbers(register[list(IDENTITY)].reset_index(drop=True))
    lines = pd.Index(numbers.reports["report_id"].astype("object"))
    for table, fact in facts.items():
        rows = fact[fact["value"].notna()]
        _fill(numbers, lines, table, _keep_certain_figures(rows) if table == FIGURE_TABLE else rows)
    return numbers


def empty_numbers(reports: pd.DataFrame) -> Numbers:
    """No number known of some reports."""
    shape = (len(reports), len(index_cells()))
    spans = np.full((*shape, 2), NO_SPAN, np.int32)
    return Numbers(reports, np.zeros(shape, np.int64), np.zeros(shape, np.bool_), np.zeros(shape, np.int64), spans)


def join_numbers(parts: Sequence[Numbers]) -> Numbers:
    """Several as one."""
    return Numbers(
        pd.concat([part.reports for part in parts], ignore_index=True),
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.known for part in parts]),
        np.concatenate([part.precision for part in parts]),
        np.concatenate([part.spans for part in parts]),
    )


def _keep_certain_figures(rows: pd.DataFrame) -> pd.DataFrame:
    """Figures for the report year whose indicator has one value in its report."""
    current = rows[rows["is_current_year"].fillna(False)]
    single = current.groupby(["report_id", "indicator"])["value"].transform("nunique") == 1
    return current[single.to_numpy(np.bool_)].drop_duplicates(["report_id", "indicator"])


def _fill(numbers: Numbers, lines: pd.Index[str], table: str, rows: pd.DataFrame) -> None:
    keys = CELL_KEYS.get(table, ("indicator",))
    names = rows[keys[0]].astype("object")
    for key in keys[1:]:
        names = names + "|" + rows[key].astype("object")
    places = names.map({cell: place for (fact, cell), place in index_cells().items() if fact == table})
    line = lines.get_indexer(pd.Index(rows["report_id"].astype("object")))
    inside = places.notna().to_numpy(np.bool_) & (line >= 0)
    at = (line[inside], places[inside].to_numpy(np.int64))
    numbers.values[at], numbers.precision[at] = scale(rows["value"])[inside], scale(rows["precision"])[inside]
    numbers.known[at] = True
    for side, column in enumerate(("source_start", "source_end")):
        numbers.spans[(*at, side)] = rows[column].fillna(NO_SPAN).to_numpy(np.int32)[inside]
