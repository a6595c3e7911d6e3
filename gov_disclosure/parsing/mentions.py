"""A count in a sentence together with the words around it that say what it counts.

Belongs here: cutting out the label, the context and the words behind, and giving each number of «A、B分别为1件、2件»
its own name. Does not belong here: what a label means (`narrative_rules`, `published`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from gov_disclosure.parsing.counts import Count, find_counts

LABEL: Final = re.compile(r"(?:20[0-9]{2}(?=年)|[^,;:()。!?0-9%])*$")
LONGEST_LABEL: Final = 60
TITLE: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\))[^,;:。0-9]{2,40}?(?:情况|事项|措施|收费)"
    r"(?=20[0-9]{2}年|本年|全年|今年|当年|年内|[我全本][省市州县区旗镇乡街局单机])"
)
"""A heading that has run into the sentence below it: its words are no part of a label."""
REACH_BEHIND: Final = 32
LEADING: Final = re.compile(r"^(?:年度?|月份?|日|号|起|止|%|其中|另有|同时|此外|[、和及与以共有约已也均并])+")
TRAILING: Final = re.compile(
    r"(?:总?数(?:量|字)?|总量|[件条次]数|共有?|共计|合计|总计|累计|累积|达到?|多达|均?为|是|了|有|约|近|的|各|总共|分别|超过?)+$"
)
PAIRED: Final = re.compile(r"([^,;:()。0-9]*?)分别(?:为|是|达|有|达到)?([^,;:()。0-9、]{0,10})$")
BETWEEN_PAIRED: Final = re.compile(r"(?:、|,|和|及|与|以及)?")
NAMES: Final = re.compile("、|和|与|以及|及")
SHARED: Final = re.compile("(?:主动)?(?:公开|发布|推送)[^、]*信息$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A count with the words around it.

    Attributes:
        count: The number and its place in the plain sentence.
        label: The words between the last mark or number and this number, as they stand.
        start: Where the label begins.
        context: The words between the count before and the label.
        behind: The words right behind the number.
    """

    count: Count
    label: str
    start: int
    context: str
    behind: str

    @property
    def name(self) -> str:
        """The label without the fillers at both its ends.

        其中予以公开的共 says 予以公开.
        """
        return TRAILING.sub("", LEADING.sub("", self.label))


def list_mentions(plain: str) -> Iterator[Mention]:
    """All counts of a plain sentence with the words around them, in order.

    >>> [(m.name, str(m.count.reading.value)) for m in list_mentions("予以公开、部分公开分别为41件、2件")]
    [('予以公开', '41'), ('部分公开', '2')]
    """
    counts = list(find_counts(plain))
    if not counts:
        return
    paired = _find_paired_labels(plain, counts)
    last = 0
    title = TITLE.match(plain)
    words = title.end() if title else 0
    for index, count in enumerate(counts):
        match = LABEL.search(plain, max(last, words, count.start - LONGEST_LABEL), count.start)
        start = match.start() if match else count.start
        label = paired.get(index, plain[start : count.start])
        context = plain[:start] if index in paired else plain[last:start]
        yield Mention(count, label, start, context, plain[count.end : count.end + REACH_BEHIND])
        last = count.end


def _find_paired_labels(plain: str, counts: list[Count]) -> dict[int, str]:
    """Labels by index of the count; names and numbers that do not match get an empty one."""
    labels: dict[int, str] = {}
    if "分别" not in plain:
        return labels
    index = 0
    while index < len(counts):
        match = PAIRED.search(plain, max(0, counts[index].start - 80), counts[index].start)
        size = _count_group(plain, counts[index:]) if match else 1
        if match:
            labels.update(zip(range(index, index + size), _pair(match, size), strict=True))
        index += size
    return labels


def _count_group(plain: str, counts: list[Count]) -> int:
    """How many counts follow each other with nothing but 、 or 和 between them."""
    size = 1
    for before, after in pairwise(counts):
        if not BETWEEN_PAIRED.fullmatch(plain, before.end, after.start):
            break
        size += 1
    return size


def _pair(match: re.Match[str], size: int) -> list[str]:
    names = NAMES.split(match[1])
    if len(names) != size:
        return [""] * size
    shared = SHARED.search(names[-1])
    tail = match[2] or (shared.group() if shared else "")
    return [name if name.endswith(tail) else name + tail for name in names]
