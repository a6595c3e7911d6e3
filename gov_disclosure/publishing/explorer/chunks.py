"""Pieces of data as scripts that a page may load from a disk.

Belongs here: their spelling. Does not belong here: what is in them.
"""

import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any

_NAME = re.compile(r"[0-9A-Za-z_./-]+")
_LEVEL = 6
"""More takes three times as long for a thirtieth of the size."""


def write_chunk(folder: Path, name: str, content: Any) -> int:
    """Write a piece under its name, `area/henan/410900-2008`; returns its size in bytes.

    Raises:
        ValueError: the name holds more than letters, digits and `_ . / -`.
    """
    return write_spelled(folder, name, spell_json(content))


def write_spelled(folder: Path, name: str, spelled: str) -> int:
    """The same of a piece that is JSON already."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot name a piece")
    packed = base64.b64encode(zlib.compress(spelled.encode("ascii"), _LEVEL)).decode("ascii")
    path = folder / f"{name}.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(f'Explorer.put("{name}","{packed}");\n'.encode("ascii"))


def spell_json(content: Any) -> str:
    """A value as JSON in ASCII, as short as it gets.

    >>> spell_json({"年": [1, None]})
    '{"\\\\u5e74":[1,null]}'
    """
    return json.dumps(content, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def spell_numbers(numbers: list[float | None], digits: int | None = None) -> list[int | float | None]:
    """Numbers as short as they get; not a number and None are null.

    >>> spell_numbers([3.0, None, float("nan"), 0.25, 1 / 3], 3)
    [3, None, None, 0.25, 0.333]
    """
    return [_spell_number(number, digits) for number in numbers]


def _spell_number(number: float | None, digits: int | None) -> int | float | None:
    if number is None or number != number:
        return None
    if number == int(number):
        return int(number)
    return number if digits is None else round(number, digits)
