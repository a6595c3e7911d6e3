"""`text_reuse` of a generated corpus, computed a second time from the words that its reports were written with.

Belongs here: what is expected of each region and year, and the comparison. Does not belong here: counting what two texts share
(`quality/texts.py`) and the other indicators (`expected.sql`). Documents of which it is not known what is printed beside the tables
are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from gov_disclosure_tests.analysis.difference import Difference
from gov_disclosure_tests.quality.texts import count_naively

LEAST = 200
Expected = tuple[str, int | None, int | None, float | None, str | None]
"""Status, numerator, denominator, value and flag."""
_NOTHING = (None, None, None, None)


@dataclass(frozen=True)
class Corpus:
    """What was written, and what the package made of it.

    Attributes:
        texts: running text by report; empty for a report whose text is not printed as it was written.
        rows: of `indicator_series`.
        scopes: by report, as the package reads them: reports of two scopes are not of one series.
    """

    texts: Mapping[str, str]
    rows: list[dict[str, Any]]
    scopes: Mapping[str, str]

    @cached_property
    def chosen(self) -> Mapping[tuple[str, int], str]:
        """The report that stands for each area and year."""
        return {(row["area_id"], row["report_year"]): row["report_id"] for row in self.rows if row["report_id"]}

    def expect(self, row: Mapping[str, Any]) -> Expected | None:
        """What a row has to say; None where it cannot be told."""
        own, past = row["report_id"], self.chosen.get((row["area_id"], row["report_year"] - 1))
        if past is None:
            return "no_report_before", *_NOTHING
        if self.scopes[own] != self.scopes[past]:
            return "other_body_before", *_NOTHING
        texts = self.texts[own], self.texts[past]
        return _divide(*texts) if all(texts) else None


def _divide(own: str, past: str) -> Expected:
    if count_naively(past, "")[0] < LEAST:
        return "no_text_before", *_NOTHING
    characters, shared = count_naively(own, past)
    if characters < LEAST:
        return "reported", shared, characters, None, "small" if characters else "zero"
    return "reported", shared, characters, shared / characters, "ok"


def check_reuse(warehouse: Path, texts: pd.DataFrame) -> Difference:
    """Compare the indicator with what is expected of it; what cannot be told counts as lost."""
    corpus = _read(warehouse, texts)
    wrong: list[tuple[Any, ...]] = []
    compared = untold = 0
    for row in corpus.rows:
        expected = corpus.expect(row) if row["report_id"] else (row["panel_status"], *_NOTHING)
        if expected is None:
            untold += 1
            continue
        found = tuple(row[name] for name in ("status", "numerator", "denominator", "value", "flag"))
        compared += 1
        if found != expected:
            wrong.append((row["region_code"], row["report_year"], row["report_id"], found, expected))
    return Difference(compared, wrong[:20], len(wrong), untold, 0)


def _read(warehouse: Path, texts: pd.DataFrame) -> Corpus:
    """A region without a report says why in every indicator: what requests say has been compared already."""
    rows = duckdb.sql(f"""
        SELECT i.region_code, i.report_year, i.area_id, i.report_id, i.status, i.flag, i.value,
               i.numerator::INTEGER AS numerator, i.denominator::INTEGER AS denominator, p.status AS panel_status
        FROM read_parquet('{warehouse}/indicator_series/*.parquet') i
        JOIN read_parquet('{warehouse}/indicator_series/*.parquet') p
            ON (p.region_code, p.report_year, p.indicator) = (i.region_code, i.report_year, 'proactive_total')
        WHERE i.indicator = 'text_reuse'
    """)
    names = rows.columns
    scopes = duckdb.sql(f"""
        SELECT report_id, scope FROM read_parquet('{warehouse}/dim_report/*/*/*.parquet', hive_partitioning = false)
    """).fetchall()
    records = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    return Corpus(dict(zip(texts["report_id"], texts["text"], strict=True)), records, dict(scopes))
