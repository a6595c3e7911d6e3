"""Lines of a page joined to the paragraphs that they were broken from.

Belongs here: which line goes on in the next one. Does not belong here: finding the lines on a page (`pdf`). A number
broken over two lines reads as two numbers, or as a smaller one; a line that fills the measure and is followed by one
that begins at its edge is one line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}(?:[、．.]|[部]分)|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、．.](?!\d)|附[件:：表])"
)
_WORD = re.compile(r"[A-Za-z]")
LONG = 12
"""Characters of a line that shows where the measure begins: titles and headings are set in the middle."""
FULL = 1.6
"""Characters that may be missing at the end of a full line: punctuation is not set at the beginning of a line."""
INDENT = 0.8


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page: its text, its place in points, and the size of its first character."""

    text: str
    top: float
    left: float
    right: float
    size: float


def write_paragraphs(items: Sequence[PrintedLine | str]) -> str:
    """Lines of a document as text; plain strings are lines that are finished already, such as rows of tables.

    >>> measure = PrintedLine("本年度共收到政府信息公开申请1", 0, 72, 500, 16)
    >>> write_paragraphs([measure, PrintedLine("23件。", 20, 72, 140, 16), "规章\\t1\\t", PrintedLine("二、其他", 60, 72, 140, 16)])
    '本年度共收到政府信息公开申请123件。\\n规章\\t1\\t\\n二、其他'
    """
    lines = [item for item in items if isinstance(item, PrintedLine)]
    left = min((line.left for line in lines if len(line.text) >= LONG), default=0.0)
    right = max((line.right for line in lines), default=0.0)
    written: list[str] = []
    before: PrintedLine | None = None
    for item in items:
        if isinstance(item, str):
            written.append(item)
            before = None
            continue
        if before is not None and _goes_on(before, item, (left, right)):
            written[-1] += _space(written[-1], item.text) + item.text
        else:
            written.append(item.text)
        before = item
    return "\n".join(written)


def _goes_on(line: PrintedLine, following: PrintedLine, measure: tuple[float, float]) -> bool:
    is_full = line.right > measure[1] - FULL * line.size and len(line.text) >= LONG
    is_flush = following.left < measure[0] + INDENT * following.size
    same_size = abs(line.size - following.size) < 1
    return is_full and is_flush and same_size and _HEADING.match(following.text) is None


def _space(before: str, after: str) -> str:
    return " " if _WORD.match(before[-1:]) and _WORD.match(after) else ""
