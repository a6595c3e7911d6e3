"""The warehouse as a run gets it: which partitions it writes, and that nobody else writes them meanwhile.

Belongs here: what holds from the beginning of a run to its end. Does not belong here: how a file comes to be
(`io_managers.py`).
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import dagster as dg
from pydantic import Field

from gov_disclosure.defs.io_managers import WarehouseIOManager
from gov_disclosure.defs.locks import holding
from gov_disclosure.defs.partitions import choosing, find_asked_range, parse_key
from gov_disclosure.defs.resources import open_warehouse
from gov_disclosure.defs.retries import retrying
from gov_disclosure.steps.analysis import ANALYSIS_TABLES
from gov_disclosure.storage.row_cache import find_cache_folder
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS

REGISTER = dg.AssetKey("document_register")
CATALOGUE = dg.AssetKey("catalogue")
REGISTERING_JOBS = ("register", "refresh")
_AFTER_PARTITIONS = 1 + len(REGIONS) * len(REPORT_YEARS)
_WHOLE: Sequence[tuple[int, frozenset[dg.AssetKey], Sequence[str]]] = (
    (0, frozenset({REGISTER}), REGISTERING_JOBS),
    (_AFTER_PARTITIONS, frozenset(map(dg.AssetKey, ANALYSIS_TABLES)), ("analysis",)),
    (_AFTER_PARTITIONS + 1, frozenset({CATALOGUE}), ("analysis", "publish")),
)
"""What is written as a whole: its place, its assets, and the jobs that write it."""


class RunWarehouse(WarehouseIOManager):
    """Writes streams of partitions, hands out readers; holds what the run writes until it ends."""

    only: list[str] = Field(
        default_factory=list,
        description="Partitions that the run writes, such as henan|2019, instead of those of its tags; empty means these",
    )

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["RunWarehouse"]:
        """The resource, from the beginning of a run to its end."""
        chosen = [parse_key(spelled) for spelled in self.only]
        run = context.run
        asked = chosen or (list_asked(run) if run is not None else [])
        tell = context.log.info if context.log is not None else print
        folder = find_cache_folder(open_warehouse(self.location))
        with holding(folder, list_places(run, asked), tell), choosing(chosen):
            yield self

    def handle_output(self, context: dg.OutputContext, obj: Any) -> None:
        """Write; what may pass is tried again."""
        with retrying(context.step_context.dagster_run):
            super().handle_output(context, obj)


def list_asked(run: dg.DagsterRun) -> list[PartitionKey]:
    """The partitions that the tags of a run name."""
    single = run.tags.get("dagster/partition")
    return [parse_key(single)] if single else find_asked_range(run.tags) or []


def list_places(run: dg.DagsterRun | None, written: Collection[PartitionKey]) -> list[int]:
    """A number for the register, for each partition, for the analysis, for the catalogue: for what a run writes of them."""
    years = len(REPORT_YEARS)
    places = [1 + REGIONS.index(key.region) * years + REPORT_YEARS.index(key.year) for key in written]
    if run is None:
        return places
    chosen = run.asset_selection or ()
    whole = [
        place for place, assets, jobs in _WHOLE if (assets.intersection(chosen) if chosen else run.job_name in jobs)
    ]
    return whole + places
