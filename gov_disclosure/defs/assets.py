"""The assets: one table each. Read what is needed, call one function of a lower floor, hand over.

Belongs here: names, groups, dependencies, checks. Does not belong here: work; an asset that has an `if` wants to live
downstairs. Every partitioned asset is written for one or many keys and gives the IO manager a stream of partitions, so
that memory does not grow with the corpus; what was counted while the stream ran becomes metadata and check results.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg

from gov_disclosure.defs import checks
from gov_disclosure.defs.arrivals import STATE, find_state
from gov_disclosure.defs.comparing import compare_years
from gov_disclosure.defs.io_managers import WarehouseIOManager
from gov_disclosure.defs.metadata import OWNERS
from gov_disclosure.defs.partitioned import Decorator, Results, declare_table, in_partitions, partitioned, write_stream
from gov_disclosure.defs.partitions import list_requested_keys
from gov_disclosure.defs.resources import RawFolder, WorkerPool, open_warehouse
from gov_disclosure.defs.retries import retry_what_passes
from gov_disclosure.frames.arrow import to_table
from gov_disclosure.frames.dimensions import build_definitions, build_indicators, build_regions
from gov_disclosure.frames.facts import FACT_TABLES
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.publishing.catalogue import write_catalogue
from gov_disclosure.steps import reading
from gov_disclosure.steps.accepted import select_accepted
from gov_disclosure.steps.derived import DERIVATIONS, DerivationTask, stream_derived
from gov_disclosure.steps.register import register_documents
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.streams import Assignment, Tally, find_stamps
from gov_disclosure.steps.version import ALL_FLOORS, find_code_version
from gov_disclosure.steps.waivers import list_waiver_problems
from gov_disclosure.storage.partitions import StampedParts
from gov_disclosure.storage.waivers import read_waivers


def _table(table: str, group: str, *kinds: str) -> Decorator:
    """An asset with one file."""
    asset: Decorator = dg.asset(name=table, **declare_table(table, group, set(kinds)))
    return asset


@dg.multi_asset(
    name="register_documents",
    outs={
        table: dg.AssetOut(**declare_table(table, "register", {"python"}))
        for table in ("document_register", "rejected_document")
    },
    check_specs=checks.build_check_specs("document_register"),
)
@retry_what_passes
def document_register(
    context: dg.AssetExecutionContext,
    raw: RawFolder,
    pool: WorkerPool,
    io_manager: dg.ResourceParam[WarehouseIOManager],
) -> Results:
    warehouse = open_warehouse(io_manager.location)
    warehouse.remove_leftovers()
    made_of = {STATE: find_state(raw.root, warehouse) or ""}  # before it is read: what comes meanwhile is another state
    registration = register_documents(raw.root, pool.workers, warehouse, context.log.info)
    for spec, rows in registration.list_streams():
        yield dg.Output(rows, output_name=spec.name, metadata=made_of)
    yield checks.build_conservation_check(registration)
    yield checks.build_manifest_check(registration)
    yield checks.build_waivers_check(list_waiver_problems(warehouse, read_waivers(raw.root)))


@_table("dim_region", "reference", "pandas")
def dim_region() -> Any:
    return to_table(TABLES["dim_region"], build_regions())


@_table("dim_indicator", "reference", "pandas")
def dim_indicator() -> Any:
    return to_table(TABLES["dim_indicator"], build_indicators())


@_table("dim_definition", "reference", "pandas")
def dim_definition() -> Any:
    return to_table(TABLES["dim_definition"], build_definitions())


def _assign(context: dg.AssetExecutionContext, register: StoredTable, pool: WorkerPool) -> Assignment:
    keys = list_requested_keys(context)
    return Assignment(keys, select_accepted(register, keys), pool.workers)


@partitioned("report_text", "reading", "python")
def report_text(
    context: dg.AssetExecutionContext,
    document_register: StoredTable,
    raw: RawFolder,
    pool: WorkerPool,
    io_manager: dg.ResourceParam[WarehouseIOManager],
) -> Results:
    tally = Tally()
    assignment = _assign(context, document_register, pool)
    find_stamp = find_stamps(assignment, [])
    texts = StampedParts(
        reading.stream_texts(assignment, raw.root, tally),
        lambda key: "" if key in tally.incomplete else find_stamp(key),
    )
    write_stream(context, open_warehouse(io_manager.location), {"report_text": tally}, texts, assignment.reports.count)
    yield dg.MaterializeResult()
    yield checks.build_tally_check("documents_unchanged", tally, "documents to register again")


@partitioned("report_element", "parsing", "python")
def report_element(
    context: dg.AssetExecutionContext,
    report_text: StoredTable,
    pool: WorkerPool,
    io_manager: dg.ResourceParam[WarehouseIOManager],
) -> Results:
    keys, tally = list_requested_keys(context), Tally()
    elements = reading.stream_elements(keys, report_text, pool.workers, tally)
    stamped = StampedParts(elements, lambda key: report_text.read_stamp(key) or "")
    write_stream(
        context, open_warehouse(io_manager.location), {"report_element": tally}, stamped, report_text.count_rows
    )
    yield dg.MaterializeResult()
    yield checks.build_tally_check("conservation", tally, "texts or numbers in doubt", severity=checks.ERROR)


# What each derived table is made from; Dagster shows it as the lineage, the step makes all of them in one pass.
_ELEMENTS = {"report_element", "document_register"}
_MADE_FROM: Mapping[str, set[str]] = {
    "report_section": {*_ELEMENTS, "report_text"},
    **dict.fromkeys(FACT_TABLES, _ELEMENTS),
    "rejected_cell": _ELEMENTS,
    "fact_finding": {*_ELEMENTS, *FACT_TABLES},
    "dim_report": {*_ELEMENTS, "rejected_cell"},
}
_LOOKS: Mapping[str, tuple[str, ...]] = {
    "report_section": ("parsing", "pandas"),
    **dict.fromkeys(FACT_TABLES, ("facts", "pandas", "pandera")),
    "rejected_cell": ("quality", "pandas", "pandera"),
    "fact_finding": ("quality", "pandas"),
    "dim_report": ("quality", "pandas"),
}


def _describe_output(table: str) -> dg.AssetOut:
    group, *kinds = _LOOKS[table]
    return dg.AssetOut(is_required=False, **declare_table(table, group, set(kinds)))


def _build_derived_checks(tallies: Mapping[str, Tally]) -> Iterator[dg.AssetCheckResult]:
    for table in FACT_TABLES:
        if table in tallies:
            yield checks.build_tally_check("schema", tallies[table], "cells that failed their schema", asset=table)
    if "fact_finding" in tallies:
        yield checks.build_findings_check("arithmetic", tallies["fact_finding"], asset="fact_finding")
    if "dim_report" in tallies:
        what, severity = "accepted documents without a report", checks.ERROR
        yield checks.build_tally_check(
            "conservation", tallies["dim_report"], what, severity=severity, asset="dim_report"
        )


def _derive(
    context: dg.AssetExecutionContext,
    report_element: StoredTable,
    report_text: StoredTable,
    document_register: StoredTable,
    raw: RawFolder,
    pool: WorkerPool,
    io_manager: dg.ResourceParam[WarehouseIOManager],
) -> Results:
    """All tables that are made from elements, in one pass over them; any of them can be asked for alone."""
    tallies = {table: Tally() for table in DERIVATIONS if dg.AssetKey(table) in context.selected_asset_keys}
    assignment = _assign(context, document_register, pool)
    task = DerivationTask(tuple(tallies), report_element, report_text, read_waivers(raw.root).by_finding)
    stamps = find_stamps(assignment, [report_element, report_text])
    parts = stream_derived(task, assignment, tallies)
    write_stream(
        context, open_warehouse(io_manager.location), tallies, StampedParts(parts, stamps), assignment.reports.count
    )
    yield from (dg.MaterializeResult(asset_key=table) for table in tallies)
    yield from _build_derived_checks(tallies)


derive_reports = in_partitions(
    dg.multi_asset,
    _derive,
    name="derive_reports",
    outs={table: _describe_output(table) for table in DERIVATIONS},
    ins={table: dg.AssetIn() for table in ("report_element", "report_text", "document_register")},
    internal_asset_deps={table: set(map(dg.AssetKey, sources)) for table, sources in _MADE_FROM.items()},
    can_subset=True,
    check_specs=[spec for table in DERIVATIONS for spec in checks.build_check_specs(table)],
)


@dg.asset(
    name="catalogue",
    group_name="publishing",
    kinds={"duckdb"},
    description="catalog.duckdb beside the tables: a view of each table and some that join them, told in both languages.",
    owners=OWNERS,
    code_version=find_code_version((*ALL_FLOORS, "publishing")),
    deps=list(TABLES),
)
def catalogue(io_manager: dg.ResourceParam[WarehouseIOManager]) -> dg.MaterializeResult[Any]:
    written = write_catalogue(open_warehouse(io_manager.location))
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(written.path),
            "views": len(written.views),
            "replaced": written.replaced,
            "tables not written yet": ", ".join(written.missing) or "none",
        }
    )


REGISTER_ASSETS: Sequence[dg.AssetsDefinition] = (document_register, dim_region, dim_indicator, dim_definition)
REPORT_ASSETS: Sequence[dg.AssetsDefinition] = (report_text, report_element, derive_reports)
ASSETS = (*REGISTER_ASSETS, *REPORT_ASSETS, compare_years, catalogue)
REGISTER_TABLES = tuple(name for name, spec in TABLES.items() if not spec.partitioned and not spec.analyses)
REPORT_TABLES = tuple(name for name, spec in TABLES.items() if spec.partitioned and not spec.compares)
COMPARING_TABLES = tuple(name for name, spec in TABLES.items() if spec.compares)
