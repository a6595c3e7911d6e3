"""Counts of other areas and of some bodies of the area have no indicator of the whole."""

from __future__ import annotations

import pytest

from gov_disclosure.parsing.narrative import parse_figures
from gov_disclosure.parsing.narrative_areas import LEVELS, find_own_level
from gov_disclosure.vocabulary.indicators import UNLISTED


def named(text: str) -> list[tuple[str, int]]:
    """Figures of a county's report of 2022 that have an indicator, in their order."""
    text = f"某县2022年政府信息公开工作年度报告\n{text}"
    found = parse_figures(text, [(0, len(text))], 2022)
    return [(f.indicator, int(f.reading.value or 0)) for f in found if f.indicator != UNLISTED and f.is_current_year]


OF_OTHERS = [
    "县政府及县政府办公室发布政策解读13篇,部门发布政策解读45篇。",
    "县政府出台规范性文件12件,部门出台规范性文件34件。",
    "县政府收到政府信息公开申请12件,各部门收到政府信息公开申请34件。",
    "县政府主动公开政府信息500条,各乡镇主动公开政府信息730条。",
    "县政府网站栏目发布信息8412条,各乡镇网站发布3000条。",
    "转载上级政策解读120篇。",
    "省政府网站公开政府信息12.3万条。",
    "市政府办公室收到政府信息公开申请12件;全市共收到政府信息公开申请62件。",
    "县自然资源局收到政府信息公开申请30件,占全县的48%;县住建局收到12件。",
    "如县自然资源局收到政府信息公开申请12件。",
    "以县公安局为例,收到政府信息公开申请12件。",
    "其中县公安局收到政府信息公开申请12件。",
    "部分乡镇收到政府信息公开申请34件。",
    "国务院发布政策解读120篇。",
    "全国31个省份共收到政府信息公开申请70.3万件。",
    "全省收到政府信息公开申请1.3万件。",
]
OF_THE_AREA: list[tuple[str, tuple[str, int]]] = [
    ("县政府收到政府信息公开申请62件,其中县政府办公室收到12件。", ("requests_received", 62)),
    ("县政府办公室收到政府信息公开申请12件。", ("requests_received", 12)),
    ("全县各部门收到政府信息公开申请62件。", ("requests_received", 62)),
    ("各级各部门收到政府信息公开申请62件。", ("requests_received", 62)),
    ("各部门、各乡镇收到政府信息公开申请62件。", ("requests_received", 62)),
    ("全县收到政府信息公开申请62件,占全市的10%。", ("requests_received", 62)),
    ("如期办结政府信息公开申请62件。", ("requests_closed", 62)),
    ("县本级主动公开政府信息120条。", ("proactive_total", 120)),
    ("其中局网站公开政府信息120条。", ("channel_website", 120)),
    ("在省政府网站公开政府信息120条。", ("channel_website", 120)),
    ("转载上级政策解读120篇,发布本级政策解读58篇。", ("policy_interpretations", 58)),
]
TITLES = [
    ("某自治区某县2022年政府信息公开工作年度报告", "县"),
    ("2022年某市某区政府信息公开工作年度报告", "区"),
    ("某市市场监督管理局2022年政府信息公开工作年度报告", "市"),
    ("某市城乡建设局2022年政府信息公开工作年度报告", "市"),
    ("某市教育局2022年年度报告\n本区收到申请12件。", "区"),
]


@pytest.mark.parametrize("text", OF_OTHERS)
def test_a_count_of_others_has_no_indicator(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(("text", "expected"), OF_THE_AREA)
def test_a_count_of_the_area_keeps_it(text: str, expected: tuple[str, int]) -> None:
    assert named(text) == [expected]


@pytest.mark.parametrize(("text", "level"), TITLES)
def test_the_level_is_told_by_the_text_or_its_title(text: str, level: str) -> None:
    assert find_own_level(text) == LEVELS[level]


def test_an_autonomous_region_is_no_district() -> None:
    assert find_own_level("某某自治区2022年政府信息公开工作年度报告") is None


def test_a_text_without_a_title_has_no_level() -> None:
    assert find_own_level("全省收到政府信息公开申请1.3万件。") is None
