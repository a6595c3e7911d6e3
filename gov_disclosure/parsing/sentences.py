"""Running text in sentences, each with a plain version for matching and the way back to the original characters.

Belongs here: cutting text into sentences and making their spelling uniform (spaces, quotation marks, titles in 《》,
pinyin, pictures, traditional and compatibility characters). Does not belong here: numbers and what they count. Only
sentences that can state a figure are kept: those with a digit, 未, 没有, 无, 零 or a Chinese number before a unit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from gov_disclosure.parsing.characters import list_character_forms

# Traditional characters of the words of prose that the table of forms and regions does without, full-width digits and
# points; lengths stay the same.
OTHER_FORMS: Final = dict(
    zip(
        "級覆億遞書訊欄優見幾較還絲嚴爭畝僅淨擊創協噸堅層錄徹擬斷標瀏碼種絕紙終約覽訂試該誤敗賬貫適鉤鏈銷陣頻顯暫須薦遺"
        "０１２３４５６７８９％．",
        "级复亿递书讯栏优见几较还丝严争亩仅净击创协吨坚层录彻拟断标浏码种绝纸终约览订试该误败账贯适钩链销阵频显暂须荐遗"
        "0123456789%.",
        strict=True,
    )
)
PUNCTUATION: Final = tuple(zip("，；：（）", ",;:()", strict=True))
# What stands between the characters of a statement without changing it. A title in 《》 may hold years and numbers of
# its own; a short bracket holds a variant (1100余篇(条)), a spelling in pinyin or a gloss.
INTERRUPTION: Final = re.compile(
    "(?=[《\\[“”\"‘’'「」『』＂*#\u200b\ufeff(（ \t\u3000\xa0])(?:"  # how each of them begins
    r"《[^》\n]{0,120}》|\[(?:image|bookmark)[^\]\n]*\]|[“”\"‘’'「」『』＂*#\u200b\ufeff]+"
    r"|[(（](?:[a-zA-Zà-ɏ]{1,7}|(?![^()（）]{0,4}[退未])[^()（）0-9０-９\n]{1,5}|[0-9]{1,2}个)[)）]"
    r"|(?<![0-9０-９.．,，])[ \t\u3000\xa0]+|[ \t\u3000\xa0]+(?![0-9０-９ \t\u3000\xa0]))"
)
SENTENCE: Final = re.compile(r"[^。！？!?\n]+[。！？!?]?")
CANDIDATE: Final = re.compile(r"[0-9]|未|没有|[无零]|[一二两三四五六七八九十](?:件|条|次|场|期|篇|宗)")
HEADING: Final = re.compile(
    r"\s*(?:[(（](?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[)）]|[一二三四五六七八九十]{1,2}是|"
    r"(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[、.．])\s*([^。:：,，;；\n]{2,30})"
)


REACH: Final = 300
"""How many characters back the subject of a sentence is looked for."""
LONGEST: Final = 2000
"""Characters of a sentence, so that looking back from each of its numbers stays cheap; the longest in reports has some 1,000."""
CLAUSE_END: Final = re.compile(r"[,;](?![0-9])")


class Sentence(NamedTuple):
    """One sentence that may state a figure.

    Attributes:
        plain: The sentence in uniform spelling.
        start: Where the sentence begins in the text.
        end: Where it ends.
        heading: The numbered heading or item it stands under, empty where there is none.
        before: The end of the text before it; a line break stands between paragraphs.
        places: Pairs of parallel tuples: place in `plain`, place in the text, for every unbroken run.
    """

    plain: str
    start: int
    end: int
    heading: str
    before: str
    places: tuple[tuple[int, ...], tuple[int, ...]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Span in the text of `plain[start:end]`, from its first to its last character."""
        return self._place(start), self._place(end - 1) + 1

    def has_gap(self, index: int) -> bool:
        """Whether something is left out before `plain[index]`, or the sentence begins there."""
        return index == 0 or self._place(index - 1) + 1 < self._place(index)

    def _place(self, index: int) -> int:
        in_plain, in_text = self.places
        run = bisect_right(in_plain, index) - 1
        return in_text[run] + index - in_plain[run]


def split_sentences(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Sentence]:
    """Sentences of the running text that may state a figure, in order.

    Args:
        text: The whole text; offsets refer to it.
        spans: The stretches of running text, tables left out. A line break ends a sentence.
    """
    text = simplify(text)
    heading = before = ""
    for span_start, span_end in spans:
        last, before = span_start, before[-REACH:] + "\n"
        for start, end in _list_places(text, span_start, span_end):
            if text.find("\n", last, start) >= 0:
                before += "\n"
            last = end
            raw = text[start:end]
            title = HEADING.match(raw)
            heading = title.group(1) if title else heading
            if not CANDIDATE.search(raw):
                before = before[-REACH:] + raw
                continue
            start += len(raw) - len(raw.lstrip())
            sentence = _build_sentence(text, (start, end), heading, before[-REACH:])
            before = sentence.before + sentence.plain
            yield sentence


def _list_places(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each sentence stands; one that is too long ends behind a clause, and a stretch without clauses is left out."""
    for match in SENTENCE.finditer(text, start, end):
        at, stop = match.span()
        while stop - at > LONGEST:
            ends = [m.end() for m in CLAUSE_END.finditer(text, at, at + LONGEST)]
            if ends:
                yield at, ends[-1]
            behind = None if ends else CLAUSE_END.search(text, at + LONGEST, stop)
            at = ends[-1] if ends else behind.end() if behind else stop
        if at < stop:
            yield at, stop


def simplify(text: str) -> str:
    """Prose in simplified characters, half-width digits and punctuation; the length stays the same.

    >>> simplify("本⾏政機關，２０１９年")
    '本行政机关,2019年'
    """
    for full, half in PUNCTUATION:
        text = text.replace(full, half)
    unusual, forms = _other_forms()
    return text.translate(forms) if unusual.search(text) else text


@cache
def _other_forms() -> tuple[re.Pattern[str], dict[int, str]]:
    forms = list_character_forms() | OTHER_FORMS
    return re.compile(f"[{''.join(forms)}]"), str.maketrans(forms)


def _build_sentence(text: str, span: tuple[int, int], heading: str, before: str) -> Sentence:
    start, end = span
    parts: list[str] = []
    in_plain, in_text = [0], [start]
    length, last = 0, start
    for gap in INTERRUPTION.finditer(text, start, end):
        if gap.start() > last:
            parts.append(text[last : gap.start()])
            length += gap.start() - last
        last = gap.end()
        if in_plain[-1] == length:
            in_text[-1] = last
        else:
            in_plain.append(length)
            in_text.append(last)
    parts.append(text[last:end])
    return Sentence("".join(parts), start, end, heading, before, (tuple(in_plain), tuple(in_text)))
