"""Names of regions in a text, read as nested chains (济南市 + 济阳区).

What belongs here: where names stand and which divisions they can mean in a year. What does not: whether the named region
is the one that reports (`issuer`, `identity`).

A stem without its class word (济阳, 振兴) counts only directly behind an ancestor or before the word for a zone;
otherwise 乡村振兴局 would name 丹东市振兴区.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from gov_disclosure.parsing.stretches import Stretch
from gov_disclosure.vocabulary.regions import (
    NAME_TOLERANCE_YEARS,
    RegionSpan,
    find_region_near,
    find_regions_by_stem,
    find_regions_named,
    names_by_prefix,
)
from gov_disclosure.vocabulary.zones import Zone, load_zones

#: What makes a development zone of the name in front of it (临沂高新区, 海门经济技术开发区).
ZONE_WORDS = (
    r"(?:国家级?|省级)?(?:(?:经济|高新|技术|产业|农业|工业|旅游|综合|临空|临港|循环|生态|科技|空港|化工|循环经济){1,4}"
    r"(?:开发区|示范区|试验区|实验区|园区|功能区|合作区|集聚区|区)|经开区|高新区|开发区|保税(?:港)?区|度假区|"
    r"(?:旅游)?风景名胜区|工业园区?|产业园区?|管理区|新区|集中区)"
)
_ZONE_BEHIND = re.compile(ZONE_WORDS)
_STEM_BEHIND = re.compile(r"人民政府|政府|办公|20\d\d|县|区|市|旗|年|$|\W")
#: A central body is itself only where its name ends; its local branches (国家税务总局攀枝花市税务局) belong to the place.
_CENTRAL_BEHIND = re.compile(
    r"(?:机关|办公[厅室]|\([^)\n]{2,20}\))?(?:$|\W|\d|二[0零]|关于|政府信息|政务公开|信息公开|的|编制|发布|公布|汇总|联系|根据|依)"
)
_TITLE_BEHIND = re.compile(r"(?:人民)?政府|办公室|20\d\d|二0|政务公开|信息公开")
#: Class words of divisions; 城市, 社区, 景区, 开发区 … are none.
_CLASS = (
    r"(?:自治[州县旗]?|县|旗|(?<!联)盟|(?<![城都门超集])市|"
    r"(?<![社园小辖灾山林库景牧片校港地特护分备范验作能聚发税假胜新理中业开城市])区)"
)
_BODY = r"[\u4e00-\u9fff]{1,14}?(?:局|委员会|镇|乡|街道)"
_UNKNOWN_BELOW = re.compile(
    r"(?:(?!镇|乡|街道|苏木|[和及与])[\u4e00-\u9fff]\n?){1,12}人民政府|"
    rf"(?:(?:[\u4e00-\u9fff]\n?){{1,9}}?{_CLASS}){{1,2}}"
    rf"(?=人民政府|行政公署|政府|办公室|20\d\d|二0|年|关于|政务公开|信息公开|$|\W|{ZONE_WORDS}|{_BODY})|"
    rf"[县旗区](?={_BODY})"
)
#: A stem followed by the name of a body of more than its kind (唐山市唐海审计局; 荆州市公安局 is no 公安).
_STEM_OF_BODY = re.compile(r"[\u4e00-\u9fff]{2,16}?(?:局|委员会|中心|医院|镇|乡|街道)")
_UNKNOWN_DIVISION = re.compile(r"[第农]|[\u4e00-\u9fff]{1,4}(?:师|团(?!委)|县|市)")
_NO_DIVISION = re.compile(r"[范傅生资大部]")
#: 东区街道 and 东区办事处 in Zhongshan, which has no districts, are names of townships.
_FALSE_ENDINGS = re.compile(r"区(?:域|间|划|街道|办事处)")


@dataclass(frozen=True, slots=True)
class Place:
    """A chain of names in a stretch.

    Attributes:
        start, end: span in the stretch.
        spans: the divisions that the deepest name of the chain can mean.
        depth: how many names the chain has; 0 for a name that is only a stem.
        zone: end of the word for a zone behind the chain, or of the name of a listed body; None for plain regions.
        zone_kind: zone, corps, corps_division or central_body where `zone` is set.
        is_open: whether the deepest name cannot be told: no division has it in or near the year (`spans` are then those of other
            years), or a division that the register does not know is named behind (株洲市裕淞区).
    """

    start: int
    end: int
    spans: tuple[RegionSpan, ...]
    depth: int
    zone: int | None = None
    zone_kind: str | None = None
    is_open: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the divisions it can mean."""
        return frozenset(span.code for span in self.spans)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    name: str
    is_stem: bool


def find_places(stretch: Stretch, year: int) -> list[Place]:
    """All chains of region names, in order; each carries every division it can mean in or near `year`."""
    tokens, places, at = _find_tokens(stretch.text), [], 0
    while at < len(tokens):
        place, used = _chain(stretch.text, tokens, at, year)
        if place:
            places.append(place)
        at += used
    return places


def begins_with_name(text: str) -> bool:
    """Whether a text begins with a name or a stem, so that a place can stand at its beginning."""
    return any(text.startswith(name) for name, _ in _token_index().get(text[:2], ()))


def _find_tokens(text: str) -> list[_Token]:
    index, tokens, end = _token_index(), [], 0
    for found in _beginning_pattern().finditer(text):
        at = found.start()
        for name, is_stem in index.get(text[at : at + 2], ()) if at >= end else ():
            if text.startswith(name, at):
                end = at + len(name)
                tokens.append(_Token(at, end, name, is_stem))
                break
    return tokens


@cache
def _token_index() -> dict[str, tuple[tuple[str, bool], ...]]:
    index = {prefix: list(names) for prefix, names in names_by_prefix().items()}
    for zone in load_zones():
        entries = index.setdefault(zone.name[:2], [])
        if all(name != zone.name for name, _ in entries):
            entries.append((zone.name, False))
    return {prefix: tuple(sorted(set(names), key=lambda n: -len(n[0]))) for prefix, names in index.items()}


#: Parts into which the first characters of names are sorted, by how many second ones each has.
_PARTS = 4


@cache
def _beginning_pattern() -> re.Pattern[str]:
    """Where a name may begin: all places where one does, and few others, which are left to the index."""
    seconds: dict[str, set[str]] = {}
    for pair in _token_index():
        seconds.setdefault(pair[0], set()).add(pair[1])
    firsts = sorted(seconds, key=lambda first: len(seconds[first]))
    size = -(-len(firsts) // _PARTS)
    parts = (firsts[at : at + size] for at in range(0, len(firsts), size))
    return re.compile("|".join(f"{_class(part)}(?={_class(chain(*map(seconds.__getitem__, part)))})" for part in parts))


def _class(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(dict.fromkeys(characters)))}]"


def _chain(text: str, tokens: list[_Token], at: int, year: int) -> tuple[Place | None, int]:
    """The chain that begins with token `at` and how many tokens it takes."""
    first = tokens[at]
    spans, zone_kind = _meanings(first, year)
    zone = first.end if zone_kind else None
    if zone_kind == "corps" and len(tokens) > at + 1 and tokens[at + 1].start == first.end:
        division, more = _chain(text, tokens, at + 1, year)
        return division and replace(division, start=first.start), 1 + more
    end, depth, used, is_open = first.end, 0 if first.is_stem else 1, 1, False
    if not spans and not first.is_stem:
        spans, is_open = find_regions_named(first.name), True
    for token in tokens[at + 1 :]:
        below = _descendants(spans, token, year) if zone is None and _continues(text, end, token) else ()
        if below and token.is_stem and not _ends_stem(text, token, below):
            is_open = is_open or (
                not _ZONE_BEHIND.match(text, token.end) and bool(_STEM_OF_BODY.match(text, token.end))
            )
            break
        if not below:
            break
        spans, end, depth, used = below, token.end, depth + 1, used + 1
        is_open = is_open or not _is_near(below, year)
    listed = _listed_zone(tokens, at + used, end, spans, year) if zone is None else None
    if listed:
        (spans, zone_kind), zone, end, used = listed, tokens[at + used].end, tokens[at + used].end, used + 1
    elif zone is None:
        behind = _ZONE_BEHIND.match(text, end)
        zone, zone_kind = (behind.end(), "zone") if behind else (None, None)
    if not _is_name(text, end, zone_kind):
        return None, used
    if depth == 0:
        spans = _zone_hosts(first.name, spans) if zone else ()
    is_open = is_open or _has_unknown_below(text, end, spans, zone_kind)
    return (Place(first.start, end, spans, depth, zone, zone_kind, is_open) if spans else None), used


def _listed_zone(
    tokens: list[_Token], at: int, end: int, above: tuple[RegionSpan, ...], year: int
) -> tuple[tuple[RegionSpan, ...], str] | None:
    """The listed zone directly behind its own coded ancestor (重庆市万盛经济技术开发区)."""
    if at >= len(tokens) or tokens[at].start != end:
        return None
    spans, kind = _meanings(tokens[at], year)
    inside = tuple(s for s in spans if {s.code, s.parent_code, s.province_code} & {a.code for a in above})
    return (inside, kind) if inside and kind == "zone" else None


def _continues(text: str, end: int, token: _Token) -> bool:
    """Whether a name goes on with the next: directly, or on the next line of a title."""
    if token.start == end:
        return True
    return text[end : token.start] == "\n" and not token.is_stem and bool(_TITLE_BEHIND.match(text, token.end))


def _ends_stem(text: str, token: _Token, spans: tuple[RegionSpan, ...]) -> bool:
    """Whether a stem behind an ancestor is a name: where a body or a year follows, or a zone that can have its name of it."""
    if _STEM_BEHIND.match(text, token.end):
        return True
    return bool(_ZONE_BEHIND.match(text, token.end)) and bool(_zone_hosts(token.name, spans))


def _has_unknown_below(text: str, end: int, spans: tuple[RegionSpan, ...], zone_kind: str | None) -> bool:
    """Whether a division that the register does not know follows the name of a province, prefecture or the Corps: a misprint."""
    if zone_kind:
        return zone_kind == "corps" and bool(_UNKNOWN_DIVISION.match(text, end))
    return all(s.level != "county" for s in spans) and bool(_UNKNOWN_BELOW.match(text, end))


def _is_name(text: str, end: int, zone_kind: str | None) -> bool:
    """Whether the words behind leave the name a name: no 区域, no local branch of a central body, no 第一师范学院."""
    if zone_kind == "central_body" and not _CENTRAL_BEHIND.match(text, end):
        return False
    if zone_kind == "corps_division" and _NO_DIVISION.match(text, end):
        return False
    return not _FALSE_ENDINGS.match(text, end - 1)


def _meanings(token: _Token, year: int) -> tuple[tuple[RegionSpan, ...], str | None]:
    """Divisions of that name; for a listed zone or body its coded ancestor and its kind."""
    spans = find_regions_by_stem(token.name, year) if token.is_stem else find_regions_named(token.name, year)
    zones = [] if token.is_stem else [z for z in _zones().get(token.name, ()) if z.is_valid(year)]
    if not zones:
        return spans, None
    codes = sorted({zone.code for zone in zones})
    return tuple(s for code in codes if (s := find_region_near(code, year))), zones[0].kind


def _zone_hosts(stem: str, spans: tuple[RegionSpan, ...]) -> tuple[RegionSpan, ...]:
    """Divisions that may lend their bare stem to a zone, none where only districts would that never were a city or county.

    A district's stem in the name of a zone is as often a landscape's (东湖高新区 in Wuhan is not Nanchang's 东湖区), but beside
    a city or county of that name it stays a rival.
    """
    own = {(s.province_code, s.stem) for s in find_regions_by_stem(stem) if s.name[-1] in "市县旗州盟"}
    return spans if any(s.level != "county" or (s.province_code, s.stem) in own for s in spans) else ()


@cache
def _zones() -> dict[str, tuple[Zone, ...]]:
    index: dict[str, list[Zone]] = {}
    for zone in load_zones():
        index.setdefault(zone.name, []).append(zone)
    return {name: tuple(zones) for name, zones in index.items()}


def _descendants(spans: tuple[RegionSpan, ...], token: _Token, year: int) -> tuple[RegionSpan, ...]:
    """Divisions of that name below others in the year or near it; of a full name, else those of any year."""
    above = {span.code for span in spans}
    named = find_regions_named(token.name) + find_regions_by_stem(token.name)
    below = [s for s in named if above & {s.parent_code, s.province_code} and s.code not in above]
    near = [s for s in below if s.years_off(year) <= NAME_TOLERANCE_YEARS]
    nearest = min((s.years_off(year) for s in near), default=0)
    kept = [s for s in near if s.years_off(year) == nearest] or ([] if token.is_stem else below)
    levels = {s.level for s in kept}
    # A name that passed to another level in this year (巢湖市 in 2011) may still mean the place that gave it up.
    kept += [s for s in near if s.name == token.name and s.level not in levels and s.valid_to_year == year - 1]
    return tuple({s.code: s for s in kept}.values())


def _is_near(spans: tuple[RegionSpan, ...], year: int) -> bool:
    return any(s.years_off(year) <= NAME_TOLERANCE_YEARS for s in spans)
