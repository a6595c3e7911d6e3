"""Words by which a report says that it replaces an earlier one: «…年度报告(更正)», «本报告更正后重新发布».

Belongs here: finding such words in the title and in statements about the report itself. Does not belong here: which report
is replaced (`frames.versions`). Reports tell at length of rules and guides that were revised; none of that counts.
"""

from __future__ import annotations

import re

from gov_disclosure.parsing.stretches import parse_stretch

HEAD_LENGTH = 6000
TAIL_LENGTH = 1000
_WORD = r"(?:修订|更正|订正|勘误|修正|修改|更新(?!时间|日期|于|[::]\d))"
_TIMES = r"(?:再次|二次|三次|第[二三四]次)?"
_PHRASE = r"(?:信息|政务)公开[^\n。]{0,16}(?:报告|年报)[^\n。]{0,8}?"
_OPEN, _INSIDE, _CLOSE = r"[(\[【〔<]", r"[^()\[\]【】〔〕\n]", r"[)\]】〕>]"
_NO_LAW = r"(?:(?!根据|依据|按照|依照|[新条。\n《》]).)"
_MARKS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        # …年度报告(第二次修订稿), also on the line below; …年度报告更正版
        rf"{_PHRASE}\n?{_OPEN}({_INSIDE}{{0,8}}?{_TIMES}{_WORD})(?!后?的|条){_INSIDE}{{0,6}}{_CLOSE}",
        rf"{_PHRASE}[-—]{{0,2}}({_TIMES}{_WORD})(?:版|稿|后|本)?$",
        # 【更正】…年度报告, 更正:…年度报告, …年度报告的更正说明
        rf"^{_OPEN}?({_TIMES}{_WORD})(?:版|稿|公告|说明)?(?:{_CLOSE}|[:：])[^\n。]{{0,50}}{_PHRASE}",
        rf"{_PHRASE}的?({_TIMES}{_WORD})(?:说明|公告|启事)",
        # what the document says of itself
        rf"[本该原](?:份|年度|年)?(?:报告|年报){_NO_LAW}{{0,20}}?({_TIMES}{_WORD}|重新发布)(?!后?的|完善|制度|指南|目录)",
        r"原(?:报告|年报)[^。\n]{0,12}(作废|废止)",
    )
)
_SOME_WORD = re.compile("修订|更正|订正|勘误|修正|修改|更新|重新发布|作废|废止")
_RANKS = (("三次", 4), ("第四", 5), ("二次", 3), ("再次", 3))


def find_revision_mark(text: str) -> str | None:
    """The words that mark a revised report, None in a report that does not say that it is one.

    >>> find_revision_mark("安溪县2020年政府信息公开工作年度报告(第二次修订)")
    '第二次修订'
    >>> find_revision_mark("安溪县2020年政府信息公开工作年度报告\\n一、总体情况。修订公开指南并重新发布。") is None
    True
    """
    for stretch in (text[:HEAD_LENGTH], text[HEAD_LENGTH:][-TAIL_LENGTH:]):
        if _SOME_WORD.search(stretch):
            plain = parse_stretch(stretch).text
            found = next((m for pattern in _MARKS if (m := pattern.search(plain))), None)
            if found:
                return found[1]
    return None


def rank_revision(mark: str | None) -> int:
    """Which of several versions a mark speaks of: 0 without a mark, 2 for 更正, 3 for 第二次更正.

    >>> [rank_revision(mark) for mark in (None, "更正", "第二次更正")]
    [0, 2, 3]
    """
    if not mark:
        return 0
    return next((rank for words, rank in _RANKS if words in mark), 2)
