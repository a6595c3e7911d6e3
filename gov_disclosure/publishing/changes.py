"""What has changed between two releases: each value that is another one, has come or has gone, and why.

Belongs here: matching the reports of both, and comparing their rows. Does not belong here: how the changes are written down
(`release.py`).

A report is known by the content of its document, so that a corrected document is another report: reports of one body and year that
stand on one side each are taken for versions of one. Within a pair of reports rows are matched by the keys of their table; where
several have the same key (a figure stated twice) equal ones are matched first, the rest in the order of the text. Only reports that
count in the facts are compared. Rows of both sides are first reduced to a number for each report: most reports have not changed.

Reasons, of which the first that fits is given:

- `document_new`, `document_gone`: the report, or the body's report of the year, is on one side alone.
- `document_corrected`: another document of the same body for the same year took its place.
- `waiver`: somebody waived the finding, or withdrew a waiver.
- `other_report`: of a finding between two reports, the other one has changed.
- `program`: the same document, read by another version of the program.
- `register`: the same document and program: what the manifest says of it has changed, or reports that it is compared with.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from gov_disclosure.frames.schemas import TableSpec
from gov_disclosure.publishing.sql import quote_name, quote_text
from gov_disclosure.publishing.views import list_finding_tables, list_key_columns, list_value_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("reason", "detail", "table", "region_code", "region_name")]
    + [("report_year", pa.int32())]
    + [(name, pa.string()) for name in ("issuer", "key", "change")]
    + [("old_value", pa.decimal128(18, 4)), ("old_status", pa.string()), ("old_text", pa.string())]
    + [("new_value", pa.decimal128(18, 4)), ("new_status", pa.string()), ("new_text", pa.string())]
    + [(name, pa.string()) for name in ("changed", "old_report_id", "new_report_id")]
)
TABLE = "changes"
_PLACE = ("region_code", "report_year", "scope", "form")
"""Of the report: a value that is now another body's or year's is another value."""
_REPORTS = (
    "SELECT report_id, body_key, region_code, region_name, report_year, issuer, source_file, version_evidence"
    " FROM read_parquet({}) WHERE status = 'accepted' AND is_current"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """How the rows of a table are compared.

    Attributes:
        keys: what tells the rows of a report apart.
        values: what they say; `value`, `status` and `text` are shown.
        order: what rows of one key are ordered by.
    """

    name: str
    keys: tuple[str, ...]
    values: tuple[str, ...]
    value: str
    status: str
    text: str
    order: str
    other: str = "NULL"


def list_compared() -> list[Compared]:
    """The tables whose values a reader may have used: those with a number in each row, and the findings."""
    return [*map(_compare_values, list_value_tables()), *map(_compare_findings, list_finding_tables())]


def _compare_values(spec: TableSpec) -> Compared:
    values = ("value", "value_status", "value_derived", "precision", "bound", "unit")
    return Compared(
        spec.name, tuple(list_key_columns(spec)), values, "value", "value_status", "raw_text", "source_start NULLS LAST"
    )


def _compare_findings(spec: TableSpec) -> Compared:
    between = "other_report_id" in spec.arrow_schema.names
    keys = ("rule", "table", "cell_keys", *(("other_year",) if between else ()))
    values = ("severity", "verdict", "observed", "expected", "waived_by", "waived_reason")
    return Compared(
        spec.name,
        keys,
        values,
        "observed",
        "severity",
        "message_zh",
        "finding_id",
        "other_report_id" if between else "NULL",
    )


def find_changes(database: "DuckDBPyConnection", old: Path, new: Path, *, same_program: bool) -> int:
    """Fill the table `changes` with what has changed between the Parquet files of two folders; returns how many rows."""
    _match_reports(database, old, new)
    database.execute(f"CREATE OR REPLACE TABLE {TABLE} AS {_spell_none()}")
    for compared in list_compared():
        files = [folder / f"{compared.name}.parquet" for folder in (old, new)]
        if files[0].exists():
            for statement in _compare(
                _leave_columns(compared, files), files, "register" if same_program else "program"
            ):
                database.execute(statement)
    (counted,) = database.execute(f"SELECT count(*) FROM {TABLE}").fetchall()
    return int(counted[0])


def _leave_columns(compared: Compared, files: Sequence[Path]) -> Compared:
    """Only the values of both releases: a column that came later is no change of every row."""
    return replace(compared, values=list_common(compared.values, files))


def list_common(columns: Iterable[str], files: Sequence[Path]) -> tuple[str, ...]:
    """Columns that all of some Parquet files have."""
    names = [frozenset(pq.read_schema(file).names) for file in files]
    return tuple(name for name in columns if all(name in own for own in names))


def _spell_none() -> str:
    types = {pa.string(): "VARCHAR", pa.int32(): "INTEGER", pa.decimal128(18, 4): "DECIMAL(18,4)"}
    return f"SELECT {', '.join(f'CAST(NULL AS {types[f.type]}) AS {quote_name(f.name)}' for f in SCHEMA)} WHERE false"


def _match_reports(database: "DuckDBPyConnection", old: Path, new: Path) -> None:
    """The table `pair`: a report of either side with the one of the other side that it is compared with."""
    for side, folder in (("old", old), ("new", new)):
        register = quote_text((folder / "document_register.parquet").as_posix())
        database.execute(f"CREATE OR REPLACE TABLE {side}_report AS {_REPORTS.format(register)}")
    database.execute("CREATE OR REPLACE TABLE pair AS SELECT o.report_id AS old_id, n.report_id AS new_id, 'same' AS kind"
                     " FROM old_report o JOIN new_report n USING (report_id)")  # fmt: skip
    for side, place in (("old", "old_id"), ("new", "new_id")):
        database.execute(
            f"CREATE OR REPLACE TABLE {side}_rest AS SELECT *, count(*) OVER (PARTITION BY body_key) AS bodies"
            f" FROM {side}_report WHERE report_id NOT IN (SELECT {place} FROM pair)"
        )
    database.execute("INSERT INTO pair SELECT o.report_id, n.report_id, 'document_corrected' FROM old_rest o"
                     " JOIN new_rest n USING (body_key) WHERE o.bodies = 1 AND n.bodies = 1")  # fmt: skip
    database.execute("INSERT INTO pair SELECT report_id, NULL, 'document_gone' FROM old_rest"
                     " WHERE report_id NOT IN (SELECT old_id FROM pair WHERE old_id IS NOT NULL)")  # fmt: skip
    database.execute("INSERT INTO pair SELECT NULL, report_id, 'document_new' FROM new_rest"
                     " WHERE report_id NOT IN (SELECT new_id FROM pair WHERE new_id IS NOT NULL)")  # fmt: skip


def _compare(compared: Compared, files: Sequence[Path], otherwise: str) -> Iterator[str]:
    """Statements that add the changes of one table."""
    for side, file in zip(("old", "new"), files, strict=True):
        yield from _read_side(compared, side, file)
    yield (
        "CREATE OR REPLACE TABLE touched AS SELECT pair.* FROM pair LEFT JOIN old_sum o ON o.report_id = old_id"
        " LEFT JOIN new_sum n ON n.report_id = new_id WHERE o.total IS DISTINCT FROM n.total"
    )
    for side, place in (("old", "old_id"), ("new", "new_id")):
        yield _number_rows(compared, side, place)
    yield _drop_equal(compared)
    yield _add_changes(compared, otherwise)


def _read_side(compared: Compared, side: str, file: Path) -> Iterator[str]:
    told = ", ".join(map(quote_name, (*compared.keys, *compared.values, *_PLACE)))
    rows = f"read_parquet({quote_text(file.as_posix())})"
    yield f"CREATE OR REPLACE TEMP VIEW {side}_rows AS SELECT * FROM {rows}"
    yield (
        f"CREATE OR REPLACE TABLE {side}_sum AS SELECT report_id, sum(hash({told})::HUGEINT) AS total"
        f" FROM {side}_rows GROUP BY report_id"
    )


def _number_rows(compared: Compared, side: str, place: str) -> str:
    """The rows of touched reports; equal ones of a report are numbered, so that each is matched once."""
    names = (*compared.keys, *compared.values, *_PLACE)
    equal = ", ".join(map(quote_name, names))
    shown = f"{compared.text} AS shown, {compared.other} AS other, {compared.order.split()[0]} AS place"
    return (
        f"CREATE OR REPLACE TABLE {side}_side AS SELECT old_id, new_id, kind, {equal}, {shown},"
        f" row_number() OVER (PARTITION BY old_id, new_id, {equal} ORDER BY {compared.order}) AS copy"
        f" FROM {side}_rows JOIN touched ON report_id = {place}"
    )


def _drop_equal(compared: Compared) -> str:
    """Rows that are on both sides are no changes; the others of one key are numbered in their order."""
    names = ("old_id", "new_id", *compared.keys, *compared.values, *_PLACE, "copy")
    alike = " AND ".join(f"o.{quote_name(name)} IS NOT DISTINCT FROM n.{quote_name(name)}" for name in names)
    number = f"row_number() OVER (PARTITION BY {', '.join(map(quote_name, ('old_id', 'new_id', *compared.keys)))}"
    sides = (("o", "n", "old", "new"), ("n", "o", "new", "old"))
    return ";".join(
        f"CREATE OR REPLACE TABLE {side}_left AS SELECT *, {number} ORDER BY place NULLS LAST, copy) AS turn FROM {side}_side {own}"
        f" WHERE NOT EXISTS (FROM {other_side}_side {other} WHERE {alike})"
        for own, other, side, other_side in sides
    )


def _add_changes(compared: Compared, otherwise: str) -> str:
    names = ("old_id", "new_id", *compared.keys, "turn")
    matched = " AND ".join(f"o.{quote_name(name)} IS NOT DISTINCT FROM n.{quote_name(name)}" for name in names)
    key = ", ".join(f"CAST(coalesce(n.{quote_name(k)}, o.{quote_name(k)}) AS VARCHAR)" for k in compared.keys)
    differing = ", ".join(
        f"CASE WHEN o.{quote_name(name)} IS DISTINCT FROM n.{quote_name(name)} THEN {quote_text(name)} END"
        for name in (*compared.values, *_PLACE)
    )
    old_id, new_id = "coalesce(n.old_id, o.old_id)", "coalesce(n.new_id, o.new_id)"
    return (
        f"INSERT INTO {TABLE} SELECT {_spell_reason(compared, otherwise)}, {_spell_detail()}, {quote_text(compared.name)},"
        f" r.region_code, r.region_name, r.report_year, r.issuer, concat_ws('|', {key}),"
        f" CASE WHEN o.turn IS NULL THEN 'added' WHEN n.turn IS NULL THEN 'removed' ELSE 'changed' END,"
        f" o.{compared.value}, o.{compared.status}, o.shown, n.{compared.value}, n.{compared.status}, n.shown,"
        f" CASE WHEN o.turn IS NOT NULL AND n.turn IS NOT NULL THEN concat_ws(', ', {differing}) END, {old_id}, {new_id}"
        f" FROM old_left o FULL JOIN new_left n ON {matched}"
        f" JOIN (FROM new_report UNION ALL SELECT * EXCLUDE (bodies) FROM old_rest) r ON r.report_id = coalesce({new_id}, {old_id})"
        f" LEFT JOIN old_report l ON l.report_id = {old_id}"
    )


def _spell_reason(compared: Compared, otherwise: str) -> str:
    kind = "coalesce(n.kind, o.kind)"
    cases = [f"WHEN {kind} <> 'same' THEN {kind}"]
    if "waived_by" in compared.values:
        others = [name for name in compared.values if not name.startswith("waived_")]
        alike = " AND ".join(f"o.{name} IS NOT DISTINCT FROM n.{name}" for name in others)
        cases.append(f"WHEN o.turn IS NOT NULL AND n.turn IS NOT NULL AND {alike} THEN 'waiver'")
    if compared.other != "NULL":
        changed = "SELECT unnest([old_id, new_id]) FROM pair WHERE kind <> 'same'"
        cases.append(f"WHEN o.other IN ({changed}) OR n.other IN ({changed}) THEN 'other_report'")
    return f"CASE {' '.join(cases)} ELSE {quote_text(otherwise)} END"


def _spell_detail() -> str:
    """Which document took the place of which."""
    files = "l.source_file || CASE WHEN l.source_file <> r.source_file THEN ' → ' || r.source_file ELSE '' END"
    return (
        "CASE coalesce(n.kind, o.kind) WHEN 'document_corrected' THEN"
        f" concat_ws('; ', {files}, r.version_evidence) ELSE r.source_file END"
    )


def count_changes(database: "DuckDBPyConnection") -> Sequence[Mapping[str, object]]:
    """How many changes there are, by reason and table."""
    rows = database.execute(
        f'SELECT reason, "table", count(*), count(DISTINCT coalesce(new_report_id, old_report_id)) FROM {TABLE}'
        " GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return [dict(zip(("reason", "table", "values", "reports"), row, strict=True)) for row in rows]


ORDER = 'report_year, region_code, issuer, "table", key, change, old_text, new_text, old_report_id, new_report_id'
"""The order of the changes as they are written."""
