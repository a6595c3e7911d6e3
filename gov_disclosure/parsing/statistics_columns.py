"""Columns that a statistics table prints beside those of the form: line numbers, the numbers of the year before.

Belongs here: the columns behind the labels of form B as its header names them, and which cell of a row is the value then.
Does not belong here: sums over the years, which stand behind the value (`row_doubts.py`), or local tables of form A
(`local_headers.py`). A blank value leaves the line number or the number of the year before as the only one of its row.
"""

import re
from collections.abc import Sequence

from gov_disclosure.parsing.cells import Cell, is_unit
from gov_disclosure.parsing.skeleton import simplify

UNIT, VALUE = "unit", "value"
EXTRA = frozenset(("code", "before"))
"""Columns that hold a number in every row, or in some, and that no form has."""
_COLUMN = re.compile(
    "(?P<code>行次|序号|编号|代码)|(?P<before>上一?年度?(?:同期)?(?:统计)?数?|去年(?:同期)?(?:统计)?数?|同期数)"
    "|(?P<unit>(?:计量)?单位)|(?P<sums>(?:历年|历史)?累计数?)|(?P<note>备注|说明)"
    "|(?P<value>统计数|数量|数值|(?:本年度?|本期|当年|20[0-9]{2}年度?)(?:统计)?数?)"
)


def find_extra_columns(header: str) -> tuple[str, ...]:
    """The columns behind the labels in printed order, where the header names one that the form does not have.

    >>> find_extra_columns("统计指标 | 行次 | 单位 | 统计数"), find_extra_columns("统计指标 | 单位 | 统计数")
    (('code', 'unit', 'value'), ())
    """
    columns = tuple(match.lastgroup or "" for match in _COLUMN.finditer(simplify(header)))
    return columns if EXTRA & set(columns) else ()


def find_value(cells: Sequence[Cell], columns: Sequence[str]) -> Cell | None:
    """The value among the cells of a row, where it has one for each column and its unit stands where the header says so."""
    if len(cells) != len(columns) or columns.count(VALUE) != 1:
        return None
    is_fitting = all(is_unit(cell) == (column == UNIT) for cell, column in zip(cells, columns, strict=True))
    return cells[columns.index(VALUE)] if is_fitting else None
