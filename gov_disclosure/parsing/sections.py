"""The titled sections of a report.

Headings are found by their whole title at the start of a line, never by their numeral: every report on forms C and D
has two lines that begin with 四、, the heading and the table row 四、结转下年度继续办理.
"""

import re
from dataclasses import dataclass
from functools import cache

from gov_disclosure.parsing.skeleton import Skeleton, label_core
from gov_disclosure.vocabulary.forms import section_titles

PREAMBLE = "preamble"

# At the start of a line, or behind a sentence, a number or a border where the text has lost its lines.
_NUMBERED = re.compile(r"(?:^|(?<=[\s|｜。;；0-9]))(第?[一二三四五六七八九十]{1,2}(?:部分)?[、.．,，:：\s]+)$")
LONGEST_NUMBER = 12
LONGEST_INDENT = 200
"""Characters before a heading on its line: a text without line ends is not searched back to its beginning for each."""
_BARE = re.compile(r"[\s|｜]*(?:\d{1,2}[、.．]\s*)?")
_LINE_REST = re.compile(r"[\s|｜:：。]*(?:$|\n)")


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its key, the span of its heading, and the span of the text below."""

    key: str
    heading_start: int
    heading_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Heading:
    key: str
    start: int
    end: int
    numbered: bool


def parse_sections(text: str, skeleton: Skeleton) -> list[Section]:
    """Sections of a text in their order, first the `preamble` before any heading."""
    headings = _choose(_find_headings(text, skeleton))
    starts = [h.start for h in headings] + [len(text)]
    sections = [_section(text, PREAMBLE, (0, 0), starts[0])]
    for heading, end in zip(headings, starts[1:], strict=True):
        sections.append(_section(text, heading.key, (heading.start, heading.end), end))
    return [s for s in sections if s.key != PREAMBLE or s.end > s.start]


def _section(text: str, key: str, heading: tuple[int, int], end: int) -> Section:
    body = text[heading[1] : end]
    start = heading[1] + len(body) - len(body.lstrip())
    return Section(key, *heading, start, max(start, heading[1] + len(body.rstrip())))


def _find_headings(text: str, skeleton: Skeleton) -> list[_Heading]:
    pattern, keys = _title_pattern()
    found = []
    for match in pattern.finditer(skeleton.text):
        start, end = skeleton.span(match.start(), match.end())
        heading = _heading(text, keys[match.group()], start, end)
        if heading is not None:
            found.append(heading)
    return found


def _heading(text: str, key: str, start: int, end: int) -> _Heading | None:
    line = text.rfind("\n", max(0, start - LONGEST_INDENT), start) + 1
    if "\n" in text[start:end] and end - start > 60:
        return None
    numbered = _NUMBERED.search(text, max(line, start - LONGEST_NUMBER), start)
    if numbered:
        return _Heading(key, numbered.start(1), end, numbered=True)
    begins_line = line > 0 or start <= LONGEST_INDENT
    if begins_line and _BARE.fullmatch(text, line, start) and _LINE_REST.match(text, end):
        return _Heading(key, start, end, numbered=False)
    return None


def _choose(headings: list[_Heading]) -> list[_Heading]:
    """One heading a key, in their order: the numbered one rather than the bare one, then the last.

    The last, because a table of contents stands before the text.
    """
    chosen: dict[str, _Heading] = {}
    for heading in headings:
        known = chosen.get(heading.key)
        if known is None or heading.numbered or not known.numbered:
            chosen[heading.key] = heading
    return sorted(chosen.values(), key=lambda h: h.start)


@cache
def _title_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    keys = {label_core(title): section.key for section in section_titles() for title in section.titles}
    longest_first = sorted(keys, key=len, reverse=True)
    return re.compile("|".join(longest_first)), keys
