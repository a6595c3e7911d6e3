"""The reports of one area as a piece of data: what they are, every cell and figure with its characters, what was found.

Belongs here: spelling the rows of the fact tables. Does not belong here: which area a report belongs to, and the texts.

A cell does not carry its characters: `raw_text` is what stands between `source_start` and `source_end` in the text, always.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.columns import VALUE_STATUSES
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.publishing.explorer.areas import letter
from gov_disclosure.publishing.explorer.sources import Source

REPORT = (
    "report_id", "region_code", "region_name", "report_year", "issuer", "issuer_kind", "scope", "form", "title", "published_on",
    "source_file", "source_url", "source_sha256", "media_type", "is_current", "supersedes", "identity_confidence",
    "cells_reported", "cells_blank", "cells_dash", "cells_not_applicable", "cells_unreadable", "cells_absent", "cells_rejected",
    "numbers_left_over",
)  # fmt: skip
VALUE = (
    "value", "value_status", "value_derived", "derivation", "precision", "bound", "unit", "raw_text", "source_start", "source_end",
)  # fmt: skip
FIGURES = "fact_narrative_figure"
FIGURE = ("indicator", "subject_year", "is_current_year", "sentence", *VALUE)
FINDINGS = {
    "fact_finding": (
        "finding_id", "rule", "severity", "verdict", "table", "cell_keys", "observed", "expected", "difference", "suggestion",
        "message_zh", "message_en", "waived_by", "waived_reason",
    ),
    "fact_seam": (
        "finding_id", "rule", "severity", "verdict", "table", "cell_keys", "observed", "expected", "difference", "other_report_id",
        "other_year", "other_issuer", "message_zh", "message_en", "waived_by", "waived_reason",
    ),
}  # fmt: skip
_EXACT = Decimal(10) ** 11
"""From here on a number with four decimals has more digits than a number of JavaScript holds for certain."""

Slices = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table, found by report; those of one report stand together."""

    table: pa.Table
    spans: Mapping[str, tuple[int, int]]

    @classmethod
    def build(cls, table: pa.Table) -> "Rows":
        """Find the reports of a table."""
        if not table.num_rows:
            return cls(table, {})
        table = table.combine_chunks()
        ids = table["report_id"].combine_chunks()
        differs = pc.not_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False)
        starts = np.flatnonzero(np.append(True, differs))
        ends = np.append(starts[1:], len(ids))
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        return cls(table, dict(zip(ids.take(pa.array(starts)).to_pylist(), spans, strict=True)))

    def of(self, report_id: str) -> pa.Table:
        """Rows of one report."""
        start, end = self.spans.get(report_id, (0, 0))
        return self.table.slice(start, end - start)


@dataclass(slots=True)
class Layouts:
    """Lists of keys, each told once: the cells of most reports are those of the form."""

    places: dict[tuple[str, ...], int] = field(default_factory=dict)

    def find(self, keys: Sequence[str]) -> int:
        """Place of a list of keys."""
        return self.places.setdefault(tuple(keys), len(self.places))


@dataclass(frozen=True, slots=True)
class RegionRows:
    """All rows of one province-level division."""

    reports: pa.Table
    cells: Mapping[str, Rows]
    figures: Rows
    findings: Mapping[str, Rows]
    texts: Rows

    def read_texts(self, report_ids: Sequence[str]) -> Mapping[str, str]:
        """Texts of some reports."""
        found = (self.texts.of(report_id)["text"].to_pylist() for report_id in report_ids)
        return {report_id: text[0] for report_id, text in zip(report_ids, found, strict=True) if text}


def read_region_rows(source: Source, region: str) -> RegionRows:
    """Read what the pieces of the areas of a division are made of."""

    def read(table: str, columns: Sequence[str]) -> Rows:
        rows = source.read_region(table, region, ["report_id", *columns])
        if table in FINDINGS:  # which are sorted by finding
            rows = rows.sort_by([("report_id", "ascending"), ("finding_id", "ascending")])
        return Rows.build(rows)

    reports = source.read_region("dim_report", region, REPORT)
    return RegionRows(
        reports.sort_by([("report_year", "ascending"), ("report_id", "ascending")]),
        {table: read(table, [*keys, *VALUE]) for table, keys in CELL_KEYS.items()},
        read(FIGURES, FIGURE),
        {table: read(table, columns) for table, columns in FINDINGS.items()},
        read("report_text", ["text"]),
    )


def build_reports(
    rows: RegionRows, places: Sequence[int], texts: Mapping[str, str], layouts: Layouts
) -> Iterator[Mapping[str, Any]]:
    """The reports at some places of a division's table."""
    for report in rows.reports.take(pa.array(places, pa.int64())).to_pylist():
        report_id = report["report_id"]
        report["published_on"] = report["published_on"] and report["published_on"].isoformat()
        cells = {
            table: spell_cells(found, table, layouts)
            for table in rows.cells
            if len(found := rows.cells[table].of(report_id))
        }
        findings = [
            {"found_in": table, **_spell_row(row)}
            for table, found in rows.findings.items()
            for row in found.of(report_id).drop_columns(["report_id"]).to_pylist()
        ]
        figures = spell_figures(rows.figures.of(report_id), texts.get(report_id, ""))
        yield {**_spell_row(report), "cells": cells, "figures": figures, "findings": findings}


def spell_figures(rows: pa.Table, text: str) -> list[Mapping[str, Any]]:
    """Figures of one report; of a sentence only where it begins and how long it is, if it stands around the figure."""
    return [
        {**_spell_row(row), "sentence": find_sentence(text, row["sentence"], row["source_start"])}
        for row in rows.drop_columns(["report_id", "raw_text"]).to_pylist()
    ]


def find_sentence(text: str, sentence: str, start: int | None) -> list[int] | str:
    """Place and length of a sentence around a character, or the sentence where it is told in other characters.

    >>> find_sentence("共3件。共3件。", "共3件", 5), find_sentence("共 3件", "共3件", 2)
    ([4, 3], '共3件')
    """
    at = -1 if start is None else text.find(sentence, max(0, start - len(sentence)), start + len(sentence) + 1)
    return sentence if at < 0 else [at, len(sentence)]


def _spell_row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is known of a row; nulls are left out."""
    return {name: spell_decimal(value) for name, value in row.items() if value is not None}


def spell_decimal(value: Any) -> Any:
    """A number as JSON has it: as text where JavaScript would round it.

    >>> spell_decimal(Decimal("62.0000")), spell_decimal(Decimal("0.25")), spell_decimal(Decimal("12345678901234.5"))
    (62, 0.25, '12345678901234.5')
    """
    if not isinstance(value, Decimal):
        return value
    if abs(value) >= _EXACT:
        return f"{value.normalize():f}"
    return int(value) if value == value.to_integral_value() else float(value)


def spell_cells(rows: pa.Table, table: str, layouts: Layouts) -> Mapping[str, Any]:
    """The cells of one table of one report, column by column.

    `v` values, `s` a letter for each status, `p` how far behind the end of the one before each begins, `n` its length or -1, `x` by
    place what only some cells have.
    """
    names = [rows[name].to_pylist() for name in CELL_KEYS[table]]
    keys = names[0] if len(names) == 1 else ["|".join(pair) for pair in zip(*names, strict=True)]
    columns = {name: rows[name].to_pylist() for name in VALUE if name != "raw_text"}
    starts, lengths = _spell_spans(columns["source_start"], columns["source_end"])
    return {
        "k": layouts.find(keys),
        "v": [spell_decimal(value) for value in columns["value"]],
        "s": "".join(letter(VALUE_STATUSES, status) for status in columns["value_status"]),
        "p": starts,
        "n": lengths,
        "u": layouts.find([unit or "" for unit in columns["unit"]]),
        "x": _spell_extras(columns),
    }


def _spell_spans(starts: Sequence[int | None], ends: Sequence[int | None]) -> tuple[list[int], list[int]]:
    steps, lengths, before = [], [], 0
    for start, end in zip(starts, ends, strict=True):
        if start is None or end is None:
            steps.append(0)
            lengths.append(-1)
        else:
            steps.append(start - before)
            lengths.append(end - start)
            before = end
    return steps, lengths


_EXTRAS: Mapping[str, Callable[[Any], bool]] = {
    "value_derived": lambda value: value is not None,
    "derivation": lambda value: value is not None,
    "precision": bool,
    "bound": lambda value: value not in (None, "exact"),
}


def _spell_extras(columns: Mapping[str, Sequence[Any]]) -> Mapping[int, Mapping[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for name, is_told in _EXTRAS.items():
        for place, value in enumerate(columns[name]):
            if is_told(value):
                found.setdefault(place, {})[name] = spell_decimal(value)
    return found
