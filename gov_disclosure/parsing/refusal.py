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


#: Signs of a report, each counted once: headings of the statutory topics, labels of the tables, the period clause.
_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"总体情况|(?:^|\n)[一二]?[、.]?概\n?述|基本情况",
        r"主动公开(?:政府)?信息的?(?:情况|数量)|信息主动公开",
        r"依申请公开|收到和处理|申请公开(?:政府)?信息|受理信息公开申请",
        r"行政复议|行政诉讼",
        r"存在的?(?:主要)?问题|改进(?:情况|措施)",
        r"其他需要报告|需要说明的事项|其他报告事项",
        r"第二十条第|本年新收|结转下年|勾稽关系|信息内容\W*本年",
        r"收费(?:及|和)减免|收费情况|信息处理费",
        r"统计期限|统计时限|截?至12月31",
        r"条例",
        r"主动公开[^。\n]{0,12}\d+余?[条件]",
    )
)
ENOUGH_SIGNS = 4
#: With a title, fewer signs will do: short reports of townships have two or three.
ENOUGH_WITH_TITLE = 1

_ERROR = re.compile(
    r"(?:^|\n)(?:(?:HTTP|错误|Error|error)?[:\-]?(?:404|403|500|502|503)\b|40[34](?:Not|Forbidden))|页面(?:不存在|已删除|找不到|无法访问)|您访问的页面|"
    r"(?:NotFound|Forbidden|BadGateway|ServiceUnavailable|InternalServerError)|系统(?:错误|繁忙|维护)|访问(?:被拒绝|受限|过于频繁)|找不到(?:该|您|文件或)"
)
_KIND_OF_TITLE = (
    ("guide", re.compile(r"(?:信息|政务|主动)公开(?:工作)?(?:指南|目录|事项目录)$|公开指南(?:\(|20\d\d|$)|(?:申请表|申请流程图|流程图|清单)$")),
    ("notice", re.compile(r"关于[^\n]{2,60}的(?:紧急)?(?:通知|通报|函|复函|意见|批复|公告|请示)$|工作(?:要点|方案|考核办法|报告制度)$")),
    (
        "half_year",
        re.compile(
            r"(?:上半年|下半年|半年度?|第?[一二三四1-4]季度|[一二三四1-4]至[一二三四1-4]季度|\d{1,2}月份|(?<!\d)\d{1,2}[-至]\d{1,2}月)"
            r"[^\n。]{0,24}(?:公开|统计|报告|报表|情况)"
        ),
    ),
    ("news", re.compile(r"(?:政策|图文|图解|一图读懂|解读)[:：]?[^\n]{0,30}(?:年度报告|年报)|(?:年度报告|年报)(?:的?解读|出炉|发布会|图解)|(?:记者|新闻)(?:发布会|报道)")),
)  # fmt: skip
_REPORTER = re.compile(
    r"\((?:本报|通讯员|实习)?(?:记者|通讯员)[^)\n]{2,20}\)|(?:^|\n)(?:本报(?:讯|记者)|新华社|中新网|据[^,\n]{2,10}(?:报道|消息))"
)
_HEADING = re.compile(r"(?:^|\n|[ 。])[一二三四五六七八九][、.]")
_PLACEHOLDER = re.compile(
    r"[xX×＊*]{2,4}年|(?:20)?[_＿]{2,}年|(?:^|[^\d零一二三四五六七八九0])年度\(样|(?:格式|样式|模板|样表|参考格式|范本)\)?$|20[xX×_＿]{2}"
)
_ITEM = re.compile(
    r"(?:^|\n)[^\n]{0,40}?(?:19|20)\d\d[^\n]{0,24}(?:年度报告|年报|工作报告)[^\n]{0,24}(?=\n|$)"
)
LIST_LINES = 6


def find_refusal(head: Stretch, whole: Stretch, titles: Sequence[Title]) -> Refusal | None:
    """The reason why the document is no annual report, or None where it is one."""
    text = whole.text
    signs = sum(bool(sign.search(text)) for sign in _SIGNS)
    title = next((t for t in titles if not t.other_kind), None)
    return (
        _page_refusal(text, signs)
        or _kind_refusal(head.text, titles, signs)
        or _blank_refusal(head.text, text)
        or _content_refusal(text, title, signs)
    )


def _page_refusal(text: str, signs: int) -> Refusal | None:
    if not text.strip():
        return Refusal("error_page", "没有文字")
    error = _ERROR.search(text[:600]) if signs < ENOUGH_SIGNS and len(text) < 3000 else None
    if error:
        return Refusal("error_page", error[0].strip())
    lines = [line[0].strip() for line in _ITEM.finditer(text)]
    listed = len(set(lines))
    if listed >= LIST_LINES and sum(map(len, lines)) > 0.4 * len(text.replace("\n", "")):
        return Refusal("list_page", f"{listed} 个标题")
    return None


def _kind_refusal(head: str, titles: Sequence[Title], signs: int) -> Refusal | None:
    """A title of another kind, in a line before any title of a report."""
    own = next((t.start for t in titles if not t.other_kind and t.is_line), len(head))
    half_year = _KIND_OF_TITLE[2][1]
    for title in titles:
        if title.other_kind in ("通知", "通报", "函", "要求") and title.start <= own and title.is_line:
            return Refusal("notice", title.text.strip())
        if not title.other_kind and half_year.search(title.text):
            return Refusal("half_year", title.text.strip())
    for line in re.finditer(r"[^\n]{4,70}", head[: min(own, 600)]):
        for reason, pattern in _KIND_OF_TITLE:
            if pattern.search(line[0]) and (reason != "news" or signs < ENOUGH_SIGNS):
                return Refusal(reason, line[0].strip()[:60])
    reporter = _REPORTER.search(head[:300]) or _REPORTER.search(head[-200:])
    if reporter and own == len(head) and not _HEADING.search(head):
        return Refusal("news", reporter[0].strip())
    return None


def _blank_refusal(head: str, text: str) -> Refusal | None:
    placeholder = _PLACEHOLDER.search(head[:800])
    digits = len(re.findall(r"(?<![\d第])\d+(?![\d.、]|号)", text))
    if placeholder and digits < 12:
        return Refusal("blank_form", placeholder[0].strip())
    return None


def _content_refusal(text: str, title: Title | None, signs: int) -> Refusal | None:
    if title or signs >= ENOUGH_SIGNS:
        return None
    return Refusal("not_a_report", f"没有标题,仅有 {signs} 项年报特征")
