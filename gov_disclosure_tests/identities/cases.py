"""Documents of every kind, by a seed, with what a careful reader would conclude from each.

What belongs here: the kinds of document and what each of them shows or leaves in doubt. What does not: putting a document
together (`drafts`).
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from gov_disclosure.vocabulary.regions import REPORT_YEARS
from gov_disclosure.vocabulary.zones import ZONE_LEVELS, load_zones
from gov_disclosure_tests.identities import carriers, wording
from gov_disclosure_tests.identities.drafts import (
    HINTS,
    Case,
    Draft,
    add_hint,
    begin_draft,
    choose_place,
    choose_stranger,
    name_body,
)

#: Where a document without a name in its title may have one, and for which of them it is the body's own.
NAMED_ELSEWHERE = (*wording.NAMED_IN, "signature", "subject", "superior_only", "address_only", "aside_only", "nowhere")


def make_case(seed: int) -> Case:
    """The case of a seed."""
    rng = Random(seed)
    story = rng.choices(tuple(_STORIES), tuple(weight for weight, _ in _STORIES.values()))[0]
    return _STORIES[story][1](rng)


def _make_plain(rng: Random) -> Case:
    """A title that names the body; further evidence of any kind."""
    year = rng.choice(REPORT_YEARS)
    naming = rng.choices(carriers.NAMINGS, (6, 6, 2, 1, 1, 2))[0]
    draft = begin_draft(rng, choose_place(rng, year), year, naming=naming)
    draft.title = wording.write_title(draft.body, year, rng)
    for kind in rng.sample(HINTS, rng.choice((0, 0, 1, 2))):
        add_hint(draft, kind)
    if rng.random() < 0.3:
        draft.aside = wording.write_aside(choose_stranger(draft).name, rng)
    if rng.random() < 0.3:
        draft.end = wording.write_signature(draft.body, year, rng)
    elif rng.random() < 0.1:
        draft.end = wording.LINKS.format(*(choose_place(rng, year).name for _ in range(3)))
    return draft.close("plain")


def _make_homonym(rng: Random) -> Case:
    """A name that several places carry, with none, one or two kinds of evidence."""
    year = rng.choice(REPORT_YEARS)
    draft = begin_draft(rng, rng.choice(carriers.list_homonyms(year)), year)
    draft.title = wording.write_title(draft.body, year, rng)
    for kind in rng.sample(HINTS, rng.choice((0, 1, 1, 2))):
        add_hint(draft, kind)
    if rng.random() < 0.3:
        draft.aside = wording.write_aside(choose_stranger(draft).name, rng)
    return draft.close("homonym")


def _make_homonym_trap(rng: Random) -> Case:
    """A name that several places carry, in a text that speaks of the neighbourhood of another of them."""
    year = rng.choice(REPORT_YEARS)
    draft = begin_draft(rng, rng.choice(carriers.list_homonyms(year)), year)
    draft.title = wording.write_title(draft.body, year, rng)
    rivals = [s for s in draft.spans if s.code != draft.span.code]
    draft.aside = wording.write_aside(carriers.find_above(rng.choice(rivals), year)[0].name, rng)
    return draft.close("homonym_trap")


def _make_homonym_conflict(rng: Random) -> Case:
    """A name that several places carry, with one piece of evidence for one of them and one for another."""
    year = rng.choice(REPORT_YEARS)
    draft = begin_draft(rng, rng.choice(carriers.list_homonyms(year)), year)
    draft.title = wording.write_title(draft.body, year, rng)
    both, own = list(draft.spans), draft.span
    first, second = rng.sample(("area_code", "postcode", "host", "superior"), 2)
    add_hint(draft, first)
    one, draft.spans = draft.spans, both
    draft.span = rng.choice([s for s in both if s.province_code != own.province_code] or both)
    add_hint(draft, second)
    left = [s for s in one if s in draft.spans]
    return draft.close("homonym_conflict", carriers.conclude(left, year) if left else frozenset())


def _make_stale(rng: Random) -> Case:
    """A name that no other place has, beside a telephone number, a postcode or an order copied from another place."""
    year = rng.choice(REPORT_YEARS)
    draft = begin_draft(rng, choose_place(rng, year), year)
    draft.title = wording.write_title(draft.body, year, rng)
    own, spans = draft.span, draft.spans
    draft.span = choose_stranger(draft)
    add_hint(draft, rng.choice(("area_code", "postcode", "series")))
    draft.span = own
    return draft.close(
        "stale", carriers.conclude(spans, year) if len(spans) == 1 else frozenset({s.code for s in spans})
    )


def _make_lower(rng: Random) -> Case:
    """A township or department without its county in the title; county or city stand in some other role."""
    year = rng.choice(REPORT_YEARS)
    counties = [p for p in carriers.list_places(year) if p.level == "county"]
    draft = begin_draft(rng, rng.choice(counties), year, ("township", "department"), rng.choice(("name", "chain")))
    own = (
        rng.choice(wording.TOWNSHIPS)
        if draft.kind == "township"
        else draft.span.name[-1] + rng.choice(wording.DEPARTMENTS)
    )
    draft.title = wording.write_title(own, year, rng)
    role = rng.choice(tuple(wording.ROLES))
    draft.evidence.append(role)
    above = carriers.find_above(draft.span, year)
    if rng.random() < 0.6:
        written = carriers.write_name(draft.span, draft.naming, year)
        draft.front.append(wording.ROLES[role].format(place=written.text if written else draft.span.name))
        if rng.random() < 0.5:
            add_hint(draft, "area_code")
        return draft.close("lower")
    draft.evidence.append("above")
    draft.front.append(wording.ROLES[role].format(place=above[0].name))
    is_its_own = role == "signed" and own[0] == above[0].name[-1]
    return draft.close("lower", frozenset({above[0].code}) if is_its_own else frozenset())


def _make_renamed(rng: Random) -> Case:
    """A name around the years in which it was given up or taken on, or in a year when no place had it."""
    span = rng.choice(carriers.list_renamed())
    ends = [y for y in (span.valid_from_year, span.valid_to_year) if y and 2008 < y < 2025]
    year = min(
        max(rng.choice(ends or [2012]) + rng.choice((-3, -2, -1, 0, 1, 1, 2, 4)), REPORT_YEARS[0]), REPORT_YEARS[-1]
    )
    draft = begin_draft(rng, span, year, naming=rng.choice(("name", "chain")))
    draft.title = wording.write_title(draft.body, year, rng)
    if rng.random() < 0.3:
        draft.end = wording.write_signature(draft.body, year, rng)
    return draft.close("renamed")


def _make_nameless(rng: Random) -> Case:
    """A title without a place, which stands elsewhere, in another role, or nowhere."""
    year = rng.choice(REPORT_YEARS)
    draft = begin_draft(rng, choose_place(rng, year), year, naming=rng.choice(("name", "chain")))
    draft.title = wording.write_title("", year, rng)
    where = rng.choice(NAMED_ELSEWHERE)
    draft.evidence.append(where)
    allowed = _place_name(draft, where)
    return draft.close("nameless", allowed)


def _place_name(draft: Draft, where: str) -> frozenset[str] | None:
    """Put the name where it belongs; the codes that follow where they are not those of the name."""
    rng, year, unknown = draft.rng, draft.year, frozenset[str]()
    if where in wording.NAMED_IN:
        areas = carriers.list_area_codes(draft.span)
        phone = wording.write_phone(areas[0], rng) if areas else "12345"
        if areas and "{phone}" in wording.NAMED_IN[where]:
            draft.spans = carriers.keep_by_area_code(draft.spans, areas[0])
        draft.front.append(wording.NAMED_IN[where].format(body=draft.body, year=year, phone=phone))
    elif where == "signature":
        draft.end = wording.write_signature(draft.body, year, rng)
    elif where == "subject":
        draft.front.append(f"\n{year}年,{draft.body}扎实推进政府信息公开。")
    elif where == "superior_only":
        draft.front.append(wording.write_superior(f"{draft.span.name}人民政府", rng))
        return carriers.conclude(draft.spans, year) if draft.kind == "township" else unknown
    elif where == "address_only":
        written = carriers.write_name(draft.span, "chain", year)
        draft.front.append(f"(地址:{written.text if written else draft.span.name}建设路1号)")
        return frozenset({draft.span.code}) if draft.kind != "department" and draft.span.level == "county" else unknown
    else:
        if where == "aside_only":
            draft.aside = wording.write_aside(draft.span.name, rng)
        return unknown
    return None


def _make_bare_city(rng: Random) -> Case:
    """«市人民政府» without a name, with a telephone number of the city."""
    year = rng.choice(REPORT_YEARS)
    cities = [p for p in carriers.list_places(year) if p.level == "prefecture" and p.name.endswith("市")]
    draft = begin_draft(rng, rng.choice(cities), year, ("government", "office"))
    draft.body = draft.body[len(draft.span.name) - 1 :]
    draft.title = f"{draft.body}{year}年政府信息公开工作年度报告"
    draft.spans = [p for p in carriers.list_places(year) if p.level != "province" and p.name.endswith("市")]
    add_hint(draft, "area_code")
    return draft.close("bare_city")


def _make_contradiction(rng: Random) -> Case:
    """The title names one body, the signature or the issuer's line another."""
    year = rng.choice(REPORT_YEARS)
    draft = begin_draft(rng, choose_place(rng, year), year, ("government", "office"), rng.choice(("name", "chain")))
    draft.title = wording.write_title(draft.body, year, rng)
    other = name_body(choose_stranger(draft).name, draft)
    where = rng.choice(("signature", "issuer_field", "title"))
    draft.evidence.append(where)
    if where == "signature":
        draft.end = wording.write_signature(other, year, rng)
    elif where == "title":
        draft.title = wording.write_title(f"{draft.body}、{other}", year, rng)
    else:
        draft.front.append(wording.NAMED_IN[where].format(body=other))
    return draft.close("contradiction", frozenset())


def _make_listed_zone(rng: Random) -> Case:
    """A development zone or a division of the Corps of the list."""
    year = rng.choice(REPORT_YEARS)
    zone = rng.choice([z for z in load_zones() if z.kind in ZONE_LEVELS and z.is_valid(year)])
    draft = begin_draft(rng, choose_place(rng, year), year, ("bare",))
    draft.kind = zone.kind
    front = "新疆生产建设兵团" if zone.kind == "corps_division" else ""
    draft.body = rng.choice(("", front)) + zone.name + ("管理委员会" if front == "" and rng.random() < 0.5 else "")
    draft.title = wording.write_title(draft.body, year, rng)
    return draft.close("listed_zone", frozenset({zone.code}))


def _make_zone(rng: Random) -> Case:
    """A zone that the name of its town or county tells apart, in full or by its stem."""
    year = rng.choice(REPORT_YEARS)
    towns = [p for p in carriers.list_places(year) if p.level != "province" and p.name[-1] in "市县"]
    draft = begin_draft(rng, rng.choice(towns), year, ("bare",), rng.choice(("name", "chain")))
    if rng.random() < 0.5 and len(draft.span.stem) > 1:
        draft.naming, stem = "stem", draft.span.stem
        draft.body, draft.spans = stem, [p for p in carriers.list_places(year) if p.stem == stem]
    draft.kind = "zone"
    draft.body += rng.choice(wording.ZONES) + rng.choice(("", "管委会", "管理委员会"))
    draft.title = wording.write_title(draft.body, year, rng)
    return draft.close("zone")


_STORIES: dict[str, tuple[int, Callable[[Random], Case]]] = {
    "plain": (30, _make_plain),
    "homonym": (20, _make_homonym),
    "homonym_trap": (5, _make_homonym_trap),
    "homonym_conflict": (5, _make_homonym_conflict),
    "stale": (4, _make_stale),
    "lower": (10, _make_lower),
    "renamed": (14, _make_renamed),
    "nameless": (14, _make_nameless),
    "contradiction": (5, _make_contradiction),
    "bare_city": (3, _make_bare_city),
    "listed_zone": (5, _make_listed_zone),
    "zone": (7, _make_zone),
}
