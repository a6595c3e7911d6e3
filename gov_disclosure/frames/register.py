"""Files become rows of the register: accepted as a report, or refused with a reason.

Belongs here: the order of the questions asked of a file (can it be read, is it a report, whose, of which year) and what
is kept of the answers. Does not belong here: the answers (`reading/`, `parsing/`) and the raw folder (`storage/`).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.arrow import build_table_of_records
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.frames.versions import OUTCOME, build_body_key, resolve_versions
from gov_disclosure.parsing.generation import detect_form
from gov_disclosure.parsing.identity import Identity, identify_report
from gov_disclosure.parsing.revision_marks import find_revision_mark
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.reading.document import BINARY, Unreadable, read_document
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS
from gov_disclosure.vocabulary.rejections import REJECTIONS

Record = dict[str, Any]
VERSION_COLUMNS = tuple(OUTCOME.names[1:])
"""Columns of the register that depend on other documents."""

ROW_SCHEMA = pa.schema(
    field
    for field in TABLES["document_register"].arrow_schema
    if field.name in ("status", "reason", "detail") or field.name not in VERSION_COLUMNS
)
"""Columns of the register that a document gives by itself."""


class RawFacts(Protocol):
    """What the raw folder tells about a file; `data` is None where there is a `problem`."""

    @property
    def source_file(self) -> str: ...
    @property
    def size_bytes(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def data(self) -> bytes | None: ...
    @property
    def problem(self) -> str | None: ...
    @property
    def detail(self) -> str | None: ...
    @property
    def container(self) -> str | None: ...


class KnownFacts(Protocol):
    """What the manifest tells about a file; None where it says nothing."""

    @property
    def url(self) -> str | None: ...
    @property
    def region_code(self) -> str | None: ...
    @property
    def report_year(self) -> int | None: ...
    @property
    def issuer(self) -> str | None: ...
    @property
    def supersedes(self) -> str | None: ...


def build_register_row(file: RawFacts, known: KnownFacts | None = None) -> Record:
    """One row of `document_register`: `accepted` or `rejected`; duplicates are told by comparing rows.

    Never raises: a file on which the program itself fails is rejected as `internal_error`.
    """
    record: Record = {
        "source_file": file.source_file,
        "container": file.container,
        "source_sha256": file.sha256,
        "size_bytes": file.size_bytes,
        "media_type": BINARY,
        "source_url": known.url if known else None,
        "manifest_issuer": known.issuer if known else None,
        "manifest_supersedes": known.supersedes if known else None,
    }
    if file.data is None:
        return record | _rejected(file.problem or "unreadable_file", file.detail)
    try:
        return record | _read(file.data, file.sha256, known)
    except MemoryError:  # says something of this machine, and may pass
        raise
    except Exception as error:  # one document must not stop the others
        return record | _rejected("internal_error", f"{type(error).__name__}: {error}")


def build_rows(records: Iterable[Mapping[str, Any]], schema: pa.Schema = ROW_SCHEMA) -> pa.Table:
    """Rows of the register as a table, before it is known which of several versions counts."""
    return pa.Table.from_pylist(list(records), schema=schema)


def build_register(records: Iterable[Mapping[str, Any]]) -> pa.Table:
    """`document_register` of a few documents, in the order of their names; their contents are not compared."""
    rows = build_rows(records).sort_by("source_file")
    return build_register_rows(rows, resolve_versions(rows))


def build_register_rows(rows: pa.Table, versions: pa.Table, columns: Sequence[str] | None = None) -> pa.Table:
    """`document_register` of some rows, with what was found by comparing them with others.

    Args:
        rows: columns of `ROW_SCHEMA`, others are ignored.
        versions: the documents for which there is something to say; columns `source_file` and those of `VERSION_COLUMNS`.
        columns: those of the register that are wanted; `rows` needs no others than these.
    """
    places = pc.index_in(rows["source_file"], versions["source_file"].combine_chunks())
    accepted = pc.equal(rows["status"], "accepted")
    own = {"status": rows["status"], "is_current": accepted} | {n: rows[n] for n in ("reason", "detail")}
    whole, built = TABLES["document_register"].arrow_schema, []
    schema = whole if columns is None else pa.schema([whole.field(name) for name in columns])
    for name in schema.names:
        if name not in VERSION_COLUMNS:
            built.append(rows[name])
            continue
        found = versions[name].take(places)
        built.append(pc.coalesce(found, own[name]) if name in own else found)
    return pa.Table.from_arrays(built, schema=schema)


REFUSAL_COLUMNS = ("source_file", "source_sha256", "status", "reason", "detail")
"""Columns of the register that `rejected_document` is made from."""


def build_refusals(rows: pa.Table) -> pa.Table:
    """`rejected_document` of some rows of the register: what gave no report of its own, and what to do about it."""
    refused = rows.filter(pc.is_in(rows["status"], pa.array(["rejected", "duplicate"])))
    return build_table_of_records(
        TABLES["rejected_document"], map(_refusal, refused.select(REFUSAL_COLUMNS).to_pylist())
    )


def _hash_text(text: str) -> str:
    """Hash of a text, white space around it apart; inside it may be all that parts two numbers."""
    return hashlib.sha256(text.strip().encode("utf-8", "surrogatepass")).hexdigest()


def find_report_id(sha256: str) -> str:
    """Name of a report: by its bytes alone, so that it is the same wherever and whenever it is read."""
    return sha256[:16]


def _read(data: bytes, sha256: str, known: KnownFacts | None) -> Record:
    document = read_document(data)
    if isinstance(document, Unreadable):
        return {"media_type": document.media_type} | _rejected(document.reason, document.detail)
    identity = identify_report(
        document.text,
        url=known.url if known else None,
        year=known.report_year if known else None,
        region_code=known.region_code if known else None,
    )
    record = {"media_type": document.media_type, "encoding": document.encoding} | _identity_record(identity, known)
    record["text_sha256"] = _hash_text(document.text)
    if known and known.region_code and identity.region_code is None and identity.report_year is not None:
        return record | _rejected("manifest_region_unknown", f"{known.region_code}, {identity.report_year}")
    refusal = _find_refusal(identity, known)
    if refusal:
        return record | _rejected(*refusal)
    record |= _version_record(document.text, record)
    form = detect_form(parse_skeleton(document.text), identity.report_year)
    return record | {"status": "accepted", "report_id": find_report_id(sha256), "form": form}


def _version_record(text: str, record: Record) -> Record:
    body = build_body_key(record["issuer"], record["issuer_kind"], record["region_code"], record["report_year"])
    return {"body_key": body, "revision_mark": find_revision_mark(text)}


def _find_refusal(identity: Identity, known: KnownFacts | None) -> tuple[str, str] | None:
    """Why a document gives no report.

    A text that shows too little of a report, such as a page with nothing but its tables, is one all the same if the
    manifest says whose and of which year; what is shown to be something else is not.
    """
    vouched = known is not None and known.region_code is not None and known.report_year is not None
    if identity.refusal is not None and not (vouched and identity.refusal.reason == "not_a_report"):
        return identity.refusal.reason, identity.refusal.detail
    if identity.report_year is None:
        return "year_unknown", ""
    if identity.report_year not in REPORT_YEARS:
        return "year_out_of_range", str(identity.report_year)
    if identity.region not in REGIONS or identity.region_name is None:
        return "region_unknown", identity.region_code or ""
    return None


def _identity_record(identity: Identity, known: KnownFacts | None) -> Record:
    names = (
        "title", "published_on", "region_code", "region_name", "region_level", "province_code", "region",
        "issuer_kind", "scope", "report_year", "text_region_code", "text_report_year",
    )  # fmt: skip
    evidence = [[e.kind, e.text, e.start, e.end, e.supports] for e in identity.evidence]
    return {name: getattr(identity, name) for name in names} | {
        "issuer": identity.issuer or (known.issuer if known else None),
        "identity_evidence": json.dumps({"evidence": evidence, "candidates": identity.candidates}, ensure_ascii=False),
        "identity_confidence": identity.confidence,
    }


def _rejected(reason: str, detail: str | None) -> Record:
    return {"status": "rejected", "reason": reason, "detail": detail or None}


def _refusal(record: Record) -> Record:
    rejection, detail = REJECTIONS[record["reason"]], record["detail"] or "—"
    return {
        "source_file": record["source_file"],
        "source_sha256": record["source_sha256"],
        "reason": record["reason"],
        "detail": record["detail"],
        "message_zh": rejection.message(detail, "zh"),
        "message_en": rejection.message(detail, "en"),
    }
