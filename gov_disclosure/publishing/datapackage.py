"""`datapackage.json`: the tables of a release as the Data Package standard tells them.

Belongs here: the descriptor, whose resources are files of the release. Does not belong here: what the tables are
(`dictionary.py`). Source: the Data Package standard, version 1 of its profiles, which most tools read.

Tables are told by their CSV files, whose cells have the guards of `spreadsheets.py`; other files by size and checksum alone. What
refers to a table that is in several files, or in none, is not told: a key of one file could not be checked.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from gov_disclosure.publishing.dictionary import ColumnEntry, TableEntry, build_dictionary
from gov_disclosure.publishing.spreadsheets import guard_text

TITLE = "政府信息公开工作年度报告数据 Annual reports on government information disclosure of China"
_TYPES = {
    "string": "string",
    "int32": "integer",
    "int64": "integer",
    "double": "number",
    "bool": "boolean",
    "date32[day]": "date",
}


def build_package(version: str, folder: Path, tables: Mapping[str, Sequence[Path]], others: Sequence[Path]) -> str:
    """The descriptor of a release.

    Args:
        version: of the release.
        folder: of the release; the files are below it.
        tables: CSV files of each table that has any.
        others: further files.
    """
    entries = build_dictionary()
    whole = {name for name, paths in tables.items() if len(paths) == 1}
    resources = [
        _describe_table(entries[name], path, folder, whole) for name, paths in tables.items() for path in paths
    ]
    package = {
        "profile": "data-package",
        "name": "gov-disclosure",
        "title": TITLE,
        "version": version,
        "resources": [*resources, *(_describe_file(path, folder) for path in others)],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def hash_file(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _describe_file(path: Path, folder: Path) -> dict[str, Any]:
    return {
        "type": "file",
        "name": path.relative_to(folder).as_posix().lower().replace("/", "-").replace(".", "-").replace("_", "-"),
        "path": path.relative_to(folder).as_posix(),
        "format": path.suffix.removeprefix("."),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{hash_file(path)}",
    }


def _describe_table(entry: TableEntry, path: Path, folder: Path, whole: set[str]) -> dict[str, Any]:
    references = [(c.name, *c.refers) for c in entry.columns if c.refers and c.refers[0] in whole]
    schema: dict[str, Any] = {
        "fields": [_describe_field(column) for column in entry.columns],
        "missingValues": [""],
        "primaryKey": list(entry.key),
    }
    if references:
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": _name(table), "fields": [column]}}
            for name, table, column in references
        ]
    return _describe_file(path, folder) | {
        "type": "table",
        "profile": "tabular-data-resource",
        "name": _name(path.stem),
        "title": f"{entry.label_zh} {entry.name}",
        "description": f"{entry.meaning_zh}。{entry.meaning_en}",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _name(table: str) -> str:
    return table.replace("_", "-")


def _describe_field(column: ColumnEntry) -> dict[str, Any]:
    is_decimal = pa.types.is_decimal(column.type)
    field: dict[str, Any] = {
        "name": column.name,
        "type": "number" if is_decimal else _TYPES[str(column.type)],
        "title": column.label_zh,
        "description": f"{column.meaning_zh}。{column.meaning_en}" + (f" ({column.unit})" if column.unit else ""),
    }
    constraints = _list_constraints(column)
    return field | {"constraints": constraints} if constraints else field


def _list_constraints(column: ColumnEntry) -> dict[str, Any]:
    """Constraints of the cells of a CSV file, where no text and an empty one look the same."""
    is_text = pa.types.is_string(column.type)
    found = {
        "required": True if not (column.nullable or (is_text and not column.terms)) else None,
        "enum": [guard_text(term.term) for term in column.terms] or None,
        "minimum": column.minimum,
    }
    return {name: value for name, value in found.items() if value is not None}
