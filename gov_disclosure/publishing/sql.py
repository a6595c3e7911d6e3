"""SQL of the tables of the contract as DuckDB spells it.

Belongs here: names, texts, types, comments and the settings with which database files are written. Does not belong here: which
views there are (`views.py`, `catalogue.py`).

Files are written in the format of DuckDB 1.0.0: every version from then on reads it, and later ones hold a random number.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from gov_disclosure.publishing.dictionary import ColumnEntry, TableEntry

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMAT = "v1.0.0"
_TYPES: Mapping[pa.DataType, str] = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
}


def open_database(path: Path | str, memory: str = "1GB") -> "DuckDBPyConnection":
    """A new database file; one thread, because more would lay out the same rows in another way each time.

    DuckDB is imported in functions of this file alone: a module that names it keeps it alive until the interpreter ends, where it
    complains about what was not cleared before it.
    """
    import duckdb

    return duckdb.connect(
        str(path), config={"storage_compatibility_version": FORMAT, "threads": 1, "memory_limit": memory}
    )


def read_text(path: Path, query: str) -> str | None:
    """The text that a query over a database file gives; None if the file is none, or has nothing to answer with."""
    import duckdb

    try:
        with duckdb.connect(str(path), read_only=True) as database:
            found = database.execute(query).fetchone()
    except duckdb.Error:
        return None
    return str(found[0]) if found else None


def quote_name(name: str) -> str:
    """A name of a table or column.

    >>> quote_name("table")
    '"table"'
    """
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """A text.

    >>> print(quote_text("the form's"))
    'the form''s'
    """
    return "'" + text.replace("'", "''") + "'"


def spell_type(type_: pa.DataType) -> str:
    """The type of DuckDB for a type of the contract.

    >>> spell_type(pa.decimal128(18, 4)), spell_type(pa.int32())
    ('DECIMAL(18,4)', 'INTEGER')
    """
    if pa.types.is_decimal(type_):
        return f"DECIMAL({type_.precision},{type_.scale})"
    return _TYPES[type_]


def spell_columns(entry: TableEntry) -> str:
    """The columns of a table, for the list behind SELECT."""
    return ", ".join(quote_name(column.name) for column in entry.columns)


def spell_empty(entry: TableEntry) -> str:
    """A query that gives no row, with the columns of a table."""
    columns = ", ".join(f"CAST(NULL AS {spell_type(c.type)}) AS {quote_name(c.name)}" for c in entry.columns)
    return f"SELECT {columns} WHERE false"


def list_comments(entry: TableEntry, note: str = "") -> Iterator[str]:
    """Statements that tell the view of a table and its columns in both languages."""
    key = ", ".join(entry.spec.key)
    text = f"{entry.label_zh}：{entry.meaning_zh}。{entry.meaning_en} Key: {key}.{' ' if note else ''}{note}"
    yield f"COMMENT ON VIEW {quote_name(entry.name)} IS {quote_text(text)}"
    for column in entry.columns:
        place = f"{quote_name(entry.name)}.{quote_name(column.name)}"
        yield f"COMMENT ON COLUMN {place} IS {quote_text(describe_column(column))}"


def describe_column(column: ColumnEntry) -> str:
    """What a column holds, in both languages and one line."""
    terms = f" [{', '.join(term.term for term in column.terms)}]" if column.terms else ""
    unit = f" ({column.unit})" if column.unit else ""
    return f"{column.label_zh}：{column.meaning_zh}。{column.meaning_en}{unit}{terms}"
