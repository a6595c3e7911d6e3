"""Texts of the accepted documents, and the elements the parser finds in them.

Belongs here: `report_text` and `report_element` as streams of chunks through the workers. Each document is decoded
once and each text parsed once. Does not belong here: decoding and parsing themselves.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.elements import build_elements, build_texts
from gov_disclosure.steps.accepted import AcceptedReports
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.streams import Assignment, Row, Tally, split_chunks
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.documents import read_raw_document
from gov_disclosure.storage.locations import Location
from gov_disclosure.storage.partitions import Parts
from gov_disclosure.storage.warehouse import PartitionKey

BYTES_PER_CHUNK = 4 * 1024 * 1024
"""What a worker gets at a time: some 200 reports of usual length, or one very long one."""

_ROW_COST = 2_000
"""Bytes that a document costs besides its content, so that chunks of tiny documents stay bounded too."""

_KEY_COST = 20_000
"""Bytes that an empty partition counts for, so that a chunk of them stays bounded too."""


_READ = ["report_id", "source_file", "container", "source_sha256", "size_bytes", "form", "report_year"]
"""Columns of the register that a worker needs to read a document."""

_ELEMENT_SHOWN = [
    "report_id", "element", "table", "row_key", "column_key", "value", "raw_text", "source_start", "source_end",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentChunk:
    """Register rows of documents that one worker reads."""

    root: Location
    pieces: tuple[tuple[PartitionKey, tuple[Row, ...]], ...]


@dataclass(frozen=True, slots=True)
class PartOfStream:
    """Rows of one partition that a worker made, and what it has to tell.

    Attributes:
        times: what was timed of each document: `source_file`, `milliseconds` and how much there was of it.
    """

    key: PartitionKey
    rows: pa.Table
    problems: tuple[dict[str, Any], ...] = ()
    times: tuple[dict[str, Any], ...] = ()


def stream_texts(assignment: Assignment, root: Location, tally: Tally) -> Parts:
    """Rows of `report_text`; a document that changed since it was registered is left out and named."""
    chunks = split_chunks(_list_documents(assignment.keys, assignment.reports), _weigh_documents, BYTES_PER_CHUNK)
    tasks = (DocumentChunk(root, chunk) for chunk in chunks)
    for parts in assignment.workers.map(read_documents, tasks):
        for part in parts:
            tally.counts[part.key]["reports"] += part.rows.num_rows
            tally.counts[part.key].update({f"form_{form}": n for form, n in _count_values(part.rows, "form").items()})
            tally.add_problems(part.problems)
            tally.incomplete.update([part.key] if part.problems else ())
            yield part.key, {"report_text": part.rows}


def _list_documents(
    keys: Iterable[PartitionKey], reports: AcceptedReports
) -> Iterator[tuple[PartitionKey, tuple[Row, ...]]]:
    """Register rows in pieces that stay below the weight of a chunk; an empty piece for an empty partition."""
    for key in keys:
        rows = tuple(reports.read(key).select(_READ).to_pylist())
        yield from ((key, piece) for piece in _cut_documents(rows))


def _cut_documents(rows: tuple[Row, ...]) -> Iterator[tuple[Row, ...]]:
    start = weight = 0
    for place, row in enumerate(rows):
        cost = _weigh_documents((row,))
        if place > start and weight + cost > BYTES_PER_CHUNK:
            yield rows[start:place]
            start, weight = place, 0
        weight += cost
    yield rows[start:]


def _weigh_documents(rows: tuple[Row, ...]) -> int:
    return sum(row["size_bytes"] + _ROW_COST for row in rows) or _KEY_COST


def read_documents(chunk: DocumentChunk) -> list[PartOfStream]:
    """Task of a worker: decode documents that are still what was registered."""
    return [_read_piece(chunk.root, key, rows) for key, rows in chunk.pieces]


def _read_piece(root: Location, key: PartitionKey, rows: tuple[Row, ...]) -> PartOfStream:
    problems: list[dict[str, Any]] = []
    documents = list(_read_unchanged(root, rows, problems))
    try:
        rows_of_texts = build_texts(documents)
    except Exception:
        singles = [_build_alone(build_texts, [one], _tell(one[0], ""), problems) for one in documents]
        rows_of_texts = _concat([build_texts([]), *singles])
    return PartOfStream(key, rows_of_texts, tuple(problems))


def _build_alone(
    build: Callable[[Any], pa.Table], document: Any, place: dict[str, Any], problems: list[dict[str, Any]]
) -> pa.Table | None:
    """What one document gives, or a problem that names it."""
    try:
        return build(document)
    except MemoryError:  # says something of this machine: the run fails, and the next one completes it
        raise
    except Exception as error:
        problems.append({**place, "what": f"{type(error).__name__}: {error}"})
        return None


def _concat(tables: Iterable[pa.Table | None]) -> pa.Table:
    return pa.concat_tables(table for table in tables if table is not None)


def _read_unchanged(root: Location, rows: Iterable[Row], problems: list[dict[str, Any]]) -> Iterator[tuple[Row, bytes]]:
    for row in rows:
        document = read_raw_document(root, row["source_file"], row["container"])
        if document.data is not None and document.sha256 == row["source_sha256"]:
            yield row, document.data
        else:
            what = "changed" if document.data is not None else document.detail or "cannot be read"
            problems.append(_tell(row, what))


def _tell(row: Row, what: object) -> dict[str, Any]:
    return {"source_file": row["source_file"], "report_id": row["report_id"], "what": str(what)}


def stream_elements(keys: Sequence[PartitionKey], texts: StoredTable, workers: Workers, tally: Tally) -> Parts:
    """Rows of `report_element` for `keys`: each text is parsed once."""
    pieces = ((key, group) for key in keys for group in texts.read_groups(key))
    for parts in workers.map(parse_texts, split_chunks(pieces, _weigh_texts, BYTES_PER_CHUNK)):
        for part in parts:
            tally.counts[part.key].update(_count_values(part.rows, "element"))
            tally.counts[part.key]["reports"] += len(part.times)
            tally.counts[part.key]["milliseconds"] += round(sum(each["milliseconds"] for each in part.times))
            tally.add_problems(part.problems)
            tally.add_times(part.times)
            yield part.key, {"report_element": part.rows}


def _weigh_texts(texts: pa.Table) -> int:
    return int(texts.nbytes) + _ROW_COST * texts.num_rows or _KEY_COST


def parse_texts(chunk: tuple[tuple[PartitionKey, pa.Table], ...]) -> list[PartOfStream]:
    """Task of a worker: parse texts, and see that every element stands where it says."""
    return [_parse_piece(key, texts) for key, texts in chunk]


def _parse_piece(key: PartitionKey, texts: pa.Table) -> PartOfStream:
    problems: list[dict[str, Any]] = []
    seconds: list[float] = []
    try:
        elements = build_elements(texts, seconds)
    except Exception:
        singles = [texts.slice(place, 1) for place in range(texts.num_rows)]
        tables = [_build_alone(build_elements, one, _place(one), problems) for one in singles]
        elements = _concat([build_elements(texts.slice(0, 0)), *tables])
    times = _list_times(texts, seconds) if len(seconds) == texts.num_rows else ()
    return PartOfStream(key, elements, (*problems, *check_spans(texts, elements)), tuple(times))


def _list_times(texts: pa.Table, seconds: Sequence[float]) -> Iterator[dict[str, Any]]:
    shown = (texts["source_file"], texts["form"], pc.utf8_length(texts["text"]))
    for (file, form, length), took in zip(zip(*(c.to_pylist() for c in shown), strict=True), seconds, strict=True):
        yield {"source_file": file, "form": form, "characters": length, "milliseconds": round(took * 1000, 1)}


def _place(text: pa.Table) -> dict[str, Any]:
    return {"report_id": text["report_id"][0].as_py(), "source_file": text["source_file"][0].as_py()}


def check_spans(texts: pa.Table, elements: pa.Table) -> list[dict[str, Any]]:
    """Cells and left-over numbers that do not stand where they say, or stand on characters that another one has."""
    by_report = dict(zip(texts["report_id"].to_pylist(), texts["text"].to_pylist(), strict=True))
    kinds = pa.array(["cell", "left_over"], pa.string())
    placed = elements.filter(pc.and_(pc.is_in(elements["element"], kinds), pc.is_valid(elements["raw_text"])))
    rows = placed.sort_by([("report_id", "ascending"), ("source_start", "ascending")])
    is_read = pc.or_(pc.equal(rows["element"], "left_over"), pc.is_valid(rows["value"]))
    columns = [*(rows[name] for name in ("report_id", "source_start", "source_end", "raw_text")), is_read]
    problems, last, end = [], "", 0
    for at, (report, start, stop, raw, counts) in enumerate(zip(*(c.to_pylist() for c in columns), strict=True)):
        if report != last:
            last, end = report, 0
        if by_report[report][start:stop] != raw:
            problems.append(_tell_element(rows, at, "the text has other characters there"))
        elif counts:
            # cells of an undecided row share the characters of the row, and their numbers are left over
            if start < end:
                problems.append(_tell_element(rows, at, "the same characters are read twice"))
            end = stop
    return problems


def _tell_element(rows: pa.Table, at: int, what: str) -> dict[str, Any]:
    (shown,) = rows.slice(at, 1).select(_ELEMENT_SHOWN).to_pylist()
    return {**shown, "what": what}


def _count_values(rows: pa.Table, column: str) -> Counter[str]:
    counted = pc.value_counts(rows[column]).to_pylist()
    return Counter({item["values"]: item["counts"] for item in counted if item["values"] is not None})
