"""What the manifest says of documents and cannot be used: a replacement that cannot be, one document in two places.

Belongs here: telling it, from the rows of the register. Does not belong here: the lines by themselves (`storage.manifest`),
and what follows from a replacement that can be (`versions`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.version_order import MOST_VERSIONS

COLUMNS = ("source_file", "status", "report_id", "region_code", "report_year", "manifest_supersedes")
Rows = Mapping[str, Mapping[str, Any]]
Words = dict[str, set[str]]
_UNTOLD = (
    f"other evidence contradicts it, or there are more than {MOST_VERSIONS} different reports of the body for the year"
)


def list_unused(rows: pa.Table, versions: pa.Table) -> list[str]:
    """A sentence for each, in the order of the files; `versions` is what was found by comparing the rows."""
    reports = rows.filter(pc.equal(rows["status"], "accepted")).select(COLUMNS).to_pylist()
    by_file = {row["source_file"]: row for row in sorted(reports, key=lambda row: row["source_file"])}
    return [*_list_two_places(by_file), *_list_replacements(by_file, Outcome(versions))]


class Outcome:
    """What became of the files: which are copies, which are replaced."""

    def __init__(self, versions: pa.Table) -> None:
        columns = (versions[name].to_pylist() for name in ("source_file", "duplicate_of", "is_current"))
        found = list(zip(*columns, strict=True))
        self._originals: dict[str, str] = {file: original for file, original, _ in found if original}
        self._replaced = {file for file, original, is_current in found if not original and not is_current}

    def find_kept(self, file: str) -> str:
        """The file that is kept of it and its copies."""
        return self._originals.get(file, file)

    def is_replaced(self, file: str) -> bool:
        """Whether a later version counts instead of a file that is kept."""
        return file in self._replaced


def _list_two_places(rows: Rows) -> Iterator[str]:
    firsts: dict[str, Mapping[str, Any]] = {}
    for file, row in rows.items():
        first = firsts.setdefault(row["report_id"], row)
        if _find_place(first) != _find_place(row):
            yield (
                f"{first['source_file']} and {file} are the same bytes, put at {_find_place(first)} and at"
                f" {_find_place(row)}; only the first counts, the second was not used"
            )


def _find_place(row: Mapping[str, Any]) -> str:
    return f"{row['region_code']} {row['report_year']}"


def _list_replacements(rows: Rows, outcome: Outcome) -> Iterator[str]:
    words = _find_words(rows, outcome)
    for file, row in rows.items():
        why = _find_obstacle(rows, row, outcome, words) if row["manifest_supersedes"] in rows else None
        if why:
            yield f"supersedes {row['manifest_supersedes']!r} of {file} was not used: {why}"


def _find_words(rows: Rows, outcome: Outcome) -> Words:
    """What replaces what by the manifest, each by the file that is kept."""
    words: Words = {}
    for file, row in rows.items():
        if row["manifest_supersedes"]:
            words.setdefault(outcome.find_kept(file), set()).add(outcome.find_kept(row["manifest_supersedes"]))
    return words


def _find_obstacle(rows: Rows, row: Mapping[str, Any], outcome: Outcome, words: Words) -> str | None:
    """Why a document cannot replace the one that is named; that it is not there at all is told elsewhere."""
    file, named = row["source_file"], row["manifest_supersedes"]
    if named == file:
        return "it names itself"
    own, other = outcome.find_kept(file), outcome.find_kept(named)
    if _find_place(rows[other]) != _find_place(rows[own]):
        return f"the one is of {_find_place(rows[own])}, the other of {_find_place(rows[other])}"
    if own == other:
        return f"both are the same {'bytes' if rows[named]['report_id'] == row['report_id'] else 'report'}"
    if own in _follow(other, words):
        return "the replacements go round in a circle"
    return None if outcome.is_replaced(other) else _UNTOLD


def _follow(file: str, words: Words) -> set[str]:
    """All that a file replaces, and what these replace."""
    found, waiting = set[str](), [file]
    while waiting:
        new = words.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
