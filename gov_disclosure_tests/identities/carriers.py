"""Which divisions a name as written can mean in a year, and which of them further evidence leaves.

What belongs here: the conclusions of a careful reader who has the register, the area codes and the marks of the provinces
at hand. What does not: wording (`wording`) and the choice of cases (`cases`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from gov_disclosure.vocabulary.regions import RegionSpan, load_area_codes, load_provinces, load_spans

#: Ways to write the name of a division, the most frequent first.
NAMINGS = ("name", "chain", "province_chain", "province_name", "stem_chain", "short")
OUTSIDE = frozenset({"660000", "100000"})


@dataclass(frozen=True, slots=True)
class Written:
    """A name as written, the names in front of it, and which divisions the last of the names stands for."""

    text: str
    last: str
    above: tuple[str, ...]


def list_places(year: int) -> list[RegionSpan]:
    """Divisions that stood at the end of a year."""
    return [span for span in _divisions() if span.is_valid(year)]


@cache
def _divisions() -> tuple[RegionSpan, ...]:
    return tuple(span for span in load_spans() if span.code not in OUTSIDE)


@cache
def _by_code() -> dict[str, tuple[RegionSpan, ...]]:
    index: dict[str, list[RegionSpan]] = defaultdict(list)
    for span in _divisions():
        index[span.code].append(span)
    return {code: tuple(spans) for code, spans in index.items()}


def find_above(span: RegionSpan, year: int) -> list[RegionSpan]:
    """Prefecture and province, nearest first, as they stood in the year or the year nearest to it."""
    codes = dict.fromkeys(c for c in (span.parent_code, span.province_code) if c and c != span.code)
    return [min(_by_code()[code], key=lambda s: s.years_off(year)) for code in codes]


def write_name(span: RegionSpan, naming: str, year: int) -> Written | None:
    """The name in one of `NAMINGS`; None where the division has no such name."""
    above = find_above(span, year)
    near, far = above[:1], above[::-1]
    if naming == "name":
        return Written(span.name, span.name, ())
    if naming == "short":
        return _short(span)
    if not above or (naming in ("province_chain", "province_name") and len(above) < 2):
        return None
    if naming == "stem_chain":
        usable = len(span.stem) > 1 and span.stem != span.name and near[0].level == "prefecture"
        return Written(near[0].name + span.stem, span.stem, (near[0].name,)) if usable else None
    front = {"chain": near, "province_chain": far, "province_name": above[-1:]}[naming]
    names = tuple(a.name for a in front)
    return Written("".join(names) + span.name, span.name, names)


def _short(span: RegionSpan) -> Written | None:
    if "自治" not in span.name or span.level == "province" or len(span.stem) < 2:
        return None
    name = span.stem + span.name[-1]
    return Written(name, name, ())


@cache
def _carriers(last: str) -> tuple[RegionSpan, ...]:
    """Every division that was ever written like that."""
    return tuple(
        span
        for span in _divisions()
        if last in (span.name, span.stem) or ((short := _short(span)) is not None and short.last == last)
    )


def list_carriers(written: Written, year: int) -> list[RegionSpan]:
    """Divisions that the name can mean in the year or, given up or not yet taken on, a year off."""
    spans = [s for s in _carriers(written.last) if s.years_off(year) <= 1]
    if not written.above:
        spans = [s for s in spans if s.stem != written.last or s.name == written.last]
    return [s for s in spans if set(written.above) <= {a.name for a in find_above(s, year)}]


def conclude(spans: Iterable[RegionSpan], year: int) -> frozenset[str]:
    """Codes that a careful reader may give; empty where the evidence does not decide.

    A name given up in the year before may still be used, so such a division stays a rival; one that takes the name
    later, or that goes on elsewhere under a new code, does not.
    """
    spans = list(spans)
    valid = [s for s in spans if s.is_valid(year)]
    if not valid:
        return frozenset(s.code for s in spans) if len({s.code for s in spans}) == 1 else frozenset()
    rivals = [s for s in spans if s not in valid and s.valid_to_year is not None and s.valid_to_year < year]
    elsewhere = [s for s in rivals if s.province_code != valid[0].province_code]
    return frozenset({valid[0].code}) if len({s.code for s in valid}) == 1 and not elsewhere else frozenset()


def list_area_codes(span: RegionSpan) -> list[str]:
    """Telephone area codes of a division, or of the one above where it has none of its own."""
    for code in (span.code, span.parent_code or "", span.province_code):
        found = [area for area, codes in sorted(load_area_codes().items()) if code in codes]
        if found:
            return found
    return []


def keep_by_area_code(spans: Iterable[RegionSpan], area: str) -> list[RegionSpan]:
    """Divisions that can have that area code."""
    return [s for s in spans if not (areas := list_area_codes(s)) or area in areas]


def keep_below(spans: Iterable[RegionSpan], above: RegionSpan, year: int) -> list[RegionSpan]:
    """Divisions that belong to another one."""
    return [s for s in spans if above.code in {a.code for a in find_above(s, year)}]


def keep_by_mark(spans: Iterable[RegionSpan], mark: str, field: str) -> list[RegionSpan]:
    """Divisions whose province has a mark: in its `postcode_prefixes`, `document_prefixes` or `host_labels`."""
    provinces = {p.code for p in load_provinces() if mark in getattr(p, field)}
    return [s for s in spans if s.province_code in provinces]


def list_marks(span: RegionSpan, field: str) -> tuple[str, ...]:
    """Marks of a division's province."""
    return next(tuple(getattr(p, field)) for p in load_provinces() if p.code == span.province_code)


@cache
def list_homonyms(year: int) -> tuple[RegionSpan, ...]:
    """Divisions whose full name another one has in the year."""
    by_name: dict[str, list[RegionSpan]] = defaultdict(list)
    for span in list_places(year):
        by_name[span.name].append(span)
    return tuple(s for spans in by_name.values() if len(spans) > 1 for s in spans)


@cache
def list_renamed() -> tuple[RegionSpan, ...]:
    """Divisions whose code or name begins or ends within the years of the register."""
    return tuple(s for s in _divisions() if s.valid_to_year is not None or s.valid_from_year > 2008)
