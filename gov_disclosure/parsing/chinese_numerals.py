"""Numbers written in Chinese characters: 三, 十二, 一百零五, 二〇一九.

Belongs here: the exact reading of one such number. Does not belong here: signs, units and digits
(`parsing.numerals`). Source: the common rules of writing numbers; a reading is accepted only when writing it
back gives the same characters, so that colloquial 一百五 (105 or 150) is refused.
"""

from __future__ import annotations

from typing import Final

FINANCIAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟两○零Ｏ", "一二三四五六七八九十百千二〇〇〇")
DIGITS: Final = {character: value for value, character in enumerate("〇一二三四五六七八九")}
PLACES: Final = {"十": 10, "百": 100, "千": 1000}
MYRIADS: Final = {"万": 10_000, "亿": 100_000_000}


def find_chinese_number(text: str) -> int | None:
    """Read a whole string of Chinese numerals.

    >>> find_chinese_number("一百零五"), find_chinese_number("二〇一九")
    (105, 2019)
    >>> find_chinese_number("一百五") is None
    True

    Args:
        text: Nothing but numeral characters; 零 and ○ stand for 〇, 两 for 二, 壹贰叁… for 一二三….

    Returns:
        The number, or None where the characters are no number or more than one number.
    """
    plain = text.translate(FINANCIAL)
    if not plain:
        return None
    if len(plain) > 1 and all(character in DIGITS for character in plain):
        return _find_positional(plain)
    number = _add_up(plain)
    if number is None:
        return None
    written = write_chinese_number(number)
    return number if plain in (written, written.removeprefix("一") if written.startswith("一十") else written) else None


def write_chinese_number(number: int) -> str:
    """Write a number below 10^12 in the standard way (一十二 and not 十二, 〇 for 零).

    >>> write_chinese_number(10_205)
    '一万〇二百〇五'
    """
    if number == 0:
        return "〇"
    groups = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    out = ""
    for value, name in groups:
        if value and out and (value < 1000 or out.endswith("〇")):
            out += "" if out.endswith("〇") else "〇"
        if value:
            out += _write_below_myriad(value) + name
        elif out and not out.endswith("〇") and name:
            out += "〇"
    return out.rstrip("〇")


def _write_below_myriad(number: int) -> str:
    out = ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            out += "〇一二三四五六七八九"[digit] + name
        elif out and not out.endswith("〇"):
            out += "〇"
    return out.rstrip("〇")


def _find_positional(plain: str) -> int | None:
    """二〇一九 is 2019; 三五 may be 35, 3 and 5, or "three to five": only strings with 〇 are certain."""
    if "〇" not in plain or plain[0] == "〇":
        return None
    return int("".join(str(DIGITS[character]) for character in plain))


def _add_up(plain: str) -> int | None:
    total = section = digit = 0
    for character in plain:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in PLACES:
            section += (digit or 1) * PLACES[character]
            digit = 0
        elif character in MYRIADS:
            total += (section + digit) * MYRIADS[character]
            section = digit = 0
        else:
            return None
    return total + section + digit
