"""Damage to text: the edits that copying, cutting, extracting and typing make, and worse ones.

Belongs here: edits of characters, lines and bytes. Does not belong here: files that hold packed parts (`packages`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from gov_disclosure_tests.fuzz.seeds import list_markup, list_words

MOST_EDITS = 8
LONGEST_SPAN = 300
MOST_COPIES = 40
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "big5", "utf-16")
_DIGITS = re.compile(r"\d+")
_BORDER = re.compile(r"[\t|｜\n]")
_BORDERS = ("\t", "\n", "|", "  ", "", " | ", "\n\t")
_TAG = re.compile(r"<[^<>]{0,200}>")


def mutate_text(text: str, rng: Random, words: Sequence[str] = ()) -> str:
    """A text after some edits; `words` are put in now and then."""
    words = words or list_words()
    for _ in range(rng.randint(1, MOST_EDITS)):
        text = rng.choice(_EDITS)(text, rng, words)
    return text


def mutate_page(text: str, rng: Random) -> str:
    """A page after some edits of its text and of its tags."""
    for _ in range(rng.randint(1, MOST_EDITS)):
        edit = rng.choice((*_EDITS, _drop_tag, _repeat_tag, _repeat_tag))
        text = edit(text, rng, list_markup())
    return text


def mutate_encoded(data: bytes, rng: Random, mutate: Callable[[str, Random], str] = mutate_text) -> bytes:
    """Bytes of a text after edits of its characters, now and then of its bytes or its encoding."""
    if rng.random() < 0.15:
        return mutate_bytes(data, rng)
    encoding = next((e for e in ENCODINGS if _is_in(data, e)), "latin-1")
    text = mutate(data.decode(encoding), rng)
    encoding = rng.choice(ENCODINGS) if rng.random() < 0.05 else encoding
    return text.encode(encoding, "replace")


def mutate_bytes(data: bytes, rng: Random) -> bytes:
    """Bytes after some are dropped, repeated, changed or put in."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, MOST_EDITS)):
        start, end = _span(len(changed), rng)
        kind = rng.random()
        if kind < 0.25:
            del changed[start:end]
        elif kind < 0.45:
            changed[start:start] = changed[start:end] * rng.randint(1, 4)
        elif kind < 0.6:
            changed[start:start] = rng.choice(list_words()).encode()
        elif changed:
            changed[start % len(changed)] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))
    return bytes(changed)


def _is_in(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def _span(length: int, rng: Random) -> tuple[int, int]:
    start = rng.randint(0, length)
    return start, min(length, start + int(LONGEST_SPAN ** rng.random()))


def _drop(text: str, rng: Random, words: Sequence[str]) -> str:
    start, end = _span(len(text), rng)
    return text[:start] + text[end:]


def _repeat(text: str, rng: Random, words: Sequence[str]) -> str:
    start, end = _span(len(text), rng)
    return text[:start] + text[start:end] * rng.randint(2, MOST_COPIES) + text[end:]


def _move(text: str, rng: Random, words: Sequence[str]) -> str:
    start, end = _span(len(text), rng)
    rest = text[:start] + text[end:]
    place = rng.randint(0, len(rest))
    return rest[:place] + text[start:end] + rest[place:]


def _put_in(text: str, rng: Random, words: Sequence[str]) -> str:
    place = rng.randint(0, len(text))
    return text[:place] + rng.choice(words) * rng.choice((1, 1, 1, 2, 30)) + text[place:]


def _renumber(text: str, rng: Random, words: Sequence[str]) -> str:
    found = list(_DIGITS.finditer(text))
    if not found:
        return text
    match = rng.choice(found)
    wild = ("", "0", "00", str(rng.randrange(10 ** rng.randint(1, 25))), match[0] * 2, match[0] + ".", "-" + match[0])
    return text[: match.start()] + rng.choice(wild) + text[match.end() :]


def _rearrange_lines(text: str, rng: Random, words: Sequence[str]) -> str:
    lines = text.split("\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    kind = rng.random()
    if kind < 0.4:
        lines[one], lines[other] = lines[other], lines[one]
    elif kind < 0.7:
        lines.insert(other, lines[one])
    else:
        del lines[one]
    return "\n".join(lines)


def _change_borders(text: str, rng: Random, words: Sequence[str]) -> str:
    """Borders of a stretch become others, or go: digits run together."""
    start, end = _span(len(text), rng)
    return text[:start] + _BORDER.sub(rng.choice(_BORDERS), text[start:end]) + text[end:]


def _cut(text: str, rng: Random, words: Sequence[str]) -> str:
    place = rng.randint(0, len(text))
    return text[:place] if rng.random() < 0.7 else text[place:]


def _change_character(text: str, rng: Random, words: Sequence[str]) -> str:
    place = rng.randint(0, len(text))
    other = rng.choice(text) if text else "公"
    return text[:place] + rng.choice((other, chr(rng.randrange(32, 0xD7FF)), "0", "\n")) + text[place + 1 :]


def _drop_tag(text: str, rng: Random, words: Sequence[str]) -> str:
    found = list(_TAG.finditer(text))
    match = rng.choice(found) if found else None
    return text[: match.start()] + text[match.end() :] if match else text


def _repeat_tag(text: str, rng: Random, words: Sequence[str]) -> str:
    found = list(_TAG.finditer(text))
    if not found:
        return text
    place = rng.choice(found).start()
    return text[:place] + rng.choice(found)[0] * rng.choice((1, 1, 3, 50)) + text[place:]


_Edit = Callable[[str, Random, Sequence[str]], str]
_EDITS: tuple[_Edit, ...] = (
    *(_drop, _repeat, _move, _put_in, _put_in, _renumber, _renumber),
    *(_rearrange_lines, _change_borders, _cut, _change_character),
)
