"""The warehouse in few numbers: what is counted, and when a line of medians goes on."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from gov_disclosure.analysis.overview import count_coverage, count_statuses, find_quartiles, sum_findings
from gov_disclosure.vocabulary.series import list_derived_indicators
from gov_disclosure_tests.analysis.measuring import Report, build_panel, build_regions

CODES = ("410900", "410100", "410200", "410300", "410400", "410500")
DENIED = (
    "state_secret", "law_forbidden", "safety_stability", "third_party", "internal_affairs", "process_info", "enforcement_file",
)  # fmt: skip
Panel = list[dict[str, pa.Table]]


@pytest.fixture(scope="module")
def panel() -> Panel:
    """Six regions: requests of 10 to 60 in 2018 on the form of then, ten times as many later, one blank; in 2021 one of them."""
    before = tuple(
        Report("B", {"statistics": {"req_received": 10 * n}}, code, 2018) for n, code in enumerate(CODES, start=1)
    )
    numbers = [100, 200, 300, 400, 500, "blank"]
    codes = {2019: CODES, 2020: CODES, 2021: ("410900", "410600", "410700", "410800", "411000", "411100")}
    years = [
        tuple(
            Report("C", {"requests": {"new|total": number}}, code, year)
            for number, code in zip(numbers, own, strict=True)
        )
        for year, own in codes.items()
    ]
    frames = build_panel(before, *years)
    return [{name: pa.Table.from_pandas(frame) for name, frame in year.items()} for year in frames]


def find_row(frame: pd.DataFrame, column: str, key: str) -> dict[str, object]:
    (row,) = frame[frame[column] == key].to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_the_reports_of_a_year_are_counted_by_what_is_known_of_each_series(panel: Panel) -> None:
    counted = count_statuses(2019, panel[1]["panel_series"])
    received = find_row(counted, "series", "requests_received")
    assert received == {
        "series": "requests_received", "report_year": 2019, "reports": 6,
        "number": 5, "blank": 1, "absent": 0, "unreadable": 0, "not_in_form": 0,
    }  # fmt: skip
    assert find_row(counted, "series", "staff_total")["not_in_form"] == 6
    groups = ["number", "blank", "absent", "unreadable", "not_in_form"]
    assert (counted[groups].sum(axis=1) == counted["reports"]).all()


def test_a_region_without_a_report_is_not_counted() -> None:
    (year,) = build_panel((Report("C", {}), Report("C", {}, "410100", state="missing")))
    assert set(count_statuses(2019, pa.Table.from_pandas(year["panel_series"]))["reports"]) == {1}


def test_quartiles_are_those_of_the_regions_that_have_the_number(panel: Panel) -> None:
    own = find_row(find_quartiles(2018, panel[0]["indicator_series"]), "indicator", "requests_received")
    assert (own["regions"], own["lower"], own["median"], own["upper"]) == (6, 22.5, 35, 47.5)
    own = find_row(find_quartiles(2019, panel[1]["indicator_series"]), "indicator", "requests_received")
    assert (own["regions"], own["lower"], own["median"], own["upper"]) == (5, 200, 300, 400)
    none = find_row(find_quartiles(2018, panel[0]["indicator_series"]), "indicator", "denied_rate")
    assert none["regions"] == 0
    assert pd.isna(none["median"])


def test_a_line_goes_on_only_where_most_regions_may_be_compared(panel: Panel) -> None:
    rows = [find_quartiles(year, tables["indicator_series"]) for year, tables in enumerate(panel, start=2018)]
    joined = [find_row(frame, "indicator", "requests_received") for frame in rows]
    assert [(row["compared"], row["is_known"], row["joined"]) for row in joined] == [
        (0, False, False), (5, True, False), (5, True, True), (1, False, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("regions", "both", "is_known"), [(8, 5, True), (8, 4, False), (40, 20, True), (90, 29, False), (90, 30, True)]
)
def test_a_few_regions_with_both_years_tell_nothing(regions: int, both: int, is_known: bool) -> None:
    rows = len(list_derived_indicators())
    reason = np.where(np.arange(regions) < both, None, "no_number_before").repeat(rows)
    mark = np.where(np.arange(regions) < both, "same", "not_comparable").repeat(rows)
    columns = {
        "value": [1.0] * regions * rows,
        "comparability": mark,
        "comparability_reason": pa.array(reason, pa.string()),
    }
    own = find_row(find_quartiles(2019, pa.table(columns)), "indicator", "requests_received")
    assert (own["compared"], own["is_known"], own["joined"]) == (both, is_known, is_known)


def test_a_share_of_more_than_everything_is_in_no_median() -> None:
    numbers = [{"result_total|total": 57, "denied_admin_query|total": n} for n in (109, 19)]
    others = {f"denied_{row}|total": 0 for row in DENIED}
    (year,) = build_panel(
        tuple(Report("C", {"requests": others | own}, code) for own, code in zip(numbers, CODES, strict=False))
    )
    own = find_row(find_quartiles(2019, pa.Table.from_pandas(year["indicator_series"])), "indicator", "denied_rate")
    assert (own["regions"], own["median"]) == (1, 19 / 57)


def test_coverage_is_counted_by_province_year_and_state() -> None:
    regions = build_regions(Report("C", {}), Report("C", {}, "410100"), Report("C", {}, "410200", state="missing"))
    assert count_coverage(regions).to_dict("records") == [
        {"region": "henan", "report_year": 2019, "state": "missing", "regions": 1},
        {"region": "henan", "report_year": 2019, "state": "present", "regions": 2},
    ]


def test_findings_of_all_partitions_are_added_the_most_frequent_first() -> None:
    piece = {"table": ["fact_finding"] * 2, "rule": ["T3.1", "X.1"], "severity": ["error", "warning"]}
    pieces = [
        pa.table(piece | {"findings": [1, 2], "waived": [0, 1]}),
        pa.table(piece | {"findings": [1, 5], "waived": [1, 0]}),
    ]
    assert [tuple(row.values()) for row in sum_findings(pieces).to_dict("records")] == [
        ("fact_finding", "X.1", "warning", 7, 1),
        ("fact_finding", "T3.1", "error", 2, 1),
    ]
    assert len(sum_findings([])) == 0
