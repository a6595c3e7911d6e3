"""Where each table of the form begins and ends in a text."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gov_disclosure.parsing.sections import Section
from gov_disclosure.parsing.skeleton import Skeleton


class Extent(NamedTuple):
    """Span of the text in which a table is looked for."""

    table: str
    start: int
    end: int


# What a table begins with. Prose names these things too, so a mark counts only where it stands in a cell of its own.
_MARKS = {
    "proactive": re.compile("第二十条第[一五六八九]项|信息内容(?=本年|上一年|采购)"),
    "requests": re.compile("本列数据的[勾钩]稽关系|申请人情况|本年度?新收政府信息公开申请|结转下年度继续办理"),
    "review_litigation": re.compile("行政法?复议(?:行政诉讼)?(?=结果维持|未经复议|复议后起诉|结结其尚|行政诉讼)"),
    "statistics": re.compile("统计指[标標]|指[标標]名称|主动公开政府信息数(?=条|不同渠道)"),
}
# Headers that no prose spells out: they count wherever they stand, also in a text that lost every border.
_HEADERS = {
    "proactive": re.compile("第二十条第[一五六八九]项信息内容"),
    "requests": re.compile("第一项加第二项之和|申请人情况自然人法人"),
    "review_litigation": re.compile("行政复议(?:行政诉讼)?结果维持结果纠正|未经复议直接起诉复议后起诉结果维持"),
    "statistics": re.compile("(?:统计指[标標]|指[标標]名称)(?:计量)?单位(?:统计数|数量|数值)"),
}
# Tables in the order of the report, and the sections that stand behind each of them.
_TABLES_OF_FORM = {
    "A": (),
    "B": ("statistics",),
    "C": ("proactive", "requests", "review_litigation"),
    "D": ("proactive", "requests", "review_litigation"),
}
_SECTIONS_BEHIND = {
    "proactive": ("requests", "disputes", "problems", "other"),
    "requests": ("disputes", "problems", "other"),
    "review_litigation": ("problems", "other"),
    "statistics": (),
}
_FOOT = re.compile("单位负责人|审核人|填报人")  # on the skeleton
_BORDER = re.compile(r"[\s|｜]")
_LIST_NUMBER = re.compile(r"(?:[一二三四五六七八九十\d]{1,2}\s*[、.．]|[(（][一二三四五六七八九十]{1,2}[)）]|[(（])?$")


def find_extents(text: str, skeleton: Skeleton, form: str, sections: Sequence[Section]) -> list[Extent]:
    """Extents of the tables of a form, in their order; a table without a mark has none."""
    starts: list[tuple[str, int]] = []
    for table in _TABLES_OF_FORM[form]:
        places = _mark_places(text, skeleton, table)
        start = min((p for p in places if not starts or p > starts[-1][1]), default=None)
        if start is not None:
            starts.append((table, start))
    limits = [start for _, start in starts] + [len(text)]
    return [
        Extent(table, start, _end(skeleton, table, sections, (start, limits[i + 1])))
        for i, (table, start) in enumerate(starts)
    ]


def _mark_places(text: str, skeleton: Skeleton, table: str) -> Iterator[int]:
    marks = (skeleton.place(m.start()) for m in _MARKS[table].finditer(skeleton.text))
    yield from (place for place in marks if _begins_cell(text, place))
    yield from (skeleton.place(m.start()) for m in _HEADERS[table].finditer(skeleton.text))


def _begins_cell(text: str, start: int) -> bool:
    before = _LIST_NUMBER.sub("", text[max(0, start - 8) : start], count=1)
    return not before or _BORDER.match(before[-1]) is not None


def _end(skeleton: Skeleton, table: str, sections: Sequence[Section], span: tuple[int, int]) -> int:
    behind = [s.heading_start for s in sections if s.key in _SECTIONS_BEHIND[table] and s.heading_start > span[0]]
    foot = _FOOT.search(skeleton.text, skeleton.index(span[0])) if table == "statistics" else None
    return min([span[1], *behind, *([skeleton.place(foot.start())] if foot else [])])
