"""How assets with one file per region and year are declared, and how their streams are written.

Belongs here: what all of them have in common. Does not belong here: the assets (`assets.py`, `comparing.py`).
"""

import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import dagster as dg

from gov_disclosure.defs import checks
from gov_disclosure.defs.metadata import describe_asset
from gov_disclosure.defs.partitions import REPORTS, list_requested_keys, spell_key
from gov_disclosure.defs.retries import retry_what_passes
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.pace import Pace
from gov_disclosure.steps.streams import Tally
from gov_disclosure.steps.version import find_code_version
from gov_disclosure.storage.partitions import StampedParts, write_partitions
from gov_disclosure.storage.progress import write_progress
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse

Results = Iterator[dg.Output[Any] | dg.MaterializeResult[Any] | dg.AssetCheckResult]
Decorator = Callable[[Callable[..., Any]], dg.AssetsDefinition]


def declare_table(table: str, group: str, kinds: set[str]) -> dict[str, Any]:
    """What the asset of a table of reports is declared with."""
    return describe_asset(TABLES[table], group, kinds, find_code_version())


def in_partitions(
    decorator: Callable[..., Decorator], function: Callable[..., Any], **options: Any
) -> dg.AssetsDefinition:
    """An asset, or several, with one file per region and year, all keys of a run in one step."""
    with warnings.catch_warnings():  # backfill policies are marked as beta, with a warning for each asset
        warnings.simplefilter("ignore", dg.BetaWarning)
        policy = dg.BackfillPolicy.single_run()
        return decorator(partitions_def=REPORTS, backfill_policy=policy, **options)(retry_what_passes(function))


def partitioned(table: str, group: str, *kinds: str, **options: Any) -> Decorator:
    """An asset with one file per region and year, all keys of a run in one step."""
    specs, looks = checks.build_check_specs(table), declare_table(table, group, set(kinds))

    def decorate(function: Callable[..., Any]) -> dg.AssetsDefinition:
        return in_partitions(dg.asset, function, name=table, check_specs=specs, **options, **looks)

    return decorate


def write_stream(
    context: dg.AssetExecutionContext,
    warehouse: Warehouse,
    tallies: Mapping[str, Tally],
    stamped: StampedParts,
    count: Callable[[PartitionKey], int],
) -> None:
    """Write a stream of partitions of some tables; what was counted becomes metadata of each partition.

    `count` tells how many documents a partition has, for the progress that the run's log shows.
    """
    specs, keys = [TABLES[table] for table in tallies], list_requested_keys(context)
    pace = Pace(
        sum(map(count, keys)), context.log.info, f"{', '.join(tallies) if len(tallies) < 3 else 'facts'}: written"
    )
    for written in write_partitions(warehouse, specs, keys, stamped):
        pace.advance(count(written.key) if written.table == specs[-1].name else 0)
        write_progress(written.table)
        context.add_asset_metadata(
            {
                "dagster/partition_row_count": written.rows,
                "path": dg.MetadataValue.path(written.path),
                **tallies[written.table].counts[written.key],
            },
            asset_key=written.table,
            partition_key=spell_key(written.key),
        )
