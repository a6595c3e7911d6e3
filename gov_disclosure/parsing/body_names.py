"""The name of a reporting body without its region, so that one body has one name however it is printed.

Belongs here: what is cut off a name. Does not belong here: finding the name (`issuer`) and the region (`region_choice`).
"""

from __future__ import annotations

import re

from gov_disclosure.parsing.stretches import parse_stretch
from gov_disclosure.vocabulary.regions import find_region, find_region_near

GOVERNMENT = "government"
_GOVERNMENT_KINDS = (GOVERNMENT, "government_office")
_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
_TOWNSHIP = re.compile(
    r"(?P<name>.+?(?:镇|乡|街道|苏木|地区))(?:人民政府|政府|办事处)?(?:党政|综合|党政综合)?(?:办公?室?)?"
)
_ZONE_OFFICE = re.compile(r"(?:管理?委员?会)?(?:党政)?(?:办公室)?$")
_LEADING = re.compile(r"^(?:中华人民共和国)?(?:(?:自治)?[省市县区旗州盟](?!政|直|容|场|监|域))?(?:人民政府)?(?=.{2})")


def parse_body_name(issuer: str | None, kind: str | None, region_code: str, year: int) -> str | None:
    """The name inside a region; None where the document does not name the body.

    A government and its office have one name: both publish the report of the whole area, and either may publish its own.

    >>> parse_body_name("泉州市安溪县教育局", "department", "350524", 2020)
    '教育局'
    >>> parse_body_name("安溪县城厢镇党政办公室", "township", "350524", 2020)
    '城厢镇'
    >>> parse_body_name("安溪县人民政府办公室", "government_office", "350524", 2020)
    'government'
    >>> parse_body_name(None, "department", "350524", 2020) is None
    True
    """
    if kind in _GOVERNMENT_KINDS:
        return GOVERNMENT
    if not issuer:
        return None
    name = _BRACKETS.sub("", parse_stretch(issuer).text.replace("\n", ""))
    rest = _LEADING.sub("", _cut_region(name, region_code, year), count=1)
    if kind == "zone":
        return _ZONE_OFFICE.sub("", rest, count=1) or rest
    township = _TOWNSHIP.fullmatch(rest) if kind == "township" else None
    return (township["name"] if township else rest) or None


def _cut_region(name: str, region_code: str, year: int) -> str:
    """What stands behind the name of the region, or behind its stem at the beginning."""
    region = find_region(region_code, year) or find_region_near(region_code, year)
    if region is None:
        return name
    _, found, rest = name.partition(region.name)
    if found and len(rest) > 1:
        return rest
    cut = name.removeprefix(region.stem)
    return cut if len(cut) > 1 else name
