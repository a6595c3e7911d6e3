"""Numbers with a unit in running text: where they stand, and which are not counts at all.

Belongs here: telling a count (46件, 约4900人次, 三场) from dates, percentages, document and phone numbers, rates and
plans. Does not belong here: what is counted (`narrative_rules`). Look-alikes follow the practice of published reports:
hotlines, letters, document numbers, working days, budget years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gov_disclosure.parsing.numerals import Reading, read_number
from gov_disclosure.vocabulary.values import UNIT_SYNONYMS, ValueStatus

# A unit is none where it begins another word: 3项目, 10人大代表, 5条例, 2020年一次性.
OTHER_WORD: Final = {
    "件": "事", "条": "例款约", "项": "目", "次": "性要", "篇": "章幅", "人": "大民员均才社", "名": "单称",
    "位": "于置列", "个": "工月百小人方部年环层", "场": "所地", "期": "间限刊望末", "部": "门分署长委省",
    "家": "庭长", "户": "籍", "处": "理罚置长级", "回": "复应访", "起": "草诉来步", "例": "如会", "份": "额",
    "则": "由为是", "批": "准复示", "宗": "旨",
}  # fmt: skip
UNITS: Final = [unit for unit in UNIT_SYNONYMS if unit in OTHER_WORD or len(unit) > 1 or unit in "元場條個"]
UNIT: Final = "|".join(
    f"{unit}(?![{OTHER_WORD[unit]}])" if unit in OTHER_WORD else unit for unit in sorted(UNITS, key=len, reverse=True)
)
COUNT: Final = re.compile(
    rf"""
    (?=[0-9大约将近超逾一二两三四五六七八九十])
    (?:大?约|(?<!最)将?近|超过|逾)?
    (?:
      (?<![0-9A-Za-z.第/〔\[+%])(?<![0-9][-—－~～至到:,])(?<![0-9][亿万千百])
      (?:[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|[0-9]+(?:\.[0-9]+)?)
      [ ]?[余多]?(?:[十百千]?[万亿]|[百千])?[余多]?[ ]?(?P<unit>(?:{UNIT})?)
    |
      (?<![第一二两三四五六七八九十百千万几数每同])[一二两三四五六七八九十]{{1,3}}(?:件|条|次|场|期|篇|宗)(?![性事线])
    )
    (?:左右|以上)?
    (?![0-9A-Za-z%年月日号时点分秒倍级度版米吨亩公\-—－~～/〕\]]|\.[0-9])
    """,
    re.VERBOSE,
)
RATE: Final = re.compile(
    r"(?:每[年月周日季天名人个季]|不少于|不低于|不得|至少|人均|[第达]标|应当|拟|计划|力争|目标)[^,;]{0,12}$"
)
AVERAGE: Final = re.compile(
    "(?:平均|(?<![近历本全去今当每0-9])[日周月季年户]均|每一?[家户]|每个?(?:单位|部门)|单[日周月][^,;。]{0,2}最?[高多]"
    "|最[高低](?!人民|法|检)|最多(?!跑)|最少)[^,;。]{0,24}$"
)
"""What follows is a mean or the most of a day or month: 日均3条, 平均每家单位120条, 单月最高12件."""
SPLIT: Final = re.compile(r"[0-9][.,]?[ \t\u3000\xa0]+$")
"""1 234条 and 1, 234条 may be one number or two: neither is read."""

LINE_BREAK: Final = re.compile(r"\n\s*(?=[0-9０-９])(?![0-9０-９]{1,2}[、.．)）](?![0-9０-９])|20[0-9]{2}\s*年)")
BROKEN: Final = re.compile(r"[0-9０-９](?P<mark>[.,．，]?)[ \t\u3000\xa0\r]*$")
WITHOUT_UNIT: Final = re.compile(r"(?:数量?|访问量|浏览量|点击量)(?:为|是|达|达到|共)?$")
ENDING: Final = ("", ",", ";", "。", ")")
PLAN: Final = re.compile(
    r"下一步|计划(?:开展|举办|组织|召开)|力争|拟[于在](?:20[0-9]{2}|下|明)年?|(?:明年|下一?年度?)(?:将|拟|计划)"
    r"|(?:^|[,;。:、])[在到]?(?:明年|来年|次年|下一?年度?),?(?![^,;。]{0,4}(?:结转|继续|办理|答复))"
    r"|(?:计划|预计|拟)[于在到]?(?:明年|来年|次年|下一?年)"
)
AHEAD: Final = ("步", "划", "争", "拟", "明年", "来年", "次年", "下年", "下一年")
"""One of these stands in every wording of a plan."""
NEXT_YEAR: Final = re.compile(
    r"(?:计划|预计|拟)[于在到]?(20[0-9]{2})年|^[到在]?(20[0-9]{2})年度?,?(?!度?(?:结转|[0-9]))|(20[0-9]{2})年[^。]{0,30}?将"
)
"""A later year at the head of a sentence, planned or followed by 将: what is told has not happened in the year."""


class Count(NamedTuple):
    """One count in a plain sentence.

    Attributes:
        start: Where it begins in the plain sentence, 约 included.
        end: Where it ends, behind the unit.
        reading: The number read; always `reported`.
        spelled: True where it is written in Chinese numerals.
    """

    start: int
    end: int
    reading: Reading
    spelled: bool


def find_counts(plain: str) -> Iterator[Count]:
    """Numbers of a plain sentence that count something, in order.

    A number without a unit counts only behind …数 and before a mark: 不予公开信息数1402。

    >>> [count.reading.value for count in find_counts("2019年,依据第711号令公开信息312条,占98%")]
    [Decimal('312')]
    """
    for match in COUNT.finditer(plain):
        written = match.group()
        if match["unit"] == "" and not _stands_alone(plain, match):
            continue
        if SPLIT.search(plain, max(0, match.start() - 8), match.start()):
            continue
        if any(words.search(plain, max(0, match.start() - 32), match.start()) for words in (RATE, AVERAGE)):
            continue
        reading = read_number(written)
        if reading.status is ValueStatus.REPORTED:
            yield Count(match.start(), match.end(), reading, not any(c.isdigit() for c in written))


def _stands_alone(plain: str, match: re.Match[str]) -> bool:
    return plain[match.end() : match.end() + 1] in ENDING and WITHOUT_UNIT.search(plain, 0, match.start()) is not None


def find_broken_numbers(text: str) -> frozenset[int]:
    """Where a number may go on behind a line break, and where it then began: neither of its ends is a number.

    >>> sorted(find_broken_numbers("公开12" + chr(10) + "30条"))
    [4, 5]
    """
    places: set[int] = set()
    for match in LINE_BREAK.finditer(text):
        head = BROKEN.search(text, max(0, match.start() - 12), match.start())
        if head:
            places |= {head.start("mark"), match.end()}
    return frozenset(places)


def is_plan(plain: str, report_year: int) -> bool:
    """Whether a sentence tells what is going to be done rather than what was done."""
    if any(word in plain for word in AHEAD) and PLAN.search(plain):
        return True
    if "20" not in plain:
        return False
    years = (int(year) for ahead in NEXT_YEAR.finditer(plain) for year in ahead.groups() if year)
    return any(year > report_year for year in years)
