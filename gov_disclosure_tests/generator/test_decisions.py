from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_disclosure_tests.generator.decisions import (
    SHAPES,
    Reading,
    RowShape,
    decide_rows,
    list_placements,
    list_readings,
)

THREE = RowShape(("count", "count", "count"))
ITEMS = RowShape(("count", "signed", "count"))
PURCHASE = RowShape(("count", "money"))


@pytest.mark.parametrize(
    ("chunks", "shape", "readings"),
    [
        (["0028"], THREE, ["0 0 28"]),
        (["396442278"], THREE, 28),
        (["716-417", "298"], ITEMS, ["716 -417 298"]),
        (["716-417298"], ITEMS, 5),
        (["150.7"], PURCHASE, ["1 50.7", "15 0.7"]),
        (["640020470"], SHAPES["requests"], ["64 0 0 2 0 4 70"]),
        (["5000005"], SHAPES["requests"], ["5 0 0 0 0 0 5"]),
        (["5000006"], SHAPES["requests"], []),
        (["0" * 15], SHAPES["review_litigation"], [" ".join("0" * 15)]),
    ],
)
def test_readings(chunks: list[str], shape: RowShape, readings: list[str] | int) -> None:
    found = list_readings(chunks, shape)
    assert found is not None
    assert (len(found) if isinstance(readings, int) else [" ".join(r) for r in found]) == readings


@settings(deadline=None, max_examples=40)
@given(numbers=st.lists(st.integers(0, 60), min_size=6, max_size=6))
def test_readings_are_those_of_a_plain_search(numbers: list[int]) -> None:
    text = "".join(map(str, [*numbers, sum(numbers)]))
    plain = []
    for cuts in combinations(range(1, len(text)), 6):
        parts = [text[a:b] for a, b in zip((0, *cuts), (*cuts, len(text)), strict=True)]
        if all(p == str(int(p)) for p in parts) and sum(map(int, parts[:6])) == int(parts[6]):
            plain.append(tuple(parts))
    found = list_readings([text], SHAPES["requests"])
    assert found is None or sorted(found) == sorted(plain)


def test_placements_without_sums_leave_every_cell_open() -> None:
    assert list_placements(["5", "5"], 3) == [{"5", None}] * 3
    assert list_placements(["1", "2"], 3) == [{"1", None}, {"1", "2", None}, {"2", None}]


def test_sums_narrow_down_where_a_number_is_missing() -> None:
    printed = ["1", "1", "0", "3", "5", "0", "0", "0", "0", "0", "0", "1", "1", "2"]
    placements = list_placements(printed, 15, SHAPES["review_litigation"].sums)
    assert [p - {None} for p in placements[:5]] == [{"1"}, {"1"}, {"0"}, {"3"}, {"5"}]
    assert placements[11] == {"0", "1", None}


def test_sums_between_rows_decide_what_a_row_leaves_open() -> None:
    zero: Reading = ("0",) * 7
    table = {row: [zero] for row in ("carried_in", "carried_out", "partially_granted", "other_misc")}
    results = {
        f"{group}_{name}": [zero]
        for group, names in {
            "denied": "state_secret law_forbidden safety_stability third_party internal_affairs process_info "
            "enforcement_file admin_query",
            "unable": "not_held needs_creation unclear",
            "not_processed": "petition repeat publication mass confirm",
            "other": "no_correction no_fee",
        }.items()
        for name in names.split()
    }
    one: Reading
    two: Reading
    one, two = ("1", "11", "0", "0", "0", "0", "12"), ("11", "1", "0", "0", "0", "0", "12")
    rows: dict[str, list[Reading] | None] = {
        **table,
        **results,
        "new": [one],
        "granted": [one, two],
        "result_total": [one, two],
    }
    decided = decide_rows("D", rows)
    assert (decided["granted"], decided["result_total"]) == ([one], [one])
    open_ended = decide_rows("D", rows | {"new": [one, two]})
    assert open_ended["granted"] == [one, two]
