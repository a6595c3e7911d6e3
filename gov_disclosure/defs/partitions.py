"""The partitions of the reports, region by year, and which of them a run was asked for.

Belongs here: keys, range tags, and which years a partition is made from. Does not belong here: what is done with a partition.

A run of many partitions carries two range tags; they mean the rectangle of both dimensions. Two things were found that
decide this module: `context.partition_keys` is right with two dimensions where other properties of the context are
not; and a backfill launched from a job (Jobs, Partitions) carries tags of a single partition besides the range tags,
which win, so that only one of the requested partitions would be written and the run reported as a success.

Scattered partitions are no rectangle, and a run for each of them costs seconds. A run may have a list of its partitions
instead (`choosing`): Dagster asks the definition below, and no other, which partitions a run has. Its range tags then name the
first one alone. Outside of the run Dagster takes them by their word and writes down one planned partition for each asset; for
each of 600 it would take minutes on PostgreSQL, where every such event is a connection of its own.
"""

import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import product
from typing import Any

import dagster as dg

from gov_disclosure.steps.streams import sort_keys
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS

_CHOSEN: ContextVar[frozenset[PartitionKey] | None] = ContextVar("chosen", default=None)


@contextmanager
def choosing(keys: Collection[PartitionKey]) -> Iterator[None]:
    """Within the block, the partitions of the run are these, whatever its range tags say; none leaves them as they are."""
    _CHOSEN.set(frozenset(keys) or None)
    try:
        yield
    finally:
        _CHOSEN.set(None)


class ReportPartitions(dg.MultiPartitionsDefinition):
    """Partitions by two fixed lists. The keys of a range are listed once and not for each partition of a run.

    Dagster asks for them whenever metadata of a partition is added: 600 keys cost 4 ms, twice for each file of a run.
    """

    def get_partition_keys_in_range(
        self, partition_key_range: dg.PartitionKeyRange, dynamic_partitions_store: object = None
    ) -> Sequence[dg.MultiPartitionKey]:
        """All keys between two, in both dimensions, or those of the list of the run."""
        return _list_spelled(partition_key_range, _CHOSEN.get())


@lru_cache(maxsize=4)
def _list_spelled(
    asked: dg.PartitionKeyRange, chosen: frozenset[PartitionKey] | None
) -> Sequence[dg.MultiPartitionKey]:
    keys = sort_keys(chosen) if chosen else list_range(parse_key(asked.start), parse_key(asked.end))
    return [dg.MultiPartitionKey({"region": key.region, "year": str(key.year)}) for key in keys]


REPORTS = ReportPartitions(
    {
        "region": dg.StaticPartitionsDefinition(REGIONS),
        "year": dg.StaticPartitionsDefinition([str(year) for year in REPORT_YEARS]),
    }
)


def _map_years_beside() -> dg.MultiPartitionMapping:
    """A partition of a table that compares years is made from its own year and those beside it, in its region."""
    years = [str(year) for year in REPORT_YEARS]
    used_by = {year: set(years[max(0, place - 1) : place + 2]) for place, year in enumerate(years)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        return dg.MultiPartitionMapping(
            {
                "region": dg.DimensionPartitionMapping("region", dg.IdentityPartitionMapping()),
                "year": dg.DimensionPartitionMapping("year", dg.StaticPartitionMapping(used_by)),
            }
        )


YEARS_BESIDE = _map_years_beside()
RANGE_START = "dagster/asset_partition_range_start"
RANGE_END = "dagster/asset_partition_range_end"


def spell_key(key: PartitionKey) -> str:
    """The key as Dagster writes it."""
    return f"{key.region}|{key.year}"


def parse_key(spelled: str) -> PartitionKey:
    """The key that Dagster wrote."""
    region, year = spelled.split("|")
    return PartitionKey(region, int(year))


def build_range_tags(first: PartitionKey, last: PartitionKey) -> dict[str, str]:
    """Tags that make one run out of all partitions between two keys, in both dimensions."""
    return {RANGE_START: spell_key(first), RANGE_END: spell_key(last)}


def list_range(first: PartitionKey, last: PartitionKey) -> list[PartitionKey]:
    """The partitions between two keys, in both dimensions."""
    regions = REGIONS[REGIONS.index(first.region) : REGIONS.index(last.region) + 1]
    return [PartitionKey(*key) for key in product(regions, range(first.year, last.year + 1))]


def list_requested_keys(context: dg.AssetExecutionContext) -> list[PartitionKey]:
    """The partitions this run has to write, one or many, in order.

    Raises:
        dg.Failure: Dagster hands over other partitions than the run's range tags ask for.
    """
    keys = sort_keys(parse_key(key) for key in context.partition_keys)
    chosen = _CHOSEN.get()
    asked = sort_keys(chosen) if chosen else find_asked_range(context.run.tags)
    if asked is not None and asked != keys:
        raise dg.Failure(
            f"This run was asked for {len(asked)} partitions and Dagster hands over {len(keys)} of them: "
            f"{', '.join(map(spell_key, keys[:5]))}. This happens to backfills launched from a job (Jobs, Partitions). "
            "No partition was written. Launch it from the assets (Materialize), or with `gov-disclosure backfill`.",
            metadata={"asked": len(asked), "given": len(keys)},
            allow_retries=False,
        )
    return keys


def find_asked_range(tags: Mapping[str, str]) -> list[PartitionKey] | None:
    """The partitions of the range tags of a run, None for a run without them."""
    if RANGE_START not in tags:
        return None
    return list_range(parse_key(tags[RANGE_START]), parse_key(tags[RANGE_END]))


def build_list_config(keys: Iterable[PartitionKey]) -> dict[str, Any]:
    """Run configuration for exactly these partitions; the tags of the run then name the first of them alone.

    Planning hundreds of partitions costs a database minutes before the run begins.
    """
    return {"resources": {"io_manager": {"config": {"only": [spell_key(key) for key in keys]}}}}
