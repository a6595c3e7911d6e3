"""What is known of a series: printed, rounded, decided by the form's arithmetic, bounded by it, or nothing."""

from decimal import Decimal

import pytest

from gov_disclosure.analysis.sums import list_sum_rules
from gov_disclosure.vocabulary.forms import form_table
from gov_disclosure_tests.analysis.measuring import Report, know

ROWS = [row.key for row in form_table("D", "requests").rows if row.kind == "data"]  # type: ignore[union-attr]
RESULTS = [row for row in ROWS if row not in ("new", "carried_in", "result_total", "carried_out")]


def requests(**totals: object) -> Report:
    """Table 三 of a report on form D: what is not named is 0."""
    given = {f"{row}|total": totals.get(row, 0) for row in ROWS}
    return Report("D", {"requests": given | {key: n for key, n in totals.items() if "|" in key}}, year=2022)


def test_a_series_is_the_sum_of_its_cells() -> None:
    known = know(requests(new=10, result_total=10, denied_state_secret=2, denied_process_info=3, granted=5))
    assert known["requests_received"] == (10, 10, 10, "reported")
    assert known["denied"] == (5, 5, 5, "reported")
    assert known["other_processing"] == (0, 0, 0, "reported")


def test_a_count_that_the_form_does_not_ask_for_is_no_zero() -> None:
    assert know(requests())["staff_total"] == (None, None, None, "not_in_form")


def test_prose_in_a_year_with_tables_was_asked_for_what_they_count() -> None:
    prose = {"narrative": {"requests_received": 7}}
    known = know(Report("A", prose, year=2017))
    assert known["requests_received"] == (7, 7, 7, "reported")
    assert (known["requests_closed"][3], known["staff_total"][3], known["requests_carried_in"][3]) == (
        "absent", "absent", "not_in_form",
    )  # fmt: skip
    assert know(Report("A", prose, year=2013))["requests_closed"][3] == "not_in_form"


def test_a_blank_is_not_zero_and_the_total_tells_how_much_it_can_be() -> None:
    known = know(
        requests(
            new=10, result_total=10, granted=6, denied_state_secret="blank", denied_process_info=1, other_misc="dash"
        )
    )
    assert known["denied"] == (None, 1, 4, "blank")
    assert known["other_processing"] == (None, 0, 3, "dash")
    assert known["granted"] == (6, 6, 6, "reported")


def test_several_blanks_have_one_sum_and_none_of_them_a_number() -> None:
    known = know(requests(new=10, result_total=10, granted=6, denied_state_secret="blank", denied_process_info="blank"))
    assert known["denied_state_secret"] == (None, 0, 4, "blank")
    assert known["denied"] == (None, 4, 4, "blank")
    known = know(
        requests(new=10, result_total=10, granted=10, denied_state_secret="blank", denied_process_info="blank")
    )
    assert known["denied"] == (0, 0, 0, "derived")


def test_a_cell_that_was_not_read_bounds_nothing() -> None:
    cells = {"granted": 6, "denied_state_secret": "unreadable", "unable_unclear": "blank"}
    known = know(requests(new=10, result_total=10, **cells))
    assert known["denied"] == (None, None, None, "unreadable")
    assert known["unable"] == (None, None, None, "blank")


def test_without_the_total_nothing_bounds_a_blank() -> None:
    known = know(requests(result_total="blank", granted=6, denied_state_secret="blank"))
    assert known["denied"] == (None, None, None, "blank")


def test_a_total_that_is_broken_bounds_nothing() -> None:
    over = know(requests(new=10, result_total=10, granted=12, denied_state_secret="blank"))
    carried = know(requests(new=11, result_total=10, granted=6, denied_state_secret="blank"))
    assert over["denied"] == carried["denied"] == (None, None, None, "blank")


def test_sums_that_contradict_each_other_over_a_blank_decide_nothing() -> None:
    cells = {"reply_total": 4, "reply_already_public": 1, "reply_partial": 3, "ref_trade_secret": 5}
    known = know(Report("B", {"statistics": cells}, year=2016))
    assert known["denied"] == (None, None, None, "blank")
    assert known["granted"] == (None, None, None, "blank")


def test_pending_cases_that_are_not_printed_leave_an_interval() -> None:
    suits = {
        f"{c}|{o}": 0
        for c in ("litigation_direct", "litigation_after_review")
        for o in ("upheld", "corrected", "other", "total")
    }
    cells = {
        "review|total": 9,
        "review|upheld": 4,
        "review|corrected": 2,
        "review|other": "blank",
        "review|pending": "blank",
    }
    known = know(Report("C", {"review_litigation": suits | cells}))
    assert known["review_pending"] == (None, 0, 3, "blank")
    assert known["review_concluded"] == (None, 6, 9, "blank")


SUITS = {
    f"{suit}|{column}": 0
    for suit in ("litigation_direct", "litigation_after_review")
    for column in ("upheld", "corrected", "other", "pending", "total")
}


@pytest.mark.parametrize(
    ("total", "pending", "concluded"),
    [
        (7, 3, (4, 4, 4, "reported")),
        (3, 3, (0, 0, 0, "reported")),
        (3, 7, (None, None, None, "below_zero")),
    ],
)
def test_more_pending_than_there_is_in_all_leaves_no_number(total: int, pending: int, concluded: object) -> None:
    cells = SUITS | {"litigation_direct|total": total, "litigation_direct|pending": pending}
    assert know(Report("C", {"review_litigation": cells}))["litigation_concluded"] == concluded


def test_bounds_that_are_below_zero_as_a_whole_decide_no_zero() -> None:
    """The total of the second kind is blank, and what its row prints bounds it from below alone: nothing is known of it."""
    cells = SUITS | {
        "litigation_direct|total": 3,
        "litigation_direct|pending": 7,
        "litigation_after_review|upheld": "blank",
    }
    assert know(Report("C", {"review_litigation": cells}))["litigation_concluded"] == (None, None, None, "below_zero")


def test_the_worst_cell_says_why_there_is_no_number() -> None:
    assert (
        know(requests(new="blank", result_total="blank", unable_not_held="unreadable", unable_unclear="blank"))[
            "unable"
        ][3]
        == "unreadable"
    )


@pytest.mark.parametrize(
    ("stated", "known"),
    [
        (120, (120, 120, 120, "reported")),
        ([120, 120], (120, 120, 120, "reported")),
        ([120, 121], (None, None, None, "ambiguous")),
    ],
)
def test_a_figure_that_is_stated_twice_must_be_the_same(stated: object, known: object) -> None:
    assert know(Report("A", {"narrative": {"proactive_total": stated}}, year=2010))["proactive_total"] == known


def test_units_are_made_one() -> None:
    assert know(Report("B", {"statistics": {"fees": Decimal("0.25")}}, year=2015))["request_fees"][0] == 2500


@pytest.mark.parametrize(("form", "count"), [("A", 0), ("B", 7), ("C", 6), ("D", 6)])
def test_every_sum_of_the_form_is_known(form: str, count: int) -> None:
    assert len(list_sum_rules(form)) == count
    assert all(rule.total is not None or len(rule.left) == 2 for rule in list_sum_rules(form))
