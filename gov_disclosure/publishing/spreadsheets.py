"""CSV files that a spreadsheet program opens as they are meant: Chinese intact, no formula run, no text turned into a number.

Belongs here: which cells are guarded and how, and writing the files. Does not belong here: which tables are written.

UTF-8 with a byte order mark (without it Excel takes the code page of the system), a comma, CRLF, quotes where needed. Numbers are
numbers. A cell of text has an apostrophe in front if it begins with one, if a spreadsheet program would take it for a formula, or
for a number, date or time that is not a plain whole number; a reader takes one apostrophe off and has the text. Text that is
longer than a cell may be (Excel would go on in the next row) is cut, and says so.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from gov_disclosure.publishing.sql import quote_name, quote_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS_PER_FILE = 1_000_000
"""A sheet has 1,048,576 rows, one of them for the names."""
LONGEST = 32_000
"""A cell holds 32,767 characters."""
GUARD = "'"
_MARK = "\ufeff"
_FORMULA = "[=+\\-@\\t\\r\\n'＝＋－＠]"
_NUMBER = "[￥¥$]?[0-9０-９.．][0-9０-９.．,，:：/／\\-－~年月日时分秒 eE+%％元]*|(?i:true|false)"
_WHOLE = "0|[1-9][0-9]{0,14}"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows for a spreadsheet: a query with a column `row_number` from 0 on that the files do not show.

    Attributes:
        is_sorted: whether they come in the order of their numbers, as the rows of a file do: sorting a whole table takes long.
    """

    query: str
    schema: pa.Schema
    count: int
    is_sorted: bool = True


def guard_text(text: str) -> str:
    """A text as its cell has it, unless it is too long for one.

    >>> [guard_text(text) for text in ("=1+1", "-", "20-1", "007", "62", "'", "济阳")]
    ["'=1+1", "'-", "'20-1", "'007", '62', "''", '济阳']
    """
    is_plain = re.fullmatch(_WHOLE, text) or not re.fullmatch(_NUMBER, text)
    return text if is_plain and not re.match(_FORMULA, text) else GUARD + text


def write_csv(database: "DuckDBPyConnection", rows: Rows, path: Path, limit: int = ROWS_PER_FILE) -> list[Path]:
    """Write rows to one file, or to numbered ones of at most `limit` rows; returns them."""
    parts = max(1, -(-rows.count // limit))
    paths = [path] if parts == 1 else [path.with_stem(f"{path.stem}-{part + 1}") for part in range(parts)]
    columns = ", ".join(_spell_cell(field, first=place == 0) for place, field in enumerate(rows.schema))
    order = "" if rows.is_sorted else " ORDER BY row_number"
    for part, place in enumerate(paths):
        here = f"row_number >= {part * limit} AND row_number < {(part + 1) * limit}"
        database.execute(
            f"COPY (SELECT {columns} FROM ({rows.query}) WHERE {here}{order}) TO {quote_text(place.as_posix())}"
            " (FORMAT csv, HEADER, NEW_LINE '\\r\\n')"
        )
    return paths


def _spell_cell(field: pa.Field, *, first: bool) -> str:
    """SQL of a column; the name of the first one carries the byte order mark."""
    alias = quote_name(f"{_MARK}{field.name}" if first else field.name)
    return f"{_convert(field)} AS {alias}"


def _convert(field: pa.Field) -> str:
    name = quote_name(field.name)
    if pa.types.is_decimal(field.type):
        return f"regexp_replace(CAST({name} AS VARCHAR), '\\.?0+$', '')" if field.type.scale else name
    if not pa.types.is_string(field.type):
        return name
    shown = f"CASE WHEN length({name}) > {LONGEST} THEN left({name}, {LONGEST}) || '[…' || length({name}) || ']' ELSE {name} END"
    return f"CASE WHEN {_needs_guard(name)} THEN {quote_text(GUARD)} || {shown} ELSE {shown} END"


def _needs_guard(name: str) -> str:
    number, whole = (f"regexp_full_match({name}, {quote_text(pattern)})" for pattern in (_NUMBER, _WHOLE))
    return f"(regexp_matches({name}, {quote_text('^' + _FORMULA)}) OR ({number} AND NOT {whole}))"
