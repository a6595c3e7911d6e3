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
#: Weights of names that support a candidate, and the lead that decides between candidates.
CHAIN_WEIGHT = 6
PREFECTURE_WEIGHT = 4
PROVINCE_WEIGHT = 3
CLEAR_LEAD = 2
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
    for found in _series_pattern().finditer(document, stretch.place(0), stretch.place(len(text))):
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


@dataclass(frozen=True, slots=True)
class Clues:
    """All that is known before a region is chosen.

    Attributes:
        mentions: regions named, with the role of the place where each is named.
        hints: what can break ties.
        head: the head of the document.
        body_kind: kind of the reporting body.
        year: the year in which names and codes are looked up.
    """

    mentions: Sequence[Mention]
    hints: Sequence[Hint]
    head: Stretch
    body_kind: str
    year: int

    def levels(self) -> set[str]:
        """Levels that the text's own words (我县, 全省, 区政府) allow; empty where it has none."""
        words = {found[1] or found[2] or found[3] for found in _LEVEL.finditer(self.head.text)}
        return set().union(*(LEVEL_OF_WORD[word] for word in words))


def choose_region(clues: Clues) -> RegionChoice:
    """The region that the evidence agrees on, else a refusal with the candidates."""
    decisive = sorted((m for m in clues.mentions if m.kind in DECISIVE), key=lambda m: DECISIVE.index(m.kind))
    if not decisive:
        return _without_name(clues)
    codes, used, conflict = _join(decisive, clues.year)
    if conflict:
        return _undecided(codes | conflict, used, "region_ambiguous")
    lead = used[0]
    if lead.kind == "subject" and not lead.body_kind and clues.body_kind in ("department", "township"):
        # «2019年,四川省…» in the report of «我局» tells of its superiors.
        return _undecided(codes, used, "region_unknown")
    return _settle(codes, used, clues)


def _undecided(codes: Iterable[str], used: Sequence[Mention], reason: str) -> RegionChoice:
    return RegionChoice(None, tuple(sorted(codes)), reason, 0.0, tuple(used))


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


def _settle(codes: frozenset[str], used: Sequence[Mention], clues: Clues) -> RegionChoice:
    """One region of the codes, by the hints where there are several."""
    candidates = tuple(sorted(codes))
    if len(candidates) > 1:
        return _break_tie(candidates, used, clues)
    span = find_region_near(candidates[0], clues.year)
    levels = clues.levels() if used[0].kind == "subject" else set()
    if span is None or (levels and span.level not in levels):
        return _undecided(codes, used, "region_unknown")
    return RegionChoice(span, candidates, None, _confidence(used, span, clues.year), tuple(used))


def _break_tie(candidates: tuple[str, ...], used: Sequence[Mention], clues: Clues) -> RegionChoice:
    scores = {code: _support(code, clues) for code in candidates}
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if ranked[0][1] - ranked[1][1] < CLEAR_LEAD:
        return _undecided(candidates, used, "region_ambiguous")
    return RegionChoice(find_region_near(ranked[0][0], clues.year), candidates, None, 0.85, tuple(used))


def _confidence(used: Sequence[Mention], span: RegionSpan, year: int) -> float:
    base = {"title": 0.95, "issuer": 0.9, "signature": 0.9, "subject": 0.8}[used[0].kind]
    chained = any(m.place.depth > 1 for m in used)
    return round(
        min(0.99, base + 0.03 * (len({m.kind for m in used}) - 1) + 0.02 * chained) - 0.1 * bool(span.years_off(year)),
        2,
    )


def _support(code: str, clues: Clues) -> int:
    """How much speaks for a candidate beside its name; each kind counts once."""
    above = _ancestor_codes(code, clues.year)
    found = {hint.kind: hint.weight for hint in clues.hints if hint.codes & ({code} | above)}
    for mention in clues.mentions:
        codes = mention.place.codes
        if mention.place.depth > 1 and codes == {code}:
            found["chain"] = CHAIN_WEIGHT
        elif len(codes) == 1 and codes <= above:
            weight = PROVINCE_WEIGHT if next(iter(codes)).endswith("0000") else PREFECTURE_WEIGHT
            found["parent"] = max(found.get("parent", 0), weight)
    return sum(found.values())


def _without_name(clues: Clues) -> RegionChoice:
    """No decisive name: the county's portal or address for its departments and townships, else what the codes leave."""
    city = _bare_city(clues)
    if city:
        return RegionChoice(city, (city.code,), None, 0.75, ())
    near = [m for m in clues.mentions if m.kind in _NEAR_KINDS.get(clues.body_kind, ("portal",))]
    codes = frozenset(code for m in near for code in m.place.codes)
    deepest = frozenset(c for c in codes if not any(c in _ancestor_codes(other, clues.year) for other in codes))
    span = find_region_near(next(iter(deepest)), clues.year) if len(deepest) == 1 else None
    if span and _fits(span, near, clues):
        return RegionChoice(span, (span.code,), None, 0.7, tuple(near))
    return _undecided(deepest, near, "region_ambiguous" if len(deepest) > 1 else "region_unknown")


def _fits(span: RegionSpan, near: Sequence[Mention], clues: Clues) -> bool:
    """Whether a county named nearby can be taken for the body's own."""
    lineage = {span.code} | _ancestor_codes(span.code, clues.year)
    told = [hint.codes & lineage for hint in clues.hints if hint.kind in ("area_code", "postcode")]
    certain = any(m.kind != "superior" for m in near) or any(told)
    lower = clues.body_kind in ("township", "department") or "county" in clues.levels()
    return span.level == "county" and lower and certain and all(told)


def _bare_city(clues: Clues) -> RegionSpan | None:
    """«市人民政府» without a name: the city whose telephone code is printed, where only one city can be meant."""
    if not _BARE_CITY.match(clues.head.text):
        return None
    served = frozenset[str]().union(*(h.codes for h in clues.hints if h.kind == "area_code"))
    valid = [span for span in load_spans() if span.is_valid(clues.year)]
    prefectures = [span for span in valid if span.code in served and span.level == "prefecture"]
    if len(prefectures) != 1:
        return None
    cities = [span for span in valid if span.parent_code == prefectures[0].code and span.name.endswith("市")]
    return None if cities else prefectures[0]
