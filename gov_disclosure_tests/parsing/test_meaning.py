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


@pytest.mark.parametrize(("text", "expected"), DISPUTES)
def test_only_disputes_over_disclosure_are_counted(text: str, expected: list[tuple[str, int]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(("text", "expected"), CARRIED)
def test_only_requests_are_carried_over(text: str, expected: list[tuple[str, int]]) -> None:
    assert named(text) == expected
