"""Words by which a report says that it replaces an earlier one: «…年度报告(更正)», «本报告更正后重新发布».

Belongs here: finding such words in the title and in statements about the report itself. Does not belong here: which report
is replaced (`frames.versions`). Reports tell at length of rules and guides that were revised; none of that counts.
"""

from __future__ import annotations

import re

from gov_disclosure.parsing.stretches import GAP, fold_characters, parse_stretch

HEAD_LENGTH = 6000
TAIL_LENGTH = 1000
_WORD = r"(?:修[订訂]|更正|[订訂]正|勘误|修正|修改|更新(?!时间|日期|于|[::]\d))"
_TIMES = r"(?:再次|二次|三次|第[一二三四五六七八九\d]次)?"
_OPEN, _INSIDE, _CLOSE = r"[(\[【〔<]", r"[^()\[\]【】〔〕\n]", r"[)\]】〕>]"
_LINE = (
    r"^(?!\W{0,2}(?:[上下前后]一?[篇条页则]|相关|推荐|延伸|友情|链接))(?:(?![根依]据|[按依参遵]照|对)[^。\n]){0,120}?"
)
"""A line as far as the title; what follows a rule is no title, and a link names another document."""
_PHRASE = r"(?:信息|政务)公开[^\n。]{0,16}(?:报告|年报)》?(?:\(?20\d\d年?度?\)?)?》?"
_AGAIN = r"(?:后|并|,|现|予以?|将其){0,3}重新(?:发布|公布|公开)"
_ANEW = r"重新(?:发布|公布|公开)"
_EDITION = r"第(?:[二三四五六七八九]|[2-9])版"
_NO_RULE = r"(?:(?!制度|办法|规定|规范|指南|目录|条例|[新条。,;\n《》]).)"
_THIS = r"[本该](?:份|年度|年)?(?:报告|年报)"
_WRONG = r"(?:错误|有误|失误|差错|疏漏|遗漏)"
_EARLIER = r"(?<![太草平中高河])原(?:来|先)?(?:于?20\d\d年[\d月日]*)?已?(?:(?:发布|公布|公开)的)?(?:20\d\d)?(?:年度?)?(?:报告|年报)"
_MARKS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        # …年度报告(第二次修订稿), also on the line below; …年度报告更正版
        rf"{_LINE}{_PHRASE}\n?{_OPEN}({_INSIDE}{{0,12}}?{_TIMES}{_WORD})(?!后?的|条){_INSIDE}{{0,6}}{_CLOSE}",
        rf"{_LINE}{_PHRASE}\n?{_OPEN}({_ANEW}|重发|补正|最?新版|{_EDITION}){_CLOSE}",
        rf"{_LINE}{_PHRASE}[-—]{{0,2}}({_TIMES}{_WORD})(?:版|稿|后|本)?$",
        # 【更正】…年度报告, 更正:…年度报告, …年度报告的更正说明, 关于更正《…年度报告》的公告
        rf"^{_OPEN}?({_TIMES}{_WORD})(?:版|稿|公告|说明)?(?:{_CLOSE}|[:：])[^\n。]{{0,50}}{_PHRASE}",
        rf"{_LINE}{_PHRASE}的?({_TIMES}{_WORD})(?:说明|公告|启事)",
        rf"^关于({_WORD})[^\n。]{{0,60}}{_PHRASE}(?:的?(?:有关|部分|相关)?(?:数据|内容))?的?(?:公告|说明|启事|通知)",
        rf"^关于对?[^\n。]{{0,60}}{_PHRASE}(?:有关|部分|相关)?(?:数据|内容)?(?:进行|予以|作出)?({_WORD})的(?:公告|说明|启事|通知)",
        rf"^{_OPEN}({_ANEW}){_CLOSE}[^\n。]{{0,50}}{_PHRASE}",
        rf"^{_OPEN}?({_WORD})(?:说明|声明|启事)[:：][^\n。]{{0,80}}(?:{_WORD}|调整为|{_WRONG})",
        # what the document says of itself: that it was published before
        rf"{_THIS}{_NO_RULE}{{0,20}}?({_TIMES}{_WORD}){_AGAIN}",
        rf"{_THIS}{_NO_RULE}{{0,20}}?(重新发布)",
        rf"{_THIS}(?:为|系|是){_NO_RULE}{{0,12}}?({_TIMES}{_WORD})(?:版|稿|后的?版本)",
        rf"{_THIS}已?于20\d\d年\d+月(?:\d+日)?({_TIMES}{_WORD})(?=[)。;,\n]|$)",
        rf"(?:年度?报告|(?<!企业)年报|[本该原]报告)[^。\n]{{0,40}}{_WRONG}[^。\n]{{0,20}}(?<!发)现(?:予以?|将其|作)?({_WORD})",
        rf"(?:此前|之前|先前|原)[^。\n]{{0,10}}(?:发布|公布|公开)[^。\n]{{0,16}}(?:报告|年报){_NO_RULE}{{0,6}}{_WRONG}[^。\n]{{0,8}}(以本(?:次|报告|年报|版)[^。\n]{{0,6}}为准)",
        rf"{_THIS}于?20\d\d年[^。\n]{{0,14}}(?:发布|公布|公开),20\d\d年[^。\n]{{0,24}}?({_WORD})(?=[)。;,\n]|$)",
        rf"原(?:发布|公布|公开)的?[^。\n]{{0,16}}(?:报告|年报)[^。\n]{{0,8}}{_WRONG},现({_ANEW})",
        rf"(?:此前|之前|原)(?:发布|公布|公开)的?版本{_WRONG}[^。\n]{{0,4}}(以本(?:次|版本?)[^。\n]{{0,6}}为准)",
        rf"现[将对][^。\n]{{0,24}}(?:发布|公布|公开)的[^。\n]{{0,24}}(?:报告|年报)》?(?:予以|进行|作出?)?({_WORD})(?=[)。;,\n]|如下|$)",
        rf"{_EARLIER}{_NO_RULE}{{0,8}}?(作废|废止)(?=[)。;,\n]|$)",
    )
)
#: A word of each mark: it stands in every line that has one, with blanks and pinyin (~) in it.
_SOME_WORD = re.compile(
    "修~[订訂正改]|更~[正新]|订~正|訂~正|勘~误|补~正|重~(?:新~)?[发公]|作~废|废~止|为~准|"
    "新~版|第~[二三四五六七八九2-9]~版".replace("~", GAP)
)
_RANK = re.compile(r"第?(?P<number>[一二三四五六七八九]|\d+)(?P<what>次|版)")
_DIGITS = "零一二三四五六七八九"


def find_revision_mark(text: str) -> str | None:
    """The words that mark a revised report, None in a report that does not say that it is one.

    >>> find_revision_mark("安溪县2020年政府信息公开工作年度报告(第二次修订)")
    '第二次修订'
    >>> find_revision_mark("安溪县2020年政府信息公开工作年度报告\\n一、总体情况。修订公开指南并重新发布。") is None
    True
    """
    for stretch in (text[:HEAD_LENGTH], text[HEAD_LENGTH:][-TAIL_LENGTH:]):
        lines = parse_stretch(_select_lines(stretch)).text
        found = next((m for pattern in _MARKS if (m := pattern.search(lines))), None)
        if found:
            return found[1]
    return None


def _select_lines(text: str) -> str:
    """The lines that have one of the words, each with the line above, on which the title may stand."""
    spans: list[tuple[int, int]] = []
    for found in _SOME_WORD.finditer(fold_characters(text)):
        start, end = spans[-1] if spans else (0, 0)
        if found.start() < end:
            continue
        above = text.rfind("\n", 0, max(text.rfind("\n", 0, found.start()), 0)) + 1
        if spans and above <= end:
            spans.pop()
        else:
            start = above
        spans.append((start, text.find("\n", found.end()) + 1 or len(text)))
    return "\n".join(text[start:end] for start, end in spans)


def rank_revision(mark: str | None) -> int:
    """Which of several versions a mark speaks of: 0 without a mark, 2 for 更正 and 第二版, 3 for 第二次更正.

    >>> [rank_revision(mark) for mark in (None, "更正", "第二次更正", "第3次更正", "第三版")]
    [0, 2, 3, 4, 3]
    """
    if not mark:
        return 0
    found = _RANK.search(mark)
    if not found:
        return 3 if "再次" in mark else 2
    number = int(found[1]) if found[1].isdecimal() else _DIGITS.index(found[1])
    return 1 + max(number, 1) if found["what"] == "次" else number
