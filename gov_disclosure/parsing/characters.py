"""Characters that stand for others: traditional ones, radicals and compatibility ideographs.

What belongs here: the one table of them, each a single character for a single character, so that places in a text stay the
same. What does not: digits and punctuation, which every reader folds as its own text asks.
"""

import unicodedata
from functools import cache

from gov_disclosure.vocabulary.regions import load_traditional_characters

#: Radicals that texts taken from PDF files have in the place of the characters they look like (⼈⺠政府). Unicode gives
#: most of them, and the compatibility ideographs, a character of their own; these it does not.
_RADICALS = dict(
    zip(
        "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
        "民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
)
_COMPATIBILITY = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))


@cache
def list_character_forms() -> dict[str, str]:
    """Traditional characters, radicals and compatibility ideographs, each with the simplified character it stands for.

    >>> "".join(list_character_forms().get(c, c) for c in "縣⼈⺠政府")
    '县人民政府'
    """
    traditional = load_traditional_characters()
    similar = {c: unicodedata.normalize("NFKC", c) for c in map(chr, _COMPATIBILITY)}
    similar |= _RADICALS
    return traditional | {c: traditional.get(s, s) for c, s in similar.items() if s != c and len(s) == 1}
