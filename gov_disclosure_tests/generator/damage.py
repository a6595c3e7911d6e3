"""What happens to filled tables before they become characters: cells run together or dropped, headers cut, rows lost.

Belongs here: damage to tables, each kind with what it does to the truth. Does not belong here: flattening as such
(`layouts`), damage to characters (`paper`), and what the author wrote (`notation`, `counts`).
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from gov_disclosure_tests.generator.decisions import Reading, decide_rows, list_readings
from gov_disclosure_tests.generator.grid import Cell, Line
from gov_disclosure_tests.generator.settling import Tables, is_plain, settle_placements, settle_readings, shape_of
from gov_disclosure_tests.generator.truth import NOT_APPLICABLE, CellTruth


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


def drop_rows(tables: Tables, rng: Random) -> None:
    """Whole rows are gone, label and all."""
    rows = [(s, r) for s, r in tables.rows() if r.cells[0].lines == 1 and s.table != "review_litigation"]
    for sheet, line in rng.sample(rows, min(len(rows), rng.randint(1, 4))):
        sheet.lines.remove(line)
        for cell in line.numbers:
            tables.cells[cell.key] = tables.cells[cell.key].gone()


def glue_cells(tables: Tables, rng: Random) -> None:
    """Neighbouring numbers of a few rows run together in one cell."""
    rows = [r for r in tables.rows() if len(r[1].numbers) > 1 and is_plain(r[1])]
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
        readings = list_readings([c.text for c in line.numbers], shape_of(sheet.table, keys))
        kept = _keep_by_columns(tables, sheet.table, keys, readings)
        settle_readings(tables, keys, kept, soft=True)


def _keep_by_columns(
    tables: Tables, table: str, keys: list[str], readings: list[Reading] | None
) -> list[Reading] | None:
    """Readings of a row of table 三 that keep the sums between the rows, the other rows being as they were drawn."""
    if table != "requests" or not readings or len(readings) == 1:
        return readings
    drawn = {key.split("|")[1]: [] for key in tables.cells if key.startswith("requests|")}
    for key, cell in tables.cells.items():
        if key.startswith("requests|"):
            drawn[key.split("|")[1]].append(str(cell.value if cell.value is not None else cell.drawn))
    rows: dict[str, list[Reading] | None] = {row: [tuple(numbers)] for row, numbers in drawn.items()}
    row = keys[0].split("|")[1]
    return decide_rows(tables.form, rows | {row: readings})[row]


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
