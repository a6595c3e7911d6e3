"""What a body wrote itself: the running text of a report as characters that can be compared with those of another year.

Belongs here: leaving out what is no running text (headings, tables) and what every report has to say (`vocabulary/wording.py`), and
counting what two such texts share. Does not belong here: which reports are compared (`reuse.py`).

Only Chinese characters stay, in one script: digits, blanks and punctuation are left out, so that new figures or other commas do not
hide that a sentence is the old one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.parsing.characters import list_character_forms
from gov_disclosure.parsing.skeleton import label_core, simplify
from gov_disclosure.quality.matrix import Bools
from gov_disclosure.vocabulary.wording import RUN, list_form_wording, list_marks

Codes = npt.NDArray[np.uint16]
Span = tuple[int, int]

_END = "\n"
_ENDS = "\n。；;！!？?"
_REACH = 100
"""Characters of the longest sentence that is left out: a text that has lost its ends is not left out as a whole."""
_NUMERALS = "一二三四五六七八九十"
_LAST = "\uffff"
"""A character beyond it, of those that only names have, is left out."""
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000))


@dataclass(frozen=True, slots=True)
class RunningText:
    """The running text of a report.

    Attributes:
        codes: its Chinese characters.
        is_own: which of them the body wrote itself: in stretches of at least `RUN` that the form does not print.
    """

    codes: Codes
    is_own: Bools

    @property
    def length(self) -> int:
        """Characters that the body wrote itself."""
        return int(self.is_own.sum())


def build_running_text(text: str, sections: Sequence[Span], tables: Sequence[Span]) -> RunningText:
    """The running text of a report.

    Args:
        text: the decoded text.
        sections: spans of its sections, without their headings.
        tables: spans of its tables.
    """
    folded, end = _fold(text), np.array([ord(_END)], np.uint16)
    pieces = [part for span in _subtract(sections, tables) for part in (folded[slice(*span)], end)]
    prose = np.concatenate([np.empty(0, np.uint16), *pieces])
    codes = _leave_formulas(prose[prose > 0])
    is_printed = _cover(_find_printed(codes), len(codes))
    return RunningText(codes, _cover(_find_whole(~is_printed), len(codes)))


def count_shared(own: RunningText, other: RunningText) -> int:
    """How many of the characters that a body wrote itself stand in runs of `RUN` that another text has too."""
    runs, others = (_to_arrow(_list_runs(text.codes)) for text in (own, other))
    is_known = np.asarray(pc.is_in(runs, others).to_numpy(zero_copy_only=False), np.bool_)
    return int(_cover(is_known & _find_whole(own.is_own), len(own.codes)).sum())


def _list_runs(codes: Codes) -> Codes:
    """The runs that begin at each character, one a line."""
    if len(codes) < RUN:
        return np.empty((0, RUN), np.uint16)
    return np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(codes, RUN))


def _to_arrow(runs: Codes) -> pa.Array:
    """Runs as their bytes: two are equal exactly if their characters are."""
    return pa.Array.from_buffers(pa.binary(2 * RUN), len(runs), [None, pa.py_buffer(runs)])


def _find_whole(characters: Bools) -> Bools:
    """The runs of which every character is among some."""
    before = np.concatenate(([0], np.cumsum(characters)))
    return np.asarray(before[RUN:] - before[:-RUN] == RUN)


def _cover(runs: Bools, length: int) -> Bools:
    """The characters of some runs."""
    steps = np.zeros(length + 1, np.int64)
    steps[: len(runs)] += runs
    steps[RUN : RUN + len(runs)] -= runs
    return np.cumsum(steps[:length]) > 0


def _subtract(sections: Sequence[Span], tables: Sequence[Span]) -> Iterator[Span]:
    """What is left of the sections between the tables."""
    for at, end in sections:
        for table_start, table_end in sorted(tables):
            if at < min(table_start, end):
                yield at, min(table_start, end)
            at = max(at, min(table_end, end))
        if at < end:
            yield at, end


def _fold(text: str) -> Codes:
    """Each character: a Chinese one in the form's script, an end of a sentence as an end of a line, 0 for any other."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    folded: Codes = _list_folded()[np.minimum(points, ord(_LAST))]
    return folded


@cache
def _list_folded() -> Codes:
    folded = np.zeros(ord(_LAST) + 1, np.uint16)
    for first, last in _HAN:
        folded[first:last] = np.arange(first, last)
    for character, simple in list_character_forms().items():
        if max(character, simple) <= _LAST:
            folded[ord(character)] = ord(simple)
    folded[[ord(end) for end in _ENDS]] = ord(_END)
    return folded


def _leave_formulas(codes: Codes) -> Codes:
    """The characters of the sentences that are neither about the report itself nor a title or a label alone, without their ends."""
    text = codes.tobytes().decode("utf-16-le")
    kept = codes != ord(_END)
    for start, end in (*_list_sentences_about_itself(text), *_list_bare_labels(text)):
        kept[start:end] = False
    left: Codes = codes[kept]
    return left


def _list_sentences_about_itself(text: str) -> Iterator[Span]:
    for mark in list_marks():
        place = text.find(mark)
        while place >= 0:
            start, end = text.rfind(_END, max(0, place - _REACH), place), text.find(_END, place, place + _REACH)
            end = end if end >= 0 else min(place + _REACH, len(text))
            yield start if start >= 0 else max(0, place - _REACH), end
            place = text.find(mark, end)


def _list_bare_labels(text: str) -> Iterator[Span]:
    """Lines with nothing but what the form prints: headings that are printed twice, cells of a table that was not recognised."""
    start = 0
    for line in text.split(_END):
        if line.lstrip(_NUMERALS) in _list_printed():
            yield start, start + len(line)
        start += len(line) + 1


def _find_printed(codes: Codes) -> Bools:
    """The runs that the form prints. Few begin like one of these, and only they are looked up: it takes a fourth of the time."""
    runs, (heads, printed) = _list_runs(codes), _list_form_runs()
    own = _list_heads(runs)
    found = heads[np.minimum(np.searchsorted(heads, own), len(heads) - 1)] == own
    found[found] = [run.tobytes() in printed for run in runs[found]]
    return np.asarray(found)


def _list_heads(runs: Codes) -> npt.NDArray[np.uint64]:
    """The first four characters of each run as one number."""
    return np.ascontiguousarray(runs.view(np.uint64)[:, 0])


@cache
def _list_form_runs() -> tuple[npt.NDArray[np.uint64], frozenset[bytes]]:
    """How the runs that the form prints begin, sorted, and the runs as their bytes."""
    words = (np.frombuffer(words.encode("utf-16-le"), np.uint16) for words in _list_printed())
    runs = np.concatenate([_list_runs(codes) for codes in words])
    return np.unique(_list_heads(runs)), frozenset(run.tobytes() for run in runs)


@cache
def _list_printed() -> frozenset[str]:
    """What the form prints, as it looks in a running text."""
    return frozenset(simplify(label_core(words)) for words in list_form_wording())
