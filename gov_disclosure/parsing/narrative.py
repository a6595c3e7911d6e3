"""Figures stated in running text: each mention with its indicator, value, year and place.

Belongs here: the order of the steps for one sentence, and what becomes of competing mentions. Does not belong here:
what a mention means (`meaning`), zeros in words (`stated_zeros`), numbers (`counts`, `numerals`), years
(`narrative_years`). Source: how reports restate the statutory tables in prose. A count whose meaning is not certain is
`unlisted`: a wrong number under an indicator is worse than a missing one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from gov_disclosure.parsing.counts import find_broken_numbers, is_plan
from gov_disclosure.parsing.meaning import CARRIED, DIFFERENCE, find_indicator, is_countable, is_stock
from gov_disclosure.parsing.mentions import Mention, list_mentions
from gov_disclosure.parsing.narrative_areas import (
    BODY,
    ELSEWHERE,
    find_named_level,
    find_own_level,
    find_site_level,
    is_of_some,
    is_wider,
)
from gov_disclosure.parsing.narrative_years import Period, find_period
from gov_disclosure.parsing.numerals import Reading, read_number
from gov_disclosure.parsing.published import AREA_WIDE
from gov_disclosure.parsing.sentences import Sentence, split_sentences
from gov_disclosure.parsing.stated_zeros import find_stated_zeros
from gov_disclosure.vocabulary.indicators import UNLISTED
from gov_disclosure.vocabulary.values import ValueStatus

ZERO: Final = Reading(ValueStatus.REPORTED, Decimal(0))
COMPARED: Final = re.compile("比|较|去年|上年|上一年|环比")
OTHER_SECTION: Final = re.compile("复议|诉讼|收费|举报|投诉|咨询|信访")
DISPUTES: Final = frozenset(("review_total", "litigation_total"))
REPEATABLE: Final = frozenset(("trainings", "trainees", "meetings", UNLISTED))
"""Several events of the year are each told with their own number; none of them is a part of another."""


class Figure(NamedTuple):
    """One figure stated in running text.

    Attributes:
        indicator: Key of the closed list, `unlisted` where the count has no key or its meaning is not certain.
        reading: The number; a zero stated in words is `reported` too.
        start: Where the number (or the phrase that states a zero) begins in the text.
        end: Where it ends, its unit included.
        subject_year: Year the figure is about; None where the text leaves it open.
        is_current_year: Whether that is the year of the report, and the whole of it.
        kind: total, part (其中, or a part of the bodies or of the year), comparison (a difference, another year)
            or cumulative (since an earlier year); share is kept for figures stated as a part of a whole.
        sentence_start: Where the sentence begins.
        sentence_end: Where it ends.
    """

    indicator: str
    reading: Reading
    start: int
    end: int
    subject_year: int | None
    is_current_year: bool
    kind: str
    sentence_start: int
    sentence_end: int


def parse_figures(text: str, spans: Sequence[tuple[int, int]], report_year: int) -> list[Figure]:
    """All figures of the running text, sorted by place.

    >>> line = "本年,全市一共受理了政府信息公开申请199件,件件办结。"
    >>> [(f.indicator, str(f.reading.value), line[f.start:f.end]) for f in parse_figures(line, [(0, len(line))], 2019)]
    [('requests_received', '199', '199件')]

    Args:
        text: The whole decoded text.
        spans: Stretches of running text in it; tables are left out by the caller.
        report_year: Year of the report.
    """
    found: list[tuple[Figure, str]] = []
    for sentence in split_sentences(text, spans):
        if not is_plan(sentence.plain, report_year):
            found += _parse_sentence(sentence, report_year)
    own, broken = find_own_level(text), find_broken_numbers(text)
    found = [
        (_keep_own(figure, label, own), label)
        for figure, label in found
        if figure.start not in broken and figure.end not in broken
    ]
    return sorted(_settle(found), key=lambda figure: (figure.start, figure.end, figure.indicator))


def _keep_own(figure: Figure, label: str, own: int | None) -> Figure:
    """No indicator for the count of another area: 全省 in a text that says 我县."""
    if own is None or figure.indicator in REPEATABLE:
        return figure
    level, site = find_named_level(label), find_site_level(label)
    is_other = (level is not None and level != own) or (site is not None and site > own)
    return figure._replace(indicator=UNLISTED) if is_other else figure


def _parse_sentence(sentence: Sentence, report_year: int) -> Iterator[tuple[Figure, str]]:
    """Figures of one sentence, each with the words before it."""
    zeros = [zero for zero in find_stated_zeros(sentence.plain) if _is_meant(sentence, zero)]
    for indicator, start, end in zeros:
        period = find_period(sentence.plain, start, sentence.before, report_year)
        period = period._replace(is_partial=period.is_partial or period.is_month)
        figure = _build(sentence, (start, end), ZERO, period, report_year)
        yield figure._replace(indicator=_limit(indicator, period) or UNLISTED), ""
    for mention in list_mentions(sentence.plain):
        if any(start <= mention.count.start < end for _, start, end in zeros):
            continue
        figure_found = _parse_mention(sentence, mention, report_year)
        if figure_found is not None:
            yield figure_found, mention.label


def _is_meant(sentence: Sentence, zero: tuple[str, int, int]) -> bool:
    """A bare 无申请 speaks of requests only where the heading does not speak of disputes or fees.

    A 无 between spaces is a cell, and denies nothing of the sentence behind it.
    """
    indicator, start, end = zero
    if sentence.plain[start] == "无" and all(map(sentence.has_gap, (start, start + 1))):
        return False
    if indicator == "requests_received" and "公开" not in sentence.plain[start:end]:
        return OTHER_SECTION.search(sentence.heading) is None
    return any("公开" in part or "申请" in part for part in (sentence.plain, sentence.heading, sentence.before))


def _parse_mention(sentence: Sentence, mention: Mention, report_year: int) -> Figure | None:
    count = mention.count
    indicator = find_indicator(sentence, mention, report_year)
    if indicator is None and not is_countable(sentence, mention):
        return None
    period = find_period(sentence.plain, count.start, sentence.before, report_year)
    if indicator in CARRIED:
        period = period._replace(year=report_year)  # the other year that is named is where the requests come from
    elif period.is_month and indicator not in REPEATABLE and indicator is not None:
        period = period._replace(is_partial=True)
    if not period.is_cumulative and (
        is_wider(mention.label, mention.behind) or is_stock(sentence.plain, mention, indicator, report_year)
    ):
        indicator = None
    if indicator not in REPEATABLE and (is_of_some(mention.label, mention.behind) or _is_elsewhere(sentence, mention)):
        indicator = None
    reading = count.reading
    if indicator == "fees_collected":
        reading = read_number(sentence.plain[count.start : count.end], unit="元")
    figure = _build(sentence, (count.start, count.end), reading, period, report_year)
    return figure._replace(
        indicator=_limit(indicator, period) or UNLISTED,
        kind=_find_kind(sentence.plain, mention, period, report_year),
    )


def _is_elsewhere(sentence: Sentence, mention: Mention) -> bool:
    return ELSEWHERE.search(sentence.plain, max(0, mention.start - 12), mention.count.start) is not None


def _limit(indicator: str | None, period: Period) -> str | None:
    """No indicator for a part of the year, nor for a total of several years but the one that has a key."""
    if period.is_partial:
        return None
    if period.is_cumulative:
        return "proactive_cumulative" if indicator == "proactive_total" and period.has_start else None
    return indicator


def _find_kind(plain: str, mention: Mention, period: Period, report_year: int) -> str:
    head = plain[: mention.count.start]
    clause = plain[max(0, mention.start - 16) : mention.count.start]
    if period.year is None and period.is_cumulative:
        return "cumulative"
    if period.year != report_year or (DIFFERENCE.search(mention.label) and COMPARED.search(clause)):
        return "comparison"
    if period.is_cumulative:
        return "cumulative"
    return "part" if "其中" in head or period.is_partial else "total"


def _build(sentence: Sentence, place: tuple[int, int], reading: Reading, period: Period, report_year: int) -> Figure:
    start, end = sentence.span(*place)
    current = period.year == report_year and not period.is_partial
    kind = "total" if period.year == report_year else "comparison"
    return Figure(UNLISTED, reading, start, end, period.year, current, kind, sentence.start, sentence.end)


def _settle(found: list[tuple[Figure, str]]) -> list[Figure]:
    """Competing mentions of one indicator: the count of the whole area stands, smaller ones become unlisted parts.

    Where no mention speaks of the whole area the first one stands, and a smaller one behind it is taken for a part.
    A larger one stays beside it: which of the two is right the text does not say. Different counts of several bodies
    by name (县教育局收到5件,县公安局收到3件) are all parts.
    """
    competing: dict[str, list[tuple[Decimal, str]]] = {}
    for figure, label in found:
        if figure.is_current_year and figure.indicator not in REPEATABLE and figure.reading.value is not None:
            competing.setdefault(figure.indicator, []).append((figure.reading.value, label))
    rivals = {indicator: _Rivals(mentions) for indicator, mentions in competing.items() if len(mentions) > 1}
    return [_demote(figure, label, rivals.get(figure.indicator)) for figure, label in found]


class _Rivals:
    """Several mentions of one indicator.

    Attributes:
        standing: the count that stands; none does where areas of several levels are told (全省, 全县).
        over_disclosure: the count that is said to be about disclosure; None where none is.
        named: bodies named, each with a count, and how often each body and each count is among them.
    """

    def __init__(self, mentions: Sequence[tuple[Decimal, str]]) -> None:
        wide = [value for value, words in mentions if AREA_WIDE.search(words)]
        areas = {level for _, words in mentions if (level := find_named_level(words)) is not None}
        self.over_disclosure = max((value for value, words in mentions if "公开" in words), default=None)
        self.standing = Decimal("Infinity") if len(areas) > 1 else max(wide) if wide else mentions[0][0]
        self.named = {(body, value) for value, words in mentions if (body := _find_body(words))}
        self._bodies = Counter(body for body, _ in self.named)
        self._values = Counter(value for _, value in self.named)

    def has_other_body(self, body: str | None, value: Decimal) -> bool:
        """Whether another body is named with another count."""
        same = self._bodies[body or ""] + self._values[value] - ((body, value) in self.named)
        return body is not None and len(self.named) > same

    def has_narrower(self, figure: Figure, label: str) -> bool:
        """Whether a smaller count is said to be about disclosure, so that a dispute without the word is any dispute."""
        value, narrower = figure.reading.value, self.over_disclosure
        is_other = figure.indicator in DISPUTES and "公开" not in label
        return is_other and value is not None and narrower is not None and value > narrower


def _demote(figure: Figure, label: str, rivals: _Rivals | None) -> Figure:
    value = figure.reading.value
    if rivals is None or not figure.is_current_year or value is None:
        return figure
    if value < rivals.standing or rivals.has_narrower(figure, label) or rivals.has_other_body(_find_body(label), value):
        return figure._replace(indicator=UNLISTED, kind="part")
    return figure


def _find_body(label: str) -> str | None:
    """End of the name of the body that a label names; 住建局 and 全年住建局 end alike and are one."""
    body = BODY.search(label)
    return body[0][-3:] if body else None
