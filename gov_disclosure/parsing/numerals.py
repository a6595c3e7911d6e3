"""One written number -> value, precision, unit and bound, or a stated absence.

Belongs here: everything that can be said about one number as printed, in a cell or in a sentence. Does not
belong here: what the number counts. Follows the value columns of the data contract. When in doubt the answer is
`unreadable`: a number that cannot be known is worth more unread than wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_UP, Decimal
from functools import lru_cache
from typing import Final

from gov_disclosure.parsing.chinese_numerals import find_chinese_number
from gov_disclosure.vocabulary.values import (
    MAGNITUDES,
    MONEY_EXPONENTS,
    UNIT_SYNONYMS,
    Bound,
    ValueStatus,
)

ZERO: Final = Decimal(0)
STEP: Final = Decimal("0.0001")
MAX_INTEGER_DIGITS: Final = 14
"""decimal(18,4) holds fourteen digits before the point."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one written number says.

    Attributes:
        status: Whether there is a number, and if not, what stands in its place.
        value: In base units of the column; None unless the status is `reported`.
        precision: Half-width of the rounding interval: 31.2万件 is 312000 ± 500; 0 for an exact number. The true number is
            never further from `value`: that of 300余条 lies between 300 and 400, 100 away at most.
        unit: Normalised unit that was printed with the number, None where none was; of money the one that `value` is in.
        bound: exact, approximate (约, 左右) or at_least (余, 多, 以上).
    """

    status: ValueStatus
    value: Decimal | None = None
    precision: Decimal = ZERO
    unit: str | None = None
    bound: str = Bound.EXACT


BLANK: Final = Reading(ValueStatus.BLANK)
DASH: Final = Reading(ValueStatus.DASH)
NOT_APPLICABLE: Final = Reading(ValueStatus.NOT_APPLICABLE)
UNREADABLE: Final = Reading(ValueStatus.UNREADABLE)

# Full-width forms are the same characters typed in another mode; every other compatibility form (①, ², ½) is no digit.
HALF_WIDTH: Final = str.maketrans(
    "０１２３４５６７８９．，＋－（）／％\u3000\xa0−﹣\u2009\u202f", "0123456789.,+-()/%  --,,"
)
INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\xad]|&nbsp;?|&#160;|&#xa0;", re.IGNORECASE)
STROKES: Final = re.compile(r"[-—–―─－−﹣/\\／＼\s]+")
# Labels of the form that begin like an absence; 无法提供 in a number cell is a misplaced label, not an answer.
ABSENCE: Final = re.compile(
    r"(?!无法提供|无正当|未审结|未经复议|没有现成)"
    r"(?:无|暂无|没有|未|不涉及|不适用|不存在|本(?:单位|部门|机关|级|局|年度?|行政机关)(?:暂?无|没有|未|不涉及|不适用))"
    r"[^0-9０-９|]{0,16}|[nN]/?[aA]"
)
MAGNITUDE: Final = "(?:[十百千]?亿|万亿|[十百千]?万|[百千])"
UNIT: Final = "|".join(sorted(UNIT_SYNONYMS, key=len, reverse=True))
WRITTEN: Final = re.compile(
    rf"""
    (?P<before>(?:大?约|近|将近|超过|逾|至少|不少于|达到?|共|¥|￥)?)
    (?:(?:较|比)(?:上一?年|去年)度?)?
    (?P<sign>(?:净?增(?:加|长)?|新增|净?减少?|下降|\+|-|–)?)
    (?:(?<![-–+])[ ])?
    (?:(?P<head>[0-9]{{1,8}})(?P<head_magnitude>[亿万])(?=[0-9]))?
    (?:(?P<grouped>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?)|(?P<digits>[0-9]+(?:\.[0-9]+)?)|(?P<chinese>[〇○零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+))
    [ ]?
    (?P<more_before>[余多]?)(?P<magnitude>{MAGNITUDE}?)(?P<more>[余多]?)
    [ ]?
    (?:(?P<unit>{UNIT})|\((?P<bracketed>万?(?:{UNIT}))\))?
    (?P<after>(?:余|多|左右|上下|以上)?)
    """,
    re.VERBOSE,
)
MINUS: Final = frozenset(("-", "–", "减", "减少", "净减", "净减少", "下降"))
APPROXIMATE: Final = frozenset(("约", "大约", "近", "将近", "左右", "上下"))
CURRENCY_SIGNS: Final = frozenset(("¥", "￥"))
AT_LEAST: Final = frozenset(("余", "多", "以上", "超过", "逾", "至少", "不少于"))


def read_number(raw: str, *, unit: str | None = None) -> Reading:
    """Read one cell, or one number cut out of a sentence together with its unit.

    >>> read_number("2.953亿元", unit="万元").value
    Decimal('29530')
    >>> read_number("减少2487项").value, read_number("１,２３４").value
    (Decimal('-2487'), Decimal('1234'))
    >>> read_number("12.").status.value, read_number("—").status.value
    ('unreadable', 'dash')

    Args:
        raw: The characters as printed.
        unit: Normalised unit of the column (件, 万元, 元, …). Money is converted to it, a bare number follows it.
            Without it, money stays in the unit printed (亿元 counts as 万元).

    Returns:
        The reading; `unreadable` for anything that is not exactly one certain number or a known absence.
    """
    if raw.isascii() and raw.isdigit() and len(raw) <= MAX_INTEGER_DIGITS and (raw[0] != "0" or len(raw) == 1):
        return _read_plain(raw)
    return _read_any(raw, unit)


@lru_cache(maxsize=16_384)
def _read_plain(raw: str) -> Reading:
    return Reading(ValueStatus.REPORTED, Decimal(raw))


@lru_cache(maxsize=16_384)
def _read_any(raw: str, unit: str | None) -> Reading:
    text = INVISIBLE.sub(" ", raw).strip() if raw else raw
    if not text:
        return BLANK
    if STROKES.fullmatch(text):
        return DASH
    if ABSENCE.fullmatch(text):
        return NOT_APPLICABLE
    match = WRITTEN.fullmatch(text.translate(HALF_WIDTH))
    return _read_match(match, unit) if match else UNREADABLE


def _read_match(match: re.Match[str], unit: str | None) -> Reading:
    number = _widen(match, _find_magnitude(match))
    printed = _find_printed_unit(match)
    if number is None or not _is_fitting(match, unit, printed):
        return UNREADABLE
    value, precision, exponent = number
    if printed not in MONEY_EXPONENTS:
        # half a request is a misread point
        whole = printed is None or value == value.to_integral_value()
        return _build_reading(match, value, precision, printed) if whole else UNREADABLE
    shift = MONEY_EXPONENTS[unit or printed]
    if exponent == shift and _find_bound(match) is Bound.EXACT:
        precision = ZERO  # 585313万元 in a 万元 column is exact as printed
    return _build_reading(match, value.scaleb(-shift), precision.scaleb(-shift), unit or printed)


def _widen(match: re.Match[str], number: tuple[Decimal, Decimal, int] | None) -> tuple[Decimal, Decimal, int] | None:
    """The same number with the width that its words give it.

    A word of approximation rounds to the last digit stated that is not 0: 约4900 is 4900 ± 50. A lower bound may fall short
    by as much as a unit of it: 300余 is 300 to 400, and 200万余, where the word stands behind the magnitude, 200万 to 201万.
    """
    bound = _find_bound(match)
    if number is None or bound is Bound.EXACT:
        return number
    value, precision, exponent = number
    place = int(value.normalize().as_tuple().exponent)
    if match["magnitude"] and match["more"]:
        place = min(place, MAGNITUDES[match["magnitude"]])
    width = Decimal(1).scaleb(place) if bound is Bound.AT_LEAST else Decimal(5).scaleb(place - 1)
    return value, max(precision, width), exponent


def _find_printed_unit(match: re.Match[str]) -> str | None:
    """Normalised unit in print, by its sign where it is not spelled out; 亿元 and 千万元 count as 万元, 千元 as 元."""
    spelled = (match["unit"] or match["bracketed"] or "").removeprefix("万")
    unit = "元" if not spelled and match["before"] in CURRENCY_SIGNS else UNIT_SYNONYMS.get(spelled)
    return "万元" if unit == "元" and _find_exponent(match) >= MONEY_EXPONENTS["万元"] else unit


def _find_exponent(match: re.Match[str]) -> int:
    """Power of ten that the magnitude stands for, before the unit (31.2万件) or inside it (12(万元))."""
    inside = 4 if (match["bracketed"] or "").startswith("万") else 0
    return MAGNITUDES.get(match["magnitude"], 0) + inside


def _find_magnitude(match: re.Match[str]) -> tuple[Decimal, Decimal, int] | None:
    """Value and half-width in single units, before any conversion of money, and the power of ten in print."""
    if match["more_before"] and match["more"]:
        return None
    if match["chinese"]:
        return _find_chinese(match)
    digits = (match["grouped"] or match["digits"]).replace(",", "")
    if digits[0] == "0" and digits[1:2].isdigit() and not match["head"]:
        return None  # 05 and 00 are two glued cells
    exponent = _find_exponent(match)
    value = Decimal(digits).scaleb(exponent)
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1) if exponent else ZERO
    if match["head"]:
        return _find_compound(match, value, half)
    return value, half, exponent


def _find_chinese(match: re.Match[str]) -> tuple[Decimal, Decimal, int] | None:
    """三 and 十二; a single 一 without a unit is also how a dash gets typed, so it is not read."""
    bare = not (match["unit"] or match["bracketed"] or match["sign"])
    number = find_chinese_number(match["chinese"] + match["magnitude"])
    if number is None or match["head"] or (match["chinese"] == "一" and bare):
        return None
    inside = 4 if (match["bracketed"] or "").startswith("万") else 0
    return Decimal(number).scaleb(inside), ZERO, 0


def _find_compound(match: re.Match[str], value: Decimal, half: Decimal) -> tuple[Decimal, Decimal, int] | None:
    """1亿2953万元 and 3万2345元: the second part must fill exactly the places below the first."""
    below = {"亿": "万", "万": ""}[match["head_magnitude"]]
    whole = (match["digits"] or "").partition(".")[0]
    if match["magnitude"] != below or len(whole) != 4 or match["more_before"]:
        return None
    head = Decimal(match["head"]).scaleb(MAGNITUDES[match["head_magnitude"]])
    return head + value, half, _find_exponent(match)


def _is_fitting(match: re.Match[str], unit: str | None, printed: str | None) -> bool:
    """False where the printed unit contradicts the column or leaves the scale open.

    585313万 in a 万元 column; ￥251000 there, where the sign may say 元, or that the number is money.
    """
    if match["before"] in CURRENCY_SIGNS:
        is_spelled = match["unit"] or match["bracketed"] or not (match["digits"] or "1").strip("0.")
        is_open = unit == "万元" and printed == "元" and not is_spelled
        return printed in MONEY_EXPONENTS and (unit is None or unit in MONEY_EXPONENTS) and not is_open
    if unit not in MONEY_EXPONENTS:
        return not (unit and printed in MONEY_EXPONENTS)
    if printed:
        return printed in MONEY_EXPONENTS
    return not (match["magnitude"] and MONEY_EXPONENTS[unit])


def _build_reading(match: re.Match[str], value: Decimal, precision: Decimal, unit: str | None) -> Reading:
    rounded = value
    if int(value.as_tuple().exponent) < -4:
        rounded = value.quantize(STEP, ROUND_HALF_EVEN)
        precision = max(precision, STEP)
    if int(precision.as_tuple().exponent) < -4:
        precision = precision.quantize(STEP, ROUND_UP)  # the contract keeps four decimals
    if rounded.adjusted() >= MAX_INTEGER_DIGITS:
        return UNREADABLE
    if rounded and match["sign"] in MINUS:
        rounded = -rounded
    return Reading(ValueStatus.REPORTED, _spell_out(rounded), _spell_out(precision), unit, _find_bound(match))


def _spell_out(number: Decimal) -> Decimal:
    """The same number without a positive exponent: 312000, not 3.12E+5."""
    return number.quantize(Decimal(1)) if int(number.as_tuple().exponent) > 0 else number


def _find_bound(match: re.Match[str]) -> Bound:
    words = {match["before"], match["more_before"], match["more"], match["after"]}
    if words & AT_LEAST:
        return Bound.AT_LEAST
    return Bound.APPROXIMATE if words & APPROXIMATE else Bound.EXACT
