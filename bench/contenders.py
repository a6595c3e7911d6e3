"""What is compared: this package, the least that any reader must do, and what people use instead.

Each takes the path of a file. The floor is what remains when nothing is understood: read the file, decode, normalise
(NFKC), find all numbers with one regular expression. It reads text and pages; of packed media it gets the text inside.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from gov_disclosure.parsing.generation import detect_form
from gov_disclosure.parsing.report import ParsedReport, parse_report
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.reading.document import Document, Unreadable, read_document

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def read_file(path: Path) -> Document | Unreadable:
    """Bytes to text, any medium."""
    return read_document(path.read_bytes())


def read_and_parse(path: Path, year: int) -> ParsedReport:
    """Bytes to sections, cells and figures."""
    document = read_file(path)
    if isinstance(document, Unreadable):
        raise ValueError(f"{path.name}: {document.reason}: {document.detail}")
    return parse_text(document.text, year)


def parse_text(text: str, year: int) -> ParsedReport:
    """Text to sections, cells and figures, the form of the report found first."""
    return parse_report(text, detect_form(parse_skeleton(text), year), year)


def find_numbers(path: Path) -> list[str]:
    """The floor: every number of a file, nothing known about any."""
    return _NUMBER.findall(unicodedata.normalize("NFKC", path.read_bytes().decode("utf-8", "replace")))


def read_tables(path: Path) -> list[pd.DataFrame]:
    """The tables of a page as pandas reads them: no text, no labels, no form."""
    return pd.read_html(path, flavor="lxml", encoding="utf-8")


def read_markdown(path: Path) -> str:
    """Any file as Markdown: text with tables, no labels, no form."""
    markdown: str = _converter().convert_local(str(path)).text_content
    return markdown


def has_markitdown() -> bool:
    """Whether markitdown is installed; `make bench` does it."""
    try:
        _converter()
    except ImportError:
        return False
    return True


@cache
def _converter() -> Any:
    from markitdown import MarkItDown

    return MarkItDown(enable_plugins=False)
