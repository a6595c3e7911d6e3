"""In which order a header of two lines prints its columns, where that differs from the form.

Belongs here: the order of the columns of table 三 and of the blocks of table 四, as the labels of a header show it. Does not
belong here: the labels themselves (`labels.py`), or headers of one line, whose labels stand in the order of the columns
(`printed_rows.py`). The first line of a header names groups, the second one the columns inside them; a text gives both one
after the other, so that 总计 stands before 商业企业 in most right copies of table 三.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gov_disclosure.parsing.cells import has_number
from gov_disclosure.parsing.labels import Label
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.vocabulary.forms import FormColumn, FormTable

_GROUP = re.compile("法人(?:或者?|和|及)?其[他它]组织")  # on the skeleton
_GROUPED = "org_"
_WORDS = re.compile("[\u4e00-\u9fff、]")
_SUBTOTAL = "小计"
_BORDERS = " \u3000\xa0\t\r\n|｜"
Span = tuple[int, int]
LEAST_LABELS = 2
"""Labels of columns that make a header: 其他 and 总计 are rows as well."""
LONGEST_NAME = 30
"""Characters of the name of the group, borders among them."""
MOST_RUNS = 4
"""How often a header that is not complete can begin anew: three blocks, and one more where merged cells are repeated."""


@dataclass(frozen=True, slots=True)
class Order:
    """Columns of table 三 as printed; none where that is not known. `must_add_up`: only for rows whose sum bears it out."""

    columns: tuple[FormColumn, ...]
    must_add_up: bool = False


def find_order(text: str, columns: tuple[FormColumn, ...], labels: Sequence[Label], before: Order) -> Order:
    """Columns of table 三 in the order in which the labels above a row show them; `before` where they are no header.

    Labels among other words are those of a sentence. Of one that stands there more than once the last counts: a row is called
    其他 too.
    None of the columns where the labels contradict what is known so far and do not show every column once.
    """
    starts, ends = {x.core_start for x in labels}, {x.core_end for x in labels}
    labels = [x for x in labels if not _is_among_words(text, x, starts, ends)]
    at = {columns[x.keys[0]].key: x.core_start for x in labels}
    if len(at.keys() - {"total", "org_other"}) < LEAST_LABELS:
        return before
    group = _find_group(text, [x for x in labels if x.core_start in at.values()])
    at = {columns[x.keys[0]].key: x.core_start for x in labels if not _is_inside(x, group)}
    if _SUBTOTAL in parse_skeleton(text[min(at.values()) : max(at.values()) + LONGEST_NAME]).text:
        return Order(())
    names = sorted(at.keys() - {"total"}, key=lambda name: _rank(name, at, group))
    expected = [c.key for c in before.columns or columns if c.key in names]
    if len(at) < len(columns):
        return before if names == expected else Order(())
    known = {c.key: c for c in columns}
    return _place_total(text, known["total"], tuple(known[name] for name in names), at, group)


def _place_total(
    text: str, total: FormColumn, parts: tuple[FormColumn, ...], at: Mapping[str, int], group: Span | None
) -> Order:
    """The order of the parts with 总计 before or behind them; where it stands among them, it is that of no known table."""
    places = [at[part.key] for part in parts]
    if at["total"] > max(places):
        return Order((*parts, total))
    is_first = at["total"] < min(places)
    if group is None:
        return Order((total, *parts), must_add_up=True) if is_first else Order(())
    if not is_first and at["total"] < group[0]:
        return Order(())
    two_lines = "\n" in text[at["total"] : at["natural_person"]] and "\n" not in text[at["natural_person"] : group[0]]
    return Order((*parts, total), must_add_up=is_first and not two_lines)


def _is_among_words(text: str, label: Label, starts: Collection[int], ends: Collection[int]) -> bool:
    """Whether a label is part of a sentence, 自然人、法人或其他组织提出申请, and not a cell or next to the cell of another.

    `starts` and `ends` are those of all labels.
    """
    before, behind = text[max(label.core_start - 1, 0) : label.core_start], text[label.core_end : label.core_end + 1]
    return (bool(_WORDS.match(before)) and label.core_start not in ends) or (
        bool(_WORDS.match(behind)) and label.core_end not in starts
    )


def _is_inside(label: Label, span: Span | None) -> bool:
    return span is not None and span[0] <= label.core_start < span[1]


def _find_group(text: str, labels: Sequence[Label]) -> Span | None:
    """Span of 法人或其他组织, the name of five columns, in a cell of its own between or next to the labels of a header.

    公民、法人和其他组织 is no such cell: a sentence above the header names those who apply.
    """
    start = max(min(x.core_start for x in labels) - LONGEST_NAME, 0)
    skeleton = parse_skeleton(text[start : max(x.core_end for x in labels) + LONGEST_NAME])
    ends = {x.core_end for x in labels}
    for match in _GROUP.finditer(skeleton.text):
        first, last = (start + place for place in skeleton.span(*match.span()))
        if first in ends or not text[max(first - 1, 0) : first].strip(_BORDERS):
            return first, last
    return None


def _rank(name: str, at: Mapping[str, int], group: Span | None) -> tuple[int, int]:
    """Where a column stands: one of a group first where the name of the group does."""
    is_grouped = group is not None and name.startswith(_GROUPED)
    return (group[0] if group is not None and is_grouped else at[name]), at[name]


def is_in_order(layout: FormTable, head: Sequence[Label], rows: Sequence[Label]) -> bool:
    """Whether the header of table 四 names groups and outcomes in the order of the form.

    Outcomes are named once in every group. Where some are lost, those left still begin anew no more often than there are groups.
    """
    groups = list(dict.fromkeys(x.keys[0] for x in head if x in rows))
    shown = [x.keys[0] for x in head if x not in rows]
    size = len(layout.columns)
    counts = Counter(shown)
    if groups != sorted(groups):
        return False
    if len(counts) == size and len(set(counts.values())) == 1:
        return shown == list(range(size)) * (len(shown) // size)
    return 1 + sum(key <= before for before, key in pairwise(shown)) <= MOST_RUNS


def is_transposed(text: str, labels: Sequence[Label], start: int, end: int) -> bool:
    """Whether a label of the table stands among the cells below its header, with numbers before and behind it."""
    return any(
        has_number(text[start : x.start]) and has_number(text[x.end : end]) for x in labels if start < x.start < end
    )
