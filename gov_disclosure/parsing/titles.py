"""The title of a report, wherever the page puts it.

What belongs here: recognising the phrase that names the document and its year (2019年政府信息公开工作年度报告 and its
variants), and titles of other documents that use the same words. What does not: whose report it is (`issuer`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gov_disclosure.parsing.stretches import Stretch

_YEAR = r"(?:(?:19|20)\d\d|二[0零Oo][0零一二Oo][0零一二三四五六七八九Oo])"
#: The phrase itself. 年度 and a year may stand before, inside or behind 政府信息公开工作.
_PHRASE = re.compile(
    rf"(?:政府信息和?公开|政务信息公开|政府信息与政务公开|政务公开|信息公开)(?:工作|情况)?(?:的?{_YEAR}年?度?)?(?:工作|情况)?\n?"
    r"(?:的?(?:年度)?(?:工作|情况)*的?(?:年度)?(?:总结)?报告|年报)(?!制度|格式|编制|工作的?通知|专栏|栏目)"
)
#: Names that reports have had beside the statutory one; only with a year, at the end of a line.
_LOOSE_PHRASE = re.compile(
    rf"(?:政府信息和?公开|政务信息公开|政务公开|信息公开)(?:的?{_YEAR}年?度?)?(?:年度)?工作(?:年度)?(?:总结|情况(?:汇报|说明|总结)?)(?=\n|$|\()"
)
_YEAR_MARK = re.compile(rf"({_YEAR})(?=\n?年|\n?度|\n?政府信息|\n?政务|\n?信息公开)")
_LOOSE_YEAR = re.compile(rf"(?<!\d)({_YEAR})(?!\d)")
_YEAR_BEHIND = re.compile(rf"\n?\(?{_YEAR}年?度?\)|\n{_YEAR}年度?(?=\n(?!{_YEAR}))")
#: Several years as those of one report (2018-2019年, 2018年、2019年).
_YEARS = re.compile(rf"({_YEAR})年?度?\n?(?:-|—|–|~|至|到|、|和|及){{1,2}}\n?({_YEAR})(?=\n?年|\n?度)")
#: Where the text in front of the phrase stops belonging to the title.
_BORDERS = re.compile(r"[。;；!?|>》《【】\t,，:/_]|(?<=[\d一二三四五六七八九十])、|当前位置|首页|以下为")
_LEADING = re.compile(r"^(?:(?:关于|公布|发布|现将?|编制|的|为|是|了|:|-|—|\d{1,2}-\d{1,2})+|Page\d+-)")
_OTHER_KINDS = re.compile(
    r"^(?:的|及|和|有关|相关|编制|编写|公布|发布|报送|工作|事项|\)|》|情况){0,6}(通知|通报|要求|指南|函|格式|模板|制度|办法)"
)
#: Links to neighbouring pages, to the end of their line.
_LINK = re.compile(
    r"(?:上一?[篇条页则]|下一?[篇条页则]|前一?[篇条页则]|后一?[篇条页则]|相关(?:文章|链接|阅读|信息|文件)|热点(?:文章|新闻)|推荐阅读|延伸阅读|友情链接)[^\n]*(?:\n[^\n]{0,60}){0,1}"
)
FIRST_SECTION = re.compile(r"(?:^|\n|[。>])(?:一|第一部分|1)[、.](?:总体情况|概\n?述|(?:工作)?基本情况|总体|工作概况)")
LONGEST_LEAD = 70


@dataclass(frozen=True, slots=True)
class Title:
    """A title found in a stretch: its span there, its text and the year it names.

    Attributes:
        start, end: span in the stretch.
        text: the title as normalised.
        year: the year named in it.
        is_line: whether it fills lines of its own.
        other_kind: 通知, 指南 … when the phrase belongs to a document about reports.
        is_loose: whether it names a summary (工作总结) and no report, so that it does not make one of the document.
    """

    start: int
    end: int
    text: str
    year: int | None
    is_line: bool
    other_kind: str | None
    is_loose: bool = False


def find_titles(stretch: Stretch) -> list[Title]:
    """Titles of the document: those in front of its first section where there are any, else all but links to others.

    Further down a report names those of earlier years and of other bodies, and pages link to their neighbours.
    """
    text = stretch.text
    links = [found.span() for found in _LINK.finditer(text)]
    named = [_title(text, p) for p in _PHRASE.finditer(text) if not any(a <= p.start() < b for a, b in links)]
    found = named if any(t.year for t in named) else named + _find_loose_titles(text, links)
    section = FIRST_SECTION.search(text)
    in_front = [t for t in found if section and t.start < section.start()]
    return in_front if any(t.year for t in in_front) else found


def _find_loose_titles(text: str, links: list[tuple[int, int]]) -> list[Title]:
    phrases = (p for p in _LOOSE_PHRASE.finditer(text) if not any(a <= p.start() < b for a, b in links))
    titles = (replace(_title(text, phrase), is_loose=True) for phrase in phrases)
    return [t for t in titles if t.year and t.is_line]


def _title(text: str, found: re.Match[str]) -> Title:
    line_start = text.rfind("\n", 0, found.start()) + 1
    start = max(line_start, found.start() - LONGEST_LEAD)
    if found.start() - line_start <= 6:
        # The line holds the phrase alone (or a bare year): the name stands on the line above.
        start = _line_above(text, line_start, start)
    borders = list(_BORDERS.finditer(text, start, found.start()))
    start = borders[-1].end() if borders else start
    lead = _LEADING.match(text[start : found.start()])
    is_first = start <= line_start
    start += lead.end() if lead else 0
    other = _OTHER_KINDS.match(text[found.end() : found.end() + 16])
    year_behind = _YEAR_BEHIND.match(text, found.end())
    end = year_behind.end() if year_behind else found.end() + (other.end() if other else 0)
    is_line = (end >= len(text) or text[end] == "\n") and is_first
    title = text[start:end]
    return Title(start, end, title, _title_year(title), is_line, other and other[1])


def _line_above(text: str, line_start: int, start: int) -> int:
    above_end = line_start - 1
    while above_end > 0 and text[above_end - 1] == "\n":
        above_end -= 1
    above_start = text.rfind("\n", 0, max(above_end, 0)) + 1
    above = text[above_start:above_end]
    is_name = 0 < len(above) <= 40 and not re.search(r"[。,，;；:：]|\d{4}-|月\d|日$", above)
    return above_start if is_name else start


def find_several_years(title: str) -> tuple[int, int] | None:
    """First and last year of a title that names several.

    >>> find_several_years("安溪县2018-2019年政府信息公开工作年度报告")
    (2018, 2019)
    """
    found = _YEARS.search(title)
    years = (parse_year(found[1]), parse_year(found[2])) if found else None
    return years if years and years[0] < years[1] else None


def _title_year(title: str) -> int | None:
    if find_several_years(title):
        return None
    years = {parse_year(m[1]) for m in _YEAR_MARK.finditer(title)}
    years = years or {parse_year(m[1]) for m in _LOOSE_YEAR.finditer(title)}
    return years.pop() if len(years) == 1 else None


def parse_year(written: str) -> int:
    """A year in digits, Arabic or Chinese.

    >>> parse_year("二0一九"), parse_year("2019")
    (2019, 2019)
    """
    return int(written.translate(str.maketrans("零Oo一二三四五六七八九", "000123456789")))
