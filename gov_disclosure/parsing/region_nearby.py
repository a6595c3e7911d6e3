"""The region of a body that is named nowhere, from what stands near it: its portal, its address, the order it obeys.

What belongs here: what a township or department without a county's name can be given, and what it cannot. What does not:
regions named as the body's own (`region_choice`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gov_disclosure.parsing.issuer import Mention
from gov_disclosure.parsing.region_clues import Clues, RegionChoice, list_ancestor_codes, undecided
from gov_disclosure.vocabulary.regions import RegionSpan, find_region_near, find_regions_by_stem, load_spans

#: Where a nameless body's region may be named instead: a township lies in the county of its address and of the notice it
#: obeys, and so does a department that says of what class its own is (县财政局); another department may sit in another
#: district and obeys higher bodies. A district's department may sit in the next district too.
_NEAR_KINDS = dict.fromkeys(("township", "县", "旗", "市"), frozenset({"portal", "address", "superior"}))
_NEAR_KINDS["区"] = frozenset({"portal", "superior"})
_GOVERNMENTS = ("government", "government_office")
_OUTLET = re.compile(
    r"(?:爱|云上|掌上|智慧|[iI])([\u4e00-\u9fff]{2,4}?)(?:APP|App|app|客户端)|"
    r"中国[·•.]?([\u4e00-\u9fff]{2,4}?)[”」\"]?(?:[县区市旗]?(?:人民)?政府)?门户网站"
)
_BARE_CITY = re.compile(r"^\W*(?:市|州)(?:人民政府|政府)")


def choose_nearby_region(clues: Clues) -> RegionChoice:
    """No decisive name: the county's portal or address for its departments and townships, else what the codes leave."""
    city = _bare_city(clues)
    if city:
        return RegionChoice(city, (city.code,), None, "bare_city", ())
    kinds = _NEAR_KINDS.get(clues.own_class or clues.body_kind, frozenset({"portal"}))
    near = [m for m in clues.mentions if m.kind in kinds or _is_own_address(m, clues)]
    codes = frozenset(code for m in near for code in m.place.codes)
    deepest = frozenset(c for c in codes if not any(c in list_ancestor_codes(other, clues.year) for other in codes))
    span = find_region_near(next(iter(deepest)), clues.year) if len(deepest) == 1 else None
    if span and _fits(span, near, clues):
        return RegionChoice(span, (span.code,), None, "nearby", tuple(near))
    outlet = None if codes else _find_outlet(clues)
    if outlet:
        return RegionChoice(outlet, (outlet.code,), None, "outlet", ())
    return undecided(deepest, near, "region_ambiguous" if len(deepest) > 1 else "region_unknown")


def _is_own_address(mention: Mention, clues: Clues) -> bool:
    """The whole address of a body that speaks of itself as 我县 or 我区 and not as a department, in such a place."""
    if mention.kind != "address" or mention.place.depth < 2 or clues.body_kind == "department":
        return False
    return {s.name[-1] for s in mention.place.spans} == clues.own_words()


def _fits(span: RegionSpan, near: Sequence[Mention], clues: Clues) -> bool:
    """Whether a county named nearby can be taken for the body's own."""
    told = _told(span, clues)
    ordered = clues.body_kind == "township" or clues.own_class in ("县", "旗", "区")
    certain = any(m.kind != "superior" or (ordered and m.body_kind in _GOVERNMENTS) for m in near) or any(told)
    lower = clues.body_kind in ("township", "department") or "county" in clues.levels()
    in_class = clues.own_class in (None, span.name[-1])
    in_zone = clues.body_kind == "township" and any(told) and all(m.place.zone_kind == "zone" for m in near)
    return (span.level == "county" or in_zone) and lower and in_class and certain and all(told)


def _told(span: RegionSpan, clues: Clues) -> list[frozenset[str]]:
    """For each telephone code and postcode the part of it that speaks for the division; empty parts speak against it."""
    lineage = {span.code} | list_ancestor_codes(span.code, clues.year)
    return [hint.codes & lineage for hint in clues.hints if hint.kind in ("area_code", "postcode")]


def _find_outlet(clues: Clues) -> RegionSpan | None:
    """The county whose application or portal (爱渭滨APP, “中国永嘉”政府门户网站) a lower body of such a county publishes in."""
    stems = {found[1] or found[2] for found in _OUTLET.finditer(clues.head.text)}
    spans = {s.code: s for stem in stems for s in find_regions_by_stem(stem, clues.year)}
    span = next(iter(spans.values())) if len(spans) == 1 else None
    if span is None or span.level != "county" or not all(_told(span, clues)):
        return None
    in_class = span.name[-1] in (clues.own_class, *clues.own_words()) or clues.body_kind == "township"
    return span if in_class and clues.own_class in (None, span.name[-1]) else None


def _bare_city(clues: Clues) -> RegionSpan | None:
    """«市人民政府» without a name: the city whose telephone code is printed, where only one city can be meant."""
    if not _BARE_CITY.match(clues.head.text):
        return None
    served = frozenset[str]().union(*(h.codes for h in clues.hints if h.kind == "area_code"))
    valid = [span for span in load_spans() if span.is_valid(clues.year)]
    prefectures = [span for span in valid if span.code in served and span.level == "prefecture"]
    if len(prefectures) != 1:
        return None
    inside = (s for s in valid if s.parent_code == prefectures[0].code or (s.code in served and s.level == "county"))
    return None if any(s.name.endswith("市") for s in inside) else prefectures[0]
