"""The tables of an explanation: rows and columns of the form, each with what was read for it and from where.

Belongs here: from rows of the warehouse and the labels that were found to tables as a reader knows them. Does not belong
here: the rest of an explanation (`explain.py`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gov_disclosure.frames.elements import FACT_OF_TABLE
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.parsing.row_labels import RowLabel, UnusedLabel, find_row_labels
from gov_disclosure.quality.identities import spell
from gov_disclosure.steps.explain_rows import WarehouseRows
from gov_disclosure.steps.explanation import Block, Excerpt, ExplainedCell, ExplainedRow, ExplainedTable
from gov_disclosure.vocabulary.findings import TABLE_NAMES
from gov_disclosure.vocabulary.forms import FormColumn, FormRow, FormTable, cell_label, form_tables
from gov_disclosure.vocabulary.values import Bound

Record = Mapping[str, Any]
_READINGS = re.compile(r"(.*) \((\d+) readings\)", re.S)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What was read of a table: labels printed and found by row, cells and doubts by key."""

    printed: Mapping[str, str]
    labels: Mapping[str, RowLabel]
    cells: Mapping[str, Record]
    doubts: Mapping[str, str]


def explain_tables(rows: WarehouseRows) -> Iterator[ExplainedTable]:
    """Every table of the form of a report."""
    form = rows.register["form"]
    used, unused = find_row_labels(rows.text, form)
    for layout in form_tables(form):
        fact = FACT_OF_TABLE[layout.key]
        own = [e for e in rows.elements if e["table"] == fact]
        read = ReadTable(
            {e["row_key"]: _spell_label(e["note"]) for e in own if e["element"] == "cell" and e["note"]},
            {label.row: label for label in used if label.table == layout.key},
            {"|".join(r[key] for key in CELL_KEYS[fact]): r for r in rows.facts[fact]},
            {r["keys"]: r["reason"] for r in rows.rejected if r["table"] == fact},
        )
        yield ExplainedTable(
            TABLE_NAMES[fact][0],
            tuple(_explain_block(layout, block, read) for block in _split_blocks(layout, read.cells)),
            tuple(explain_left_over(rows.text, e) for e in own if e["element"] == "left_over"),
            tuple(_explain_unused(rows.text, label) for label in unused if label.table == layout.key),
        )


def _split_blocks(layout: FormTable, cells: Mapping[str, Record]) -> list[list[FormRow]]:
    """Rows with the same columns together, titles with the rows below them; local extra rows only where printed."""
    blocks: list[list[FormRow]] = []
    titles: list[FormRow] = []
    columns: tuple[FormColumn, ...] = ()
    for row in layout.rows:
        own = layout.columns_of(row)
        if not own:
            titles.append(row)
        elif row.kind == "data" or any(_cell_key(layout, row, column) in cells for column in own):
            if own != columns:
                blocks.append([])
            blocks[-1] += [*titles, row]
            titles, columns = [], own
    return blocks


def _cell_key(layout: FormTable, row: FormRow, column: FormColumn) -> str:
    return row.key if layout.key == "statistics" else f"{row.key}|{column.key}"


def _explain_block(layout: FormTable, rows: list[FormRow], read: ReadTable) -> Block:
    columns = next(layout.columns_of(row) for row in rows if layout.columns_of(row))
    return Block(tuple(column.label for column in columns), tuple(_explain_row(layout, row, read) for row in rows))


def _explain_row(layout: FormTable, row: FormRow, read: ReadTable) -> ExplainedRow:
    label = read.labels.get(row.key)
    span, certainty = ((label.start, label.end), label.certainty.value) if label else (None, "")
    cells = tuple(_list_cells(layout, row, read))
    return ExplainedRow(row.ordinal, row.label, read.printed.get(row.key, ""), cells, span, certainty)


def _list_cells(layout: FormTable, row: FormRow, read: ReadTable) -> Iterator[ExplainedCell]:
    for column in layout.columns_of(row):
        key = _cell_key(layout, row, column)
        name = cell_label(layout.form, layout.key, key)
        yield _explain_cell(f"{FACT_OF_TABLE[layout.key]}:{key}", name, read.cells.get(key), read.doubts.get(key, ""))


def _explain_cell(key: str, name: str, cell: Record | None, doubt: str) -> ExplainedCell:
    if cell is None:
        return ExplainedCell(key, name, "absent", "", None, None, doubt=doubt)
    derived = "" if cell["value_derived"] is None else f"{spell(cell['value_derived'])}（{cell['derivation']}）"
    span = None if cell["source_start"] is None else (cell["source_start"], cell["source_end"])
    return ExplainedCell(
        key, name, cell["value_status"], spell_value(cell), cell["raw_text"], span, derived, doubt
    )  # fmt: skip


def spell_value(row: Record) -> str:
    """The number as read: 585313 万元, 312000 ± 500, of 300余 300 至 400."""
    if row["value"] is None:
        return ""
    is_least = row["bound"] == Bound.AT_LEAST
    most = f" 至 {spell(row['value'] + row['precision'])}" if is_least else f" ± {spell(row['precision'])}"
    rounding = most if row["precision"] else ""
    unit = f" {row['unit']}" if row["unit"] in ("元", "万元") else ""
    return f"{spell(row['value'])}{rounding}{unit}"


def _spell_label(note: str) -> str:
    found = _READINGS.fullmatch(note)
    return f"{found[1]}（{found[2]} 种读法）" if found else note


def explain_left_over(text: str, element: Record) -> Excerpt:
    """A number of a table that is no cell, with the characters around it."""
    start, end = element["source_start"], element["source_end"]
    return Excerpt("剩余数字", element["raw_text"], (start, end), _quote(text, start, end))


def _explain_unused(text: str, label: UnusedLabel) -> Excerpt:
    span = (label.start, label.end)
    return Excerpt("没有用到的行名", " ".join(text[slice(*span)].split()), span, _quote(text, *span))


def _quote(text: str, start: int, end: int) -> str:
    """Some characters with those around them."""
    around = f"{text[max(0, start - 12) : start]}【{text[start:end]}】{text[end : end + 12]}"
    return " ".join(around.split())
