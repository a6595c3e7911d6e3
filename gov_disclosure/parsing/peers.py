"""Places that a report names as another party: visited, followed, helped, partnered.

What belongs here: the words in one clause that make the place in it somebody else (赴…交流, 与…签订, 学习…经验). What does
not: the roles a place can have for the body itself (`issuer`), and what such a place speaks against (`region_choice`).
"""

from __future__ import annotations

import re

CLAUSE_LENGTH = 24
_BORDER = re.compile(r"[。,;:!?|()《》]|\n(?=[^\n])")
_VERBS = "学习|考察|交流|取经|观摩|调研|参观|访问|互访|挂职"
_PACTS = f"{_VERBS}|签订|签署|签约|结对|结成|结为|共建|合作|协作|协议|对接|帮扶|支援|援助|友好|相比|对比|看齐"
#: Something is done there or after its example; a few words may stand between.
_TOWARDS = re.compile(
    rf"(?:赴|前往|走访|{_VERBS}|借鉴|参照|参考|仿照|效仿|对标|对表|邀请|接待|迎接|来自|支援|援助|援[藏疆青川]|帮扶|对口|结对|共建|"
    r"比照|看齐|派驻|驻)[^。,;:\n]{0,8}\n?$|(?:派|组织)[^。,;:\n]{0,8}[到去往]\n?$|(?:通报|表扬|转发)了$"
)
#: With it, or there, something is done that the words behind tell.
_WITH = re.compile(r"(?:[与同和跟及向到去往在从、]|联合|协同|会同)\n?$")
_DONE_WITH = re.compile(rf"[^。,;:\n]{{0,14}}(?:{_PACTS})")
#: What is followed is its way of working; or its people come to visit.
_EXAMPLE = re.compile(
    r"(?:人民政府|政府|办公室|等地?|兄弟|的|先进|成功|成熟|有益|优秀|好|典型|[^。,;:\n]{0,6}公开(?:工作)?(?:的|先进)?){0,4}(?:经验|做法|模式|样板|案例)"
)
_VISITORS = re.compile(
    rf"(?:人民政府|政府|党政|党委|[及等]|地)*(?:一行|领导|干部|人员|同志|同行){{0,2}}"
    rf"(?:(?:来|莅临|到)[我本][^。,;:\n]{{0,6}}(?:{_VERBS})|来访|(?:考察|代表|学习)[团组])"
)
#: Citizens are sent to the body's own offices with the same words (前往…查阅).
_COUNTER = re.compile(r"[^。;\n]{0,24}(?:查阅|查询|咨询|申请|服务中心|办理|索取|档案馆|图书馆)")


def is_peer(before: str, behind: str) -> bool:
    """Whether the words around a place, the body's words included behind it, make it another party.

    >>> is_peer("学习", "经验"), is_peer("2018年与", "签订协议"), is_peer("可前往", "政府服务中心查阅"), is_peer("由", "编制")
    (True, True, False, False)
    """
    before = _BORDER.split(before[-CLAUSE_LENGTH:])[-1]
    if _EXAMPLE.match(behind) or _VISITORS.match(behind):
        return True
    if _WITH.search(before) and _DONE_WITH.match(behind):
        return True
    return bool(_TOWARDS.search(before)) and not _COUNTER.match(behind)
