"""Whose report, for which region and year: the identity of a document, or the reason why it has none.

What belongs here: the order in which the evidence is read and the account of it. What does not: any of the rules
(`titles`, `report_year`, `issuer`, `region_choice`, `refusal`).

Only the head and the tail of a document are read: the body at large names superiors, towns and firms.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from gov_disclosure.parsing.issuer import Mention, find_body_kind, find_mentions, find_own_class
from gov_disclosure.parsing.refusal import Refusal, find_refusal
from gov_disclosure.parsing.region_choice import choose_region
from gov_disclosure.parsing.region_clues import Clues, RegionChoice, find_hints
from gov_disclosure.parsing.report_year import (
    CONFLICT_CONFIDENCE,
    YearChoice,
    YearEvidence,
    choose_year,
    find_published_on,
    find_year_evidence,
)
from gov_disclosure.parsing.scope import find_scope
from gov_disclosure.parsing.stretches import Stretch, parse_stretch
from gov_disclosure.parsing.titles import Title, find_titles
from gov_disclosure.vocabulary.regions import (
    REPORT_YEARS,
    RegionSpan,
    find_region,
    find_region_near,
    full_region_name,
)

HEAD_LENGTH = 2000
TAIL_LENGTH = 600
#: Menus, style sheets and scripts of a page may fill this much before its document begins.
LONGEST_MENU = 40_000
LEAD_LENGTH = 300
_BEGINNING = re.compile(
    r"(?:19|20)\d\d\s?年?度?[^\n]{0,30}(?:信息|政务)公开[^\n]{0,12}(?:报告|年报)|"
    r"(?:信息|政务)公开[^\n]{0,8}(?:19|20)\d\d\s?年度?(?:工作)?报告|一、\s?(?:总体情况|概\s?述|主动公开)|統計期限|统计期限"
)
#: Names are looked up in this year when the document names none, so that its region can still be reported.
FALLBACK_YEAR = 2020


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: ``text[start:end]`` of the document is ``text``; what it speaks for is ``supports``.

    Evidence from outside the document (its address) has an empty span.
    """

    kind: str
    text: str
    start: int
    end: int
    supports: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who, where and when.

    Attributes:
        title: the title as printed, blanks removed.
        published_on: date of publication, from the page's own field or the date under the signature.
        region_code, region_name, region_level, province_code, region: the region valid in the report year; None when
            it is not certain. ``region`` is the partition key.
        issuer: name of the body as far as it is printed.
        issuer_kind: government, government_office, department, township, zone or other.
        scope: own_body, area_sum or unknown.
        report_year: the year covered.
        evidence: what was found, contradictions included.
        confidence: 0 to 1; 0 without a region or a year.
        candidates: codes of the regions that were considered.
        refusal: why the document gives no report, None when it does.
        text_region_code, text_report_year: what the text alone says, also where a manifest says otherwise.
    """

    title: str | None
    published_on: dt.date | None
    region_code: str | None
    region_name: str | None
    region_level: str | None
    province_code: str | None
    region: str | None
    issuer: str | None
    issuer_kind: str
    scope: str
    report_year: int | None
    evidence: tuple[Evidence, ...]
    confidence: float
    candidates: tuple[str, ...]
    refusal: Refusal | None
    text_region_code: str | None
    text_report_year: int | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read before anything is decided."""

    document: str
    head: Stretch
    tail: Stretch
    titles: tuple[Title, ...]
    published: tuple[dt.date, int, int] | None


def identify_report(
    text: str, *, url: str | None = None, year: int | None = None, region_code: str | None = None
) -> Identity:
    """Identify a document by its text.

    Args:
        text: the decoded text.
        url: address of the page, where it is known.
        year: report year known from elsewhere; used in place of the text's, which is still reported.
        region_code: region known from elsewhere; likewise.

    Returns:
        The identity; ``refusal`` is set where the document is no report or its region or year is not certain.
    """
    reading = _read(text)
    evidence = find_year_evidence(reading.head, reading.titles)
    years = choose_year(evidence, reading.published[0] if reading.published else None)
    report_year = year if year is not None else years.year
    lookup_year = report_year or next(iter(y for y in years.candidates if y in REPORT_YEARS), FALLBACK_YEAR)
    title = _title(reading.titles)
    mentions = find_mentions(reading.head, reading.tail, reading.titles, lookup_year)
    issuer, kind = find_body_kind(mentions, title, reading.head)
    own_class = find_own_class(title, reading.head)
    clues = Clues(mentions, find_hints(text, reading.head, url), reading.head, kind, lookup_year, own_class)
    choice = choose_region(clues)
    span = _known_region(region_code, lookup_year) if region_code else choice.span
    return Identity(
        title=title.text.replace("\n", "") if title else None,
        published_on=reading.published[0] if reading.published else None,
        **_region_fields(span, lookup_year),
        issuer=issuer,
        issuer_kind=kind,
        scope=find_scope(reading.head, kind, text),
        report_year=report_year,
        evidence=tuple(_evidence(reading, evidence, choice, clues)),
        confidence=_confidence(choice, years, year, region_code) if span and report_year else 0.0,
        candidates=choice.candidates,
        refusal=find_refusal(reading.head, reading.tail, reading.titles)
        or _year_refusal(report_year, years)
        or _region_refusal(span, choice, region_code),
        text_region_code=choice.span.code if choice.span else None,
        text_report_year=years.year,
    )


class _RegionFields(TypedDict):
    region_code: str | None
    region_name: str | None
    region_level: str | None
    province_code: str | None
    region: str | None


def _region_fields(span: RegionSpan | None, year: int) -> _RegionFields:
    return {
        "region_code": span.code if span else None,
        "region_name": full_region_name(span, year) if span else None,
        "region_level": span.level if span else None,
        "province_code": span.province_code if span else None,
        "region": span.region if span else None,
    }


def _read(text: str) -> _Reading:
    start = _head_start(text)
    head = parse_stretch(text, start, start + HEAD_LENGTH)
    tail = parse_stretch(text, max(0, len(text) - TAIL_LENGTH))
    return _Reading(text, head, tail, tuple(find_titles(head)), find_published_on(head, tail))


def _head_start(text: str) -> int:
    """Where the document begins: 0, or shortly before its title when menus longer than a head stand in front."""
    if len(text) <= HEAD_LENGTH or _BEGINNING.search(text, 0, HEAD_LENGTH):
        return 0
    found = _BEGINNING.search(text, HEAD_LENGTH, LONGEST_MENU)
    return max(0, found.start() - LEAD_LENGTH) if found else 0


def _title(titles: Sequence[Title]) -> Title | None:
    """The best title: of a report, on lines of its own, with a year."""
    own = [t for t in titles if not t.other_kind and (t.year or t.is_line)]
    return max(own, key=lambda t: (t.year is not None, t.is_line, -t.start), default=None)


def _known_region(code: str, year: int) -> RegionSpan | None:
    return find_region(code, year) or find_region_near(code, year)


def _year_refusal(report_year: int | None, choice: YearChoice) -> Refusal | None:
    if report_year is not None:
        return None if report_year in REPORT_YEARS else Refusal("year_out_of_range", str(report_year))
    detail = "、".join(map(str, choice.candidates)) or "标题、统计期限和正文都没有可用的年度"
    return Refusal(choice.reason or "year_unknown", detail)


def _region_refusal(span: RegionSpan | None, choice: RegionChoice, code: str | None) -> Refusal | None:
    if span:
        return None
    if code:
        return Refusal("region_unknown", f"region_code {code}")
    return Refusal(choice.reason or "region_unknown", "、".join(choice.candidates) or "标题、落款和联系方式都没有地名")


def _confidence(choice: RegionChoice, years: YearChoice, year: int | None, region_code: str | None) -> float:
    place = 1.0 if region_code else choice.confidence
    time = CONFLICT_CONFIDENCE if year is None and years.has_conflict else 1.0
    return round(place * time, 2)


def _evidence(
    reading: _Reading, years: Sequence[YearEvidence], choice: RegionChoice, clues: Clues
) -> Iterator[Evidence]:
    text = reading.document
    seen: set[tuple[str, int]] = set()
    for item in years:
        if (item.kind, item.year) not in seen:
            seen.add((item.kind, item.year))
            start, end = reading.head.span(item.start, item.end)
            yield Evidence(item.kind, text[start:end], start, end, str(item.year))
    for mention in choice.mentions:
        kind = _mention_kind(mention)
        yield Evidence(
            kind,
            text[mention.start : mention.end],
            mention.start,
            mention.end,
            ";".join(sorted(mention.place.codes)),
        )
    if choice.basis:
        yield Evidence("decided_by", "", 0, 0, choice.basis)
    if choice.span and choice.span.years_off(clues.year):
        yield Evidence("name_tolerance", "", 0, 0, choice.span.code)
    for hint in clues.hints:
        yield Evidence(
            hint.kind,
            text[hint.start : hint.end] or hint.text,
            hint.start,
            hint.end,
            ";".join(sorted(hint.codes)),
        )
    if reading.published:
        date, start, end = reading.published
        yield Evidence("published_on", text[start:end], start, end, date.isoformat())


def _mention_kind(mention: Mention) -> str:
    if mention.kind != "title":
        return mention.kind
    return "title_chain" if mention.place.depth > 1 else "title_name"
