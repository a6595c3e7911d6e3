"""What has changed in the panel and its indicators between two releases: each number, state or mark that is another one, and why.

Belongs here: comparing the long tables of both by region, year and series. Does not belong here: the reports and facts that this
follows from (`changes.py`, whose tables are read here).

A row of a region without a report says nothing: rows that come because a region or a year is there for the first time are no change
until a report stands in them.

Reasons, of which the first that fits is given:

- `document_new`, `document_gone`, `document_corrected`: of the report that stands for the region, as for the facts; of another one
  of the region where none stands for it on either side.
- `choice`: another report stands for the region, or none, though its own is as it was.
- `year_before`: only the mark is another one, and what is compared with has changed.
- the reason of the facts, where those of the report have changed.
- `program`: the same report and facts, computed by another version of the program.
- `unknown`: nothing of both releases tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from gov_disclosure.publishing.changes import TABLE as FACT_CHANGES
from gov_disclosure.publishing.changes import list_common
from gov_disclosure.publishing.sql import quote_name, quote_text, spell_type

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE = "panel_changes"
ORDER = 'report_year, region_code, "table", series'
_SIDES = ("old", "new")
_NUMBERS, _WORDS = ("value", "low", "high"), ("status", "comparability")
_SHOWN: tuple[tuple[tuple[str, ...], pa.DataType], ...] = (
    ((*_NUMBERS, "numerator", "denominator"), pa.float64()),
    ((*_WORDS, "flag"), pa.string()),
    (("in_doubt",), pa.bool_()),
    (("report_id",), pa.string()),
)
"""What is told of each side; null where the table has no such column."""
_MARK = ("comparability", "comparability_reason")
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("reason", "detail", "table", "region_code", "region_name")]
    + [("report_year", pa.int32()), ("series", pa.string()), ("change", pa.string()), ("changed", pa.string())]
    + [(f"{side}_{name}", kind) for side in _SIDES for names, kind in _SHOWN for name in names]
)
_SAYS_NOTHING = "no_report"


@dataclass(frozen=True, slots=True)
class Long:
    """A long table: `key` is its column with the name of the measure, `known` what it says besides the mark."""

    name: str
    key: str
    known: tuple[str, ...]

    @property
    def compared(self) -> tuple[str, ...]:
        """Columns of which one is another in a row that has changed."""
        return (*self.known, *_MARK)


LONG = (
    Long("panel_series", "series", (*_NUMBERS, "status", "in_doubt")),
    Long("indicator_series", "indicator", (*_NUMBERS, "numerator", "denominator", "status", "flag", "in_doubt")),
)


def find_panel_changes(database: "DuckDBPyConnection", old: Path, new: Path, *, same_program: bool) -> int | None:
    """Fill the table `panel_changes`; returns how many rows, None if one of the folders has no panel.

    Args:
        database: in which `find_changes` has compared the same folders.
        old: folder with the Parquet files of a release.
        new: likewise.
        same_program: whether both panels were computed by the same version.
    """
    names = ", ".join(f"CAST(NULL AS {spell_type(f.type)}) AS {quote_name(f.name)}" for f in SCHEMA)
    database.execute(f"CREATE OR REPLACE TABLE {TABLE} AS SELECT {names} WHERE false")
    files = {long: [folder / f"{long.name}.parquet" for folder in (old, new)] for long in LONG}
    if not all(file.exists() for pair in files.values() for file in pair):
        return None
    for statement in _describe_reports():
        database.execute(statement)
    for long, pair in files.items():
        for statement in _compare(_leave_columns(long, pair), pair, same_program):
            database.execute(statement)
    (counted,) = database.execute(f"SELECT count(*) FROM {TABLE}").fetchall()
    return int(counted[0])


def _leave_columns(long: Long, files: Sequence[Path]) -> Long:
    """Only the columns of both releases: one that came later is no change of every row."""
    return replace(long, known=list_common(long.known, files))


def _describe_reports() -> Iterator[str]:
    """Of each report what became of it, of its facts and of its region."""
    ids = "SELECT old_id AS report_id, kind FROM pair UNION SELECT new_id, kind FROM pair"
    yield f"CREATE OR REPLACE TABLE fate AS SELECT report_id, min(kind) AS kind FROM ({ids}) GROUP BY 1"
    yield (
        f"CREATE OR REPLACE TABLE facts AS SELECT new_report_id AS report_id, min(reason) AS reason FROM {FACT_CHANGES}"
        " WHERE old_report_id = new_report_id AND \"table\" NOT IN ('fact_finding', 'fact_seam') GROUP BY 1"
    )
    known = (
        "SELECT report_id, region_code, report_year, source_file FROM old_report UNION SELECT report_id, region_code,"
    )
    yield f"CREATE OR REPLACE TABLE known AS {known} report_year, source_file FROM new_report"
    yield (
        "CREATE OR REPLACE TABLE place AS SELECT region_code, report_year, min(kind) AS kind FROM known"
        " JOIN fate USING (report_id) WHERE kind <> 'same' GROUP BY ALL"
    )


def _compare(long: Long, files: Sequence[Path], same_program: bool) -> Iterator[str]:
    """Statements that add the changes of one table; years of regions that are the same are left aside at once."""
    told = ", ".join(map(quote_name, (long.key, *long.compared)))
    for side, file in zip(_SIDES, files, strict=True):
        rows = f"read_parquet({quote_text(file.as_posix())}) WHERE status <> {quote_text(_SAYS_NOTHING)}"
        yield f"CREATE OR REPLACE TEMP VIEW {side}_panel AS SELECT * FROM {rows}"
        yield (
            f"CREATE OR REPLACE TABLE {side}_total AS SELECT region_code, report_year, min(area_id) AS area_id,"
            f" sum(hash({told})::HUGEINT) AS total FROM {side}_panel GROUP BY ALL"
        )
    yield (
        "CREATE OR REPLACE TABLE moved AS SELECT region_code, report_year, coalesce(n.area_id, o.area_id) AS area_id"
        " FROM old_total o FULL JOIN new_total n USING (region_code, report_year) WHERE o.total IS DISTINCT FROM n.total"
    )
    for side in _SIDES:
        yield (
            f"CREATE OR REPLACE TABLE {side}_part AS SELECT p.* FROM {side}_panel p"
            " SEMI JOIN moved USING (region_code, report_year)"
        )
    yield _add_changes(long, same_program)


def _add_changes(long: Long, same_program: bool) -> str:
    key = quote_name(long.key)
    differing = ", ".join(
        f"CASE WHEN o.{name} IS DISTINCT FROM n.{name} THEN {quote_text(name)} END" for name in long.compared
    )
    own = {*long.compared, "report_id"}
    names = [name for group, _ in _SHOWN for name in group]
    shown = [f"{letter}.{name}" if name in own else "NULL" for letter in ("o", "n") for name in names]
    change = "CASE WHEN o.status IS NULL THEN 'added' WHEN n.status IS NULL THEN 'removed' ELSE 'changed' END"
    return (
        f"INSERT INTO {TABLE} SELECT {_spell_reason(long, same_program)}, {_spell_detail()}, {quote_text(long.name)},"
        f" region_code, coalesce(n.region_name, o.region_name), report_year, {key}, {change},"
        f" CASE WHEN {change} = 'changed' THEN concat_ws(', ', {differing}) END, {', '.join(shown)}"
        f" FROM old_part o FULL JOIN new_part n USING (region_code, report_year, {key})"
        " LEFT JOIN fate old_fate ON old_fate.report_id = o.report_id"
        " LEFT JOIN fate new_fate ON new_fate.report_id = n.report_id"
        " LEFT JOIN facts ON facts.report_id = n.report_id"
        " LEFT JOIN place USING (region_code, report_year)"
        f" WHERE {_differ(long.compared)}"
    )


def _differ(names: Sequence[str]) -> str:
    return "(" + " OR ".join(f"o.{quote_name(name)} IS DISTINCT FROM n.{quote_name(name)}" for name in names) + ")"


def _spell_reason(long: Long, same_program: bool) -> str:
    before = (
        "EXISTS (FROM moved b WHERE b.report_year = coalesce(n.report_year, o.report_year) - 1"
        " AND (b.area_id = coalesce(n.area_id, o.area_id) OR b.region_code = coalesce(n.region_code, o.region_code)))"
    )
    cases = (
        ("o.report_id IS NULL AND n.report_id IS NULL", "coalesce(place.kind, 'unknown')"),
        ("o.report_id IS NULL AND new_fate.kind = 'document_new'", "'document_new'"),
        ("n.report_id IS NULL AND old_fate.kind = 'document_gone'", "'document_gone'"),
        (
            "EXISTS (FROM pair WHERE old_id = o.report_id AND new_id = n.report_id AND kind <> 'same')",
            "'document_corrected'",
        ),
        ("o.report_id IS DISTINCT FROM n.report_id", "'choice'"),
        (f"NOT {_differ(long.known)} AND {before}", "'year_before'"),
        ("facts.reason IS NOT NULL", "facts.reason"),
    )
    otherwise = quote_text("unknown" if same_program else "program")
    return f"CASE {' '.join(f'WHEN {case} THEN {reason}' for case, reason in cases)} ELSE {otherwise} END"


def _spell_detail() -> str:
    """The documents that the number was and is from, where they are two."""
    files = [f"(SELECT min(source_file) FROM known WHERE known.report_id = {side}.report_id)" for side in ("o", "n")]
    return f"CASE WHEN o.report_id IS DISTINCT FROM n.report_id THEN concat_ws(' → ', {', '.join(files)}) END"


def count_panel_changes(database: "DuckDBPyConnection") -> Sequence[Mapping[str, object]]:
    """How many changes there are, by reason and table."""
    rows = database.execute(
        f'SELECT reason, "table", count(*), count(DISTINCT region_code) FROM {TABLE} GROUP BY ALL ORDER BY ALL'
    ).fetchall()
    return [dict(zip(("reason", "table", "values", "regions"), row, strict=True)) for row in rows]
