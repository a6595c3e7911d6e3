"""`dim_region`: divisions with and without a code, each once."""

from __future__ import annotations

from gov_disclosure.frames.dimension_tables import DimRegion
from gov_disclosure.frames.dimensions import build_regions


def test_regions_are_published_as_declared_and_once() -> None:
    regions = build_regions()
    DimRegion.validate(regions)
    assert not regions.duplicated(["code", "valid_from_year"]).any()
    assert set(regions["level"]) == {"province", "prefecture", "county", "zone", "corps_division"}


def test_a_join_on_the_codes_of_reports_meets_no_zone() -> None:
    regions = build_regions()
    zones = regions["level"].isin(["zone", "corps_division"])
    assert zones.sum() > 50
    assert (regions["code"].str.len() == 6).eq(~zones).all()
    assert regions.loc[zones, "parent_code"].isin(regions.loc[~zones, "code"]).all()


def test_successors_are_codes_separated_by_blanks() -> None:
    regions = build_regions().set_index("code")
    assert regions.loc["500112", "successor_codes"] == "500157 500109"
    assert regions.loc["421302", "valid_to_year"] == 2008
