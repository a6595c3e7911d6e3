"""What the arithmetic implies, and where it does not decide."""

import pandas as pd
import pytest

from gov_disclosure.quality.derivation import derive_values
from gov_disclosure_tests.builders import build_fact_of


def derived(numbers: dict) -> dict[str, tuple[int, str]]:
    frame = derive_values("fact_review_litigation", build_fact_of("C", "review_litigation", numbers))
    rows = frame[frame["value_derived"].notna()]
    assert rows["value"].isna().all()
    return {
        f"{c}|{o}": (int(v), d)
        for c, o, v, d in zip(rows["channel"], rows["outcome"], rows["value_derived"], rows["derivation"], strict=True)
    }


@pytest.mark.parametrize(
    ("upheld", "corrected", "other", "pending", "total", "expected"),
    [
        (1, 2, 0, 0, "blank", {"review|total": (3, "T4.1")}),
        (1, "unreadable", 0, 0, 4, {"review|corrected": (3, "T4.1")}),
        (1, "blank", "blank", 0, 4, {}),
        (5, "blank", 0, 0, 4, {}),
        (1, 1, 0, 0, 2, {}),
    ],
)
def test_one_unknown(upheld, corrected, other, pending, total, expected) -> None:
    cells = {"upheld": upheld, "corrected": corrected, "other": other, "pending": pending, "total": total}
    assert derived({f"review|{k}": v for k, v in cells.items()}) == expected


def test_what_two_identities_contradict_is_not_derived() -> None:
    # The row says 4, the columns say 5: new + carried_in = result_total + carried_out.
    row = {"new|natural_person": 4, "new|org_commercial": 0, "new|org_research": 0, "new|org_public_welfare": 0}
    row |= {"new|org_legal_service": 0, "new|org_other": 0}
    column = {"carried_in|total": 0, "result_total|total": 5, "carried_out|total": 0}
    frame = derive_values("fact_requests", build_fact_of("C", "requests", row | column))
    assert frame["value_derived"].isna().all()
    frame = derive_values("fact_requests", build_fact_of("C", "requests", row | column | {"result_total|total": 4}))
    total = frame[(frame["disposition"] == "new") & (frame["applicant"] == "total")].iloc[0]
    assert total["value_derived"] == 4


@pytest.mark.parametrize(
    ("digits", "is_given"),
    [("78101071825148", True), ("78101071825147", False), ("7810107182514", False), ("78 | 101071825148", True)],
)
def test_nothing_is_derived_that_the_digits_printed_exclude(digits: str, is_given: bool) -> None:
    numbers = {"carried_in|total": 0, "result_total|total": 140, "carried_out|total": 8}
    fact = build_fact_of("C", "requests", numbers)
    row = fact["disposition"] == "new"
    fact.loc[row, ["value", "value_status", "raw_text", "source_start"]] = [None, "unreadable", digits, 7]
    frame = derive_values("fact_requests", fact)
    total = frame[row & (frame["applicant"] == "total")].iloc[0]
    assert (total["value_derived"] == 148) if is_given else frame[row]["value_derived"].isna().all()


def test_a_damaged_number_is_derived_where_its_digits_are_in_it() -> None:
    cells = {"review|upheld": 1, "review|corrected": "unreadable", "review|other": 0, "review|pending": 0}
    fact = build_fact_of("C", "review_litigation", cells | {"review|total": 38})
    damaged = fact["value_status"] == "unreadable"
    for raw, expected in (("3?", 37), ("4?", None)):
        fact.loc[damaged, ["raw_text", "source_start"]] = [raw, 7]
        found = derive_values("fact_review_litigation", fact)[damaged]["value_derived"].iloc[0]
        assert pd.isna(found) if expected is None else found == expected
