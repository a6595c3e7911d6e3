"""Headers of local statistics tables: which columns they announce, of which year.

Belongs here: finding «指标名称 | 计量单位 | 2011年度 | 历年累计» in any layout. Does not belong here: the rows below
(`local_rows.py`). A header counts only if all of it is known words up to the first row; what else it holds would be taken
for the label of that row, and the table is left alone (`local_tables.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from gov_disclosure.parsing.skeleton import simplify
from gov_disclosure.vocabulary.local_tables import SHORTEST_NAME, header_words

VALUE_KINDS: Final = ("year", "all_years_stated", "all_years", "part", "year_before")
TITLE_REACH: Final = 80
"""Characters above a header in which the title of its table is looked for."""
_GAP = r"[\s|｜\u3000\xa0]*"
_PRINTED_YEAR = r"(?P<printed>20[0-9]{2})" + _GAP + "年" + _GAP + "度?(?:统计)?数?量?"
_DATE = re.compile(r"20[0-9]{2}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日|0?1\s*月?\s*[-—－~至到]\s*12\s*月")
_YEAR = re.compile(r"(20[0-9]{2})\s*年")
_MONTH_AND_DAY = r"(?:\s*[0-9]{1,2}\s*月)?(?:\s*[0-9]{1,2}\s*日)?"
_YEARS = re.compile(rf"(20[0-9]{{2}})\s*(?:年度?)?{_MONTH_AND_DAY}\s*[-—－–―~～至到]+\s*(20[0-9]{{2}})")
_SINCE = re.compile(r"以来|至今|历年|施行后|实施后|(?<!本年)(?<!年度)累计(?=[^。，,\n]{0,8}表)")
_SOME_BODIES = re.compile(
    "(?:(?<!部门[、和及与])(?<!部门[、和及与]各)(?:乡镇(?!企业)(?:[(（、和及]?街道[)）]?)?|镇街)|(?:[省市州盟县区旗]直|各|其[他它])(?:部门|单位)"
    r"(?<!各单位)(?![、和及与]各?(?:乡镇|镇街)))[^。，,；;\n]{0,8}信息公开[^。，,\n]{0,14}表"
)
"""A title that names some of the bodies: 乡镇(街道)政府信息公开情况统计表; departments and townships are all of them."""
_OF_THE_YEAR = re.compile("本.*累")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_PART_OF_YEAR = re.compile(r"[上下]半年|季度|[0-9]\s*月")


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """A column of numbers: its kind, and the year that is printed in it or in the title, None for the report's."""

    kind: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Header:
    """A header.

    Attributes:
        start: Where it begins.
        end: Where its last word ends.
        columns: Columns of numbers, in their order.
        units: Where the column of units stands: before the numbers, behind them, or nowhere (empty).
        codes: Where a column of line numbers stands that would be taken for one of numbers: first (in front of the labels)
            or right before the numbers; empty where there is none, or the unit stands between.
    """

    start: int
    end: int
    columns: tuple[HeaderColumn, ...]
    units: str
    codes: str


def find_headers(text: str) -> list[Header]:
    """Headers of local tables in their order; one that is printed again on the next page comes again.

    >>> [c.kind for c in find_headers("指标名称 计量 单位 2011 年度 历年累计 主动公开信息数 条 425 1516")[0].columns]
    ['year', 'all_years_stated']
    """
    if "单" not in text and "指" not in text and "單" not in text:
        return []
    plain = simplify(text)
    return list(_find(plain))


def _find(plain: str) -> Iterator[Header]:
    at = 0
    while match := _anchor().search(plain, at):
        at = match.end()
        words = list(_read_words(plain, at))
        at = words[-1][2] if words else at
        header = _build(plain, match, words)
        if header is not None:
            yield header


def _read_words(plain: str, at: int) -> Iterator[tuple[str, int | None, int]]:
    """Kind, printed year and end of every word that follows the name of the first column."""
    while match := _word().match(plain, at):
        at = match.end()
        kind = next(k for k in (*VALUE_KINDS, "unit", "code", "note") if match[k] is not None)
        yield kind, int(match["printed"]) if match["printed"] else None, at


def _build(plain: str, match: re.Match[str], words: list[tuple[str, int | None, int]]) -> Header | None:
    kinds = [kind for kind, _, _ in words]
    is_short = len(re.sub(_GAP, "", match["name"])) < SHORTEST_NAME
    if is_short and ("unit" not in kinds or _CHINESE.match(plain[match.start() - 1 : match.start()])):
        return None
    title_year, narrower = _read_title(plain[max(0, match.start() - TITLE_REACH) : match.start()])
    columns = tuple(
        HeaderColumn(
            narrower if kind == "year" and not (year and narrower == "all_years") else kind, year or title_year
        )
        for kind, year, _ in words
        if kind in VALUE_KINDS
    )
    if not columns:
        return None
    values = next(i for i, kind in enumerate(kinds) if kind in VALUE_KINDS)
    units = "" if "unit" not in kinds else "before" if kinds.index("unit") < values else "behind"
    behind_unit = kinds[kinds.index("unit") + 1 : values] if units == "before" else kinds[:values]
    codes = "first" if match["code"] else "before" if "code" in behind_unit else ""
    return Header(match.start(), words[-1][2], _without_doubles(columns), units, codes)


def _without_doubles(columns: tuple[HeaderColumn, ...]) -> tuple[HeaderColumn, ...]:
    """Two columns that say the same of the same year: neither is known to be the number of the year."""
    return tuple(HeaderColumn("part", c.year) if columns.count(c) > 1 else c for c in columns)


def _read_title(above: str) -> tuple[int | None, str]:
    """The year that the title of a table names, and what its columns then hold: the year, a part of it or of the
    bodies, or several years."""
    whole = above[above.rfind("。") + 1 :]
    title = _DATE.sub("", whole)
    years = [int(year) for year in _YEAR.findall(title)]
    is_sum = any(first != last for first, last in _YEARS.findall(whole)) or _SINCE.search(whole) is not None
    is_part = _PART_OF_YEAR.search(title) or _SOME_BODIES.search(title)
    kind = "part" if is_part else "all_years" if is_sum else "year"
    return years[-1] if years else None, kind


@cache
def _anchor() -> re.Pattern[str]:
    words = header_words()
    code = f"(?:(?P<code>{_spell(words['code'])}){_GAP})?"
    return re.compile(f"{code}(?P<name>{_spell(words['name'])})(?={_GAP}(?:{_any_column()}))")


def _any_column() -> str:
    words = header_words()
    return "|".join([_spell(words[kind]) for kind in (*VALUE_KINDS, "unit", "code")] + ["20[0-9]{2}"])


@cache
def _word() -> re.Pattern[str]:
    words = header_words()
    kinds = {kind: _spell(words[kind]) for kind in (*VALUE_KINDS, "unit", "code", "note")}
    kinds["year"] = f"{_PRINTED_YEAR}|{kinds['year']}"
    longest_first = ("all_years_stated", "year", "part", "year_before", "all_years", "unit", "code", "note")
    return re.compile(_GAP + "(?:" + "|".join(f"(?P<{kind}>{kinds[kind]})" for kind in longest_first) + ")")


def _spell(words: tuple[str, ...]) -> str:
    """Words with anything that separates cells and lines between their characters, the longest first.

    本期 | 数量 is two columns, and so is 本年度 | 累计; 本年度累计 without borders around it may be: it is one only in a cell
    of its own.
    """
    spelled = (_GAP.join(w).removesuffix(f"{_GAP}数") + "数" * w.endswith("数") for w in sorted(words, key=len)[::-1])
    alone = (r"(?<![\u4e00-\u9fff])", r"(?![\u4e00-\u9fff])")
    return "|".join(f"{word.replace(_GAP, '').join(alone)}" if _OF_THE_YEAR.match(word) else word for word in spelled)
