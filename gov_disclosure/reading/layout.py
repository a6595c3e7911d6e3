"""How blocks and tables are laid out in the text of a document, whatever medium they come from.

A paragraph stands on a line of its own. A row of a table is a line, and a tab ends each of its cells, so that an empty
cell keeps its place wherever it stands, the last one included. Cells that a table merges are written once: headers of
real pages span other columns than the rows below them, and padding would invent cells.
"""

import re
from collections.abc import Iterable, Sequence

_EDGE = " \t\n\r\f\v\x85\u2028\u2029\xa0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_UNCLEAN = re.compile("[ \t\n\r\f\v\x85\u2028\u2029\xa0\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACE = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_HAN_BREAK = re.compile(
    r"(?<=[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff20])[ \t]*[\n\r][ \t\n\r]*"
    r"(?=[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff20])"
)
# A data cell holds a label or a value. Several blocks of this many characters are prose set in columns.
PROSE_BLOCKS = 3
PROSE_LENGTH = 300


def clean_line(text: str) -> str:
    r"""One line of running text: white space of the source becomes a space, none between Chinese characters.

    Spaces that do not break are the author's own, and stay as many as they are.

    >>> clean_line("  本年新\n制作  数量\xa0\xa0 12\n件")
    '本年新制作 数量   12 件'
    """
    if text.isalnum():
        return text  # most cells, and most words of a sheet: nothing to clean
    text = text.strip(_EDGE)
    if _UNCLEAN.search(text) is None:
        return text
    text = _HAN_BREAK.sub("", text) if "\n" in text or "\r" in text else text
    text = _SPACE.sub(" ", text).replace("\xa0", " ")
    return _INVISIBLE.sub("", text)


def join_lines(lines: Iterable[str]) -> str:
    """The lines of a cell as one: broken Chinese words close up, everything else keeps a space.

    >>> join_lines(["本年新", "制作数量", "12", "34"])
    '本年新制作数量 12 34'
    """
    return clean_line("\n".join(lines))


def write_row(cells: Sequence[str]) -> str:
    r"""The line of a row.

    >>> write_row(["行政许可", "3", ""])
    '行政许可\t3\t\t'
    """
    return "\t".join([*cells, ""])


def write_cells(row: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a row whose cells hold lines.

    A row with one cell is a title or a block of text, and one with prose in a cell sets text in columns: their lines
    stay apart.
    """
    if len(row) < 2 or (max(map(len, row)) >= PROSE_BLOCKS and any(map(_is_prose, row))):
        return [line for lines in row for line in lines]
    return [write_row([join_lines(lines) for lines in row])]


def _is_prose(lines: Sequence[str]) -> bool:
    return len(lines) >= PROSE_BLOCKS and sum(map(len, lines)) > PROSE_LENGTH
