"""What a text says, as a key that is compared instead of the text: whether two documents are one report.

Belongs here: making such a key, writing it as a string, and comparing two of them. Does not belong here: which documents
are compared and what follows (`versions`).

Keys say the same where each cell reads the same, the tables print the same digits, and the prose is the same piece by piece.
Around it a page may add lines of its own; a statement is never such a line. A document that breaks off, or whose layout
leaves cells undecided, is contained in one that is printed in full.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from gov_disclosure.frames.content_bounds import is_too_long
from gov_disclosure.parsing.narrative import Figure
from gov_disclosure.parsing.report import parse_report
from gov_disclosure.parsing.stretches import parse_stretch
from gov_disclosure.parsing.tables import TableCell
from gov_disclosure.reading.furniture import is_furniture_line
from gov_disclosure.vocabulary.indicators import UNLISTED
from gov_disclosure.vocabulary.values import ValueStatus

VERSION = 2
"""Keys of another version are not compared: the documents must be read again."""

_PRIME = 18_446_744_073_709_551_557
"""Largest prime below 2 ** 64."""
ABSENT, UNREADABLE, EMPTY, NUMBER = range(4)
"""Classes of a cell, the low bits of its code; a zero counts as empty, for every report has many."""
BARE, LINE, STATEMENT, TITLE = range(4)
"""Classes of a piece of prose: words alone; a line with a digit in it; a sentence, or a line with a count; a title."""

_PIECE = re.compile(r"[^\n。；;！？!?]+[。；;！？!?]*")
_SENTENCE = re.compile(r"[。；;！？!?,]")
_STATES = re.compile(
    r"[0-9]|未(?!央)|没有|无(?![锡为极棣])|零(?!陵)|[一二两三四五六七八九十百](?:件|条|次|场|期|篇|宗|项|人)"
)
_COUNT = re.compile(
    r"(?:[0-9]|[一二两三四五六七八九十百])[万亿余多]*(?:件|条|项|篇|场|期|份|个|宗|起|例|元|万|人|次|部|本|册)"
)
_SIGNS = re.compile(r"[\s“”\"‘’'「」『』《》<>*#|｜·•\u200b\ufeff]+")
_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9０-９])[\s|｜]+(?=[0-9０-９])")
_PAPER = re.compile(
    r"[-—–―]{1,2}\d{1,3}[-—–―]{1,2}|第\d{1,3}页.{0,12}"
    r"|(?:发布|发文|公开|生成|成文|更新|录入)?(?:日期|时间)[:：].{4,90}"
    r"|(?:信息|文章|稿件)?来源[:：].{2,60}|(?:索引号|发文字号|文号|主题词|公开方式|公开范围|发布机构|责任编辑|编辑|作者)[:：].{0,40}"
    r"|.{0,30}(?:网站标识码|网安备|ICP备|版权所有).{0,60}|.{0,20}(?:浏览|点击|访问|阅读)(?:次数|人数|量|数|率)?[:：]\d+.{0,20}"
)
"""Lines that a page adds and that may carry numbers of their own: page numbers, dates of posting, counters, owners."""
_TITLE = re.compile(
    r"^(?![^\n]*(?:更正|修[订訂]|[订訂]正|勘误|修正|修改|更新|重新|新版|补充|未(?!央)|没有))"
    r"([^\n。；;，,:：!?()（）\[【〔]{0,40}(?:信息|政务)公开)\n*((?:工作)?(?:年度)?(?:工作)?(?:报告|年报)(?:\(20\d\d年?度?\))?)$",
    re.MULTILINE,
)
"""A title without words of a revision, on one line or two."""
LONGEST_BARE = 40
LONGEST_ROW = 120
"""Characters of the labels and notes between two numbers of a table."""


class Agreement(StrEnum):
    """How the content of one document stands to that of another."""

    SAME = "same"
    CONTAINS = "contains"
    CONTAINED = "contained"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of prose: how many characters, their hash, and the class of the piece.

    The hash of two pieces joined follows from their own, so that lines broken at other places compare equal.
    """

    length: int
    hash: int
    kind: int


_Prose = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class ContentKey:
    """What a document says.

    Attributes:
        form: generation of the form it was read as.
        cells: by table, one code a cell in the form's order.
        digits: by table, all digits printed from its first number to its last.
        figures: by indicator, the values that the text states for the year.
        prose: the pieces of the text outside of the tables.
    """

    form: str
    cells: dict[str, tuple[int, ...]]
    digits: dict[str, str]
    figures: dict[str, tuple[str, ...]]
    prose: tuple[Piece, ...]

    def write(self) -> str:
        """The key as a string."""
        cells = {table: "".join(f"{code:08x}" for code in codes) for table, codes in self.cells.items()}
        prose = "".join(f"{p.kind:x}{p.length:07x}{p.hash:016x}" for p in self.prose)
        return json.dumps([VERSION, self.form, cells, self.digits, self.figures, prose], separators=(",", ":"))


def read_content_key(written: str | None) -> ContentKey | None:
    """The key from its string; None for none, and for one that another version has written."""
    version, *rest = json.loads(written) if written else (None,)
    if version != VERSION:
        return None
    form, cells, digits, figures, prose = rest
    codes = {table: tuple(int(part, 16) for part in _cut(text, 8)) for table, text in cells.items()}
    pieces = tuple(Piece(int(p[1:8], 16), int(p[8:], 16), int(p[0], 16)) for p in _cut(prose, 24))
    stated = {indicator: tuple(values) for indicator, values in figures.items()}
    return ContentKey(form, codes, digits, stated, pieces)


def _cut(text: str, width: int) -> Iterator[str]:
    return (text[start : start + width] for start in range(0, len(text), width))


def build_content_key(text: str, form: str, report_year: int) -> ContentKey:
    """Key of the text of an accepted report."""
    report = parse_report(text, form, report_year)
    tables: dict[str, list[TableCell]] = {}
    for cell in report.cells:
        tables.setdefault(cell.table, []).append(cell)
    extents = {table: extent for table, cells in tables.items() if (extent := _find_extent(cells))}
    return ContentKey(
        form,
        {table: tuple(map(_encode, cells)) for table, cells in tables.items()},
        {table: _find_digits(text[start:end]) for table, (start, end) in extents.items()},
        _list_figures(report.figures),
        tuple(_split_pieces(text, _list_rest(extents.values(), len(text)))),
    )


def _find_extent(cells: Iterable[TableCell]) -> tuple[int, int] | None:
    """From the first number of a table to its last."""
    spans = [(c.start, c.end) for c in cells if c.start is not None and c.end is not None and _has_digit(c)]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None


def _has_digit(cell: TableCell) -> bool:
    return any(character.isdecimal() for character in cell.raw_text or "")


def _find_digits(text: str) -> str:
    lines = (line for line in parse_stretch(text).text.split("\n") if not _PAPER.fullmatch(line))
    return "".join(re.findall("[0-9]", "".join(lines)))


def _encode(cell: TableCell) -> int:
    reading = cell.reading
    if reading.status is ValueStatus.UNREADABLE:
        return _hash_cell(f"unreadable|{_find_digits(cell.raw_text or '')}") | UNREADABLE
    if reading.status is ValueStatus.ABSENT:
        return ABSENT
    kind = NUMBER if reading.value else EMPTY
    value = "" if reading.value is None else f"{reading.value.normalize():f}|{reading.precision.normalize():f}"
    return _hash_cell(f"{reading.status.value}|{value}") | kind


@lru_cache(4096)
def _hash_cell(content: str) -> int:
    return int.from_bytes(blake2b(content.encode(), digest_size=4).digest()) & ~3


def _list_figures(figures: Iterable[Figure]) -> dict[str, tuple[str, ...]]:
    stated: dict[str, set[str]] = {}
    for figure in figures:
        if figure.is_current_year and figure.indicator != UNLISTED and figure.reading.value is not None:
            stated.setdefault(figure.indicator, set()).add(f"{figure.reading.value.normalize():f}")
    return {indicator: tuple(sorted(stated[indicator])) for indicator in sorted(stated)}


def _list_rest(extents: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """What lies outside of the tables."""
    at = 0
    for start, end in sorted(extents):
        if at < start:
            yield at, start
        at = max(at, end)
    if at < length:
        yield at, length


def _split_pieces(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    for start, end in stretches:
        parted = _BETWEEN_NUMBERS.sub("_", text[start:end])
        for line in _TITLE.sub(r"\1\2", parse_stretch(parted).text).split("\n"):
            if _TITLE.fullmatch(line):
                yield _hash_piece(line, TITLE)
            elif not (_PAPER.fullmatch(line) or is_furniture_line(line)):
                yield from (piece for match in _PIECE.finditer(line) if (piece := _build_piece(match[0])))


def _build_piece(printed: str) -> Piece | None:
    words = _SIGNS.sub("", printed)
    if not words:
        return None
    is_statement = _SENTENCE.search(words) or _COUNT.search(words) or len(words) > LONGEST_BARE
    kind = STATEMENT if is_statement else LINE if _STATES.search(words) else BARE
    return _hash_piece(words, kind)


def _hash_piece(words: str, kind: int) -> Piece:
    return Piece(len(words), int.from_bytes(words.encode("utf-32-be", "surrogatepass")) % _PRIME, kind)


def compare_content(one: ContentKey, other: ContentKey) -> Agreement:
    """How `one` stands to `other`."""
    if one.form != other.form or [(t, len(c)) for t, c in one.cells.items()] != [
        (t, len(c)) for t, c in other.cells.items()
    ]:
        return Agreement.DIFFERENT
    found = {_compare_cells(one, other, table) for table in one.cells}
    if any(_contradict(one.figures[i], other.figures[i]) for i in one.figures.keys() & other.figures.keys()):
        return Agreement.DIFFERENT
    if Agreement.DIFFERENT not in found:
        found |= _compare_prose(*_without_ends(one.prose, other.prose, found))
    found.discard(Agreement.SAME)
    return Agreement.SAME if not found else found.pop() if len(found) == 1 else Agreement.DIFFERENT


def _compare_cells(one: ContentKey, other: ContentKey, table: str) -> Agreement:
    pairs = [(a, b) for a, b in zip(one.cells[table], other.cells[table], strict=True) if a != b]
    mine, others = one.digits.get(table, ""), other.digits.get(table, "")
    if not pairs:
        return Agreement.SAME if mine == others else Agreement.DIFFERENT
    if mine in others and all(a & 3 in (ABSENT, UNREADABLE) for a, _ in pairs):
        return Agreement.CONTAINED
    if others in mine and all(b & 3 in (ABSENT, UNREADABLE) for _, b in pairs):
        return Agreement.CONTAINS
    return Agreement.DIFFERENT


def _without_ends(one: _Prose, other: _Prose, cells: Collection[Agreement]) -> tuple[_Prose, _Prose]:
    """Where a table breaks off, what follows its last number is the rest of a row, which the whole table has inside."""
    if Agreement.CONTAINED in cells:
        return _without_end(one, other), other
    return one, _without_end(other, one) if Agreement.CONTAINS in cells else other


def _without_end(broken: _Prose, whole: _Prose) -> _Prose:
    known = {piece.hash for piece in whole}
    last = max((place for place, piece in enumerate(broken) if piece.hash in known), default=-1)
    end = broken[last + 1 :]
    return broken[: last + 1] if sum(piece.length for piece in end) <= LONGEST_ROW else broken


def _contradict(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each states a value that the other does not; in another layout a value may be read or not."""
    return not (set(one) <= set(other) or set(other) <= set(one))


def _compare_prose(one: Sequence[Piece], other: Sequence[Piece]) -> set[Agreement]:
    mine, others = ([piece.hash for piece in pieces] for pieces in (one, other))
    if is_too_long(mine, others):
        return set() if one == other else {Agreement.DIFFERENT}
    codes = SequenceMatcher(None, mine, others, autojunk=False).get_opcodes()
    found = set()
    for tag, start, end, other_start, other_end in codes:
        if tag != "equal":
            at_edge = (start == 0 and other_start == 0) or (end == len(one) and other_end == len(other))
            found.add(_compare_gap(one[start:end], other[other_start:other_end], at_edge))
    return found


def _compare_gap(one: Sequence[Piece], other: Sequence[Piece], at_edge: bool) -> Agreement:
    if _join(one) == _join(other):
        return Agreement.SAME
    mine, others = ([p for p in pieces if p.kind != BARE] for pieces in (one, other))
    if _join(mine) == _join(others):
        return Agreement.SAME
    if (mine and others) or not at_edge:
        return Agreement.DIFFERENT
    if all(p.kind == LINE for p in (*mine, *others)):
        return Agreement.SAME
    return Agreement.CONTAINS if mine else Agreement.CONTAINED


def _join(pieces: Iterable[Piece]) -> tuple[int, int]:
    """Length and hash of the pieces one behind the other."""
    length = joined = 0
    for piece in pieces:
        length += piece.length
        joined = (joined * pow(2, 32 * piece.length, _PRIME) + piece.hash) % _PRIME
    return length, joined
