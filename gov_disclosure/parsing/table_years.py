"""The years that the title or the header of a table names, where they are not the year of the report.

Belongs here: finding the title above a table, the years in it and in the header, and whether the table counts another year
or several. Does not belong here: the year of the report (`report_year.py`), or local tables of form A, whose columns each
have a year (`local_headers.py`). A title may be a slip of the pen, left over from the year before; nothing tells it from a
table of the year before, so that its numbers are not those of the report's year for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from gov_disclosure.parsing.doubts import Doubt
from gov_disclosure.parsing.numerals import HALF_WIDTH, UNREADABLE
from gov_disclosure.parsing.skeleton import simplify
from gov_disclosure.parsing.tables import LeftOver, ParsedTable
from gov_disclosure.parsing.titles import parse_year

OTHER_YEAR: Final = "table.other_year"
REACH: Final = 200
"""Characters above a table in which its title is looked for."""
LONGEST_TITLE: Final = 60
_YEAR = r"(?<![0-9])(?:20[0-9]{2}|二[〇○零Oo0][〇○零一二Oo][〇○零Oo一二三四五六七八九])"
# Names of all tables, and of one of them, at the end of a cell or line.
_NAME = re.compile(
    r"(?:(?P<all>(?:统计|情况|汇总|一览)\s*表|情况统计)"
    r"|(?:主动公开政府信息|[处受]理政府信息公开申请|行政诉讼)(?:的?情况)?表?)(?![\u4e00-\u9fff])"
)
_BEHIND = re.compile(rf"[\s|｜]*(?:[(（【〔\[][^()（）\n]{{0,40}}[)）】〕\]]|{_YEAR}[^\n|｜。]{{0,30}})")
_BORDERS = "\n。,，;；:：|｜\t!?"
_LINE_OF_YEAR = re.compile(
    rf"(?:^|[\n|｜])\s*(?P<title>[(（]?\s*(?:(?:报告|统计|填报|数据)?(?:年[度份]|期间|时间|周期)\s*[:：]?)?\s*自?{_YEAR}[^\n|｜。,，]{{0,30}})[\s|｜]*$"
)
_YEAR_LIKE = re.compile("20[0-9]|二[〇○零Oo0]")
_SPAN_MARK = r"(?=\s*(?:年\s*度?|[-—－–―~～至到]+|[)）]|$))"
_YEARS = re.compile(_YEAR + _SPAN_MARK)
# The day on which a table was filled in or up to which it counts is no year that it covers; the first day of a period is.
_DAY = re.compile(
    rf"(?<![自从]){_YEAR}\s*年\s*[0-9]{{1,2}}\s*月(?:\s*[0-9]{{1,2}}\s*日)?(?!\s*(?:[-—－–―~～至到起以]|[0-9]))"
    rf"|{_YEAR}\s*[-/.]\s*(?:0?[1-9]|1[0-2])(?:\s*[-/.]\s*[0-9]{{1,2}})?(?![-/.0-9年]|\s*[—－–―~～至到])"
)


class _Title(NamedTuple):
    """Where a title stands, the years that it names, and whether it is one of all tables of the form."""

    start: int
    end: int
    years: frozenset[int]
    is_of_all: bool


def find_other_years(text: str, tables: Sequence[ParsedTable], report_year: int) -> Iterator[Doubt | None]:
    """For every table a doubt if its title or header names another year than the report's, or several.

    The title of all tables counts for those behind it, up to the next title. `number` is the year of the report.
    """
    above, limit = None, 0
    for table in tables:
        wrong = None
        if table.covered is not None:
            start = table.covered[0]
            own = _find_title(text, max(limit, start - REACH), start)
            above = own if own and (own.is_of_all or own.years) else above if above and above.is_of_all else None
            wrong = next((t for t in (above, _find_header(text, table)) if t and t.years - {report_year}), None)
            limit = table.covered[1]
        first = table.cells[0]
        number = Decimal(report_year)
        yield wrong and Doubt(OTHER_YEAR, first.table, first.row, None, number, wrong.start, wrong.end)


def leave_unread(table: ParsedTable, doubt: Doubt) -> ParsedTable:
    """The table with all its numbers unreadable, and the doubt that is the reason."""
    cells = (c._replace(reading=UNREADABLE) if c.reading.value is not None else c for c in table.cells)
    spans = [(c.start, c.end) for c in table.cells if c.reading.value is not None]
    numbers = [LeftOver(doubt.table, start, end) for start, end in spans if start is not None and end is not None]
    left_over = sorted((*table.left_over, *numbers), key=lambda number: number.start)
    return table._replace(cells=tuple(cells), left_over=tuple(left_over), doubts=(*table.doubts, doubt))


def _find_title(text: str, first: int, start: int) -> _Title | None:
    """The title that stands last above a table, else a line of nothing but its year."""
    shift = max(first - 1, 0)  # the character before `first` tells whether a year begins there
    plain = _normalise(text[shift:start])
    span = _find_span(plain, first - shift)
    if span is None:
        return None
    begin, end, is_of_all = span
    return _Title(shift + begin, shift + end, _list_years(plain[begin:end]), is_of_all)


def _normalise(text: str) -> str:
    return simplify(text).translate(HALF_WIDTH)


def _find_span(plain: str, first: int) -> tuple[int, int, bool] | None:
    """The same in the text above a table, from `first` to its end: where the title stands, and whether it is one of all."""
    names = list(_NAME.finditer(plain, first))
    line = _LINE_OF_YEAR.search(plain, names[-1].end() if names else first)
    if line and _list_years(line["title"]):
        return *line.span("title"), True
    if not names:
        return None
    name = names[-1]
    begin = _line_start(plain, max(first, name.start() - LONGEST_TITLE), name.start())
    behind = _BEHIND.match(plain, name.end())
    end = behind.end() if behind and _list_years(behind.group()) else name.end()
    if begin > first and plain[begin - 1] == "\n" and not _list_years(plain[begin:end]):
        above = _line_start(plain, first, len(plain[:begin].rstrip()))
        begin = above if _list_years(plain[above:begin]) else begin
    return begin, end, any(n["all"] for n in names if n.start() >= begin)


def _line_start(plain: str, first: int, end: int) -> int:
    return max([first, *(plain.rfind(border, first, end) + 1 for border in _BORDERS)])


def _find_header(text: str, table: ParsedTable) -> _Title | None:
    """What stands above the first number of the statistics table; in the tables of later forms no year belongs there."""
    places = [cell.start for cell in table.cells if cell.start is not None]
    if table.covered is None or not places or table.cells[0].table != "statistics":
        return None
    start, end = table.covered[0], min(places)
    return _Title(start, end, _list_years(_normalise(text[start:end])), False)


def _list_years(title: str) -> frozenset[int]:
    """Years that a title says its table covers: both ends of a range, and none of the days on which something was signed.

    >>> _list_years("2008—2016年统计表(2017年1月5日填)"), _list_years("统计表(2015年1月1日至2015年12月31日)")
    (frozenset({2008, 2016}), frozenset({2015}))
    """
    if not _YEAR_LIKE.search(title):
        return frozenset()
    years = _YEARS.findall(_DAY.sub("", title))
    return frozenset(parse_year(written.replace("〇", "零").replace("○", "零")) for written in years)
