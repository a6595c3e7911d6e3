"""Where the time of the whole way goes, stage by stage, beside the least that reading takes; and what parsing takes.

Belongs here: which modules make a stage, the floor in its steps, both on the same documents. The floor knows nothing of
reports: it reads files, decodes, normalises (NFKC), finds numbers with one regular expression, and cuts lines.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bench.corpus import YEARS, open_corpora
from bench.parsing import compare_readers
from bench.pipeline import STAGES, Place, list_jobs, run_pipeline
from bench.sampling import EVERY, Sample
from bench.stopwatch import measure
from bench.tables import Table

DOCUMENTS = 12_800
STAGE_YEARS = (2013, 2014, 2020, 2021)
"""The governments of four years, one of each generation of the form, two and two beside each other: as many reports in each
partition as the country has. With fewer, what a partition costs hides what a document does."""

QUICK_DOCUMENTS = 4
CONTENDED = 200
"""Documents that the slower readers get."""

STAGES_OF_MODULES = {
    "imports": "start-up",
    "storage.corpus": "listing, known states",
    "storage.row_cache": "listing, known states",
    "storage.documents": "reading files",
    "storage.locations": "reading files",
    "reading": "decoding, media",
    **dict.fromkeys(
        [
            f"reading.{name}"
            for name in ("html", "flow", "visibility", "layout", "merges", "markup", "paragraphs", "head")
        ],
        "web pages",
    ),
    **dict.fromkeys(
        [f"parsing.{name}" for name in ("identity", "issuer", "region", "report_year", "titles", "mentions", "places")],
        "whose report",
    ),
    **dict.fromkeys([f"parsing.{name}" for name in ("narrative", "sentences", "chinese", "stated")], "parsing prose"),
    "parsing": "parsing tables",
    "vocabulary": "parsing tables",
    "frames": "frames",
    "frames.register": "register rows",
    "steps.register": "register rows",
    "frames.version": "versions",
    "frames.content": "versions",
    "steps.versions": "versions",
    "frames.elements": "elements, spans",
    "steps.reading": "elements, spans",
    "steps": "facts, streams",
    "quality": "findings",
    "quality.validation": "validation",
    "quality.derivation": "validation",
    "analysis": "panel, indicators",
    "publishing": "catalogue",
    "storage": "Parquet, files",
    "defs": "Dagster",
    "definitions": "Dagster",
    "dagster": "Dagster",
    "sqlalchemy": "Dagster",
    "cli": "command line",
    "rich": "command line",
    "click": "command line",
}
"""The stage of a module, by its longest beginning that is listed; `gov_disclosure.` is left out. Whatever else runs (pandas,
Arrow, expressions) counts for the module that called it."""

_NOTE = (
    "CPU time of `gov-disclosure run` in one process over {size:,} documents of {characters:,} characters, by stage and by "
    "the job in which it was spent: microseconds a document, from a look every {every:.0f} ms. `before, after`: outside of jobs. "
    "Below: the floor on the same documents, step by step (cumulative), and with Arrow's NFKC over all texts at once."
)
Costs = Mapping[str, Mapping[str, float]]
_COLUMNS = ("stage", *STAGES, "before, after", "together", "share", "times the floor")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def list_stage_tables(quick: bool) -> Iterator[Table]:
    """Time by stage beside the floor, then parsing beside other readers."""
    size, years = (QUICK_DOCUMENTS, YEARS[-1:]) if quick else (DOCUMENTS, STAGE_YEARS)
    with open_corpora(years) as corpora, corpora.open_place(size) as place:
        files = sorted(place.raw.rglob("*.*"))
        yield _measure_stages(place, files)
        yield compare_readers(files[:: max(1, len(files) // CONTENDED)], 1 if quick else 3)


def _measure_stages(place: Place, files: Sequence[Path]) -> Table:
    told = place.folder / "samples.json"
    launcher = [sys.executable, "-m", "bench.sampling", str(told)]
    run_pipeline(place, "serial", launcher=launcher)
    costs = _add_up(json.loads(told.read_text()), list_jobs(place.home), EVERY / len(files) * 1e6)
    floor = list(_measure_floor(files))
    least = floor[-2][1]
    whole = sum(sum(by_job.values()) for by_job in costs.values())
    rows = [
        [stage, *(f"{by_job[job]:,.0f}" for job in (*STAGES, "")), *_compare(sum(by_job.values()), whole, least)]
        for stage, by_job in sorted(costs.items(), key=lambda item: -sum(item[1].values()))
    ]
    rows.append(["together", *(_sum(costs, job) for job in (*STAGES, "")), *_compare(whole, whole, least)])
    blank = [""] * (len(STAGES) + 1)
    rows += [[f"floor: {name}", *blank, *_compare(cost, whole, least)] for name, cost in floor]
    characters = sum(len(_decode(path)) for path in files) // len(files)
    note = _NOTE.format(size=len(files), characters=characters, every=EVERY * 1e3)
    return Table("Where the time goes", note, _COLUMNS, rows)


def _sum(costs: Costs, job: str) -> str:
    return f"{sum(by_job[job] for by_job in costs.values()):,.0f}"


def _compare(cost: float, whole: float, least: float) -> list[str]:
    return [f"{cost:,.0f}", f"{cost / whole:.1%}", f"{cost / least:.2f}"]


def _add_up(samples: Sequence[Sample], jobs: Sequence[tuple[str, float, float]], each: float) -> Costs:
    """Cost by stage and job; an empty name for what was between jobs."""
    costs: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for moment, module in samples:
        job = next((name for name, begin, end in jobs if begin <= moment <= end), "")
        costs[_find_stage(module)][job] += each
    return costs


def _find_stage(module: str) -> str:
    known = [name for name in STAGES_OF_MODULES if module.startswith(name)]
    return STAGES_OF_MODULES[max(known, key=len)] if known else "other"


def _measure_floor(files: Sequence[Path]) -> Iterator[tuple[str, float]]:
    """Microseconds a document of each step and all before it; the last one replaces one of them."""
    for name, work in _FLOOR.items():
        yield name, measure(partial(_for_each, work, files), 3) / len(files) * 1e6
    yield "with Arrow's NFKC instead", measure(partial(_read_at_once, files), 3) / len(files) * 1e6


def _for_each(work: Callable[[Path], object], files: Sequence[Path]) -> None:
    for path in files:
        work(path)


def _decode(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _normalise(path: Path) -> str:
    return unicodedata.normalize("NFKC", _decode(path))


def _find_numbers(path: Path) -> str:
    text = _normalise(path)
    _NUMBER.findall(text)
    return text


def _cut_lines(path: Path) -> list[str]:
    return [line.strip() for line in _find_numbers(path).splitlines()]


_FLOOR: Mapping[str, Callable[[Path], object]] = {
    "read": Path.read_bytes,
    "+ decode": _decode,
    "+ NFKC": _normalise,
    "+ numbers": _find_numbers,
    "+ lines": _cut_lines,
}


def _read_at_once(files: Sequence[Path]) -> None:
    texts = pc.utf8_normalize(pa.array([_decode(path) for path in files]), "NFKC")
    for text in texts.to_pylist():
        _NUMBER.findall(text)
        [line.strip() for line in text.splitlines()]
