"""One hostile file: what it is, how it is made, and what it comes to.

Belongs here: the shape of a case, and the report that the harmless half of many cases holds. Does not belong here: the cases
(`archives.py`, `markup.py`, `papers.py`, `texts.py`, `things.py`) and trying them (`test_inputs.py`).
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "data" / "raw"
REPORT = (SAMPLES / "puyang_2019.txt").read_text(encoding="utf-8")
TITLE = "濮阳市人民政府2019年"
PORT = 48_111
OUTSIDE = f"http://127.0.0.1:{PORT}/asked"
"""An address that nothing may ask: the test listens there."""


@dataclass(frozen=True)
class Case:
    """One thing that is put into the raw folder.

    Attributes:
        name: of the file, from which its rows of the register are found.
        what: for the table in `docs/hostile.md`.
        comes_to: `accepted`, the reason of its refusal, several of them with their numbers, or why it is left out.
        build: the bytes of the file.
    """

    name: str
    what: str
    comes_to: str
    build: Callable[[], bytes]


def write_report(note: str, title: str = TITLE) -> str:
    """A whole report with a number of its own, so that no two cases are taken for one report."""
    number = zlib.crc32(note.encode()) % 1_000_000
    return REPORT.replace("播出218期", f"播出{number}期").replace(TITLE, title)
