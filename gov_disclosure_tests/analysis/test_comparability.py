"""Whether a number goes on from the year before: golden cases of every mark and reason."""

import pytest

from gov_disclosure.vocabulary.forms import form_table
from gov_disclosure_tests.analysis.measuring import Report, build_panel, find_row

ROWS = [row.key for row in form_table("D", "requests").rows if row.kind == "data"]  # type: ignore[union-attr]


def whole(form: str, year: int, code: str = "410900", basis: str = "assumed", **cells: object) -> Report:
    """A report with 10 requests, all granted."""
    if form == "B":
        numbers: dict[str, object] = {
            "req_received": 10,
            "reply_refused": 0,
            "ref_state_secret": 0,
            "ref_trade_secret": 0,
            "ref_privacy": 0,
        }
        return Report(form, {"statistics": numbers | cells}, code, year, basis)
    numbers = {f"{row}|total": 10 if row in ("new", "granted", "result_total") else 0 for row in [*ROWS, "other"]}
    return Report(form, {"requests": numbers | cells}, code, year, basis)


def mark(series: str, *reports: Report) -> tuple[object, object]:
    """Mark and reason of the last of some reports, a year each."""
    table = build_panel(*((report,) for report in reports))[-1]["panel_series"]
    row = find_row(table, series, reports[-1].code)
    return row["comparability"], row["comparability_reason"]


@pytest.mark.parametrize(
    ("series", "now"),
    [
        ("requests_received", ("break", "definition")),
        ("denied_state_secret", ("same", None)),
        ("denied_third_party", ("break", "definition")),
        ("denied", ("not_comparable", "definition")),
        ("requests_carried_in", ("not_comparable", "no_number_before")),
    ],
)
def test_between_2018_and_2019_it_depends_on_the_series(series: str, now: object) -> None:
    assert mark(series, whole("B", 2018), whole("C", 2019)) == now


def test_from_one_form_of_tables_to_the_next_requests_go_on_and_normative_documents_break() -> None:
    assert mark("requests_received", whole("C", 2020), whole("D", 2021)) == ("same", None)
    before = Report("C", {"proactive": {"normative_docs|made_new": 3, "normative_docs|public_total": 9}}, year=2020)
    after = Report("D", {"proactive": {"normative_docs|issued": 3, "normative_docs|in_force": 9}}, year=2021)
    assert mark("normative_issued", before, after) == ("break", "definition")
    assert mark("normative_stock", before, after) == ("not_comparable", "definition")


def test_a_report_that_keeps_the_old_form_is_compared_by_its_form() -> None:
    assert mark("other_processing", whole("D", 2021), whole("C", 2022)) == ("same", None)


def test_the_first_year_and_a_year_after_a_gap_have_nothing_to_compare_with() -> None:
    assert mark("requests_received", whole("D", 2022)) == ("not_comparable", "no_number_before")
    gap = Report("D", {}, year=2022, state="missing")
    assert mark("requests_received", whole("D", 2021), gap, whole("D", 2023)) == ("not_comparable", "no_number_before")


def test_no_number_has_no_mark() -> None:
    blank = whole("D", 2022, **{"new|total": "blank", "granted|total": "unreadable", "result_total|total": "blank"})
    assert mark("granted", whole("D", 2021), blank) == (None, None)


@pytest.mark.parametrize("open_year", [2021, 2022])
def test_an_interval_in_either_year_is_compared_within_bounds(open_year: int) -> None:
    hole = {"granted|total": "blank", "denied_state_secret|total": "blank"}
    reports = [whole("D", year, **(hole if year == open_year else {})) for year in (2021, 2022)]
    assert mark("granted", *reports) == ("bounded", "interval")


def test_a_scope_that_is_stated_and_one_that_is_assumed_are_not_joined() -> None:
    assert mark("granted", whole("D", 2021, basis="stated"), whole("D", 2022)) == ("break", "scope")


def test_another_scope_hides_no_break_of_the_definition() -> None:
    reports = (whole("B", 2018, basis="stated"), whole("C", 2019))
    assert mark("requests_received", *reports) == ("break", "definition")
    assert mark("denied", *reports) == ("not_comparable", "definition")
    assert mark("denied_state_secret", *reports) == ("break", "scope")


def test_a_date_of_publication_depends_on_no_scope() -> None:
    reports = [Report("D", {}, year=2021 + n, basis=b, timeliness="late") for n, b in enumerate(("stated", "assumed"))]
    row = find_row(build_panel(*((report,) for report in reports))[-1]["indicator_series"], "on_time")
    assert (row["comparability"], row["comparability_reason"]) == ("same", None)


def test_fees_before_and_after_2021_share_only_their_name() -> None:
    reports = [
        Report(form, {"narrative": {"fees_collected": 380}}, year=year) for form, year in (("C", 2020), ("D", 2021))
    ]
    assert mark("request_fees", *reports) == ("not_comparable", "definition")


def test_a_region_with_a_new_code_goes_on() -> None:
    assert mark("requests_received", whole("B", 2016, "370125"), whole("B", 2017, "370125")) == ("same", None)
    assert mark("requests_received", whole("B", 2017, "370125"), whole("B", 2018, "370115")) == ("same", None)


def test_a_definition_breaks_a_region_that_took_in_another_one_too() -> None:
    found = mark("requests_received", whole("B", 2018, "360112"), whole("C", 2019, "360112"))
    assert found == ("break", "definition")
    assert mark("denied_state_secret", whole("B", 2018, "360112"), whole("C", 2019, "360112")) == ("break", "area")


def test_a_region_that_took_in_another_one_breaks() -> None:
    years = [whole("A", year, "110101") for year in (2009, 2010)]
    reports = [Report("A", {"narrative": {"requests_received": 5}}, "110101", report.year) for report in years]
    assert mark("requests_received", *reports) == ("break", "area")


def test_a_new_region_has_nothing_before() -> None:
    before = (whole("B", 2018, "371200"), whole("B", 2018, "370100"))
    now = whole("C", 2019, "370116")
    table = build_panel(before, (now,))[-1]["panel_series"]
    assert find_row(table, "requests_received", "370116")["comparability"] == "not_comparable"
