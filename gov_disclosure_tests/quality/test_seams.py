"""Seams between years: the gaps that were opened are found, each with its size, and no others."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.comparison import align_years, build_comparisons
from gov_disclosure.quality.numbers import Numbers, build_numbers, join_numbers
from gov_disclosure.quality.seams import check_seams, count_checked
from gov_disclosure_tests.builders import File, build_partition
from gov_disclosure_tests.generator.series import (
    OPENERS,
    Gap,
    Series,
    draw_series,
    open_carry_over,
    open_items,
    open_public,
    open_stock,
    write_series,
)
from gov_disclosure_tests.quality.comparing import Made, build_series, build_year, build_years

SEAM_YEARS = range(2019, 2026)


def find_gaps(years: Mapping[int, Numbers]) -> list[Gap]:
    nothing = build_year()
    found = []
    for year, own in years.items():
        beside = (years.get(year + offset, nothing) for offset in (-1, 1))
        before, after = beside
        rows = build_comparisons(check_seams(align_years(before, own, after)))
        TABLES["fact_seam"].model.validate(rows)
        for row in rows.to_dict("records"):
            found.append(Gap(year, row["rule"], row["cell_keys"].split("; ")[0], row["difference"]))
    return sort(found)


def sort(gaps: list[Gap]) -> list[Gap]:
    return sorted((replace(gap, size=Decimal(gap.size).quantize(1)) for gap in gaps), key=str)


@given(st.integers(0, 10**6), st.sampled_from(["township", "department", "county", "city"]))
@settings(max_examples=20)
def test_reports_that_agree_from_year_to_year_have_no_gap(seed: int, scale: str) -> None:
    years = build_series(draw_series(SEAM_YEARS, scale, seed))
    assert find_gaps(years) == []
    alone = [align_years(build_year(), years[year], build_year()) for year in years]
    assert {count_checked(single) for single in alone} == {0}


@st.composite
def broken_series(draw: st.DrawFn) -> tuple[Series, list[Gap]]:
    """A series with gaps: at most one of each rule."""
    series = draw_series(SEAM_YEARS, draw(st.sampled_from(["department", "county"])), draw(st.integers(0, 10**6)))
    gaps: list[Gap] = []
    for rule in draw(st.lists(st.sampled_from(sorted(OPENERS)), unique=True, min_size=1)):
        opener, places, years = OPENERS[rule]
        year, place = draw(st.sampled_from(years)), draw(st.sampled_from(places))
        gaps += opener(series, year, place, draw(st.integers(1, 500)))
    return series, gaps


@given(broken_series(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_all_gaps_are_found_and_none_invented_whatever_stands_beside_and_in_any_order(
    broken: tuple[Series, list[Gap]], rng: Random
) -> None:
    series, gaps = broken
    others = draw_series(SEAM_YEARS, "county", 11)
    years = {}
    for year in rng.sample(list(series), len(series)):
        reports = [
            Made(year, series[year]),
            Made(year, others[year], body="民政局"),
            Made(year, others[year], body="?other"),
        ]
        years[year] = build_year(*rng.sample(reports, len(reports)))
    assert find_gaps(years) == sort(gaps)


@given(broken_series(), st.sampled_from(SEAM_YEARS))
@settings(max_examples=30)
def test_a_year_that_is_missing_takes_its_own_two_seams_away_and_no_others(
    broken: tuple[Series, list[Gap]], missing: int
) -> None:
    series, gaps = broken
    years = build_series({year: numbers for year, numbers in series.items() if year != missing})
    assert find_gaps(years) == sort([gap for gap in gaps if gap.year not in (missing, missing + 1)])


def test_eighteen_years_of_documents_of_one_city_give_the_gaps_that_were_put_in() -> None:
    series = draw_series(range(2008, 2026), "city", 3)
    gaps = [
        *open_carry_over(series, 2023, "org_commercial", 4),
        *open_stock(series, 2024, "normative_docs", 30),
        *open_items(series, 2020, "penalty", 7),
        *open_public(series, 2020, "normative_docs", 2),
    ]
    years = {}
    for year, made in write_series(series, region_code="410900", body="government").items():
        partition = build_partition([File(made.file_name, made.data)])
        years[year] = build_numbers(partition.facts, partition.register)
        assert len(years[year]) == 1
    assert find_gaps(years) == sort(gaps)


def carry(out: int, into: int, *, before: int | None = None, own: int | None = None) -> pd.DataFrame:
    """The gap of two reports; `before` and `own`: what their arithmetic gives instead."""
    first = {"new": 50, "carried_in": 0, "result_total": 50 - (out if before is None else before), "carried_out": out}
    second = {"new": 50, "carried_in": into, "result_total": 50 + (into if own is None else own), "carried_out": 0}
    years = build_years(*(Made(2020 + at, spell(row)) for at, row in enumerate((first, second))))
    return build_comparisons(check_seams(years))


def spell(row: Mapping[str, int]) -> dict[str, int]:
    return {f"requests|{name}|total": value for name, value in row.items()}


@pytest.mark.parametrize(
    ("rows", "borne_out", "verdict"),
    [
        (carry(6, 9), None, "undecided"),
        (carry(6, 9, before=9), "observed", "source"),
        (carry(6, 9, own=6), "expected", "source"),
        (carry(6, 9, before=9, own=6), None, "undecided"),
        (carry(6, 9, before=7, own=7), None, "undecided"),
    ],
    ids=["both add up", "last year's does not", "this year's does not", "neither", "neither, in another way"],
)
def test_the_arithmetic_of_both_reports_may_tell_which_number_is_right(
    rows: pd.DataFrame, borne_out: str | None, verdict: str
) -> None:
    (row,) = rows.to_dict("records")
    assert (row["observed"], row["expected"], row["difference"], row["severity"]) == (9, 6, 3, "warning")
    assert (row["borne_out"] if borne_out else pd.isna(row["borne_out"])) == (borne_out or True)
    assert row["verdict"] == verdict
    assert (row["report_year"], row["other_year"]) == (2021, 2020)
    assert "9" in row["message_zh"]
    assert "2020 年报告应为 6，相差 3" in row["message_zh"]


def documents(year: int, in_force: int, issued: int = 1) -> Made:
    cells = {"issued": issued, "repealed": 0, "in_force": in_force}
    return Made(year, {f"proactive|normative_docs|{name}": value for name, value in cells.items()})


@pytest.mark.parametrize(("next_year", "borne_out"), [(22, "observed"), (12, "expected"), (17, None)])
def test_the_year_after_tells_whether_it_goes_on_from_the_new_number_or_from_the_old(
    next_year: int, borne_out: str | None
) -> None:
    years = build_years(documents(2022, 10), documents(2023, 21), documents(2024, next_year))
    (row,) = build_comparisons(check_seams(years)).to_dict("records")
    assert (row["rule"], row["observed"], row["expected"]) == ("X.2", 21, 11)
    if borne_out is None:
        assert pd.isna(row["borne_out"])
    else:
        assert (row["borne_out"], row["borne_out_by"]) == (borne_out, "410900|2024|教育局|own_body")


OWN = documents(2023, 21)


@pytest.mark.parametrize(
    "before",
    [
        documents(2021, 10),
        replace(documents(2022, 10), body="?department"),
        replace(documents(2022, 10), body="民政局"),
        replace(documents(2022, 10), scope="area_sum"),
        replace(documents(2022, 10), region="410300"),
        replace(documents(2022, 10), form="C"),
        Made(2022),
    ],
    ids=["two years ago", "unnamed", "another body", "another scope", "another region", "another form", "no number"],
)
def test_what_cannot_be_compared_is_no_seam(before: Made) -> None:
    own = replace(OWN, body=before.body) if before.body.startswith("?") else OWN
    assert list(check_seams(build_years(before, own))) == []


def test_a_body_with_two_reports_for_a_year_is_joined_with_neither() -> None:
    twice = build_year(documents(2022, 10), replace(documents(2022, 20), numbers={}))
    assert list(check_seams(align_years(twice, build_year(OWN), build_year()))) == []


def test_a_district_that_was_a_county_goes_on_with_the_numbers_of_the_county() -> None:
    before = replace(documents(2017, 10), region="370125", form="D")
    own = replace(documents(2018, 21), region="370115", form="D")
    years = build_years(before, own)
    assert years.predecessors.tolist() == [0]


def test_numbers_within_their_rounding_agree() -> None:
    years = build_years(documents(2022, 10), documents(2023, 21))
    years.own.precision[:] = 10 * 10_000
    assert list(check_seams(years)) == []


def test_the_seams_of_some_reports_do_not_depend_on_the_pieces_they_are_read_in() -> None:
    reports = [replace(documents(2023, 21 + at), body=name) for at, name in enumerate("甲乙丙")]
    before = build_year(*(replace(documents(2022, 10), body=name) for name in "丙甲乙"))
    whole, pieces = build_year(*reports), join_numbers([build_year(*reports[:1]), build_year(*reports[1:])])
    one, other = (build_comparisons(check_seams(align_years(before, own, build_year()))) for own in (whole, pieces))
    pd.testing.assert_frame_equal(one, other)
    assert len(one) == 3
