"""Zeros stated in words: 未收到政府信息公开申请, 没有发生行政复议、行政诉讼, 未收取费用.

Belongs here: the phrases that say that nothing of a kind happened. Does not belong here: cells (`numerals`), where a
word such as 无 is no number. A blank is never a zero; only a whole statement is. The words between the negation and
its object come from a closed list, so that 未收到网上申请 (one way of applying) or 未发生行政复议败诉 (one outcome)
states nothing about the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_BODY: Final = "我|本|全|省|市|州|县|区|旗|镇|乡|街道|局|委|院|办公室|办|机关|单位|部门|各|级|行政|年度?|内|期间"
_WHO: Final = (
    "任何|形式|一[件起例]|有关|关于|涉及|因|由于?|就|对|向|与|和|或|的|了|过|到|以|公民|法人|其他组织|其它组织|组织|社会|公众|群众|"
    "个人|企业|申请人|要求|相关|方面|书面|提起|提出|提交|引起|引发|产生|导致|发生|出现|被|而|工作|事项|此类|类|、|"
)
_INFORMATION: Final = "政府|政务|信息|公开|依申请|依法|依"
_NOT: Final = (
    "(?:均|都|也|尚|暂|从)?(?:未(?:曾|有)?(?:收到|接到|接收|受理|发生|出现|产生|被)|没有(?:收到|接到|接收|受理|发生|出现|产生|被|人)?|"
    "无(?:人)?|未有)"
)
_FILL: Final = f"(?:{_WHO}{_INFORMATION}|{_BODY}|信函|政府信息公开条例)*?"
# What may follow a complete statement; anything else continues it (复议败诉, 申请超期).
_CLOSED: Final = (
    "(?=$|[,;。!？！:)]|[.](?![0-9])|及时|等|也|且|并|共|同时|[因故0-9(]|的?(?:情况|情形|现象|事件|问题|发生|记录))"
)
_REVIEW: Final = "(?:行政)?复议(?:案件|案|申请|事项|情况|件)*"
_SUIT: Final = "(?:行政)?(?:诉讼|应诉)(?:案件|案|申请|事项|情况|件)*"
_AND: Final = f"(?:[、,和或及与以并也]|提起|{_WHO}申请)*?"
_APPLICATION: Final = (
    "(?:(?:公开|信息)?申请(?:公开)?(?:政府信息)?(?:件|事项|事宜|书|信函|表|情况)*"
    "|公开(?:请求|事项|事宜|件|申请)|依申请公开(?:政府信息)?(?:件|业务|信件)?)"
)
_ZERO: Final = "(?:均|都|数量?|总数|量)*(?:为|是)?(?:零|0(?![0-9.])|[:]?无)(?:件|起|宗|次|例)?"

NO_REQUEST: Final = re.compile(
    rf"(?=[均都也尚暂从未没无零依公])(?:{_NOT}{_FILL}{_APPLICATION}(?!人|复议|行政|{_REVIEW}|[^,;。]{{0,2}}(?:处理|办理|答复))"
    rf"(?:的)?(?={_AND}(?:{_REVIEW}|{_SUIT}|举报|投诉)|{_CLOSED[3:]}"
    rf"|零申请|(?:依申请公开|公开申请)(?:事项|件)?(?:总?数量?|件数)?(?:均|都)?为零{_CLOSED})"
)
NO_DISPUTE: Final = re.compile(
    rf"(?=[均都也尚暂从未没无]){_NOT}{_FILL}(?:申请)?(?:{_APPLICATION}{_AND})?(?:(?P<review>{_REVIEW})(?:{_AND}(?P<suit>{_SUIT}))?|(?P<suit_first>{_SUIT})(?:{_AND}(?P<review_second>{_REVIEW}))?)"
    rf"(?:{_AND}(?:申诉|举报|投诉|信访)(?:案件|案|情况)*)*(?:的)?(?:申请)?{_CLOSED}"
)
DISPUTES_NONE: Final = re.compile(
    rf"(?=[行复])(?P<review>{_REVIEW})(?:(?:[、,和或及与]|提起|被)*(?P<suit>{_SUIT}))?"
    rf"(?:{_ZERO}|(?:的)?(?:情况)?(?:均|都|也)?(?:未发生|没有发生|未出现|没有)){_CLOSED}"
)
NO_FEE: Final = re.compile(
    "(?=[均都也暂尚未没无])(?:(?:均|都|也|暂|尚)*(?:未|没有)(?:有)?"
    "(?:对|向|因|依申请|申请人|提供|政府|公开|信息|进行|任何|单位|个人|公民|产生|发生|的|了|而|公众|提供的|工作|、|法人|和|其他组织)*"
    "(?:收取(?:过|任何|申请人|政府|信息|公开|依申请|相关|各类|各种|有关|的|检索|复制|邮寄|处理|工本|成本|、|和|等|及|其他|提供)*费用?|收费|收取(?:过)?任何费用)"
    f"{_CLOSED}|(?<!有)无收取(?:政府)?(?:信息)?(?:公开)?(?:信息)?处理费(?:用)?(?:的)?情况)"
)
HINT: Final = re.compile("未|没有|无|零|0(?:件|起|宗|次|例)?(?:[,;。)]|$)")
CONDITION: Final = re.compile("如果?|若|凡|倘|应当|不得|逾期|其中[^,;]*$|部分(?:单位|部门)|个别")
OWN_BODY: Final = re.compile("[我本](?:单位|机关|部门|街道|办公室|[省市州盟县区旗镇乡街局委办厅院])(?:办公室|办事处)?")
SOME_BODIES: Final = re.compile(
    "其[他它余]各?(?:单位|部门|机关|[省市州盟县区旗镇乡街局])|(?:[0-9]+|[一二两三四五六七八九十]+)(?:家|个)各?[^,;。0-9]{0,4}"
    "(?:单位|部门|机关|[市州盟县区旗镇乡街局村])|本级|[\u4e00-\u9fff]{2}"
    "(?<![我本全各])(?<![全各][县镇乡])(?:局|镇|乡|街道|委员会|厅)(?!镇|人民|政府|街|、|各)"
    "|(?:^|,)[^,及和与、暨]*(?:下属|所属|下设|二级|基层)[^,及和与、]{0,8}(?:单位|部门|机构|学校|企业)"
)
"""Bodies that are not all of the area: 其他单位, 5家单位, 镇本级, 县教育局, 下属单位."""
DEPARTMENTS: Final = re.compile("[省市州盟县区旗]直|直属|部门|办公室")
LOWER_PLACES: Final = re.compile("乡镇|镇街|街道|各[市州盟县区旗镇乡街村]")
EXCEPTION: Final = re.compile("除[^。;]{1,40}外")
NATURAL: Final = re.compile("公民|自然人|个人")
LEGAL: Final = re.compile("法人|组织|企业")
OTHER_FEES: Final = re.compile("其[他它]")
NUMBER_BEHIND: Final = re.compile("[^,;。0-9]{0,8}[1-9]")
ONE_WAY: Final = re.compile("信函.*申请")


def find_stated_zeros(plain: str) -> Iterator[tuple[str, int, int]]:
    """Indicators stated to be zero in a plain sentence, each with the phrase that states it.

    >>> text = "本年度未收到政府信息公开申请,没有行政复议、行政诉讼。"
    >>> for indicator, start, end in find_stated_zeros(text):
    ...     print(indicator, text[start:end])
    requests_received 未收到政府信息公开申请
    review_total 没有行政复议、行政诉讼
    litigation_total 没有行政复议、行政诉讼
    """
    if not HINT.search(plain):
        return
    for match in NO_REQUEST.finditer(plain):
        if _is_plain_statement(plain, match) and not re.search("复议|诉讼|起诉", match.group()):
            yield "requests_received", match.start(), match.end()
    for pattern in (NO_DISPUTE, DISPUTES_NONE):
        for match in pattern.finditer(plain):
            if _is_plain_statement(plain, match):
                yield from _list_disputes(plain, match)
    for match in NO_FEE.finditer(plain):
        if _is_plain_statement(plain, match):
            yield "fees_collected", match.start(), match.end()


def _list_disputes(plain: str, match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The disputes that are said to be none; one that a number follows is told by that number and not denied."""
    named = [(group, match.end(group)) for group, words in match.groupdict().items() if words]
    end = match.end()
    if NUMBER_BEHIND.match(plain, end):
        last = max(stop for _, stop in named)
        comma = plain.rfind(",", match.start(), last)
        named, end = [(group, stop) for group, stop in named if stop <= comma], comma
    for group, _ in named:
        yield ("review_total" if group.startswith("review") else "litigation_total"), match.start(), end


def _is_plain_statement(plain: str, match: re.Match[str]) -> bool:
    """False for conditions and for statements about some bodies, applicants or fees only."""
    clause = max(plain.rfind(mark, 0, match.start()) for mark in ",;。:") + 1
    if CONDITION.search(plain, clause, match.start()) or _names_a_part(match.group()):
        return False
    sentence = max(plain.rfind(mark, 0, match.start()) for mark in ";。") + 1
    return not EXCEPTION.search(plain, sentence, match.start()) and not _is_some_bodies(plain[clause : match.start()])


def _is_some_bodies(subject: str) -> bool:
    """Whether the words before the negation name some bodies of the area: departments or townships, but not both."""
    others = OWN_BODY.sub(",", subject)
    one_sided = bool(DEPARTMENTS.search(others)) != bool(LOWER_PLACES.search(others))
    return one_sided or SOME_BODIES.search(others) is not None


def _names_a_part(statement: str) -> bool:
    """Whether only one kind of applicant, one way of applying or what is left of the fees is said to be none."""
    one_kind = bool(NATURAL.search(statement)) != bool(LEGAL.search(statement))
    rest = "费" in statement and OTHER_FEES.search(statement.replace("其他组织", "").replace("其它组织", ""))
    return one_kind or bool(rest) or ONE_WAY.search(statement) is not None
