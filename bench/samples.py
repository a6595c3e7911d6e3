"""The documents that are measured: generated reports of every layout and medium, written to a folder.

Clean reports in UTF-8: damage and other encodings change what is found, hardly what it costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.conversions import convert_to_pdf, convert_to_xls
from gov_disclosure_tests.generator import Generated, choose_recipe, generate
from gov_disclosure_tests.generator.layouts import LAYOUTS
from gov_disclosure_tests.generator.recipe import IN_PARAGRAPHS, MARKUPS

PLAIN = {
    "encoding": "utf-8",
    "script": "simplified",
    "damage": (),
    "stray": "",
    "breaks": "none",
    "title": "usual",
    "style": "long",
}
FORMS = ("D", "C", "B", "D")
CONVERSIONS = {"pdf": ("docx", convert_to_pdf), "xls": ("xlsx", convert_to_xls)}
"""Media that the generator does not write: the medium they are made from, and how."""


@dataclass(frozen=True, slots=True)
class File:
    """A report on disk, and the year it is of."""

    path: Path
    year: int


@dataclass(frozen=True, slots=True)
class Sample:
    """Reports of one medium and layout."""

    medium: str
    layout: str
    files: tuple[File, ...]


KINDS = (
    *(("text", layout) for layout in LAYOUTS),
    *(("html", layout) for layout in (*MARKUPS, *IN_PARAGRAPHS)),
    ("docx", "spans"),
    ("docx", "plain"),
    ("pdf", "plain"),
    ("xlsx", "plain"),
    ("xls", "plain"),
)
"""Every medium with every layout it has."""
QUICK_KINDS = (("text", "tab_rows"), ("html", "spans"), *KINDS[-4:])


def write_samples(folder: Path, kinds: Iterable[tuple[str, str]], count: int) -> Iterator[Sample]:
    """`count` reports of each kind, written when it is their turn."""
    for medium, layout in kinds:
        files = tuple(_write(folder, medium, layout, seed) for seed in range(count))
        yield Sample(medium, layout, files)


def _write(folder: Path, medium: str, layout: str, seed: int) -> File:
    made = generate_clean(medium, layout, seed)
    data = CONVERSIONS[medium][1](made.data) if medium in CONVERSIONS else made.data
    path = folder / f"{medium}_{layout}_{seed}.{'txt' if medium == 'text' else medium}"
    path.write_bytes(data)
    return File(path, made.recipe.year)


def generate_clean(medium: str, layout: str, seed: int, **choices: str) -> Generated:
    """A report of a layout; one in four on form B, the rest on C and D, workbooks on B alone."""
    source = CONVERSIONS[medium][0] if medium in CONVERSIONS else medium
    form = "B" if source == "xlsx" else FORMS[seed % len(FORMS)]
    return generate(choose_recipe(seed, form=form, medium=source, layout=layout, **(PLAIN | choices)))
