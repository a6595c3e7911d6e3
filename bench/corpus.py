"""The reports of a whole country: the same bodies year after year, as many documents as asked for.

Belongs here: which bodies report in which years, and writing their reports into a folder. Does not belong here: reading
them (`national.py`) and what a report looks like (the generator).

    python -m bench.corpus 57600 FOLDER

57,600 are the governments of 3,200 places in 18 years. Fewer are fewer places, with the shares of provinces and years as
they are; more are departments and townships of the same places, so that the partitions stay those of the country while
they grow. The mixture of layouts, markup, encodings, wordings and titles is the one of the generator, a third of it web
pages and the rest text; most reports are told at length, as the samples are, the numbers of a body follow from those of
its year before, and one document in ten is damaged.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count, islice
from pathlib import Path
from random import Random

from bench.pipeline import Place
from gov_disclosure.steps.workers import Workers
from gov_disclosure_tests.generator import Generated, Recipe, choose_recipe, generate
from gov_disclosure_tests.generator.bodies import Body, list_regions
from gov_disclosure_tests.generator.generate import find_body
from gov_disclosure_tests.generator.recipe import PAGE_DAMAGES
from gov_disclosure_tests.generator.series import draw_series, find_form

YEARS = range(2008, 2026)
ROUNDS = ("government", *("department", "department", "township", "department") * 12)
"""Every place has its government; then each gets another body, and then another one."""

DAMAGED = 10
PAGES = 3
SHORT = 5
"""One in so many is damaged, a web page, told in the generator's usual mixture of styles."""

_TRIES = 10_000
_DONE = ".complete"
Bodies = Mapping["Reporter", list[int]]


@dataclass(frozen=True, slots=True)
class Reporter:
    """A body that reports year after year: its place, its kind, and which of that kind it is."""

    code: str
    kind: str
    number: int

    @property
    def seed(self) -> int:
        """A number of its own, the same on every machine."""
        return int.from_bytes(hashlib.blake2b(f"{self.code} {self.number}".encode(), digest_size=4).digest())


@dataclass(frozen=True, slots=True)
class Corpora:
    """Where generated documents lie, and of which years they are."""

    folder: Path
    years: Sequence[int] = YEARS

    @contextmanager
    def open_place(self, size: int) -> Iterator[Place]:
        """So many documents, and an empty folder for what is made from them."""
        raw = open_corpus(size, self.folder, self.years)
        with tempfile.TemporaryDirectory() as folder:
            yield Place(raw, Path(folder))


@contextmanager
def open_corpora(years: Sequence[int] = YEARS) -> Iterator[Corpora]:
    """Documents in the folder that CORPORA names, which keeps them, or in one that is removed."""
    with tempfile.TemporaryDirectory() as folder:
        yield Corpora(Path(os.environ.get("CORPORA") or folder).absolute(), years)


def open_corpus(size: int, folder: Path, years: Sequence[int] = YEARS) -> Path:
    """The corpus of a size below `folder`, written unless an earlier measurement has left it there."""
    raw = folder / f"{size}-{hashlib.sha256(repr(list(years)).encode()).hexdigest()[:4]}-{_hash_sources()}"
    done = raw.with_name(raw.name + _DONE)
    if not done.exists():
        shutil.rmtree(raw, ignore_errors=True)
        write_bodies(raw, list_bodies(size, years))
        done.touch()
    return raw


@cache
def _hash_sources() -> str:
    """What decides the bytes of a document: the generator and this module."""
    sources = [Path(__file__), *Path(sys.modules[generate.__module__].__file__ or "").parent.glob("*.py")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources))).hexdigest()[:8]


def write_bodies(raw: Path, bodies: Bodies) -> None:
    """Write the reports of some bodies, one folder for each province and year."""
    for province, year in sorted({(body.code[:2], year) for body, years in bodies.items() for year in years}):
        (raw / province / str(year)).mkdir(parents=True, exist_ok=True)
    deque(Workers(count_cores()).map(_write_body, ((raw, *body) for body in bodies.items())), maxlen=0)


def list_bodies(size: int, years: Sequence[int] = YEARS) -> Bodies:
    """Who reports, in which years: the same number of bodies in every year, or one more."""
    bodies: dict[Reporter, list[int]] = defaultdict(list)
    for place, year in enumerate(years):
        wanted = size * (place + 1) // len(years) - size * place // len(years)
        for body in islice(_list_year(year), wanted):
            bodies[body].append(year)
    if sum(map(len, bodies.values())) < size:
        raise ValueError(f"{size:,} reports are more than there are bodies")
    return bodies


def _list_year(year: int) -> Iterator[Reporter]:
    codes, regions = _order_codes(year), list_regions(year)
    for number, kind in enumerate(ROUNDS):
        for code in codes:
            if kind != "township" or regions[code].level == "county":
                yield Reporter(code, kind, number)


@cache
def _order_codes(year: int) -> list[str]:
    """All places of a year, in an order of which every beginning has the shares of provinces that the whole has."""
    provinces: dict[str, list[str]] = defaultdict(list)
    for code in sorted(list_regions(year), key=lambda code: Reporter(code, "government", 0).seed):
        provinces[code[:2]].append(code)
    placed = [((place + 0.5) / len(own), code) for own in provinces.values() for place, code in enumerate(own)]
    return [code for _, code in sorted(placed)]


def _write_body(task: tuple[Path, Reporter, list[int]]) -> None:
    raw, body, years = task
    for name, made in generate_reports(body, years):
        (raw / name).write_bytes(made.data)


def generate_reports(body: Reporter, years: list[int]) -> Iterator[tuple[str, Generated]]:
    """The reports of a body, each with the name of its file in the raw folder."""
    first = _name(body, years[0], body.seed)
    series = draw_series(years, first.scale, body.seed)
    for year in years:
        recipe = _choose_report(body, year, _find_seed(body, year, first))
        name = f"{body.code}_{body.number:02}_{year}.{'html' if recipe.medium == 'html' else 'txt'}"
        yield f"{body.code[:2]}/{year}/{name}", generate(recipe, series[year])


def _name(body: Reporter, year: int, seed: int) -> Body:
    return find_body(Recipe(seed, year=year, region_code=body.code, body=body.kind))


def _find_seed(body: Reporter, year: int, first: Body) -> int:
    """A seed by which a department or town has the name that it had in its first year; its place may have another one."""
    seeds = islice(count(body.seed * len(YEARS) + year - YEARS[0], 1 << 40), _TRIES)
    wanted = _drop_place(first)
    return next(seed for seed in seeds if _drop_place(_name(body, year, seed)) == wanted)


def _drop_place(body: Body) -> str:
    return body.name.removeprefix(body.region.chain)


def _choose_report(body: Reporter, year: int, seed: int) -> Recipe:
    rng = Random(seed)
    fixed = {"form": find_form(year), "year": year, "region_code": body.code, "body": body.kind, "stray": ""}
    fixed["medium"] = "text" if rng.randrange(PAGES) else "html"
    if rng.randrange(SHORT):
        fixed["style"] = "long"
    usual = choose_recipe(seed, **fixed)
    kept = () if rng.randrange(DAMAGED) else tuple(damage for damage in usual.damage if damage not in PAGE_DAMAGES[1:])
    return choose_recipe(seed, **fixed, damage=kept)


def count_cores() -> int:
    """How many processes can run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    write_bodies(Path(sys.argv[2]), list_bodies(int(sys.argv[1])))
