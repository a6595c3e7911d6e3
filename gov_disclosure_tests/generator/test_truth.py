from decimal import Decimal

from gov_disclosure_tests.generator import CellTruth, FigureTruth, Truth, judge_cells, judge_figures
from gov_disclosure_tests.generator.truth import ABSENT, BLANK, EITHER, REPORTED, UNDECIDABLE

TRUTH = Truth(
    "D",
    2022,
    "370100",
    "济南市人民政府",
    "government",
    cells={
        "printed": CellTruth(REPORTED, Decimal(5)),
        "blank": CellTruth(BLANK),
        "open": CellTruth(UNDECIDABLE, None, Decimal(7)),
        "hard": CellTruth(EITHER, Decimal(3), Decimal(3)),
        "gone": CellTruth(ABSENT),
    },
    figures=[
        FigureTruth("requests_received", Decimal(5), 2022),
        FigureTruth("requests_received", Decimal(4), 2021, sure=False),
    ],
)


def judge(**found: float | None) -> dict[str, int]:
    return dict(judge_cells(TRUTH, found)[0])


def test_numbers_given_where_they_are_printed_and_none_elsewhere() -> None:
    assert judge(printed=5, blank=None, open=None, hard=3, gone=None) == {"right": 4, "abstained": 1}
    assert judge(printed=5) == {"right": 3, "abstained": 2}


def test_a_number_is_missing_wrong_or_guessed() -> None:
    assert judge() == {"missing": 1, "right": 2, "abstained": 2}
    assert judge(printed=6, blank=0, open=8, hard=4, gone=1) == {"WRONG": 5}
    assert judge(printed=5, open=7) == {"right": 3, "guessed": 1, "abstained": 1}


def test_a_number_for_a_cell_that_the_form_does_not_have_is_wrong() -> None:
    assert judge(printed=5, unheard_of=1)["WRONG"] == 1


def test_figures_of_another_year_are_allowed_but_not_asked_for() -> None:
    closed = frozenset({"requests_received"})
    counts, _ = judge_figures(TRUTH, [("requests_received", Decimal(5), True)], closed)
    assert dict(counts) == {"right": 1, "missing": 0, "WRONG": 0}
    counts, _ = judge_figures(
        TRUTH,
        [
            ("requests_received", Decimal(4), False),
            ("requests_received", Decimal(9), True),
            ("unlisted", Decimal(1), True),
        ],
        closed,
    )
    assert dict(counts) == {"right": 0, "missing": 1, "WRONG": 1}


def test_json_holds_numbers_or_null() -> None:
    record = TRUTH.to_json()
    assert record["cells"] == {"printed": 5, "blank": None, "open": None, "hard": 3, "gone": None}
    assert record["narrative"] == {"requests_received": 5}
