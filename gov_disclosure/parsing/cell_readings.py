"""What one printed cell of a table says: its number, by the unit printed with it, beside it or above it.

Belongs here: units of cells, headers and captions, and numbers that can be none of their column. Does not belong here: which
cell stands in which column (`placement.py`), or numbers as such (`numerals.py`).
"""

import re
from decimal import Decimal
from functools import lru_cache

from gov_disclosure.parsing.cells import Cell
from gov_disclosure.parsing.labels import Label
from gov_disclosure.parsing.numerals import UNREADABLE, Reading, read_number
from gov_disclosure.parsing.remembered import LONGEST_ROW, remembered
from gov_disclosure.parsing.rows import PrintedColumn
from gov_disclosure.parsing.shifted_rows import SIGNED
from gov_disclosure.parsing.skeleton import label_core, simplify
from gov_disclosure.vocabulary.values import MONEY_EXPONENTS

_UNIT = re.compile("(?:单位)?(([十百千万亿]*)(美元|元|件|项|条|个|起|宗))(?:保留.{0,6})?")
_CURRENCY = "元"
_UNIT_OF_FORM = "万元"
_CHANGE = re.compile(r"[–+＋较比增净减]|下降")
_DAMAGED_UNIT = re.compile("[?？\ufffd□]\\s*元")
_MONEY = re.compile("[\u4e00-\u9fff]{0,3}元")
_MONEY_BEHIND = re.compile(r"[\s|｜]*([十百千万亿]*元)(?=[\s|｜]|$)")
_CAPTION = re.compile(r"单位\s*[:：]([^\n|｜()（）]{0,12}元)")
CAPTION_REACH = 1_500
"""Characters between the caption of a table and an amount in it."""
UNKNOWN_UNIT = ""
LARGEST_AMOUNT_WITHOUT_UNIT = Decimal(1_000_000)
"""万元, as of 100 亿元. A bare amount above it, under a header without a unit, may as well be 元: a township printed
15000000 for its purchases of the year. Neither is certain."""


def read_cell(text: str, printed: Cell, column: PrintedColumn, unit: str, label_end: int) -> Reading:
    """What a cell says in a column that counts `unit`; the label of its row ends at `label_end`."""
    stated = _find_unit(text, column.label, column.column.type == "money_wan") if column.label else None
    if unit in MONEY_EXPONENTS:
        beside = _find_unit_beside(text, printed, label_end)
        stated = stated if beside is None else beside
        if stated is None and _has_other_caption(text, printed.start):
            stated = UNKNOWN_UNIT
    read = _read_kept if len(printed.text) <= LONGEST_ROW else _read_stated
    return read(printed.text, stated, unit, column.column.type == SIGNED)


def _read_stated(raw: str, stated: str | None, unit: str, is_signed: bool) -> Reading:
    reading = _read_with_unit(raw, stated, unit)
    is_part = (
        reading.value is not None and unit not in MONEY_EXPONENTS and reading.value != reading.value.to_integral_value()
    )
    # 199.45 projects: the cell before is lost, or this is no count; –417, +5, 减少2项: a stroke and a number, or a change
    is_change = not is_signed and _CHANGE.match(raw) is not None
    return UNREADABLE if is_part or is_change else reading


_read_kept = lru_cache(4_096)(_read_stated)


def _read_with_unit(raw: str, stated: str | None, unit: str) -> Reading:
    """A number by the unit in its cell, else by the one stated beside or above it, else by the form's if plausible."""
    reading = read_number(raw, unit=unit)
    if reading.value is None or reading.unit is not None:
        return reading
    is_money = unit in MONEY_EXPONENTS
    if stated == UNKNOWN_UNIT:
        return UNREADABLE
    if stated:
        return read_number(raw + stated, unit=unit if is_money else None)
    return UNREADABLE if is_money and reading.value >= LARGEST_AMOUNT_WITHOUT_UNIT else reading


def _find_unit_beside(text: str, printed: Cell, label_end: int) -> str | None:
    """Unit of an amount that the row prints in a cell of its own or behind its label: 收取的费用 | 元 | 380.

    `UNKNOWN_UNIT` where there are several.
    """
    behind = _MONEY_BEHIND.match(text, printed.end)
    found = {m.group() for m in _MONEY.finditer(simplify(text[label_end : printed.start]))}
    found |= {behind.group(1)} if behind else set()
    return (found.pop() if len(found) == 1 else UNKNOWN_UNIT) if found else None


def _has_other_caption(text: str, place: int) -> bool:
    """Whether the last caption above an amount, (单位:件、元), counts money in another unit than the form does.

    It may be the caption of another table, so that it takes the number away and does not scale it.
    """
    captions = _CAPTION.findall(simplify(text[max(0, place - CAPTION_REACH) : place]))
    return bool(captions) and any(unit != "万元" for unit in _MONEY.findall(captions[-1]))


def _find_unit(text: str, label: Label, is_money: bool) -> str | None:
    """Unit that the header prints in brackets behind the name of the column, where it scales the number: 万件, 千元.

    The form itself prints 本年收费金额(单位:万元): an amount below it counts 万元, however large.
    `UNKNOWN_UNIT` where an amount has one that is no unit: 认元, a misprint of 万元, or □元.
    """
    return _read_unit(text[label.core_start : label.end], label.core_end - label.core_start, is_money)


@remembered(1_024, LONGEST_ROW)
def _read_unit(header: str, end: int, is_money: bool) -> str | None:
    """Unit that a header states behind the name of its column, which ends at `end`."""
    if simplify(label_core(header[:end])).endswith(_UNIT_OF_FORM):
        return _UNIT_OF_FORM
    printed = header[end:]
    note = simplify(label_core(printed))
    stated = None if _DAMAGED_UNIT.search(printed) else _UNIT.fullmatch(note)
    if stated is None:
        return UNKNOWN_UNIT if _CURRENCY in note and is_money else None
    return stated.group(1) if stated.group(2) or stated.group(3) in ("元", "美元") else None
