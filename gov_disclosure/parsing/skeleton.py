"""The Chinese characters of a text with everything between them left out, and where each of them stands.

Labels of the form are broken over lines, split by cell borders, spaced out, quoted, bracketed, annotated with pinyin and
printed in traditional characters. Matched on the skeleton, all of these are the same label. Numbers are never read here:
a match gives a place in the text, and values are read from the text itself.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from gov_disclosure.parsing.characters import list_character_forms

_RUN = re.compile(r"([\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)")
TEXTS_KEPT = 4
"""The form of a text is found on its skeleton, and its tables are read from it, one after the other."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Skeleton of a text.

    Attributes:
        text: its Chinese characters, simplified, one after the other.
        offsets: place in `text` of the first character of each unbroken run.
        places: place of that character in the original.
    """

    text: str
    offsets: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, index: int) -> int:
        """Where the character `index` of the skeleton stands in the original."""
        run = bisect_right(self.offsets, index) - 1
        return self.places[run] + index - self.offsets[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Span in the original from the first to the last character of `text[start:end]`."""
        run = bisect_right(self.offsets, start)
        first = self.places[run - 1] + start - self.offsets[run - 1]
        is_unbroken = run == len(self.offsets) or end <= self.offsets[run]
        return first, first + end - start if is_unbroken else self.place(end - 1) + 1

    def index(self, place: int) -> int:
        """Index of the first character of the skeleton that stands at or after `place`."""
        run = bisect_right(self.places, place) - 1
        if run < 0:
            return 0
        length = (self.offsets[run + 1] if run + 1 < len(self.offsets) else len(self.text)) - self.offsets[run]
        return self.offsets[run] + min(place - self.places[run], length)


@lru_cache(TEXTS_KEPT)
def parse_skeleton(text: str) -> Skeleton:
    """Skeleton of `text`.

    >>> parse_skeleton("本年新\\n制作数量 | 規(guī)章").text
    '本年新制作数量规章'
    """
    pieces = _RUN.split(text)
    runs = pieces[1::2]
    offsets = tuple(accumulate(map(len, runs), initial=0))[:-1]
    places = tuple(accumulate(map(len, pieces), initial=0))[1:-1:2]
    return Skeleton(simplify("".join(runs)), offsets, places)


def simplify(text: str) -> str:
    """Labels in traditional or compatibility characters, in the form's own; the length stays the same."""
    unusual, simplified = _unusual_characters()
    return text.translate(simplified) if unusual.search(text) else text


@cache
def _unusual_characters() -> tuple[re.Pattern[str], dict[int, str]]:
    forms = list_character_forms()
    return re.compile(f"[{''.join(forms)}]"), str.maketrans(forms)


@cache
def label_core(label: str) -> str:
    """A label of the form as it looks on a skeleton.

    >>> label_core("3.危及“三安全一稳定”")
    '危及三安全一稳定'
    """
    return "".join(_RUN.findall(label))
