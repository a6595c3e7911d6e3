"""Documents per second: each medium and layout, beside the floor and beside what people use instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.contenders import find_numbers, has_markitdown, read_and_parse, read_file, read_markdown, read_tables
from bench.samples import KINDS, QUICK_KINDS, File, Sample, write_samples
from bench.stopwatch import measure
from bench.tables import Table
from gov_disclosure.reading.document import Document

COLUMNS = (
    "medium, layout",
    "characters",
    "read",
    "read and parse",
    "floor",
    "times the floor",
    "pandas.read_html",
    "markitdown",
)
_NOTE = (
    "Documents per second of CPU time; higher is better. `read`: bytes to text. `read and parse`: bytes to cells, figures and "
    "sections. `floor`: read the file, decode, NFKC, one regular expression for numbers (of packed media: on the text inside). "
    "`pandas.read_html` gives the tables of a page, `markitdown` its text and tables; neither knows what a number means. "
    "A dash: cannot read it, or is not installed."
)


def list_speed_tables(quick: bool) -> Iterator[Table]:
    """The one table of this benchmark."""
    kinds, count, rounds = (QUICK_KINDS, 1, 1) if quick else (KINDS, 8, 5)
    with TemporaryDirectory() as folder:
        rows = [_measure_sample(sample, rounds) for sample in write_samples(Path(folder), kinds, count)]
    yield Table("Documents per second", _NOTE, COLUMNS, rows)


def _measure_sample(sample: Sample, rounds: int) -> list[str]:
    texts = [_write_text(file) for file in sample.files]
    characters = sum(len(t.path.read_text("utf-8")) for t in texts) // len(texts)

    def rate(work: Callable[[File], Any], files: tuple[File, ...] | list[File]) -> float:
        return len(files) / measure(lambda: [work(file) for file in files], rounds)

    floor = rate(lambda f: find_numbers(f.path), sample.files if sample.medium in ("text", "html") else texts)
    ours = rate(lambda f: read_and_parse(f.path, f.year), sample.files)
    others = [
        rate(lambda f: read_tables(f.path), sample.files)
        if _can(read_tables, sample, sample.medium == "html")
        else None,
        rate(lambda f: read_markdown(f.path), sample.files) if _can(read_markdown, sample, has_markitdown()) else None,
    ]
    read = rate(lambda f: read_file(f.path), sample.files)
    name = f"{sample.medium}, {sample.layout}"
    return [name, f"{characters:,}", *map(_show, (read, ours, floor)), f"{floor / ours:.1f}", *map(_show, others)]


def _write_text(file: File) -> File:
    """The text inside a file, as a file of its own."""
    document = read_file(file.path)
    if not isinstance(document, Document):
        raise ValueError(f"{file.path.name}: {document.reason}: {document.detail}")
    path = file.path.with_name(file.path.name + ".text")
    path.write_text(document.text, "utf-8")
    return File(path, file.year)


def _can(read: Callable[[Path], Any], sample: Sample, is_worth_a_try: bool) -> bool:
    """Whether a contender reads a sample at all: pandas raises on a page without a table."""
    try:
        return is_worth_a_try and all(len(read(file.path)) for file in sample.files)
    except ValueError:
        return False


def _show(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"
