"""Whether a count in running text is one of the area that the report speaks for.

Belongs here: the level of an area that a text calls its own (我县) and of one that a label names (全市), the words
behind a count that make it a wider one, and those that make it the count of some bodies (各乡镇, 如县住建局). Does not
belong here: the region of the report (`identity`), items disclosed by some bodies (`published`). Source: reports that
tell the count of the province or city, of a department or of the townships beside their own.
"""

from __future__ import annotations

import re
from typing import Final

from gov_disclosure.parsing.published import AREA_WIDE

LEVELS: Final = {char: level for level, chars in enumerate(("乡镇", "县区旗", "市州盟", "省")) for char in chars}
OWN: Final = re.compile(f"[我本]([{''.join(LEVELS)}])(?![级外土人来])")
TITLE: Final = re.compile(
    "([\u4e00-\u9fff]{2,30}?)(?:人民政府)?(?:办公[室厅])?[(]?20[0-9]{2}年|20[0-9]{2}年度?([\u4e00-\u9fff]{2,30}?)(?:人民)?政府信息"
)
TITLE_REACH: Final = 200
NAMED: Final = re.compile("自治区|(?<![城社街])(?:省|[市州盟县区旗镇](?![场政容区域])|(?<!城)乡(?![村镇建]))")
"""The characters of a name that say of which level an area is; not those of 市场监管局, 城市管理局.

An autonomous region calls itself 全区, as a district does: it has no level here.
"""
WHOLE: Final = re.compile(f"全([{''.join(LEVELS)}])")
OWN_PART: Final = re.compile(
    "[,;(。]?其中[^。;)0-9]{0,4}(?:[我本][省市州盟县区旗镇乡街局]|本年|今年|当年|20[0-9]{2}年(?!度?(?:[上下一二三四第]|[0-9]{1,2}(?:月|日|[-—－~至到]))))"
)
WIDER_COUNT: Final = re.compile("[,;](?:而)?全[省市州盟县区旗镇乡](?:共|合计|总计|累计|总共|为|有|收到|受理)*[0-9]")
ELSEWHERE: Final = re.compile(
    "全国(?:[0-9]+个?(?:省|市|地区)[^,;。]{0,6})?(?:各地|各级|各省|范围内|行政机关|政府|一?共|总|累计|主动)*(?:收到|受理|新收|办结|发生|制[定发]|公开|发布)"
    "|为例,[^,;。]*$"
)
"""The nation, or an example: words before a count that make it one of others."""
SITE_LEVELS: Final = {**LEVELS, "国家": 9, "国务院": 9, "中国": 9, "中央": 9}
_LEAD = "(?:20[0-9]{2}年度?|本年度?|今年|全年|年度?|其中|由|共)*"
EXAMPLE: Final = re.compile(f"{_LEAD}(?:例如|比如|譬如|如(?![期实下数约上今同何此果需]))")
BODY: Final = re.compile("[\u4e00-\u9fff]{2,8}?(?<![我本全各])(?:局|镇|乡|街道|委员会|办公室|厅)")
"""A body of the area by name: 县教育局, 城关镇; not 我局."""
SHARE: Final = re.compile("[,(](?:约)?占全[省市州盟县区旗镇乡][^,;。0-9]{0,8}[0-9.]+%")
_DOES = "(?:(?:政府|政务|门户)*(?:网站|微博|微信|新媒体)|一?共|均|累计|主动|新)*"
_DOES += "(?:发布|公开|出台|制[定发]|印发|收到|受理|推送|办结|答复)"
SITE: Final = re.compile(
    rf"{_LEAD}(?:({'|'.join(SITE_LEVELS)})(?:人民)?政府(?:(?:门户)?网|办|{_DOES})|(国务院)(?:办公厅)?{_DOES})"
)
_OTHERS = "(?:其[他它余]|部分|个别|少数|各|有关|相关|[省市州盟县区旗]直|所属|下属)"
BODY_INSIDE: Final = re.compile(f"其中{BODY.pattern}{_DOES}")
SOME: Final = re.compile(f"{_LEAD}(?:{_OTHERS}+街道|{_OTHERS}*(?:部门|乡镇|镇街))(?:政府)?{_DOES}")
OTHERS_BEHIND: Final = re.compile(
    f"[,;]而?(?:{_OTHERS}+(?:街道|单位)|{_OTHERS}*(?:部门|乡镇|镇街))(?:政府)?{_DOES}[^,;。0-9]{{0,14}}[0-9]"
)
CENTRE: Final = re.compile("[省市州盟县区旗镇乡]政府(?!信息)|政府办|本级|办公室")


def find_own_level(text: str) -> int | None:
    """The lowest level that a text calls its own, else that of the area in its title; None where neither is told.

    >>> find_own_level("全市收到1280件,其中我县153件") == LEVELS["县"]
    True
    >>> find_own_level("某市某区2022年政府信息公开工作年度报告") == LEVELS["区"]
    True
    """
    levels = {LEVELS[char] for char in OWN.findall(text)}
    if levels:
        return min(levels)
    title = TITLE.search(text[:TITLE_REACH])
    named = NAMED.findall(title[1] or title[2]) if title else []
    return LEVELS.get(named[-1]) if named else None


def find_named_level(label: str) -> int | None:
    """The level of the whole area that a label names: 全市收到."""
    found = WHOLE.search(label)
    return LEVELS[found[1]] if found else None


def find_site_level(label: str) -> int | None:
    """The level of the government whose count it is, or that of its website: 省政府网站公开, not 通过省政府网站公开."""
    found = SITE.match(label)
    return SITE_LEVELS[found[1] or found[2]] if found else None


def is_of_some(label: str, behind: str) -> bool:
    """Whether a count is the one of some bodies of the area, told beside others or as an example.

    >>> is_of_some("县政府出台规范性文件", ",部门出台规范性文件34件")
    True
    >>> is_of_some("全县各部门收到政府信息公开申请", "。")
    False
    """
    if EXAMPLE.match(label) or BODY_INSIDE.match(label) or (BODY.search(label) and SHARE.match(behind)):
        return True
    if CENTRE.search(label) and OTHERS_BEHIND.match(behind):
        return True
    return SOME.match(label) is not None and AREA_WIDE.search(label) is None


def is_wider(label: str, behind: str) -> bool:
    """Whether the words behind a count show that it is not the one of the area and the year, or not of all bodies.

    >>> is_wider("全市共收到申请", ",其中我县153件")
    True
    >>> is_wider("县政府办收到申请", ",全县62件")
    True
    """
    if OWN_PART.match(behind):
        return True
    return WIDER_COUNT.match(behind) is not None and WHOLE.search(label) is None
