"""Which cells a figure of the prose restates, and whether it can agree with them.

A figure and a sum of cells are intervals: a rounded number (31.2万, 80余) leaves room, and so does a cell without a number as
far as the sums of its table do not decide it. They contradict each other only where the intervals have nothing in common.

Belongs here: the arithmetic of one figure against a table. Does not belong here: what is said about it (`prose.py`), which
cells restate what (`vocabulary/reference/restatements.csv`). Source: how narratives restate the numbers of the tables, as
seen in reports: 受理 may count new requests or those carried in as well, and 答复 may stand for 办结.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.quality.bounds import Bounds, find_bounds
from gov_disclosure.quality.matrix import SCALE, CellMatrix, unscale
from gov_disclosure.vocabulary.forms import read_reference

Cells = tuple[str, ...]
WHOLE = "whole"
"""Scope of the cells that a figure restates by its words; `also` marks those that it regularly stands for as well."""


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure of the prose and the cells of a table whose sum it restates, times `factor` (万元 and 元)."""

    indicator: str
    forms: str
    table: str
    cells: Cells
    scope: str
    severity: str
    factor: int
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Interval:
    """What a number can be; `high` is None where nothing bounds it."""

    low: Decimal
    high: Decimal | None

    def meets(self, other: "Interval") -> bool:
        """Whether some number lies in both."""
        return (self.high is None or other.low <= self.high) and (other.high is None or self.low <= other.high)


@dataclass(slots=True)
class Tables:
    """The tables of some reports, by form and fact table, with what is known of their cells."""

    matrices: Mapping[tuple[str, str], CellMatrix]
    _lines: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    _bounds: dict[tuple[str, str], tuple[Bounds, dict[int, int]]] = field(default_factory=dict)

    def find_line(self, key: tuple[str, str], report_id: str) -> int | None:
        """Line of a report in a table; None where it has none."""
        if key not in self.matrices:
            return None
        if key not in self._lines:
            self._lines[key] = {report: i for i, report in enumerate(self.matrices[key].report_ids)}
        return self._lines[key].get(report_id)

    def is_silent(self, key: tuple[str, str], line: int, cells: Cells) -> bool:
        """Whether none of the cells has a number, or one of them has no place in the table."""
        matrix = self.matrices[key]
        return not set(cells) <= matrix.index.keys() or not matrix.known[line, matrix.columns(cells)].any()

    def add_up(self, key: tuple[str, str], line: int, cells: Cells, factor: int = 1) -> Interval:
        """What the sum of some cells can be; in a larger unit than the text's a number is rounded to its last digit."""
        matrix = self.matrices[key]
        low, high = 0, 0
        is_open = False
        for at in matrix.columns(cells):
            least, most = self._cell(key, line, at)
            if factor > 1 and most is not None and least == most:
                least, most = _round_off(least)
            low, high, is_open = low + least, high + (most or 0), is_open or most is None
        return Interval(unscale(low), None if is_open else unscale(high))

    def _cell(self, key: tuple[str, str], line: int, at: int) -> tuple[int, int | None]:
        matrix = self.matrices[key]
        if matrix.known[line, at]:
            value, precision = int(matrix.values[line, at]), int(matrix.precision[line, at])
            return value - precision, value + precision
        if key not in self._bounds:
            bounds = find_bounds(matrix, key[0], TABLE_OF_FACT[key[1]])
            self._bounds[key] = bounds, {int(report): place for place, report in enumerate(bounds.lines)}
        bounds, places = self._bounds[key]
        place = places.get(line)
        if place is None or bounds.contradicted[place, at]:
            return 0, None
        return int(bounds.low[place, at]), int(bounds.high[place, at]) if bounds.bounded[place, at] else None


def _round_off(number: int) -> tuple[int, int]:
    """What may have been rounded to a number of ten-thousandths other than 0: 0.38 is 0.375 to 0.385."""
    digits = next((d for d in (SCALE, SCALE // 10, SCALE // 100, SCALE // 1000) if number % d == 0), 0)
    half = digits // 2 if number else 0
    return number - half, number + half


@cache
def restatements() -> tuple[Restatement, ...]:
    """All known restatements, from `reference/restatements.csv`."""
    return tuple(
        Restatement(
            r["indicator"], r["forms"], r["table"], tuple(c.strip() for c in r["cells"].split("+")), r["scope"],
            r["severity"], int(r["factor"]), r["label_zh"], r["label_en"],
        )
        for r in read_reference("restatements.csv")
    )  # fmt: skip


@cache
def find_restatements(form: str, indicator: str) -> tuple[Restatement, ...]:
    """What a figure may restate, the scope that its words mean first."""
    return tuple(r for r in restatements() if form in r.forms and r.indicator == indicator)


def state_interval(figure: Mapping[Any, Any]) -> Interval:
    """What a figure says: around the number that is printed, or from it upwards (80余条)."""
    value, precision = Decimal(str(figure["value"])), Decimal(str(figure["precision"]))
    low = value if figure["bound"] == "at_least" else value - precision
    return Interval(low, value + precision)


def scale_down(interval: Interval, factor: int) -> Interval:
    """A stated interval in the unit of the cells."""
    return Interval(interval.low / factor, None if interval.high is None else interval.high / factor)


def find_agreeing(tables: Tables, line: int, rule: Restatement, stated: Interval, form: str) -> Cells | None:
    """Cells whose sum is the figure although its words mean others: one kind of applicant, another row, another group."""
    key = form, rule.table
    for cells in dict.fromkeys(_list_others(tables.matrices[key], rule, form)):
        if not tables.is_silent(key, line, cells):
            total = tables.add_up(key, line, cells)
            if total.low > 0 and total.high is not None and total.meets(stated):
                return cells
    return None


def _list_others(matrix: CellMatrix, rule: Restatement, form: str) -> Iterator[Cells]:
    """The same rows in other columns, then whatever else figures restate in this table."""
    rows, columns = zip(*(cell.partition("|")[::2] for cell in rule.cells), strict=True)
    for column in dict.fromkeys(cell.partition("|")[2] for cell in matrix.index):
        moved = tuple(f"{row}|{column}" for row in rows)
        if column and column not in columns and set(moved) <= matrix.index.keys():
            yield moved
    yield from (r.cells for r in restatements() if form in r.forms and r.table == rule.table and r.cells != rule.cells)
