"""Versions and duplicates among all accepted documents: which files are one report, which reports replace which.

Belongs here: finding the documents that have to be compared, and the columns of the register that follow. Does not belong
here: the comparison (`version_order`, `content`).

A function of the set of rows: neither their order nor the time stamps of files matter. Rows that share their body and year
with no other row cost no step of their own, so that the whole register is resolved after each change.

Of files with the same content the one with the smallest `report_id` is the report, and of files with the same bytes the first
by path. A `report_id` follows from bytes alone, so that no copy, moved or renamed or put in front, changes the name of a report
by its own name; a copy in other bytes may, where its name is the smaller one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.arrow import list_records, to_frame
from gov_disclosure.frames.content import read_content_key
from gov_disclosure.frames.version_order import Source, Standing, resolve_sources
from gov_disclosure.parsing.body_names import parse_body_name

_TEXT = pa.string()
OUTCOME = pa.schema(
    (
        ("source_file", _TEXT),
        ("status", _TEXT),
        ("reason", _TEXT),
        ("detail", _TEXT),
        ("duplicate_of", _TEXT),
        ("is_current", pa.bool_()),
        ("supersedes", _TEXT),
        ("conflicts_with", _TEXT),
        ("version_evidence", _TEXT),
    )
)
"""What is found: one row per document for which there is something to say beyond what it says itself."""
NEEDED = ("source_file", "report_id", "text_sha256", "body_key")
OPTIONAL: Mapping[str, pa.DataType] = {
    "scope": _TEXT,
    "issuer_kind": _TEXT,
    "published_on": pa.date32(),
    "revision_mark": _TEXT,
    "content_key": _TEXT,
    "manifest_supersedes": _TEXT,
}
"""The columns that it is found from, beside the status; those of the second kind may be missing or empty."""

SAME_BYTES, SAME_TEXT, SAME_CONTENT = "same bytes", "same text", "same content"
_UNKNOWN = "?"


def build_body_key(issuer: str | None, kind: str | None, region_code: str, report_year: int) -> str:
    """Region, year and body, as one string; rows that share it may be versions of one report.

    >>> build_body_key("安溪县教育局", "department", "350524", 2020)
    '350524|2020|教育局'
    >>> build_body_key(None, "department", "350524", 2020)
    '350524|2020|?department'
    """
    name = parse_body_name(issuer, kind, region_code, report_year)
    return f"{region_code}|{report_year}|{name or f'{_UNKNOWN}{kind}'}"


def list_contested(rows: pa.Table) -> pa.Table:
    """Rows whose content has to be compared with that of others, as they were given.

    Keys of their contents (`content.build_content_key`) stand in a column `content_key` when `resolve_versions` is called; rows
    that have such a key are not listed.
    """
    candidates = _list_candidates(rows)
    texts, copies = _find_texts(candidates)
    contested = texts[_find_blocks(texts, _find_words(candidates, copies)).duplicated(keep=False)]
    lacks_key = [read_content_key(key) is None for key in pa.array(contested["content_key"]).to_pylist()]
    return rows.take(pa.array(sorted(contested.index[lacks_key]), pa.int64()))


def resolve_versions(rows: pa.Table) -> pa.Table:
    """What is found by comparing documents, in the columns of `OUTCOME`; rejected documents are left out of it.

    A contested row without a content key is taken to differ from all others in its content. Contents are held for one body at
    a time.
    """
    candidates = _list_candidates(rows)
    texts, copies = _find_texts(candidates)
    words = _find_words(candidates, copies)
    blocks = _find_blocks(texts, words)
    told = []
    for standing in _resolve_blocks(texts, blocks[blocks.duplicated(keep=False)], words):
        told.append(_tell_standing(standing))
        first, *others = (source.source_file for source in standing.edition.sources)
        copies |= dict.fromkeys(others, (first, SAME_CONTENT))
    found = [*told, *(_tell_copy(file, copies) for file in copies)]
    return pa.Table.from_pylist(sorted(found, key=lambda row: row["source_file"]), OUTCOME)


def _list_candidates(rows: pa.Table) -> pd.DataFrame:
    """The rows that were read as reports, with the columns needed, in the order of their reports."""
    names = rows.schema.names
    columns = {name: rows[name] for name in NEEDED}
    columns |= {name: rows[name] if name in names else pa.nulls(rows.num_rows, kind) for name, kind in OPTIONAL.items()}
    is_report = pc.is_in(rows["status"], pa.array(["accepted", "duplicate"]))
    candidates: pd.DataFrame = to_frame(pa.table(columns)).loc[is_report.to_numpy()]
    return candidates.sort_values(["report_id", "source_file"])


Copies = dict[str, tuple[str, str]]
"""File -> the file with the same content, and how that is known."""


def _find_texts(candidates: pd.DataFrame) -> tuple[pd.DataFrame, Copies]:
    """One row for each text of a body, and the files left out."""
    found: Copies = {}
    for keys, why in ((["report_id"], SAME_BYTES), (["text_sha256", "body_key"], SAME_TEXT)):
        copies = candidates.duplicated(keys)
        if copies.any():
            firsts = candidates[~copies].set_index(keys)["source_file"]
            left_out = candidates[copies].join(firsts.rename("original"), on=keys)
            found |= {f: (o, why) for f, o in zip(left_out["source_file"], left_out["original"], strict=True)}
        candidates = candidates[~copies]
    return candidates, found


Words = Mapping[str, frozenset[str]]
"""File -> the files that it replaces by the manifest; both are those that are kept of files with the same bytes or text."""


def _find_words(candidates: pd.DataFrame, copies: Copies) -> Words:
    """A line of the manifest about a copy, or that names one, is about the report: several lines may name several older ones."""
    named = candidates[candidates["manifest_supersedes"].notna()]
    words = defaultdict[str, set[str]](set)
    for file, other in zip(named["source_file"], named["manifest_supersedes"], strict=True):
        words[_find_original(file, copies)].add(_find_original(other, copies))
    return {file: frozenset(others) for file, others in words.items()}


def _find_blocks(texts: pd.DataFrame, words: Words) -> pd.Series[str]:
    """What each row is compared within: its body, or several bodies of one region and year that the manifest relates."""
    blocks = texts["body_key"]
    body_of = dict(zip(texts["source_file"], blocks, strict=True)) if words else {}
    joined: dict[str, str] = {}
    for file, other in ((file, other) for file, others in words.items() for other in others):
        one, another = body_of.get(file), body_of.get(other)
        if one and another and _region_year(one) == _region_year(another):
            low, high = sorted((_find_first(one, joined), _find_first(another, joined)))
            joined |= {high: low} if low != high else {}
    return blocks.replace({body: _find_first(body, joined) for body in joined}) if joined else blocks


def _find_first(body: str, joined: Mapping[str, str]) -> str:
    while body in joined:
        body = joined[body]
    return body


def _region_year(body: str) -> list[str]:
    return body.split("|")[:2]


def _resolve_blocks(texts: pd.DataFrame, blocks: pd.Series[str], words: Words) -> Iterator[Standing]:
    """Of blocks with several texts, what becomes of each."""
    contested = texts.loc[blocks.index].assign(block=blocks).sort_values(["block", "source_file"])
    for _, block in groupby(list_records(contested), key=lambda record: record["block"]):
        yield from resolve_sources([_build_source(record, words) for record in block])


def _build_source(record: Mapping[str, Any], words: Words) -> Source:
    body = record["body_key"]
    return Source(
        source_file=record["source_file"],
        report_id=record["report_id"],
        body=body,
        is_known=not body.split("|")[-1].startswith(_UNKNOWN),
        scope=record["scope"],
        kind=record["issuer_kind"],
        published_on=record["published_on"],
        mark=record["revision_mark"],
        key=read_content_key(record["content_key"]),
        replaces=words.get(record["source_file"], frozenset()),
    )


def _find_original(file: str, copies: Copies) -> str:
    """The file that is kept of those that are copies of each other."""
    while file in copies:
        file = copies[file][0]
    return file


def _tell_copy(file: str, copies: Copies) -> dict[str, Any]:
    original, why = _find_original(file, copies), copies[file][1]
    row = {"source_file": file, "status": "duplicate", "reason": "duplicate", "detail": original}
    return row | {"duplicate_of": original, "is_current": False, "version_evidence": why}


def _tell_standing(standing: Standing) -> dict[str, Any]:
    return {
        "source_file": standing.edition.first.source_file,
        "status": "accepted",
        "is_current": standing.is_current,
        "supersedes": " ".join(standing.supersedes) or None,
        "conflicts_with": " ".join(standing.conflicts_with) or None,
        "version_evidence": standing.evidence,
    }
