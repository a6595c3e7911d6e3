"""A generated corpus with the truth about every document, and the panel that SQL computes from that truth.

Belongs here: the corpus, its truth as tables of DuckDB, and the comparison. Does not belong here: the computation, which is
`expected.sql` and shares nothing with the package but the facts about regions.

The truth is about what is printed, and a reader may abstain from any number. So the package is asked which numbers it has, never
what they are: a number that it has and the document does not decide counts as lost, a wrong one as a difference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from click.testing import CliRunner

from bench.corpus import Reporter, count_cores, generate_reports
from gov_disclosure.cli import main
from gov_disclosure.steps.workers import Workers
from gov_disclosure_tests.analysis.difference import Difference
from gov_disclosure_tests.analysis.reuse_truth import check_reuse
from gov_disclosure_tests.generator import Generated
from gov_disclosure_tests.generator.recipe import Recipe

HERE = Path(__file__).parent
REGIONS = Path(__file__).parents[2] / "gov_disclosure/vocabulary/reference/regions.csv"
CELL_TABLES = {
    "proactive": ("fact_proactive_disclosure", "category || '|' || measure"),
    "requests": ("fact_requests", "disposition || '|' || applicant"),
    "review_litigation": ("fact_review_litigation", "channel || '|' || outcome"),
    "statistics": ("fact_statistics", "indicator"),
}
Rows = dict[str, list[tuple[Any, ...]]]
COLUMNS = {
    "doc": ("report_id", "region_code", "report_year", "issuer_kind"),
    "cell": ("report_id", "tbl", "cell", "status", "value", "drawn", "printed"),
    "figure": ("report_id", "indicator", "value"),
    "prose": ("report_id", "text"),
}


def write_corpus(raw: Path, bodies: Mapping[Reporter, list[int]]) -> Mapping[str, pd.DataFrame]:
    """Write the reports of some bodies, and tell the truth about them."""
    rows: Rows = {name: [] for name in COLUMNS}
    for part in Workers(count_cores()).map(_write_body, ((raw, *body) for body in bodies.items())):
        for name, own in part.items():
            rows[name] += own
    return {name: pd.DataFrame(own, columns=list(COLUMNS[name])).astype("object") for name, own in rows.items()}


def _write_body(task: tuple[Path, Reporter, list[int]]) -> Rows:
    raw, body, years = task
    rows: Rows = {name: [] for name in COLUMNS}
    for name, made in generate_reports(body, years):
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
        for table, own in _tell(made).items():
            rows[table] += own
    return rows


def _tell(made: Generated) -> Rows:
    truth, report = made.truth, hashlib.sha256(made.data).hexdigest()[:16]
    # Where the author put a wrong number, the one behind a cell that is not printed may be the wrong one.
    is_drawn = made.recipe.breaks not in ("total", "carry")
    cells = (
        (report, *key.split("|", 1), c.status, _number(c.value), _number(c.drawn if is_drawn else None), c.printed)
        for key, c in truth.cells.items()
    )
    return {
        "doc": [(report, made.recipe.region_code, made.recipe.year, truth.issuer_kind)],
        "cell": list(cells),
        "figure": list(_tell_figures(made, report)),
        "prose": [(report, truth.prose if _is_plain(made.recipe) else "")],
    }


def _is_plain(recipe: Recipe) -> bool:
    """Whether the running text is printed as it was written, and the text tells where each table ends.

    Where headings run into paragraphs, where cells have words or nothing in them, some of those stay in the running text.
    """
    is_kept = recipe.medium == "text" and recipe.script == "simplified" and not recipe.damage and not recipe.local
    is_apart = recipe.style != "running" and recipe.layout != "one_line" and not recipe.layout.startswith("glued")
    return is_kept and is_apart and not recipe.empty


def _tell_figures(made: Generated, report: str) -> Iterator[tuple[Any, ...]]:
    """Figures about the report's own year; one that is told with several numbers has none to be known."""
    figures: dict[str, set[Any]] = {}
    for figure in made.truth.figures:
        if figure.year == made.recipe.year:
            figures.setdefault(figure.indicator, set()).add(figure.value)
    yield from ((report, name, _number(*values)) for name, values in figures.items() if len(values) == 1)


def _number(value: Any) -> str | None:
    return None if value is None else format(value, "f")


def check_corpus(folder: Path, bodies: Mapping[Reporter, list[int]], executor: str = "serial") -> dict[str, Difference]:
    """Write the reports of some bodies, run the command over them, and compare what it wrote with the truth."""
    truth = write_corpus(folder / "raw", bodies)
    places = {"RAW": str(folder / "raw"), "WAREHOUSE": str(folder / "warehouse"), "EXECUTOR": executor}
    settings = {f"GOV_DISCLOSURE_{name}": value for name, value in places.items()}
    result = CliRunner(env={**settings, "DAGSTER_HOME": None}).invoke(main, ["run"], catch_exceptions=False)
    if result.exit_code:
        raise RuntimeError(result.output)
    with open_truth(folder / "warehouse", truth) as base:
        panel, indicators = compare_panel(base), compare_indicators(base)
    reuse = check_reuse(folder / "warehouse", truth["prose"])
    return {"panel_series": panel, "indicator_series": indicators, "text_reuse": reuse}


def open_truth(warehouse: Path, truth: Mapping[str, pd.DataFrame]) -> duckdb.DuckDBPyConnection:
    """A database with the truth, what the package saw, and everything that `expected.sql` makes of it."""
    base = duckdb.connect()
    for name, frame in truth.items():
        base.register(f"{name}_given", frame)
        numbers = ", ".join(f"{n}::DECIMAL(28, 4) AS {n}" for n in ("value", "drawn") if n in frame)
        base.execute(f"CREATE TABLE {name} AS SELECT * {f'REPLACE ({numbers})' if numbers else ''} FROM {name}_given")
    base.execute(f"CREATE TABLE span AS FROM read_csv('{REGIONS}', all_varchar = true)")
    base.execute(
        "ALTER TABLE span ALTER valid_from_year TYPE INTEGER; ALTER TABLE span ALTER valid_to_year TYPE INTEGER"
    )
    base.execute("UPDATE span SET successor_codes = '' WHERE successor_codes IS NULL")
    for statement in _list_seen(warehouse):
        base.execute(statement)
    base.execute((HERE / "expected.sql").read_text(encoding="utf-8"))
    for table in ("panel_series", "indicator_series", "panel_region_year", "indicator_region_year"):
        base.execute(f"CREATE VIEW {table} AS FROM read_parquet('{warehouse}/{table}/*.parquet')")
    return base


def _list_seen(warehouse: Path) -> Iterator[str]:
    """What the package has: which documents, and which of their cells and figures have a number."""
    facts = f"read_parquet('{warehouse}/{{}}/*/*/*.parquet', hive_partitioning = false)"
    yield f"CREATE TABLE seen_report AS SELECT report_id, scope, form FROM {facts.format('dim_report')} WHERE is_current"
    cells = " UNION ALL ".join(
        f"SELECT report_id, '{table}' AS tbl, {cell} AS cell, value_status AS status, value IS NOT NULL AS has_value, "
        f"value IS NULL AND value_derived IS NOT NULL AS is_derived FROM {facts.format(fact)}"
        for table, (fact, cell) in CELL_TABLES.items()
    )
    yield f"CREATE TABLE seen_cell AS {cells}"
    yield (
        "CREATE TABLE seen_figure AS SELECT report_id, indicator, count(DISTINCT value) AS numbers, max(precision) AS width, "
        "bool_and(bound = 'at_least') AS is_least "
        f"FROM {facts.format('fact_narrative_figure')} WHERE is_current_year AND value IS NOT NULL GROUP BY ALL"
    )
    tables = {fact: table for table, (fact, _) in CELL_TABLES.items()} | {"fact_narrative_figure": "narrative"}
    yield (
        f'CREATE TABLE seen_finding AS SELECT DISTINCT report_id, MAP {tables}["table"] AS tbl, '
        f"unnest(string_split(cell_keys, '; ')) AS cell FROM {facts.format('fact_finding')} "
        "WHERE severity IN ('error', 'warning') AND cell_keys IS NOT NULL"
    )
    yield (
        f'CREATE TABLE seen_beside AS SELECT DISTINCT report_id, MAP {tables}["table"] AS tbl '
        f"FROM {facts.format('fact_finding')} WHERE rule = 'table.left_over'"
    )
    yield (
        "CREATE TABLE seen_refusal AS SELECT DISTINCT region_code, report_year "
        f"FROM read_parquet('{warehouse}/document_register/*.parquet') "
        "WHERE status = 'rejected' AND region_code IS NOT NULL AND report_year IS NOT NULL"
    )


_PANEL = ("value", "low", "high", "status", "in_doubt", "mark", "reason")
_INDICATOR = ("numerator", "denominator", "value", "low", "high", "status", "flag", "in_doubt", "mark", "reason")


def compare_panel(base: duckdb.DuckDBPyConnection) -> Difference:
    """`panel_series` with what is expected of it."""
    return _compare(base, ("panel_series", "expected_panel", "series"), _PANEL)


def compare_indicators(base: duckdb.DuckDBPyConnection) -> Difference:
    """`indicator_series` with what is expected of it; an indicator that a form does not have is not expected."""
    return _compare(base, ("indicator_series", "expected_indicator", "indicator"), _INDICATOR)


def _compare(base: duckdb.DuckDBPyConnection, names: tuple[str, str, str], columns: tuple[str, ...]) -> Difference:
    given, expected, key = names
    asked = f"status <> 'not_in_form' AND {key} NOT IN ('on_time', 'text_reuse')"
    own = f"SELECT * RENAME (comparability AS mark, comparability_reason AS reason) FROM {given} WHERE {asked}"
    other = f"FROM {expected} WHERE status <> 'not_in_form'"
    differs = " OR ".join(f"g.{name} IS DISTINCT FROM e.{name}" for name in columns)
    shown = ", ".join(f"g.{name}, e.{name}" for name in columns)
    joined = f"FROM ({own}) g FULL JOIN ({other}) e USING (region_code, report_year, {key})"
    lost = "count(*) FILTER (e.is_lost)"
    (compared, lost) = base.execute(f"SELECT count(*), {lost} {joined}").fetchall()[0]
    bad = f"{joined} WHERE ({differs}) AND NOT coalesce(e.is_lost, false)"
    wrong = base.execute(f"SELECT {key}, region_code, report_year, g.report_id, {shown} {bad} LIMIT 20").fetchall()
    (count,) = base.execute(f"SELECT count(*) {bad}").fetchall()[0]
    guessed = "FROM known JOIN seen_cell USING (report_id, tbl, cell) WHERE told = 'lost' AND has_value"
    (unsure,) = base.execute(f"SELECT count(*) {guessed}").fetchall()[0]
    return Difference(compared, wrong, count, lost, unsure)
