"""The register: codes mean a place only together with a year, and names are carried by several places."""

from __future__ import annotations

import pytest

from gov_disclosure.vocabulary.regions import (
    REGIONS,
    REPORT_YEARS,
    find_ancestors,
    find_region,
    find_region_near,
    find_regions_by_stem,
    find_regions_named,
    full_region_name,
    load_area_codes,
    load_provinces,
    load_spans,
)


def test_keys_stand_in_the_order_of_the_standard() -> None:
    assert [p.slug for p in load_provinces()] == list(REGIONS)
    codes = [p.code for p in load_provinces() if p.in_standard]
    assert codes == sorted(codes)
    assert len(codes) == 31


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("370125", 2017, "济阳县"),
        ("370125", 2019, None),
        ("370115", 2019, "济阳区"),
        ("370115", 2017, None),
        ("500111", 2010, "双桥区"),
        ("500111", 2011, "大足区"),
        ("420600", 2009, "襄樊市"),
        ("420600", 2012, "襄阳市"),
        ("500157", 2025, "两江新区"),
        ("500112", 2024, "渝北区"),
        ("500112", 2025, None),
    ],
)
def test_code_means_a_place_in_a_year(code: str, year: int, name: str | None) -> None:
    span = find_region(code, year)
    assert (span.name if span else None) == name


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("370115", 2019, "济南市济阳区"),
        ("510402", 2017, "攀枝花市东区"),
        ("350524", 2020, "安溪县"),
        ("410900", 2019, "濮阳市"),
        ("110105", 2015, "北京市朝阳区"),
        ("429021", 2015, "神农架林区"),
        ("659004", 2020, "五家渠市"),
    ],
)
def test_full_name_puts_the_city_before_its_districts(code: str, year: int, name: str) -> None:
    span = find_region(code, year)
    assert span is not None
    assert full_region_name(span, year) == name


def test_spans_of_a_code_do_not_overlap_and_have_parents() -> None:
    for year in REPORT_YEARS:
        valid = [span for span in load_spans() if span.is_valid(year)]
        assert len({span.code for span in valid}) == len(valid), year
        for span in valid:
            assert span.region in REGIONS
            assert span.level == "province" or find_region(str(span.parent_code), year), (span, year)


def test_successors_stand_in_the_register() -> None:
    for span in load_spans():
        for code in span.successor_codes:
            assert span.valid_to_year is not None
            assert find_region(code, span.valid_to_year + 1), (span, code)


def test_name_and_parent_are_unique_in_every_year() -> None:
    for year in REPORT_YEARS:
        keys = [(span.name, span.parent_code) for span in load_spans() if span.is_valid(year)]
        assert len(set(keys)) == len(keys), year


def test_names_lead_to_all_places_of_that_name() -> None:
    assert {s.code for s in find_regions_named("鼓楼区", 2018)} == {"320106", "320302", "350102", "410204"}
    assert {s.code for s in find_regions_named("恩施州", 2016)} == {"422800"}
    assert {s.code for s in find_regions_named("阜蒙县", 2015)} == {"210921"}
    assert {s.code for s in find_regions_by_stem("济阳", 2019)} == {"370115"}


def test_former_name_is_tolerated_for_a_year_and_stays_a_rival() -> None:
    assert [s.code for s in find_regions_named("济阳县", 2018)] == ["370125"]
    assert find_regions_named("济阳县", 2019) == ()
    assert {s.code for s in find_regions_named("江北区", 2025)} == {"330205", "500105"}
    assert [s.code for s in find_regions_named("公主岭市", 2019)] == ["220381"]
    near = find_region_near("371200", 2018)
    assert near is not None
    assert near.name == "莱芜市"


def test_ancestors_come_nearest_first() -> None:
    span = find_region("350524", 2020)
    assert span is not None
    assert [a.name for a in find_ancestors(span, 2020)] == ["泉州市", "福建省"]


def test_area_codes_cover_every_prefecture() -> None:
    served = frozenset[str]().union(*load_area_codes().values())
    prefectures = {s.code for s in load_spans() if s.level == "prefecture" and s.is_valid(2020)}
    assert {c for c in prefectures - served if not c.startswith("46")} == set()
    assert load_area_codes()["028"] >= {"510100", "511400", "512000"}
