"""Which year a figure in running text is about, and whether it covers that year alone.

Belongs here: last year's figures beside this year's, totals since an earlier year, parts of a year. Does not belong
here: the year of the report (`report_year`). When two years compete for one number the figure is not current.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

YEAR: Final = re.compile(
    r"(?P<compared>(?:比|较|与|同|相对于|对比)(?:上一?年度?|去年|20[0-9]{2}年))"
    r"|(?P<range>(?:自|从)?20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日(?:起)?(?:至|到|—|-)+20[0-9]{2}年)"
    r"|(?P<year>20[0-9]{2})年(?!度?(?:结转|遗留|转入))"
    r"(?P<since>(?:度|[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:[^,;。0-9]{0,14}以来|起(?!至|到)|至今|开始))?"
    r"|(?P<last>上一?年度?|去年|往年)(?!度?(?:结转|遗留|转))"
    r"|(?P<this>本年度?|今年|全年|当年)"
)
SINCE: Final = re.compile(
    "以来|历年|至今|近年来?|(?:近|过去|最近)?[二两三四五六七八九十几](?:个)?年(?:来|间)|近[二两三四五六七八九十几0-9]+年|十[一二三四]五(?:时期|期间)"
)
UNTIL: Final = re.compile(
    r"(?:截[至止]|到|至)[^,;。]{0,6}(?:20[0-9]{2}年?(?:[0-9]{1,2}月)?[^,;。]{0,5}(?:底|末|日|止)?|[年末]底|年末|目前)[^;。]{0,10}累计"
    r"|目前[^,;。]{0,4}(?:累计|已)"
)
OF_THE_YEAR: Final = re.compile("本年|今年|当年|全年|新增")
PARTIAL: Final = re.compile(
    r"[上下]半年|[一二三四1-4]季度|(?<![0-9])(?:[1-9]|1[01])月份|截[至止]到?(?:20[0-9]{2}年)?(?:[1-9]|1[01])月|当月|年初"
    r"|[1-9]月?[至到—－~-](?:[2-9]|1[01])月(?![0-9]{1,2}日)"
    r"|日[至到—－~-]+(?:20[0-9]{2}年)?(?!12月31日)[0-9]{1,2}月[0-9]{1,2}日"
)
"""A half, a quarter, a stretch of months or days that does not end with the year."""
_YEAR_NAME = "(?:20[0-9]{2}年度?|上一?年度?|去年|今年|本年度?|当年)"
UNPAIRED: Final = re.compile(
    rf"{_YEAR_NAME}(?:、|,|和|与|及|以及){_YEAR_NAME}|[由从]{_YEAR_NAME}[^,;。0-9]{{0,6}}[0-9][0-9,.]*[万余多]*[件条次篇份个项人元][^;。]{{0,14}}?[到至]"
)
"""Two years told together, or a year that a number left (由2021年的45件下降到31件): which number is of which year is open."""
STARTED: Final = re.compile(r"(?<![0-9])(?:[2-9]|1[0-2])月(?:[0-9]{1,2}日)?起(?!施行|实施|正式|执行)")
MONTH: Final = re.compile(
    r"(?<![0-9至到止—－~-])(?<![至止到]20[0-9]{2}年)(?:[1-9]|1[0-2])月(?![0-9]{1,2}日|[份底末起至到、—－~-])"
)


@dataclass(frozen=True, slots=True)
class Period:
    """The time that a figure covers.

    Attributes:
        year: Year of the figure; None where the text leaves it open.
        is_cumulative: A total since an earlier year, or up to a day without a first one.
        has_start: Whether that earlier year is stated.
        is_partial: Only a part of the year.
        is_month: A single month is named: the time of an event, or all that a count covers.
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
    year: int | None = _find_year_before(before, report_year)
    clause = max(plain.rfind(mark, 0, start) for mark in ",;。:(")
    has_start, reset = False, 0
    for match in YEAR.finditer(plain, 0, start):
        year = _follow(match, match.start() > clause, year, report_year)
        if match["since"]:
            has_start = int(match["year"]) < report_year
        if match["this"] or (match["year"] and int(match["year"]) == report_year):
            has_start, reset = False, match.start() + 1
    if _is_unpaired(plain, start):
        year = None
    is_cumulative = has_start or SINCE.search(plain, reset, start) is not None
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
        MONTH.search(plain, whole, start) is not None,
    )


def _is_unpaired(plain: str, start: int) -> bool:
    """Whether two years stand for the number and no single one behind them."""
    ends = [match.end() for match in UNPAIRED.finditer(plain, 0, start)]
    return bool(ends) and YEAR.search(plain, ends[-1], start) is None


def _follow(match: re.Match[str], same_clause: bool, year: int | None, report_year: int) -> int | None:
    """The year after one more mention: comparisons and 去年 hold for their own clause, a plain year goes on."""
    if match["compared"] or match["last"]:
        if not same_clause:
            return year
        digits = re.search("20[0-9]{2}", match.group())
        return int(digits.group()) if digits else report_year - 1
    if match["range"]:
        return int(match.group()[-5:-1])
    if match["this"]:
        return report_year
    mentioned = int(match["year"])
    if match["since"]:
        return report_year
    return mentioned if mentioned <= report_year else year


def _find_year_before(before: str, report_year: int) -> int | None:
    """A paragraph that so far speaks of an earlier year only leaves the year of the next sentence open."""
    paragraph = before[before.rfind("\n") + 1 :]
    if "20" not in paragraph:
        return report_year
    years = {int(match["year"]) for match in YEAR.finditer(paragraph) if match["year"] and not match["since"]}
    earlier_only = years and max(years) < report_year
    return None if earlier_only else report_year
