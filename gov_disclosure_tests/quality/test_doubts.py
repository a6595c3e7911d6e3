"""What is said about rows whose numbers ran together, tables printed twice, and numbers that no cell has."""

import pandas as pd
import pytest

from gov_disclosure.quality.findings import build_findings
from gov_disclosure_tests.builders import File, build_partition

TEXT = """濮阳市人民政府2022年政府信息公开工作年度报告
一、总体情况
全年主动公开政府信息300余条，收到申请约4900件。
二、{year}主动公开政府信息情况
第二十条第(一)项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 0 | 0 | 0
行政规范性文件 | {normative}
三、收到和处理政府信息公开申请情况
申请人情况 | 自然人 | 总计
一、本年新收政府信息公开申请数量 | {new}
二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1
(一)予以公开 | 3 | 0 | 0 | 0 | 0 | 0 | 3
{copy}
五、存在的主要问题及改进情况
无。
"""
ROW = "2 | 0 | 0 | 0 | 0 | 0 | 2"


@pytest.fixture
def read():
    def findings(**parts: str) -> pd.DataFrame:
        text = TEXT.format(**({"normative": "1 | 0 | 9", "new": ROW, "copy": "", "year": ""} | parts))
        made = build_partition([File("濮阳市2022.txt", text.encode())])
        assert list(made.register["status"]) == ["accepted"]
        tables = {**made.facts, "report_element": made.elements}
        return build_findings(tables, made.register).set_index("rule")

    return findings


def test_a_document_in_no_doubt(read) -> None:
    assert not {"cells.glued", "cells.copied", "table.left_over"} & set(read().index)


def test_a_row_that_ran_together_says_how_many_readings_remain(read) -> None:
    found = read(normative="396442278").loc["cells.glued"]
    assert (found["severity"], found["verdict"], found["table"]) == (
        "warning",
        "extraction",
        "fact_proactive_disclosure",
    )
    assert found["observed"] == 396442278
    assert found["cell_keys"] == "normative_docs|issued; normative_docs|repealed; normative_docs|in_force"
    assert "396442278" in found["message_zh"]
    assert "28 种读法" in found["message_zh"]
    assert "28 readings remain" in found["message_en"]


def test_copies_say_which_cells_differ(read) -> None:
    again = "二、上年结转政府信息公开申请数量 | 7 | 0 | 0 | 0 | 0 | 0 | 7"
    copy = f"申请人情况 | 自然人 | 总计\n一、本年新收政府信息公开申请数量 | {ROW}\n{again}"
    found = read(copy=copy).loc["cells.copied"]
    assert found["cell_keys"] == "carried_in|natural_person; carried_in|total"
    assert all(number in found["message_zh"] for number in ("1", "7"))


def test_numbers_left_over_weigh_by_their_share(read) -> None:
    few = read(new=ROW + "\n行政检查 | 5").loc["table.left_over"]
    many = read(new=ROW + "\n行政检查 | 11 | 12 | 13 | 14 | 15 | 16 | 17").loc["table.left_over"]
    assert (few["severity"], many["severity"]) == ("info", "warning")
    assert "7" in many["message_zh"]
    assert "11, 12, 13, 14, 15" in many["message_zh"]


def test_a_title_of_another_year_is_told_with_both_years(read) -> None:
    found = read(year="2021年").loc["table.other_year"]
    assert (found["severity"], found["verdict"]) == ("warning", "undecided")
    assert "2021年主动公开政府信息情况" in found["message_zh"]
    assert "2022" in found["message_en"]


def test_facts_say_how_firmly_a_number_is_stated() -> None:
    text = TEXT.format(normative="1 | 0 | 9", new=ROW, copy="", year="")
    figures = build_partition([File("濮阳市2022.txt", text.encode())]).facts["fact_narrative_figure"]
    stated = {row["raw_text"]: (row["bound"], int(row["precision"])) for row in figures.to_dict("records")}
    assert ("at_least", 100) in stated.values()
    assert ("approximate", 50) in stated.values()
