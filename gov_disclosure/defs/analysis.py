"""The assets that are made from all partitions together: panel, indicators, coverage.

Belongs here: their names, what they are made from, and what the UI shows of them. Does not belong here: work
(`steps/analysis.py`). They are written together, in one pass over the facts.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from pydantic import Field

from gov_disclosure.analysis.coverage import TABLE as COVERAGE
from gov_disclosure.defs.io_managers import WarehouseIOManager
from gov_disclosure.defs.metadata import describe_asset
from gov_disclosure.defs.pictures import describe_pictures, is_kept
from gov_disclosure.defs.resources import PANEL_RULE_VARIABLE, find_panel_rule, open_warehouse
from gov_disclosure.defs.retries import retry_what_passes
from gov_disclosure.frames.facts import FACT_TABLES
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.analysis import ANALYSIS_TABLES, Analysed, write_analysis
from gov_disclosure.steps.analysis_material import ANALYSIS_FLOORS
from gov_disclosure.steps.stale import COMPARING_TABLES
from gov_disclosure.steps.version import find_code_version

_MADE_FROM = ("document_register", "report_text", *FACT_TABLES, "fact_finding", "dim_report", *COMPARING_TABLES)


class PanelConfig(dg.Config):
    """Settings of the launchpad."""

    rule: str = Field(
        default="",
        description="Which report stands for a region: whole_area, stated or own_body; empty means "
        f"{PANEL_RULE_VARIABLE}, or whole_area",
    )


def _describe(table: str) -> dg.AssetOut:
    look = describe_asset(TABLES[table], "analysis", {"pandas"}, find_code_version(ANALYSIS_FLOORS))
    return dg.AssetOut(is_required=True, dagster_type=dg.Nothing, **look)


@dg.multi_asset(
    name="analyse_reports",
    outs={table: _describe(table) for table in ANALYSIS_TABLES},
    deps=list(_MADE_FROM),
)
@retry_what_passes
def analyse_reports(
    context: dg.AssetExecutionContext, config: PanelConfig, io_manager: dg.ResourceParam[WarehouseIOManager]
) -> Iterator[dg.MaterializeResult[Any]]:
    warehouse, rule = open_warehouse(io_manager.location), find_panel_rule(config.rule)
    analysed = write_analysis(warehouse, rule)
    context.log.info(f"{analysed.rows.total():,} rows, rule {rule}")
    pictures = describe_pictures(analysed.overview) if is_kept(context) else {}
    for table in ANALYSIS_TABLES:
        path = dg.MetadataValue.path(warehouse.find_path(TABLES[table]))
        shown: dict[str, Any] = {"dagster/row_count": analysed.rows[table], "path": path, "rule": rule}
        shown |= {**_describe_contents(table, analysed), **pictures.get(table, {})}
        yield dg.MaterializeResult(asset_key=table, metadata=shown)


def _describe_contents(table: str, analysed: Analysed) -> dict[str, Any]:
    """What the UI shows beside rows and path."""
    left_out = {"partitions not up to date": analysed.unwritten, "reports of no region": analysed.outside}
    return left_out if table == COVERAGE else left_out | dict(analysed.marks)
