"""Whether blanks behave as zeros: proved, refuted or open, and never assumed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.quality.blanks import OPEN, PROVED, REFUTED, judge_blanks
from gov_disclosure.quality.bounds import find_bounds
from gov_disclosure.quality.derivation import derive_values
from gov_disclosure.quality.matrix import build_matrix
from gov_disclosure_tests.builders import build_fact_of

OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
ZEROS = {f"{c}|{o}": 0 for c in ("litigation_direct", "litigation_after_review") for o in OUTCOMES}


def review(*cells: object) -> dict:
    return ZEROS | {f"review|{o}": n for o, n in zip(OUTCOMES, cells, strict=True)}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((3, "blank", "blank", 1, 4), (PROVED, 2, 0)),
        (("blank", "blank", "blank", "blank", 0), (PROVED, 4, 0)),
        ((3, "blank", 0, 1, 5), (REFUTED, 0, 1)),
        ((3, "blank", "blank", 1, 5), (REFUTED, 0, 0)),
        ((3, 0, 0, 1, "blank"), (REFUTED, 0, 1)),
        ((3, "blank", "blank", 1, "blank"), (REFUTED, 0, 1)),
        (("blank", "blank", "blank", "blank", "blank"), (OPEN, 0, 0)),
        ((3, "blank", "unreadable", 1, 5), (OPEN, 0, 0)),
        ((3, "blank", "blank", 2, 4), (OPEN, 0, 0)),
    ],
)
def test_blanks_of_a_row(cells: tuple, expected: tuple) -> None:
    matrix = build_matrix(build_fact_of("C", "review_litigation", review(*cells)), ("channel", "outcome"))
    assert judge_blanks(matrix, "C", "review_litigation")[0] == expected


def test_a_proof_passes_from_columns_to_rows() -> None:
    # Zeros left blank all over the table: only what was not zero is printed, and its totals.
    printed = {
        f"{row}|{column}": 5 for row in ("new", "granted", "result_total") for column in ("natural_person", "total")
    }
    fact = derive_values(
        "fact_requests", build_fact_of("D", "requests", printed | {"carried_in|total": 0, "carried_out|total": 0})
    )
    derived = fact.set_index(["disposition", "applicant"])["value_derived"]
    assert derived["other_misc", "natural_person"] == 0
    assert derived["unable_unclear", "total"] == 0
    assert derived["carried_out", "org_other"] == 0
    assert fact["value"].notna().sum() == 8
    assert fact["value_derived"].notna().sum() == 25 * 7 - 8
    assert set(fact["derivation"].dropna()) == {"T3.2.zero", "T3.3D.zero"}


COUNTS = st.lists(st.integers(0, 3), min_size=4, max_size=4)


@given(COUNTS, st.sets(st.sampled_from(OUTCOMES), min_size=1))
def test_bounds_hold_the_true_number(parts: list[int], lost: set[str]) -> None:
    truth = review(*parts, sum(parts))
    shown = truth | {f"review|{outcome}": "blank" for outcome in lost}
    matrix = build_matrix(build_fact_of("D", "review_litigation", shown), ("channel", "outcome"))
    bounds = find_bounds(matrix, "D", "review_litigation")
    for cell, number in truth.items():
        at = matrix.index[cell]
        assert bounds.low[0, at] <= number * 10_000
        assert not bounds.bounded[0, at] or bounds.high[0, at] >= number * 10_000
