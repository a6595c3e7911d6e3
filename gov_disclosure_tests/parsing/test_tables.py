"""Reading of tables: readable cases, and any numbers in any of five layouts."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_disclosure.parsing.extents import find_extents
from gov_disclosure.parsing.sections import parse_sections
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.parsing.tables import ParsedTable, parse_table
from gov_disclosure.vocabulary.forms import FORMS_WITH_TABLES, FormTable, form_table, form_tables

CASES = Path(__file__).parent.parent / "cases" / "tables.txt"


def read_cases() -> list:
    blocks = CASES.read_text(encoding="utf-8").split("\n=== ")[1:]
    return [pytest.param(*parse_case(block), id=block.split("\n")[0]) for block in blocks]


def parse_case(block: str) -> tuple[str, str, str, list[str]]:
    head, text, expected = re.split(r"\n---\n", block + "\n", maxsplit=2)
    form, table = head.splitlines()[1].split()
    cut = "document is cut" in head
    return form, table, text.replace("→", "\t") + ("" if cut else "\n"), expected.split("\n")


def read(text: str, form: str, table: str) -> ParsedTable:
    skeleton = parse_skeleton(text)
    extents = {e.table: e for e in find_extents(text, skeleton, form, parse_sections(text, skeleton))}
    return parse_table(text, skeleton, form, table, extents.get(table))


@pytest.mark.parametrize(("form", "table", "text", "expected"), read_cases())
def test_case(form: str, table: str, text: str, expected: list[str]) -> None:
    parsed = read(text, form, table)
    read_cells = {f"{c.row}|{c.column}": c.reading.value for c in parsed.cells}
    statuses = {f"{c.row}|{c.column}": c.reading.status for c in parsed.cells}
    for line in filter(None, expected):
        key, sign, wanted = line.split(" ")
        if sign == "=":
            assert (key, read_cells[key]) == (key, Decimal(wanted))
        elif key == "*":
            named = {line.split("|")[0] for line in expected}
            assert {s for k, s in statuses.items() if k.split("|")[0] not in named} == {wanted}
        else:
            assert (key, statuses[key]) == (key, wanted)
    for cell in parsed.cells:
        assert cell.raw_text is None or text[cell.start : cell.end] == cell.raw_text


def label_of(layout: FormTable, row) -> str:
    ordinal = row.ordinal
    mark = "、" if ordinal and ordinal[0] not in "(0123456789" else "." if ordinal.isdigit() else ""
    return f"{ordinal}{mark}{row.label}"


def rows_of(layout: FormTable, numbers: list[int]) -> list[list[str]]:
    """The table as rows of cells, as a clerk fills it in."""
    if layout.key == "review_litigation":
        head = [row.label for row in layout.rows] + [c.label for _ in layout.rows for c in layout.columns]
        return [["行政复议", "行政诉讼", *head[1:]], [str(n) for n in numbers]]
    left = list(numbers)
    rows = [["申请人情况" if layout.key == "requests" else "统计指标"]] if layout.key != "proactive" else []
    for row in layout.rows:
        if row.kind == "optional":
            continue
        columns = layout.columns_of(row)
        unit = [row.unit or "——"] if layout.key == "statistics" else []
        rows.append([label_of(layout, row), *unit, *(str(left.pop(0)) for _ in columns)])
        if layout.key == "proactive" and row.kind == "title":
            of_block = next(r for r in layout.rows if r.parent == row.key)
            rows.append(["信息内容", *(c.label for c in layout.columns_of(of_block))])
    return rows


LAYOUTS = {
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "tabs and fillers": lambda rows: "\n".join(row[0] + "\t\t" + "\t".join(row[1:]) + "\t\t" for row in rows),
    "lines": lambda rows: "\n\n".join(cell for row in rows for cell in row),
    "bars behind": lambda rows: "\n".join(f"{cell} |" for row in rows for cell in row),
    "bars around": lambda rows: "\n".join("| " + " | ".join(row) + " |" for row in rows),
    "spaces": lambda rows: "\n".join(" ".join(row) for row in rows),
    "word processor": lambda rows: "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows),
}
TABLES = [(form, t.key) for form in FORMS_WITH_TABLES for t in form_tables(form)]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("form", "table"), TABLES)
@settings(deadline=None)
@given(data=st.data())
def test_any_numbers_in_any_layout(form: str, table: str, layout: str, data: st.DataObject) -> None:
    spec = form_table(form, table)
    assert spec is not None
    size = len(list(spec.cells()))
    numbers = data.draw(st.lists(st.integers(0, 99_999), min_size=size, max_size=size))
    text = LAYOUTS[layout](rows_of(spec, numbers)) + "\n\n"
    parsed = read(text, form, table)
    assert [c.reading.value for c in parsed.cells] == numbers
    assert not parsed.left_over
    assert [text[c.start : c.end] for c in parsed.cells] == [str(n) for n in numbers]


@given(
    st.text(
        alphabet="一二三、.()（）|｜\t\n 0123456789规章行政许可处罚本年新收政府信息公开申请数量总计其他予以",
        max_size=400,
    )
)
def test_no_text_breaks_the_reader(noise: str) -> None:
    text = f"第二十条第(一)项\n信息内容\n{noise}\n申请人情况\n{noise}"
    for form in FORMS_WITH_TABLES:
        for table in form_tables(form):
            parsed = read(text, form, table.key)
            assert {(c.row, c.column) for c in parsed.cells} >= {(r.key, c.key) for r, c in table.cells()}
            assert all(text[c.start : c.end] == c.raw_text for c in parsed.cells if c.raw_text is not None)


def test_of_digits_that_ran_together_only_those_in_no_cell_are_left_over() -> None:
    copy = "申请人情况\n一、本年新收政府信息公开申请数量{}四、结转下年度继续办理0000000\n\n"
    first, second = copy.format("2000002"), copy.format("3000003")
    parsed = read(first + second, "C", "requests")
    left_over = [(n.start, n.end) for n in parsed.left_over if n.start >= len(first)]
    run = (first + second).index("3000003")
    assert left_over == [(run, run + 1), (run + 6, run + 7)]
    assert [c.reading.value for c in parsed.cells if c.row == "new"] == [None, 0, 0, 0, 0, 0, None]
