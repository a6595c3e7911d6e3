"""Which region a report is for: weighing the places where one is named.

What belongs here: joining decisive mentions (title, issuer, signature, subject of the yearly sentence), breaking ties
between regions of the same name, and saying no when doubt remains. What does not: finding the mentions (`issuer`).

The name decides. Telephone codes, postcodes, document series, hosts and parents named elsewhere only break ties between
candidates that the name leaves. A report under a wrong region is worse than none, so the close call is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gov_disclosure.parsing.issuer import DECISIVE, Mention
from gov_disclosure.parsing.region_clues import Clues, RegionChoice, list_ancestor_codes, undecided
from gov_disclosure.parsing.region_nearby import choose_nearby_region
from gov_disclosure.vocabulary.regions import RegionSpan, find_region_near, load_spans

#: Weights of names that support a candidate, and the lead that decides between candidates.
CHAIN_WEIGHT = 6
PREFECTURE_WEIGHT = 4
PROVINCE_WEIGHT = 3
CLEAR_LEAD = 2
#: Hints that contradict a name where all of them point elsewhere.
TELLING = ("area_code", "postcode", "host", "document_series")
#: Names so short (西区, 城区) may be what is left of a longer one (铁西区); contradicted, they do not decide.
FRAGMENT_LENGTH = 2


def choose_region(clues: Clues) -> RegionChoice:
    """The region that the evidence agrees on, else a refusal with the candidates."""
    decisive = sorted((m for m in clues.mentions if m.kind in DECISIVE), key=lambda m: DECISIVE.index(m.kind))
    if not decisive:
        return choose_nearby_region(clues)
    codes, used, conflict = _join(decisive, clues.year)
    if conflict:
        return undecided(codes | conflict, used, "region_ambiguous")
    lead = used[0]
    if lead.kind == "subject" and not lead.body_kind and clues.body_kind in ("department", "township"):
        # «2019年,四川省…» in the report of «我局» tells of its superiors.
        return undecided(codes, used, "region_unknown")
    return _settle(codes, used, clues)


def _join(decisive: Sequence[Mention], year: int) -> tuple[frozenset[str], list[Mention], frozenset[str]]:
    """Codes that all decisive mentions allow, the mentions that say so, and codes that contradict them."""
    lead, conflict = decisive[0], frozenset[str]()
    current, used = lead.place.codes, [lead]
    for mention in decisive[1:]:
        codes = mention.place.codes
        deeper = frozenset(c for c in codes if list_ancestor_codes(c, year) & current)
        above = frozenset(c for c in current if list_ancestor_codes(c, year) & codes)
        if deeper and lead.place.is_open and mention.kind != "subject":
            current = deeper
        elif codes & current:
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


def _settle(codes: frozenset[str], used: Sequence[Mention], clues: Clues) -> RegionChoice:
    """One region of the codes, by the hints where there are several."""
    candidates = tuple(sorted(codes))
    if any(m.place.is_open and m.place.codes & codes for m in used):
        # The code of a name of other years may have meant another place in this one (500111: 双桥区, 大足区).
        return undecided(codes, used, "region_unknown")
    if len(candidates) > 1:
        return _break_tie(candidates, used, clues)
    span = find_region_near(candidates[0], clues.year)
    levels = clues.levels() if used[0].kind == "subject" else set()
    if span is None or (levels and span.level not in levels) or not _can_be_nearest(span, used, clues):
        return undecided(codes, used, "region_unknown")
    basis = _find_basis(used, span, clues)
    if basis == "contradicted" and all(m.place.end - m.place.start <= FRAGMENT_LENGTH for m in used):
        return undecided(codes, used, "region_ambiguous")
    return RegionChoice(span, candidates, None, basis, tuple(used))


def _can_be_nearest(span: RegionSpan, used: Sequence[Mention], clues: Clues) -> bool:
    """Whether no division can lie between this one and the body: a city's office also publishes for its counties' bodies."""
    if clues.own_class and used[0].kind != "title" and span.name[-1] != clues.own_class:
        return False
    if clues.body_kind != "township" or span.level == "county":
        return True
    return any(m.place.zone for m in used) or span.code not in _parents(clues.year)


@cache
def _parents(year: int) -> frozenset[str]:
    """Codes of divisions that have counties; a few cities (东莞市) have none."""
    return frozenset(str(s.parent_code) for s in load_spans() if s.level == "county" and s.years_off(year) == 0)


def _break_tie(candidates: tuple[str, ...], used: Sequence[Mention], clues: Clues) -> RegionChoice:
    """The candidate with a clear lead, unless some kind of evidence speaks for a rival and not for it."""
    support = {code: _support(code, clues) for code in candidates}
    best, *rivals = sorted(candidates, key=lambda code: -sum(support[code].values()))
    lead = sum(support[best].values()) - max(sum(support[rival].values()) for rival in rivals)
    contested = any(support[rival].keys() - support[best].keys() for rival in rivals)
    if lead < CLEAR_LEAD or contested or _is_other_party(best, clues):
        return undecided(candidates, used, "region_ambiguous")
    return RegionChoice(find_region_near(best, clues.year), candidates, None, "tie", tuple(used))


def _is_other_party(code: str, clues: Clues) -> bool:
    """Whether the text names the candidate as a place visited or followed, under its whole chain."""
    return any(m.kind == "aside" and m.place.depth > 1 and m.place.codes == {code} for m in clues.mentions)


def _find_basis(used: Sequence[Mention], span: RegionSpan, clues: Clues) -> str:
    """The kind of evidence that decided, a key of `CONFIDENCE`."""
    lineage = {span.code} | list_ancestor_codes(span.code, clues.year)
    told = [bool(h.codes & lineage) for h in clues.hints if h.kind in TELLING]
    if span.years_off(clues.year):
        return "former_name" if span.valid_from_year < clues.year else "early_name"
    if told and not any(told):
        return "contradicted"
    if len({m.kind for m in used}) > 1:
        return "agreed"
    if any(told):
        return "confirmed"
    if used[0].kind != "title":
        return used[0].kind
    return "title_chain" if any(m.place.depth > 1 for m in used) else "title_name"


def _support(code: str, clues: Clues) -> dict[str, int]:
    """What speaks for a candidate beside its name and how much; each kind counts once."""
    above = list_ancestor_codes(code, clues.year)
    found = {hint.kind: hint.weight for hint in clues.hints if hint.codes & ({code} | above)}
    for mention in (m for m in clues.mentions if m.kind != "aside"):
        codes = mention.place.codes
        if mention.place.depth > 1 and codes == {code}:
            found["chain"] = CHAIN_WEIGHT
        elif len(codes) == 1 and codes <= above:
            weight = PROVINCE_WEIGHT if next(iter(codes)).endswith("0000") else PREFECTURE_WEIGHT
            found["parent"] = max(found.get("parent", 0), weight)
    return found
