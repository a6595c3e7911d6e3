"""`manifest.csv`: what the collector of the documents knows and the text may not say.

Belongs here: reading the file and saying what is wrong with it, line by line. Does not belong here: what follows from
a value that contradicts the text (`quality/`). Columns: path, url, region_code, report_year, issuer, supersedes
(path of the file that this one replaces), and note, which is for its readers; all but path may be empty or missing.
"""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO

from gov_disclosure.storage.corpus import MANIFEST_NAME
from gov_disclosure.storage.listings import ListingProblem, read_listing
from gov_disclosure.storage.locations import Location

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
COLUMNS = ("path", "url", "region_code", "report_year", "issuer", "supersedes", "note")


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """What the manifest says about one file; None where it says nothing."""

    path: str
    url: str | None = None
    region_code: str | None = None
    report_year: int | None = None
    issuer: str | None = None
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The usable lines by path, and what could not be used."""

    lines: Mapping[str, ManifestLine] = field(default_factory=dict)
    problems: tuple[ListingProblem, ...] = ()


def read_manifest(root: Location) -> Manifest:
    """The manifest of a raw folder; empty where there is none. Never raises for its content."""
    text = read_listing(root / MANIFEST_NAME)
    if isinstance(text, ListingProblem):
        return Manifest(problems=(text,))
    return Manifest() if text is None else parse_manifest(text)


def parse_manifest(text: str) -> Manifest:
    """Read the text of a manifest.

    >>> parse_manifest("path,report_year\\na.txt,2019\\nb.txt,19").problems
    (ListingProblem(line=3, message="report_year '19' of b.txt is no year of four digits; it was not used"),)
    """
    rows = csv.reader(StringIO(text, newline=""), strict=True)
    header = [name.strip().lower() for name in next(rows, [])]
    if "path" not in header:
        return Manifest(
            problems=(ListingProblem(1, f"the first line must name the columns, between commas: {','.join(COLUMNS)}"),)
        )
    problems = [ListingProblem(1, f"unknown column {name!r}") for name in header if name not in COLUMNS]
    problems += [
        ListingProblem(1, f"column {name!r} comes {count} times; the last one is used")
        for name, count in Counter(header).items()
        if count > 1
    ]
    lines: dict[str, ManifestLine] = {}
    contradicted: set[str] = set()
    read = rows.line_num
    try:
        for cells in rows:
            read = rows.line_num
            if any(cell.strip() for cell in cells):
                _add_line(
                    lines,
                    contradicted,
                    _read_line(header, cells, rows.line_num, problems),
                    problems,
                )
    except csv.Error as error:
        problems.append(
            ListingProblem(
                read + 1,
                f"is no CSV ({error}): is a quotation mark not closed? The lines from here on were not used",
            )
        )
    return Manifest(
        {path: line for path, line in lines.items() if path not in contradicted},
        tuple(problems),
    )


def guard_cell(value: str) -> str:
    """A value as a cell that no spreadsheet takes for a formula: an apostrophe stands before it.

    >>> guard_cell("=cmd()"), guard_cell("-rf"), guard_cell("a=b"), unguard_cell(guard_cell("=cmd()"))
    ("'=cmd()", "'-rf", 'a=b', '=cmd()')
    """
    return f"'{value}" if _FORMULA.match(value) else value


def unguard_cell(cell: str) -> str:
    """The value that was guarded."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _read_line(
    header: list[str], cells: list[str], number: int, problems: list[ListingProblem]
) -> tuple[int, ManifestLine | None]:
    values = {name: unguard_cell(cell.strip()) for name, cell in zip(header, cells, strict=False)}
    path = _spell(values.get("path", ""))
    if not path:
        problems.append(ListingProblem(number, "no path; the line was not used"))
        return number, None
    if len(cells) > len(header):
        problems.append(
            ListingProblem(
                number,
                f"{len(cells)} cells under {len(header)} columns; the line was not used",
            )
        )
        return number, None
    code = _checked(values, "region_code", r"\d{6}", "code of six digits", (number, path, problems))
    year = _checked(
        values,
        "report_year",
        r"20\d\d",
        "year of four digits",
        (number, path, problems),
    )
    line = ManifestLine(
        path,
        values.get("url") or None,
        code,
        int(year) if year else None,
        values.get("issuer") or None,
        _spell(values.get("supersedes", "")) or None,
    )
    return number, line


def _spell(path: str) -> str:
    """A path as the register spells it: the separators of Windows are slashes, bytes like `\\xd6` stay."""
    return re.sub(r"\\(?!x[0-9a-f]{2})", "/", path).removeprefix("./")


def _checked(
    values: Mapping[str, str],
    name: str,
    pattern: str,
    wanted: str,
    place: tuple[int, str, list[ListingProblem]],
) -> str | None:
    value = values.get(name, "")
    if not value or re.fullmatch(pattern, value, re.ASCII):
        return value or None
    number, path, problems = place
    problems.append(ListingProblem(number, f"{name} {value!r} of {path} is no {wanted}; it was not used"))
    return None


def _add_line(
    lines: dict[str, ManifestLine],
    contradicted: set[str],
    numbered: tuple[int, ManifestLine | None],
    problems: list[ListingProblem],
) -> None:
    number, line = numbered
    if line is None:
        return
    if lines.setdefault(line.path, line) != line:
        contradicted.add(line.path)
        problems.append(
            ListingProblem(
                number,
                f"{line.path} stands twice with different values; neither was used",
            )
        )


def list_named(manifest: Manifest) -> set[str]:
    """All documents that the manifest names."""
    return {*manifest.lines, *(line.supersedes for line in manifest.lines.values() if line.supersedes)}


def find_strangers(manifest: Manifest, documents: set[str]) -> list[ListingProblem]:
    """Names in the manifest that no document has."""
    missing = sorted(list_named(manifest) - documents)
    return [ListingProblem(0, f"{path} is not in the raw folder") for path in missing]
