"""Which region a report is for: weighing the places where one is named.

What belongs here: joining decisive mentions (title, issuer, signature, subject of the yearly sentence), breaking ties
between regions of the same name, and saying no when doubt remains. What does not: finding the mentions (`issuer`).

The name decides. Telephone codes, postcodes, document series, hosts and parents named elsewhere only break ties between
candidates that the name leaves. A report under a wrong region is worse than none, so the close call is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from gov_disclosure.parsing.issuer import DECISIVE, Mention
from gov_disclosure.parsing.stretches import Stretch
from gov_disclosure.vocabulary.regions import (
    RegionSpan,
    find_ancestors,
    find_region_near,
    load_area_codes,
    load_provinces,
    load_spans,
)

_PHONE = re.compile(r"(?<!\d)\(?(010|02\d|0[3-9]\d\d)\)?[-—－―–~]{0,3}(?=[2-8]\d{6,7}(?!\d))")
_POSTCODE = re.compile(r"邮政?编码?[:|]?(\d{2})\d{4}(?!\d)")
_HOST = re.compile(r"(?<![\w-])(?:[a-z0-9-]+\.){0,4}([a-z0-9-]+)\.gov\.cn", re.IGNORECASE)
_LEVEL = re.compile(
    r"[我全本]([县区市旗州盟省])|(?<![\u4e00-\u9fff])([县区市旗州省])(?:人民)?政府|(自治区)(?:党委|人民政府|直属|各)"
)
#: Where a nameless body's region may be named instead: a township lies in the county of its address and of the notice it
#: obeys; a department may sit in another district and obeys higher bodies.
_NEAR_KINDS = {"township": ("portal", "address", "superior")}
_BARE_CITY = re.compile(r"^\W*(?:市|州)(?:人民政府|政府)")
LEVEL_OF_WORD = {
    "省": {"province"}, "自治区": {"province"}, "州": {"prefecture"}, "盟": {"prefecture"},
    "县": {"county"}, "旗": {"county"}, "区": {"county", "province"}, "市": {"province", "prefecture", "county"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hint:
    """Support for some regions that is no name: a telephone code, a postcode, a document series, a host."""

    kind: str
    text: str
    start: int
    end: int
    codes: frozenset[str]
    weight: int


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """The region chosen, or the reason why none is."""

    span: RegionSpan | None
    candidates: tuple[str, ...]
    reason: str | None
    confidence: float
    mentions: tuple[Mention, ...]


def find_hints(document: str, stretch: Stretch, url: str | None) -> list[Hint]:
    """All hints of a stretch that can break ties; document series are read in the text as printed.

    With its blanks gone, the number of another body could run into the word before it (宁津政办发 is no series of 津).
    """
    text, hints = stretch.text, []
    for found in _PHONE.finditer(text):
        codes = load_area_codes().get(found[1], frozenset())
        hints.append(Hint("area_code", found[1], *stretch.span(*found.span(1)), codes, 4))
    for found in _POSTCODE.finditer(text):
        codes = frozenset(p.code for p in load_provinces() if found[1] in p.postcode_prefixes)
        hints.append(Hint("postcode", found[0], *stretch.span(*found.span()), codes, 2))
    for found in _series_pattern().finditer(document, 0, stretch.place(len(text))):
        hints.append(Hint("document_series", found[1], *found.span(1), _series_codes(found[1]), 2))
    for found in _HOST.finditer(text) if ".gov.cn" in text else ():
        hints.append(Hint("host", found[0], *stretch.span(*found.span()), _host_codes(found[1]), 2))
    for found in _HOST.finditer(url or ""):
        hints.append(Hint("host", found[0], 0, 0, _host_codes(found[1]), 3))
    return [hint for hint in hints if hint.codes]


@cache
def _series_pattern() -> re.Pattern[str]:
    prefixes = sorted((p for province in load_provinces() for p in province.document_prefixes), key=len, reverse=True)
    initials = "".join(sorted({prefix[0] for prefix in prefixes}))
    begins = r"(?:(?<![\u4e00-\u9fff])|(?<=[据照按及和依经]))"
    return re.compile(rf"(?=[{initials}]){begins}({'|'.join(prefixes)})[\u4e00-\u9fff]{{0,4}}(?=[〔\[【(]?20\d\d|\b)")


@cache
def _series_codes(prefix: str) -> frozenset[str]:
    return frozenset(p.code for p in load_provinces() if prefix in p.document_prefixes)


def _host_codes(label: str) -> frozenset[str]:
    return frozenset(p.code for p in load_provinces() if label.lower() in p.host_labels)


def choose_region(
    mentions: Sequence[Mention], hints: Sequence[Hint], head: Stretch, body_kind: str, year: int
) -> RegionChoice:
    """The region that the evidence agrees on, else a refusal with the candidates."""
    decisive = sorted((m for m in mentions if m.kind in DECISIVE), key=lambda m: DECISIVE.index(m.kind))
    levels = _levels(head.text)
    if decisive:
        codes, used, conflict = _join(decisive, year)
        if conflict:
            return RegionChoice(None, tuple(sorted(codes | conflict)), "region_ambiguous", 0.0, tuple(used))
        if used[0].kind == "subject" and not used[0].body_kind and body_kind in ("department", "township"):
            # «2019年,四川省…» in the report of «我局» tells of its superiors.
            return RegionChoice(None, tuple(sorted(codes)), "region_unknown", 0.0, tuple(used))
        return _settle(codes, used, mentions, hints, year, levels)
    return _without_name(mentions, hints, head, body_kind, year, levels)


def _join(decisive: Sequence[Mention], year: int) -> tuple[frozenset[str], list[Mention], frozenset[str]]:
    """Codes that all decisive mentions allow, the mentions that say so, and codes that contradict them."""
    lead, conflict = decisive[0], frozenset[str]()
    current, used = lead.place.codes, [lead]
    for mention in decisive[1:]:
        codes = mention.place.codes
        deeper = frozenset(c for c in codes if _ancestor_codes(c, year) & current)
        above = frozenset(c for c in current if _ancestor_codes(c, year) & codes)
        if codes & current:
            current = codes & current
        elif deeper and mention.kind in ("issuer", "signature") and _is_bare(lead, mention):
            current = deeper
        elif above:
            current = above
        elif not deeper and (mention.kind == lead.kind or (mention.kind != "subject" and mention.body_kind)):
            conflict |= codes
            continue
        else:
            continue
        used.append(mention)
    return current, used, conflict


def _is_bare(lead: Mention, mention: Mention) -> bool:
    """Whether the leading mention names no body of its own, so that a deeper one may take its place."""
    return lead.kind == "subject" or lead.body_kind is None or mention.kind == lead.kind


@cache
def _ancestor_codes(code: str, year: int) -> frozenset[str]:
    span = find_region_near(code, year)
    return frozenset(s.code for s in find_ancestors(span, year)) if span else frozenset()


def _settle(
    codes: frozenset[str],
    used: Sequence[Mention],
    mentions: Sequence[Mention],
    hints: Sequence[Hint],
    year: int,
    levels: set[str],
) -> RegionChoice:
    """One region of the codes, by the hints where there are several."""
    candidates = tuple(sorted(codes))
    span = find_region_near(candidates[0], year) if len(candidates) == 1 else None
    lead = used[0]
    if span:
        if lead.kind == "subject" and levels and span.level not in levels:
            return RegionChoice(None, candidates, "region_unknown", 0.0, tuple(used))
        return RegionChoice(span, candidates, None, _confidence(used, span, year), tuple(used))
    scores = {code: _support(code, mentions, hints, year) for code in candidates}
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if ranked[0][1] < 2 or ranked[0][1] - ranked[1][1] < 2:
        return RegionChoice(None, candidates, "region_ambiguous", 0.0, tuple(used))
    span = find_region_near(ranked[0][0], year)
    return RegionChoice(span, candidates, None, 0.85, tuple(used))


def _confidence(used: Sequence[Mention], span: RegionSpan, year: int) -> float:
    base = {"title": 0.95, "issuer": 0.9, "signature": 0.9, "subject": 0.8}[used[0].kind]
    chained = any(m.place.depth > 1 for m in used)
    return round(
        min(0.99, base + 0.03 * (len({m.kind for m in used}) - 1) + 0.02 * chained) - 0.1 * bool(span.years_off(year)),
        2,
    )


def _support(code: str, mentions: Iterable[Mention], hints: Iterable[Hint], year: int) -> int:
    """How much speaks for a candidate beside its name; each kind counts once."""
    lineage = {code} | _ancestor_codes(code, year)
    found = {hint.kind: hint.weight for hint in hints if hint.codes & lineage}
    for mention in mentions:
        codes = mention.place.codes
        if mention.place.depth > 1 and codes == {code}:
            found["chain"] = 6
        elif len(codes) == 1 and codes <= lineage - {code}:
            level_weight = 4 if next(iter(codes)) not in {c for c in lineage if c.endswith("0000")} else 3
            found["parent"] = max(found.get("parent", 0), level_weight)
    return sum(found.values())


def _levels(text: str) -> set[str]:
    """Levels that the text's own words (我县, 全省, 区政府) allow; empty where it has none."""
    words = {found[1] or found[2] or found[3] for found in _LEVEL.finditer(text)}
    return set.union(*(LEVEL_OF_WORD[word] for word in words)) if words else set()


def _without_name(
    mentions: Sequence[Mention],
    hints: Sequence[Hint],
    head: Stretch,
    body_kind: str,
    year: int,
    levels: set[str],
) -> RegionChoice:
    """No decisive name: the county's portal or address for its departments and townships, else what the codes leave."""
    city = _bare_city(hints, head, year)
    if city:
        return RegionChoice(city, (city.code,), None, 0.75, ())
    near = [m for m in mentions if m.kind in _NEAR_KINDS.get(body_kind, ("portal",))]
    codes = frozenset(code for m in near for code in m.place.codes)
    deepest = frozenset(c for c in codes if not any(c in _ancestor_codes(other, year) for other in codes))
    span = find_region_near(next(iter(deepest)), year) if len(deepest) == 1 else None
    fits = span and span.level == "county" and (body_kind in ("township", "department") or span.level in levels)
    certain = any(m.kind != "superior" for m in near) or (span and _is_confirmed(span.code, hints, year))
    if span and fits and certain and _agrees(span.code, hints, year):
        return RegionChoice(span, (span.code,), None, 0.7, tuple(near))
    reason = "region_ambiguous" if len(deepest) > 1 else "region_unknown"
    return RegionChoice(None, tuple(sorted(deepest)), reason, 0.0, tuple(near))


def _is_confirmed(code: str, hints: Iterable[Hint], year: int) -> bool:
    lineage = {code} | _ancestor_codes(code, year)
    return any(hint.codes & lineage for hint in hints if hint.kind == "area_code")


def _agrees(code: str, hints: Iterable[Hint], year: int) -> bool:
    """Whether no telephone code or postcode speaks against a region."""
    lineage = {code} | _ancestor_codes(code, year)
    return all(hint.codes & lineage for hint in hints if hint.kind in ("area_code", "postcode"))


def _bare_city(hints: Sequence[Hint], head: Stretch, year: int) -> RegionSpan | None:
    """«市人民政府» without a name: the city whose telephone code is printed, where only one city can be meant."""
    if not _BARE_CITY.match(head.text):
        return None
    served = frozenset[str]().union(*(h.codes for h in hints if h.kind == "area_code"))
    prefectures = [s for s in load_spans() if s.code in served and s.level == "prefecture" and s.is_valid(year)]
    if len(prefectures) != 1 or not _agrees(prefectures[0].code, hints, year):
        return None
    cities = [
        s for s in load_spans() if s.parent_code == prefectures[0].code and s.name[-1] == "市" and s.is_valid(year)
    ]
    return None if cities else prefectures[0]
