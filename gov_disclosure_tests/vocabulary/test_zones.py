"""Bodies without a code of their own."""

from __future__ import annotations

import pytest

from gov_disclosure.vocabulary.regions import REPORT_YEARS, find_region_near
from gov_disclosure.vocabulary.zones import list_zone_spans, load_zones


def test_zones_carry_codes_of_the_register() -> None:
    for zone in load_zones():
        year = zone.valid_from_year or zone.valid_to_year or 2018
        assert find_region_near(zone.code, year), zone


def test_a_name_means_one_zone_in_a_year() -> None:
    for year in REPORT_YEARS:
        names = [zone.name for zone in load_zones() if zone.is_valid(year)]
        assert len(set(names)) == len(names), year


@pytest.mark.parametrize(("year", "code"), [(2010, "660000"), (2011, "659005"), (2020, "659005")])
def test_a_division_of_the_corps_has_the_code_of_its_city_once_there_is_one(year: int, code: str) -> None:
    assert {z.code for z in load_zones() if z.name in ("第十师", "农十师") and z.is_valid(year)} == {code}


def test_zones_are_published_under_codes_that_no_division_has() -> None:
    spans = {span.code: span for span in list_zone_spans()}
    assert len(spans) == len(list_zone_spans())
    park = spans["320500-苏州工业园区"]
    assert (park.level, park.parent_code, park.province_code, park.region) == ("zone", "320500", "320000", "jiangsu")
    assert spans["660000-第十一师"].region == "xpcc"
