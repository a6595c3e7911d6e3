"""What the head of a page tells of its article and the page itself does not: title, date, source.

Belongs here: lines made of the title and the meta elements. Does not belong here: reading the page (`html.py`).
"""

import re
from collections.abc import Mapping, Sequence

from gov_disclosure.reading.layout import clean_line

_HAN = re.compile("[\u4e00-\u9fff]")
_SAME = re.compile(r"[^\w]+")
# What the head of a page knows about its article, with the words under which a page prints it.
_META = {"pubdate": "发布日期：", "contentsource": "来源："}


def list_head_lines(meta: Mapping[str, str], page_title: str, lines: Sequence[str]) -> list[str]:
    """What the head tells and the page does not: title, date, source."""
    printed = "".join(lines)
    titles = [meta.get("articletitle", ""), page_title]
    title = next((clean_line(t) for t in titles if _HAN.search(t)), "")
    known = [title] if title and not _is_printed(title, printed) else []
    for name, words in _META.items():
        value = clean_line(meta.get(name, ""))
        if value and not _is_printed(value, printed):
            known.append(f"{words}{value}")
    return known


def _is_printed(words: str, printed: str) -> bool:
    """Whether the page prints these words, or the longest part of them: titles carry the site's name as well."""
    parts = re.split(r"\s*[-_|—–]+\s*|\s{1,}", words)
    longest = max((_SAME.sub("", part) for part in (words, *parts[:1])), key=len)
    if longest in printed:
        return True
    printed = _SAME.sub("", printed)
    return longest in printed or any(_SAME.sub("", p) in printed for p in parts if len(p) > len(words) // 2)
