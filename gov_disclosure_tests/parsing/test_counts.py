"""Counts in a sentence, their labels and their years."""

from __future__ import annotations

import pytest

from gov_disclosure.parsing.counts import find_counts, is_plan
from gov_disclosure.parsing.mentions import list_mentions
from gov_disclosure.parsing.narrative_years import find_period

COUNTS = [
    ("公开信息1,234条,占98%", ["1,234条"]),
    ("近6万条次,约4900人次,80余件", ["近6万条次", "约4900人次", "80余件"]),
    ("召开三场新闻发布会,完善一次性告知", ["三场"]),
    ("2019年10月16日第43次常务会议,第711号令", []),
    ("5个工作日,3项目,10人大代表,2个月", []),
    ("提高1.4倍,3-5次,不少于2次,每年3次", []),
    ("不予公开信息数1402,编号1402的文件", ["1402"]),
    ("1 234条,31. 2万件", []),
]


@pytest.mark.parametrize(("plain", "expected"), COUNTS)
def test_counts(plain: str, expected: list[str]) -> None:
    assert [plain[c.start : c.end] for c in find_counts(plain)] == expected


def test_plans() -> None:
    assert is_plan("2020年,我局将举办培训3期", 2019)
    assert is_plan("计划2020年主动公开政府信息150条", 2019)
    assert is_plan("2020年主动公开政府信息150条", 2019)
    assert is_plan("下一年,主动公开政府信息150条", 2019)
    assert not is_plan("计划2019年主动公开政府信息150条,收到申请3件,结转下年度2件", 2019)
    assert not is_plan("收到申请3件,下年度继续办理2件", 2019)
    assert not is_plan("2020年结转政府信息公开申请2件", 2019)
    assert not is_plan("2019年,我局将政务公开纳入考核,举办培训3期", 2019)


def test_names_of_numbers() -> None:
    plain = "其中予以公开的共41件,部分公开、不予公开分别为2件和3件。"
    assert [m.name for m in list_mentions(plain)] == ["予以公开", "部分公开", "不予公开"]


def test_names_and_numbers_that_do_not_match_get_no_name() -> None:
    assert [m.name for m in list_mentions("予以公开、部分公开、不予公开分别为2件、3件")] == ["", ""]


YEARS = [
    ("2018年收到50件", "2018年收到", 2018),
    ("2018年收到50件,2019年收到62件", "2018年收到50件,2019年收到", 2019),
    ("2019年收到62件,比2018年的50件", "2019年收到62件,比2018年的", 2018),
    ("2019年收到62件,比2018年增加,公开41件", "2019年收到62件,比2018年增加,公开", 2019),
    ("上年收到50件", "上年收到", 2018),
    ("2018年结转3件,办结5件", "2018年结转3件,办结", 2019),
    ("自2019年1月1日起至2019年12月31日,公开5条", "自2019年1月1日起至2019年12月31日,公开", 2019),
    ("公开5条", "公开", 2019),
]


@pytest.mark.parametrize(("plain", "head", "year"), YEARS)
def test_years(plain: str, head: str, year: int) -> None:
    assert find_period(plain, len(head), "", 2019).year == year


def test_a_paragraph_about_an_earlier_year_leaves_the_year_open() -> None:
    assert find_period("共收到50件", 3, "2018年工作平稳。", 2019).year is None
    assert find_period("共收到50件", 3, "2018年工作平稳。\n", 2019).year == 2019


def test_totals_of_several_years_and_parts_of_one() -> None:
    since = find_period("自2008年以来,累计公开5条", 13, "", 2019)
    assert (since.is_cumulative, since.has_start) == (True, True)
    until = find_period("截至2019年底,累计公开5条", 13, "", 2019)
    assert (until.is_cumulative, until.has_start) == (True, False)
    assert not find_period("截至年底累计公开9条,其中本年度新增5条", 17, "", 2019).is_cumulative
    assert find_period("上半年公开5条", 5, "", 2019).is_partial
