"""The areas that pages are about: regions as long as they stay the same, whatever their code, in one fixed order.

Belongs here: their index, and what there is of each in each year. Does not belong here: numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.analysis_tables import COVERAGE_STATES, TIMELINESS
from gov_disclosure.publishing.explorer.sources import Source
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS, load_provinces
from gov_disclosure.vocabulary.romanisation import list_romanised

TABLE = "coverage_region_year"
NONE = " "
"""In a text of one letter for each year: nothing to tell."""
_COLUMNS = (
    "region_code", "report_year", "region_name", "region_level", "parent_code", "region", "area_id", "state", "timeliness",
    "reports", "refused", "refused_reasons", "report_id", "basis", "choice", "candidates",
)  # fmt: skip
_OUTSIDE = "@"
_YEARS = 10_000


@dataclass(slots=True)
class Area:
    """An area of the register, or a body that has a code but is none.

    Attributes:
        place: its number in the index.
        names: all it had, the newest first.
        codes: likewise.
        states, timeliness: one letter for each year of the index.
        refused: reasons of refusals by year.
        chosen: by year, the report that stands for it, why its scope is known, why this one, and out of how many.
    """

    area_id: str
    region: str
    level: str
    names: list[str]
    codes: list[str]
    parent_code: str | None = None
    place: int = -1
    states: list[str] = field(default_factory=list)
    timeliness: list[str] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    chosen: dict[int, list[Any]] = field(default_factory=dict)
    documented: bool = False

    @property
    def chunk(self) -> str:
        """Name of its piece of data, below a kind of pieces."""
        return f"{self.region}/{self.area_id.replace('@', '-')}"

    @property
    def span(self) -> tuple[int, int] | None:
        """Places of its first and last year among those of the index; of a body that is no area there are none."""
        known = [place for place, state in enumerate(self.states) if state != NONE]
        return (known[0], known[-1]) if known else None


@dataclass(frozen=True)
class AreaIndex:
    """All areas in the order of regions and codes, and where each code of each year belongs."""

    areas: Sequence[Area]
    years: Sequence[int]
    places: Mapping[tuple[str, int], int]

    @cached_property
    def sorted_places(self) -> tuple[np.ndarray, np.ndarray]:
        """The same as arrays: codes and years in one number, ascending, and the places."""
        spelled = np.array([int(code) * _YEARS + year for code, year in self.places], np.int64)
        order = np.argsort(spelled)
        return spelled[order], np.array(list(self.places.values()), np.int64)[order]


def read_areas(source: Source) -> AreaIndex:
    """The index of a release or warehouse."""
    rows = [row for piece in source.read_pieces(TABLE, _COLUMNS) for row in piece.to_pylist()]
    years = _find_years(rows)
    found: dict[str, Area] = {}
    owners: dict[tuple[str, int], str] = {}
    for row in rows:
        if row["report_year"] in years:
            _add_row(found, row, years)
            owners[row["region_code"], row["report_year"]] = row["area_id"]
    _add_strangers(found, owners, source)
    areas = sorted(found.values(), key=lambda area: (REGIONS.index(area.region), area.codes[0], area.area_id))
    for place, area in enumerate(areas):
        area.place = place
    return AreaIndex(areas, years, {key: found[area_id].place for key, area_id in owners.items()})


def _find_years(rows: Iterable[Mapping[str, Any]]) -> Sequence[int]:
    """From the first year with a document to the last."""
    known = {row["report_year"] for row in rows if row["reports"] or row["refused"]}
    return range(min(known), max(known) + 1) if known else REPORT_YEARS


def _add_row(found: dict[str, Area], row: Mapping[str, Any], years: Sequence[int]) -> None:
    area = found.get(row["area_id"])
    if area is None:
        area = found[row["area_id"]] = Area(row["area_id"], row["region"], row["region_level"], [], [])
        area.states, area.timeliness = [NONE] * len(years), [NONE] * len(years)
    for known, name in ((area.names, row["region_name"]), (area.codes, row["region_code"])):
        if name in known:
            known.remove(name)
        known.insert(0, name)
    area.level, area.parent_code = row["region_level"], row["parent_code"]
    place = row["report_year"] - years[0]
    area.states[place] = letter(COVERAGE_STATES, row["state"])
    area.timeliness[place] = letter(TIMELINESS, row["timeliness"])
    area.documented = area.documented or row["reports"] > 0 or row["refused"] > 0
    if row["refused_reasons"]:
        area.refused[row["report_year"]] = row["refused_reasons"]
    if row["report_id"]:
        area.chosen[row["report_year"]] = [row[name] for name in ("report_id", "basis", "choice", "candidates")]


def _add_strangers(found: dict[str, Area], owners: dict[tuple[str, int], str], source: Source) -> None:
    """Reports of bodies that are no region of the register, those of the central government first of all."""
    regions = {province.code: province.slug for province in load_provinces()}
    columns = ("region_code", "report_year", "region_name", "region_level", "province_code")
    for piece in source.read_pieces("dim_report", columns):
        for row in piece.group_by(list(columns)).aggregate([]).to_pylist():
            key = row["region_code"], row["report_year"]
            if key in owners:
                continue
            area_id = owners[key] = f"{row['region_code']}{_OUTSIDE}"
            region = regions[row["province_code"]]
            area = found.setdefault(area_id, Area(area_id, region, row["region_level"], [], [row["region_code"]]))
            area.documented = True
            if row["region_name"] not in area.names:
                area.names.append(row["region_name"])


def letter(words: Sequence[str], word: str | None) -> str:
    """One letter for a word of a closed list.

    >>> letter(TIMELINESS, "late"), letter(TIMELINESS, None)
    ('b', ' ')
    """
    return NONE if word is None else chr(ord("a") + words.index(word))


def build_index_chunk(index: AreaIndex) -> Mapping[str, Any]:
    """Names of all areas, for searching and ranking, the newest in Latin letters too where that is certain."""
    latin = list_romanised()
    return {
        "areas": [
            [
                area.area_id, area.names, area.level, REGIONS.index(area.region), area.codes,
                _find_parent(index, area), int(area.documented), latin.get((area.codes[0], area.names[0])), area.span,
            ]
            for area in index.areas
        ]
    }  # fmt: skip


def _find_parent(index: AreaIndex, area: Area) -> int:
    """The place of the area that its parent's code meant in its own last year, or -1: codes change, and go to others."""
    if area.parent_code is None or area.span is None:
        return -1
    return index.places.get((area.parent_code, index.years[area.span[1]]), -1)


def build_coverage_chunk(areas: Iterable[Area]) -> Mapping[str, Any]:
    """What there is of the areas of one region in each year."""
    return {
        "rows": [
            [area.place, "".join(area.states), "".join(area.timeliness), area.refused] for area in areas if area.states
        ]
    }


def count_states(index: AreaIndex) -> Mapping[str, Any]:
    """By region: areas in each state in each year, and how many reports were late."""
    zero = {region: [[0] * len(index.years) for _ in range(len(COVERAGE_STATES) + 1)] for region in REGIONS}
    late = letter(TIMELINESS, "late")
    for area in index.areas:
        counts = zero[area.region]
        for year, (state, timeliness) in enumerate(zip(area.states, area.timeliness, strict=True)):
            if state != NONE:
                counts[ord(state) - ord("a")][year] += 1
            counts[-1][year] += timeliness == late
    return zero


def find_places(index: AreaIndex, codes: pa.ChunkedArray, years: pa.ChunkedArray) -> np.ndarray:
    """Places of the areas that codes meant in some years; every one of them must be in the index."""
    known, places = index.sorted_places
    wanted = pc.cast(codes, pa.int64()).to_numpy() * _YEARS + years.to_numpy()
    found: np.ndarray = places[np.searchsorted(known, wanted)]
    return found
