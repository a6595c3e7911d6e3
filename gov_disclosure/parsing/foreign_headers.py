"""Blocks whose header is that of another form: what stands below it counts something else.

Belongs here: which rows stand below a header with column labels that only another generation prints. Does not belong here:
the columns of a right header (`printed_rows.py`). A clerk who copies a block of last year's form into this year's leaves
本年新制作数量 above the numbers where the form of the text has 本年制发件数: no cell below has a column that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gov_disclosure.parsing.extents import Extent
from gov_disclosure.parsing.rows import PrintedRow
from gov_disclosure.parsing.skeleton import Skeleton, label_core
from gov_disclosure.vocabulary.forms import FORMS_WITH_TABLES, FormTable, form_table


def find_foreign_rows(
    skeleton: Skeleton, layout: FormTable, extent: Extent, rows: Sequence[PrintedRow]
) -> Iterator[str]:
    """Keys of the rows of every block whose header prints a column that this form does not have.

    The header of a block stands between its title, or the row before, and its first row.
    """
    foreign = _foreign_labels(layout.form, layout.key)
    marks = _find_all(foreign, skeleton, extent)
    if not marks:
        return
    titles = _find_all(_titles(layout.form, layout.key), skeleton, extent)
    parents: set[str] = set()
    before = extent.start
    for row in rows:
        above = [mark for mark in marks if before <= mark < row.label.start]
        title = max((title for title in titles if title < row.label.start), default=before)
        if any(mark > title for mark in above):
            parents |= {r.parent for r in row.rows}
        before = row.label.end
        yield from (r.key for r in row.rows if r.parent in parents)


def _find_all(pattern: re.Pattern[str] | None, skeleton: Skeleton, extent: Extent) -> list[int]:
    if pattern is None:
        return []
    found = pattern.finditer(skeleton.text, skeleton.index(extent.start), skeleton.index(extent.end))
    return [skeleton.span(*match.span())[0] for match in found]


@cache
def _foreign_labels(form: str, table: str) -> re.Pattern[str] | None:
    """Columns of the same table in other generations, without those whose label is, or holds, one of this form's."""
    own = _column_cores(form, table)
    others = {core for other in FORMS_WITH_TABLES for core in _column_cores(other, table)} - own
    foreign = sorted((core for core in others if not any(o in core for o in own)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, foreign))) if foreign else None


@cache
def _titles(form: str, table: str) -> re.Pattern[str] | None:
    layout = form_table(form, table)
    titles = [label_core(row.label) for row in layout.rows if row.kind == "title"] if layout else []
    return re.compile("|".join(map(re.escape, titles))) if titles else None


def _column_cores(form: str, table: str) -> set[str]:
    layout = form_table(form, table)
    return {label_core(label) for c in layout.columns for label in (c.label, *c.variants)} if layout else set()
