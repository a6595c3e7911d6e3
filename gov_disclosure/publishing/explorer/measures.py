"""Series and indicators of all areas and years, side by side in arrays, and as pieces of data for the pages.

Belongs here: gathering them from the long tables, one piece for each measure and one part for each area. Does not belong here: the
areas, and what the numbers mean.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.analysis_tables import FLAGS, MARKS, REASONS, STATUSES
from gov_disclosure.publishing.explorer.areas import NONE, AreaIndex, find_places
from gov_disclosure.publishing.explorer.chunks import spell_numbers
from gov_disclosure.publishing.explorer.sources import Source
from gov_disclosure.vocabulary.series import list_derived_indicators, list_series

NUMBERS = ("value", "low", "high", "numerator", "denominator")
WORDS = {"status": STATUSES, "comparability": MARKS, "comparability_reason": REASONS, "flag": FLAGS}
_YES = ("true",)
"""The only word of a column that says yes or no: no is left blank."""
_NO_REPORT = ord("a") + STATUSES.index("not_in_form")
"""From this letter on no report says anything."""
_PLACE = ("region_code", "report_year")
_DIGITS = 6
"""Decimals of a rate; its numerator and denominator are exact."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A long table: `key` is its column with the name of the measure."""

    name: str
    table: str
    key: str
    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    words: tuple[str, ...]


KINDS = (
    Kind(
        "series",
        "panel_series",
        "series",
        tuple(series.key for series in list_series()),
        NUMBERS[:3],
        ("status", "comparability", "comparability_reason", "in_doubt"),
    ),
    Kind(
        "indicator",
        "indicator_series",
        "indicator",
        tuple(indicator.key for indicator in list_derived_indicators()),
        NUMBERS,
        (*WORDS, "in_doubt"),
    ),
)


@dataclass(frozen=True, slots=True)
class MeasureArrays:
    """All numbers of one kind: arrays of (measures, areas, years); words as bytes, blank where there is none."""

    kind: Kind
    numbers: Mapping[str, np.ndarray]
    words: Mapping[str, np.ndarray]


def read_measures(source: Source, index: AreaIndex, kind: Kind) -> MeasureArrays:
    """Gather a long table; measures that only another version of the program has are left out."""
    shape = len(kind.keys), len(index.areas), len(index.years)
    numbers = {name: np.full(shape, np.nan) for name in kind.numbers}
    words = {name: np.full(shape, ord(NONE), np.uint8) for name in kind.words}
    keys = pa.array(kind.keys, pa.string())
    for piece in source.read_pieces(kind.table, [*_PLACE, kind.key, *kind.numbers, *kind.words]):
        piece = piece.filter(pc.is_in(piece[kind.key], value_set=keys))
        measure = pc.index_in(piece[kind.key], keys).to_numpy()
        area = find_places(index, piece["region_code"], piece["report_year"])
        place = (
            (measure.astype(np.int64) * shape[1] + area) * shape[2] + piece["report_year"].to_numpy() - index.years[0]
        )
        for name, array in numbers.items():
            array.reshape(-1)[place] = pc.cast(piece[name], pa.float64()).to_numpy()
        for name, letters in words.items():
            letters.reshape(-1)[place] = _spell_words(piece[name], WORDS.get(name, _YES))
    return MeasureArrays(kind, numbers, words)


def _spell_words(column: pa.ChunkedArray, words: Sequence[str]) -> np.ndarray:
    if pa.types.is_boolean(column.type):
        column = pc.cast(column, pa.string())
    places = pc.fill_null(pc.index_in(column, pa.array(words, pa.string())), -1).to_numpy()
    return np.where(places < 0, ord(NONE), places + ord("a")).astype(np.uint8)


def list_measure_chunks(arrays: MeasureArrays) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A piece for each measure: all areas of which anything is known in any year."""
    for place, key in enumerate(arrays.kind.keys):
        status = arrays.words["status"][place]
        areas = np.flatnonzero((status != ord(NONE)).any(axis=1))
        yield f"{arrays.kind.name}/{key}", {"areas": areas.tolist(), **_spell(arrays, np.s_[place, areas])}


def build_area_part(arrays: MeasureArrays, area: int) -> Mapping[str, Any]:
    """All measures that a report of the area has or should have in some year."""
    status = arrays.words["status"][:, area]
    known = ((status != ord(NONE)) & (status < _NO_REPORT)).any(axis=1)
    return {arrays.kind.keys[place]: _spell(arrays, np.s_[place, area]) for place in np.flatnonzero(known)}


def _spell(arrays: MeasureArrays, place: Any) -> Mapping[str, Any]:
    """Numbers and words of some areas, one after the other; the bounds only where they differ from the number."""
    flat = {name: array[place].ravel() for name, array in arrays.numbers.items()}
    low, high, value = flat.pop("low"), flat.pop("high"), flat["value"]
    differs = np.flatnonzero(((low != value) & ~np.isnan(low)) | ((high != value) & ~np.isnan(high)))
    spelled: dict[str, Any] = {name: spell_numbers(numbers.tolist(), _DIGITS) for name, numbers in flat.items()}
    bounds = zip(differs.tolist(), low[differs].tolist(), high[differs].tolist(), strict=True)
    spelled["bounds"] = {place: spell_numbers([least, most], _DIGITS) for place, least, most in bounds}
    return spelled | {name: array[place].tobytes().decode("ascii") for name, array in arrays.words.items()}
