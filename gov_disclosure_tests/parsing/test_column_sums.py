"""Rows without borders whose own total is wrong: the columns of the rows around them decide whether a reading may stand."""

from gov_disclosure.parsing.doubts import GLUED
from gov_disclosure.parsing.report import parse_report
from gov_disclosure.vocabulary.forms import form_table

GRANTED = "（一）予以公开"
OTHERS = {
    "一、本年新收政府信息公开申请数量": "18 | 6 | 0 | 10 | 50 | 8 | 92",
    "二、上年结转政府信息公开申请数量": "0 | 0 | 0 | 0 | 0 | 0 | 0",
    "（七）总计": "18 | 6 | 0 | 10 | 50 | 8 | 92",
    "四、结转下年度继续办理": "0 | 0 | 0 | 0 | 0 | 0 | 0",
}
"""Rows that say, column by column, what the only kind of answer has come to."""


def write_table(rows: dict[str, str]) -> str:
    """Table 二 of form C: every row of results but 予以公开 is 0."""
    layout = form_table("C", "requests")
    assert layout is not None
    given = {label.strip("（）一二三四、七"): numbers for label, numbers in rows.items()}
    lines = []
    for row in layout.rows:
        key = next((k for k in given if k in row.label), None)
        if row.kind == "data":
            lines.append(f"| {row.label} | {given.get(key or '', '0 | 0 | 0 | 0 | 0 | 0 | 0')} |")
    head = "| 申请人情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n"
    return head + "\n".join(lines) + "\n"


def read(rows: dict[str, str], row: str) -> tuple[list[str | None], list[str]]:
    report = parse_report(write_table(rows), "C", 2020)
    cells = [c.reading.value for c in report.cells if (c.table, c.row) == ("requests", row)]
    return [None if v is None else str(v) for v in cells], [d.row for d in report.doubts if d.rule == GLUED]


def test_a_reading_that_the_columns_bear_out_stands() -> None:
    assert read(OTHERS | {GRANTED: "18601050892"}, "granted") == (["18", "6", "0", "10", "50", "8", "92"], [])


def test_a_wrong_total_does_not_make_another_reading_right() -> None:
    """186, 0, 1, 0, 5, 0 and a wrong total of 892 add up when read 18, 6, 0, 10, 50, 8, 92: the rows around deny it."""
    numbers = "186 | 0 | 1 | 0 | 5 | 0 | 192"
    around = OTHERS | {"一、本年新收政府信息公开申请数量": numbers, "（七）总计": numbers}
    assert read(around | {GRANTED: "18601050892"}, "granted") == ([None] * 7, ["granted"])
    assert read(around | {GRANTED: "18601050192"}, "granted") == (["186", "0", "1", "0", "5", "0", "192"], [])


def test_a_sum_that_is_wrong_elsewhere_leaves_a_row_that_can_be_split_in_one_way_only() -> None:
    """The report's own total of all results says 5 where its rows say 6: the row itself is in no doubt."""
    wrong = OTHERS | {"（七）总计": "5 | 0 | 0 | 0 | 0 | 1 | 6", GRANTED: "6000017"}
    assert read(wrong, "granted") == (["6", "0", "0", "0", "0", "1", "7"], [])
