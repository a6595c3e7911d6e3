"""Numbers that a cell cannot hold: told as the report's own mistake, and what the sums say they should have been."""

import pandas as pd
import pytest

from gov_disclosure.quality.findings import build_findings
from gov_disclosure_tests.builders import File, Partition, build_partition

HEAD = """濮阳市人民政府2022年政府信息公开工作年度报告
一、总体情况
全年工作平稳。
三、收到和处理政府信息公开申请情况
申请人情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计
"""
ROWS = "一、本年新收政府信息公开申请数量 | {} | {} | 0 | 0 | 0 | 0 | {}\n"
TAIL = "二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0\n五、存在的主要问题及改进情况\n无。\n"


def read(*numbers: object) -> tuple[Partition, list[dict]]:
    made = build_partition([File("濮阳市2022.txt", (HEAD + ROWS.format(*numbers) + TAIL).encode())])
    findings = build_findings({**made.facts, "report_element": made.elements}, made.register)
    return made, findings.to_dict("records")


@pytest.mark.parametrize(
    ("numbers", "printed", "cell", "suggestion"),
    [
        ((-2, 0, 2), "-2", "new|natural_person", "new|natural_person = 2 (sign)"),
        ((2, 5, -7), "-7", "new|total", "new|total = 7 (sign)"),
    ],
)
def test_a_number_that_cannot_stand_there_is_told_and_repaired_first(
    numbers: tuple, printed: str, cell: str, suggestion: str
) -> None:
    made, findings = read(*numbers)
    (refused,) = (f for f in findings if f["rule"] == "cells.impossible")
    assert (refused["severity"], refused["verdict"], refused["cell_keys"]) == ("error", "source", cell)
    assert f"印为 {printed}" in refused["message_zh"]
    told = [f["suggestion"] for f in findings if f["rule"] == "location"]
    assert told == [suggestion]
    assert not [f for f in findings if f["rule"] == "cells.unreadable"]
    row = made.facts["fact_requests"].set_index(["disposition", "applicant"]).loc[tuple(cell.split("|"))]
    assert (row["value_status"], row["raw_text"]) == ("unreadable", printed)
    assert row.isna()["value"]


def test_a_number_below_zero_is_wrong_although_the_sums_hold() -> None:
    _, findings = read(-2, 9, 7)
    errors = {f["rule"]: f["cell_keys"] for f in findings if f["severity"] == "error"}
    assert errors["cells.impossible"] == "new|natural_person"
    assert "T3.2" not in errors
    (location,) = (f for f in findings if f["rule"] == "location")
    for candidate in location["suggestion"].split(" or "):
        assert "new|natural_person = 0" in candidate


def test_right_numbers_are_not_refused() -> None:
    _, findings = read(2, 5, 7)
    assert not [f for f in findings if f["severity"] == "error" or f["rule"] == "location"]


def test_where_only_a_bound_is_known_no_number_is_asked_for() -> None:
    _, findings = read(-2, "", 7)
    (location,) = (f for f in findings if f["rule"] == "location")
    assert location["suggestion"] == "new|natural_person = 0 (bound)"
    assert "应不小于 0（现为 -2）" in location["message_zh"]
    assert "should be at least 0 (is -2)" in location["message_en"]
    assert pd.isna(location["expected"])
