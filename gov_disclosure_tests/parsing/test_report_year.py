"""The year that a report covers, from title, period clause and text, and the cases that nobody can decide."""

from __future__ import annotations

import datetime as dt

import pytest

from gov_disclosure.parsing.report_year import YearChoice, choose_year, find_published_on, find_year_evidence
from gov_disclosure.parsing.stretches import parse_stretch
from gov_disclosure.parsing.titles import find_titles
from gov_disclosure.vocabulary.regions import REPORT_YEARS


def choice(text: str) -> YearChoice:
    stretch = parse_stretch(text)
    published = find_published_on(stretch, parse_stretch(""))
    return choose_year(find_year_evidence(stretch, find_titles(stretch)), published and published[0])


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("安溪县2019年政府信息公开工作年度报告", 2019),
        ("安溪县政府信息公开工作2022年度报告", 2022),
        ("关于安溪县2021年度政府信息公开情况的报告", 2021),
        ("2016年安溪县政府信息公开年报", 2016),
        ("安溪县人民政府\n2019年度政府信息公开工作\n年度报告", 2019),
        ("安溪县政府信息公开工作年度报告\n(2019年)", 2019),
        ("安溪县二〇一九年政府信息公开工作年度报告", 2019),
        ("二○一五年度安溪县政府信息公开工作年度报告", 2015),
        ("安溪县２０１９年度政府信息公开年报", 2019),
        ("安溪縣2019年政府信息公開工作年度報告", 2019),
    ],
)
def test_title(title: str, year: int) -> None:
    assert choice(title).year == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限自2020年1月1日起至2020年12月31日止", 2020),
        ("数据自20231月1日起至202312月31日止", 2023),
        ("统计时限为202011日至1231日", 2020),
        ("统计期限为2018年1月1日——12月31日", 2018),
        ("2020年,我县主动公开政府信息3条。2020年,收到申请2件。2021年,我县将继续改进。", 2020),
        ("根据《2018年政务公开工作要点》(国办发〔2018〕23号),2017年我局受理申请2件。", 2017),
        ("安溪县政府信息公开情况统计表\n(2018年度)\t\t\n填报单位:安溪县人民政府", 2018),
        ("安溪县政府信息公开情况统计表\n(2018年上半年)\n填报单位:安溪县人民政府", None),
        ("2021年1月12日", None),
        ("我镇主动公开政府信息3条。", None),
    ],
)
def test_without_a_title(text: str, year: int | None) -> None:
    assert choice(text).year == year


def test_title_stands_against_stale_text() -> None:
    found = choice(
        "安溪县2020年政府信息公开工作年度报告\n发布时间:2021-01-12\n统计期限自2019年1月1日起至2019年12月31日止"
    )
    assert (found.year, found.has_conflict) == (2020, True)


def test_title_with_the_year_of_publication_is_not_believed() -> None:
    found = choice(
        "安溪县2020年政府信息公开工作年度报告\n发布时间:2020-01-12\n统计期限自2019年1月1日起至2019年12月31日止"
    )
    assert (found.year, found.reason) == (None, "year_ambiguous")
    assert set(found.candidates) == {2019, 2020}


def test_report_published_before_its_year_is_doubtful() -> None:
    assert choice("安溪县2022年政府信息公开工作年度报告\n发布时间:2021-01-12").reason == "year_ambiguous"


@pytest.mark.parametrize("years", ["2018-2019年", "2018年至2019年", "2018年、2019年", "2018—2019年度"])
def test_a_title_of_several_years_has_the_year_of_its_period_or_none(years: str) -> None:
    text = f"安溪县{years}政府信息公开工作年度报告\n一、总体情况\n2019年,全年公开3条。2019年收到申请2件。"
    assert (choice(text).year, choice(text).reason) == (None, "year_ambiguous")
    assert choice(f"{text}\n统计期限自2019年1月1日起至2019年12月31日止").year == 2019


def test_years_before_the_regulation_and_after_the_last_report_year() -> None:
    assert choice("安溪县2007年政府信息公开工作年度报告").reason == "year_out_of_range"
    assert choice(f"安溪县{REPORT_YEARS[-1] + 1}年政府信息公开工作年度报告").reason == "year_out_of_range"


def test_neighbouring_pages_and_earlier_reports_do_not_speak_for_the_year() -> None:
    text = (
        "安溪县2019年政府信息公开工作年度报告\n一、总体情况\n对照《安溪县2018年政府信息公开工作年度报告》整改。\n"
        "上一篇:安溪县2017年政府信息公开工作年度报告\n下一篇:安溪县2020年政府信息公开工作年度报告"
    )
    assert choice(text).year == 2019


def test_date_of_publication() -> None:
    page = parse_stretch("发布时间：2021-01-29 17:28")
    signed = parse_stretch("安溪县人民政府办公室\n2021年1月12日\n")
    nothing = parse_stretch("统计时间:2021年1月1日")
    assert (find_published_on(page, nothing) or [None])[0] == dt.date(2021, 1, 29)
    assert (find_published_on(nothing, signed) or [None])[0] == dt.date(2021, 1, 12)
    assert find_published_on(nothing, nothing) is None
