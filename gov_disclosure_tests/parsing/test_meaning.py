"""What a count is, and what it only looks like: disputes over other things, cases carried over, fees never collected."""

from __future__ import annotations

import pytest

from gov_disclosure.parsing.narrative import parse_figures
from gov_disclosure.vocabulary.indicators import UNLISTED


def named(text: str) -> list[tuple[str, int]]:
    """Figures of the report year 2022 that have an indicator, in their order."""
    found = parse_figures(text, [(0, len(text))], 2022)
    return [(f.indicator, int(f.reading.value or 0)) for f in found if f.indicator != UNLISTED and f.is_current_year]


DISPUTES: list[tuple[str, list[tuple[str, int]]]] = [
    ("因政府信息公开被行政复议3件,因其他行政行为被行政复议45件。", [("review_total", 3)]),
    ("政府信息公开行政复议3件,其他类行政复议45件。", [("review_total", 3)]),
    ("涉及政府信息公开行政复议3件,另有行政复议45件。", [("review_total", 3)]),
    ("政府信息公开类行政诉讼3件,其余行政诉讼45件。", [("litigation_total", 3)]),
    ("政府信息公开行政复议3件、房屋征收行政复议45件。", [("review_total", 3)]),
    ("政府信息公开行政诉讼3件,非政府信息公开行政诉讼45件。", [("litigation_total", 3)]),
    ("全年共发生行政复议案件45件,涉及政府信息公开的3件。", []),
    ("公开工作方面,发生行政复议3件(信息公开类1件)。", []),
    ("全部行政诉讼案件45件中,政府信息公开案件3件。", []),
    ("行政复议45件,政府信息公开类3件;行政诉讼30件,政府信息公开类2件。", []),
    ("因政府信息公开发生行政复议3件,因政府信息公开发生行政诉讼2件。", [("review_total", 3), ("litigation_total", 2)]),
    ("公民、法人或其他组织因政府信息公开提起行政复议3件。", [("review_total", 3)]),
    (
        "因政府信息公开被申请行政复议3件,收到政府信息公开申请62件。",
        [("review_total", 3), ("requests_received", 62)],
    ),
]
CARRIED: list[tuple[str, list[tuple[str, int]]]] = [
    ("新收政府信息公开行政复议案件3件,上年结转2件。", [("review_total", 3)]),
    ("收到政府信息公开行政复议申请3件,上年结转2件。", [("review_total", 3)]),
    ("政府信息公开行政诉讼3件,1件结转下年。", [("litigation_total", 3)]),
    ("上年结转行政复议案件2件,本年新收政府信息公开行政复议案件3件。", [("review_total", 3)]),
    ("因政府信息公开发生行政诉讼案件1件,上年结转行政诉讼案件2件。", [("litigation_total", 1)]),
    ("收到信访件56件,上年结转8件。", []),
    ("12345热线受理群众诉求1256件,办结1250件,结转下年6件。", []),
    ("办理提案45件,结转下年2件。", []),
    ("2021年结转2件。", [("requests_carried_in", 2)]),
    ("上年结转2件,新收政府信息公开申请62件。", [("requests_carried_in", 2), ("requests_received", 62)]),
    ("受理热线1256件,2件政府信息公开申请结转下年。", [("requests_carried_out", 2)]),
    ("政府信息公开行政复议3件。上年结转政府信息公开申请2件。", [("review_total", 3), ("requests_carried_in", 2)]),
]

STOCKS: list[tuple[str, list[tuple[str, int]]]] = [
    ("累计制发规范性文件126件,2022年制发12件。", []),
    ("微信公众号发布信息累计1.2万条,今年发布800条。", []),
    ("微博共发布信息1.2万条,今年新发800条。", []),
    ("累计主动公开政府信息12300条,本年度主动公开1230条。", [("proactive_total", 1230)]),
    ("网站总访问量达1,256万人次,其中2022年256万人次。", []),
    ("截至2022年底,网站总访问量1256万人次。", []),
    ("库存主动公开政府信息1230条。", []),
    ("累计发布政策解读580篇(今年58篇)。", []),
    ("2022年,网站总访问量1256万人次。", [("website_visits", 12560000)]),
    ("累计制发规范性文件12件。", [("normative_docs_issued", 12)]),
    ("截至2022年底,我县共主动公开政府信息1230条。", [("proactive_total", 1230)]),
    ("累计收到政府信息公开申请62件,今年办结60件。", [("requests_received", 62)]),
    ("主动公开政府信息1230条,2021年主动公开1100条。", [("proactive_total", 1230)]),
    ("政府网站发布信息1230条,今年发布政策解读58篇。", [("channel_website", 1230), ("policy_interpretations", 58)]),
    ("现有从事政府信息公开工作人员5人。", [("staff", 5)]),
]
FEES: list[tuple[str, list[tuple[str, int]]]] = [
    ("退还信息处理费380元。", []),
    ("预收信息处理费380元,实际收取0元。", []),
    ("应收信息处理费1230元,实收0元。", []),
    ("应收取信息处理费380元,申请人逾期未缴纳。", []),
    ("收取信息处理费380元(已退还)。", []),
    ("通知申请人缴纳信息处理费380元。", []),
    ("信息处理费380元未收取。", []),
    ("收取信息处理费380元,已上缴国库。", [("fees_collected", 380)]),
    ("依申请公开应申请人要求提供资料,收取信息处理费380元。", [("fees_collected", 380)]),
]
EVENTS: list[tuple[str, list[tuple[str, int]]]] = [
    ("推进政务公开。开展法治培训12次,培训人员1300人次。", []),
    ("推进政务公开。县委组织部举办干部培训班12期,培训干部1300人次。", []),
    ("推进政务公开。开展培训12次,培训1300人次,其中政务公开培训2次。", [("trainings", 2)]),
    ("举办新闻发布会、在线访谈12场。", []),
    ("举办12场新闻发布会、在线访谈。", []),
    ("举办新闻发布会、在线访谈分别为12场、6场。", [("press_conferences", 12), ("online_interviews", 6)]),
    ("推进政务公开,开展业务培训12次,培训人员1300人次。", [("trainings", 12), ("trainees", 1300)]),
    ("将公开纳入干部培训,举办政务公开培训班2期。", [("trainings", 2)]),
]


@pytest.mark.parametrize(("text", "expected"), DISPUTES)
def test_only_disputes_over_disclosure_are_counted(text: str, expected: list[tuple[str, int]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(("text", "expected"), CARRIED)
def test_only_requests_are_carried_over(text: str, expected: list[tuple[str, int]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(("text", "expected"), STOCKS)
def test_a_stock_is_no_number_of_the_year(text: str, expected: list[tuple[str, int]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(("text", "expected"), FEES)
def test_only_fees_taken_in_are_collected(text: str, expected: list[tuple[str, int]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(("text", "expected"), EVENTS)
def test_only_events_of_the_kind_are_counted(text: str, expected: list[tuple[str, int]]) -> None:
    assert named(text) == expected
