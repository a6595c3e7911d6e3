"""Content keys of documents that had to be compared, kept so that none is read again for it while it does not change.

Belongs here: the file beside the rows of the register. Does not belong here: what a key says (`frames/content.py`). Like
those rows it is no part of the contract: without it the documents are read again.
"""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gov_disclosure.storage.replacement import replaced

DOCUMENT = ("report_id", "form", "report_year")
"""What a key depends on, beside the program: the bytes of the document, and how they were read."""

_SCHEMA = pa.schema(
    [("report_id", pa.string()), ("form", pa.string()), ("report_year", pa.int32()), ("key", pa.string())]
)
_NAME = "contents.parquet"
Keys = dict[tuple[str, str, int], str]


@dataclass(frozen=True)
class ContentCache:
    """Keys by document.

    Attributes:
        folder: where the cache lies.
        version: of the program that makes the keys; those of another version are none.
    """

    folder: Path
    version: str

    def read(self) -> Keys:
        """The keys that still hold."""
        with contextlib.suppress(FileNotFoundError, pa.ArrowInvalid):
            table = pq.read_table(self.folder / _NAME)
            if table.schema.equals(self._schema, check_metadata=True):
                *document, keys = (column.to_pylist() for column in table.columns)
                return dict(zip(zip(*document, strict=True), keys, strict=True))
        return {}

    def write(self, keys: Keys) -> None:
        """Replace all keys, at once for whoever reads them."""
        columns = list(zip(*((*document, keys[document]) for document in sorted(keys)), strict=True)) or [()] * 4
        arrays = [pa.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
        with replaced(self.folder / _NAME) as temporary:
            pq.write_table(pa.Table.from_arrays(arrays, schema=self._schema), temporary)

    @property
    def _schema(self) -> pa.Schema:
        return _SCHEMA.with_metadata({"version": self.version})
