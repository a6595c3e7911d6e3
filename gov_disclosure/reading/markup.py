"""Is a text HTML, and where does a piece of it begin?

Belongs here: telling markup from plain text that merely holds a `<`, and mending pieces cut out of a page so that the
parser sees their cells. Does not belong here: reading the markup (`html`) or its encoding (`decode`).
"""

import re
from itertools import islice

_DECLARED = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_TAGS = re.compile(
    r"</?(?:head|table|tbody|thead|t[rdh]|p|div|h[1-6]|ul|ol|li|section|article|center|span|font)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FIRST_OF_TABLE = re.compile(r"<(/?)(table|tbody|t[rdh])\b", re.IGNORECASE)
_REST_OF_TAG = re.compile(r"[^<>]*[\"']\s*/?>")
_OTHER_XML = re.compile(r"\s*<\?xml\b|\s*<\?mso-application\b")
# What must have been open before a piece that begins with this tag, "/" before an end tag; `tb` is tbody, `ta` table.
_OPENED_BEFORE = {
    ("", "ta"): "",
    **dict.fromkeys([("", "tr"), ("", "tb")], "<table>"),
    **dict.fromkeys([("", "td"), ("", "th")], "<table><tr>"),
    **dict.fromkeys([("/", tag) for tag in ("ta", "tb", "tr", "td", "th")], "<table><tr><td>"),
}
LEAST_TAGS = 2


def is_markup(text: str) -> bool:
    """Whether a text is HTML, whole or a piece of it.

    >>> is_markup("<p>一、总体情况</p>"), is_markup("1<2，见《<规划纲要>实施方案》和<p>标签")
    (True, False)
    """
    if "<" not in text:
        return False
    if _DECLARED.search(text[:4000]):
        return True
    return sum(1 for _ in islice(_TAGS.finditer(text), LEAST_TAGS)) == LEAST_TAGS


def is_other_xml(text: str) -> bool:
    """Whether a text is XML of another kind than XHTML: a word processor's, a feed."""
    return _OTHER_XML.match(text) is not None and _DECLARED.search(text[:4000]) is None


def mend_piece(text: str) -> str:
    """A piece of a page with the rest of a cut tag gone, and with the table opened in whose middle it begins.

    >>> mend_piece('width:9pt">7</td><td>8</td>')
    '<table><tr><td>7</td><td>8</td>'
    """
    cut = _REST_OF_TAG.match(text)
    text = text[cut.end() :] if cut else text
    first = _FIRST_OF_TABLE.search(text)
    opening = _OPENED_BEFORE[first[1], first[2][:2].lower()] if first else ""
    return opening + text
