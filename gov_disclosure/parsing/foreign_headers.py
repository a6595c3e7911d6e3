"""Blocks whose header is that of another form, or names another measure: what stands below it counts something else.

Belongs here: which rows stand below a header with column labels that only another generation or another block prints, or
with one that no form does. Does not belong here: the columns of a right header (`printed_rows.py`). A clerk who copies a
block of last year's form into this year's leaves 本年新制作数量 above the numbers where the form of the text has 本年制发件数:
no cell below has a column that is known. 本年受理数量 above 行政许可 counts no decisions either. Cut or damaged headers
(本年新, 处理决定) name nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from gov_disclosure.parsing.extents import Extent
from gov_disclosure.parsing.rows import PrintedRow
from gov_disclosure.parsing.skeleton import Skeleton, label_core, parse_skeleton
from gov_disclosure.vocabulary.forms import FORMS_WITH_TABLES, FormTable, form_table

_OF_ANY_FORM = "去年|往年|受理|事项数|申请|办件|次数|人次|笔数|比例|占比|收费项目|收费件数"
_OTHER_MEASURES = {
    "C": re.compile(f"{_OF_ANY_FORM}|上一?年度?的?(?:本年)?处理决定|(?:本年度?|现有)项目|本年度?(?:新增|取消|减少)"),
    "D": re.compile(f"{_OF_ANY_FORM}|上一?年|项目"),
}
"""Words of the header of a block of 表二, on the skeleton, that name what the form does not ask for there."""
_TABLE = "proactive"
_HEADER = re.compile(r"信\s*息\s*内\s*容|第\s*二\s*十\s*条\s*第\s*[(（]?\s*.\s*[)）]?\s*项")
_HEADER_NOTE = re.compile(r"[(（][^()（）|｜\t]*(?:[)）]|$)")
_DIGIT = re.compile(r"[0-9０-９]")
LONGEST_HEADER = 400
"""Characters of the header of a block, notes and borders among them."""


def find_other_measures(text: str, layout: FormTable, extent: Extent, rows: Sequence[PrintedRow]) -> Iterator[str]:
    """Keys of the rows of every block of 表二 whose header names another measure, or columns of another block alone."""
    if layout.key != _TABLE or layout.form not in _OTHER_MEASURES:
        return
    parents: set[str] = set()
    before = extent.start
    for row in rows:
        header = _read_header(text[max(before, row.label.start - LONGEST_HEADER) : row.label.start])
        if header and (_OTHER_MEASURES[layout.form].search(header) or _is_of_other_block(header, layout, row)):
            parents |= {r.parent for r in row.rows}
        before = row.label.end
        yield from (r.key for r in row.rows if r.parent in parents)


def _read_header(text: str) -> str:
    """Skeleton of the last header of a block in a text, up to the first row; without the notes of its columns."""
    marks = list(_HEADER.finditer(text))
    if not marks:
        return ""
    header = _HEADER_NOTE.sub("", _HEADER_NOTE.sub("", text[marks[-1].end() :]))
    return parse_skeleton(_DIGIT.split(header, maxsplit=1)[0]).text


def _is_of_other_block(header: str, layout: FormTable, row: PrintedRow) -> bool:
    """Whether a header prints columns of the table, and none of those of the row."""
    labels, keys = _own_labels(layout.form, layout.key)
    shown = {key for label in labels.findall(header) for key in keys[label]}
    asked = {column.key for form_row in row.rows for column in layout.columns_of(form_row)}
    return bool(shown) and not shown & asked


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
def _own_labels(form: str, table: str) -> tuple[re.Pattern[str], Mapping[str, frozenset[str]]]:
    """Labels of the columns of a table, and the columns that print each of them."""
    layout = form_table(form, table)
    keys: dict[str, frozenset[str]] = {}
    for column in layout.columns if layout else ():
        for label in (column.label, *column.variants):
            core = label_core(_HEADER_NOTE.sub("", label))
            keys[core] = keys.get(core, frozenset()) | {column.key}
    return re.compile("|".join(map(re.escape, sorted(keys, key=len, reverse=True)))), keys


@cache
def _titles(form: str, table: str) -> re.Pattern[str] | None:
    layout = form_table(form, table)
    titles = [label_core(row.label) for row in layout.rows if row.kind == "title"] if layout else []
    return re.compile("|".join(map(re.escape, titles))) if titles else None


def _column_cores(form: str, table: str) -> set[str]:
    layout = form_table(form, table)
    return {label_core(label) for c in layout.columns for label in (c.label, *c.variants)} if layout else set()
