"""What a cell can say: the states of a value, the units of counts and money, the words of magnitude.

Belongs here: closed lists and conversion tables as data. Does not belong here: reading a written number
(`parsing.numerals`). Follows the value columns of the data contract and the units printed in the 2014
statistics table (国办发〔2014〕32号) and in the forms of 2019 and 2021 (国办公开办函〔2019〕60号, 〔2021〕30号).
"""

from __future__ import annotations

from enum import StrEnum


class ValueStatus(StrEnum):
    """What stands in a cell. Only `REPORTED` carries a value: a blank or a dash is never a zero."""

    REPORTED = "reported"
    """A number is printed and was read."""
    BLANK = "blank"
    """The cell is printed and empty."""
    DASH = "dash"
    """A stroke in place of a number: `-`, `—`, `/`."""
    NOT_APPLICABLE = "not_applicable"
    """Words that say there is nothing to count: 无, 不涉及, 未制作."""
    UNREADABLE = "unreadable"
    """Something is printed that is not one certain number."""
    ABSENT = "absent"
    """The form asks for the cell and the document does not print it."""


class Bound(StrEnum):
    """How firmly a number is stated."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    """约, 近, 左右: the true number lies around the one printed."""
    AT_LEAST = "at_least"
    """余, 多, 以上: the true number is not below the one printed."""


COUNT_UNITS: dict[str, tuple[str, ...]] = {
    "件": ("件", "宗", "起", "例", "件次", "宗次", "案"),
    "项": ("项", "项次"),
    "条": ("条", "则", "条次", "條"),
    "次": ("次", "回"),
    "篇": ("篇", "篇次"),
    "人": ("人", "名", "位"),
    "人次": ("人次",),
    "个": ("个", "個"),
    "场": ("场", "场次", "場"),
    "期": ("期",),
    "份": ("份",),
    "部": ("部",),
    "家": ("家",),
    "户": ("户",),
    "处": ("处",),
    "批": ("批", "批次"),
    "幅": ("幅",),
    "册": ("册",),
    "本": ("本",),
    "张": ("张",),
    "台": ("台",),
    "类": ("类",),
    "字": ("字",),
    "天": ("天",),
}
"""Normalised unit of a count -> the units in print that mean it. A request is 件, whether printed 宗 or 起."""

MONEY_EXPONENTS: dict[str, int] = {"元": 0, "万元": 4}
"""Normalised unit of money -> its power of ten in 元."""

MONEY_WORDS: tuple[str, ...] = ("元", "圆", "元整", "元人民币")
"""Spellings of 元; a magnitude before it (万元, 亿元) is read as a magnitude."""

MAGNITUDES: dict[str, int] = {
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
"""Word of magnitude -> its power of ten. 十 never follows digits in print; it is here for Chinese numerals."""

UNIT_SYNONYMS: dict[str, str] = {
    **{printed: unit for unit, spellings in COUNT_UNITS.items() for printed in spellings},
    **dict.fromkeys(MONEY_WORDS, "元"),
}
"""Unit in print -> normalised unit."""
