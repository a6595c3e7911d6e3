"""Is this an annual report at all?

What belongs here: telling a report from guides, notices, blank forms, news, lists and error pages that use the same
words. What does not: doubt about region or year (`identity`), and files that could not be decoded (reading rooms).

A document counts as a report when it has the title of one or enough of the form's own headings and phrases; the words
of another kind of document only count where the title stands or would stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from gov_disclosure.parsing.stretches import Stretch
from gov_disclosure.parsing.titles import Title
from gov_disclosure.vocabulary.rejections import REJECTIONS


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document gives no report; ``reason`` is a key of `REJECTIONS`."""

    reason: str
    detail: str

    def __post_init__(self) -> None:
        """Reasons come from the closed list."""
        if self.reason not in REJECTIONS:
            raise ValueError(f"unknown reason {self.reason!r}")

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return REJECTIONS[self.reason].message(self.detail, "zh")

    @property
    def message_en(self) -> str:
        """The message in English."""
        return REJECTIONS[self.reason].message(self.detail, "en")


_ITEM_MARK = r"[\n。;|](?:第?[一二三四五六七八九]部?分?[、.:]|[(][一二三四五六][)]、?|\d{1,2}[、.])?"
#: Headings of the statutory topics, each at the beginning of an item. They weigh two points, once for each topic.
_HEADINGS = re.compile(
    _ITEM_MARK + r"(?:"
    r"(?P<overview>总体情况|概\n?述|(?:工作)?基本情况|工作概况)|"
    r"(?P<disclosed>(?:行政机关)?(?:政府信息)?(?:主动公开(?:政府|政务)?信息的?(?:工作)?(?:情况|数量)|信息主动公开(?:工作)?情况))|"
    r"(?P<disclosing>主动公开)|"
    r"(?P<requests>(?:行政机关)?收到和处理|(?:政府信息)?依申请公开)|"
    r"(?P<other>(?:其他)?需要?(?:报告|说明)的(?:事项|情况))|"
    r"(?P<disputes>[^\n。]{0,22}复议[^\n。]{0,12}诉讼)|"
    r"(?P<problems>[^\n。]{0,12}存在的?(?:主要)?(?:问题|不足))"
    r")"
)
HEADING_WEIGHT = 2
#: Other signs and their weight: labels of the tables, the period clause, words that other documents use as well.
_SIGNS = tuple(
    (weight, re.compile(pattern))
    for weight, pattern in (
        (2, r"第二十条第|本年新收|结转下年|勾稽关系|信息内容\W*本年|统计指标|指标名称"),
        (2, r"[至到—-](?:20\d\d年?)?12月?31"),
        (1, r"(?:统计|数据)[^。\n]{0,6}(?:期限|时限|时间)"),
        (1, r"收费(?:及|和)减免|收费情况|信息处理费"),
        (1, r"申请公开(?:政府)?信息|信息公开申请|依申请公开"),
        (1, r"条例"),
        (1, r"主动公开[^。\n]{0,14}\d+余?[条件]"),
        (1, r"报告由|年报由|年度报告(?:如下|包括|的?电子版)|编制(?:本|完成)"),
    )
)
ENOUGH_SIGNS = 4
LONGEST_HEAD = 120
"""Characters among which a page without line ends has its title."""
#: From here on only the title itself can make another kind of document of it.
MANY_SIGNS = 8
#: What a notice about reports does not have: a count of what was disclosed or of requests, a table of numbers.
_REPORTED = re.compile(r"(?:公开|发布|受理|收到|办结|答复)[^。\n第]{0,16}\d+余?[条件篇]")
_TABLE_NUMBER = re.compile(r"\d(?<![\d第年月.〔\[(-].)\d*(?![\d.、年月日号时〕\])-])")
#: A notice by its title, which may be broken over two lines, and by the words that only a notice has.
_NOTICE_TITLE = re.compile(
    r"(?:^|\n)(?P<title>[^\n。,;:>]{0,40}(?:关于|转发)[^。;]{0,40}公开[^。;]{0,24}(?:报告|年报)[^。;]{0,24}?"
    r"(?:通知|通报|公?函|复函|批复|请示|意见的公告))(?=\n|$|\()"
)
_NOTICE_WORDS = re.compile(r"通知如下|通报如下|函告如下|要求如下|特此(?:通知|通报|函告|函复)|逾期[未不]报")

_ERROR = re.compile(
    r"(?:^|\n)(?:(?:HTTP|错误|Error|error)?[:\-]?(?:404|403|500|502|503)\b|40[34](?:Not|Forbidden))|页面(?:不存在|已删除|找不到|无法访问)|您访问的页面|"
    r"(?:NotFound|Forbidden|BadGateway|ServiceUnavailable|InternalServerError)|系统(?:错误|繁忙|维护)|访问(?:被拒绝|受限|过于频繁)|找不到(?:该|您|文件或)"
)
_KIND_OF_TITLE = (
    (
        "guide",
        re.compile(
            r"公开(?:工作)?(?:指南|目录|事项目录|清单|流程图?)(?:\(.*\)|20\d\d.*)?$|申请(?:表|流程图?|须知|书)$|"
            r"^(?:依申请公开)?(?:办理)?指南$"
        ),
    ),
    (
        "notice",
        re.compile(
            r"关于.{2,60}的(?:紧急)?(?:通知|通报|函|复函|意见|批复|公告|请示)$|"
            r"工作(?:要点|方案|考核办法|报告制度)$"
        ),
    ),
    (
        "half_year",
        re.compile(
            r"(?:[上下]半年|半年度?|第?[一二三四1-4]季度|[一二三四1-4][-至][一二三四1-4]季度|\d{1,2}月份|(?<!\d)\d{1,2}[-至]\d{1,2}月)"
            r".{0,24}(?:公开|统计|报告|报表|情况)"
        ),
    ),
    (
        "news",
        re.compile(
            r"(?:政策|图文|图解|一图读懂|解读)[:：]?.{0,30}(?:年度报告|年报)|(?:年度报告|年报)》?(?:的?(?:政策)?解读|出炉|新鲜出炉|图解)|"
            r"(?:培训会|工作会议?|推进会)(?:召开|举行)?$|^.{0,16}召开.{0,30}会议?$"
        ),
    ),
    (
        "not_a_report",
        re.compile(
            # With a year: menus name them without one.
            r"20\d\d.{0,12}(?:法治政府建设|依法行政|政府网站).{0,12}(?:报告|报表|总结)$|"
            r"20\d\d.{0,12}公开.{0,12}(?:自查|评估|考核|检查|整改|调研).{0,6}(?:报告|结果|情况)$"
        ),
    ),
)  # fmt: skip
#: The same where a page has lost the end of its title: 2022年上半年政府信息公开工作总结一、主动公开情况.
_HALF_YEAR_HEAD = re.compile(
    r"20\d\d年?(?:[上下]半年|第?[一二三四1-4]季度|\d{1,2}月份)(?:的?)(?:政府信息|政务)公开.{0,8}(?:总结|报告|小结|情况|统计)"
)
_REPORTER = re.compile(
    r"\((?:本报|通讯员|实习)?(?:记者|通讯员)[^)\n]{2,20}\)|"
    r"记者[^\n。,]{0,12}(?:获悉|了解到)|"
    r"(?:^|\n)(?:本报(?:讯|记者)|新华社|中新网|据[^,\n]{2,10}(?:报道|消息))|(?:^|\n)(?:记者|通讯员)[:\u4e00-\u9fff]{2,12}(?=\n|$)"
)
_OWN_GUIDE = re.compile(r"(?:编制|制定|依据|根据)[^。\n]{0,6}本指南|本(?:指南|目录)")
_PLACEHOLDER = re.compile(r"20[xX×_＿]{2}|[xX×＊*]{2,4}年|[_＿]{2,}年|(?:格式|样式|模板|样表|范本)\)?(?=\n|$)")
_COUNTS = re.compile(r"\d(?<![\d第].)\d*(?![\d.、]|号)")
#: A form with this many numbers is filled in, whatever its head says.
FILLED_NUMBERS = 12
_ITEM = re.compile(r"(?:^|\n)[^\n]{0,40}?(?:19|20)\d\d[^\n]{0,24}(?:年度报告|年报|工作报告)[^\n]{0,24}(?=\n|$)")
LIST_LINES = 6
#: How much of the text the titles of a list page make up.
LIST_SHARE = 0.4


def find_refusal(head: Stretch, tail: Stretch, titles: Sequence[Title]) -> Refusal | None:
    """The reason why the document is no annual report, or None where it is one."""
    text = f"{head.text}\n{tail.text}" if tail.starts and tail.places[0] >= head.places[-1] else head.text
    signs = _count_signs(text)
    dated = [t for t in titles if t.year and not t.other_kind]
    own = next((t for t in dated if not t.is_loose), None)
    return (
        _page_refusal(text, signs)
        or _notice_refusal(titles, text, own)
        or _kind_refusal(text, next(iter(dated), None))
        or (_half_year_refusal(head.text) if own is None else None)
        or _line_refusal(head.text, text, signs, own)
        or _blank_refusal(head.text, text)
        or _content_refusal(
            own or next((t for t in titles if not t.other_kind and not t.is_loose and t.is_line), None), signs
        )
    )


def _half_year_refusal(text: str) -> Refusal | None:
    found = _HALF_YEAR_HEAD.search(text[:LONGEST_HEAD])
    return Refusal("half_year", found[0]) if found else None


def _count_signs(text: str) -> int:
    """Weight of the signs found, counted up to `MANY_SIGNS`; the headings, which take longest to find, come last."""
    signs = 0
    for weight, sign in _SIGNS:
        signs += weight if sign.search(text) else 0
        if signs >= MANY_SIGNS:
            return signs
    topics: set[str | None] = set()
    for found in _HEADINGS.finditer(f"\n{text}"):
        topics.add(found.lastgroup)
        if signs + HEADING_WEIGHT * len(topics) >= MANY_SIGNS:
            break
    return signs + HEADING_WEIGHT * len(topics)


def _page_refusal(text: str, signs: int) -> Refusal | None:
    if not text.strip():
        return Refusal("error_page", "没有文字")
    if signs >= MANY_SIGNS:
        return None
    error = _ERROR.search(text[:600]) if signs < ENOUGH_SIGNS else None
    if error:
        return Refusal("error_page", error[0].strip())
    lines = [line[0].strip() for line in _ITEM.finditer(text)]
    if len(set(lines)) >= LIST_LINES and sum(map(len, lines)) > LIST_SHARE * len(text.replace("\n", "")):
        return Refusal("list_page", f"{len(set(lines))} 个标题")
    return None


def _notice_refusal(titles: Sequence[Title], text: str, own: Title | None) -> Refusal | None:
    """The title in front names a notice or a guide about reports, or the text speaks as one, and nothing is reported.

    Where both do, a count or two is no report either: a notice may tell how others did.
    """
    if _has_many(_TABLE_NUMBER, text):
        return None
    named, said = _find_notice_title(titles, text, own), _NOTICE_WORDS.search(text)
    if _REPORTED.search(text) and not (named and said):
        return None
    return named or (Refusal("notice", said[0]) if said else None)


def _has_many(numbers: re.Pattern[str], text: str) -> bool:
    """Whether a text has as many numbers as a form that is filled in."""
    return next(islice(numbers.finditer(text), FILLED_NUMBERS - 1, None), None) is not None


def _find_notice_title(titles: Sequence[Title], text: str, own: Title | None) -> Refusal | None:
    for title in titles:
        if title.other_kind and title.is_line and (own is None or title.start <= own.start):
            return Refusal("guide" if title.other_kind == "指南" else "notice", title.text.strip())
    named = _NOTICE_TITLE.search(text)
    if named and (own is None or named.start() <= own.start):
        return Refusal("notice", named["title"].replace("\n", ""))
    return None


def _kind_refusal(text: str, own: Title | None) -> Refusal | None:
    """The title itself, or its line, names another kind of document."""
    if own and (own.is_line or own.start < 200):
        line = text[text.rfind("\n", 0, own.start) + 1 : own.end + 12].split("\n")[0]
        for reason, pattern in _KIND_OF_TITLE[2:]:
            if pattern.search(line) or pattern.search(own.text):
                return Refusal(reason, line.strip())
    return None


def _line_refusal(head: str, text: str, signs: int, own: Title | None) -> Refusal | None:
    """Without the title of a report: a line that is the title of something else, a guide's or a reporter's own words."""
    reporter = (_REPORTER.search(head[:400]) or _REPORTER.search(text[-300:])) if signs < ENOUGH_SIGNS else None
    if reporter:
        return Refusal("news", reporter[0].strip())
    if own or signs >= MANY_SIGNS:
        return None
    for line in re.finditer(r"[^\n]{4,60}", head[:600]):
        for reason, pattern in _KIND_OF_TITLE:
            if not re.search(r"[。,;]", line[0]) and pattern.search(line[0]):
                return Refusal(reason, line[0])
    guide = _OWN_GUIDE.search(head)
    return Refusal("guide", guide[0]) if guide else None


def _blank_refusal(head: str, text: str) -> Refusal | None:
    placeholder = None if _has_many(_COUNTS, text) else _PLACEHOLDER.search(head[:800])
    return Refusal("blank_form", placeholder[0].strip()) if placeholder else None


def _content_refusal(title: Title | None, signs: int) -> Refusal | None:
    if title or signs >= ENOUGH_SIGNS:
        return None
    return Refusal("not_a_report", f"没有标题,年报特征仅 {signs} 分,至少需要 {ENOUGH_SIGNS} 分")
