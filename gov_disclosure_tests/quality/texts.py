"""What two running texts share, counted a second time: with strings and sets, a character at a time.

Written from the definition of `text_reuse`. Nothing is read from the package but the lists of what the form prints and what a
report says about itself, which are data.
"""

import re

from gov_disclosure.vocabulary.wording import list_form_wording, list_marks

_SENTENCE = re.compile("[^。；;！!？?\n]+")
_NO_HAN = re.compile("[^\u3400-\u4dbf\u4e00-\u9fff]+")
_LENGTH = 8


def pick_characters(text: str) -> str:
    """The Chinese characters of the sentences of a running text that are not about the report itself."""
    sentences = (_NO_HAN.sub("", sentence) for sentence in _SENTENCE.findall(text))
    printed = {_NO_HAN.sub("", words) for words in list_form_wording()}
    told = (s for s in sentences if re.sub("^[一二三四五六七八九十]+", "", s) not in printed)
    return "".join(s for s in told if not any(mark in s for mark in list_marks()))


def count_naively(own: str, other: str) -> tuple[int, int]:
    """Own and shared characters of a running text, given without tables and headings."""
    mine, others = pick_characters(own), pick_characters(other)
    printed = _list_runs(_NO_HAN.sub("|", "|".join(_NO_HAN.sub("", words) for words in list_form_wording())))
    places = range(len(mine) - _LENGTH + 1)
    in_form = {at + k for at in places if mine[at : at + _LENGTH] in printed for k in range(_LENGTH)}
    free = [at for at in places if not in_form & {*range(at, at + _LENGTH)}]
    known = _list_runs(others)
    shared = [at for at in free if mine[at : at + _LENGTH] in known]
    return _count(free), _count(shared)


def _list_runs(text: str) -> set[str]:
    return {text[at : at + _LENGTH] for at in range(len(text) - _LENGTH + 1)}


def _count(places: list[int]) -> int:
    return len({at + k for at in places for k in range(_LENGTH)})
