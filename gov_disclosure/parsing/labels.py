"""Where the labels of a table stand in a text.

Belongs here: matching the labels of one table on the skeleton of a text, with the list number in front and the note in
brackets behind that belong to a label. Does not belong here: which of the matches is the row of the form (`alignment.py`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from gov_disclosure.parsing.remembered import LONGEST_TABLE, remembered
from gov_disclosure.parsing.skeleton import Skeleton, label_core
from gov_disclosure.vocabulary.forms import FormTable, form_table

# A note may stand on the next line; (六) there is the list number of the next label and no note.
_NOTE = re.compile(r"[”\"'’]?[ \u3000\xa0]*\n?[ \u3000\xa0]*([(（\[【《])(?![一二三四五六七八九十]{1,2}\s*[)）])")
_BRACKETS = ("(（)）", "[]", "【】", "《》")
# A number in a cell of its own is the value of the row: the note is not closed before it. 计1条 stands in two notes.
_VALUE = re.compile(r"(?P<once>[计計](?:\([jìǐi]+\))?)[\s|｜]*1|[\s|｜][0-9０-９][0-9０-９.,，．]*(?=[\s|｜])")
# 其中: stands before the first part of a total, before or behind its list number.
_PART = re.compile(r"其\s*中\s*[:：]?\s*$")
_DIGIT = re.compile(r"\d")
_COUNTS_ONCE = re.compile("[计計](?:\\([jìǐi]+\\))?1")
LONGEST_NOTE = 400
TABLES_WITH_UNITS = ("statistics",)
LONGEST_UNIT = 8
"""Characters of a unit with pinyin behind it: 条(tiáo)."""
_ORDINAL = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,2}\s*[、.．,，:：]|[(（]\s*[一二三四五六七八九十]{1,2}\s*[)）]\s*[、.．]?)\s*$"
)
_CLOSING_MARKS = frozenset("”\"'’)）")
LONGEST_ORDINAL = 8
_MARKS_BEHIND = frozenset(".．、,，")
_BEFORE_LABEL = frozenset("0123456789.．、,，:：)）中")
"""How a list number, or 其中: before it, ends."""


class Label(NamedTuple):
    """A label of the form found in a text.

    Attributes:
        keys: rows (or columns) that print this label, by their position in the form.
        core_start, core_end: span of the label itself.
        start: where its list number begins.
        end: where the note behind it ends.
        weight: length of the label; a longer label is better evidence.
    """

    keys: tuple[int, ...]
    core_start: int
    core_end: int
    start: int
    end: int
    weight: int


@dataclass(frozen=True, slots=True, eq=False)
class LabelSet:
    """Labels of the rows or columns of a table, ready to be searched.

    Attributes:
        are_rows: whether they name rows, so that none stands in the middle of other words.
        has_units: whether a unit and a number stand between any two of them, so that none follows other words at once.
    """

    pattern: re.Pattern[str]
    keys: dict[str, tuple[int, ...]]
    ordinals: tuple[str, ...]
    are_rows: bool = False
    has_units: bool = False


@cache
def row_labels(form: str, table: str) -> LabelSet:
    """Labels of the rows of a table, title rows included."""
    rows = _table(form, table).rows
    labels = _label_set([(row.label, *row.variants) for row in rows], [row.ordinal for row in rows])
    return replace(labels, are_rows=True, has_units=table in TABLES_WITH_UNITS)


@cache
def column_labels(form: str, table: str) -> LabelSet:
    """Labels of the columns of a table."""
    columns = _table(form, table).columns
    return _label_set([(c.label, *c.variants) for c in columns], [""] * len(columns))


def find_labels(text: str, skeleton: Skeleton, labels: LabelSet, span: tuple[int, int]) -> list[Label]:
    """All labels of a set inside a span of the text; none inside the note of another."""
    found: list[Label] = []
    first, last = skeleton.index(span[0]), skeleton.index(span[1])
    for keys, core_start, core_end in _match_labels(skeleton.text[first:last], labels):
        start, end = skeleton.span(first + core_start, first + core_end)
        if (found and start < found[-1].end) or _holds_number(text, start, end, core_end - core_start):
            continue
        number = min([_ordinal_start(text, start, labels.ordinals[k]) for k in keys])
        if labels.are_rows and _is_chinese(text[number - 1 : number]):
            # 行政许可 in the note of a label whose start is damaged: (指行政许可以外的事项)
            if _is_chinese(text[end : end + 1]) and not labels.has_units:
                continue
            if labels.has_units and _is_tail(number, found[-1].end if found else None):
                continue
        found.append(Label(keys, start, end, number, _note_end(text, end), core_end - core_start))
    return found


@remembered(512, LONGEST_TABLE)
def _match_labels(skeleton: str, labels: LabelSet) -> list[tuple[tuple[int, ...], int, int]]:
    """Where labels stand on the skeleton of a table, which most documents print in the same words."""
    return [(labels.keys[m.group()], *m.span()) for m in labels.pattern.finditer(skeleton)]


def _table(form: str, table: str) -> FormTable:
    found = form_table(form, table)
    if found is None:
        raise LookupError(f"form {form} has no table {table}")
    return found


def _label_set(names: list[tuple[str, ...]], ordinals: list[str]) -> LabelSet:
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for position, labels in enumerate(names):
        for core in dict.fromkeys(core for label in labels for core in _cores(label)):
            keys[core].append(position)
    longest_first = sorted(keys, key=len, reverse=True)
    return LabelSet(re.compile("|".join(longest_first)), {k: tuple(v) for k, v in keys.items()}, tuple(ordinals))


def _cores(label: str) -> Iterator[str]:
    """A label with its note and without it; a short bracket such as 第(一)项 is no note."""
    yield label_core(label)
    without_note = re.sub(r"[(（].{4,}[)）]$", "", label)
    if without_note != label:
        yield label_core(without_note)


def _holds_number(text: str, start: int, end: int, length: int) -> bool:
    """A number between the characters of a label means that two cells were joined by chance.

    The notes 计1条 and 计1次 are part of two labels of form B.
    """
    is_broken = end - start > length and _DIGIT.search(text, start, end) is not None
    return is_broken and _DIGIT.search(_COUNTS_ONCE.sub("", text[start:end])) is not None


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_tail(start: int, before: int | None) -> bool:
    """Whether the words before a label are not those of the label before, so that it is the tail of a damaged one.

    政府网站在线访谈次数 is a row, and the end of 主要负责同志参加政府网站在线访谈次数 too. Behind another label a unit may stand.
    """
    return before is None or not 0 <= start - before <= LONGEST_UNIT


def _ordinal_start(text: str, start: int, ordinal: str) -> int:
    """Where the list number that the form prints before a label begins: 2. and not the 92. of 0.092.重复申请."""
    if text[max(0, start - LONGEST_ORDINAL) : start].rstrip()[-1:] not in _BEFORE_LABEL:
        return start
    start = _without_part(text, start)
    before = text[max(0, start - LONGEST_ORDINAL) : start]
    if ordinal.isdigit():
        mark = before.rstrip()
        mark = mark[:-1].rstrip() if mark[-1:] in _MARKS_BEHIND else mark
        length = len(mark) - len(ordinal) if mark.endswith(ordinal) else None
    else:
        match = _ORDINAL.search(before)
        length = match.start() if match else None
    return _without_part(text, start - len(before) + length) if length is not None else start


def _without_part(text: str, start: int) -> int:
    """Where 其中: begins, if it stands before `start`."""
    first = max(0, start - 6)
    part = _PART.search(text, first, start) if text.find("其", first, start) >= 0 else None
    return part.start() if part else start


def _note_end(text: str, end: int) -> int:
    """End of the note in brackets behind a label, or of the mark that closes its own."""
    match = _NOTE.match(text, end)
    if match is None:
        return end + 1 if text[end : end + 1] in _CLOSING_MARKS else end
    stop = _find_closing(text, match)
    values = _VALUE.finditer(text, match.end(), stop or match.end())
    return end if stop is None or any(value["once"] is None for value in values) else stop


def _find_closing(text: str, opening: re.Match[str]) -> int | None:
    """End of a note, brackets within it closed before; None where its own is lost: another label's would close it."""
    depth = 1
    pair = next(pair for pair in _BRACKETS if opening.group(1) in pair)
    for place in range(opening.end(), min(opening.end() + LONGEST_NOTE, len(text))):
        if text[place] in pair:
            depth += 1 if pair.index(text[place]) < len(pair) // 2 else -1
            if not depth:
                return place + 1
    return None
