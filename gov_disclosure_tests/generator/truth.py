"""What a reader should find in a generated document, and the comparison with what it did find.

Belongs here: the truth, its line of JSON, and the judgement. The truth is about the printed document, not about the
numbers that were drawn: a number that the damage has made undecidable is no longer something to be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

REPORTED: Final = "reported"
"""The text decides the number."""
BLANK: Final = "blank"
DASH: Final = "dash"
NOT_APPLICABLE: Final = "not_applicable"
ABSENT: Final = "absent"
"""The cell is not in the document."""
UNDECIDABLE: Final = "undecidable"
"""Something is printed; the text leaves more than one number open. A reader must give none."""
EITHER: Final = "either"
"""A reader may give the number or none: careful readers differ. Any other number is wrong."""

STATUSES: Final = (REPORTED, BLANK, DASH, NOT_APPLICABLE, ABSENT, UNDECIDABLE, EITHER)


@dataclass(frozen=True, slots=True)
class CellTruth:
    """One cell. `value` is the number to read; `drawn` is the number behind a cell that has none to read."""

    status: str
    value: Decimal | None = None
    drawn: Decimal | None = None
    printed: str = ""

    def in_doubt(self, status: str) -> CellTruth:
        """The same cell after a damage that leaves its number open (or, for `EITHER`, hard to be sure of)."""
        if self.status not in (REPORTED, EITHER):
            return self
        return CellTruth(status, self.value if status == EITHER else None, self.value, self.printed)

    def gone(self) -> CellTruth:
        """The same cell, no longer in the document."""
        return CellTruth(ABSENT, None, self.value if self.value is not None else self.drawn, "")


@dataclass(frozen=True, slots=True)
class FigureTruth:
    """A figure of the running text; `sure` is off where a cut has damaged its paragraph."""

    indicator: str
    value: Decimal
    year: int
    sure: bool = True


@dataclass(slots=True)
class Truth:
    """Everything that is known about one generated document."""

    form: str | None
    report_year: int | None
    region_code: str | None
    issuer: str | None
    issuer_kind: str | None
    refused: str | None = None
    cells: dict[str, CellTruth] = field(default_factory=dict)
    figures: list[FigureTruth] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where the number of each cell stands in the characters of a text or a page; kept for those who damage it further."""
    prose: str = ""
    """Everything but headings and tables, a paragraph a line, as it was written: before any damage."""

    def to_json(self) -> dict[str, Any]:
        """A record that `json.dumps` takes; `cells` holds number or null, as the gold files do."""
        return {
            "is_report": self.refused is None,
            "refused": self.refused,
            "form": self.form,
            "report_year": self.report_year,
            "region_code": self.region_code,
            "issuer": self.issuer,
            "issuer_kind": self.issuer_kind,
            "cells": {key: _number(cell.value) for key, cell in self.cells.items()},
            "status": {key: cell.status for key, cell in self.cells.items() if cell.status != REPORTED},
            "narrative": {f.indicator: _number(f.value) for f in self.figures if f.year == self.report_year and f.sure},
            "figures": [[f.indicator, _number(f.value), f.year, f.sure] for f in self.figures],
            "sections": self.sections,
            "contradictions": self.contradictions,
        }


def judge_cells(truth: Truth, found: Mapping[str, Decimal | float | int | None]) -> tuple[Counter[str], list[str]]:
    """Count how numbers found (None: no number) compare with the truth, and list what is wrong or missing.

    `right`, `missing` and `WRONG` as usual; `guessed`: the number drawn, given where the text does not decide it;
    `abstained`: no number where none or any was acceptable.
    """
    counts: Counter[str] = Counter()
    notes: list[str] = []
    for key in truth.cells.keys() | found.keys():
        cell = truth.cells.get(key, CellTruth(ABSENT))
        verdict = _judge(cell, found.get(key))
        counts[verdict] += 1
        if verdict in ("WRONG", "missing", "guessed"):
            notes.append(f"{verdict} {key}: {found.get(key)}, truth {cell.status} {cell.value} {cell.printed!r}")
    return counts, sorted(notes)


def judge_figures(
    truth: Truth, found: list[tuple[str, Decimal, bool]], closed: frozenset[str]
) -> tuple[Counter[str], list[str]]:
    """Compare figures found, as (indicator, value, is about the report year), with the truth; `closed`: indicators judged."""
    year = truth.report_year
    wanted = Counter((f.indicator, f.value, f.year == year) for f in truth.figures if f.sure)
    allowed = {(f.indicator, f.value, f.year == year) for f in truth.figures}
    have = Counter((i, Decimal(v), current) for i, v, current in found if i in closed)
    missing = [key for key in wanted if key not in have]
    wrong = [key for key in have if key not in allowed]
    counts = Counter(right=len(wanted) - len(missing), missing=len(missing), WRONG=len(wrong))
    return counts, [f"missing {m}" for m in missing] + [f"WRONG {w}" for w in wrong]


def _judge(cell: CellTruth, found: Decimal | float | int | None) -> str:
    if cell.status == REPORTED:
        return "missing" if found is None else "right" if _same(found, cell.value) else "WRONG"
    if found is None:
        return "abstained" if cell.status in (UNDECIDABLE, EITHER) else "right"
    if cell.status == EITHER:
        return "right" if _same(found, cell.value) else "WRONG"
    return "guessed" if cell.status == UNDECIDABLE and _same(found, cell.drawn) else "WRONG"


def _same(found: Decimal | float | int, value: Decimal | None) -> bool:
    return value is not None and abs(Decimal(str(found)) - value) < Decimal("0.00005")


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
