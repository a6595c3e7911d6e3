"""How a number stands in its cell: digits of several kinds, units, signs, 万 and 亿, and what is put in place of a zero.

Belongs here: number to characters, and what a reader can still know from them. Does not belong here: which cells there
are (`grid`) and damage that comes later (`damage`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

from gov_disclosure.vocabulary.forms import form_tables
from gov_disclosure_tests.generator.counts import Numbers
from gov_disclosure_tests.generator.grid import list_keys
from gov_disclosure_tests.generator.truth import BLANK, DASH, NOT_APPLICABLE, REPORTED, CellTruth

NOTATIONS = ("plain", "grouped", "wide_grouped", "fullwidth", "units", "magnitudes", "padded")
SIGNS = ("minus", "plus", "words")
EMPTIES: dict[str, tuple[str, str]] = {
    "blank": ("", BLANK),
    "dash": ("-", DASH),
    "long_dash": ("—", DASH),
    "slash": ("/", DASH),
    "word": ("无", NOT_APPLICABLE),
    "phrase": ("本单位未制作", NOT_APPLICABLE),
}
PLACES = ("zeros", "request_zeros", "some_zeros", "request_totals", "result_row", "rules_row")
"""Where something else stands instead of a number. In `request_totals` and `result_row` numbers above zero are left out too."""

_WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
_MILLION = Decimal(10_000)
_UNITS = {"decisions": ("件", "件", "件", "起", "宗"), "projects": ("个", "项"), "amount": ("万元",)}


@cache
def _units(form: str) -> dict[str, tuple[str, str]]:
    """Unit and type of every cell."""
    out = {}
    for table in form_tables(form):
        for row, column in table.cells():
            name = f"{table.key}|{row.key}" + (f"|{column.key}" if table.key != "statistics" else "")
            out[name] = (table.unit_of(row, column), column.type or row.type)
    return out


@dataclass(frozen=True, slots=True)
class Hand:
    """How one author writes: a notation, a way with signs, and what he puts where instead of a number."""

    notation: str = "plain"
    signs: str = "minus"
    empty: str = ""
    place: str = "zeros"


def write_cells(form: str, numbers: Numbers, hand: Hand, rng: Random) -> dict[str, CellTruth]:
    """The characters of every cell, with what they say."""
    write = _WRITERS[hand.notation]
    left_out = _PLACES[hand.place] if hand.empty else None
    units = _units(form)
    out = {}
    for key in list_keys(form):
        number = numbers[key]
        if left_out and left_out(key, number, rng):
            text, status = EMPTIES[hand.empty]
            out[key] = CellTruth(status, None, number, text)
            continue
        unit, kind = units[key]
        if kind == "signed" and number and hand.signs != "minus":
            out[key] = CellTruth(REPORTED, number, None, _SIGNED[hand.signs](number))
            continue
        text, value = write(number, unit, key, rng)
        out[key] = CellTruth(REPORTED, value, None, text)
    return out


Written = tuple[str, Decimal]


def _plain(number: Decimal, unit: str, key: str, rng: Random) -> Written:
    return format(number, "f"), number


def _grouped(number: Decimal, unit: str, key: str, rng: Random) -> Written:
    return format(number, ",f"), number


def _wide_grouped(number: Decimal, unit: str, key: str, rng: Random) -> Written:
    return format(number, ",f").replace(",", "，"), number


def _fullwidth(number: Decimal, unit: str, key: str, rng: Random) -> Written:
    return format(number, "f").translate(_WIDE), number


def _padded(number: Decimal, unit: str, key: str, rng: Random) -> Written:
    return rng.choice((" {}", "{} ", "  {}", "{}", "\u00a0{}")).format(format(number, "f")), number


def _with_units(number: Decimal, unit: str, key: str, rng: Random) -> Written:
    """Units in table 二, where the form prints none; an amount also in 元."""
    if not key.startswith("proactive|"):
        return format(number, "f"), number
    if unit == "万元" and number and rng.random() < 0.4:
        return f"{number * _MILLION:f}".rstrip("0").rstrip(".") + "元" if number % 1 else f"{number:f}0000元", number
    return format(number, "f") + rng.choice(_UNITS.get(key.rsplit("|", 1)[1], (unit,))), number


def _magnitudes(number: Decimal, unit: str, key: str, rng: Random) -> Written:
    """万 and 亿 for large numbers outside the sums: what is printed is rounded, and the printed number is the truth."""
    if not key.startswith("proactive|") or number < 10_000:
        return _with_units(number, unit, key, rng)
    step = Decimal("0.001") if unit == "万元" else Decimal("0.1")
    short = (number / _MILLION).quantize(step)
    return f"{short:f}{'亿元' if unit == '万元' else '万' + unit}", short * _MILLION


_WRITERS: dict[str, Callable[[Decimal, str, str, Random], Written]] = {
    "plain": _plain,
    "grouped": _grouped,
    "wide_grouped": _wide_grouped,
    "fullwidth": _fullwidth,
    "units": _with_units,
    "magnitudes": _magnitudes,
    "padded": _padded,
}
_SIGNED: dict[str, Callable[[Decimal], str]] = {
    "plus": lambda n: f"{n:+f}",
    "words": lambda n: f"{'增加' if n > 0 else '减少'}{abs(n):f}项",
}
_KEPT_TOTALS = ("new", "carried_in", "result_total", "carried_out")
_PLACES: dict[str, Callable[[str, Decimal, Random], bool]] = {
    "zeros": lambda key, n, rng: not n,
    "request_zeros": lambda key, n, rng: not n and key.startswith("requests|"),
    "some_zeros": lambda key, n, rng: not n and rng.random() < 0.15,
    "request_totals": lambda key, n, rng: (
        key.endswith("|total") and key.startswith("requests|") and key.split("|")[1] not in _KEPT_TOTALS
    ),
    "result_row": lambda key, n, rng: key.startswith("requests|result_total|"),
    "rules_row": lambda key, n, rng: not n and key.startswith("proactive|rules|"),
}
