"""The furniture of a page: what a site puts around every article.

Belongs here: names of elements, classes and lines that hold menus, breadcrumbs, buttons and counters. Does not belong here:
what is not displayed (`visibility`), and taking them out (`html`), which spares whatever holds a table or a heading.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

DROPPED = frozenset(
    (
        *("script", "style", "template", "noscript", "noframes", "iframe", "xml", "object", "applet", "svg", "math"),
        *("audio", "video", "canvas", "map", "select", "option", "datalist", "button", "rt", "rp"),
    )
)
"""Elements whose content is never part of the text."""
FURNITURE = frozenset(("nav", "footer", "aside", "header", "menu"))
"""Elements that hold furniture, unless a table or a heading stands in them."""

_CLASS = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menus?|breadcrumbs?|crumbs?|bread|mbx|dqwz|position|curpos|location|wz_?nav|"
    r"share|bshare\w*|bds\w*|bdsharebuttonbox|social|footer?|foot|bottom|copyright|header|top(?:bar|nav)?|sidebar|"
    r"side|toolbar|tools?|pagination|pager?|prev_?next|qrcode|ewm|friendlinks?|search\w*|login|weather|banner|"
    r"fontsize|font-?size|print\w*|dayin)(?=$|[\s_-])",
    re.IGNORECASE,
)
# The parts of an article carry such names beside those of furniture: article-header, content_top, title-tools.
_ARTICLE = re.compile(r"article|content|detail|title|main|zoom|body|xl[-_]|news|editor|trs_", re.IGNORECASE)
LONGEST = 1500
"""Characters of the longest furniture that a class name alone gives away; an article has more."""

_LINE = re.compile(
    r"(?:您)?(?:的)?(?:当前|现在|目前|所在)*(?:所在)?的?位置\s*[:：是].*"
    r"|(?:网站)?(?:首页|主页)\s*(?:[>＞»›/]|-+>).*"
    r"|(?:[【\[(（]?\s*(?:打印(?:本页|本文|此页|文章)?|关闭(?:窗口|本页|此页)?|收藏(?:本页)?|返回(?:顶部|首页|列表|上页)?|我要纠错|纠错"
    r"|分享(?:到|至|本页)?|字[体号]|大|中|小|下载(?:本页|PDF)?|复制链接)\s*[】\])）:：|｜、/\s]*)+"
    r"|上一?[篇条]\s*[:：].*|下一?[篇条]\s*[:：].*"
    r"|(?:浏览|点击|访问|阅读)(?:次数|人数|量|数|率)?\s*[:：]\s*\d*\s*(?:次|人次)?"
    r"|(?:扫一扫|扫描二维码|手机扫).*"
    r"|.*ICP备.{0,60}|.*公网安备.{0,60}"
)
LONGEST_LINE = 80


def is_furniture(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is named as furniture.

    >>> is_furniture("div", {"class": "site-breadcrumb"}), is_furniture("div", {"class": "article"})
    (True, False)
    """
    names = attributes.get("class"), attributes.get("id")
    return tag in FURNITURE or (tag != "body" and any(name is not None and _is_name(name) for name in names))


def is_furniture_line(line: str) -> bool:
    """Whether a line outside of tables is furniture.

    >>> is_furniture_line("您现在的位置：首页 > 政府信息公开年报"), is_furniture_line("大力推进政务公开,全年公开12条。")
    (True, False)
    """
    return len(line) <= LONGEST_LINE and _LINE.fullmatch(line) is not None


@lru_cache(1024)
def _is_name(name: str) -> bool:
    return _CLASS.search(name) is not None and _ARTICLE.search(name) is None
