"""The assets: one table each. Read what is needed, call one function of a lower floor, hand over.

Belongs here: names, groups, dependencies, checks. Does not belong here: work; an asset that has an `if` wants to live
downstairs. Every partitioned asset is written for one or many keys and gives the IO manager a stream of partitions, so
that memory does not grow with the corpus; what was counted while the stream ran becomes metadata and check results.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import dagster as dg

from gov_disclosure.defs import checks
from gov_disclosure.defs.io_managers import WarehouseIOManager
from gov_disclosure.defs.metadata import OWNERS, build_definition_metadata, describe_table
from gov_disclosure.defs.partitions import REPORTS, YEARS_BESIDE, list_requested_keys, spell_key
from gov_disclosure.defs.resources import RawFolder, WorkerPool, open_warehouse
from gov_disclosure.defs.retries import retry_what_passes
from gov_disclosure.frames.arrow import to_table
from gov_disclosure.frames.dimensions import build_indicators, build_regions
from gov_disclosure.frames.facts import FACT_TABLES
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.numbers import COMPARED_TABLES
from gov_disclosure.steps import facts, reading, seams
from gov_disclosure.steps.register import register_documents
from gov_disclosure.steps.streams import Assignment, StoredTable, Tally, find_stamps, select_accepted, select_current
from gov_disclosure.steps.version import find_code_version
from gov_disclosure.steps.waivers import list_waiver_problems
from gov_disclosure.storage.partitions import Parts, StampedParts
from gov_disclosure.storage.waivers import read_waivers
from gov_disclosure.storage.warehouse import PartitionKey

Results = Iterator[dg.Output[Any] | dg.AssetCheckResult]
Decorator = Callable[[Callable[..., Any]], dg.AssetsDefinition]


def _describe(table: str, group: str, kinds: set[str]) -> dict[str, Any]:
    spec = TABLES[table]
    return {
        "group_name": group,
        "kinds": kinds | {"parquet"},
        "description": describe_table(spec),
        "metadata": build_definition_metadata(spec),
        "owners": OWNERS,
        "code_version": find_code_version(),
    }


def _table(table: str, group: str, *kinds: str) -> Decorator:
    """An asset with one file."""
    asset: Decorator = dg.asset(name=table, **_describe(table, group, set(kinds)))
    return asset


def _partitioned(table: str, group: str, *kinds: str, **options: Any) -> Decorator:
    """An asset with one file per region and year, all keys of a run in one step."""
    specs = checks.build_check_specs(table, is_fact=table in FACT_TABLES)

    def decorate(function: Callable[..., Any]) -> dg.AssetsDefinition:
        with warnings.catch_warnings():  # backfill policies are marked as beta, with a warning for each asset
            warnings.simplefilter("ignore", dg.BetaWarning)
            asset: Decorator = dg.asset(
                name=table,
                partitions_def=REPORTS,
                backfill_policy=dg.BackfillPolicy.single_run(),
                check_specs=specs,
                **options,
                **_describe(table, group, set(kinds)),
            )
        return asset(retry_what_passes(function))

    return decorate


def _hand_over(
    context: dg.AssetExecutionContext, parts: Parts, tally: Tally, find_stamp: Callable[[PartitionKey], str]
) -> dg.Output[StampedParts]:
    """The stream as an output; what was counted becomes metadata of each partition when the stream has ended."""

    def tell_at_the_end() -> Parts:
        yield from parts
        for key, counts in tally.counts.items():
            context.add_asset_metadata(dict(counts), partition_key=spell_key(key))

    return dg.Output(StampedParts(tell_at_the_end(), find_stamp))


@dg.multi_asset(
    name="register_documents",
    outs={
        table: dg.AssetOut(**_describe(table, "register", {"python"}))
        for table in ("document_register", "rejected_document")
    },
    check_specs=checks.build_check_specs("document_register"),
)
@retry_what_passes
def document_register(raw: RawFolder, pool: WorkerPool, io_manager: dg.ResourceParam[WarehouseIOManager]) -> Results:
    registration = register_documents(raw.root, pool.workers, open_warehouse(io_manager.location))
    for spec, rows in registration.list_streams():
        yield dg.Output(rows, output_name=spec.name)
    yield checks.build_conservation_check(registration)
    yield checks.build_manifest_check(registration)
    warehouse = open_warehouse(io_manager.location)
    yield checks.build_waivers_check(list_waiver_problems(warehouse, read_waivers(raw.root)))


@_table("dim_region", "reference", "pandas")
def dim_region() -> Any:
    return to_table(TABLES["dim_region"], build_regions())


@_table("dim_indicator", "reference", "pandas")
def dim_indicator() -> Any:
    return to_table(TABLES["dim_indicator"], build_indicators())


def _assign(context: dg.AssetExecutionContext, register: StoredTable, pool: WorkerPool) -> Assignment:
    keys = list_requested_keys(context)
    return Assignment(keys, select_accepted(register, keys), pool.workers)


def _assign_current(context: dg.AssetExecutionContext, register: StoredTable, pool: WorkerPool) -> Assignment:
    """Without the reports that a later version replaced: they do not count in the facts."""
    every = _assign(context, register, pool)
    return replace(every, reports=select_current(every.reports))


@_partitioned("report_text", "reading", "python")
def report_text(
    context: dg.AssetExecutionContext, document_register: StoredTable, raw: RawFolder, pool: WorkerPool
) -> Results:
    tally = Tally()
    assignment = _assign(context, document_register, pool)
    yield _hand_over(context, reading.stream_texts(assignment, raw.root, tally), tally, find_stamps(assignment, []))
    yield checks.build_tally_check("documents_unchanged", tally, "documents to register again")


@_partitioned("report_element", "parsing", "python")
def report_element(context: dg.AssetExecutionContext, report_text: StoredTable, pool: WorkerPool) -> Results:
    keys, tally = list_requested_keys(context), Tally()
    elements = reading.stream_elements(keys, report_text, pool.workers, tally)
    yield _hand_over(context, elements, tally, lambda key: report_text.read_stamp(key) or "")
    yield checks.build_tally_check("conservation", tally, "texts or numbers in doubt", severity=checks.ERROR)


@_partitioned("report_section", "parsing", "pandas")
def report_section(
    context: dg.AssetExecutionContext,
    report_element: StoredTable,
    report_text: StoredTable,
    document_register: StoredTable,
    pool: WorkerPool,
) -> Results:
    tally = Tally()
    assignment = _assign(context, document_register, pool)
    sections = facts.stream_sections(assignment, report_element, report_text, tally)
    yield _hand_over(context, sections, tally, find_stamps(assignment, [report_element, report_text]))


def _build_fact(table: str) -> dg.AssetsDefinition:
    @_partitioned(table, "facts", "pandas", "pandera")
    def fact(
        context: dg.AssetExecutionContext, report_element: StoredTable, document_register: StoredTable, pool: WorkerPool
    ) -> Results:
        tally = Tally()
        assignment = _assign_current(context, document_register, pool)
        rows = facts.stream_facts(table, assignment, report_element, tally)
        yield _hand_over(context, rows, tally, find_stamps(assignment, [report_element]))
        yield checks.build_tally_check("schema", tally, "cells that failed their schema")

    return fact


@_partitioned("rejected_cell", "quality", "pandas", "pandera")
def rejected_cell(
    context: dg.AssetExecutionContext, report_element: StoredTable, document_register: StoredTable, pool: WorkerPool
) -> Results:
    tally = Tally()
    assignment = _assign(context, document_register, pool)
    cells = facts.stream_rejected_cells(assignment, report_element, tally)
    yield _hand_over(context, cells, tally, find_stamps(assignment, [report_element]))


@_partitioned(
    "fact_finding", "quality", "pandas", ins={table: dg.AssetIn() for table in (*FACT_TABLES, "report_element")}
)
def fact_finding(
    context: dg.AssetExecutionContext,
    document_register: StoredTable,
    raw: RawFolder,
    pool: WorkerPool,
    **tables: StoredTable,
) -> Results:
    tally = Tally()
    assignment = _assign_current(context, document_register, pool)
    findings = facts.stream_findings(assignment, tables, read_waivers(raw.root).by_finding, tally)
    yield _hand_over(context, findings, tally, find_stamps(assignment, list(tables.values())))
    yield checks.build_findings_check("arithmetic", tally)


@_partitioned("dim_report", "quality", "pandas")
def dim_report(
    context: dg.AssetExecutionContext,
    report_element: StoredTable,
    rejected_cell: StoredTable,
    document_register: StoredTable,
    pool: WorkerPool,
) -> Results:
    tally = Tally()
    assignment = _assign(context, document_register, pool)
    reports = facts.stream_reports(assignment, report_element, rejected_cell, tally)
    yield _hand_over(context, reports, tally, find_stamps(assignment, [report_element, rejected_cell]))
    yield checks.build_tally_check("conservation", tally, "accepted documents without a report", severity=checks.ERROR)


@_partitioned(
    "fact_seam",
    "quality",
    "pandas",
    ins={table: dg.AssetIn(partition_mapping=YEARS_BESIDE) for table in COMPARED_TABLES},
)
def fact_seam(
    context: dg.AssetExecutionContext, document_register: StoredTable, raw: RawFolder, **tables: StoredTable
) -> Results:
    keys, tally = list_requested_keys(context), Tally()
    reports = select_current(select_accepted(document_register, seams.list_neighbours(keys)))
    reader = seams.NumbersReader(reports, tables)
    rows = seams.stream_seams(keys, reader, read_waivers(raw.root).by_finding, tally)
    yield _hand_over(context, rows, tally, lambda key: seams.build_seam_stamp(key, reader.find_stamp))
    unread = Tally(counts=tally.counts)
    unread.add_problems(seams.list_unread(keys, reader))
    yield checks.build_findings_check("seams", tally)
    yield checks.build_tally_check("years_up_to_date", unread, "years left out, to be written again")


REGISTER_ASSETS: Sequence[dg.AssetsDefinition] = (document_register, dim_region, dim_indicator)
REPORT_ASSETS: Sequence[dg.AssetsDefinition] = (
    report_text,
    report_element,
    report_section,
    *map(_build_fact, FACT_TABLES),
    rejected_cell,
    fact_finding,
    dim_report,
)
ASSETS = (*REGISTER_ASSETS, *REPORT_ASSETS, fact_seam)
REGISTER_TABLES = tuple(name for name, spec in TABLES.items() if not spec.partitioned)
REPORT_TABLES = tuple(name for name, spec in TABLES.items() if spec.partitioned and not spec.compares)
COMPARING_TABLES = tuple(name for name, spec in TABLES.items() if spec.compares)
