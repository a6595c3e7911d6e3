"""A document while it is put together, and the divisions that its evidence leaves.

What belongs here: the body's name, evidence added piece by piece, and the conclusion at the end. What does not: which pieces
make a case (`cases`), words (`wording`) and conclusions from names and marks (`carriers`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from gov_disclosure.vocabulary.regions import RegionSpan
from gov_disclosure.vocabulary.zones import load_zones
from gov_disclosure_tests.identities import carriers, wording

BODY_KINDS = ("government", "bare", "office", "department", "township")
HINTS = ("area_code", "postcode", "series", "host", "superior", "mobile", "mirror")


@dataclass(frozen=True, slots=True)
class Case:
    """A document and the region codes that may be given for it; none means that it cannot be known.

    Abstaining is never wrong; any other code is.
    """

    story: str
    body_kind: str
    naming: str
    evidence: str
    text: str
    url: str | None
    year: int
    allowed: frozenset[str]


@dataclass(slots=True)
class Draft:
    """A document while it is put together; `spans` are the divisions that the evidence so far leaves."""

    rng: Random
    year: int
    span: RegionSpan
    kind: str
    naming: str = "name"
    spans: list[RegionSpan] = field(default_factory=list)
    body: str = ""
    title: str = ""
    front: list[str] = field(default_factory=list)
    aside: str = ""
    end: str = ""
    url: str | None = None
    evidence: list[str] = field(default_factory=list)

    def close(self, story: str, allowed: frozenset[str] | None = None) -> Case:
        text = self.title + "\n" + wording.write_preamble(self.year, self.rng) + "".join(self.front)
        text += wording.write_body(self.year, _self_name(self), self.aside, self.rng) + self.end
        codes = carriers.conclude(self.spans, self.year) if allowed is None else allowed
        codes |= {z.code for z in load_zones() if z.name == self.span.name and z.is_valid(self.year)}
        evidence = "+".join(self.evidence) or "none"
        return Case(story, self.kind, self.naming, evidence, text, self.url, self.year, codes)


def begin_draft(
    rng: Random, span: RegionSpan, year: int, kinds: tuple[str, ...] = BODY_KINDS, naming: str = "name"
) -> Draft:
    """A draft whose body carries the name of `span`, written as `naming` where the place has such a name."""
    usable = [k for k in kinds if k != "township" or span.level == "county"]
    draft = Draft(rng, year, span, rng.choice(usable or ["government"]))
    if naming == "stem_chain" and draft.kind not in ("government", "office"):
        naming = "chain"
    written = carriers.write_name(span, naming, year)
    draft.naming = naming if written else "name"
    written = written or carriers.Written(span.name, span.name, ())
    draft.spans = carriers.list_carriers(written, year)
    draft.body = name_body(written.text, draft)
    return draft


def name_body(place: str, draft: Draft) -> str:
    rng, seat = draft.rng, "行政公署" if place.endswith(("地区", "盟")) else "人民政府"
    if draft.kind == "department":
        return place + rng.choice(wording.DEPARTMENTS)
    if draft.kind == "township":
        town = rng.choice(wording.TOWNSHIPS)
        return place + town + rng.choice(("", "办事处" if town.endswith("街道") else "人民政府"))
    if draft.kind == "bare":
        return place
    return place + seat + ("办公室" if draft.kind == "office" else "")


def _self_name(draft: Draft) -> str:
    own = {"department": "我局", "township": "我镇", "office": "办公室"}
    return own.get(draft.kind, f"我{draft.span.name[-1]}" if draft.span.name[-1] in "省市县区旗州盟" else "我市")


def choose_place(rng: Random, year: int) -> RegionSpan:
    places = carriers.list_places(year)
    level = rng.choices(("county", "prefecture", "province"), (12, 4, 1))[0]
    return rng.choice([p for p in places if p.level == level])


def choose_stranger(draft: Draft) -> RegionSpan:
    """A place that has nothing to do with any division that is still meant."""
    own = {s.code for s in draft.spans} | {a.code for s in draft.spans for a in carriers.find_above(s, draft.year)}
    while True:
        place = choose_place(draft.rng, draft.year)
        above = {a.code for a in carriers.find_above(place, draft.year)}
        if place not in carriers.list_homonyms(draft.year) and not own & ({place.code} | above):
            return place


def add_hint(draft: Draft, kind: str) -> None:
    """Add one piece of evidence that is true of the place, and keep the divisions of which it is."""
    rng = draft.rng
    above = carriers.find_above(draft.span, draft.year)
    if kind == "area_code" and (areas := carriers.list_area_codes(draft.span)):
        area = rng.choice(areas)
        draft.front.append(f"联系电话:{wording.write_phone(area, rng)}。")
        draft.spans = carriers.keep_by_area_code(draft.spans, area)
    elif kind == "superior" and above:
        draft.front.append(wording.write_superior((place := rng.choice(above)).name + "人民政府", rng))
        draft.spans = carriers.keep_below(draft.spans, place, draft.year)
    elif kind in ("host", "mirror") and draft.url:
        return
    elif kind in _MARKS and (marks := carriers.list_marks(draft.span, _MARKS[kind])):
        mark = rng.choice(marks)
        _write_mark(draft, kind, mark)
        draft.spans = carriers.keep_by_mark(draft.spans, mark, _MARKS[kind])
    elif kind == "mobile":
        draft.front.append(f"联系电话:139{rng.randrange(10**7, 10**8)}。")
    elif kind == "mirror":
        draft.url = "http://www.gongwen-mirror.com/doc/1.html"
    else:
        return
    draft.evidence.append(kind)


_MARKS = {"postcode": "postcode_prefixes", "series": "document_prefixes", "host": "host_labels"}


def _write_mark(draft: Draft, kind: str, mark: str) -> None:
    rng = draft.rng
    if kind == "postcode":
        draft.front.append(f"(邮编:{mark}{rng.randrange(1000, 9999)})")
    elif kind == "series":
        mark += "" if mark.endswith(("办", "函")) else "办发"
        draft.front.append(f"根据{mark}〔{draft.year}〕{rng.randrange(1, 90)}号文件编制。")
    else:
        site = "".join(rng.choices("bcdfghjklmnpqrstvwxyz", k=5))
        draft.url = f"http://{rng.choice(('www.', ''))}{site}.{mark}.gov.cn/col/1.html"
