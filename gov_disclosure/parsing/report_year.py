"""The year that the statistics of a report cover.

What belongs here: evidence for the year in title, period clause and running text, and the choice among it. What does
not: dates of publication as evidence for the year; a report for 2020 is signed in January 2021, so they only rule out.

Order: title, then the period clause (统计期限自2020年1月1日起…), then the year that the text speaks of most.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gov_disclosure.parsing.stretches import Stretch
from gov_disclosure.parsing.titles import Title, find_several_years
from gov_disclosure.vocabulary.regions import REPORT_YEARS

_SEPARATOR = r"(?:年?起?至|年?起?到|起?开始至|起,?至|起|开始|[-—－~～]+|至|到)"
#: 自2020年1月1日起至2020年12月31日止, with the damage of extraction: 20201月1日, 202012月31日, 202011日至1231日.
_PERIOD = re.compile(rf"(20\d\d)年?0?1月?0?1日?{_SEPARATOR}+(?:(20\d\d)年?)?(?:12月?31日?|底)")
_PERIOD_WORD = re.compile(
    r"(?:统计|数据|时间)[^。\n]{0,6}?(?:期限|时限|期间|时间|区间|周期)[^。\n\d]{0,6}(20\d\d)年?度?(?!\d)"
)
#: The year below or beside the name of the statistics table: 政府信息公开情况统计表 (2018年度), by itself in its row.
_OF_TABLE = re.compile(r"公开(?:工作)?(?:情况)?统计表[ \n]*[(（]?(20\d\d)年度?[)）]?(?=\n|$|\|)")
_MENTION = re.compile(r"(20(?<![\d〔\[【(-]20)\d\d)年度?(?!\d{1,2}月|以来|底|初|版|1[0-2]?月)")
_QUOTED = re.compile(r"《[^》\n]{0,60}》|[〔\[【(]\d{4}[〕\]】)]")
_PLAN = re.compile(
    r"^,?(?:我[们县区市局镇乡街办旗州省]?[\u4e00-\u9fff]{0,6})?(?:将|要(?![求点闻素事件务领害])|计划|工作(?:打算|计划|思路)|,?[\u4e00-\u9fff]{0,10}将)"
)
_DATE = r"(20\d\d)(?:年|-|/|\.)(\d{1,2})(?:月|-|/|\.)(\d{1,2})日?"
_PUBLISHED = re.compile(rf"(?:时间(?<!统计时间)(?<!起止时间)(?<!数据时间)|日期|发布于)[:|\s]*{_DATE}")
_SIGNED = re.compile(rf"(?:^|\n)[(（]?{_DATE}[)）]?(?=\n|$|\|)")
#: Confidence in a year that some evidence speaks against, measured like that of the regions.
CONFLICT_CONFIDENCE = 0.84


@dataclass(frozen=True, slots=True)
class YearEvidence:
    """One hint at the year: what kind, the year, and its span in the stretch."""

    kind: str
    year: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class YearChoice:
    """The year chosen, or the reason why none is.

    Attributes:
        year: the year covered, None when it is unknown or ambiguous.
        candidates: the years that evidence speaks for.
        reason: code of the refusal, None when a year is chosen.
        has_conflict: whether some evidence speaks for another year than the chosen one.
    """

    year: int | None
    candidates: tuple[int, ...]
    reason: str | None
    has_conflict: bool


def find_year_evidence(stretch: Stretch, titles: Sequence[Title]) -> list[YearEvidence]:
    """All hints at the year in a stretch, strongest kind first."""
    evidence = [YearEvidence("title_year", t.year, t.start, t.end) for t in titles if t.year and not t.other_kind]
    several = ((t, find_several_years(t.text)) for t in titles if not t.other_kind)
    evidence += [YearEvidence("title_years", year, t.start, t.end) for t, years in several for year in years or ()]
    evidence += _period_evidence(stretch.text)
    return evidence + _mention_evidence(stretch.text, [(t.start, t.end) for t in titles])


def _period_evidence(text: str) -> list[YearEvidence]:
    found = []
    for clause in _PERIOD.finditer(text):
        if clause[2] in (None, clause[1]):
            found.append(YearEvidence("period", int(clause[1]), *clause.span()))
        else:
            found += [YearEvidence("period", int(year), *clause.span()) for year in clause.groups()]
    for weaker in (_PERIOD_WORD, _OF_TABLE):
        found = found or [YearEvidence("period", int(m[1]), *m.span()) for m in weaker.finditer(text)]
    return found


def _mention_evidence(text: str, titles: Sequence[tuple[int, int]]) -> list[YearEvidence]:
    """Mentions of a year as the time reported on; plans for the next year, quoted titles and the own one are left out."""
    quoted = [*titles, *(m.span() for m in _QUOTED.finditer(text))]
    return [
        YearEvidence("mention", int(m[1]), *m.span())
        for m in _MENTION.finditer(text)
        if not any(a <= m.start() < b for a, b in quoted) and not _PLAN.match(text[m.end() : m.end() + 20])
    ]


def choose_year(evidence: Sequence[YearEvidence], published: dt.date | None) -> YearChoice:
    """The year by the order of the kinds; abstains where the strongest kind disagrees with itself.

    A title that neither period nor text agrees with, as where it names the year of publication, is not believed either.
    """
    kinds = ("title_year", "title_years", "period", "mention")
    by_kind = {kind: Counter(e.year for e in evidence if e.kind == kind) for kind in kinds}
    title, several, period = (by_kind[kind] for kind in kinds[:3])
    spoken = _dominant(by_kind["mention"])
    candidates = tuple(dict.fromkeys([*title, *several, *period, *([spoken] if spoken else [])]))
    if several and not title and len(period) != 1:
        return YearChoice(None, candidates, "year_ambiguous", True)  # what the text speaks of most is one of them
    first = next((c for c in (title, period) if c), None)
    if first is None:
        return (
            _checked(spoken, candidates, published) if spoken else YearChoice(None, candidates, "year_unknown", False)
        )
    if len(first) > 1:
        return _settle(first, period if first is title else Counter(), spoken, candidates, published)
    year = next(iter(first))
    if first is title and _is_doubted(year, set(period), spoken, published):
        return YearChoice(None, candidates, "year_ambiguous", True)
    return _checked(year, candidates, published)


def _is_doubted(year: int, period: set[int], spoken: int | None, published: dt.date | None) -> bool:
    """Whether period and text agree on another year than the title, and the day of publication does not side with it."""
    if len(period) != 1 or year in period or (published and published.year == year + 1):
        return False
    other = next(iter(period))
    early = other == year - 1 and published is not None and published.year <= year
    return spoken == other or (spoken is None and early)


def _settle(
    first: Counter[int],
    second: Counter[int],
    spoken: int | None,
    candidates: tuple[int, ...],
    published: dt.date | None,
) -> YearChoice:
    """Several years in the strongest kind: the one that all weaker evidence agrees on, else none."""
    weaker = set(second) | ({spoken} if spoken else set())
    if len(weaker) == 1 and (year := next(iter(weaker))) in first:
        return _checked(year, candidates, published)
    return YearChoice(None, candidates, "year_ambiguous", True)


def _dominant(mentions: Counter[int]) -> int | None:
    """The year that the text speaks of most, if clearly."""
    ranked = mentions.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def _checked(year: int, candidates: tuple[int, ...], published: dt.date | None) -> YearChoice:
    if published and year > published.year:
        return YearChoice(None, candidates, "year_ambiguous", True)
    if year not in REPORT_YEARS:
        return YearChoice(None, candidates, "year_out_of_range", len(candidates) > 1)
    return YearChoice(year, candidates, None, len(candidates) > 1)


def find_published_on(head: Stretch, tail: Stretch) -> tuple[dt.date, int, int] | None:
    """The date of publication and its span in the document: the page's own field, else the date under the signature."""
    for stretch, pattern in ((head, _PUBLISHED), (tail, _SIGNED), (head, _SIGNED)):
        for found in pattern.finditer(stretch.text):
            date = _date(found)
            if date:
                return (date, *stretch.span(*found.span()))
    return None


def _date(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(*(int(part) for part in found.groups()[:3]))
    except ValueError:
        return None
