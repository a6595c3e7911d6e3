"""Rates: parts that are there, bounds where they are not, and none of a denominator that is too small."""

import pytest

from gov_disclosure.vocabulary.forms import form_table
from gov_disclosure_tests.analysis.measuring import Report, build_panel, find_row

ROWS = [row.key for row in form_table("D", "requests").rows if row.kind == "data"]  # type: ignore[union-attr]


def rate(indicator: str, **cells: object) -> tuple[object, ...]:
    """Numerator, denominator, value, least, most and flag, of a report with 40 requests."""
    numbers: dict[str, object] = {f"{row}|total": 0 for row in ROWS}
    numbers |= {"new|total": 40, "result_total|total": 40, "granted|total": 30, "denied_state_secret|total": 10}
    numbers |= {key.replace("__", "|"): value for key, value in cells.items()}
    reviews = {
        f"review|{o}": n for o, n in {"upheld": 20, "corrected": 10, "other": 1, "pending": 3, "total": 34}.items()
    }
    (tables,) = build_panel((Report("D", {"requests": numbers, "review_litigation": reviews}, year=2022),))
    row = find_row(tables["indicator_series"], indicator)
    return tuple(row[name] for name in ("numerator", "denominator", "value", "low", "high", "flag"))


def test_a_rate_is_the_quotient_of_the_numbers_beside_it() -> None:
    assert rate("denied_rate") == (10, 40, 0.25, 0.25, 0.25, "ok")
    assert rate("review_correction_rate") == (10, 31, 10 / 31, 10 / 31, 10 / 31, "ok")


def test_under_thirty_cases_there_is_no_rate_but_its_parts() -> None:
    small = {"new__total": 29, "result_total__total": 29, "granted__total": 19}
    assert rate("denied_rate", **small) == (10, 29, None, None, None, "small")
    assert rate("denied_rate", **small | {"new__total": 30, "result_total__total": 30, "granted__total": 20})[5] == "ok"


def test_nothing_is_divided_by_zero() -> None:
    none = {"new__total": 0, "result_total__total": 0, "granted__total": 0, "denied_state_secret__total": 0}
    assert rate("denied_rate", **none) == (0, 0, None, None, None, "zero")


def test_blanks_leave_a_rate_between_bounds() -> None:
    hole = {"denied_state_secret__total": "blank", "unable_unclear__total": "blank"}
    assert rate("denied_rate", **hole) == (None, 40, None, 0.0, 0.25, "ok")
    assert rate("unable_rate", **hole) == (None, 40, None, 0.0, 0.25, "ok")


def test_a_denominator_that_may_be_small_gives_no_rate() -> None:
    hole = {"new__total": 40, "carried_in__total": 0, "unable_unclear__total": "blank", "unable_not_held__total": 5}
    hole |= {"granted__total": 20, "denied_state_secret__total": "blank"}
    assert rate("not_held_share", **hole) == (5, None, None, None, None, "small")


def test_a_share_of_more_than_everything_is_contradictory_however_small() -> None:
    assert rate("denied_rate", denied_state_secret__total=109) == (109, 40, None, None, None, "contradictory")
    few = {"new__total": 5, "result_total__total": 5, "denied_state_secret__total": 6}
    assert rate("denied_rate", **few) == (6, 5, None, None, None, "contradictory")
    assert rate("denied_rate", **few | {"result_total__total": 0}) == (6, 0, None, None, None, "contradictory")


def test_what_is_no_share_may_exceed_one() -> None:
    assert rate("clearance_ratio", result_total__total=50) == (50, 40, 1.25, 1.25, 1.25, "ok")


def test_a_share_is_contradictory_where_all_that_its_part_can_be_is_too_much() -> None:
    assert rate("denied_rate", denied_state_secret__total=109, unable_unclear__total="blank")[5] == "contradictory"
    hole = {"denied_state_secret__total": 109, "denied_admin_query__total": "blank"}
    assert rate("denied_rate", **hole) == (None, 40, None, None, None, None)


def test_prose_in_a_year_with_tables_says_that_it_does_not_give_what_an_indicator_needs() -> None:
    prose = {"narrative": {"requests_received": 40, "review_total": 1, "litigation_total": 0}}
    tables = [build_panel((Report("A", prose, year=year),))[0]["indicator_series"] for year in (2013, 2022)]
    states = [
        {key: find_row(table, key)["status"] for key in ("clearance_ratio", "dispute_conversion")} for table in tables
    ]
    assert states == [
        {"clearance_ratio": "not_in_form", "dispute_conversion": "not_in_form"},
        {"clearance_ratio": "absent", "dispute_conversion": "not_in_form"},
    ]
    row = find_row(tables[1], "clearance_ratio")
    assert (row["numerator"], row["denominator"], row["value"], row["comparability"]) == (None, None, None, None)


def test_a_rate_is_in_doubt_where_a_finding_is_about_either_side() -> None:
    found = (
        ("error", "fact_requests", "denied_admin_query|total", "T3.3C"),
        ("warning", "fact_review_litigation", "review|total", "T4.1"),
    )
    (tables,) = build_panel((Report("D", {}, year=2022, findings=found),))
    long, wide = tables["indicator_series"], tables["indicator_region_year"].iloc[0]
    doubtful = {"denied_rate", "dispute_conversion", "review_correction_rate", "overall_correction_rate"}
    assert {*long[long["in_doubt"]]["indicator"]} == doubtful
    assert {key for key in long["indicator"] if wide[f"{key}_in_doubt"]} == doubtful


def test_without_a_total_nothing_is_known() -> None:
    gone = {"result_total__total": "blank", "granted__total": "blank", "carried_out__total": "blank"}
    assert rate("denied_rate", **gone) == (10, None, None, None, None, None)


@pytest.mark.parametrize(
    ("timeliness", "value", "status"),
    [("on_time", 1.0, "reported"), ("late", 0.0, "reported"), ("unknown", None, "absent")],
)
def test_on_time_is_a_fact_about_the_report(timeliness: str, value: object, status: str) -> None:
    (tables,) = build_panel((Report("D", {}, year=2022, timeliness=timeliness),))
    row = find_row(tables["indicator_series"], "on_time")
    assert (row["value"], row["status"]) == (value, status)


def test_a_count_of_another_form_is_none() -> None:
    (tables,) = build_panel((Report("A", {"narrative": {"requests_received": 5}}, year=2010),))
    row = find_row(tables["indicator_series"], "requests_received")
    assert (row["value"], row["status"]) == (None, "not_in_form")
    assert find_row(tables["panel_series"], "requests_received")["status"] == "reported"
