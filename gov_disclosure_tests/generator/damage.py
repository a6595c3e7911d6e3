"""What happens to a report after it was written: cells run together or dropped, headers cut, pages and lines lost.

Belongs here: damage to filled tables (before they become characters) and to the characters, each with what it does to
the truth. Does not belong here: flattening as such (`layouts`) and what the author wrote (`notation`, `counts`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from gov_disclosure_tests.generator.decisions import (
    SHAPES,
    Reading,
    RowShape,
    decide_rows,
    list_placements,
    list_readings,
)
from gov_disclosure_tests.generator.grid import Cell, Line, Sheet
from gov_disclosure_tests.generator.layouts import Layout
from gov_disclosure_tests.generator.truth import ABSENT, EITHER, NOT_APPLICABLE, REPORTED, UNDECIDABLE, CellTruth

_NUMBER = {"change_items": "signed", "amount": "money", "fees": "money", "budget": "money"}


@dataclass(slots=True)
class Tables:
    """The tables of one document with the truth about their cells, both changed by damage."""

    form: str
    sheets: list[Sheet]
    cells: dict[str, CellTruth]
    doubtful: set[str]
    """Keys of cells whose number no longer stands alone; later steps leave them as they are."""

    def rows(self, table: str | None = None) -> list[tuple[Sheet, Line]]:
        """Lines that hold numbers."""
        return [
            (sheet, line)
            for sheet in self.sheets
            for line in sheet.lines
            if line.numbers and table in (None, sheet.table)
        ]


def _shape(table: str, keys: list[str]) -> RowShape:
    return SHAPES.get(table) or RowShape(tuple(_NUMBER.get(key.rsplit("|", 1)[1], "count") for key in keys))


# --- damage to filled tables


def drop_cells(tables: Tables, rng: Random) -> None:
    """A number and its separator are gone from a few rows: the rest of the row moves to the left."""
    rows = [r for r in tables.rows() if len(r[1].numbers) > 1]
    for _, line in rng.sample(rows, min(len(rows), rng.randint(1, 4))):
        keys = [c.key for c in line.numbers]
        victim = rng.choice(line.numbers)
        line.cells.remove(victim)
        line.lost += 1
        printed = [c.text for c in line.numbers]
        tables.cells[victim.key] = tables.cells[victim.key].gone()
        settle_placements(tables, keys, printed)


def settle_placements(tables: Tables, keys: list[str], printed: list[str]) -> None:
    """Truth of a row of which only some cells are printed, and nothing but sums tells which."""
    shape = SHAPES.get(keys[0].split("|")[0])
    sums = shape.sums if shape and len(shape.kinds) == len(keys) else ()
    for key, open_texts in zip(keys, list_placements(printed, len(keys), sums), strict=True):
        truth = tables.cells[key]
        if truth.status == REPORTED:
            tables.cells[key] = truth.in_doubt(EITHER if open_texts <= {truth.printed, None} else UNDECIDABLE)
        else:
            tables.cells[key] = CellTruth(UNDECIDABLE, None, truth.drawn if truth.status == ABSENT else None)
        tables.doubtful.add(key)


def drop_rows(tables: Tables, rng: Random) -> None:
    """Whole rows are gone, label and all."""
    rows = [(s, r) for s, r in tables.rows() if r.cells[0].lines == 1 and s.table != "review_litigation"]
    for sheet, line in rng.sample(rows, min(len(rows), rng.randint(1, 4))):
        sheet.lines.remove(line)
        for cell in line.numbers:
            tables.cells[cell.key] = tables.cells[cell.key].gone()


def glue_cells(tables: Tables, rng: Random) -> None:
    """Neighbouring numbers of a few rows run together in one cell."""
    rows = [r for r in tables.rows() if len(r[1].numbers) > 1 and _plain_row(r[1])]
    rows = [r for r in rows if not any(c.key in tables.doubtful for c in r[1].numbers)]
    for sheet, line in rng.sample(rows, min(len(rows), rng.randint(1, 3))):
        keys = [c.key for c in line.numbers]
        count = rng.randint(2, len(keys))
        first = rng.randint(0, len(keys) - count)
        run = line.numbers[first : first + count]
        text = "".join(c.text for c in run)
        place = line.cells.index(run[0])
        line.cells[place : place + count] = [Cell(text, run[0].key, also=tuple(keys[first + 1 : first + count]))]
        line.lost += count - 1
        readings = list_readings([c.text for c in line.numbers], _shape(sheet.table, keys))
        _settle_readings(tables, keys, readings, soft=True)


def lose_page(tables: Tables, rng: Random) -> None:
    """A run of lines is gone, as a page that was not scanned."""
    sheet = max(tables.sheets, key=lambda s: len(s.lines))
    count = min(rng.randint(3, 12), len(sheet.lines) - 6)
    first = rng.randint(3, len(sheet.lines) - count)
    for line in sheet.lines[first : first + count]:
        for cell in line.numbers:
            tables.cells[cell.key] = tables.cells[cell.key].gone()
    del sheet.lines[first : first + count]


def swap_rows(tables: Tables, rng: Random) -> None:
    """Two rows have changed places; their labels go with them."""
    for sheet in tables.sheets:
        rows = [
            i for i, line in enumerate(sheet.lines) if line.numbers and line.covered == 2 and line.cells[0].lines == 1
        ]
        if len(rows) > 3:
            one = rng.randrange(len(rows) - 1)
            if rows[one] + 1 == rows[one + 1]:
                a, b = rows[one], rows[one + 1]
                sheet.lines[a], sheet.lines[b] = sheet.lines[b], sheet.lines[a]


def lose_groups(tables: Tables, rng: Random) -> None:
    """Labels of groups, which stand in merged cells, are gone: the labels of rows move to the left."""
    for _, line in tables.rows("requests"):
        if line.cells[0].lines > 1 and rng.random() < 0.6:
            line.cells = [c for c in line.cells if c.lines == 1]


def repeat_band(tables: Tables, rng: Random) -> None:
    """After a page break the band of the results is printed again."""
    for _, line in tables.rows("requests"):
        if line.cells[0].text.startswith(("(四)", "（四）", "(五)", "（五）")) and rng.random() < 0.7:
            line.cells.insert(0, Cell("三、本年度办理结果", lines=2))
            line.covered = 0


def cut_headers(tables: Tables, rng: Random) -> None:
    """The second half of some header cells is gone, so that two may read the same."""
    cut = {"本年新制作数量": "本年新", "本年新公开数量": "本年新", "本年增/减": "本年增/", "现行有效件数": "现行有效件"}
    for sheet in tables.sheets:
        for line in sheet.lines:
            if line.band == "header":
                for cell in line.cells:
                    cell.text = cut.get(cell.text.replace("\n", ""), cell.text)


def add_rows(tables: Tables, rng: Random) -> None:
    """Rows that the form does not have, with numbers that belong to no cell of it."""
    for sheet in tables.sheets:
        places = [
            i for i, line in enumerate(sheet.lines) if line.cells and line.cells[0].text in ("行政强制", "行政處罰")
        ]
        for place in places:
            numbers = [Cell(str(rng.randint(1, 900)), columns=c.columns) for c in sheet.lines[place].numbers]
            sheet.lines.insert(
                place + 1, Line("data", [Cell(rng.choice(("行政检查", "行政确认", "行政征收"))), *numbers])
            )


def put_words(tables: Tables, rng: Random) -> None:
    """A sentence stands where a number should."""
    for _, line in tables.rows("proactive"):
        if line.cells[0].text == "规章":
            for cell in line.numbers:
                cell.text = "本单位无规章制定权"
                tables.cells[cell.key] = CellTruth(NOT_APPLICABLE, None, tables.cells[cell.key].value, cell.text)


def add_column(tables: Tables, rng: Random) -> None:
    """A second column of numbers beside the year's: all years together."""
    for sheet in tables.sheets:
        sheet.width += 1
        for line in sheet.lines:
            if line.band == "header":
                line.cells[-1].text = "本年度"
            number = (
                str(int(tables.cells[line.numbers[0].key].value or 0) + rng.randint(0, 900)) if line.numbers else ""
            )
            line.cells.append(Cell("历年累计" if line.band == "header" else number))


SHEET_DAMAGES: dict[str, Callable[[Tables, Random], None]] = {
    "dropped_cells": drop_cells,
    "dropped_rows": drop_rows,
    "glued_cells": glue_cells,
    "lost_page": lose_page,
    "swapped_rows": swap_rows,
    "lost_groups": lose_groups,
    "repeated_band": repeat_band,
    "cut_headers": cut_headers,
    "extra_rows": add_rows,
    "words_in_cells": put_words,
    "extra_column": add_column,
}


# --- what the layout itself does to the truth


def settle_layout(tables: Tables, layout: Layout) -> None:
    """Take out of the truth what the flattening leaves undecided: blanks without a trace, numbers run together."""
    if layout.joined:
        _settle_joined(tables)
        return
    for sheet, line in tables.rows():
        numbers = line.numbers
        printed = [c.text for c in numbers if c.text]
        if not 0 < len(printed) < len(numbers) or any(c.key in tables.doubtful for c in numbers):
            continue
        leading = line.cells[0].key and not line.cells[0].text
        filled = layout.blanks == "filled" and line.fillers(sheet.width)
        if layout.blanks == "lost":
            settle_placements(tables, [c.key for c in numbers], printed)
        elif layout.blanks == "unsure" or leading or filled:
            _doubt(tables, (c.key for c in numbers), EITHER)


def _doubt(tables: Tables, keys: Iterable[str], status: str) -> None:
    for key in keys:
        if tables.cells[key].status == REPORTED:
            tables.cells[key] = tables.cells[key].in_doubt(status)
        tables.doubtful.add(key)


def _plain_row(line: Line) -> bool:
    return all(c.text and c.text.replace("-", "").replace(".", "").isdecimal() for c in line.numbers)


def _settle_joined(tables: Tables) -> None:
    """Numbers of a row run together: keep those of which only one reading is left by the sums of the form."""
    requests: dict[str, list[Reading] | None] = {}
    keys: dict[str, list[str]] = {}
    for sheet, line in tables.rows():
        names = [c.key for c in line.numbers]
        if len(names) < 2 or any(name in tables.doubtful for name in names):
            continue
        shape = _shape(sheet.table, names)
        readings = list_readings(["".join(c.text for c in line.numbers)], shape) if _plain_row(line) else None
        if sheet.table == "requests" and len(names) == 7:
            requests[names[0].split("|")[1]], keys[names[0].split("|")[1]] = readings, names
        else:
            digit_each = sum(len(c.text) for c in line.numbers) == len(names)
            _settle_readings(tables, names, readings, soft=not (digit_each or sheet.table in SHAPES))
    alone = dict(requests)
    complete = len(requests) == sum(
        line.band == "data" for s in tables.sheets if s.table == "requests" for line in s.lines
    )
    for row, together in (decide_rows(tables.form, requests) if complete else alone).items():
        _settle_readings(tables, keys[row], together, soft=alone[row] is None or len(alone[row] or ()) != 1)


def _settle_readings(tables: Tables, keys: list[str], readings: list[Reading] | None, soft: bool = False) -> None:
    """Truth of a row by its open readings; `soft`: even a single reading takes more than the row itself to find."""
    for place, key in enumerate(keys):
        truth = tables.cells[key]
        if truth.value is None:
            continue
        tokens = {Decimal(r[place]) for r in readings} if readings else set()
        if readings is None or truth.value not in tokens:
            tables.cells[key] = truth.in_doubt(
                EITHER if readings is None and keys[0].startswith("requests") else UNDECIDABLE
            )
        elif len(tokens) > 1:
            tables.cells[key] = truth.in_doubt(UNDECIDABLE)
        elif len(readings) > 1 or soft:
            tables.cells[key] = truth.in_doubt(EITHER)
        tables.doubtful.add(key)


# --- damage to characters


@dataclass(slots=True)
class Paper:
    """The characters of a document: where its numbers and its sentences with figures stand."""

    text: str
    spans: dict[str, tuple[int, int]]
    figures: list[tuple[int, int]]
    """Start and end of the paragraph of each figure, in the order of the truth."""
    headings: list[int]
    """Where each heading ends, in the order of the sections."""
    sure_from: int
    """Before this the document says whose report it is, of which year and on which form."""
    solid: bool
    """Whether a row that breaks off still shows which of its cells are printed."""
    margin: int = 1
    """How many characters behind a number show that it is complete."""


def cut_end(paper: Paper, cells: dict[str, CellTruth], rng: Random) -> None:
    """The document breaks off, anywhere behind its first numbers."""
    low = max(paper.sure_from, len(paper.text) // 2 if not paper.spans else 0) + 40
    if low >= len(paper.text):
        return
    end = rng.randint(low, len(paper.text))
    order = list(cells)
    edge = max((i for i, key in enumerate(order) if paper.spans.get(key, (end,))[0] < end), default=-1)
    broken = _row_at(order, edge) if not paper.solid else None
    for place, key in enumerate(order):
        start, stop = paper.spans.get(key, (-1, -1))
        if start >= end or (start == -1 and place > edge):
            cells[key] = cells[key].gone()
        elif stop >= end:
            cells[key] = cells[key].in_doubt(UNDECIDABLE)
        elif stop + paper.margin > end or _row_of(key) == broken:
            cells[key] = cells[key].in_doubt(EITHER)
    paper.text = paper.text[:end]


def _row_of(key: str) -> str:
    """The printed row of a cell."""
    table, row, *_ = key.split("|")
    return table if table == "review_litigation" else f"{table}|{row}"


def _row_at(order: list[str], edge: int) -> str | None:
    """The row of the last cell printed, None where that row is complete."""
    row = _row_of(order[edge]) if edge >= 0 else None
    return None if edge + 1 == len(order) or _row_of(order[edge + 1]) != row else row


def lose_digits(paper: Paper, cells: dict[str, CellTruth], rng: Random) -> None:
    """A few digits could not be decoded; what is left of such a number is no number."""
    keys = [k for k, (a, b) in paper.spans.items() if paper.text[a:b].isdecimal() and cells[k].status == REPORTED]
    letters = list(paper.text)
    for key in rng.sample(keys, min(len(keys), rng.randint(1, 5))):
        start, end = paper.spans[key]
        letters[rng.randrange(start, end)] = rng.choice("?�□")
        cells[key] = cells[key].in_doubt(UNDECIDABLE)
    paper.text = "".join(letters)


TEXT_DAMAGES: dict[str, Callable[[Paper, dict[str, CellTruth], Random], None]] = {
    "lost_digits": lose_digits,
    "cut_end": cut_end,
}
"""In the order in which they are done."""
