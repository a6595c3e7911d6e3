from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_disclosure_tests.generator.counts import SCALES, break_arithmetic, check_arithmetic, draw_numbers, scatter
from gov_disclosure_tests.generator.grid import list_keys


@pytest.mark.parametrize("form", ["B", "C", "D"])
@settings(deadline=None)
@given(seed=st.integers(0, 10**9), scale=st.sampled_from(SCALES))
def test_drawn_numbers_fill_the_form_and_add_up(form: str, seed: int, scale: str) -> None:
    numbers = draw_numbers(form, scale, scale in ("city", "province"), Random(seed))
    assert set(numbers) == set(list_keys(form))
    assert check_arithmetic(form, numbers) == []


def test_check_finds_a_total_that_is_no_sum() -> None:
    numbers = draw_numbers("D", "county", False, Random(1))
    numbers["review_litigation|review|total"] += 1
    assert check_arithmetic("D", numbers) == ["T4.1 review_litigation|review|total"]


def test_check_says_nothing_where_a_number_is_missing() -> None:
    numbers = draw_numbers("B", "county", False, Random(1))
    numbers["statistics|req_received"] += 1
    del numbers["statistics|req_fax"]
    assert check_arithmetic("B", numbers) == []


def test_breaking_changes_one_number_and_breaks_a_sum() -> None:
    numbers = draw_numbers("C", "city", True, Random(5))
    before = dict(numbers)
    break_arithmetic(numbers, ["requests|new|total"], Random(5))
    assert [k for k in numbers if numbers[k] != before[k]] == ["requests|new|total"]
    assert check_arithmetic("C", numbers) == ["T3.1 requests|new|total", "T3.2 requests|new|total"]


def test_townships_mostly_report_nothing_and_provinces_thousands() -> None:
    def received(scale: str) -> list[Decimal]:
        return [draw_numbers("D", scale, False, Random(i))["requests|new|total"] for i in range(60)]

    assert sum(n == 0 for n in received("township")) > 30
    assert min(received("province")) > 2000


@settings(deadline=None)
@given(total=st.integers(0, 10**6), parts=st.integers(1, 20), seed=st.integers(0, 999))
def test_scattered_parts_add_up(total: int, parts: int, seed: int) -> None:
    shares = scatter(total, parts, Random(seed))
    assert (sum(shares), len(shares), min(shares) >= 0) == (total, parts, True)
