"""The form's tables as a printer sees them: lines of cells that span columns and rows.

Belongs here: laying out the labels of `gov_disclosure.vocabulary` as the printed grid of each generation. Does not belong
here: numbers (`counts`, `notation`) and how a grid becomes characters (`layouts`, `html`, `office`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from gov_disclosure.vocabulary.forms import FormColumn, FormRow, FormTable, form_table

CHECK_NOTE = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)"
TABLES = {"A": (), "B": ("statistics",), "C": ("proactive", "requests", "review_litigation")}
TABLES["D"] = TABLES["C"]
LOCAL = "local"
"""Table of numbers that are no cells of a form."""


@dataclass(slots=True)
class Cell:
    """One cell; `key` is the key of its number, empty for labels; `columns` and `lines` are what it spans.

    `also` are the keys of further numbers that have run into it.
    """

    text: str
    key: str = ""
    columns: int = 1
    lines: int = 1
    also: tuple[str, ...] = ()


@dataclass(slots=True)
class Line:
    """One line of a grid: `band` is title, header or data; `covered` columns are taken by cells from lines above.

    `lost` counts cells that are gone together with their separators.
    """

    band: str
    cells: list[Cell]
    covered: int = 0
    lost: int = 0

    @property
    def numbers(self) -> list[Cell]:
        """The cells that hold numbers."""
        return [cell for cell in self.cells if cell.key]

    def fillers(self, width: int) -> int:
        """How many marks merged cells leave at the end of the line."""
        return max(0, width - len(self.cells) - self.lost)


@dataclass(slots=True)
class Sheet:
    """A table ready to be written."""

    table: str
    width: int
    lines: list[Line] = field(default_factory=list)


def copy_sheet(sheet: Sheet, texts: dict[str, str], relabel: dict[str, str]) -> Sheet:
    """The sheet with numbers filled in and labels put in other words; the original stays."""
    lines = [
        Line(
            line.band,
            [
                Cell(texts[c.key], c.key, c.columns, c.lines)
                if c.key
                else Cell(relabel.get(c.text, c.text), "", c.columns, c.lines)
                for c in line.cells
            ],
            line.covered,
        )
        for line in sheet.lines
    ]
    return Sheet(sheet.table, sheet.width, lines)


@cache
def list_sheets(form: str) -> tuple[Sheet, ...]:
    """The tables of a generation, unfilled."""
    return tuple(_BUILDERS[key](form, key) for key in TABLES[form])


@cache
def list_keys(form: str) -> tuple[str, ...]:
    """Keys of all cells that a generation asks for, in printed order."""
    return tuple(c.key for sheet in list_sheets(form) for line in sheet.lines for c in line.numbers)


def _table(form: str, key: str) -> FormTable:
    table = form_table(form, key)
    assert table is not None
    return table


def _label(row: FormRow) -> str:
    marks = {"": "", "(": "", "1": ".", "一": "、"}
    kind = "1" if row.ordinal.isdigit() else "(" if row.ordinal.startswith("(") else "一" if row.ordinal else ""
    return f"{row.ordinal}{marks[kind]}{row.label}"


def _build_proactive(form: str, key: str) -> Sheet:
    table = _table(form, key)
    rows = [row for row in table.rows if row.kind != "optional"]
    titles = {row.key: row for row in rows if row.kind == "title"}
    lines: list[Line] = []
    for parent, members in groupby((r for r in rows if r.kind == "data"), key=lambda r: r.parent):
        block = list(members)
        columns = table.columns_of(block[0])
        lines.append(Line("title", [Cell(titles[parent].label, columns=4)]))
        lines.append(Line("header", [Cell("信息内容"), *_spread([_heading(form, c) for c in columns])]))
        for row in block:
            label = "行政规范性文件" if (form, row.key) == ("D", "normative_docs") else row.label
            numbers = [Cell("", f"{key}|{row.key}|{c.key}") for c in columns]
            lines.append(Line("data", [Cell(label), *_spread(numbers)]))
    return Sheet(key, 4, lines)


def _heading(form: str, column: FormColumn) -> Cell:
    return Cell("本年处理决定数量" if (form, column.key) == ("D", "decisions") else column.label)


def _spread(cells: list[Cell]) -> list[Cell]:
    """The last cell takes the columns that are left of three."""
    cells[-1].columns = 4 - len(cells)
    return cells


def _build_requests(form: str, key: str) -> Sheet:
    table = _table(form, key)
    names = [c.label for c in table.columns]
    lines = [
        Line("header", [Cell(CHECK_NOTE, columns=3, lines=3), Cell("申请人情况", columns=7)]),
        Line("header", [Cell(names[0], lines=2), Cell("法人或其他组织", columns=5), Cell(names[6], lines=2)], 3),
        Line("header", [Cell(name) for name in names[1:6]], 4),
    ]
    for row, groups, covered in _with_groups(table.rows):
        label = Cell(_label(row), columns=3 - covered - len(groups))
        numbers = [Cell("", f"{key}|{row.key}|{c.key}") for c in table.columns]
        lines.append(Line("data", [*groups, label, *numbers], covered))
    return Sheet(key, 10, lines)


def _with_groups(rows: tuple[FormRow, ...]) -> Iterator[tuple[FormRow, list[Cell], int]]:
    """Data rows, each with the group cells that begin in it and the columns that earlier ones cover."""
    inside = [r for r in rows if r.kind == "data" and r.key not in ("new", "carried_in", "carried_out")]
    waiting: list[Cell] = []
    group: Cell | None = None
    for row in rows:
        if row.kind == "title":
            waiting.append(Cell(_label(row), lines=len(inside) if row.key == "results" else 0))
            group = waiting[-1] if row.key != "results" else group
            continue
        nested = row.ordinal.isdigit()
        if nested and group:
            group.lines += 1
        own = [cell for cell in waiting if nested or cell.lines]
        covered = 0 if row not in inside else 1 + nested - len(own)
        yield row, own, covered
        waiting = []


def _build_review(form: str, key: str) -> Sheet:
    table = _table(form, key)
    outcomes = [c.label for c in table.columns]
    channels = [r.label for r in table.rows]
    numbers = [Cell("", f"{key}|{r.key}|{c.key}") for r in table.rows for c in table.columns]
    lines = [
        Line("header", [Cell(channels[0], columns=5), Cell("行政诉讼", columns=10)]),
        Line("header", [*(Cell(o, lines=2) for o in outcomes), *(Cell(c, columns=5) for c in channels[1:])]),
        Line("header", [Cell(o) for o in outcomes * 2], 5),
        Line("data", numbers),
    ]
    return Sheet(key, 15, lines)


def _build_statistics(form: str, key: str) -> Sheet:
    table = _table(form, key)
    titles = {r.key for r in table.rows if r.kind == "title"}
    lines = [Line("header", [Cell("统计指标"), Cell("单位"), Cell("统计数")])]
    for row in table.rows:
        part = (not row.ordinal and row.parent not in titles) or row.key == "ref_state_secret"
        label = ("其中:" if part else "") + _label(row)
        if row.kind == "title":
            lines.append(Line("title", [Cell(label), Cell("——"), Cell("")]))
        else:
            lines.append(Line("data", [Cell(label), Cell(row.unit), Cell("", f"{key}|{row.key}")]))
    return Sheet(key, 3, lines)


_BUILDERS = {
    "proactive": _build_proactive,
    "requests": _build_requests,
    "review_litigation": _build_review,
    "statistics": _build_statistics,
}
