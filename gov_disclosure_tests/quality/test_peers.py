"""Numbers against those of peers: a unit that one of many mistook is told, bodies of different size are not."""

from decimal import Decimal
from random import Random

import pytest

from gov_disclosure.quality.comparison import Years, align_years, build_comparisons
from gov_disclosure.quality.peers import check_peers
from gov_disclosure_tests.generator.counts import draw_numbers
from gov_disclosure_tests.generator.series import find_form
from gov_disclosure_tests.quality.comparing import Made, build_year

FEES, LICENCES = "proactive|admin_fees|amount", "proactive|licensing|decisions"
USUAL = [30, 45, 52, 60, 80, 110, 160, 240, 300]
YEAR = 2022


def compare(*made: Made, before: tuple[Made, ...] = ()) -> Years:
    years = align_years(build_year(*before), build_year(*made), build_year())
    years.own.reports["issuer_kind"] = "government"
    return years


def bodies(cell: str, *numbers: object, year: int = YEAR) -> list[Made]:
    return [Made(year, {cell: number}, body=f"县{at}") for at, number in enumerate(numbers)]


def find(*made: Made, before: tuple[Made, ...] = ()) -> list[tuple]:
    rows = build_comparisons(check_peers(compare(*made, before=before))).to_dict("records")
    return [(r["severity"], r["issuer"], int(r["observed"]), int(r["expected"])) for r in rows]


@pytest.mark.parametrize(("cell", "severity"), [(FEES, "warning"), (LICENCES, "info")])
def test_one_unit_among_many_is_told_with_the_median(cell: str, severity: str) -> None:
    assert find(*bodies(cell, *USUAL, 800_000)) == [(severity, "县9", 800_000, 80)]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (FEES, [*USUAL, 9_000]),
        (FEES, [*USUAL, 500_000, 800_000]),
        (FEES, [1, 4, 20, 90, 400, 2_000, 9_000, 30_000, 60_000, 4_000_000]),
        (FEES, [*USUAL[:7], 800_000]),
        (FEES, [*USUAL, "0.005"]),
        (LICENCES, [1, 1, 2, 2, 3, 4, 5, 5, 6, 30_000]),
    ],
    ids=["a large county", "two large ones", "of every size", "too few peers", "a small county", "small counts"],
)
def test_bodies_of_different_size_are_no_error(cell: str, numbers: list) -> None:
    assert find(*bodies(cell, *numbers)) == []


@pytest.mark.parametrize("change", [{"scope": "area_sum"}, {"form": "C"}])
def test_bodies_that_count_in_another_way_are_no_peers(change: dict) -> None:
    last = Made(YEAR, {FEES: 800_000}, body="县9", **change)
    assert find(*bodies(FEES, *USUAL), last) == []


def test_a_year_beside_tells_better() -> None:
    before = (Made(YEAR - 1, {FEES: 790_000}, body="县9"),)
    assert find(*bodies(FEES, *USUAL, 800_000), before=before) == []


def test_departments_have_no_peers() -> None:
    years = compare(*bodies(FEES, *USUAL, 800_000))
    years.own.reports["issuer_kind"] = "department"
    assert list(check_peers(years)) == []


def test_the_name_of_the_finding_outlasts_the_arrival_of_more_peers() -> None:
    few, many = (
        build_comparisons(check_peers(compare(*bodies(FEES, *USUAL, 800_000), *more)))
        for more in ([], [Made(YEAR, {FEES: 35}, body="县10"), Made(YEAR, {FEES: 36}, body="县11")])
    )
    assert few["finding_id"].tolist() == many["finding_id"].tolist()
    assert few["expected"].tolist() != many["expected"].tolist()


@pytest.mark.parametrize("year", [2016, 2019, 2022])
def test_generated_governments_of_all_sizes_give_no_alarm(year: int) -> None:
    for seed in range(15):
        rng = Random(seed)
        scales = [rng.choice(("county", "county", "county", "department", "city")) for _ in range(30)]
        drawn = (draw_numbers(find_form(year), scale, makes_rules=False, rng=rng) for scale in scales)
        made = [Made(year, numbers, body=f"县{at}") for at, numbers in enumerate(drawn)]
        assert find(*made) == []


def test_amounts_of_generated_governments_printed_in_yuan_are_found() -> None:
    found = 0
    for seed in range(20):
        rng = Random(seed)
        made = [Made(YEAR, draw_numbers("D", "county", makes_rules=False, rng=rng), body=f"县{at}") for at in range(30)]
        at, one = next((at, m) for at, m in enumerate(made) if Decimal(str(m.numbers[FEES])) > 100)
        made[at] = Made(YEAR, {**one.numbers, FEES: Decimal(str(one.numbers[FEES])) * 10_000}, body=one.body)
        found += [name for _, name, _, _ in find(*made)] == [one.body]
    assert found >= 16, found
