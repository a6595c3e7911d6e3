"""What a page does not display, and where the look of its text changes.

Belongs here: styles, names of classes and rules of the page's own style sheets that hide an element, and what tells two
stretches of text apart. Does not belong here: leaving it out (`html.py`). Style sheets in other files are not there to be
read: a class may hide what stands beside a number, so that digits of two classes are no number (`write_seams`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from gov_disclosure.reading.elements import BLOCKS, STRUCTURE

Look = tuple[tuple[str, str], ...]
SEAM = "\ufdd0"
"""A character that no text holds, between digits of two looks."""
BEHIND_DIGIT = frozenset("0123456789０１２３４５６７８９,.，．万亿千百十")
"""Characters with which a number goes on."""
LONGEST_VALUE = 24
"""Characters of a cell in which a seam puts a number in doubt; in a longer one it stands in a sentence."""
# 1.属于国家秘密 goes on with a stop that is no point.
_IN_NUMBER = re.compile(rf"(?<=[0-9０-９,.，．+−－-]){SEAM}(?=[,.，．]?[0-9０-９]|[万亿千百十])")
LONGEST_SHEETS = 300_000

_SPACE = re.compile(r"\s+")
_GONE = re.compile(r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|mso-hide:all)")
_SHOWN = re.compile(r"(?:^|;)(?:display:(?!none)|visibility:visible)")
_OFF = r"-(?:\d{4,}|9\d\d)"
_UNSEEN = re.compile(
    r"(?:^|;)(?:opacity:0?(?:\.0*)?%?(?![\d.])|color:(?:transparent|rgba\([^)]*,0?(?:\.0*)?\)|#[0-9a-f]{6}00(?![0-9a-f]))"
    rf"|(?:left|top|text-indent|margin-left):{_OFF}|clip:rect\([01,px ]+\)|clip-path:inset\((?:50|100)%\)"
    r"|transform:scale\(0\)|font-size:(?:0?(?:\.\d+)?|[12](?:\.\d+)?)(?:px|pt)(?![\d.]))"
)
_NO_ROOM = re.compile(r"(?:^|;)(?:max-)?(?:width|height):[01]?(?:\.0*)?(?:px|pt|em)?(?:;|!|$)")
_CLIPPED = re.compile(r"(?:^|;)overflow(?:-[xy])?:(?:hidden|clip)")
_HIDING_WORDS = (
    "none",
    "hid",
    "collapse",
    "opacity",
    "transparent",
    "rgba",
    "color:#",
    "-9",
    "-",
    "clip",
    "scale",
    "size",
)
_READERS_ONLY = frozenset(("sr-only", "visually-hidden", "screen-reader-text", "screen-reader-only"))
"""Classes of text for those who have pages read to them."""
_HIDE = frozenset(("hide", "hidden", "d-none", "invisible"))
"""Classes that hide by their name; only where they hold a few words, as scripts show blocks that have them."""
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through")
_SIZE = re.compile(r"font-size\s*:\s*(0(?![.\d]*[1-9])[.\d]*[a-z%]*\s*(?:!|;|$))?")
STRUCK_TAGS = frozenset(("del", "s", "strike"))
"""Elements whose text is crossed out: it stands on the page, and is no longer what the report says."""

_SHEET = re.compile(r"<style\b[^<>]*>(.*?)</style", re.IGNORECASE | re.DOTALL)
_END_OF_SHEET = re.compile(r"</style", re.IGNORECASE)
_SELECTOR = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9]*)?[.#][\w-]+")
_LOOKS = frozenset(
    (
        *("color", "opacity", "font-size", "vertical-align", "position", "left", "top", "text-indent", "clip"),
        *("transform", "filter", "visibility", "display", "background", "background-color", "letter-spacing"),
    )
)
_PLAIN = frozenset(
    (
        *("color:black", "color:#000", "color:#000000", "color:windowtext", "color:rgb(0,0,0)", "color:inherit"),
        *("opacity:1", "vertical-align:baseline", "vertical-align:middle", "position:static", "position:relative"),
        *("display:inline", "display:inline-block", "visibility:visible", "font-size:inherit", "left:0", "top:0"),
        *("background:white", "background:#fff", "background:#ffffff", "background:transparent", "background:none"),
        *(
            "background-color:white",
            "background-color:#fff",
            "background-color:#ffffff",
            "background-color:transparent",
        ),
        *("letter-spacing:0", "letter-spacing:0px", "letter-spacing:0pt", "letter-spacing:normal"),
    )
)
SIZED_TAGS = frozenset(("small", "big"))


@dataclass(frozen=True, slots=True)
class HiddenNames:
    """Classes and ids that the page's own style sheets hide, `.mb` or `span.mb` or `#mb`.

    `gone` takes no room; `unseen` is without colour, size or place on the page.
    """

    gone: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()


def find_hidden_names(page: str) -> HiddenNames:
    """Names hidden by plain rules of the style sheets in a page; rules for other media, or of several names, are left out.

    >>> find_hidden_names("<style>.a,.b{display:none} @media print{.c{display:none}} .b{display:block}</style>").gone
    frozenset({'.a'})
    """
    ends = [found.end() for found in _END_OF_SHEET.finditer(page)]
    if not ends:
        return HiddenNames()
    found: dict[str, tuple[bool, bool]] = {}
    for names, style in _list_rules("\n".join(_SHEET.findall(page[: ends[-1]]))[:LONGEST_SHEETS]):
        is_gone, is_unseen, is_shown = _judge(style)
        if is_gone or is_unseen or is_shown:
            found |= dict.fromkeys(filter(_SELECTOR.fullmatch, map(str.strip, names.split(","))), (is_gone, is_unseen))
    return HiddenNames(
        frozenset(name for name, (is_gone, _) in found.items() if is_gone),
        frozenset(name for name, (_, is_unseen) in found.items() if is_unseen),
    )


def _list_rules(sheet: str) -> Iterable[tuple[str, str]]:
    """Selectors and declarations of the rules of a style sheet that hold for every medium."""
    first, *rest = sheet.split("/*")
    depth = 0
    for part in "".join((first, *(piece.partition("*/")[2] for piece in rest))).split("}"):
        opened = part.count("{")
        if not depth and opened == 1:
            names, _, style = part.partition("{")
            yield names.rpartition(";")[2], style
        depth = max(depth + opened - 1, 0)


def is_hidden(tag: str, attributes: Mapping[str, str], names: HiddenNames, *, in_table: bool = False) -> bool:
    """Whether an element is not displayed.

    A block outside of tables may have no colour or place until a script gives it one: there only what takes no room counts.

    >>> [is_hidden("span", {"style": s}, HiddenNames()) for s in ("color: transparent", "display:none", "color:red")]
    [True, True, False]
    """
    is_small = in_table or tag not in BLOCKS
    style = attributes.get("style")
    is_gone, is_unseen, is_shown = _judge(style) if style else (False, False, False)
    if "hidden" in attributes or is_gone or (is_unseen and is_small):
        return True
    named = attributes.get("class"), attributes.get("id")
    return any(named) and not is_shown and _hides_by_name(tag, named[0] or "", named[1] or "", names, is_small)


@lru_cache(4096)
def _hides_by_name(tag: str, classes: str, element_id: str, names: HiddenNames, is_small: bool) -> bool:
    words = frozenset(classes.split())
    if words & _READERS_ONLY or (words & _HIDE and tag not in BLOCKS and tag not in STRUCTURE):
        return True
    written = {*(f".{word}" for word in words), *(f"#{word}" for word in element_id.split())}
    written |= {f"{tag}{name}" for name in written}
    return bool(written & names.gone or (is_small and written & names.unseen))


@lru_cache(4096)
def _judge(style: str) -> tuple[bool, bool, bool]:
    """Whether declarations take an element from the page, make it invisible, show it."""
    style = style.lower()
    if "display" not in style and "visib" not in style and not any(word in style for word in _HIDING_WORDS):
        return False, False, False
    style = _SPACE.sub("", style)
    is_unseen = bool(_UNSEEN.search(style) or (_CLIPPED.search(style) and _NO_ROOM.search(style)))
    return bool(_GONE.search(style)), is_unseen, bool(_SHOWN.search(style))


def is_struck(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether the text of an element is crossed out.

    >>> is_struck("s", {}), is_struck("span", {"style": "text-decoration: line-through red"}), is_struck("span", {})
    (True, True, False)
    """
    style = attributes.get("style", "").lower()
    return tag in STRUCK_TAGS or ("line-through" in style and _STRUCK.search(style) is not None)


def find_size(attributes: Mapping[str, str]) -> bool | None:
    """Whether an element sets its text in some size (True) or in none at all (False); None where it does not say.

    >>> [find_size({"style": style}) for style in ("font-size:14px", "color:red;font-size: 0px", "color:red")]
    [True, False, None]
    """
    style = attributes.get("style", "").lower()
    size = _SIZE.search(style) if "font-size" in style else None
    return None if size is None else size[1] is None


def find_look(tag: str, attributes: Mapping[str, str]) -> Look:
    """What an element sets of how its text is seen, empty where it is as usual; a class may set anything at all.

    >>> find_look("span", {"style": "font-family:宋体; color: #FFF"}), find_look("span", {"style": "color:black"})
    ((('color', '#fff'),), (('color', ''),))
    """
    if not attributes and tag not in SIZED_TAGS:
        return ()
    look = _find_style_look(attributes.get("style", ""))
    if tag not in BLOCKS:
        look += tuple((name, attributes[name]) for name in ("class", "id") if name in attributes)
    if tag == "font":
        look += tuple((name, attributes[name].lower()) for name in ("color", "size") if name in attributes)
    return (*look, ("tag", tag)) if tag in SIZED_TAGS else look


@lru_cache(4096)
def _find_style_look(style: str) -> Look:
    declared = (_SPACE.sub("", one.lower()).removesuffix("!important") for one in style.split(";"))
    pairs = ((*one.partition(":")[::2], one in _PLAIN) for one in declared)
    return tuple((name, "" if is_plain else value) for name, value, is_plain in pairs if name in _LOOKS)


@lru_cache(4096)
def add_look(around: Look, look: Look) -> Look:
    """The look of text in an element, from that of the text around it; what the element sets goes before."""
    return tuple(sorted(pair for pair in (dict(around) | dict(look)).items() if pair[1]))


def write_seams(text: str) -> str:
    """The text with its seams: in a cell digits of two looks are no number, elsewhere they are read as one.

    >>> write_seams(f"许可\\t14{SEAM}9\\t20{SEAM}22年，全年公开信息，依法办理申请，未收取费用，没有复议和诉讼\\t")
    '许可\\t14?9\\t2022年，全年公开信息，依法办理申请，未收取费用，没有复议和诉讼\\t'
    """
    if SEAM not in text:
        return text
    return "\n".join("\t".join(_write_cells(line.split("\t"))) for line in text.split("\n"))


def _write_cells(cells: list[str]) -> Iterable[str]:
    is_row = len(cells) > 1
    return (_write_cell(cell, is_value=is_row and len(cell) <= LONGEST_VALUE) for cell in cells)


def _write_cell(cell: str, *, is_value: bool) -> str:
    return (_IN_NUMBER.sub("?", cell) if is_value else cell).replace(SEAM, "")
