"""Pictures for the UI: the numbers beside them, what they draw, and what is told where they cannot be drawn."""

import sys
from typing import Any
from urllib.parse import unquote_to_bytes

import pandas as pd
import pytest
from lxml import etree

from gov_disclosure.analysis.overview import STATUS_GROUPS, Overview
from gov_disclosure.defs.pictures import describe_pictures
from gov_disclosure.publishing.pictures.coverage import build_coverage_picture
from gov_disclosure.publishing.pictures.drawing import NotDrawnError, draw
from gov_disclosure.publishing.pictures.findings import MOST, build_finding_picture
from gov_disclosure.publishing.pictures.statuses import build_status_picture
from gov_disclosure.publishing.pictures.trends import build_trend_picture
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS
from gov_disclosure.vocabulary.series import list_series

MOST_BYTES = 60_000
COVERAGE = pd.DataFrame(
    [("henan", 2019, "present", 3), ("henan", 2019, "missing", 1), ("henan", 2020, "missing", 4),
     ("beijing", 2019, "prose_only", 2), ("beijing", 2020, "refused", 1), ("beijing", 2020, "present", 1)],
    columns=["region", "report_year", "state", "regions"],
)  # fmt: skip
FINDINGS = pd.DataFrame(
    [("fact_finding", "T3.1", "error", 7, 1), ("fact_finding", "prose.stated_twice", "warning", 2, 0)],
    columns=["table", "rule", "severity", "findings", "waived"],
)
EMPTY = Overview(COVERAGE.iloc[:0], FINDINGS.iloc[:0])


def count_statuses(year: int, reports: int, **groups: int) -> pd.DataFrame:
    counted = dict.fromkeys(STATUS_GROUPS, 0) | groups
    return pd.DataFrame([{"series": "requests_received", "report_year": year, "reports": reports} | counted])


def measure(year: int, regions: int, median: float, *, joined: bool | None) -> pd.DataFrame:
    """Quartiles of a year; `joined` is None where too few regions have both years."""
    numbers = {"regions": regions, "lower": median - 1, "median": median, "upper": median + 2}
    step = {"compared": 5 if joined is not None else 1, "is_known": joined is not None, "joined": bool(joined)}
    return pd.DataFrame([{"indicator": "requests_received", "report_year": year, **numbers, **step}])


def list_rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(row) for row in frame.itertuples(index=False)]


def list_lines(spec: Any) -> list[tuple[int, int]]:
    """Year and line of each point of the first panel."""
    return [(row["report_year"], row["line"]) for row in spec["concat"][0]["data"]["values"]]


def list_breaks(spec: Any) -> list[float]:
    """Where the first panel is dashed."""
    return [row["report_year"] for row in spec["concat"][0]["layer"][-1]["data"]["values"]]


def test_coverage_tells_regions_with_a_report_of_all_by_province_in_the_official_order() -> None:
    picture = build_coverage_picture(COVERAGE)
    states, provinces = picture.tables.values()
    assert list_rows(provinces) == [("北京 beijing", "2/2", "1/2"), ("河南 henan", "3/4", "0/4")]
    assert list(states.columns[:3]) == ["年 year", "有报告 present", "只有文字 prose_only"]
    assert [row[0] for row in list_rows(states)] == [2019, 2020]
    assert [sum(row[1:]) for row in list_rows(states)] == [6, 6]  # type: ignore[arg-type]
    assert "2019年5/6、2020年1/6" in picture.told


def test_nearly_all_is_not_all_and_nearly_nothing_is_not_nothing() -> None:
    years = [count_statuses(2019, 1000, number=1, blank=999), count_statuses(2020, 1000, number=1000)]
    picture = build_status_picture(years)
    assert picture.spec is not None
    number, blank, *_ = (panel["data"]["values"] for panel in picture.spec["hconcat"])
    assert [(run["first"], run["behind"], run["share"]) for run in number] == [(0, 1, "< 5%"), (1, 2, "100%")]
    assert [(run["first"], run["behind"], run["share"]) for run in blank] == [(0, 1, "≥ 75%")]


def test_missing_numbers_are_reports_of_each_year_and_series_that_are_nowhere_are_left_out() -> None:
    years = [count_statuses(2019, 4, number=3, blank=1), count_statuses(2020, 5, number=5), count_statuses(2021, 0)]
    numbers, blanks, absent, *_ = build_status_picture(years).tables.values()
    assert list(numbers.columns) == ["序列 series", "2019", "2020"]
    assert list_rows(numbers) == [("报告 reports", 4, 5), ("新收申请 Requests received", 3, 5)]
    assert list_rows(blanks) == [("报告 reports", 4, 5), ("新收申请 Requests received", 1, 0)]
    assert list_rows(absent) == [("报告 reports", 4, 5)]


def test_a_line_is_broken_where_years_may_not_be_compared_and_where_one_says_too_little() -> None:
    years = [
        measure(2017, 9, 30, joined=None), measure(2018, 9, 31, joined=True), measure(2019, 9, 50, joined=False),
        measure(2020, 4, 51, joined=True), measure(2021, 9, 52, joined=True),
    ]  # fmt: skip
    picture = build_trend_picture(years)
    assert list_lines(picture.spec) == [(2017, 1), (2018, 1), (2019, 2), (2021, 3)]
    assert list_breaks(picture.spec) == [2018.5]
    (table,) = picture.tables.values()
    assert list_rows(table)[3] == (
        "新收申请 Requests received", 2020, 4, "50.0", "51.0", "53.0", 5, "是 yes",
    )  # fmt: skip
    assert "2021: 52.0 (9)" in picture.told


def test_where_too_few_regions_have_both_years_there_is_neither_a_line_nor_a_break() -> None:
    picture = build_trend_picture([measure(2018, 59, 30, joined=None), measure(2019, 59, 31, joined=None)])
    assert list_lines(picture.spec) == [(2018, 1), (2019, 2)]
    assert list_breaks(picture.spec) == []
    (table,) = picture.tables.values()
    assert [row[6:] for row in list_rows(table)] == [(1, "地区过少 too few")] * 2
    assert "不足 30 个且不足半数" in picture.caution


def test_rules_are_told_in_both_languages_and_those_beyond_the_picture_stand_in_the_table() -> None:
    many = pd.concat([FINDINGS, *(FINDINGS.iloc[:1].assign(rule=f"X.{n}", findings=1) for n in range(MOST))])
    picture = build_finding_picture(many)
    (table,) = picture.tables.values()
    assert list_rows(table)[1][:5] == (
        "prose.stated_twice", "同一事项在正文中有两个不同的数", "the text gives two numbers for the same thing",
        "fact_finding", "警告 warning",
    )  # fmt: skip
    assert picture.spec is not None
    drawn = {row["name"]: row["findings"] for row in picture.spec["data"]["values"]}
    assert (len(table), len(drawn)) == (MOST + 2, MOST + 1)
    assert drawn["其余 2 条规则\nother rules"] == 2
    assert picture.told.startswith("错误 error 27、警告 warning 2；")


def test_the_pictures_of_a_whole_country_are_small_and_whole() -> None:
    """As many provinces, years, series and rules as there are; the drawing takes some seconds."""
    pytest.importorskip("vl_convert", reason="the library of the charts is an extra")
    states = ("present", "missing", "refused", "other_scope")
    coverage = pd.DataFrame(
        [
            (r, y, s, (3 * n + y + at) % 9 + 1)
            for n, r in enumerate(REGIONS[1:])
            for y in REPORT_YEARS
            for at, s in enumerate(states)
        ],
        columns=COVERAGE.columns,
    )
    statuses = [
        count_statuses(year, 8, number=(year + n) // 2 % 7, blank=7 - (year + n) // 2 % 7, absent=n % 2).assign(series=series.key)
        for year in REPORT_YEARS for n, series in enumerate(list_series())
    ]  # fmt: skip
    pictures = [build_coverage_picture(coverage), build_status_picture(statuses), build_finding_picture(FINDINGS)]
    addresses = draw([picture.spec for picture in pictures if picture.spec is not None])
    assert [len(address) < MOST_BYTES for address in addresses] == [True] * 3, list(map(len, addresses))
    head, _, content = addresses[1].partition(",")
    assert head == "data:image/svg+xml"
    drawing = etree.fromstring(unquote_to_bytes(content))
    texts = {"".join(text.itertext()) for text in drawing.iter("{*}text")}
    assert {"有数字", "a number", "2008", *(f"{s.label_zh} {s.label_en}" for s in list_series()[:5])} <= texts


def test_where_the_library_is_missing_the_tables_stay_and_the_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    shown = describe_pictures(Overview(COVERAGE, FINDINGS))["coverage_region_year"]
    assert "pip install 'gov-disclosure\\[explorer\\]'" in shown["什么不符：图 findings: picture"].value
    assert "|T3.1|" in shown["什么不符：表 findings: tables"].value
    assert shown["有什么 what there is"].value.endswith("2019年5/6、2020年1/6。")


def test_a_drawing_that_fails_says_why() -> None:
    pytest.importorskip("vl_convert", reason="the library of the charts is an extra")
    with pytest.raises(NotDrawnError, match="it ended with 1: ValueError"):
        draw([{"mark": "nothing of this name"}])


def test_an_empty_warehouse_has_no_pictures_and_says_so() -> None:
    for shown in describe_pictures(EMPTY).values():
        assert all("![" not in value.value for value in shown.values())
        assert any("nothing to draw" in value.value for value in shown.values())
