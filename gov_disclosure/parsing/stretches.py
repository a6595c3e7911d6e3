"""A stretch of a text made comparable: one script, one kind of digit, no spaces inside lines, and the way back.

What belongs here: normalisation that the search for names, years and titles needs. What does not: deciding what a name
or a year means (`places`, `titles`, `report_year`).

Mirror sites print traditional characters with pinyin in brackets behind them; pages put spaces into titles (安 溪 县).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from gov_disclosure.parsing.characters import list_character_forms

_BLANK = r"[ \t\r\u3000\xa0\u200b-\u200d\u2060\ufeff]"
_PINYIN = r"[a-zü\u00e0-\u00fc\u0101-\u01dc]{1,7}[)）]"
#: What may stand between two characters of a word in a text that is not normalised.
GAP = rf"(?:{_BLANK}|[(（]{_PINYIN})*"
#: Begins with one class of characters, which a search finds fast: most characters are neither blank nor bracket.
_DROPPED = re.compile(rf"({_BLANK[:-1]}(（](?:(?<={_BLANK}){_BLANK}*|(?<=[(（]){_PINYIN}))")
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"〇": "0", "○": "0"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Normalised text and the places its characters have in the document.

    Attributes:
        text: simplified characters, ASCII digits and punctuation, without blanks; line ends are kept.
        starts: indexes in `text` at which a kept run begins.
        places: places of these characters in the document.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, index: int) -> int:
        """Where character `index` stands in the document."""
        run = bisect_right(self.starts, index) - 1
        return self.places[run] + index - self.starts[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Span in the document of `text[start:end]`."""
        return (self.place(start), self.place(end - 1) + 1) if end > start else (self.place(start),) * 2


def parse_stretch(text: str, start: int = 0, end: int | None = None) -> Stretch:
    """Normalise `text[start:end]`.

    >>> parse_stretch("２０２０年 安 溪 縣").text
    '2020年安溪县'
    """
    parts = _DROPPED.split(text[start:end])
    places = list(accumulate(map(len, parts), initial=start))
    runs = [run for run in zip(places[::2], parts[::2], strict=True) if run[1]] or [(places[-1], "")]
    begins, kept = zip(*runs, strict=True)
    starts = (0, *accumulate(map(len, kept)))[:-1]
    return Stretch(fold_characters("".join(kept)), starts, begins)


def fold_characters(text: str) -> str:
    """The same number of characters in one script; the frequent punctuation first, the rest only where it occurs.

    >>> fold_characters("安溪縣（２０２０年）")
    '安溪县(2020年)'
    """
    for wide in "，：；（）":
        text = text.replace(wide, _WIDE[wide])
    pattern, forms = _normal_forms()
    return pattern.sub(lambda run: run[0].translate(forms), text)


@cache
def _normal_forms() -> tuple[re.Pattern[str], dict[int, str]]:
    forms = list_character_forms() | _WIDE
    return re.compile(f"[{''.join(map(re.escape, forms))}]+"), str.maketrans(forms)
