"""Names of divisions in Latin letters, where they are certain.

Belongs here: Hanyu pinyin of Chinese names, and names that are spelled after another language. Does not belong here: which
divisions there are (`regions.py`).

`reference/place_readings.csv` has one reading of each character of the register, the one that it has in names of places: those
with several readings were gone through by hand, name by name. `reference/place_names.csv` has the names that are read or spelled
otherwise, for all codes or those that begin with some digits. A line without a stem is for all others below it; one without a
spelling says that there is none to be relied on, and the name stays in Chinese alone.
"""

from collections.abc import Mapping
from functools import cache

from gov_disclosure.vocabulary.regions import load_spans, read_table

_VOWELS = ("a", "e", "o")
"""A syllable that begins with one is set off by an apostrophe from the one before it."""
_CODE_LENGTHS = (6, 4, 2, 0)


def romanise_stem(code: str, stem: str) -> str | None:
    """The name of a division without its kind, or None where no spelling is certain.

    >>> romanise_stem("341500", "六安"), romanise_stem("350524", "安溪"), romanise_stem("150221", "土默特右")
    ("Lu'an", 'Anxi', None)
    """
    told = _load_names()
    for key in (*((code[:length], stem) for length in _CODE_LENGTHS), *((code[:length], "") for length in (4, 2))):
        if key in told:
            return told[key]
    return _spell(stem)


def list_romanised() -> Mapping[tuple[str, str], str | None]:
    """The names of all divisions by code and Chinese name."""
    return {(span.code, span.name): romanise_stem(span.code, span.stem) for span in load_spans()}


def _spell(stem: str) -> str | None:
    """Hanyu pinyin; None if a character has no reading here."""
    readings = [_load_readings().get(character) for character in stem]
    known = [reading for reading in readings if reading]
    if not known or len(known) < len(readings):
        return None
    first, *others = known
    return first.capitalize() + "".join(f"'{one}" if one.startswith(_VOWELS) else one for one in others)


@cache
def _load_readings() -> Mapping[str, str]:
    return {character: reading for reading, characters in read_table("place_readings.csv") for character in characters}


@cache
def _load_names() -> Mapping[tuple[str, str], str | None]:
    return {(codes, stem): spelled or None for codes, stem, spelled, _why in read_table("place_names.csv")}
