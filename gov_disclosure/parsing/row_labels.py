"""Which printed label named which row of the form, how surely, and which labels named none.

Belongs here: the account of what `tables` decides on the way, for whoever wants to see it. Does not belong here: deciding it
(`alignment`, `printed_rows`). Reading a report does without this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from gov_disclosure.parsing.extents import find_extents
from gov_disclosure.parsing.labels import Label, column_labels, find_labels, row_labels
from gov_disclosure.parsing.printed_rows import SINGLE_LINE, find_printed_rows
from gov_disclosure.parsing.rows import PrintedTable
from gov_disclosure.parsing.sections import parse_sections
from gov_disclosure.parsing.skeleton import Skeleton, label_core, parse_skeleton, simplify
from gov_disclosure.vocabulary.forms import FormTable, form_tables


class Certainty(StrEnum):
    """How a label names its row."""

    SAME = "same"
    """It is the label of the form."""
    VARIANT = "variant"
    """It is another wording of it that is known."""
    BY_PLACE = "by_place"
    """Several rows of the form have this label; the rows around it tell which one it is."""


@dataclass(frozen=True, slots=True)
class RowLabel:
    """The label that named a row: its span in the text."""

    table: str
    row: str
    start: int
    end: int
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class UnusedLabel:
    """A label of a row of the form that stands in its table and named no row: repeated, or out of the form's order."""

    table: str
    start: int
    end: int


def find_row_labels(text: str, form: str) -> tuple[list[RowLabel], list[UnusedLabel]]:
    """Labels of the rows of all tables, those that named a row and those that did not.

    >>> text = "统计指标 单位 统计数\\n主动公开政府信息数 条 9\\n收到申请数 件 3\\n收到申请数 件 3\\n"
    >>> used, unused = find_row_labels(text, "B")
    >>> [(label.row, str(label.certainty)) for label in used], [text[label.start:label.end] for label in unused]
    ([('info_total', 'variant'), ('req_received', 'same')], ['收到申请数'])
    """
    skeleton = parse_skeleton(text)
    extents = {e.table: e for e in find_extents(text, skeleton, form, parse_sections(text, skeleton))}
    used: list[RowLabel] = []
    unused: list[UnusedLabel] = []
    for layout in form_tables(form):
        extent = extents.get(layout.key)
        if extent is None or layout.key == SINGLE_LINE:
            continue  # the values of that one stand on a line without a label
        own = list(_list_used(text, layout, find_printed_rows(text, skeleton, layout, extent)))
        used += own
        unused += _list_unused(text, skeleton, layout, (extent.start, extent.end), {label.start for label in own})
    return used, unused


def _list_used(text: str, layout: FormTable, printed: PrintedTable) -> Iterator[RowLabel]:
    for row in printed.rows:
        start, end = row.label.core_start, row.label.core_end
        form_row = row.rows[0]
        yield RowLabel(layout.key, form_row.key, start, end, _judge(text, row.label, form_row.label))


def _judge(text: str, label: Label, official: str) -> Certainty:
    if len(label.keys) > 1:
        return Certainty.BY_PLACE
    is_same = simplify(label_core(text[label.core_start : label.core_end])) == label_core(official)
    return Certainty.SAME if is_same else Certainty.VARIANT


def _list_unused(
    text: str, skeleton: Skeleton, layout: FormTable, span: tuple[int, int], used: Collection[int]
) -> Iterator[UnusedLabel]:
    """Labels of rows with cells; a title, or a column that reads like a row, is no loss."""
    columns = {label.core_start for label in find_labels(text, skeleton, column_labels(layout.form, layout.key), span)}
    for label in find_labels(text, skeleton, row_labels(layout.form, layout.key), span):
        has_cells = any(layout.rows[key].kind == "data" for key in label.keys)
        if has_cells and label.core_start not in columns and label.core_start not in used:
            yield UnusedLabel(layout.key, label.core_start, label.core_end)
