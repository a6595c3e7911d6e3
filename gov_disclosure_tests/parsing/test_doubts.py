"""Rows that stay unread because numbers ran together, and cells that two copies of a table print differently."""

from decimal import Decimal

import pytest

from gov_disclosure.parsing.doubts import COPIED, GLUED, Doubt
from gov_disclosure.parsing.report import parse_report

HEADER = "第二十条第(五)项\n信息内容上一年项目数量本年增/减处理决定数量\n"
HEAD = "申请人情况自然人总计一、本年新收政府信息公开申请数量"
REQUESTS = HEAD + "{}二、上年结转政府信息公开申请数量0000000四、结转下年度继续办理0000000\n"
TABLE = "| 一、本年新收政府信息公开申请数量 | {} |\n| 二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"


def doubts(text: str) -> list[Doubt]:
    found = parse_report(text, "C", 2020).doubts
    assert all(0 <= d.start < d.end <= len(text) for d in found)
    return list(found)


@pytest.mark.parametrize(
    ("text", "row", "readings", "digits"),
    [
        (HEADER + "行政许可3960181\n其他对外管理服务事项000\n", "licensing", 11, "3960181"),
        (HEADER + "行政许可107\n其他对外管理服务事项000\n", "licensing", 1, "107"),
        (REQUESTS.format("12345678901234"), "new", 0, "12345678901234"),
        (REQUESTS.format("1" * 26), "new", None, "1" * 26),
    ],
)
def test_the_readings_that_remain_are_counted(text: str, row: str, readings: int | None, digits: str) -> None:
    (doubt,) = doubts(text)
    assert (doubt.rule, doubt.row, doubt.column) == (GLUED, row, None)
    assert doubt.number == (None if readings is None else Decimal(readings))
    assert text[doubt.start : doubt.end] == digits


def test_a_row_that_is_decided_is_in_no_doubt() -> None:
    assert doubts(REQUESTS.format("640020470")) == []


def test_two_copies_of_a_table() -> None:
    first, second = (TABLE.format(row) for row in ("2 | 0 | 0 | 0 | 0 | 0 | 2", "2 | 0 | 0 | 5 | 0 | 0 | 2"))
    text = f"申请人情况 | 总计 |\n{first}申请人情况 | 总计 |\n{second}"
    (doubt,) = doubts(text)
    assert (doubt.rule, doubt.row, doubt.column) == (COPIED, "new", "org_public_welfare")
    assert {text[doubt.start : doubt.end], str(doubt.number)} in ({"0"}, {"5"})
    assert doubts(f"申请人情况 | 总计 |\n{first}申请人情况 | 总计 |\n{first}") == []
