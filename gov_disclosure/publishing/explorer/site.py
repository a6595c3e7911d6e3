"""The folder of pages: everything in it, from the tables alone.

Belongs here: the order of the work, and the folder that appears when all is done. Does not belong here: what each piece of data
holds.

Nothing comes from the clock: the same tables, program and library of charts give the same bytes.
"""

import json
import os
import secrets
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version as find_package_version
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
from jinja2 import Environment, PackageLoader, StrictUndefined

from gov_disclosure.frames.analysis_tables import COVERAGE_STATES
from gov_disclosure.publishing.explorer import areas as area_index
from gov_disclosure.publishing.explorer import charts
from gov_disclosure.publishing.explorer.areas import (
    Area,
    AreaIndex,
    build_coverage_chunk,
    build_index_chunk,
    read_areas,
)
from gov_disclosure.publishing.explorer.chunks import spell_json, write_chunk, write_spelled
from gov_disclosure.publishing.explorer.findings import FindingCounts, build_findings_chunk
from gov_disclosure.publishing.explorer.measures import (
    KINDS,
    MeasureArrays,
    build_area_part,
    list_measure_chunks,
    read_measures,
)
from gov_disclosure.publishing.explorer.reports import Layouts, RegionRows, build_reports, read_region_rows
from gov_disclosure.publishing.explorer.sources import Source
from gov_disclosure.publishing.explorer.words import build_words, list_provinces, load_phrases
from gov_disclosure.publishing.tables import WarehouseChangedError
from gov_disclosure.vocabulary.regions import REGIONS

MARKER, DATA, ASSETS, PAGE = "explorer.json", "data", "assets", "index.html"
Tell = Callable[[str], None]
_STALE_AFTER_SECONDS = 24 * 3600.0


class ExplorerError(ValueError):
    """The folder asked for holds something else."""


@dataclass(slots=True)
class Explorer:
    """What was written.

    Attributes:
        sizes: bytes by kind of piece.
    """

    path: Path
    reports: int = 0
    areas: int = 0
    sizes: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True, slots=True)
class Edition:
    """What the pages say of themselves: the release, or the warehouse, that they were made from."""

    source: Source
    version: str
    content: str


@dataclass(frozen=True, slots=True)
class _Work:
    edition: Edition
    stage: Path
    index: AreaIndex
    measures: tuple[MeasureArrays, ...]
    done: Explorer
    counts: FindingCounts = field(default_factory=FindingCounts)
    layouts: Layouts = field(default_factory=Layouts)

    @property
    def source(self) -> Source:
        """The tables."""
        return self.edition.source

    def put(self, kind: str, name: str, content: Any) -> None:
        """Write a piece and count its bytes."""
        self.done.sizes[kind] += write_chunk(self.stage / DATA, name, content)


def write_explorer(edition: Edition, target: Path, tell: Tell = lambda _: None) -> Explorer:
    """Write the pages; a folder of older ones is replaced when the new ones are complete.

    Raises:
        ExplorerError: the folder is there and holds something else.
        TableNotWrittenError: a table is missing.
        WarehouseChangedError: a run wrote to the warehouse meanwhile.
    """
    if target.exists() and not (target / MARKER).is_file() and any(target.iterdir()):
        raise ExplorerError(f"{target} is no explorer: give another folder, or remove it")
    library = charts.find_library()
    before = edition.source.name_state()
    with _staged(target) as stage:
        tell("series and indicators")
        index = read_areas(edition.source)
        measures = tuple(read_measures(edition.source, index, kind) for kind in KINDS)
        work = _Work(edition, stage, index, measures, Explorer(target, areas=len(index.areas)))
        for arrays in measures:
            for name, chunk in list_measure_chunks(arrays):
                work.put("measure", name, chunk)
        for region in REGIONS:
            tell(region)
            _write_region(work, region)
        _write_country(work)
        _write_assets(work, library)
        if edition.source.name_state() != before:
            raise WarehouseChangedError(
                "a run wrote to the warehouse while it was read: explore again when it has ended"
            )
        _publish(stage, target)
    return work.done


def _write_region(work: _Work, region: str) -> None:
    own = [area for area in work.index.areas if area.region == region]
    rows = read_region_rows(work.source, region)
    places = _group_reports(work.index, rows.reports)
    years = rows.reports["report_year"].to_pylist()
    ids = rows.reports["report_id"].to_pylist()
    owners = {ids[place]: (area, years[place]) for area, found in places.items() for place in found}
    work.put("coverage", f"coverage/{region}", build_coverage_chunk(own))
    work.put("findings", f"findings/{region}", build_findings_chunk(rows, owners, region, work.counts))
    for area in own:
        if area.documented:
            _write_area(work, area, rows, places.get(area.place, []))
    work.done.reports += len(ids)


def _group_reports(index: AreaIndex, reports: pa.Table) -> Mapping[int, list[int]]:
    """Places in a table of reports, by area."""
    found: dict[int, list[int]] = defaultdict(list)
    for place, area in enumerate(
        area_index.find_places(index, reports["region_code"], reports["report_year"]).tolist()
    ):
        found[area].append(place)
    return found


def _write_area(work: _Work, area: Area, rows: RegionRows, places: list[int]) -> None:
    """The reports of an area with its measures, and their texts, which are loaded only when they are read."""
    ids = rows.reports["report_id"].take(pa.array(places, pa.int64())).to_pylist()
    texts = rows.read_texts(ids)
    reports = [spell_json(report) for report in build_reports(rows, places, texts, work.layouts)]
    head = {
        "area": area.area_id,
        "chosen": area.chosen,
        **{arrays.kind.name: build_area_part(arrays, area.place) for arrays in work.measures},
    }
    spelled = f'{spell_json(head)[:-1]},"reports":[{",".join(reports)}]}}'
    work.done.sizes["area"] += write_spelled(work.stage / DATA, f"area/{area.chunk}", spelled)
    if texts:
        work.put("text", f"text/{area.chunk}", dict(sorted(texts.items())))


def _write_country(work: _Work) -> None:
    work.put("index", "areas", build_index_chunk(work.index))
    work.put("index", "findings", work.counts.build_chunk())
    work.put("index", "words", build_words())
    work.put("index", "layouts", list(work.layouts.places))


def _write_assets(work: _Work, library: charts.Library) -> None:
    assets = work.stage / ASSETS
    assets.mkdir()
    site = files(__package__).joinpath("static")
    scripts = sorted(entry.name for entry in site.iterdir() if entry.name.endswith(".js"))
    for name in (*scripts, "style.css"):
        (assets / name).write_bytes(site.joinpath(name).read_bytes())
    (assets / charts.FILE).write_text(library.script, encoding="utf-8")
    (work.stage / "NOTICE.txt").write_text(library.notice, encoding="utf-8")
    facts = {
        "version": work.edition.version,
        "content": work.edition.content,
        "package": find_package_version("gov-disclosure"),
        "reports": work.done.reports,
        "charts": library.versions,
    }
    overview = {
        **facts,
        "years": list(work.index.years),
        "states": list(COVERAGE_STATES),
        "provinces": list_provinces(),
        "coverage": area_index.count_states(work.index),
        "phrases": load_phrases(),
    }
    page = _open_templates().get_template(PAGE).render(overview=overview, scripts=scripts, facts=facts)
    (work.stage / PAGE).write_text(page, encoding="utf-8")
    (work.stage / MARKER).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _open_templates() -> Environment:
    """Everything that is put into the page is escaped."""
    loader = PackageLoader("gov_disclosure.publishing.explorer", "static")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False, "separators": (",", ":")}
    return environment


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """A folder beside the target that readers do not see; what was killed a day ago is removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for old in target.parent.glob(f".{target.name}.*.tmp.old"):
        if not target.exists():  # killed between the two names that pages get when they are replaced
            old.rename(target)
    for left in target.parent.glob(f".{target.name}.*.tmp*"):
        if time.time() - left.stat().st_mtime > _STALE_AFTER_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    stage = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _publish(stage: Path, target: Path) -> None:
    """Give the folder its name; the older one goes only after it."""
    old = stage.with_name(f"{stage.name}.old")
    with suppress(FileNotFoundError):
        target.rename(old)
    stage.rename(target)
    shutil.rmtree(old, ignore_errors=True)
