"""Whether a count in running text is one of the area that the report speaks for.

Belongs here: the level of an area that a text calls its own (我县) and of one that a label names (全市), and the words
behind a count that make it a wider one. Does not belong here: the region of the report (`identity`), counts of some
bodies of the area (`published`). Source: reports that tell the count of the province or city beside their own.
"""

from __future__ import annotations

import re
from typing import Final

LEVELS: Final = {char: level for level, chars in enumerate(("乡镇", "县区旗", "市州盟", "省")) for char in chars}
OWN: Final = re.compile(f"[我本]([{''.join(LEVELS)}])(?![级外土人来])")
WHOLE: Final = re.compile(f"全([{''.join(LEVELS)}])")
OWN_PART: Final = re.compile(
    "[,;(。]?其中[^。;)0-9]{0,4}(?:[我本][省市州盟县区旗镇乡街局]|本年|今年|当年|20[0-9]{2}年(?!度?[上下0-9一二三四第]))"
)
WIDER_COUNT: Final = re.compile("[,;](?:而)?全[省市州盟县区旗镇乡](?:共|合计|总计|累计|总共|为|有|收到|受理)*[0-9]")


def find_own_level(text: str) -> int | None:
    """The lowest level that a text calls its own, None where it names none.

    >>> find_own_level("全市收到1280件,其中我县153件") == LEVELS["县"]
    True
    """
    levels = {LEVELS[char] for char in OWN.findall(text)}
    return min(levels) if levels else None


def find_named_level(label: str) -> int | None:
    """The level of the whole area that a label names: 全市收到."""
    found = WHOLE.search(label)
    return LEVELS[found[1]] if found else None


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
