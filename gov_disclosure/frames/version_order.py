"""The documents of one body for one year: which say the same, which one replaces which, and where nothing tells.

Belongs here: grouping by content and the order of versions, for the few documents of one body. Does not belong here: finding
those documents among all (`versions`), comparing two contents (`content`).

The evidence of an order, strongest first: the manifest; words of the report (更正, 修订); a document that holds all of another
and more; the dates of publication. Kinds of evidence that contradict each other give no order. Two reports of a government
that have little in common, or that the government and its office give other numbers in, may as well be that of the office and
that of the whole area, so that neither words nor dates of them tell that one replaces the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from gov_disclosure.frames.content import BARE, NUMBER, TITLE, Agreement, ContentKey, compare_content
from gov_disclosure.parsing.body_names import GOVERNMENT
from gov_disclosure.parsing.revision_marks import rank_revision

MOST_VERSIONS = 40
"""More different reports of one body for one year are no versions of one report: they are kept, flagged, not ordered."""
MOST_NAMED = 10
"""Other reports that a conflict names."""
LEAST_NUMBERS = 8
"""Different numbers other than zero. Reports of townships that copy one model often have none."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document: what the register knows of it.

    Attributes:
        body: region, year and body; `is_known` tells whether the document names the body.
        kind: of the issuer: a government and its office are one body, and each may report for itself alone.
        replaces: the files that it replaces by the manifest, which may say so of several of its copies.
    """

    source_file: str
    report_id: str
    body: str
    is_known: bool
    scope: str | None
    kind: str | None
    published_on: dt.date | None
    mark: str | None
    key: ContentKey | None
    replaces: frozenset[str]


@dataclass(frozen=True, slots=True)
class Edition:
    """Sources with the same content; the first by the name of its report, which follows from its bytes, stands for them."""

    sources: tuple[Source, ...]

    @property
    def first(self) -> Source:
        return self.sources[0]

    @property
    def rank(self) -> int:
        return max(rank_revision(source.mark) for source in self.sources)

    @property
    def dates(self) -> list[dt.date]:
        return sorted(source.published_on for source in self.sources if source.published_on)

    @property
    def mark(self) -> str:
        return next((source.mark for source in self.sources if source.mark), "")


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of one edition: whether it counts, what it replaces, what it cannot be told from, and why."""

    edition: Edition
    is_current: bool
    supersedes: tuple[str, ...]
    conflicts_with: tuple[str, ...]
    evidence: str | None


Order = dict[tuple[int, int], str]
"""(newer, older) -> the evidence."""


def group_sources(sources: Sequence[Source]) -> list[Edition]:
    """Sources with the same content together, groups and sources in the order of their reports.

    Sources that do not name their body are the same only where their numbers are: many bodies copy one model.
    """
    ordered = sorted(sources, key=lambda s: (s.report_id, s.source_file))
    leader = list(range(len(ordered)))
    alike: dict[object, list[int]] = {}
    for place, source in enumerate(ordered):
        if source.key and (source.is_known or _is_distinctive(source.key)):
            what = source.key.form, repr(source.key.cells), repr(source.key.digits), source.body
            alike.setdefault(what, []).append(place)
    for places in alike.values():
        for one, other in combinations(places, 2):
            if leader[one] != leader[other] and _is_same(ordered[one], ordered[other]):
                low, high = sorted((leader[one], leader[other]))
                leader = [low if place == high else place for place in leader]
    groups: dict[int, list[Source]] = {}
    for source, place in zip(ordered, leader, strict=True):
        groups.setdefault(place, []).append(source)
    return [Edition(tuple(group)) for group in groups.values()]


def _is_same(one: Source, other: Source) -> bool:
    """Whether two sources say the same.

    A title in other words makes no other report of a body that both name alike, and none where there are numbers enough. A
    government and its office may each report few or no numbers in the words of one model.
    """
    if not (one.key and other.key):
        return False
    if compare_content(one.key, other.key) is Agreement.SAME:
        return True
    is_alike = (one.is_known and one.kind == other.kind) or _is_distinctive(one.key)
    return is_alike and compare_content(*map(_without_titles, (one.key, other.key))) is Agreement.SAME


def _without_titles(key: ContentKey) -> ContentKey:
    return replace(key, prose=tuple(piece for piece in key.prose if piece.kind != TITLE))


def order_editions(editions: Sequence[Edition]) -> list[Standing]:
    """Which edition is current and which one replaces which."""
    order = _find_order(editions) if len(editions) <= MOST_VERSIONS else {}
    replaced = {older for _, older in order}
    current = {place: edition for place, edition in enumerate(editions) if place not in replaced}
    return [_stand(editions, order, current, place) for place in range(len(editions))]


def _stand(editions: Sequence[Edition], order: Order, current: Mapping[int, Edition], place: int) -> Standing:
    edition = editions[place]
    below = [older for newer, older in order if newer == place]
    next_below = sorted(older for older in below if not any((between, older) in order for between in below))
    others = (other for other in current.values() if other is not edition and _is_rival(edition, other))
    rivals = list(islice(others, MOST_NAMED)) if place in current else []
    evidence = [order[place, older] for older in next_below]
    newer = [(editions[a].first.source_file, why) for (a, b), why in order.items() if b == place]
    evidence += [f"replaced by {file}: {why}" for file, why in newer]
    evidence += ["no evidence tells which one is newer"] if rivals else []
    return Standing(
        edition,
        place in current,
        tuple(editions[older].first.report_id for older in next_below),
        tuple(rival.first.report_id for rival in rivals),
        "; ".join(sorted(set(evidence))) or None,
    )


def _is_rival(one: Edition, other: Edition) -> bool:
    """Whether two editions should be one report: of one known body, unless one is its own and the other its area's."""
    a, b = one.first, other.first
    return a.is_known and a.body == b.body and {a.scope, b.scope} != {"own_body", "area_sum"}


def _find_order(editions: Sequence[Edition]) -> Order:
    """Pairs of a newer and an older edition, closed under succession; pairs that hold both ways are dropped."""
    order: Order = {}
    for a, b in combinations(range(len(editions)), 2):
        order |= {
            pair: why
            for pair, why in (
                ((a, b), _manifest(editions[a], editions[b])),
                ((b, a), _manifest(editions[b], editions[a])),
            )
            if why
        }
        if (a, b) not in order and (b, a) not in order:
            found = _compare(editions[a], editions[b])
            if found:
                order[(a, b) if found[0] > 0 else (b, a)] = found[1]
    return _close(order, len(editions))


def _close(order: Order, count: int) -> Order:
    for middle in range(count):
        newer = [a for a, b in order if b == middle]
        older = [b for a, b in order if a == middle]
        for a in newer:
            for b in older:
                order.setdefault((a, b), order[a, middle])
    return {(a, b): why for (a, b), why in order.items() if (b, a) not in order}


def _manifest(one: Edition, other: Edition) -> str | None:
    named = {file for source in one.sources for file in source.replaces}
    found = next((s.source_file for s in other.sources if s.source_file in named), None)
    return f"manifest: replaces {found}" if found else None


Vote = tuple[int, str]


def _compare(one: Edition, other: Edition) -> Vote | None:
    """1 and the evidence where `one` is newer, -1 where `other` is; None where nothing tells, or evidence contradicts."""
    if not one.first.is_known or one.first.body != other.first.body:
        return None
    votes = {vote: found for vote in _VOTES if (found := vote(one, other))}
    if _vote_content in votes:
        votes.pop(_vote_dates, None)  # an excerpt that is posted later is still an excerpt
    elif not _is_one_report(one.first, other.first):
        return None
    directions = {direction for direction, _ in votes.values()}
    return (directions.pop(), ", ".join(why for _, why in votes.values())) if len(directions) == 1 else None


def _is_one_report(one: Source, other: Source) -> bool:
    """Whether two different documents of one body are versions of one report."""
    if not one.body.endswith(f"|{GOVERNMENT}"):
        return True
    if "unknown" not in (one.scope, other.scope) and one.scope:
        return one.scope == other.scope
    if not (one.key and other.key):
        return False
    return (one.kind == other.kind or _has_same_numbers(one.key, other.key)) and _is_alike(one.key, other.key)


def _is_alike(one: ContentKey, other: ContentKey) -> bool:
    """Whether most of the shorter prose stands in the other too: another version, rather than another report."""
    mine, others = ({p.hash: p.length for p in key.prose if p.kind != BARE} for key in (one, other))
    return 2 * sum(mine[piece] for piece in mine.keys() & others) >= min(sum(mine.values()), sum(others.values())) > 0


def _has_same_numbers(one: ContentKey, other: ContentKey) -> bool:
    """Whether tables and prose state the same numbers, and enough of them to tell."""
    return _is_distinctive(one) and (one.cells, one.digits, one.figures) == (other.cells, other.digits, other.figures)


def _is_distinctive(key: ContentKey) -> bool:
    """Whether a report has so many numbers of its own that no other body has the same ones by chance."""
    return len({code for codes in key.cells.values() for code in codes if code & 3 == NUMBER}) >= LEAST_NUMBERS


def _vote_mark(one: Edition, other: Edition) -> Vote | None:
    if one.rank == other.rank:
        return None
    newer = one if one.rank > other.rank else other
    return (1 if newer is one else -1), f"mark: {newer.mark}"


def _vote_content(one: Edition, other: Edition) -> Vote | None:
    if not (one.first.key and other.first.key):
        return None
    found = compare_content(one.first.key, other.first.key)
    return {Agreement.CONTAINS: (1, "fuller"), Agreement.CONTAINED: (-1, "fuller")}.get(found)


def _vote_dates(one: Edition, other: Edition) -> Vote | None:
    """By dates of publication, where all of one are later than all of the other."""
    mine, others = one.dates, other.dates
    if not (mine and others) or not (mine[0] > others[-1] or others[0] > mine[-1]):
        return None
    early, late = sorted((mine[0], others[0]))
    return (1 if mine[0] > others[0] else -1), f"published_on: {late} after {early}"


_VOTES: tuple[Callable[[Edition, Edition], Vote | None], ...] = (_vote_mark, _vote_content, _vote_dates)


def resolve_sources(sources: Sequence[Source]) -> Iterator[Standing]:
    """What becomes of the documents of one body for one year, in any order."""
    yield from order_editions(group_sources(sources))
