"""Tables with the same numbers: those of another report are told, those with few numbers are not."""

from collections.abc import Mapping

import pytest

from gov_disclosure.quality.comparison import align_years, build_comparisons
from gov_disclosure.quality.copies import check_copies
from gov_disclosure_tests.generator.series import draw_series
from gov_disclosure_tests.quality.comparing import Made, build_series, build_year

BUSY = {f"requests|{row}|total": 10 + at for at, row in enumerate(
    ("new", "carried_in", "granted", "partially_granted", "denied_state_secret", "unable_not_held", "result_total", "carried_out")
)}  # fmt: skip
IDLE = dict.fromkeys(BUSY, 0) | {"requests|new|total": 3, "requests|granted|total": 3}


def find_copies(before: list[Made], own: list[Made]) -> set[tuple[str, str, str]]:
    rows = build_comparisons(check_copies(align_years(build_year(*before), build_year(*own), build_year())))
    assert set(rows["severity"]) <= {"warning"}
    return {
        (r["rule"], r["report_id"].split("|")[2], r["other_report_id"].split("|")[2]) for r in rows.to_dict("records")
    }


def test_last_years_numbers_of_the_body_itself_come_first() -> None:
    before = [Made(2021, BUSY, body=name) for name in ("水利局", "教育局")]
    assert find_copies(before, [Made(2022, BUSY)]) == {("copy.year", "教育局", "教育局")}


def test_a_body_that_is_named_otherwise_is_named() -> None:
    years = align_years(build_year(Made(2021, BUSY)), build_year(Made(2022, BUSY)), build_year())
    for issuer, words in (("教育局", "本机关 2021"), ("水利局", "水利局 2021")):
        years.before.reports["issuer"] = issuer
        (message,) = build_comparisons(check_copies(years))["message_zh"]
        assert words in message


def test_last_years_numbers_of_another_body_are_told() -> None:
    assert find_copies([Made(2021, BUSY, body="水利局")], [Made(2022, BUSY)]) == {("copy.body", "教育局", "水利局")}


def test_each_of_several_reports_of_a_year_names_another_one() -> None:
    reports = [Made(2022, BUSY, body=name) for name in "甲乙丙"]
    assert find_copies([], reports) == {("copy.body", "甲", "乙"), ("copy.body", "乙", "甲"), ("copy.body", "丙", "甲")}


@pytest.mark.parametrize("other", [IDLE, {}, BUSY | {"requests|new|total": 99}, dict(list(BUSY.items())[:-1])])
def test_what_is_not_the_same_or_says_too_little_is_no_copy(other: Mapping[str, int]) -> None:
    own = other if other in (IDLE, {}) else BUSY
    assert find_copies([Made(2021, other)], [Made(2022, own)]) == set()


def test_a_blank_is_not_a_zero() -> None:
    zero = BUSY | {"requests|other|total": 0}
    assert find_copies([Made(2021, BUSY)], [Made(2022, zero)]) == set()


def test_series_that_were_drawn_have_no_copies() -> None:
    for seed in range(5):
        years = build_series(draw_series(range(2014, 2026), "county", seed))
        for year in range(2015, 2026):
            aligned = align_years(years[year - 1], years[year], build_year())
            assert list(check_copies(aligned)) == []


def test_a_report_without_a_named_issuer_is_named_by_its_region() -> None:
    years = align_years(
        build_year(), build_year(Made(2022, BUSY, body="甲"), Made(2022, BUSY, body="乙")), build_year()
    )
    years.own.reports["issuer"] = None
    messages = build_comparisons(check_copies(years))["message_zh"].tolist()
    assert len(messages) == 2
    assert all("濮阳市" in message for message in messages)
