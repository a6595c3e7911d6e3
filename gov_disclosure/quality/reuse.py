"""How much of its own text each report shares with the report of the same body for the year before.

Belongs here: the rows of `fact_text_reuse`. Does not belong here: what counts as own text and as shared (`running_text.py`), which
reports are of one body (`bodies.py`), and what may be concluded: the law gives all reports the same parts, so that like texts are
no misconduct by themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from gov_disclosure.frames.arrow import build_table, list_records
from gov_disclosure.frames.facts import REPORT_COLUMNS
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.bodies import NOBODY
from gov_disclosure.quality.comparison import Years
from gov_disclosure.quality.running_text import RunningText, count_shared

TABLE = "fact_text_reuse"


Texts = Mapping[str, RunningText]
"""By report."""


def list_compared(years: Years) -> tuple[Sequence[str], Sequence[str]]:
    """Reports of a year whose text is needed, for itself or for the year after, and those of the year before that they follow."""
    joined = years.predecessors != NOBODY
    if not joined.any():
        return (), ()
    own = years.own.reports["report_id"].to_numpy()[joined | (years.followers != NOBODY)]
    return own.tolist(), years.before.reports["report_id"].to_numpy()[years.predecessors[joined]].tolist()


def compare_texts(years: Years, own: Texts, before: Texts) -> pa.Table:
    """Rows for the reports of a year whose body has one for the year before.

    Args:
        years: the reports, and who is who.
        own, before: the running texts of those that `list_compared` names.
    """
    return build_table(TABLES[TABLE], _list_rows(years, own, before))


def _list_rows(years: Years, own: Texts, before: Texts) -> Iterator[tuple[Any, ...]]:
    lines = np.flatnonzero(years.predecessors != NOBODY)
    if not len(lines):
        return
    reports = list_records(years.own.reports[list(REPORT_COLUMNS)].iloc[lines])
    others = list_records(years.before.reports[["report_id", "report_year"]].iloc[years.predecessors[lines]])
    for report, other in zip(reports, others, strict=True):
        text, past = own[report["report_id"]], before[other["report_id"]]
        yield (*report.values(), *other.values(), text.length, count_shared(text, past), past.length)
