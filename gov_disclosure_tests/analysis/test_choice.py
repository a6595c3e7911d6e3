"""Which report stands for a region and year, and why."""

import pandas as pd
import pytest

from gov_disclosure.analysis.choice import choose_reports


def reports(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    """Reports of one region and year: name, scope, kind of issuer, cells with a number."""
    frame = pd.DataFrame(rows, columns=["report_id", "scope", "issuer_kind", "cells"])
    return frame.assign(region_code="410900", report_year=2021)


def choose(frame: pd.DataFrame, rule: str = "whole_area") -> tuple[object, ...] | None:
    chosen = choose_reports(frame, rule)
    if not len(chosen):
        return None
    (row,) = chosen.to_dict("records")
    return (None if pd.isna(row["report_id"]) else row["report_id"], row["basis"], row["choice"], row["candidates"])


GOVERNMENT = ("gov", "unknown", "government", 200)
SUMMED = ("sum", "area_sum", "government_office", 200)
OFFICE = ("office", "own_body", "government_office", 200)
VAGUE_OFFICE = ("vague", "unknown", "government_office", 200)
BUREAU = ("bureau", "own_body", "department", 200)


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ([GOVERNMENT], ("gov", "assumed", "only", 1)),
        ([GOVERNMENT, SUMMED], ("sum", "stated", "scope", 2)),
        ([SUMMED, ("gov2", "area_sum", "government", 200)], ("gov2", "stated", "issuer", 2)),
        ([GOVERNMENT, ("page", "unknown", "government", 0)], ("gov", "assumed", "tables", 2)),
        ([GOVERNMENT, ("gov2", "unknown", "government", 190)], (None, "assumed", "contested", 2)),
        ([OFFICE, BUREAU, VAGUE_OFFICE], None),
        ([GOVERNMENT, OFFICE, BUREAU], ("gov", "assumed", "only", 1)),
    ],
)
def test_whole_area(given: list[tuple[str, str, str, int]], chosen: object) -> None:
    assert choose(reports(*given)) == choose(reports(*given[::-1])) == chosen


def test_own_body_takes_what_the_government_counts_for_itself() -> None:
    assert choose(reports(GOVERNMENT, SUMMED, OFFICE, BUREAU), "own_body") == ("office", "stated", "only", 1)
    assert choose(reports(GOVERNMENT, VAGUE_OFFICE), "own_body") == ("vague", "assumed", "only", 1)


def test_stated_assumes_nothing() -> None:
    assert choose(reports(GOVERNMENT), "stated") is None
    assert choose(reports(GOVERNMENT, SUMMED), "stated") == ("sum", "stated", "only", 1)


def test_each_region_and_year_is_chosen_for_itself() -> None:
    both = pd.concat([reports(GOVERNMENT), reports(SUMMED).assign(report_year=2022)])
    assert choose_reports(both)["report_id"].tolist() == ["gov", "sum"]
