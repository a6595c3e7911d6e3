"""Parquet files of bounded row groups, with the same bytes for the same rows.

Belongs here: the settings of the files and where one row group ends and the next begins. The borders depend on the
rows alone, never on the pieces in which they arrive: one run over many partitions and many runs over one write the
same bytes. Does not belong here: where files lie (`warehouse.py`).
"""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROWS_PER_GROUP = 50_000
VALUES_PER_GROUP = 2_000_000
"""Of a table with very many columns a row group has fewer rows."""

TEXT_PER_GROUP = 4 * 1024 * 1024
"""Bytes of the column `text` after which a row group is closed: what one task of a worker gets to read."""


class RowGroups:
    """Collects rows and writes them in row groups of at most `ROWS_PER_GROUP` rows."""

    def __init__(self, path: Path | BinaryIO, schema: pa.Schema) -> None:
        self.rows = 0
        self._schema = schema
        self._limit = min(ROWS_PER_GROUP, VALUES_PER_GROUP // len(schema))
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", version="2.6")
        self._waiting: list[pa.Table] = []
        self._filled = (0, 0)

    def append(self, rows: pa.Table) -> None:
        """Add rows; their columns must be those of the schema, in its order."""
        if rows.column_names != self._schema.names:
            raise ValueError(f"columns {rows.column_names} instead of {self._schema.names}")
        rows = rows.replace_schema_metadata(None).cast(self._schema)
        self.rows += rows.num_rows
        for start, end, closed in self._split(rows):
            self._waiting.append(rows.slice(start, end - start))
            if closed:
                self._write_group()

    def note(self, words: Mapping[str, str]) -> None:
        """Add words about the rows to the end of the file."""
        if words:
            self._writer.add_key_value_metadata(words)

    def _split(self, rows: pa.Table) -> list[tuple[int, int, bool]]:
        """Slices of `rows`, each with whether a row group ends there."""
        slices, start = [], 0
        for end in self._list_ends(rows):
            slices.append((start, end, True))
            start = end
        return [*slices, (start, rows.num_rows, False)] if start < rows.num_rows else slices

    def _list_ends(self, rows: pa.Table) -> list[int]:
        """How many of `rows` are before the end of each row group that ends in them."""
        if "text" not in self._schema.names:
            ends = list(range(self._limit - self._filled[0], rows.num_rows + 1, self._limit))
            self._filled = (rows.num_rows - ends[-1] if ends else self._filled[0] + rows.num_rows, 0)
            return ends
        ends, (count, text) = [], self._filled
        for row, size in enumerate(pc.binary_length(rows["text"]).to_pylist()):
            count, text = count + 1, text + (size or 0)
            if count >= self._limit or text >= TEXT_PER_GROUP:
                ends.append(row + 1)
                count, text = 0, 0
        self._filled = (count, text)
        return ends

    def _write_group(self) -> None:
        if self._waiting:
            self._writer.write_table(
                pa.concat_tables(self._waiting).combine_chunks(),
                row_group_size=ROWS_PER_GROUP,
            )
        self._waiting.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._write_group()
        self._writer.close()
