"""The assets that compare the reports of a year with those of the years beside it.

Belongs here: their names, what they are made from, their checks. Does not belong here: work (`steps/seams.py`). They are written
together, in one pass over three years.
"""

import dagster as dg

from gov_disclosure.defs import checks
from gov_disclosure.defs.io_managers import WarehouseIOManager
from gov_disclosure.defs.partitioned import Results, declare_table, in_partitions, write_stream
from gov_disclosure.defs.partitions import YEARS_BESIDE, list_requested_keys
from gov_disclosure.defs.resources import RawFolder, WorkerPool, open_warehouse
from gov_disclosure.quality.numbers import COMPARED_TABLES
from gov_disclosure.steps import seams
from gov_disclosure.steps.accepted import select_accepted, select_current
from gov_disclosure.steps.reuse import RunningTextReader
from gov_disclosure.steps.stale import COMPARING_TABLES
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.streams import Tally
from gov_disclosure.storage.partitions import StampedParts
from gov_disclosure.storage.waivers import read_waivers


def _compare(
    context: dg.AssetExecutionContext,
    document_register: StoredTable,
    report_text: StoredTable,
    report_element: StoredTable,
    raw: RawFolder,
    pool: WorkerPool,
    io_manager: dg.ResourceParam[WarehouseIOManager],
    **tables: StoredTable,
) -> Results:
    """All tables that compare years, in one pass over them; any of them can be asked for alone."""
    keys = list_requested_keys(context)
    tallies = {table: Tally() for table in COMPARING_TABLES if dg.AssetKey(table) in context.selected_asset_keys}
    reports = select_current(select_accepted(document_register, seams.list_neighbours(keys)))
    reader = seams.NumbersReader(reports, tables, RunningTextReader(report_text, report_element))
    rows = seams.stream_comparisons(keys, reader, read_waivers(raw.root).by_finding, pool.workers, tallies)
    stamped = StampedParts(rows, lambda key: seams.build_seam_stamp(key, reader.find_stamp))
    write_stream(context, open_warehouse(io_manager.location), tallies, stamped, reports.count)
    yield from (dg.MaterializeResult(asset_key=table) for table in tallies)
    if "fact_seam" in tallies:
        unread = Tally(counts=tallies["fact_seam"].counts)
        unread.add_problems(seams.list_unread(keys, reader))
        yield checks.build_findings_check("seams", tallies["fact_seam"], asset="fact_seam")
        what = "years left out, to be written again"
        yield checks.build_tally_check("years_up_to_date", unread, what, asset="fact_seam")


_COMPARED = {*COMPARED_TABLES, "report_text", "report_element"}
compare_years = in_partitions(
    dg.multi_asset,
    _compare,
    name="compare_years",
    outs={
        table: dg.AssetOut(is_required=False, **declare_table(table, "quality", {"pandas"}))
        for table in COMPARING_TABLES
    },
    ins={
        "document_register": dg.AssetIn(),
        **{table: dg.AssetIn(partition_mapping=YEARS_BESIDE) for table in sorted(_COMPARED)},
    },
    can_subset=True,
    check_specs=[spec for table in COMPARING_TABLES for spec in checks.build_check_specs(table)],
)
