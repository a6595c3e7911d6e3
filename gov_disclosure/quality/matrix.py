"""The cells of many reports as one array, so that a rule is checked for all of them at once.

Numbers are whole numbers of ten-thousandths, exact up to the last decimal of the contract; floats would not be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

SCALE = 10_000
MATRIX_COLUMNS = ("report_id", "report_year", "value", "value_status", "precision")
"""Columns of a fact table that a matrix is made from, beside the keys of its cells."""

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Strays:
    """Numbers that tables print beside the cells of the form, for reports that print any but zeros.

    Attributes:
        has: (reports), whether a table has any.
        loose: (reports, cells), whether the row of a cell has one.
        rows: whole rows of them by report, ten-thousandths.
    """

    has: Bools
    loose: Bools
    rows: Mapping[int, tuple[tuple[int, ...], ...]]


@dataclass(frozen=True, slots=True)
class CellMatrix:
    """Cells of the reports of one form in one table.

    Attributes:
        report_ids: one a line, in order.
        index: column of the arrays by cell, `row|column`.
        values: (reports, cells), ten-thousandths; 0 where not known.
        known: (reports, cells), whether a number was reported.
        precision: (reports, cells), half-width of the rounding interval in ten-thousandths.
        status: (reports, cells), the value status; empty where the report has no such row.
        places: line and column of each row of the fact table.
        years: report year, one a line.
        strays: what the tables print beside these cells; None where that is nothing or not known.
    """

    report_ids: list[str]
    index: dict[str, int]
    values: Ints
    known: Bools
    precision: Ints
    status: npt.NDArray[np.str_]
    places: tuple[Ints, Ints]
    years: Ints
    strays: Strays | None = None

    def columns(self, cells: Sequence[str]) -> list[int]:
        """Positions of some cells."""
        return [self.index[cell] for cell in cells]


def build_matrix(fact: pd.DataFrame, keys: Sequence[str]) -> CellMatrix:
    """Matrix of a fact table; its cells are named by `keys`, joined by `|`."""
    names = fact[keys[0]].astype("object")
    for key in keys[1:]:
        names = names + "|" + fact[key].astype("object")
    cell_codes, cells = pd.factorize(names)
    report_codes, reports = pd.factorize(fact["report_id"].astype("object"))
    shape = (len(reports), len(cells))
    values, precision = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    known, status = np.zeros(shape, np.bool_), np.full(shape, "", dtype="<U14")
    at = (report_codes.astype(np.int64), cell_codes.astype(np.int64))
    values[at], precision[at] = scale(fact["value"]), scale(fact["precision"])
    known[at] = fact["value"].notna().to_numpy(np.bool_)
    status[at] = fact["value_status"].to_numpy(dtype="<U14")
    years = np.zeros(len(reports), np.int64)
    years[report_codes] = fact["report_year"].to_numpy(np.int64)
    index = {str(c): i for i, c in enumerate(cells)}
    return CellMatrix([str(r) for r in reports], index, values, known, precision, status, at, years)


def scale(numbers: "pd.Series[float]") -> Ints:
    """Decimals as ten-thousandths, nulls as 0."""
    array = pa.array(numbers)
    filled = pc.fill_null(array, pa.scalar(Decimal(0), array.type))
    wide = pc.multiply(filled.cast(pa.decimal128(23, 4)), pa.scalar(Decimal(SCALE), pa.decimal128(5, 0)))
    return np.asarray(wide.cast(pa.decimal128(38, 0)).cast(pa.int64()), dtype=np.int64)


def unscale(number: int) -> Decimal:
    """A decimal from ten-thousandths."""
    return Decimal(int(number)) / SCALE
