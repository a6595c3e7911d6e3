"""Which year a figure in running text is about, and whether it covers that year alone.

Belongs here: last year's figures beside this year's, totals since an earlier year, parts of a year. Does not belong
here: the year of the report (`report_year`). When two years compete for one number the figure is not current.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

_SEVERAL = "(?<![〇○零一二三四五六七八九十0-9])[二两三四五六七八九十几0-9]{1,2}(?:个)?年"
_LAST = "上一?个?年度?|去年|往年|前年|前一年度?"
YEAR: Final = re.compile(
    "(?=[截到至在上去往前比较与同相对由从自2本今全当])(?:"  # how each of them begins
    rf"(?P<headed>(?=[截到至在上去往前])(?:(?:(?<![^,;。:()])(?:截[至止]到?|到|至|在)?)(?:{_LAST})(?:度|同期|全年|年?[底末]|一年)*,"
    rf"|^(?:{_LAST})(?![^,;。0-9]*(?:结转|遗留|转))(?=[^,;。0-9]{{0,24}}[0-9])))"
    rf"|(?P<compared>(?:(?:比|较|与|同|相对于|对比)(?:{_LAST}|20[0-9]{{2}}年)|[由从](?:{_LAST}|20[0-9]{{2}}年度?)(?:同期)?的)"
    r"(?:度?全年)?)"
    r"|(?P<range>(?:自|从)?(?P<first>20[0-9]{2})(?:年度?)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?起?(?:至|到|[—－~～-])+"
    r"(?P<until>20[0-9]{2})年(?!度?[^,;。0-9]{0,12}(?:规划|计划|方案|行动|纲要|学年)))"
    r"|(?P<year>20[0-9]{2})年(?!度?(?:结转|遗留|转入))"
    r"(?P<since>(?:度|[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:[^,;。0-9]{0,14}以来|起(?!至|到)|至今|开始))?(?:度?全年)?"
    rf"|(?P<last>{_LAST})(?!度?(?:结转|遗留|转))(?:全年)?"
    r"|(?P<this>本年度?|今年|全年|当年))"
)
"""Words that name a year. One of the past that heads a sentence or has a clause of its own (去年,收到45件) goes on."""
NEXT_TO: Final = re.compile("(?:同期|同口径)?(?:数据?|数量)?(?:分别)?[(:]+(?:为|是)?")
"""A bracket or colon that gives the number of the year just named: 较上年(45件)增长."""
SINCE: Final = re.compile(
    f"以来|历年|至今|近年来?|{_SEVERAL}(?:来|间|内|里|时间|[总一]?共|合计|累计)|(?:近|过去|最近|此?前|上|这){_SEVERAL}"
    "|任期内|十[一二三四]五(?:时期|期间)"
)
UNTIL: Final = re.compile(
    r"(?:截[至止]|到|至)[^,;。]{0,6}(?:20[0-9]{2}年?(?:[0-9]{1,2}月)?[^,;。]{0,5}(?:底|末|日|止)?|[年末]底|年末|目前)[^;。]{0,10}累计"
    r"|目前[^,;。]{0,4}(?:累计|已)"
)
OF_THE_YEAR: Final = re.compile("本年|今年|当年|全年|新增")
PARTIAL: Final = re.compile(
    r"[上下]半年|[一二三四1-4]季度|(?<![0-9])(?:[1-9]|1[01])月份|截[至止]到?(?:20[0-9]{2}年)?(?:[1-9]|1[01])月|[当本]月|年初"
    r"|12月份(?<![0-9至到止—－~-]12月份)(?<![至止到]20[0-9]{2}年12月份)(?![底末])"
    r"|(?:[2-9](?<![0-9至到—－~-].)|1[0-2](?<![0-9至到—－~-]..))月?份?(?:[0-9]{1,2}日)?起?[至到—－~-]+(?:20[0-9]{2}年)?(?:[1-9]|1[0-2])月"
    r"|[1-9]月?[至到—－~-](?:[2-9]|1[01])月(?![0-9]{1,2}日)"
    r"|日[至到—－~-]+(?:20[0-9]{2}年)?(?!12月31日)[0-9]{1,2}月[0-9]{1,2}日"
)
"""A half, a quarter, a stretch of months or days that does not begin or end with the year."""
PARAGRAPHS_KEPT: Final = 16
OCCASION_REACH: Final = 60
OCCASION: Final = re.compile(
    "(?:(?:春节|元旦|清明|五一|端午|国庆|中秋|节日|节假日|[双两]节|[两大]会|疫情|疫情防控|防汛|高考|活动|宣传[周月])(?:期间|前后)"
    "|(?:春节|五一|国庆|小长)假期?),?[^,;。:]*$"
)
_YEAR_NAME = "(?:20[0-9]{2}(?:年度?|(?=[、,和与及]20|[两三四五]年))|上一?年度?|去年|前年|今年|本年度?|当年)"
UNPAIRED: Final = re.compile(
    rf"{_YEAR_NAME}(?:(?:、|,|和|与|及|以及){_YEAR_NAME})+|(?P<left>[由从]{_YEAR_NAME}[^,;。0-9]{{0,6}}"
    r"[0-9][0-9,.]*[万余多]*[件条次篇份个项人元%][^;。]{0,14}?[到至])"
)
"""Years told together, or a year that a number left (由2021年的45件下降到31件): which number is of which year is open."""
LEFT: Final = re.compile("[从由](?:原来|原先|过去|此前|之前|以前|最初)?的?$")
RISEN: Final = re.compile(
    "[0-9][0-9,.]*[^,;。0-9]{0,6}?(?:降|减|增|升|提高|提升|上涨|扩大|缩|压)[^,;。0-9]{0,3}[至到为]"
)
"""A number that was left for another, no year told (从5件降至3件): it is of some time before."""
STARTED: Final = re.compile(r"(?<![0-9])(?:[2-9]|1[0-2])月(?:[0-9]{1,2}日)?起(?!施行|实施|正式|执行)")
MONTH: Final = re.compile(
    r"(?<![0-9至到止—－~-])(?<![至止到]20[0-9]{2}年)(?:[1-9]|1[0-2])月(?![0-9]{1,2}日|[份底末起至到、—－~-])"
)


class Period(NamedTuple):
    """The time that a figure covers.

    Attributes:
        year: Year of the figure; None where the text leaves it open.
        is_cumulative: A total since an earlier year, or up to a day without a first one.
        has_start: Whether that earlier year is stated.
        is_partial: Only a part of the year.
        is_month: A single month or an occasion is named: the time of an event, or all that a count covers.
    """

    year: int | None
    is_cumulative: bool = False
    has_start: bool = False
    is_partial: bool = False
    is_month: bool = False


def find_period(plain: str, start: int, before: str, report_year: int) -> Period:
    """Period of the figure at `start` of a plain sentence.

    >>> find_period("2018年收到50件,2019年收到62件", 8, "", 2019).year
    2018
    >>> find_period("比2018年的50件增加12件", 8, "", 2019).year
    2018
    """
    year: int | None = _find_year_before(before[before.rfind("\n") + 1 :], report_year)
    clause = max(plain.rfind(mark, 0, start) for mark in ",;。:(")
    has_start, several, reset = False, False, 0
    for match in YEAR.finditer(plain, 0, start):
        is_near = match.start() > clause or NEXT_TO.fullmatch(plain, match.end(), start) is not None
        year = _follow(match, is_near, year, report_year)
        several = _spans_years(match) or (several and not (match["year"] or match["this"]))
        if match["since"]:
            has_start = int(match["year"]) < report_year
        if match["this"] or (match["year"] and int(match["year"]) == report_year):
            has_start, reset = False, match.start() + 1
    if (
        several
        or _is_unpaired(plain, start)
        or (LEFT.search(plain, max(0, start - 8), start) and RISEN.match(plain, start))
    ):
        year = None
    is_cumulative = has_start or several or SINCE.search(plain, reset, start) is not None
    until = UNTIL.search(plain, 0, start)
    is_cumulative |= until is not None and until.end() > reset
    if OF_THE_YEAR.search(plain, clause + 1, start) or plain.find(f"{report_year}年以来", 0, start) >= 0:
        is_cumulative = False
    whole = max(0, plain.rfind("全年", 0, start))
    is_partial = PARTIAL.search(plain, whole, start) is not None
    is_partial |= not has_start and STARTED.search(plain, whole, start) is not None
    return Period(
        year,
        is_cumulative,
        has_start or "历年累计" in plain[:start],
        is_partial,
        MONTH.search(plain, whole, start) is not None
        or OCCASION.search(plain, max(whole, start - OCCASION_REACH), start) is not None,
    )


def _spans_years(match: re.Match[str]) -> bool:
    return match["range"] is not None and match["first"] != match["until"]


def _is_unpaired(plain: str, start: int) -> bool:
    """Whether several years stand for the number and no single one behind them."""
    found = None
    for match in UNPAIRED.finditer(plain, 0, start):
        if not match["left"] or max(plain.rfind(mark, match.end(), start) for mark in ",;。") < 0:
            found = match
    return found is not None and YEAR.search(plain, found.end(), start) is None


def _follow(match: re.Match[str], is_near: bool, year: int | None, report_year: int) -> int | None:
    """The year after one more mention: comparisons and 去年 hold for their own clause, a plain year goes on."""
    if match["compared"] or match["last"]:
        return _find_past_year(match.group(), report_year) if is_near else year
    if match["headed"]:
        return _find_past_year(match.group(), report_year)
    if match["range"]:
        return int(match["until"])
    if match["this"]:
        return report_year if match["this"] != "当年" or year == report_year else None
    mentioned = int(match["year"])
    if match["since"]:
        return report_year
    return mentioned if mentioned <= report_year else year


def _find_past_year(words: str, report_year: int) -> int:
    digits = re.search("20[0-9]{2}", words)
    return int(digits.group()) if digits else report_year - (2 if "前年" in words else 1)


@lru_cache(PARAGRAPHS_KEPT)
def _find_year_before(paragraph: str, report_year: int) -> int | None:
    """A paragraph that so far speaks of earlier years or of several leaves the year of the next sentence open."""
    if "年" not in paragraph and "20" not in paragraph:
        return report_year
    named = [match for match in YEAR.finditer(paragraph) if not match["since"] and not match["compared"]]
    if named and (_spans_years(named[-1]) or named[-1]["headed"]):
        return None
    years = {int(match["year"] or match["until"]) for match in named if match["year"] or match["range"]}
    earlier_only = years and max(years) < report_year
    return None if earlier_only else report_year
