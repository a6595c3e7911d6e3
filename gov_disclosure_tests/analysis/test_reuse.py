"""The share of own text that last year's report has too: for which pairs there is one, and why not for others."""

from dataclasses import replace

import pytest

from gov_disclosure_tests.analysis.measuring import Report, build_panel, find_row

BEFORE = Report("D", {}, year=2021)
NOW = Report("D", {}, year=2022, text=(BEFORE.report_id, 1_000, 250, 900))
NAMES = ("value", "status", "numerator", "denominator", "flag")


def reuse_of(now: Report, *before: Report, is_compared: bool = True) -> tuple[object, ...]:
    """What the indicator says of a report."""
    *_, tables = build_panel(*((report,) for report in before), (now,), is_compared=is_compared)
    row = find_row(tables["indicator_series"], "text_reuse")
    wide = tables["indicator_region_year"].iloc[0]
    assert wide["text_reuse_status"] == row["status"]
    return tuple(row[name] for name in NAMES)


def test_the_share_is_that_of_the_characters_that_both_reports_have() -> None:
    assert reuse_of(NOW, BEFORE) == (0.25, "reported", 250, 1_000, "ok")
    assert reuse_of(replace(NOW, text=(BEFORE.report_id, 1_000, 0, 900)), BEFORE)[0] == 0.0


@pytest.mark.parametrize(("own", "value", "flag"), [(200, 0.5, "ok"), (199, None, "small"), (0, None, "zero")])
def test_a_text_of_a_few_sentences_has_no_share(own: int, value: float | None, flag: str) -> None:
    short = replace(NOW, text=(BEFORE.report_id, own, own // 2, 900))
    assert reuse_of(short, BEFORE) == (value, "reported", own // 2, own, flag)


NOTHING = (None, None, None)


@pytest.mark.parametrize(
    ("now", "before", "status"),
    [
        (replace(NOW, text=None), (), "no_report_before"),
        (replace(NOW, text=None), (replace(BEFORE, state="missing"),), "no_report_before"),
        (replace(NOW, year=2023, text=(BEFORE.report_id, 1_000, 250, 900)), (BEFORE,), "no_report_before"),
        (replace(NOW, text=None), (BEFORE,), "other_body_before"),
        (replace(NOW, text=("of another body", 1_000, 250, 900)), (BEFORE,), "other_body_before"),
        (replace(NOW, text=(BEFORE.report_id, 1_000, 0, 199)), (BEFORE,), "no_text_before"),
        (replace(NOW, state="refused", text=None), (BEFORE,), "refused"),
        (replace(NOW, state="missing", text=None), (BEFORE,), "no_report"),
    ],
    ids=["nothing", "no report", "two years before", "not joined", "another", "an attachment", "refused", "missing"],
)
def test_without_a_report_to_compare_with_nothing_is_known(
    now: Report, before: tuple[Report, ...], status: str
) -> None:
    assert reuse_of(now, *before) == (None, status, *NOTHING)


def test_texts_that_were_not_compared_yet_are_told() -> None:
    assert reuse_of(NOW, BEFORE, is_compared=False) == (None, "not_written", *NOTHING)
