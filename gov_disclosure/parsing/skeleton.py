"""The Chinese characters of a text with everything between them left out, and where each of them stands.

Labels of the form are broken over lines, split by cell borders, spaced out, quoted, bracketed, annotated with pinyin and
printed in traditional characters. Matched on the skeleton, all of these are the same label. Numbers are never read here:
a match gives a place in the text, and values are read from the text itself.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

_RUN = re.compile(r"[\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")

# Traditional characters and compatibility forms that occur in labels and headings of the form (mirror sites, PDF text).
_FORMS = dict(
    zip(
        "規許可處罰強業費購項數總額現決減範對務類頒發廢開製請結轉優屬於國損會穩護權內過執訴訟復複議維糾審經後連續繼辦實際"
        "報應辦計類別機構圍關係與證據產無錯補徵舉網當郵傳書點車門單點務員訓資從專職檔為條標準統歸檢",
        "规许可处罚强业费购项数总额现决减范对务类颁发废开制请结转优属于国损会稳护权内过执诉讼复复议维纠审经后连续继办实际"
        "报应办计类别机构围关系与证据产无错补征举网当邮传书点车门单点务员训资从专职档为条标准统归检",
        strict=True,
    )
) | dict(zip("⼀⼆⼋⼗⼈⼤⼩⾏⾃⽂⽅⽤⽣⽬⾮⾯⾳⻓⻔", "一二八十人大小行自文方用生目非面音长门", strict=True))
_SIMPLIFY = str.maketrans(_FORMS)
_UNUSUAL = re.compile(f"[{''.join(_FORMS)}]")


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
        return self.place(start), self.place(end - 1) + 1

    def index(self, place: int) -> int:
        """Index of the first character of the skeleton that stands at or after `place`."""
        run = bisect_right(self.places, place) - 1
        if run < 0:
            return 0
        length = (self.offsets[run + 1] if run + 1 < len(self.offsets) else len(self.text)) - self.offsets[run]
        return self.offsets[run] + min(place - self.places[run], length)


def parse_skeleton(text: str) -> Skeleton:
    """Skeleton of `text`.

    >>> parse_skeleton("本年新\\n制作数量 | 規(guī)章").text
    '本年新制作数量规章'
    """
    runs = [(m.start(), m.group()) for m in _RUN.finditer(text)]
    offsets = (0, *accumulate(len(run) for _, run in runs))[: len(runs)]
    return Skeleton(simplify("".join(run for _, run in runs)), offsets, tuple(start for start, _ in runs))


def simplify(text: str) -> str:
    """Labels in traditional or compatibility characters, in the form's own; the length stays the same."""
    return text.translate(_SIMPLIFY) if _UNUSUAL.search(text) else text


@cache
def label_core(label: str) -> str:
    """A label of the form as it looks on a skeleton.

    >>> label_core("3.危及“三安全一稳定”")
    '危及三安全一稳定'
    """
    return "".join(_RUN.findall(label))
