"""What a repair looks like: the slip of hand or eye that would turn the needed numbers into the printed ones.

Belongs here: comparing printed with needed counts. Does not belong here: which repairs there are (`location_search.py`).
A kind is a likeness, not a proof. It orders repairs of about the same weight and tells the editor what to look for.
"""

from collections.abc import Mapping, Sequence

# kind → words, and what a repair of this kind weighs more than one that looks like a slip of the pen
KINDS: Mapping[str, tuple[str, str, float]] = {
    "digit": ("数字误写", "a digit slip", 0.0),
    "lost_digit": ("多写或漏写一位", "a digit too few or too many", 0.0),
    "transposition": ("数字颠倒", "digits transposed", 0.0),
    "sign": ("正负号", "the sign", 0.0),
    "shifted": ("串格", "numbers shifted by a cell", 0.0),
    "swapped": ("两格互换", "two cells swapped", 0.0),
    "copied_row": ("重复抄录相邻行", "the row beside it copied", 0.0),
    "lost_row": ("整行漏填", "a row left out", 0.5),
    "omitted": ("漏填", "a number left out", 0.5),
    "total": ("合计有误", "a total added up wrongly", 1.0),
    "bound": ("越界", "a bound exceeded: the number is the nearest one that fits", 1.5),
    "other": ("数字不符", "another number", 1.5),
    "several": ("多处不符", "several numbers", 1.5),
}

BOUND = "bound"


def find_kind(printed: int, needed: int, *, is_total: bool = False) -> str:
    """Kind of a change of one count.

    >>> find_kind(21, 12), find_kind(18, 13), find_kind(130, 13), find_kind(0, 4), find_kind(7, 31, is_total=True)
    ('transposition', 'digit', 'lost_digit', 'omitted', 'total')
    """
    if printed == -needed:
        return "sign"
    if printed == 0:
        return "omitted"
    one, two = str(printed), str(needed)
    if len(one) == len(two):
        places = [at for at, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
        if len(places) == 1 and len(one) > 1:
            return "digit"
        if (
            len(places) == 2
            and places[1] == places[0] + 1
            and one[places[0]] == two[places[1]]
            and one[places[1]] == two[places[0]]
        ):
            return "transposition"
    if needed and abs(len(one) - len(two)) == 1 and _is_without_one(*sorted((one, two), key=len)):
        return "lost_digit"
    return "total" if is_total else "other"


def find_line_kind(printed: Sequence[int], needed: Sequence[int], neighbours: Sequence[Sequence[int]]) -> str | None:
    """Kind of a change of several cells of one row or column, its total left aside; `neighbours` are the lines beside it.

    >>> find_line_kind([0, 7, 3, 0], [7, 3, 0, 0], [])
    'shifted'
    >>> find_line_kind([4, 0, 2, 1], [3, 1, 0, 0], [[4, 0, 2, 1]])
    'copied_row'
    """
    changed = [at for at, (a, b) in enumerate(zip(printed, needed, strict=True)) if a != b]
    if len(changed) < 2:
        return None
    if is_shifted(printed, needed):
        return "shifted"
    if len(changed) == 2:
        first, second = changed
        return "swapped" if (printed[first], printed[second]) == (needed[second], needed[first]) else None
    if not any(printed):
        return "lost_row"
    return "copied_row" if any(list(line) == list(printed) for line in neighbours) else None


def is_shifted(printed: Sequence[int], needed: Sequence[int]) -> bool:
    """Whether the printed line is the needed one moved by a cell to either side."""
    return any(_shift(needed, by) == list(printed) for by in (1, -1))


def _is_without_one(short: str, long: str) -> bool:
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _shift(numbers: Sequence[int], by: int) -> list[int] | None:
    """The numbers moved by one place, the one at the end lost; None where nothing would be left."""
    moved = [0, *numbers[:-1]] if by > 0 else [*numbers[1:], 0]
    return moved if any(moved) else None
