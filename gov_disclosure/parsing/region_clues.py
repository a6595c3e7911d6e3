"""What is known before a region is chosen: names and their roles, and support that is no name.

What belongs here: telephone codes, postcodes, document series and hosts, what they can support, and the words of a text for
its own level (我县). What does not: weighing them (`region_choice`), and finding names (`issuer`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from gov_disclosure.parsing.issuer import Mention
from gov_disclosure.parsing.stretches import Stretch
from gov_disclosure.vocabulary.regions import (
    RegionSpan,
    find_ancestors,
    find_region_near,
    load_area_codes,
    load_provinces,
)

_PHONE = re.compile(r"(0(?<!\d0)(?:10|2\d|[3-9]\d\d))\)?[-—－―–~]{0,3}(?=[2-8]\d{6,7}(?!\d))")
_POSTCODE = re.compile(r"邮政?编码?[:|]?(\d{2})\d{4}(?!\d)")
_HOST = re.compile(r"(?<![\w-])(?:[a-z0-9-]+\.){0,4}([a-z0-9-]+)\.gov\.cn", re.IGNORECASE)
_LEVEL = re.compile(
    r"[我全本]([县区市旗州盟省])|(?<![\u4e00-\u9fff])([县区市旗州省])(?:人民)?政府|(自治区)(?:党委|人民政府|直属|各)"
)
#: Confidence by the kind of evidence that decides: the lower end of the 95 % interval of the share of right regions among
#: 27,000 accepted documents, generated, half of them damaged (docs/regions.md has the counts). `outlet` and a name
#: a year before it was given (`early_name`) are not among them and take the lowest figure.
CONFIDENCE = {
    "title_chain": 0.99, "title_name": 0.99, "agreed": 0.99, "confirmed": 0.99, "tie": 0.99, "subject": 0.99,
    "former_name": 0.98, "bare_city": 0.98, "nearby": 0.95, "contradicted": 0.87, "issuer": 0.80, "signature": 0.73,
    "outlet": 0.73, "early_name": 0.73,
}  # fmt: skip
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
class Clues:
    """All that is known before a region is chosen.

    Attributes:
        mentions: regions named, with the role of the place where each is named.
        hints: what can break ties.
        head: the head of the document.
        body_kind: kind of the reporting body.
        year: the year in which names and codes are looked up.
        own_class: class of division that the title's body belongs to where it names none (县财政局).
    """

    mentions: Sequence[Mention]
    hints: Sequence[Hint]
    head: Stretch
    body_kind: str
    year: int
    own_class: str | None = None

    def own_words(self) -> set[str]:
        """Words for its own class of division that the text has (我县)."""
        return {found[1] for found in _LEVEL.finditer(self.head.text) if found[1]}

    def levels(self) -> set[str]:
        """Levels that the text's own words (我县, 全省, 区政府) allow; empty where it has none."""
        words = {found[1] or found[2] or found[3] for found in _LEVEL.finditer(self.head.text)}
        return set().union(*(LEVEL_OF_WORD[word] for word in words))


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """The region chosen and the kind of evidence that decided, or the reason why none is."""

    span: RegionSpan | None
    candidates: tuple[str, ...]
    reason: str | None
    basis: str | None
    mentions: tuple[Mention, ...]

    @property
    def confidence(self) -> float:
        """Share of right regions among documents with evidence of that kind; 0 without a region."""
        return CONFIDENCE[self.basis] if self.basis else 0.0


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


@cache
def list_ancestor_codes(code: str, year: int) -> frozenset[str]:
    """Codes of prefecture and province of a division; empty where the code was not in use near that year."""
    span = find_region_near(code, year)
    return frozenset(s.code for s in find_ancestors(span, year)) if span else frozenset()


def undecided(codes: Iterable[str], used: Sequence[Mention], reason: str) -> RegionChoice:
    """No region, the candidates, and the reason."""
    return RegionChoice(None, tuple(sorted(codes)), reason, None, tuple(used))
