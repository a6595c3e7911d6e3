"""A count that a report states twice: told where no number fits both statements."""

from decimal import Decimal

import pandas as pd
import pytest

from gov_disclosure.quality.statements import check_statements


def figure(value: int, form: str = "A", indicator: str = "proactive_total", **other: object) -> dict:
    usual = {"precision": Decimal(0), "bound": "exact", "is_current_year": True}
    words = {"sentence": f"主动公开政府信息{value}条。", "raw_text": f"{value}条"}
    return {"report_id": "r1", "form": form, "indicator": indicator, "value": Decimal(value)} | usual | words | other


def check(*figures: dict) -> list:
    return list(check_statements(pd.DataFrame(list(figures))))


@pytest.mark.parametrize(
    ("form", "indicator", "severity"),
    [("A", "proactive_total", "warning"), ("A", "channel_website", "info"), ("D", "proactive_total", "info")],
)
def test_two_numbers_that_exclude_each_other(form: str, indicator: str, severity: str) -> None:
    (finding,) = check(figure(4970, form, indicator), figure(72804, form, indicator))
    assert (finding.severity, finding.verdict, finding.cells) == (severity, "undecided", (indicator,))
    assert (finding.observed, finding.expected) == (4970, 72804)
    assert "主动公开政府信息4970条" in finding.message_zh


@pytest.mark.parametrize(
    "others",
    [
        (figure(4970),),
        (figure(5000, precision=Decimal(50)),),
        (figure(4900, precision=Decimal(100), bound="at_least"),),
        (figure(300, is_current_year=False),),
        (figure(300, indicator="unlisted"), figure(301, indicator="unlisted")),
        (figure(300, report_id="r2"),),
    ],
    ids=["the same", "rounded", "at least", "another year", "anything", "another report"],
)
def test_what_does_not_contradict(others: tuple[dict, ...]) -> None:
    assert check(figure(4970), *others) == []


def test_a_count_that_has_a_cell_is_held_against_the_cell() -> None:
    assert check(figure(270, "C", "requests_received"), figure(274, "C", "requests_received")) == []
