"""What reading and parsing one report takes, beside the floor and beside what people use instead: one row for each.

Belongs here: the documents of the whole way, text and pages apart. Every layout and medium by itself is in `speed.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench.contenders import find_numbers, has_markitdown, read_and_parse, read_file, read_markdown, read_tables
from bench.stopwatch import measure
from bench.tables import Table
from gov_disclosure.reading.document import Document

COLUMNS = ("reader", "text, ms", "pages, ms", "text, times the floor", "pages, times the floor")
_NOTE = (
    "Milliseconds of CPU time a document, {texts:,} texts and {pages:,} pages of the corpus above; a dash: cannot read it, or "
    "is not installed. The floor finds every number and knows nothing of any; pandas gives the tables of a page; "
    "markitdown text and tables of any file."
)
_PAGE = ".html"


def compare_readers(files: Sequence[Path], rounds: int) -> Table:
    """Reading and parsing of some files of the corpus, whose names end with their years."""
    readable = [path for path in files if isinstance(read_file(path), Document)]
    kinds = [[p for p in readable if p.suffix != _PAGE], [p for p in readable if p.suffix == _PAGE]]
    readers: dict[str, Callable[[Path], Any]] = {
        "floor": find_numbers,
        "bytes to text": read_file,
        "bytes to cells and figures": lambda path: read_and_parse(path, int(path.stem[-4:])),
        "pandas.read_html": read_tables,
        "markitdown": read_markdown,
    }
    costs = {name: [_measure(read, paths, rounds) for paths in kinds] for name, read in readers.items()}
    least = costs["floor"]
    rows = [[name, *map(_show, own), *map(_divide, own, least)] for name, own in costs.items()]
    return Table("Parsing a document", _NOTE.format(texts=len(kinds[0]), pages=len(kinds[1])), COLUMNS, rows)


def _measure(read: Callable[[Path], Any], paths: Sequence[Path], rounds: int) -> float | None:
    """Milliseconds a file; of the files that it reads at all."""
    if read is read_markdown and not has_markitdown():
        return None
    own = [path for path in paths if _can(read, path)]
    return measure(partial(_read_all, read, own), rounds) / len(own) * 1e3 if own else None


def _read_all(read: Callable[[Path], Any], paths: Sequence[Path]) -> None:
    for path in paths:
        read(path)


def _can(read: Callable[[Path], Any], path: Path) -> bool:
    if read is read_tables and path.suffix != _PAGE:
        return False
    try:
        read(path)
    except ValueError:  # pandas raises it for a page without a table, or in another encoding than UTF-8
        return False
    return True


def _show(cost: float | None) -> str:
    return "–" if cost is None else f"{cost:.2f}"


def _divide(cost: float | None, least: float | None) -> str:
    return "–" if cost is None or not least else f"{cost / least:.1f}"
