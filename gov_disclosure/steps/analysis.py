"""From the facts of all partitions to the panel, the indicators and coverage, a year at a time.

Belongs here: reading the cells of the reports that stand for regions, and writing the tables. Does not belong here: which
reports these are (`analysis_material.py`) and everything that is computed (`gov_disclosure/analysis/`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.analysis.cells import FIGURE_TABLE, KEYS, NUMBER_COLUMNS, build_cells, select_needed
from gov_disclosure.analysis.choice import WHOLE_AREA
from gov_disclosure.analysis.coverage import TABLE as COVERAGE
from gov_disclosure.analysis.coverage import build_coverage, select_documented
from gov_disclosure.analysis.doubts import FINDING_COLUMNS
from gov_disclosure.analysis.overview import Overview, count_coverage
from gov_disclosure.analysis.panel import build_tables
from gov_disclosure.analysis.reuse import COLUMNS as REUSE_COLUMNS
from gov_disclosure.analysis.reuse import Reuse
from gov_disclosure.analysis.years import Year, build_year
from gov_disclosure.frames.arrow import to_table
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.analysis_material import FINDING, REUSE, Stamps, find_stamps, read_material
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import REPORT_YEARS

ANALYSIS_TABLES = tuple(name for name, spec in TABLES.items() if spec.analyses)
DEFAULT_RULE = WHOLE_AREA


@dataclass(slots=True)
class Analysed:
    """What was written.

    Attributes:
        overview: what it says in few numbers.
        rows: by table.
        marks: numbers of the panel by mark.
        unwritten: partitions that were left out, because their facts are not those of the register.
        outside: current reports of no region of the register: those of the central government.
    """

    overview: Overview
    rows: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)
    unwritten: int = 0
    outside: int = 0


def is_analysis_stale(warehouse: Warehouse, rule: str = DEFAULT_RULE) -> bool:
    """Whether some table is missing, or was made from something else than what there is now."""
    found = {warehouse.read_stamp(TABLES[table]) for table in ANALYSIS_TABLES}
    return found != {find_stamps(warehouse, rule).name}


def write_analysis(warehouse: Warehouse, rule: str = DEFAULT_RULE) -> Analysed:
    """Write all tables that are made from all partitions together.

    Args:
        warehouse: where the facts are, and the tables go.
        rule: which report stands for a region, one of `analysis.choice.RANKS`.
    """
    stamps = find_stamps(warehouse, rule)
    material, found = read_material(warehouse, rule, stamps)
    coverage = build_coverage(material, REPORT_YEARS)
    outside = int(material.counts["reports"].sum() - coverage["reports"].sum())
    overview = Overview(count_coverage(coverage), found)
    analysed = Analysed(overview, unwritten=len(stamps.stale), outside=outside)
    with ExitStack() as files:
        writers = {
            name: files.enter_context(warehouse.open_writer(TABLES[name], stamp=stamps.name))
            for name in ANALYSIS_TABLES
        }
        for tables in stream_tables(warehouse, coverage, stamps):
            for name, rows in tables.items():
                writers[name].append(rows)
                analysed.rows[name] += rows.num_rows
            _count(analysed, tables)
    return analysed


def stream_tables(warehouse: Warehouse, coverage: pd.DataFrame, stamps: Stamps) -> Iterator[Mapping[str, pa.Table]]:
    """Coverage, then the other tables a year at a time."""
    yield {COVERAGE: to_table(TABLES[COVERAGE], coverage)}
    before: Year | None = None
    for _, regions in select_documented(coverage).groupby("report_year", sort=True):
        year = _read_year(warehouse, regions.reset_index(drop=True), stamps, before)
        yield build_tables(year, before)
        before = year


def _read_year(warehouse: Warehouse, regions: pd.DataFrame, stamps: Stamps, before: Year | None) -> Year:
    chosen = regions[regions["report_id"].notna()]
    report_ids = pa.array(chosen["report_id"].to_list(), pa.string())
    keys = (PartitionKey(*key) for key in chosen[["region", "report_year"]].drop_duplicates().itertuples(index=False))
    current = [key for key in keys if key in stamps.current]
    facts = _read_facts(warehouse, current, report_ids)
    rows, compared = _read_reuse(warehouse, current, report_ids)
    reuse = Reuse(rows, compared, before.regions if before else None)
    return build_year(regions, build_cells(facts, report_ids), report_ids, _read_findings(warehouse, current), reuse)


def _read_facts(warehouse: Warehouse, keys: list[PartitionKey], report_ids: pa.Array) -> Mapping[str, pa.Table]:
    """Rows of the fact tables that may be cells of the chosen reports."""
    facts = {}
    for table in KEYS:
        columns = _select_columns(table)
        schema = pa.schema([TABLES[table].arrow_schema.field(name) for name in columns])
        pieces = [
            rows.filter(pc.is_in(rows["report_id"], report_ids))
            for key in keys
            for piece in warehouse.read_groups(TABLES[table], key, columns)
            if (rows := select_needed(table, piece.select(columns))).num_rows
        ]
        facts[table] = pa.concat_tables([schema.empty_table(), *pieces])
    return facts


def _read_findings(warehouse: Warehouse, keys: list[PartitionKey]) -> pa.Table:
    spec = TABLES[FINDING]
    pieces = [warehouse.read(spec, key, FINDING_COLUMNS).select(FINDING_COLUMNS) for key in keys]
    empty = pa.schema([spec.arrow_schema.field(name) for name in FINDING_COLUMNS]).empty_table()
    return pa.concat_tables([empty, *pieces])


def _read_reuse(
    warehouse: Warehouse, keys: list[PartitionKey], report_ids: pa.Array
) -> tuple[pd.DataFrame, frozenset[str]]:
    """What the texts of the chosen reports share with others, and the regions whose texts were compared."""
    spec = TABLES[REUSE]
    compared = [key for key in keys if warehouse.read_stamp(spec, key)]
    empty = pa.schema([spec.arrow_schema.field(name) for name in REUSE_COLUMNS]).empty_table()
    pieces = [warehouse.read(spec, key, REUSE_COLUMNS).select(REUSE_COLUMNS) for key in compared]
    rows = pa.concat_tables([empty, *pieces])
    return rows.filter(pc.is_in(rows["report_id"], report_ids)).to_pandas(), frozenset(key.region for key in compared)


def _select_columns(table: str) -> list[str]:
    return [*NUMBER_COLUMNS, *KEYS[table], *(["is_current_year"] if table == FIGURE_TABLE else [])]


def _count(analysed: Analysed, tables: Mapping[str, pa.Table]) -> None:
    """Marks and statuses of a year."""
    if "panel_series" in tables:
        rows = tables["panel_series"]
        counts = pc.value_counts(rows["comparability"]).to_pylist()
        analysed.marks.update({item["values"]: item["counts"] for item in counts if item["values"]})
        analysed.overview.add(int(rows["report_year"][0].as_py()), tables)
