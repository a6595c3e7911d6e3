"""Tables whose title or header names another year than the report's, and titles that only look like it."""

from decimal import Decimal

import pytest

from gov_disclosure.parsing.report import ParsedReport, parse_report
from gov_disclosure.parsing.table_years import OTHER_YEAR

TABLE = "统计指标 | 单位 | {column}\n一、主动公开情况 | —— | ——\n(一)主动公开政府信息数 | 条 | 58\n"
TABLE_OF_D = """{title}第二十条第(一)项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 1 | 0 | 9
三、收到和处理政府信息公开申请情况
申请人情况 | 自然人 | 总计
二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1
"""


def read(title: str, column: str = "统计数") -> tuple[ParsedReport, list[str]]:
    text = f"一、概述\n本县工作。\n{title}\n{TABLE.format(column=column)}"
    report = parse_report(text, "B", 2016)
    return report, [text[d.start : d.end] for d in report.doubts if d.rule == OTHER_YEAR]


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("附件\n政府信息公开情况统计表\n(2015年度)", "(2015年度)"),
        ("政府信息公开情况统计表(2015年度)", "政府信息公开情况统计表(2015年度)"),
        ("政府信息公开情况统计表(２０１５年度)", "政府信息公开情况统计表(２０１５年度)"),
        ("政府信息公开情况统计表(二〇一五年)\n填报单位:某局", "政府信息公开情况统计表(二〇一五年)"),
        ("某县2015年\n政府信息公开情况统计表", "某县2015年\n政府信息公开情况统计表"),
        ("某县2008—2016年政府信息公开情况统计表", "某县2008—2016年政府信息公开情况统计表"),
        ("政府信息公开情况统计表\n(自2008年5月1日以来)", "(自2008年5月1日以来)"),
        ("政府信息公开情况统计表\n统计年度:2015年", "统计年度:2015年"),
        ("政府信息公开情况统计表(2015年度)\n2017年1月5日", "政府信息公开情况统计表(2015年度)"),
        ("政府信息公开情况统计表(2015-01-01至2015-12-31)", "政府信息公开情况统计表(2015-01-01至2015-12-31)"),
        ("2015-16年度政府信息公开情况统计表", "2015-16年度政府信息公开情况统计表"),
    ],
)
def test_a_table_of_another_year_stays_unread(title: str, named: str) -> None:
    report, titles = read(title)
    assert [c.reading.status for c in report.cells if c.row == "info_total"] == ["unreadable"]
    assert titles == [named]
    assert any(number.table == "statistics" for number in report.left_over)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "政府信息公开情况统计表(2016年度)\n2017年1月5日",
        "某县2016年政府信息公开工作年度报告\n政府信息公开情况统计表\n填报日期:2017年1月5日",
        "与2015年政府信息公开情况统计表相比,有所提高。\n政府信息公开情况统计表",
        "政府信息公开情况统计表(2016年1月1日至2016年12月31日)",
        "2017年工作打算。\n附件:统计表",
        "政府信息公开情况统计表 2017-01-10",
        "政府信息公开情况统计表\n2017/1/10",
    ],
)
def test_other_years_around_a_table_are_no_title(title: str) -> None:
    report, titles = read(title)
    assert [c.reading.value for c in report.cells if c.row == "info_total"] == [58]
    assert titles == []


@pytest.mark.parametrize(("column", "wanted"), [("2016年", 58), ("2015年", None), ("2015年统计数", None)])
def test_the_year_of_a_column(column: str, wanted: int | None) -> None:
    report, _ = read("政府信息公开情况统计表", column)
    assert [c.reading.value for c in report.cells if c.row == "info_total"] == [wanted]


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("二、主动公开政府信息情况\n", set()),
        ("二、2021年主动公开政府信息情况\n", {"proactive"}),
        ("2021年政府信息公开情况统计表\n", {"proactive", "requests"}),
        ("2021年政府信息公开情况统计表\n二、2022年主动公开政府信息情况\n", set()),
    ],
)
def test_a_title_of_all_tables_counts_for_those_behind_it(title: str, wrong: set[str]) -> None:
    report = parse_report("一、概述\n" + TABLE_OF_D.format(title=title), "D", 2022)
    doubts = [d for d in report.doubts if d.rule == OTHER_YEAR]
    assert {d.table for d in doubts} == wrong
    assert {d.number for d in doubts} <= {Decimal(2022)}
    values = {(c.table, c.reading.value is None) for c in report.cells if c.row in ("rules", "carried_in")}
    assert values == {("proactive", "proactive" in wrong), ("requests", "requests" in wrong)}
