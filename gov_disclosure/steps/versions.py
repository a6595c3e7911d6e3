"""Documents that are versions of one report, found over the whole register.

Belongs here: reading from the register what decides, and reading documents again where their content must be compared.
Does not belong here: the decision (`frames/versions.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from gov_disclosure.frames.content import build_content_key
from gov_disclosure.frames.versions import NEEDED, OPTIONAL, list_contested, resolve_versions
from gov_disclosure.reading.document import Document, read_document
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.content_cache import DOCUMENT, ContentCache, Keys
from gov_disclosure.storage.documents import read_raw_document
from gov_disclosure.storage.locations import Location
from gov_disclosure.storage.row_cache import RowCache

CONTENT_KEY = "content_key"
_DECIDING = ["status", *NEEDED, *(name for name in OPTIONAL if name != CONTENT_KEY)]
_PLACE = ["container", "source_sha256"]
DOCUMENTS_PER_CHUNK = 50


@dataclass(frozen=True, slots=True)
class ContestedChunk:
    """Rows of documents whose content one worker reads again."""

    root: Location
    rows: tuple[dict[str, Any], ...]


def resolve_all(cache: RowCache, root: Location, workers: Workers) -> pa.Table:
    """The documents for which there is something to say beyond what they say themselves."""
    rows = pa.concat_tables(cache.read_groups(list(dict.fromkeys((*_DECIDING, *_PLACE, *DOCUMENT)))))
    contested = list_contested(rows).select(["source_file", *_PLACE, *DOCUMENT])
    if not contested.num_rows:
        return resolve_versions(rows)
    keys = _find_keys(contested, ContentCache(cache.folder, cache.version), root, workers)
    documents = zip(*(rows[name].to_pylist() for name in DOCUMENT), strict=True)
    return resolve_versions(rows.append_column(CONTENT_KEY, pa.array(map(keys.get, documents), pa.string())))


def _find_keys(contested: pa.Table, store: ContentCache, root: Location, workers: Workers) -> Keys:
    """Keys of contested documents: those kept, and those of documents read again."""
    kept = store.read()
    documents = list(zip(*(contested[name].to_pylist() for name in DOCUMENT), strict=True))
    new = contested.filter(pa.array([document not in kept for document in documents]))
    read = {document: key for part in workers.map(read_contents, _split_rows(new, root)) for document, key in part}
    keys = {document: key for document in documents if (key := kept.get(document) or read.get(document))}
    if keys != kept:
        store.write(keys)
    return keys


def _split_rows(rows: pa.Table, root: Location) -> Iterator[ContestedChunk]:
    for start in range(0, rows.num_rows, DOCUMENTS_PER_CHUNK):
        yield ContestedChunk(root, tuple(rows.slice(start, DOCUMENTS_PER_CHUNK).to_pylist()))


def read_contents(chunk: ContestedChunk) -> list[tuple[tuple[str, str, int], str]]:
    """Task of a worker: the content keys of documents that are still what was registered."""
    keys = (((row["report_id"], row["form"], row["report_year"]), _read_content(chunk.root, row)) for row in chunk.rows)
    return [(document, key) for document, key in keys if key is not None]


def _read_content(root: Location, row: dict[str, Any]) -> str | None:
    """None for a document that cannot be compared: it is then taken to differ from all others."""
    raw = read_raw_document(root, row["source_file"], row["container"])
    if raw.data is None or raw.sha256 != row["source_sha256"]:
        return None
    document = read_document(raw.data)
    try:
        return (
            build_content_key(document.text, row["form"], row["report_year"]).write()
            if isinstance(document, Document)
            else None
        )
    except Exception:  # one document must not stop the others
        return None
