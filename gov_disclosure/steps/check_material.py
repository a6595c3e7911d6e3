"""What the words of a check are put together from: the cells of a report, and their names in the words of the form.

Belongs here: names of rows, columns and cells, and what is printed in a cell. Does not belong here: what is wrong with it
(`check_sums.py`, `check_notes.py`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.quality.identities import spell
from gov_disclosure.steps.checked import Cell
from gov_disclosure.steps.explain_rows import WarehouseRows
from gov_disclosure.steps.explanation import ExplainedRow
from gov_disclosure.vocabulary.findings import TABLE_NAMES
from gov_disclosure.vocabulary.forms import FormRow, cell_label, form_table

Record = Mapping[str, Any]
# value status → what stands in place of the number in a sum
NO_NUMBER = {
    "blank": "空白", "dash": "横线", "not_applicable": "未填数", "unreadable": "无法确定", "absent": "未印出",
}  # fmt: skip
LONGEST_QUOTE = 160
AROUND = 12
"""Characters shown on both sides of a number."""
_FULL = {ord(mark): ord(mark) + 0xFEE0 for mark in ",:;()"}
"""Punctuation and its Chinese width."""
_CHINESE = r"\u3001-\u303f\u4e00-\u9fff\uff08\uff09"
_MARKS = re.compile(rf"(?<=[{_CHINESE}])[,:;]\s*|[,:;]\s*(?=[{_CHINESE}])")
_BRACKETS = re.compile(r"\([^()]*[\u4e00-\u9fff][^()]*\)")


@dataclass(frozen=True, slots=True)
class Material:
    """One report: its rows of the warehouse, and its cells by fact table and `row|column`.

    Attributes:
        refused: numbers below zero, which the cells cannot hold and which stand in the sums all the same.
    """

    rows: WarehouseRows
    form: str
    cells: Mapping[tuple[str, str], Record]
    refused: Mapping[tuple[str, str], Decimal]

    def show(self, fact: str, cell: str) -> str:
        """The number of a cell, or a word for there being none."""
        record = self.cells.get((fact, cell))
        if (fact, cell) in self.refused:
            return spell(self.refused[fact, cell])
        if record is None:
            return NO_NUMBER["absent"]
        return spell(record["value"]) if record["value"] is not None else NO_NUMBER[record["value_status"]]

    def show_printed(self, fact: str, cell: str) -> str:
        """The same, and a rounded number as it is printed: 1.2万."""
        record = self.cells.get((fact, cell))
        is_rounded = record is not None and record["value"] is not None and record["precision"]
        return "".join(str(record["raw_text"]).split()) if record and is_rounded else self.show(fact, cell)

    def is_number(self, fact: str, cell: str) -> bool:
        """Whether a number was read in a cell."""
        record = self.cells.get((fact, cell))
        return (fact, cell) in self.refused or (record is not None and record["value"] is not None)

    def name(self, fact: str, cells: Iterable[str]) -> tuple[Cell, ...]:
        """Keys and names of some cells of a table."""
        return tuple((f"{fact}:{cell}", name_cell(self.form, fact, cell)) for cell in cells)


def build_material(rows: WarehouseRows) -> Material:
    """The cells of a report by their keys."""
    cells = {
        (fact, "|".join(record[key] for key in keys)): record
        for fact, keys in CELL_KEYS.items()
        for record in rows.facts[fact]
    }
    negative = ((e, e["value"]) for e in rows.elements if e["element"] == "cell" and (e["value"] or 0) < 0)
    named = {(str(e["table"]), _name_element(e)): number for e, number in negative}
    refused = {key: number for key, number in named.items() if key in cells and cells[key]["value"] is None}
    return Material(rows, str(rows.register["form"]), cells, refused)


def _name_element(element: Record) -> str:
    is_single = len(CELL_KEYS[element["table"]]) == 1
    return str(element["row_key"] if is_single else f"{element['row_key']}|{element['column_key']}")


@cache
def name_row(form: str, fact: str, row: str) -> str:
    """A row as the form prints it, with what tells it from others: (七)总计, and (六)其他处理中的其他."""
    layout = TABLE_OF_FACT[fact]
    table = form_table(form, layout)
    label = cell_label(form, layout, row)
    own = next((r for r in table.rows if r.key == row), None) if table else None
    if table is None or own is None:
        return label
    is_item = own.ordinal.isdecimal()
    others = [r.label for r in table.rows if r is not own] + [c.label for c in table.columns if is_item]
    above = (r for r in reversed(table.rows[: table.rows.index(own)]) if _find_depth(r) < _find_depth(own))
    title = next(above, None) if label in others else None
    group = f"{name_row(form, fact, title.key)}中的" if title else ""
    return widen(f"{group}{label if is_item else ExplainedRow(own.ordinal, label, '', ()).name}")


def _find_depth(row: FormRow) -> int:
    """How deep a row is numbered: 一, (一), 1, or not at all."""
    return 3 if not row.ordinal else 2 if row.ordinal.isdecimal() else 1 if row.ordinal.endswith(")") else 0


@cache
def name_column(form: str, fact: str, column: str) -> str:
    """A column as the form prints it."""
    return widen(cell_label(form, TABLE_OF_FACT[fact], f"|{column}"))


@cache
def name_cell(form: str, fact: str, cell: str) -> str:
    """A cell by its row and column: 「(七)总计」行「自然人」栏."""
    row, _, column = cell.partition("|")
    if not column:
        return f"「{name_row(form, fact, row)}」"
    between = "项下" if fact == "fact_review_litigation" else "行"
    behind = "" if fact == "fact_review_litigation" else "栏"
    return f"「{name_row(form, fact, row)}」{between}「{name_column(form, fact, column)}」{behind}"


def name_table(fact: str | None) -> str:
    """A table with its number; figures of the text belong to none."""
    return TABLE_NAMES[fact][0] if fact in TABLE_NAMES else "正文"


def strip_subject(message: str, name: str) -> str:
    """A message without the name of its table, where that is no part of its sentence: 表三：… and 表三「…」."""
    rest = message.removeprefix(name)
    return rest.lstrip("：") if rest[:1] in ("：", "「") else message


def group_cells(material: Material, fact: str, cells: Iterable[str]) -> Iterator[str]:
    """Cells of a table by row, in the order of the form: 「上年结转…」行 7 格."""
    groups: dict[str, list[str]] = {}
    for cell in cells:
        row, _, column = cell.partition("|")
        groups.setdefault(row, []).append(name_column(material.form, fact, column) if column else "")
    for row, columns in groups.items():
        name = f"「{name_row(material.form, fact, row)}」"
        full = sum(key[0] == fact and key[1].partition("|")[0] == row for key in material.cells)
        if not columns[0]:
            yield name
        elif len(columns) == full:
            yield f"{name}整行 {full} 格"
        else:
            yield f"{name}行:{'、'.join(columns)}"


def quote(text: str, number: str = "") -> str:
    """A sentence in one line; of a long one, the words around the number."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_QUOTE:
        return line
    place = max(line.find(number), 0)
    start, end = max(0, place - LONGEST_QUOTE // 2), place + LONGEST_QUOTE // 2
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"


def quote_around(text: str, start: int, end: int) -> str:
    """Some characters with those around them."""
    around = f"{text[max(0, start - AROUND) : start]}【{text[start:end][:LONGEST_QUOTE]}】{text[end : end + AROUND]}"
    return " ".join(around.split())


def widen(text: str) -> str:
    """Punctuation beside Chinese characters in its Chinese width, but for what is quoted from a report: 『…』."""
    parts = re.split("(『[^』]*』)", text)
    return "".join(part if part.startswith("『") else _widen(part) for part in parts)


def _widen(text: str) -> str:
    def mend(found: re.Match[str]) -> str:
        return found[0].strip().translate(_FULL)

    bracketed = _BRACKETS.sub(lambda m: f"{chr(0xFF08)}{m[0][1:-1]}{chr(0xFF09)}", text)
    return _MARKS.sub(mend, bracketed)
